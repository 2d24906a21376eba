"""Importing hostile files by command: refused in one sentence with the backlog as it was, or taken as plain text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import Run, answer, item_of, said
from tests.sheets import hostile


@pytest.mark.parametrize(
    "make",
    [
        hostile.zip_bomb,
        hostile.entity_bomb,
        hostile.repeat_bomb,
        hostile.dimension_bomb,
        lambda: hostile.workbook()[:3000],
        lambda: b"",
        lambda: b"%PDF-1.7",
        lambda: hostile.page(b"<b>" * 200_000),
    ],
    ids=["zip", "entity", "repeat", "dimension", "truncated", "empty", "pdf", "nested"],
)
def test_a_refused_file_leaves_the_backlog_as_it_was(
    run: Run, backlog: Path, tmp_path: Path, make: Callable[[], bytes]
) -> None:
    path = tmp_path / "file.xlsx"
    path.write_bytes(make())
    before = backlog.read_bytes()
    assert "“file.xlsx”" in said(run("import", path, "--into", backlog))
    assert backlog.read_bytes() == before


@pytest.mark.parametrize("title", ["=1+1", "+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "x" * 140_000, "{0.__class__} %s"])
def test_text_stays_text(run: Run, backlog_path: Path, tmp_path: Path, title: str) -> None:
    path = tmp_path / "file.csv"
    path.write_text(f"Issue key,Summary,Issue Type\nZ-1,{title},Story\n", newline="")
    answer(run("import", path, "--into", backlog_path, "--json"))
    assert item_of(backlog_path, "Z-1").title == title
