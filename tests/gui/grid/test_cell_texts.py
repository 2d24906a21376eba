"""What cells say: to read, to hear, and in place of what is missing; without a window."""

from __future__ import annotations

import pytest

from pmdesk.domain.arrangement import Arrangement
from pmdesk.domain.records import BaselineReason, Item, Level, Moscow
from pmdesk.gui.grid.cell_texts import CellTexts, header_help
from pmdesk.gui.grid.columns import COLUMN_AT, COLUMNS, Column
from pmdesk.gui.grid.visible_rows import VisibleRows
from pmdesk.services import editing
from pmdesk.services.baselines import set_baseline
from pmdesk.services.import_plan import ImportOptions
from pmdesk.services.workspace import Workspace
from tests.makers import imported, incoming, make_item, planned, put, scored_item


@pytest.fixture
def texts(workspace: Workspace) -> CellTexts:
    """Three ranked items, one that is begun, one untouched, one closed and an epic."""
    put(
        workspace,
        *(scored_item(number, reach=5000.0 - number, title="Pay\n now") for number in (1, 2, 3)),
        make_item(4, reach=7.0),
        make_item(5),
        make_item(6, closed_by_user=True),
        make_item(7, level=Level.EPIC),
    )
    return CellTexts(workspace, VisibleRows(workspace))


def column(name: str) -> Column:
    return COLUMNS[COLUMN_AT[name]]


def read(texts: CellTexts, workspace: Workspace, item_id: int, name: str) -> str:
    return texts.text(workspace.items[item_id], column(name))


def test_cells_are_read_in_the_locale_on_one_line(texts: CellTexts, workspace: Workspace) -> None:
    assert [read(texts, workspace, 1, name) for name in ("rank", "title", "reach", "confidence", "score", "goal")] == [
        "1", "Pay now", "4,999", "50%", "1,250", "",
    ]  # fmt: skip
    assert [read(texts, workspace, 5, name) for name in ("rank", "change", "reach", "score")] == ["–", "", "", ""]


def test_a_rank_under_a_filter_says_its_place_as_well(texts: CellTexts, workspace: Workspace) -> None:
    rows = texts._rows
    arrangement = Arrangement(text="shop-2")
    *_, found = rows.search(arrangement)
    rows.show(arrangement, found)
    assert texts.rank(2) == "2 · 1 of 1"
    with texts.places_unsettled():
        assert texts.rank(2) == "2"
    assert texts.rank(2) == "2 · 1 of 1"
    assert texts.rank(4) == "–"


def test_rank_changes_are_told_in_signs_and_in_words(texts: CellTexts, workspace: Workspace) -> None:
    assert texts.change(1) == texts.change_words(1) == ""
    workspace.apply(set_baseline(workspace, BaselineReason.USER))
    workspace.apply(editing.set_values([workspace.items[3]], {"reach": 9e6}))
    workspace.apply(editing.set_values([workspace.items[4]], {"impact": 1.0, "confidence": 0.5, "effort": 9.0}))
    workspace.apply(editing.new_item(workspace, "New", reach=1.0, impact=1.0, confidence=0.5, effort=9.0))
    assert [texts.change(item_id) for item_id in (3, 1, 4, 8, 5)] == ["▲ 2", "▼ 1", "new", "new", ""]
    assert [texts.change_words(item_id) for item_id in (3, 1, 4, 8, 5)] == [
        "Up 2 places since the baseline",
        "Down one place since the baseline",
        "Not ranked at the baseline",
        "Not in the backlog at the baseline",
        "",
    ]
    item = workspace.items[3]
    assert texts.spoken(item, column("change")) == texts.tool_tip(item, column("change")) == texts.change_words(3)


def test_what_is_missing_is_named(texts: CellTexts, workspace: Workspace) -> None:
    begun, untouched = workspace.items[4], workspace.items[5]
    assert texts.hint(begun, column("score"))[-1] == "3 factors missing"
    assert texts.hint(begun, column("effort")) == ("missing",)
    assert texts.hint(untouched, column("score")) == ("not scored yet",)
    assert texts.hint(untouched, column("effort")) == ("–",)
    assert texts.hint(begun, column("goal")) == ("",)
    assert texts.spoken(begun, column("effort")) == "missing"
    assert texts.tool_tip(begun, column("score")) == "impact, confidence and effort missing"
    assert texts.tool_tip(workspace.items[1], column("score")) == ""


@pytest.mark.parametrize("item_id", [6, 7])
def test_nothing_is_missing_out_of_play(texts: CellTexts, workspace: Workspace, item_id: int) -> None:
    item = workspace.items[item_id]
    assert texts.spoken(item, column("effort")) == ""
    assert texts.tool_tip(item, column("score")) == ""


def test_an_item_that_is_just_leaving_can_still_be_read(texts: CellTexts, workspace: Workspace) -> None:
    leaving: list[Item] = [workspace.items[1], workspace.items[5]]
    workspace.apply(editing.delete_items(workspace, leaving))
    for item in leaving:
        assert [texts.text(item, one) is not None for one in COLUMNS] == [True] * len(COLUMNS)
        assert [texts.spoken(item, one) is not None for one in COLUMNS] == [True] * len(COLUMNS)
        assert texts.tool_tip(item, column("change")) == ""
        assert texts.rank(item.id) == "–"


def test_a_category_is_read_in_words(texts: CellTexts, workspace: Workspace) -> None:
    workspace.apply(editing.set_values([workspace.items[1]], {"moscow": Moscow.WONT}))
    assert read(texts, workspace, 1, "moscow").startswith("Won")


@pytest.mark.parametrize("name", ["rank", "change", "score"])
def test_derived_columns_are_explained(name: str) -> None:
    assert header_help(column(name))


def test_an_item_that_the_last_import_lacked_is_marked_in_words(workspace: Workspace) -> None:
    imported(workspace, [incoming("SHOP-1", title="Pay"), incoming("SHOP-2", row=3, title="Ship")])
    texts = CellTexts(workspace, VisibleRows(workspace))
    change = COLUMNS[COLUMN_AT["change"]]
    assert texts.text(workspace.items[2], change) == ""
    workspace.apply(planned(workspace, [incoming("SHOP-1", title="Pay")], options=ImportOptions(whole=True)).change)
    assert [texts.text(item, change) for item in workspace.items.values()] == ["", "gone"]
    assert texts.tool_tip(workspace.items[2], change) == "Not in the last import of the whole backlog"


def test_ranks_above_a_thousand_have_their_groups(workspace: Workspace, texts: CellTexts) -> None:
    put(workspace, *(scored_item(number, reach=9e4 - number) for number in range(100, 1300)))
    assert texts.rank(1) == "1,201"
    assert texts.copied(workspace.items[1], column("rank")) == "1201"
