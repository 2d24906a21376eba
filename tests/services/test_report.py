"""The report: what it says of items, and that its page shows every text as it is and fetches nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmdesk.domain.numbers import COMMA_DECIMAL
from pmdesk.domain.records import Item, Moscow, Settings
from pmdesk.services.report import Report, Voice, report_of
from pmdesk.services.report_page import as_page
from pmdesk.services.tracker_links import link_of
from tests.makers import make_item, scored_item, tracker_item
from tests.sheets.writing.makers import workbook_of

SCORES = {"impact": 2.0, "confidence": 0.8, "effort": 2.0}
VOID = {"meta", "br", "hr", "img"}


class _Page(HTMLParser):
    """Takes a page apart: its texts, and its elements with their attributes; fails where they do not close."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open[-1:] not in (["style"], []):
            self.texts.append(data)


def _report(*items: Item, framework: str = "rice", voice: Voice | None = None, **settings: str) -> Report:
    content = workbook_of(items, framework)
    ours = replace(content.settings, **settings)
    return report_of(replace(content, settings=ours, link_of=partial(link_of, settings=ours)), voice)


def _page(report: Report) -> _Page:
    return _Page("".join(as_page(report)))


def test_a_line_says_what_the_list_says() -> None:
    report = _report(
        scored_item(1, reach=1234.5, **SCORES, moscow=Moscow.MUST, rationale=" Asked for\n\nby many ",
                    rationale_effort="Two weeks"),
        scored_item(2, reach=100.0, **SCORES),
        make_item(3, reach=5.0, moscow=Moscow.COULD),
    )  # fmt: skip
    first, second = report.lines
    assert (first.rank, first.key, first.cells, first.score) == ("1", "SHOP-1", ("1,234.5", "High", "80%", "2"), "988")
    assert (first.bar, first.category, first.lacks) == (1.0, "Must", "")
    assert second.bar == pytest.approx(100 / 1234.5)
    assert [line.reasons for line in report.top] == [
        (("", "Asked for\n\nby many"), ("Why this effort", "Two weeks")),
        (),
    ]
    (unscored,) = report.unranked
    assert (unscored.key, unscored.lacks, unscored.score) == ("SHOP-3", "impact, confidence, effort missing", "")
    assert report.unranked_title == "Unscored (1)"
    assert report.facts[1] == "3 items in play: 2 ranked, 1 not."
    assert report.foot == "31 January 2027, 14:05 · PMDesk 1.2.3"


def test_by_moscow_unscored_items_have_ranks_and_say_what_they_lack() -> None:
    report = _report(make_item(1, moscow=Moscow.MUST, reach=1.0), make_item(2), framework="moscow")
    assert [(line.rank, line.lacks) for line in report.lines] == [("1", "impact, confidence, effort missing")]
    assert [(line.key, line.lacks) for line in report.unranked] == [("SHOP-2", "no category")]
    assert report.unranked_title == "No category (1)"


def test_the_shares_are_of_what_is_planned() -> None:
    report = _report(
        make_item(1, moscow=Moscow.MUST, effort=6.0),
        make_item(2, moscow=Moscow.SHOULD, effort=2.0),
        make_item(3, moscow=Moscow.COULD, effort=2.0),
        make_item(4, moscow=Moscow.WONT, effort=50.0),
        make_item(5, moscow=Moscow.MUST),
        make_item(6, effort=7.0),
    )
    found = [
        (one.label, one.items, one.effort, one.percent.replace("\N{NO-BREAK SPACE}", " ")) for one in report.shares
    ]
    assert found == [
        ("Must", "2", "6", "60 %"),
        ("Should", "1", "2", "20 %"),
        ("Could", "1", "2", "20 %"),
        ("Won’t", "1", "50", ""),
        ("No category", "1", "7", ""),
    ]
    assert report.shares_notes[-1] == "1 of these items has no effort and weighs nothing here."


def test_nothing_in_play_is_a_page_all_the_same() -> None:
    report = _report(name="", vision="")
    assert (report.title, report.lines, report.shares) == ("shop", (), ())
    assert "0 items in play: 0 ranked, 0 not." in _page(report).texts


