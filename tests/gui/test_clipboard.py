"""Copied cells: what a spreadsheet makes of them."""

from __future__ import annotations

import csv
import io

import pytest

from pmdesk.gui.clipboard import as_tsv


def test_cells_come_back_as_they_were() -> None:
    rows = [["SHOP-1", 'A "quoted"\ttab', "two\nlines"], ["SHOP-2", "", "9,000"]]
    assert list(csv.reader(io.StringIO(as_tsv(rows)), dialect="excel-tab")) == rows


def test_a_single_cell_is_its_text() -> None:
    assert as_tsv([["9,000"]]) == "9,000"


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-10% churn", "@here"])
def test_what_looks_like_a_formula_stays_text(text: str) -> None:
    assert as_tsv([[text]]) == f"'{text}"
