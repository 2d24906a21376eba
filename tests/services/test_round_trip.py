"""A workbook that the backlog exported comes back in with what was changed in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import UserError, message
from pmdesk.domain.records import EffortUnit, Moscow, ReachPeriod, Settings
from pmdesk.services import import_mapping
from pmdesk.services.editing import change_settings, delete_items, set_values
from pmdesk.services.import_plan import Choices, ImportOptions, RowKind, Side
from pmdesk.services.importing import plan_import
from pmdesk.services.planned_import import every_conflict
from pmdesk.services.workspace import Workspace, create_workspace
from tests.makers import incoming, make_item, put, scored_item, tracker_item
from tests.round_trip import Edited, back_in, beside, changes_of, exported, notes_of, read

ITEMS = (
    scored_item(1, key="A-1", title="Pay by card", reach=9000.0, moscow=Moscow.SHOULD, labels=("pos", "a, b")),
    scored_item(2, key="A-2", title="Refunds", moscow=Moscow.MUST, rationale="=Because\nof it "),
    make_item(3, key="A-3", title="Receipts", description="x" * 40_000),
    tracker_item(4, key="T-1", title="Print", status="Open", assignee="Ann", impact=0.7),
)


@pytest.fixture
def book(workspace: Workspace, tmp_path: Path) -> Edited:
    put(workspace, *ITEMS)
    return Edited(read(exported(workspace, tmp_path)))


def test_what_nobody_touched_changes_nothing(workspace: Workspace, book: Edited) -> None:
    plan = back_in(workspace, book.raw)
    assert [row.kind for row in plan.rows] == [RowKind.UNCHANGED] * 4
    assert (plan.change.edits, notes_of(plan)) == ((), [])


def test_what_was_changed_comes_in_as_old_and_new(workspace: Workspace, book: Edited) -> None:
    book.put(
        "A-1", title="Pay by phone", reach=12.5, impact="Massive", confidence=0.8, moscow="Won’t", labels="pos, new"
    )
    book.put("A-3", effort=3.0, why_this_reach="asked", goal="Grow", description="short", quarter="Q3")
    plan = back_in(workspace, book.table())
    assert changes_of(plan) == {
        "A-1": {
            "title": ("Pay by card", "Pay by phone"),
            "reach": (9000.0, 12.5),
            "impact": (2.0, 3.0),
            "confidence": (0.5, 0.8),
            "moscow": (Moscow.SHOULD, Moscow.WONT),
            "labels": (("pos", "a, b"), ("pos", "new")),
        },
        "A-3": {
            "effort": (None, 3.0),
            "description": ("x" * 40_000, "short"),
            "rationale_reach": ("", "asked"),
            "goal": ("", "Grow"),
            "quarter": ("", "Q3"),
        },
    }
    assert notes_of(plan) == []
    before = dict(workspace.items)
    workspace.apply(plan.change)
    assert workspace.items[1].title == "Pay by phone"
    assert workspace.items[1].source_file == ""
    assert workspace.imported_values() == {}
    workspace.undo()
    assert workspace.items == before


def test_a_cleared_cell_is_a_change_to_nothing(workspace: Workspace, book: Edited) -> None:
    book.put("A-1", reach="", impact=None, confidence="", moscow="", labels="")
    book.put("A-2", effort=0.0, rationale="")
    assert changes_of(back_in(workspace, book.table())) == {
        "A-1": {
            "reach": (9000.0, None),
            "impact": (2.0, None),
            "confidence": (0.5, None),
            "moscow": (Moscow.SHOULD, None),
            "labels": (("pos", "a, b"), ()),
        },
        "A-2": {"effort": (4.0, None), "rationale": ("=Because\nof it ", "")},
    }


def test_a_cleared_title_is_left_out_with_a_note(workspace: Workspace, book: Edited) -> None:
    plan = back_in(workspace, book.put("A-1", title="").table())
    assert plan.change.edits == ()
    assert notes_of(plan) == ["“Title” in line 2 of “out.xlsx” is empty; it stays as it was."]


def test_what_cannot_be_read_is_left_out_with_a_note(workspace: Workspace, book: Edited) -> None:
    plan = back_in(workspace, book.put("A-1", reach="lots", moscow="Perhaps", title="New").table())
    assert changes_of(plan) == {"A-1": {"title": ("Pay by card", "New")}}
    assert [said.split(" in line")[0] for said in notes_of(plan)] == [
        "“lots” under “Reach per quarter”",
        "“Perhaps” under “MoSCoW”",
    ]


def test_labels_of_drop_downs_and_typed_words_are_understood(workspace: Workspace, book: Edited) -> None:
    book.put("A-1", impact="Low", confidence="80%", moscow="must", reach="1.2k")
    book.put("A-2", impact=1.5, confidence="high", moscow="Won't have")
    assert changes_of(back_in(workspace, book.table())) == {
        "A-1": {
            "reach": (9000.0, 1200.0),
            "impact": (2.0, 0.5),
            "confidence": (0.5, 0.8),
            "moscow": (Moscow.SHOULD, Moscow.MUST),
        },
        "A-2": {"impact": (2.0, 1.5), "confidence": (0.5, 1.0), "moscow": (Moscow.MUST, Moscow.WONT)},
    }


def test_a_changed_scale_counts_as_it_stands_in_the_file(workspace: Workspace, book: Edited) -> None:
    scales = [
        ("Scales", None), ("Impact", "Value"), ("Huge", 5.0), ("High", 2.5), ("Medium", 1.0),
        ("MoSCoW", "Guidance"), ("Now", 0.6), ("Next", 0.2), ("Later", 0.2), ("Never", None),
    ]  # fmt: skip
    book.put("A-3", impact="huge", moscow="Later")
    plan = back_in(workspace, beside(book.table(), "Scales", scales))
    assert changes_of(plan) == {
        "A-1": {"impact": (2.0, 2.5)},
        "A-2": {"impact": (2.0, 2.5)},
        "A-3": {"impact": (None, 5.0), "moscow": (None, Moscow.COULD)},
    }


def test_of_both_sides_the_one_that_changed_counts(workspace: Workspace, book: Edited) -> None:
    workspace.apply(set_values([workspace.items[1]], {"title": "Mine", "reach": 5.0, "effort": 7.0}))
    plan = back_in(workspace, book.put("A-1", title="Theirs", effort=7.0, rationale="r").table())
    (row,) = [row for row in plan.rows if row.kind is not RowKind.UNCHANGED]
    assert row.kind is RowKind.CONFLICT
    assert changes_of(plan) == {"A-1": {"rationale": ("", "r")}}
    (conflict,) = row.conflicts
    assert (conflict.field, conflict.base, conflict.mine, conflict.theirs) == ("title", "Pay by card", "Mine", "Theirs")
    assert [str(said) for said in plan.warnings] == [
        "Title of A-1 was changed here and in the workbook; yours was kept."
    ]


@pytest.mark.parametrize(("side", "reach"), [(Side.MINE, 5.0), (Side.THEIRS, 6.0)])
def test_a_conflict_over_a_score_is_settled_by_choice(
    workspace: Workspace, book: Edited, side: Side, reach: float
) -> None:
    workspace.apply(set_values([workspace.items[1]], {"reach": 5.0}))
    plan = back_in(workspace, book.put("A-1", reach=6.0).table())
    workspace.apply(plan.change_for(Choices(resolved=every_conflict(plan, side))))
    assert workspace.items[1].reach == reach
    assert (workspace.items[1].source_file, workspace.imported_values()) == ("", {})


def test_labels_merge_as_sets(workspace: Workspace, book: Edited) -> None:
    workspace.apply(set_values([workspace.items[1]], {"labels": ("pos", "a, b", "mine")}))
    plan = back_in(workspace, book.put("A-1", labels="a, b, theirs").table())
    assert changes_of(plan)["A-1"]["labels"][1] == ("a, b", "mine", "theirs")


def test_the_trackers_fields_are_left_and_told(workspace: Workspace, book: Edited) -> None:
    book.put("T-1", status="Done", assignee="Bob", title="Print receipts")
    book.put("A-1", status="Ready")
    plan = back_in(workspace, book.table())
    assert changes_of(plan) == {
        "A-1": {"status": ("", "Ready")},
        "T-1": {"title": ("Print", "Print receipts")},
    }
    assert notes_of(plan) == [
        "“Status” of T-1 was edited in “out.xlsx”, but the field follows the tracker; the edit was left out.",
        "“Assignee” of T-1 was edited in “out.xlsx”, but the field follows the tracker; the edit was left out.",
    ]


def test_an_edited_key_is_left_and_told(workspace: Workspace, book: Edited) -> None:
    plan = back_in(workspace, book.put("A-1", key="A-99", title="New").table())
    assert changes_of(plan) == {"A-1": {"title": ("Pay by card", "New")}}
    assert notes_of(plan) == ["The key of A-1 was edited in “out.xlsx”; keys stay, so the edit was left out."]


def test_edited_ranks_and_scores_are_left_and_told(workspace: Workspace, book: Edited) -> None:
    book.row("A-1")[book.place("Score")] = 1.0
    book.row("A-3")[book.place("Score")] = 2.0
    book.row("A-2")[book.place("Rank")] = 1.0
    plan = back_in(workspace, book.table())
    assert plan.change.edits == ()
    scores, ranks = notes_of(plan)
    assert scores == (
        "2 cells under “Score” in “out.xlsx” were edited; PMDesk computes them, so that the edits were left out. "
        "The first is in line 2."
    )
    assert ranks == "“Rank” in line 3 of “out.xlsx” was edited; PMDesk computes it, so that the edit was left out."


def test_a_sheet_that_calculated_anew_was_not_edited(workspace: Workspace, book: Edited) -> None:
    book.put("A-2", reach=1e6)
    for key, rank, score in (("A-1", 2.0, 9000 * 2 * 0.5 / 4), ("A-2", 1.0, 1e6 * 2 * 0.5 / 4)):
        book.row(key)[book.place("Rank")] = rank
        book.row(key)[book.place("Score")] = score
    plan = back_in(workspace, book.table())
    assert (changes_of(plan), notes_of(plan)) == ({"A-2": {"reach": (100.0, 1e6)}}, [])


def test_new_rows_become_items(workspace: Workspace, book: Edited) -> None:
    workspace.apply(set_values([workspace.items[3]], {"status": "Ready"}))
    book.add(title=" Split  bills ", reach=10.0, impact="High", moscow="Could", labels="x, y", status="Ready")
    book.add(title="Tips", key="PM-7").add(title="Tabs", key="A-1")
    plan = back_in(workspace, book.table())
    workspace.apply(plan.change)
    new = [workspace.items[item_id] for item_id in (5, 6, 7)]
    assert [(item.key, item.title) for item in new] == [("PM-8", "Split bills"), ("PM-7", "Tips"), ("PM-9", "Tabs")]
    assert (new[0].reach, new[0].impact, new[0].moscow, new[0].labels) == (10.0, 2.0, Moscow.COULD, ("x", "y"))
    assert [(item.from_tracker, item.closed) for item in new] == [(False, False)] * 3
    assert workspace.last_import is not None
    assert workspace.last_import.created == (5, 6, 7)


def test_a_row_without_a_title_is_refused(workspace: Workspace, book: Edited) -> None:
    book.add(reach=5.0).rows.append(["Total", *[None] * 2, 9100.0, *[None] * (len(book.header) - 4)])
    plan = back_in(workspace, book.table())
    assert [str(one.reason) for one in plan.skipped] == [
        "Line 6 of “out.xlsx” has no title.",
        "Line 7 of “out.xlsx” is a line of totals and is no item.",
    ]
    assert plan.change.edits == ()


def test_deleted_rows_are_only_reported(workspace: Workspace, book: Edited) -> None:
    del book.rows[1:3]
    plan = back_in(workspace, book.table())
    assert (plan.change.edits, len(plan.rows)) == ((), 2)
    assert notes_of(plan) == ["2 items are no longer in “out.xlsx” (A-2, A-3); they stay in the backlog as they are."]


def test_a_copied_row_is_a_new_item(workspace: Workspace, book: Edited) -> None:
    book.rows.insert(0, list(book.row("A-1")))
    book.rows[0][book.place("Title")] = "Pay by watch"
    plan = back_in(workspace, book.table())
    workspace.apply(plan.change)
    assert workspace.items[1].title == "Pay by card"
    assert (workspace.items[5].title, workspace.items[5].key) == ("Pay by watch", "PM-1")
    assert notes_of(plan) == ["Line 2 of “out.xlsx” is a copy of another row and comes in as a new item."]


def test_an_item_that_was_deleted_meanwhile(workspace: Workspace, book: Edited) -> None:
    workspace.apply(delete_items(workspace, [workspace.items[1], workspace.items[2]]))
    plan = back_in(workspace, book.put("A-1", title="New").table())
    assert [(row.kind, row.key) for row in plan.rows if row.kind is not RowKind.UNCHANGED] == [(RowKind.REFUSED, "A-1")]
    assert [str(row.reason) for row in plan.rows if row.reason] == [
        "A-1 is no longer in this backlog; its row was left out."
    ]
    assert notes_of(plan) == ["One item in “out.xlsx” was deleted here after its export."]
    assert plan.change.edits == ()


def test_columns_and_rows_may_stand_anywhere(workspace: Workspace, book: Edited) -> None:
    book.put("A-1", title="New").put("T-1", effort=2.0)
    count = len(book.header)
    book.reordered([*range(count - 1, -1, -1)], [3, 0, 2, 1])
    assert changes_of(back_in(workspace, book.table())) == {
        "A-1": {"title": ("Pay by card", "New")},
        "T-1": {"effort": (None, 2.0)},
    }


def test_headers_may_have_other_names(workspace: Workspace, book: Edited) -> None:
    book.put("A-1", title="New", moscow="Could", impact="Low")
    names = {"Title": "Feature", "MoSCoW": "Bucket", "PMDesk id": "x", "Key": "No", "Impact": "How much"}
    plan = back_in(workspace, book.renamed(names).table())
    assert changes_of(plan) == {
        "A-1": {
            "title": ("Pay by card", "New"),
            "impact": (2.0, 0.5),
            "moscow": (Moscow.SHOULD, Moscow.COULD),
        }
    }
    assert notes_of(plan) == []


def test_a_header_may_stand_below_other_rows(workspace: Workspace, book: Edited) -> None:
    book.put("A-1", title="New")
    rows = [book.header, *book.rows]
    book.header = ["Our list", *[""] * (len(book.header) - 1)]
    book.rows = rows
    assert changes_of(back_in(workspace, book.table())) == {"A-1": {"title": ("Pay by card", "New")}}


def test_without_ids_keys_tell_the_items(workspace: Workspace, book: Edited) -> None:
    book.put("A-1", title="New")
    place = book.place("PMDesk id")
    book.reordered([one for one in range(len(book.header)) if one != place], range(4))
    plan = back_in(workspace, book.table())
    assert (changes_of(plan), notes_of(plan)) == ({"A-1": {"title": ("Pay by card", "New")}}, [])


def test_ids_that_were_not_sorted_along_do_no_harm(workspace: Workspace, book: Edited) -> None:
    book.put("A-1", title="New")
    place = book.place("PMDesk id")
    ids = [row[place] for row in book.rows]
    for row, item_id in zip(book.rows, [ids[1], ids[2], ids[0], ids[3]], strict=True):
        row[place] = item_id
    plan = back_in(workspace, book.table())
    assert changes_of(plan) == {"A-1": {"title": ("Pay by card", "New")}}
    assert notes_of(plan)[0].startswith("3 rows of “out.xlsx” have the hidden ids of other rows, as after sorting")


def test_one_key_in_several_rows_was_typed(workspace: Workspace, book: Edited) -> None:
    for row in book.rows:
        row[book.place("Key")] = "A-1"
    plan = back_in(workspace, book.table())
    assert plan.change.edits == ()
    assert notes_of(plan) == [
        "3 keys were edited in “out.xlsx”; keys stay, so the edits were left out. The first is that of A-2."
    ]


def test_a_column_that_somebody_added_is_left_out_or_taken(workspace: Workspace, book: Edited) -> None:
    book.header.append("Why now")
    for row in book.rows:
        row.append(None)
    book.rows[0][-1] = "Because"
    raw = book.table()
    plan = back_in(workspace, raw)
    assert plan.change.edits == ()
    assert notes_of(plan) == ["“Why now” is not a column of PMDesk’s and is left out of “out.xlsx”."]
    mapping = import_mapping.propose(workspace, raw).mapping
    kept = [*mapping.columns[:-1], type(mapping.columns[0])("Why now", "extra")]
    table = import_mapping.interpret(raw, type(mapping)(tuple(kept), own=True))
    workspace.apply(plan_import(workspace, [table]).change)
    assert workspace.items[1].extra == {"Why now": "Because"}


def test_programs_write_values_in_their_own_way(workspace: Workspace, book: Edited) -> None:
    book.put("A-1", title="New")
    book.each(lambda cell: float(f"{cell:.15g}") if isinstance(cell, float) else cell if cell is not None else "")
    book.rows += [[""] * len(book.header)] * 3
    assert changes_of(back_in(workspace, book.table())) == {"A-1": {"title": ("Pay by card", "New")}}


def test_of_a_text_that_was_cut_the_rest_stays(workspace: Workspace, book: Edited) -> None:
    text = str(book.row("A-3")[book.place("Description")])
    assert len(text) < 33_000
    plan = back_in(workspace, book.put("A-3", description="y" + text[1:]).table())
    assert changes_of(plan) == {"A-3": {"description": ("x" * 40_000, "y" + "x" * 39_999)}}


def test_a_workbook_of_other_units_is_read_in_those_of_now(workspace: Workspace, book: Edited) -> None:
    settings = Settings(name="Shop", reach_period=ReachPeriod.MONTH, effort_unit=EffortUnit.POINTS)
    workspace.apply(change_settings(workspace, settings, {"reach": 1 / 3, "effort": 10.0}))
    plan = back_in(workspace, book.put("A-1", reach=30.0, effort=9.0).table())
    assert changes_of(plan) == {"A-1": {"reach": (3000.0, 10.0)}}


def test_a_workbook_of_another_backlog_is_read_by_keys(workspace: Workspace, book: Edited, tmp_path: Path) -> None:
    other = create_workspace(tmp_path / "other.pmdesk", Settings())
    try:
        put(other, tracker_item(1, key="A-2", title="Refunds", issue_id=""))
        plan = back_in(other, book.put("A-2", title="Money back").table())
        assert [(row.key, one.theirs) for row, one in plan.conflicts] == [("A-2", "Money back")]
        assert plan.created == 3
        assert notes_of(plan)[0] == ("“out.xlsx” was exported from another backlog; its items are found by their keys.")
    finally:
        other.close()


def test_items_of_copies_that_went_apart_are_told_by_their_keys(workspace: Workspace, book: Edited) -> None:
    workspace.apply(delete_items(workspace, [workspace.items[1]]))
    workspace.apply(change(message("x"), [edit(None, make_item(1, key="B-1")), edit(None, make_item(9, key="A-1"))]))
    plan = back_in(workspace, book.put("A-1", title="New").table())
    assert [(row.key, row.item_id) for row, _ in plan.conflicts] == [("A-1", 9)]


def test_it_is_imported_alone(workspace: Workspace, book: Edited) -> None:
    raw = book.raw
    table = import_mapping.interpret(raw, import_mapping.propose(workspace, raw).mapping)
    with pytest.raises(UserError, match="“out.xlsx” was exported from this backlog; import it alone"):
        plan_import(workspace, [table, table])
    with pytest.raises(UserError, match="without choosing the types"):
        plan_import(workspace, [table], ImportOptions(ranked_types=("Story",)))


def test_what_is_gone_from_the_tracker_stays_gone(workspace: Workspace, book: Edited) -> None:
    from tests.makers import planned

    workspace.apply(planned(workspace, [incoming("T-9", title="x")], options=ImportOptions(whole=True)).change)
    assert workspace.last_import is not None
    assert workspace.last_import.gone == (4,)
    workspace.apply(back_in(workspace, book.put("T-1", effort=1.0).table()).change)
    assert workspace.last_import.gone == (4,)
    assert workspace.last_import.changed == (4,)


def test_a_workbook_of_a_newer_pmdesk_is_refused(workspace: Workspace, book: Edited) -> None:
    data = [list(row.cells) for row in book.raw.beside["PMDesk data"]]
    data[0][1] = 2.0
    with pytest.raises(UserError, match="newer PMDesk"):
        back_in(workspace, beside(book.raw, "PMDesk data", data))