def test_only_ten_stand_at_the_top() -> None:
    report = _report(*(scored_item(number) for number in range(1, 13)))
    assert (len(report.top), len(report.lines), report.top_title) == (10, 12, "The top ten")
    assert _report(scored_item(1)).top_title == "The ranked items and why"


def test_numbers_are_the_readers() -> None:
    (line,) = _report(scored_item(1, reach=1234.5, **SCORES), voice=Voice(style=COMMA_DECIMAL)).lines
    assert line.cells == ("1.234,5", "High", "80%", "2")


def test_keys_link_to_the_tracker_where_it_is_known() -> None:
    known = tracker_item(1, site="shop.atlassian.net", reach=1.0, **SCORES)
    odd = tracker_item(2, site="javascript:alert(1)", reach=1.0, **SCORES)
    links = [values["href"] for tag, values in _page(_report(known, odd)).elements if tag == "a"]
    assert set(links) == {"https://shop.atlassian.net/browse/SHOP-1"}


HOSTILE = (
    '<script>alert("1")</script>',
    "</title><img src=//x onerror=y>",
    "&lt;b&gt; & ' \"",
    "</style>",
    "a\u2028b\0c",
)
texts = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(texts, texts, texts)
def test_texts_are_shown_as_they_are_and_nothing_is_fetched(title: str, rationale: str, name: str) -> None:
    items = (
        tracker_item(1, title=title, rationale=rationale, key=name, site="shop.example", reach=1.0, **SCORES),
        make_item(2, title=title, key=name),
    )
    report = _report(*items, name=name, vision=rationale)
    page = "".join(as_page(report))
    found = _Page(page)
    allowed = "html head meta title style body h1 h2 p div span strong b i table thead tbody tr th td ol li a footer"
    assert {tag for tag, _ in found.elements} <= set(allowed.split())
    attributes = {name for _, values in found.elements for name in values}
    assert attributes <= {"lang", "charset", "http-equiv", "content", "name", "class", "style", "scope", "rel", "href"}
    shown = _plain("".join(found.texts))
    assert all(_plain(text) in shown for text in (title, rationale.strip()))
    styles = [values["style"] or "" for _, values in found.elements if "style" in values]
    assert all(re.fullmatch(r"width:[\d.]+%", style) for style in styles)
    links = [values["href"] or "" for _, values in found.elements if "href" in values]
    assert all(link.startswith("https://shop.example/browse/") for link in links)


def test_the_style_sheet_and_the_policy_let_nothing_in() -> None:
    page = "".join(as_page(_report(make_item(1))))
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert not re.search(r"url|@import|expression|//", style)
    assert "content=\"default-src 'none'; style-src 'unsafe-inline'\"" in page
    assert len(page) < 6000


def _plain(text: str) -> str:
    """As HTML reads it, whatever the spaces and line ends."""
    return "".join(text.replace("\0", "\ufffd").split())


def test_only_a_very_long_key_is_broken() -> None:
    items = (scored_item(1, key="SHOP-12345"), make_item(2, key="SHOP-12346"), scored_item(3, key="A" * 40))
    cells = [values.get("class") for tag, values in _Page("".join(as_page(_report(*items)))).elements if tag == "td"]
    assert [one for one in cells if one and one.startswith("k")] == ["k l", "k", "k"]


def test_the_page_tells_how_far_it_is() -> None:
    report = _report(*(make_item(number) for number in range(1, 1202)))
    told: list[tuple[int, int]] = []
    assert "".join(as_page(report, lambda done, total: told.append((done, total))))
    assert told == [(0, 1201), (500, 1201), (1000, 1201)]


def test_some_of_the_items_are_told_to_be_some() -> None:
    content = replace(workbook_of([scored_item(1), scored_item(2)]), chosen=True)
    report = report_of(replace(content, rows=content.rows[1:]))
    assert report.lines[0].rank == "2"
    assert report.facts[2] == "These are some of the items in play; their ranks are among all of them."


def test_a_backlog_without_a_name_is_called_by_its_file() -> None:
    content = replace(workbook_of([make_item(1)]), settings=Settings(), source=Path("stall.pmdesk"))
    assert report_of(content).title == "stall"
