"""The report as a PDF: how pages are broken, what stands on each, and any text on both papers."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QPointF, QRectF
from PySide6.QtGui import QFont, QImage, QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication

from pmdesk.domain.records import Item, Moscow
from pmdesk.gui.reporting.blocks import Block
from pmdesk.gui.reporting.pdf import Page, paginated, render_pdf
from pmdesk.gui.reporting.setting import Setting
from pmdesk.gui.reporting.type import Face, Type
from pmdesk.services.export_kinds import Paper
from pmdesk.services.report import Report, report_of
from tests.makers import make_item, scored_item
from tests.sheets.writing.makers import workbook_of

LONGEST = "A title that goes on " * 60


def _report(items: Sequence[Item], framework: str = "rice") -> Report:
    return report_of(workbook_of(items, framework))


def _pages(data: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", data))


@dataclass
class Fake:
    """A part of a height."""

    height: float

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        raise NotImplementedError


def _block(height: float, *, keep: bool = False, head: Block | None = None) -> Block:
    return Block([(0, Fake(height))], keep=keep, head=head)


def _heights(pages: list[Page]) -> list[list[float]]:
    return [[block.height for _, block in page] for page in pages]


class TestPaginated:
    """Blocks on pages."""

    def test_a_block_that_does_not_fit_goes_on_the_next_page(self) -> None:
        pages = paginated([_block(40), _block(50), _block(20)], 100)
        assert [[at for at, _ in page] for page in pages] == [[0, 40], [0]]

    def test_a_heading_goes_with_what_follows_it(self) -> None:
        assert _heights(paginated([_block(70), _block(10, keep=True), _block(30)], 100)) == [[70], [10, 30]]
        chain = [_block(70), _block(10, keep=True), _block(11, keep=True), _block(30)]
        assert _heights(paginated(chain, 100)) == [[70], [10, 11, 30]]

    def test_what_is_kept_together_and_fits_on_no_page_is_broken(self) -> None:
        chain = [_block(70), _block(60, keep=True), _block(60), _block(10)]
        assert _heights(paginated(chain, 100)) == [[70], [60], [60, 10]]

    def test_a_table_that_goes_on_begins_with_its_head(self) -> None:
        head = _block(10, keep=True)
        pages = paginated([head, *(_block(30, head=head) for _ in range(5))], 100)
        assert _heights(pages) == [[10, 30, 30, 30], [10, 30, 30]]

    def test_a_block_that_is_taller_than_a_page_has_one_of_its_own(self) -> None:
        assert _heights(paginated([_block(10), _block(300), _block(10)], 100)) == [[10], [300], [10]]

    def test_what_only_parts_blocks_does_not_begin_a_page(self) -> None:
        pages = paginated([_block(95), Block([], above=10), _block(20)], 100)
        assert _heights(pages) == [[95], [20]]

    @given(st.lists(st.tuples(st.integers(1, 60), st.booleans()), max_size=30))
    def test_every_block_stands_once_and_in_order(self, blocks: list[tuple[int, bool]]) -> None:
        made = [_block(height, keep=keep) for height, keep in blocks]
        pages = paginated(made, 100)
        assert [block for page in pages for _, block in page] == made
        for page in pages:
            assert all(at + one.height == then for (at, one), (then, _) in pairwise(page))
            assert not page or page[-1][0] + page[-1][1].height <= 100


@pytest.fixture
def type_(qapp: QApplication) -> Iterator[Type]:
    """The types of A4, without a file."""
    buffer = QBuffer()
    writer = QPdfWriter(buffer)
    writer.setResolution(600)
    yield Type(writer)
    buffer.close()


def test_lines_are_as_wide_as_asked(type_: Type) -> None:
    width = type_.mm(40)
    lines = type_.lines(LONGEST, Face.BODY, width)
    assert len(lines) > 10
    assert all(type_.width(line, Face.BODY) <= width * 1.02 for line in lines)
    assert " ".join(lines) == LONGEST.strip()
    assert type_.lines("one\n\ntwo 🎪", Face.BODY, width) == ["one", "", "two 🎪"]
    assert "".join(type_.lines("🎪" * 60, Face.BODY, width)) == "🎪" * 60


def test_the_last_of_too_many_lines_ends_with_an_ellipsis(type_: Type) -> None:
    lines = type_.lines(LONGEST, Face.BODY, type_.mm(40), most=3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert type_.width(lines[-1], Face.BODY) <= type_.mm(40)


def test_rows_are_never_broken_and_end_above_the_foot(type_: Type) -> None:
    items = [
        scored_item(number, reach=float(number), title=LONGEST if number % 5 else "Pay") for number in range(1, 60)
    ]
    setting = Setting(type_, _report(items), type_.mm(180))
    for page in paginated(list(setting.blocks()), type_.mm(264)):
        at, block = page[-1]
        assert at + block.height <= type_.mm(264)


def test_nothing_is_drawn_beside_the_page(type_: Type) -> None:
    """All is drawn into a picture that is wider than the page; its margins stay white."""
    items = [
        scored_item(1, title=LONGEST, key="A" * 60, reach=1e14, moscow=Moscow.MUST, rationale="x" * 900),
        scored_item(2, title="W" * 900, reach=1e-7, impact=1.2345678),
        make_item(3, title=LONGEST, key="B" * 60),
    ]
    width, margin, scale = type_.mm(180), 200.0, 0.1
    blocks = list(Setting(type_, _report(items), width).blocks())
    height = sum(block.height for block in blocks)
    image = QImage(int((width + 2 * margin) * scale), int((height + margin) * scale), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(1.0)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.scale(scale, scale)
    at = 0.0
    for block in blocks:
        block.draw(painter, margin, at)
        at += block.height
    painter.end()
    inked = [
        x for x in range(image.width()) if any(image.pixel(x, y) & 0xFFFFFF != 0xFFFFFF for y in range(image.height()))
    ]
    assert margin * scale - 2 <= inked[0]
    assert inked[-1] <= (margin + width) * scale + 2
    assert QRectF(image.rect()).contains(QPointF(inked[-1], 0))


def test_no_glyph_stands_in_anothers_place(type_: Type) -> None:
    """Qt tells a PDF no character for such a glyph, so that digits could neither be found nor copied."""
    for face in Face:
        assert {type_.font(face).featureValue(QFont.Tag(tag)) for tag in ("tnum", "calt", "liga")} == {0}


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler reads the PDF")
def test_what_is_written_can_be_found_and_copied(qapp: QApplication, tmp_path: Path) -> None:
    items = [
        scored_item(1, reach=1234.5, title="Pay = 2; split, office", key="SHOP-17"),
        make_item(2, title="支払い", key="SHOP-18"),
    ]
    (tmp_path / "out.pdf").write_bytes(render_pdf(_report(items), Paper.A4))
    ran = subprocess.run(["pdftotext", "-layout", tmp_path / "out.pdf", "-"], capture_output=True, check=True)
    text = ran.stdout.decode()
    for wanted in ("SHOP-17", "1,234.5", "Pay = 2; split, office", "309", "支払い", "Page 1 of 1"):
        assert wanted in text


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler reads the PDF")
def test_a_name_from_right_to_left_does_not_turn_the_foot_round(qapp: QApplication, tmp_path: Path) -> None:
    report = replace(_report([scored_item(1)]), title="שלום", foot="31 October 2026")
    (tmp_path / "out.pdf").write_bytes(render_pdf(report, Paper.A4))
    ran = subprocess.run(["pdftotext", "-bbox", tmp_path / "out.pdf", "-"], capture_output=True, check=True)
    lefts = {
        word: float(left) for left, word in re.findall(r'xMin="([\d.]+)"[^>]*>([^<]*)</word>', ran.stdout.decode())
    }
    assert lefts["31"] < lefts["October"] < lefts["2026"]


@pytest.mark.parametrize(("paper", "box"), [(Paper.A4, b"595"), (Paper.LETTER, b"612")])
def test_each_paper_has_its_size(qapp: QApplication, paper: Paper, box: bytes) -> None:
    data = render_pdf(_report([scored_item(1), make_item(2)]), paper)
    assert data.startswith(b"%PDF-")
    assert re.search(rb"/MediaBox \[0 0 " + box, data)
    assert _pages(data) == 1


def test_many_items_take_many_pages_and_tell_how_far_they_are(qapp: QApplication) -> None:
    told: list[tuple[int, int]] = []
    items = [scored_item(number) if number % 3 else make_item(number) for number in range(1, 700)]
    data = render_pdf(_report(items), Paper.A4, lambda done, total: told.append((done, total)))
    assert _pages(data) > 10
    assert told[:2] == [(0, 1398), (500, 1398)]
    assert told == sorted(told)
    assert all(done < total for done, total in told)


def test_cancelling_ends_it(qapp: QApplication) -> None:
    class Stop(Exception):
        pass

    def stop(done: int, total: int) -> None:
        if done > 1:
            raise Stop

    for count in (3, 700):  # while rows are set, and while pages are printed
        with pytest.raises(Stop):
            render_pdf(_report([scored_item(number) for number in range(1, count)]), Paper.A4, stop)


def test_an_empty_backlog_is_a_page(qapp: QApplication) -> None:
    assert _pages(render_pdf(_report([]), Paper.A4)) == 1


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts, texts, st.sampled_from(["rice", "moscow"]))
def test_any_text_can_be_set(qapp: QApplication, title: str, rationale: str, framework: str) -> None:
    items = [
        scored_item(1, title=title, rationale=rationale, key=title, moscow=Moscow.MUST),
        make_item(2, title=rationale, key=title),
    ]
    assert _pages(render_pdf(_report(items, framework), Paper.LETTER)) >= 1
