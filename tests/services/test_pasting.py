"""What a paste would do: which cells take their text, and which refuse it and why."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmdesk.domain.fields import FIELDS
from pmdesk.domain.messages import message
from pmdesk.domain.numbers import COMMA_DECIMAL, DOT_DECIMAL, NumberStyle
from pmdesk.domain.records import Item, Moscow
from pmdesk.services.pasting import PastePlan, Target, plan_fill, plan_paste
from pmdesk.services.workspace import Workspace
from tests.makers import make_item, put, scored_item, tracker_item

ITEMS = [make_item(number) for number in range(1, 7)]
FACTORS = ["reach", "impact", "confidence", "effort"]


def shown(item: Item, name: str) -> str:
    """What the grid shows: every rank is 1, every score 25."""
    if name not in FIELDS:
        return {"rank": "1", "change": "", "score": "25"}[name]
    return FIELDS[name].format(getattr(item, name), DOT_DECIMAL)


def plan(
    block: list[list[str]],
    items: list[Item] = ITEMS,
    columns: list[str] = FACTORS,
    size: tuple[int, int] = (1, 1),
    style: NumberStyle = DOT_DECIMAL,
) -> PastePlan:
    return plan_paste(block, Target(items, columns, *size, shown), style)


def pasted(found: PastePlan) -> list[tuple[int, str, object]]:
    return [(item.id, name, value) for item, name, value in found.cells]


def refused(found: PastePlan) -> list[tuple[str, str, str, str]]:
    return [(cell.key, str(cell.label), cell.text, str(cell.reason)) for cell in found.refused]


class TestWhere:
    """Which cell gets which text."""

    def test_one_cell_fills_the_selection(self) -> None:
        found = plan([["7"]], size=(2, 2))
        assert pasted(found) == [(1, "reach", 7), (1, "impact", 7), (2, "reach", 7), (2, "impact", 7)]

    def test_a_block_that_divides_the_selection_is_repeated(self) -> None:
        found = plan([["1", "2"]], size=(2, 4))
        expected = [(1, "reach", 1), (1, "impact", 2), (1, "confidence", 1), (1, "effort", 2)]
        assert pasted(found) == expected + [(2, name, value) for _, name, value in expected]

    @pytest.mark.parametrize("size", [(1, 1), (3, 2), (2, 3), (1, 2), (5, 4)])
    def test_any_other_block_is_pasted_as_it_is(self, size: tuple[int, int]) -> None:
        found = plan([["1", "2"], ["3", "4"]], columns=["reach", "effort", "goal", "quarter"], size=size)
        assert pasted(found) == [(1, "reach", 1), (1, "effort", 2), (2, "reach", 3), (2, "effort", 4)]

    def test_a_selection_one_column_wide_takes_the_width_of_the_block(self) -> None:
        found = plan([["1", "2"]], size=(2, 1))
        assert pasted(found) == [(1, "reach", 1), (1, "impact", 2), (2, "reach", 1), (2, "impact", 2)]

    def test_nothing_is_pasted_from_nothing(self) -> None:
        for block in ([], [[]]):
            found = plan(block, size=(3, 3))
            assert (found.good, found.complete, found.change().edits) == (0, True, ())

    def test_what_reaches_past_the_end_is_told(self) -> None:
        found = plan([["1", "2", "3"]] * 4, items=ITEMS[:2], columns=["reach", "effort"])
        assert (found.good, found.lost_rows, found.lost_columns, found.complete) == (4, 2, 1, False)

    def test_nothing_is_lost_where_nothing_stands(self) -> None:
        found = plan([["1", ""], ["", ""]], items=ITEMS[:1], columns=["reach"])
        assert (found.lost_rows, found.lost_columns, found.complete) == (0, 0, True)

    @given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 4), st.integers(1, 4))
    def test_every_text_is_placed_or_told_as_lost(self, height: int, width: int, rows: int, columns: int) -> None:
        found = plan([["1"] * width for _ in range(height)], items=ITEMS[:3], columns=FACTORS[:3], size=(rows, columns))
        placed = {(item.id, name) for item, name, _ in found.cells}
        assert len(placed) == found.good
        high, wide = len({item for item, _ in placed}), len({name for _, name in placed})
        assert found.good == high * wide
        assert high + found.lost_rows >= height
        assert wide + found.lost_columns >= width


class TestValues:
    """What each cell makes of its text."""

    def test_texts_are_read_as_they_are_typed(self) -> None:
        block = [["Pay", "9k", "high", "80", "0.5", "m", "a, b"]]
        found = plan(block, columns=["title", *FACTORS, "moscow", "labels"])
        (one,) = found.change().edits
        scores = {"reach": 9000.0, "impact": 2.0, "confidence": 0.8, "effort": 0.5, "moscow": Moscow.MUST}
        assert one.after == make_item(1, title="Pay", labels=("a", "b"), **scores)

    def test_numbers_are_read_in_the_style_of_the_user(self) -> None:
        assert pasted(plan([["1.234,5"]], style=COMMA_DECIMAL)) == [(1, "reach", 1234.5)]

    def test_an_empty_text_clears(self) -> None:
        item = scored_item(1, labels=("x",))
        (one,) = plan([["", ""]], [item], ["effort", "labels"]).change().edits
        assert one.after == replace(item, effort=None, labels=())

    def test_a_title_cannot_be_cleared(self) -> None:
        found = plan([[""]], columns=["title"])
        assert refused(found) == [("SHOP-1", "Title", "", "An item needs a title.")]

    def test_what_cannot_be_is_refused_in_order_and_the_rest_is_good(self) -> None:
        found = plan([["many", "2"], ["3", "-1"]])
        assert pasted(found) == [(1, "impact", 2), (2, "reach", 3)]
        assert [one[:3] for one in refused(found)] == [("SHOP-1", "Reach", "many"), ("SHOP-2", "Impact", "-1")]
        assert "not a number here" in refused(found)[0][3]
        assert not found.complete

    def test_what_a_cell_shows_already_keeps_its_digits(self) -> None:
        item = scored_item(1, reach=1234.5678912, confidence=1 / 3)
        found = plan([["1,234.567891", "33.3333%"]], [item], ["reach", "confidence"])
        assert (found.good, found.change().edits) == (2, ())

    def test_an_item_without_a_key_is_named_by_its_title(self) -> None:
        assert refused(plan([["x"]], [make_item(1, key="")]))[0][0] == "Item 1"


class TestReadOnly:
    """Cells that nobody types in complain only about a text that they do not show."""

    def test_the_tracker_keeps_what_is_its_own(self) -> None:
        items = [make_item(1), tracker_item(2)]
        found = plan([["Doing"], ["Doing"]], items, ["status"])
        assert pasted(found) == [(1, "status", "Doing")]
        assert refused(found) == [("SHOP-2", "Status", "Doing", "It follows the tracker and cannot be changed here.")]

    def test_keys_of_pmdesk_are_given(self) -> None:
        assert refused(plan([["A-1"]], columns=["key"]))[0][3] == "PMDesk gives it; nobody types it."

    def test_rank_and_score_are_computed(self) -> None:
        found = plan([["2", "99", "1"]], columns=["rank", "score", "reach"])
        said = "It is computed; nobody types it."
        assert refused(found) == [("SHOP-1", "Rank", "2", said), ("SHOP-1", "Score", "99", said)]
        assert pasted(found) == [(1, "reach", 1)]

    def test_a_whole_row_pasted_over_itself_is_no_complaint(self) -> None:
        item = tracker_item(1, status="In  progress", reach=9.0)
        columns = ["rank", "key", "title", "reach", "score", "status"]
        found = plan([["1", "SHOP-1", "Item 1", "9", "25", "In progress"]], [item], columns)
        assert found.complete
        assert (found.good, found.change().edits) == (2, ())


class TestChange:
    """All good cells are one Change."""

    def test_it_is_one_undo_step(self, workspace: Workspace) -> None:
        put(workspace, *ITEMS)
        workspace.apply(plan([["1", "2"], ["3", "no"]]).change())
        assert workspace.items[1] == make_item(1, reach=1.0, impact=2.0)
        assert workspace.items[2] == make_item(2, reach=3.0)
        assert str(workspace.undo_label) == "Paste into 3 cells"
        workspace.undo()
        assert list(workspace.items.values()) == ITEMS

    def test_one_cell_is_named(self) -> None:
        assert str(plan([["1"]]).change().label) == "Reach of SHOP-1"

    def test_a_value_that_is_there_is_no_edit(self) -> None:
        assert plan([["100"]], [scored_item(1)]).change().edits == ()


class TestFill:
    """One text into cells that lie anywhere."""

    def test_cells_need_not_touch(self) -> None:
        first, last = make_item(1), tracker_item(5)
        found = plan_fill([(first, "goal"), (last, "goal"), (last, "status")], "Grow", DOT_DECIMAL, shown)
        assert pasted(found) == [(1, "goal", "Grow"), (5, "goal", "Grow")]
        assert [one[:3] for one in refused(found)] == [("SHOP-5", "Status", "Grow")]
        assert found.label == message("Fill {count} cells", count=2)


def test_a_large_block_is_planned_while_nobody_notices() -> None:
    items = [scored_item(number) for number in range(1, 5001)]
    columns = ["title", *FACTORS, "moscow"]
    block = [[f"Title {row}", str(row), "3", f"{row % 100}%", f"{row % 40}.5", "s"] for row in range(5000)]
    started = time.process_time()
    found = plan(block, items, columns)
    assert time.process_time() - started < 0.5
    assert found.good == 30_000
    assert len(found.change().edits) == 5000


def test_what_a_field_shows_is_asked_once_for_each_of_its_values() -> None:
    items = [make_item(number, reach=float(number % 2 + 7), source_file="export.csv") for number in range(1, 41)]
    asked: list[str] = []

    def shown(item: Item, name: str) -> str:
        asked.append(name)
        return str(getattr(item, name))

    plan = plan_fill([(item, name) for item in items for name in ("reach", "status")], "1", DOT_DECIMAL, shown)
    assert (plan.good, len(plan.refused)) == (40, 40)
    assert sorted(asked) == ["reach", "reach", "status"]
