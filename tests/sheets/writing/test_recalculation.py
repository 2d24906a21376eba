"""What LibreOffice makes of the workbook: it computes the same scores and ranks, and keeps every text."""

from __future__ import annotations

import random
import shutil
import subprocess
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from pmdesk.domain.frameworks import frameworks, rice
from pmdesk.domain.numbers import significant
from pmdesk.domain.ranking import Ranking
from pmdesk.domain.records import Item, Level, Moscow
from pmdesk.sheets.own_workbook import SCALES, SUMMARY
from pmdesk.sheets.writing.formulas import MOST_LIVE_RANKS
from pmdesk.sheets.writing.ranked_workbook import write_ranked_workbook
from tests.makers import make_item
from tests.sheets.writing.makers import workbook_of

SOFFICE = shutil.which("soffice")
TEXTS = ("=1+1", "-1|x", "@x", "\tx", "'x", "404", "1/2", "_x0041_", "a\nb", "  x", "日本 😀", "{=1}", "TRUE")
# Results that stand in the file are otherwise believed.
_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")
Rows = list[dict[str, Any]]


def _items() -> list[Item]:
    """Every mixture of factors, many with the same score, in no order of their keys."""
    combinations = product(
        (None, 0.0, 1 / 3, 9000.0), (None, 0.25, 3.0, 0.7), (None, 0.0, 0.123, 1.0), (None, 0.1, 13.7)
    )
    factors = [*combinations, *[(9000.0, 1.0, 1.0, 2.0)] * 3, *[(9000.0, 1.0, 0.5, 1.0), (4500.0, 2.0, 1.0, 2.0)] * 3]
    categories = [None, *Moscow]
    scored = [
        make_item(place, reach=reach, impact=impact, confidence=confidence, effort=effort,
                  moscow=categories[place % 5], tracker_order=str(place * 7 % 11))
        for place, (reach, impact, confidence, effort) in enumerate(factors, 1)
    ]  # fmt: skip
    worded = [make_item(1000 + place, title=text, rationale=text) for place, text in enumerate(TEXTS)]
    return scored + worded


