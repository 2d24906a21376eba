"""Hostile and harmed files, read by a reader process as the app starts it: rows that are only text, or one sentence."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from pmdesk.domain.messages import UserError
from pmdesk.services.import_reading import Cancelled, read_raw
from tests.sheets import hostile
from tests.sheets.exports import EXPORTS

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")', "'=1", "\t=1"]
LONG = 140_000
LONG_ROW = b"<row><c t='str'><v>A-1</v></c><c t='str'><v>" + b"x" * LONG + b"</v></c></row>"


def read(tmp_path: Path, data: bytes, name: str = "file.csv") -> list[tuple[object, ...]]:
    """The cells of a file's rows; what was to say about them is not looked at."""
    path = tmp_path / name
    path.write_bytes(data)
    (raw,) = read_raw([path])
    return [row.cells for row in raw.rows]


def refusal(tmp_path: Path, data: bytes) -> str:
    """The one sentence a file is refused with, said soon."""
    begun = time.monotonic()
    with pytest.raises(UserError) as refused:
        read(tmp_path, data)
    assert time.monotonic() - begun < 60
    said = str(refused.value)
    assert said.startswith("“file.csv” ")
    assert said.endswith(".")
    assert "\n" not in said
    return said


def test_formula_looking_text_in_a_csv_stays_text(tmp_path):
    rows = "".join('A-1,"{}"\n'.format(text.replace('"', '""')) for text in FORMULAS)
    assert read(tmp_path, f"Issue key,Summary\n{rows}".encode()) == [("A-1", text) for text in FORMULAS]


def test_formula_looking_text_in_a_workbook_stays_text(tmp_path):
    rows = "".join(
        f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>A-1</t></is></c>'
        f'<c r="B{number}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c></row>'
        for number, text in enumerate(FORMULAS, start=4)
    )
    written = hostile.with_part(hostile.workbook(), hostile.SHEET, hostile.more_rows(rows.encode()))
    assert read(tmp_path, written)[2:] == [("A-1", text) for text in FORMULAS]


def test_formula_looking_text_in_a_page_stays_text(tmp_path):
    assert read(tmp_path, hostile.page(b"=1+1<script>alert(1)</script>"))[0][:2] == ("A-1", "=1+1")


@pytest.mark.parametrize(
    "data",
    [
        b"Issue key,Summary\nA-1," + b"x" * LONG + b"\n",
        hostile.page(b"x" * LONG),
        hostile.with_part(hostile.workbook(), hostile.SHEET, hostile.more_rows(LONG_ROW)),
    ],
    ids=["csv", "html", "xlsx"],
)
def test_a_cell_of_140_000_characters(tmp_path, data):
    assert read(tmp_path, data)[-1][:2] == ("A-1", "x" * LONG)


def test_ragged_rows_are_kept(tmp_path):
    path = tmp_path / "file.csv"
    path.write_text("Issue key,Summary,Status\nA-1,One\nA-2,Two,Open,more\n,,,,,,\nA-3,Three,Open\n")
    (raw,) = read_raw([path])
    assert [len(row.cells) for row in raw.rows] == [2, 4, 3]
    assert [row.problem is not None for row in raw.rows] == [True, True, False]


def test_nul_bytes(tmp_path):
    assert read(tmp_path, b"Issue key,Sum\0mary\nA-1,\0One\0\n\0\0A-2,Two\n") == [("A-1", "One"), ("A-2", "Two")]


def test_nested_quotes(tmp_path):
    data = b'Issue key,Summary\nA-1,"He said ""no ""really"" no"", twice"\nA-2,5" screen\nA-3,"a""\n""b"\n'
    assert read(tmp_path, data) == [
        ("A-1", 'He said "no "really" no", twice'),
        ("A-2", '5" screen'),
        ("A-3", 'a"\n"b'),
    ]


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (hostile.zip_bomb, "too large to be read: unpacked"),
        (hostile.entity_bomb, "not a workbook that can be read"),
        (hostile.repeat_bomb, "not a workbook that can be read"),
        (lambda: hostile.workbook()[:3000], "not a workbook that can be read"),
        (lambda: hostile.workbook()[3000:], "not a workbook|neither CSV"),
    ],
    ids=["zip", "entity", "repeat", "truncated", "headless"],
)
def test_bombs_and_wrecks_end_in_one_sentence(tmp_path, make, reason):
    assert any(each in refusal(tmp_path, make()) for each in reason.split("|"))


@pytest.mark.torture
def test_a_bomb_that_says_less_than_it_holds(tmp_path):
    assert "not a workbook that can be read" in refusal(tmp_path, hostile.true_zip_bomb())


@pytest.mark.skipif(sys.platform != "linux", reason="the ways to hold memory of other systems need those systems")
@pytest.mark.parametrize(
    "make", [hostile.dimension_bomb, lambda: hostile.many_cells(40, "x" * 30_000)], ids=["dimension", "cells"]
)
def test_what_takes_too_much_memory_ends_in_one_sentence(tmp_path, make):
    assert "takes more than 1024 MB of memory" in refusal(tmp_path, make())


def test_entities_of_a_page_are_not_expanded(tmp_path):
    assert read(tmp_path, hostile.page(b"&j;", hostile.entities()))[0][:2] == ("A-1", "&j;")


def test_a_page_that_is_nested_without_end(tmp_path):
    (tmp_path / "file.csv").write_bytes(hostile.page(b"<b>" * 200_000))
    with pytest.raises(UserError, match="Row 2 of “file.csv” is nested too deeply"):
        read_raw([tmp_path / "file.csv"])


def test_macros_are_only_left_out(tmp_path):
    assert read(tmp_path, hostile.with_macros(), "file.xlsm") == [("A-1", "One"), ("A-2", "Two")]


def test_external_links_are_not_followed(tmp_path):
    assert read(tmp_path, hostile.with_external_links(), "file.xlsx") == [("A-1", ""), ("A-2", "")]


@pytest.mark.logs_error
@pytest.mark.skipif(sys.platform == "win32", reason="the reader is found by its parent here")
def test_a_reader_killed_half_way(monkeypatch):
    import subprocess

    started = []
    real = subprocess.Popen.__init__

    def noted(self, *args, **kwargs):
        real(self, *args, **kwargs)
        started.append(self.pid)

    monkeypatch.setattr(subprocess.Popen, "__init__", noted)
    with pytest.raises(UserError, match="“cloud-en-1104x472.csv” could not be read: its reader ended half-way"):
        read_raw([EXPORTS / "cloud-en-1104x472.csv"], progress=lambda rows: os.kill(started[-1], signal.SIGKILL))


def test_reading_stops_at_once_before_the_first_row(tmp_path):
    path = tmp_path / "file.xlsx"
    path.write_bytes(hostile.many_cells(5000))
    asked = []
    with pytest.raises(Cancelled):
        read_raw([path], cancelled=lambda: bool(asked.append(time.monotonic())) or len(asked) > 6)
    assert time.monotonic() - asked[-1] < 1
