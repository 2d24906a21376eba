"""Which items an arrangement admits, one by one and in slices; no Qt."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmdesk.domain.arrangement import LAST_IMPORT, Arrangement, field_values
from pmdesk.domain.records import Item, Level, Moscow
from pmdesk.gui.grid.row_filter import RowFilter
from pmdesk.services import editing
from pmdesk.services.import_plan import ImportOptions
from pmdesk.services.workspace import Workspace
from tests.gui.grid.plain_grid import PlainGrid
from tests.makers import imported, incoming, make_item, planned, put, scored_item
from tests.strategies import full_items

TEXTS = ("", "a", "ß", "ss", "shop", "0 1", "İ")


def admitted(workspace: Workspace, rows: RowFilter, arrangement: Arrangement) -> list[int]:
    *_, found = rows.admitted(arrangement, workspace.ranking.order.ids)
    assert found is not None
    return found


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(full_items, min_size=1, max_size=8, unique_by=lambda item: item.id), st.data())
def test_it_is_a_plain_filter(workspace: Workspace, items: list[Item], data: st.DataObject) -> None:
    put(workspace, *items)
    plain, rows = PlainGrid(workspace), RowFilter(workspace)
    values = [value for item in items for value in field_values(item, "labels")]
    chosen = data.draw(
        st.sampled_from([{}, {"labels": (data.draw(st.sampled_from(values)),)}, {"moscow": ("", "must")}])
    )
    text = data.draw(st.sampled_from(TEXTS) | st.sampled_from([item.title for item in items]))
    plain.arrange(Arrangement(text=text, chosen=chosen, unscored=data.draw(st.booleans())))
    assert {item.id for item in items if rows.admits(item.id, plain.arrangement)} == plain.admitted
    assert set(admitted(workspace, rows, plain.arrangement)) == plain.admitted
    workspace.undo()


@pytest.fixture
def rows(workspace: Workspace) -> RowFilter:
    put(
        workspace,
        scored_item(1, title="Pay\nlater", labels=("Große", "x"), moscow=Moscow.MUST),
        make_item(2, former_keys=("OLD-7",), description="about the payout", assignee="Ada Lovelace"),
        make_item(3, closed_by_user=True),
        make_item(4, level=Level.EPIC),
    )
    return RowFilter(workspace)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("pay", [1, 2]),
        ("LATER pay", [1]),
        ("pay later x", [1]),
        ("GROSSE", [1]),
        ("old-7", [2]),
        ("lovelace payout", [2]),
        ("shop-", [1, 2, 4, 3]),
        ("latergro", []),
        ("payla", []),
    ],
)
def test_every_word_stands_somewhere(workspace: Workspace, rows: RowFilter, text: str, ids: list[int]) -> None:
    assert admitted(workspace, rows, Arrangement(text=text)) == ids


def test_one_value_of_every_field(workspace: Workspace, rows: RowFilter) -> None:
    assert admitted(workspace, rows, Arrangement(chosen={"labels": ("x", "gone")})) == [1]
    assert admitted(workspace, rows, Arrangement(chosen={"labels": ("x",), "moscow": ("",)})) == []
    assert admitted(workspace, rows, Arrangement(chosen={"labels": ("",), "assignee": ("",)})) == [4, 3]


def test_unscored_are_those_in_play_that_the_framework_cannot_rank(workspace: Workspace, rows: RowFilter) -> None:
    assert admitted(workspace, rows, Arrangement(unscored=True)) == [2]
    workspace.apply(editing.set_values([workspace.items[1]], {"moscow": None}))
    workspace.set_framework("moscow")
    assert admitted(workspace, rows, Arrangement(unscored=True)) == [1, 2]


def test_an_item_that_changed_is_read_anew(workspace: Workspace, rows: RowFilter) -> None:
    assert rows.admits(1, Arrangement(text="later"))
    rows.forget(workspace.apply(editing.set_values([workspace.items[1]], {"title": "Ship"})).edited)
    assert not rows.admits(1, Arrangement(text="later"))
    assert rows.admits(1, Arrangement(text="ship"))


def test_a_long_search_stops_after_each_slice(
    workspace: Workspace, rows: RowFilter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pmdesk.gui.grid.row_filter.SLICE_SECONDS", -1.0)
    monkeypatch.setattr("pmdesk.gui.grid.row_filter._CHUNK", 1)
    *slices, found = rows.admitted(Arrangement(text="shop"), workspace.ranking.order.ids)
    assert slices == [None] * 4
    assert found == [1, 2, 4, 3]


def test_nothing_to_search_in_gives_nothing(workspace: Workspace) -> None:
    assert list(RowFilter(workspace).admitted(Arrangement(text="shop"), [])) == [[]]


def test_typing_on_looks_only_at_what_was_found(workspace: Workspace, rows: RowFilter) -> None:
    assert admitted(workspace, rows, Arrangement(text="pay")) == [1, 2]
    assert admitted(workspace, rows, Arrangement(text="payo")) == [2]
    assert admitted(workspace, rows, Arrangement(text="payo", unscored=True)) == [2]
    assert admitted(workspace, rows, Arrangement(text="pay")) == [1, 2]
    assert admitted(workspace, rows, Arrangement(text="pay x")) == [1]
    rows.forget(workspace.apply(editing.set_values([workspace.items[2]], {"labels": ("x",)})).edited)
    assert admitted(workspace, rows, Arrangement(text="pay xx")) == []
    assert admitted(workspace, rows, Arrangement(text="pay x")) == [1, 2]


def test_the_last_import_gives_views_of_its_own(workspace: Workspace) -> None:
    imported(workspace, [incoming(f"SHOP-{number}", row=number, title="Pay") for number in (1, 2, 3)])
    later = [incoming("SHOP-1", title="Pay by card"), incoming("SHOP-2", row=3, title="Pay"), incoming("SHOP-9", row=4)]
    workspace.apply(planned(workspace, later, options=ImportOptions(whole=True)).change)
    rows = RowFilter(workspace)
    found = {view: admitted(workspace, rows, Arrangement(last_import=view)) for view in LAST_IMPORT}
    assert found == {"new": [4], "changed": [1], "gone": [3]}
    assert [item_id for item_id in workspace.items if rows.admits(item_id, Arrangement(last_import="gone"))] == [3]
    assert admitted(workspace, rows, Arrangement(text="card", last_import="new")) == []
    workspace.undo()
    rows.forget([1, 4])
    assert admitted(workspace, rows, Arrangement(last_import="new")) == [1, 2, 3]
