"""The ranked workbook as another program finds it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from pmdesk.domain.messages import UserError
from pmdesk.domain.records import EffortUnit, Moscow, ReachPeriod, Settings
from pmdesk.sheets.writing import look
from pmdesk.sheets.writing.ranked_workbook import write_ranked_workbook
from tests.makers import make_item, scored_item
from tests.sheets.writing.makers import EXPORTED, column, under, values, workbook_of, written

FORMULA_LIKE = ["=1+1", "+1", "-1", "@x", "\tq", '=HYPERLINK("http://a.example","b")', "'quoted", "404"]


def test_the_columns_are_named_with_their_units(tmp_path: Path) -> None:
    settings = Settings(reach_period=ReachPeriod.MONTH, effort_unit=EffortUnit.POINTS)
    sheet = written(tmp_path, workbook_of([], settings=settings))["Backlog"]
    assert [cell.value for cell in sheet[1]] == [
        "Rank", "Key", "Title", "Reach per month", "Impact", "Confidence", "Effort (story points)", "Score",
        "MoSCoW", "Status", "Rationale", "Score to 10 digits", "Tie order", "PMDesk id",
    ]  # fmt: skip
    assert [letter for letter, one in sheet.column_dimensions.items() if one.hidden] == ["L", "M", "N"]


def test_rows_hold_values_and_a_live_score(tmp_path: Path) -> None:
    item = scored_item(1, reach=9000.0, moscow=Moscow.WONT, status="Ready", rationale="Counted.")
    sheet = written(tmp_path, workbook_of([item]))["Backlog"]
    factor = "IF(ISNUMBER(E2),E2,IFERROR(VLOOKUP(E2,ImpactScale,2,FALSE),0))"
    assert [cell.value for cell in sheet[2]][1:11] == [
        "SHOP-1", "Item 1", 9000, "High", 0.5, 4,
        f'=IF(OR(COUNT(D2,F2,G2)<3,D2<0,{factor}<=0,F2<0,F2>1,G2<=0),"",D2*{factor}*F2/G2)',
        "Won’t", "Ready", "Counted.",
    ]  # fmt: skip
    assert str(sheet["A2"].value).startswith('=IF(L2="","",RANK(L2,$L$2:$L$2)')


def test_formulas_carry_what_they_come_to(tmp_path: Path) -> None:
    items = [scored_item(1), make_item(2), scored_item(3, impact=7.0)]
    written(tmp_path, workbook_of(items))
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx", data_only=True)["Backlog"]
    assert values(sheet, "rank") == [1, 2, None]
    assert values(sheet, "impact") == [7, "High", None]
    assert values(sheet, "score") == [87.5, 25, None]
    assert [cell.value for cell in under(sheet, "PMDesk id")] == [3, 1, 2]
    found = CalamineWorkbook.from_path(tmp_path / "out.xlsx").get_sheet_by_name("Backlog").to_python()
    assert [(row[0], row[7]) for row in found[1:]] == [(1, 87.5), (2, 25), ("", "")]


def test_unranked_items_follow_without_a_rank(tmp_path: Path) -> None:
    items = [make_item(1), scored_item(2), scored_item(3, reach=900.0)]
    sheet = written(tmp_path, workbook_of(items))["Backlog"]
    assert values(sheet, "key") == ["SHOP-3", "SHOP-2", "SHOP-1"]
    assert values(sheet, "reach") == [900, 100, None]


def test_another_framework_gives_another_order(tmp_path: Path) -> None:
    items = [scored_item(1, moscow=Moscow.COULD), make_item(2, moscow=Moscow.MUST), scored_item(3)]
    sheet = written(tmp_path, workbook_of(items, "moscow"))["Backlog"]
    assert values(sheet, "key") == ["SHOP-2", "SHOP-1", "SHOP-3"]
    found = openpyxl.load_workbook(tmp_path / "out.xlsx", data_only=True)["Backlog"]
    assert values(found, "rank") == [1, 2, None]
    assert [cell.value for cell in under(found, "Place by category")] == [15_000_000, 30_000_001, None]


@pytest.mark.parametrize("text", FORMULA_LIKE)
def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path, text: str) -> None:
    item = make_item(1, key=text, title=text, status=text, rationale=text)
    sheet = written(tmp_path, workbook_of([item]))["Backlog"]
    for name in ("key", "title", "status", "rationale"):
        (cell,) = column(sheet, name)
        assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_quotes_do_not_spread_to_the_next_row(tmp_path: Path) -> None:
    items = [make_item(1, title="=1"), make_item(2, title="Plain"), make_item(3, title="")]
    sheet = written(tmp_path, workbook_of(items))["Backlog"]
    assert [(cell.value, cell.quotePrefix) for cell in column(sheet, "title")] == [
        ("=1", True),
        ("Plain", False),
        (None, False),
    ]


def test_numbers_are_formatted_for_what_they_are(tmp_path: Path) -> None:
    items = [
        scored_item(1, reach=1e6, confidence=0.8),
        scored_item(2, reach=1.0, confidence=0.123),
        scored_item(3, reach=0.0, confidence=0.29),
        make_item(4),
    ]
    sheet = written(tmp_path, workbook_of(items))["Backlog"]
    assert {cell.number_format for cell in column(sheet, "reach")} == {look.NUMBER}
    assert [cell.number_format for cell in column(sheet, "confidence")] == ["0%", "0.0%", "0%", "0%"]
    usual = "[>=100]#,##0;[>=10]0.0;0.00"
    assert [cell.number_format for cell in column(sheet, "score")] == [
        usual,
        "[>=100]#,##0;[>=1]0.00;0.0000",
        usual,
        usual,
    ]


def test_the_categories_have_their_colours(tmp_path: Path) -> None:
    sheet = written(tmp_path, workbook_of([scored_item(1), make_item(2)]))["Backlog"]
    rules = {str(rule_range.sqref): rule_range.rules for rule_range in sheet.conditional_formatting}
    chips = {rule.formula[0]: rule.dxf.fill.bgColor.rgb[2:] for rule in rules["I2:I3"]}
    assert chips == {
        f"$I2=INDEX(MoscowLabels,{place})": colour
        for place, colour in enumerate(("FDE4E4", "FDEFD3", "E1EEFC", "EBEEF2"), 1)
    }
    assert [rule.type for rule in rules["H2:H3"]] == ["dataBar"]
    assert rules["A2:N3"][0].formula == ['OR($D2="",$E2="",$F2="",$G2="")']


def test_the_header_is_frozen_filterable_and_repeated_on_paper(tmp_path: Path) -> None:
    sheet = written(tmp_path, workbook_of([scored_item(1), make_item(2)]))["Backlog"]
    assert sheet.freeze_panes == "D2"
    assert sheet.tables["Backlog"].autoFilter.ref == "A1:N3"
    assert sheet.auto_filter.ref is None
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert all(cell.font.b for cell in sheet[1])


def test_widths_fit_within_bounds(tmp_path: Path) -> None:
    long = make_item(1, key="K" * 40, title="t" * 500, rationale="r" * 500)
    narrow = written(tmp_path, workbook_of([make_item(1)]))["Backlog"].column_dimensions
    wide = written(tmp_path, workbook_of([long]))["Backlog"].column_dimensions
    assert [narrow[letter].width for letter in "BCK"] == [9, 28, 14]
    assert [wide[letter].width for letter in "BCK"] == [24, 50, 60]


def test_rows_are_as_high_as_their_texts_up_to_a_limit(tmp_path: Path) -> None:
    rationales = ["Short.", "Word " * 40, "日本" * 60, "Line\n" * 500]
    items = [make_item(place, rationale=text) for place, text in enumerate(rationales, 1)]
    sheet = written(tmp_path, workbook_of(items))["Backlog"]
    assert [sheet.row_dimensions[row].height for row in range(2, 6)] == [None, 51, 81, 306]
    assert [cell.alignment.vertical for cell in column(sheet, "rationale")] == [*["center"] * 3, "top"]


def test_the_second_sheet_says_what_the_file_is(tmp_path: Path) -> None:
    content = workbook_of([scored_item(1), make_item(2)], closed=3, other_levels=4)
    sheet = written(tmp_path, content)["About this file"]
    facts = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=2, max_col=2)}
    assert (sheet["A1"].value, facts["Vision"]) == ("Shop", "Any shop takes any payment")
    assert facts["Ranked by"] == "RICE"
    assert facts["Rule"] == str(content.framework.rule)
    assert facts["Items"] == "2 in play: 1 ranked, 1 not."
    assert facts["Not in this file"] == "3 closed, 4 of other levels."
    assert facts["Exported"] == EXPORTED.replace(tzinfo=None)
    assert facts["By"] == "PMDesk 1.2.3"
    assert facts["From"] == "shop.pmdesk"


def test_the_document_is_titled(tmp_path: Path) -> None:
    about = written(tmp_path, workbook_of([], settings=Settings(name="A\x01 & B"))).properties
    assert (about.title, about.creator) == ("A� & B", "PMDesk")
    assert about.created == EXPORTED.replace(tzinfo=None)


def test_an_ampersand_in_the_name_is_no_code_at_the_foot_of_the_page(tmp_path: Path) -> None:
    sheet = written(tmp_path, workbook_of([], settings=Settings(name="A &P B")))["Backlog"]
    assert sheet.oddFooter.left.text == "A &&P B"


def test_what_had_to_be_changed_is_returned_and_stands_in_the_file(tmp_path: Path) -> None:
    content = workbook_of([make_item(1, title="a\x01b"), make_item(2, rationale="x" * 40_000)])
    notes = write_ranked_workbook(tmp_path / "a.xlsx", content)
    assert [note.values["count"] for note in notes] == [1, 1]
    about = written(tmp_path, content)["About this file"]
    told = [row[1].value for row in about.iter_rows(max_col=2) if row[0].value == "Changed texts"]
    assert told == [str(note) for note in notes]


def test_progress_is_told_and_may_cancel(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stop(Exception):
        pass

    def tell(done: int, total: int) -> None:
        told.append((done, total))
        if done:
            raise Stop

    told: list[tuple[int, int]] = []
    scratch = tmp_path_factory.mktemp("scratch")
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    with pytest.raises(Stop):
        write_ranked_workbook(tmp_path / "a.xlsx", workbook_of(map(scored_item, range(1, 1201))), tell)
    assert told == [(0, 2400), (500, 2400)]
    assert not list(tmp_path.iterdir())
    assert not list(scratch.iterdir())


def test_a_bad_target_is_told_before_anything_is_built(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no folder"):
        write_ranked_workbook(tmp_path / "missing" / "a.xlsx", workbook_of([]))
