"""The sheets beside the list, and what the list offers and refuses."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from pmdesk.domain.messages import UserError
from pmdesk.domain.records import Moscow, Settings, StatusCategory
from pmdesk.services.exporting import EVERY_FIELD
from pmdesk.sheets import own_workbook as own
from pmdesk.sheets.writing import links, ranked_workbook, streamed
from pmdesk.sheets.writing.content import WorkbookContent
from tests.makers import make_item, scored_item
from tests.sheets.writing.makers import under, values, workbook_of, written


def _found(tmp_path: Path, content: WorkbookContent, sheet: str) -> list[list[Any]]:
    """The cells of a sheet as a program finds them that computes nothing."""
    written(tmp_path, content)
    return CalamineWorkbook.from_path(tmp_path / "out.xlsx").get_sheet_by_name(sheet).to_python()


def test_all_columns_have_headers_of_their_own(tmp_path: Path) -> None:
    extra = {"Title": "x", "RANK": "y", "pmdesk ID": "z", " Two\nlines ": ("a", "b"), "": "e"}
    content = workbook_of([make_item(1, extra=extra)], fields=EVERY_FIELD, extra_headers=tuple(extra))
    sheet = written(tmp_path, content)["Backlog"]
    headers = [cell.value for cell in sheet[1]]
    assert len({header.casefold() for header in headers}) == len(headers)
    assert [column.name for column in sheet.tables["Backlog"].tableColumns] == headers
    names = ("Title (2)", "RANK (2)", "pmdesk ID (2)", "Two lines", "Column")
    assert [under(sheet, name)[0].value for name in names] == ["x", "y", "z", "a, b", "e"]


def test_days_and_times_are_days_and_times(tmp_path: Path) -> None:
    item = make_item(1, due=date(2027, 3, 1), created=datetime(2026, 12, 31, 23, 59), updated=datetime(1899, 5, 1))
    sheet = written(tmp_path, workbook_of([item], fields=("due", "created", "updated")))["Backlog"]
    assert [cell.value for cell in sheet[2]][9:12] == [
        datetime(2027, 3, 1), datetime(2026, 12, 31, 23, 59), "1899-05-01T00:00:00"
    ]  # fmt: skip


def test_keys_lead_to_the_tracker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "MOST_LINKS", 2)
    long = "https://a.example/" + "x" * 2_100
    given = ("https://a.example/browse/A-1?x=1&y=\"<'", "", long, "http://b.example", "http://c.example")
    addresses = dict(enumerate(given, 1))
    items = [scored_item(number, reach=10.0 - number) for number in addresses]
    sheet = written(tmp_path, workbook_of(items, link_of=lambda item: addresses[item.id]))["Backlog"]
    found = [cell.hyperlink.target if cell.hyperlink else None for cell in under(sheet, "Key")]
    assert found == [addresses[1], None, None, addresses[4], None]
    assert [cell.font.u for cell in under(sheet, "Key")] == ["single", None, None, "single", None]


def test_cells_offer_the_scales_and_refuse_what_cannot_be(tmp_path: Path) -> None:
    sheet = written(tmp_path, workbook_of([scored_item(1, status="Ready"), make_item(2)]))["Backlog"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert {area: (rule.formula1, rule.errorStyle) for area, rule in rules.items() if rule.type == "list"} == {
        "E2:E3": (own.IMPACT_LABELS, "warning"),
        "F2:F3": (own.CONFIDENCE_VALUES, "warning"),
        "I2:I3": (own.MOSCOW_LABELS, "stop"),
        "J2:J3": (own.STATUS_LABELS, "warning"),
    }
    (computed,) = [rule for rule in rules.values() if rule.type == "custom"]
    assert (computed.formula1, computed.errorStyle, computed.showErrorMessage) == ("FALSE", None, True)  # it stops
    assert str(computed.sqref).split() == ["A2:A3", "H2:H3", "L2:L3", "M2:M3", "N2:N3"]
    assert not sheet.protection.sheet
    assert {cell.fill.fgColor.rgb[2:] for name in ("Rank", "Score") for cell in under(sheet, name)} == {"F8F9FA"}


def test_the_scales_are_named_ranges(tmp_path: Path) -> None:
    items = [
        make_item(1, status="Doing", status_category=StatusCategory.IN_PROGRESS),
        make_item(2, status="Idea", status_category=StatusCategory.TODO),
    ]
    content = workbook_of(items, settings=Settings(impact_meaning={"high": "=Half of the market"}))
    book = written(tmp_path, content)
    names = {name: book.defined_names[name].attr_text for name in book.defined_names}
    found = {name: [[cell.value for cell in row] for row in _area(book, area)] for name, area in names.items()}
    assert found[own.IMPACT_SCALE][:2] == [["Massive", 3], ["High", 2]]
    assert found[own.IMPACT_LABELS] == [[label] for label, _ in found[own.IMPACT_SCALE]]
    assert found[own.CONFIDENCE_VALUES] == [[1], [0.8], [0.5]]
    assert found[own.MOSCOW_LABELS] == [["Must"], ["Should"], ["Could"], ["Won’t"]]
    assert found[own.STATUS_LABELS] == [["Idea"], ["Doing"]]
    assert [cell.data_type for cell in book[own.SCALES]["C"] if cell.value == "=Half of the market"] == ["s"]


def _area(book: openpyxl.Workbook, reference: str) -> Any:
    sheet, area = reference.split("!")
    found = book[sheet][area.replace("$", "")]
    return found if isinstance(found, tuple) else ((found,),)


def test_without_statuses_there_is_no_list_of_them(tmp_path: Path) -> None:
    book = written(tmp_path, workbook_of([make_item(1)]))
    assert own.STATUS_LABELS not in book.defined_names
    assert own.STATUS_LABELS not in {rule.formula1 for rule in book["Backlog"].data_validations.dataValidation}


def test_the_summary_counts_and_compares(tmp_path: Path) -> None:
    items = [
        scored_item(1, moscow=Moscow.MUST, effort=6.0, title="T" * 50),
        make_item(2, moscow=Moscow.MUST),
        scored_item(3, moscow=Moscow.SHOULD, effort=2.0, reach=3.0),
        make_item(4),
    ]
    rows = _found(tmp_path, workbook_of(items, closed=3, other_levels=4), own.SUMMARY)
    facts = {row[0]: row[1:] for row in rows}
    assert rows[0][0] == "Shop"
    assert [facts[name][0] for name in ("Items", "Ranked", "Not ranked", "Not in this file")] == [
        4, 2, 2, "3 closed, 4 of other levels"
    ]  # fmt: skip
    assert facts["Must"][:5] == [2, 6, 0.75, 0.6, 1]
    assert facts["Should"][:5] == [1, 2, 0.25, 0.2, 0]
    assert facts["No category"][:5] == [1, 0, "", "", 1]
    assert [facts[1.0][place] for place in (0, 1, 4)] == ["SHOP-1", "T" * 40 + "…", pytest.approx(100 / 6)]
    assert facts[2.0][0] == "SHOP-3"


def test_the_top_ten_has_room_for_items_that_are_not_ranked_yet(tmp_path: Path) -> None:
    rows = _found(tmp_path, workbook_of([scored_item(1), make_item(2), make_item(3)]), own.SUMMARY)
    start = next(place for place, row in enumerate(rows) if row[0] == own.RANK_HEADER)
    assert [row[0] for row in rows[start + 1 :]] == [1, "", ""]
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")[own.SUMMARY]
    assert [cell.value[:10] for cell in sheet["A"][start + 1 :]] == ["=IF(COUNT("] * 3


def test_many_columns_go_on_several_pages_with_the_key_columns(tmp_path: Path) -> None:
    items = [make_item(1, title="t" * 99, extra={str(place): "x" * 99 for place in range(20)})]
    usual = written(tmp_path, workbook_of(items))["Backlog"]
    wide = written(tmp_path, workbook_of(items, extra_headers=tuple(items[0].extra)))["Backlog"]
    assert (usual.page_setup.fitToWidth, usual.print_title_cols) == (1, None)
    assert (wide.page_setup.fitToWidth, wide.print_title_cols, wide.print_title_rows) == (3, "$A:$C", "$1:$1")


def test_the_charts_carry_their_values(tmp_path: Path) -> None:
    written(tmp_path, workbook_of([scored_item(1, moscow=Moscow.MUST), scored_item(2, title="=1", reach=5.0)]))
    charts = openpyxl.load_workbook(tmp_path / "out.xlsx")[own.SUMMARY]._charts
    shares, top = charts
    assert [point.v for series in shares.series for point in series.val.numRef.numCache.pt] == [
        1, 0, 0, 0.6, 0.2, 0.2
    ]  # fmt: skip
    assert [point.v for point in top.series[0].cat.strRef.strCache.pt] == ["Item 1", "=1"]
    assert [point.v for point in top.series[0].val.numRef.numCache.pt] == [25, 1.25]


@pytest.mark.parametrize(
    ("count", "chosen", "formula", "told"),
    [(2_000, False, True, "Computed by this workbook"), (2_001, False, False, "up to 2000 items"),
     (2, True, False, "in the whole backlog")],
)  # fmt: skip
def test_ranks_are_formulas_where_that_is_quick_and_true(
    tmp_path: Path, count: int, chosen: bool, formula: bool, told: str
) -> None:
    content = workbook_of([scored_item(number, reach=float(number)) for number in range(1, count + 1)], chosen=chosen)
    book = written(tmp_path, content)
    assert [str(cell.value).startswith("=") for cell in under(book["Backlog"], "Rank")] == [formula] * count
    facts = {row[0].value: row[1].value for row in book[own.ABOUT].iter_rows(max_col=2)}
    assert told in facts["Rank"]
    found = CalamineWorkbook.from_path(tmp_path / "out.xlsx").get_sheet_by_name("Backlog").to_python()
    assert [row[0] for row in found[1:]] == list(range(1, count + 1))


def test_the_hidden_sheet_holds_what_was_exported(tmp_path: Path) -> None:
    long = "a|b\\c\r\n" * 10_000
    given: Any = {"rationale": long, "description": " x\x01_x0041_", "labels": ("a|b", "")}
    item = scored_item(7, impact=1 / 3, moscow=Moscow.WONT, **given)
    other = make_item(8, key="B-8", title="=1")
    content = workbook_of([item, other], fields=("rationale", "labels", "created", "description"), backlog_id="b1")
    rows = _found(tmp_path, content, own.DATA)
    empty = next(place for place, row in enumerate(rows) if not any(row))
    facts = {row[0]: row[1] for row in rows[:empty]}
    assert (facts[own.Fact.FORMAT], facts[own.Fact.BACKLOG], facts[own.Fact.ROWS]) == (own.FORMAT, "b1", 2)
    assert facts["header.reach"] == "Reach per quarter"
    header, *items = rows[empty + 1 :]
    assert header == ["id", "key", "title", "reach", "impact", "confidence", "effort", "moscow", "rationale", "labels",
                      "description"]  # fmt: skip
    texts = ["".join(str(row[place]) for row in items if row[0] == 7) for place in range(len(header))]
    assert own.restored(texts[8]) == long
    assert own.restored_list(texts[9]) == ("a|b", "")
    assert own.restored(texts[10]) == " x\x01_x0041_"
    assert (items[0][4], texts[7], items[-1][:3]) == (1 / 3, "wont", [8, "B-8", "=1"])
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")[own.DATA].sheet_state == "veryHidden"


def test_properties_name_format_and_backlog(tmp_path: Path) -> None:
    book = written(tmp_path, workbook_of([], backlog_id="b1"))
    assert {one.name: one.value for one in book.custom_doc_props} == {
        own.FORMAT_PROPERTY: 1,
        own.BACKLOG_PROPERTY: "b1",
    }


def test_more_items_than_a_sheet_has_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranked_workbook, "MOST_ITEMS", 1)
    with pytest.raises(UserError, match="1 items at most, and these are 2"):
        written(tmp_path, workbook_of([make_item(1), make_item(2)]))
    assert not list(tmp_path.iterdir())


def test_more_text_than_a_workbook_takes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streamed, "LARGEST_PART", 1_000)
    with pytest.raises(UserError, match="too much text"):
        written(tmp_path, workbook_of([make_item(1, rationale="x" * 1_000)]))
    assert not list(tmp_path.iterdir())


def test_values_of_helpers_stand_in_the_file(tmp_path: Path) -> None:
    items = [scored_item(1, reach=1 / 3, tracker_order="b"), make_item(2, tracker_order="a")]
    written(tmp_path, workbook_of(items))
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx", data_only=True)["Backlog"]
    assert values(sheet, "key") == ["SHOP-1", "SHOP-2"]
    assert [cell.value for cell in under(sheet, own.DIGITS_HEADER)] == [0.08333333333, None]
    assert [cell.value for cell in under(sheet, own.ORDER_HEADER)] == [-1, -2]