def _changed(items: list[Item]) -> list[Item]:
    """Half of them scored anew."""
    chance = random.Random(5)
    return [
        replace(item, reach=float(chance.randrange(1, 9)), impact=chance.choice((0.5, 1.0, 2.0, 9.0)), confidence=0.8,
                effort=float(chance.choice((1, 2, 3))), moscow=chance.choice(tuple(Moscow)))
        if item.id % 2 else item
        for item in items
    ]  # fmt: skip


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of workbooks that LibreOffice opened, computed and saved."""
    folder = tmp_path_factory.mktemp("soffice")
    for framework in ("rice", "moscow"):
        write_ranked_workbook(folder / f"{framework}.xlsx", workbook_of(_items(), framework))
        _edit(folder / f"{framework}.xlsx", folder / f"{framework}-changed.xlsx", _changed(_items()))
    _rescale(folder / "rice.xlsx", folder / "rescaled.xlsx")
    return _through_libreoffice(folder)


def _through_libreoffice(folder: Path) -> Path:
    """Open each workbook of a folder, compute it and save it; gives the folder of what came of it."""
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_RECALCULATE, encoding="utf-8")
    convert = [
        str(SOFFICE), f"-env:UserInstallation={profile.parent.as_uri()}", "--headless", "--convert-to", "xlsx",
        "--outdir", str(folder / "saved"), *map(str, sorted(folder.glob("*.xlsx"))),
    ]  # fmt: skip
    subprocess.run(convert, check=True, capture_output=True, timeout=240)
    return folder / "saved"


def _edit(source: Path, target: Path, items: list[Item]) -> None:
    """Type other factors into a workbook, as a script does; the old results are then gone."""
    book = openpyxl.load_workbook(source)
    sheet = book["Backlog"]
    places = {cell.value: cell.column for cell in sheet[1]}
    by_id = {item.id: item for item in items}
    for row in range(2, sheet.max_row + 1):
        item = by_id[sheet.cell(row, places["PMDesk id"]).value]
        labels = {"must": "Must", "should": "Should", "could": "Could", "wont": "Won’t"}
        typed = {"Reach per quarter": item.reach, "Impact": item.impact, "Confidence": item.confidence,
                 "Effort (person-months)": item.effort, "MoSCoW": labels.get(item.moscow or "")}  # fmt: skip
        for header, value in typed.items():
            sheet.cell(row, places[header]).value = value
    book.save(target)
    book.close()


def _rescale(source: Path, target: Path) -> None:
    """Make the step "Massive" worth more."""
    book = openpyxl.load_workbook(source)
    sheet = book[SCALES]
    (cell,) = [row[1] for row in sheet.iter_rows(max_col=2) if row[0].value == "Massive"]
    cell.value = 3.3
    book.save(target)
    book.close()


def _rows(path: Path, sheet: str = "Backlog") -> Rows:
    header, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def _expected(items: list[Item], framework: str) -> dict[int, tuple[int | None, float | None]]:
    ranking = Ranking(frameworks()[framework], Level.STANDARD, items)
    return {item.id: (ranking.rank(item.id), _digits(rice.score(item))) for item in items}


def _found(row: dict[str, Any]) -> tuple[int | None, float | None]:
    return row["Rank"] or None, None if row["Score"] == "" else _digits(row["Score"])


def _digits(score: float | None) -> float | None:
    return None if score is None else significant(score, 12)


@pytest.mark.parametrize("framework", ["rice", "moscow"])
@pytest.mark.parametrize("name", ["{}.xlsx", "{}-changed.xlsx"])
def test_scores_and_ranks_are_those_of_pmdesk(recalculated: Path, framework: str, name: str) -> None:
    items = _items() if name == "{}.xlsx" else _changed(_items())
    found = {int(row["PMDesk id"]): _found(row) for row in _rows(recalculated / name.format(framework))}
    assert found == _expected(items, framework)


def test_a_step_that_is_worth_more_moves_its_items(recalculated: Path) -> None:
    items = [replace(item, impact=3.3) if item.impact == 3.0 else item for item in _items()]
    found = {int(row["PMDesk id"]): _found(row) for row in _rows(recalculated / "rescaled.xlsx")}
    assert found == _expected(items, "rice")
    assert found != _expected(_items(), "rice")


@pytest.mark.torture
@pytest.mark.parametrize("framework", ["rice", "moscow"])
def test_as_many_ranks_as_are_formulas_are_those_of_pmdesk(tmp_path: Path, framework: str) -> None:
    chance = random.Random(9)
    items = [
        make_item(number, reach=float(chance.choice((1, 2, 4, 8))), impact=chance.choice((0.25, 0.5, 1.0, 2.0, None)),
                  confidence=chance.choice((0.5, 0.8, 1.0)), effort=float(chance.choice((1, 2, 4))),
                  moscow=chance.choice((None, *Moscow)), tracker_order=str(chance.randrange(500)))
        for number in range(1, MOST_LIVE_RANKS + 1)
    ]  # fmt: skip
    write_ranked_workbook(tmp_path / "many.xlsx", workbook_of(items, framework))
    found = {int(row["PMDesk id"]): _found(row) for row in _rows(_through_libreoffice(tmp_path) / "many.xlsx")}
    assert found == _expected(items, framework)


def test_texts_survive(recalculated: Path) -> None:
    found = {int(row["PMDesk id"]): (row["Title"], row["Rationale"]) for row in _rows(recalculated / "rice.xlsx")}
    assert found == {item.id: (item.title, item.rationale) for item in _items()}


def test_nothing_that_is_computed_is_an_error(recalculated: Path) -> None:
    for path in sorted(recalculated.glob("*.xlsx")):
        for name in CalamineWorkbook.from_path(path).sheet_names:
            cells = [
                cell for row in CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python() for cell in row
            ]
            assert not [cell for cell in cells if isinstance(cell, str) and cell.startswith("#")]


def test_the_summary_comes_to_what_stood_in_it(recalculated: Path, tmp_path: Path) -> None:
    write_ranked_workbook(tmp_path / "rice.xlsx", workbook_of(_items()))
    before = CalamineWorkbook.from_path(tmp_path / "rice.xlsx").get_sheet_by_name(SUMMARY).to_python()
    after = CalamineWorkbook.from_path(recalculated / "rice.xlsx").get_sheet_by_name(SUMMARY).to_python()
    assert [[_rounded(cell) for cell in row] for row in after] == [[_rounded(cell) for cell in row] for row in before]


def _rounded(cell: Any) -> Any:
    return significant(cell, 9) if isinstance(cell, float) else cell
