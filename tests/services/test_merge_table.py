"""Random edits on both sides: what a second import makes of them is what the table of three ways says."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pmdesk.domain.records import ImportedValues, Item, Settings
from pmdesk.services import editing
from pmdesk.services.checking import check
from pmdesk.services.identity import IncomingRow
from pmdesk.services.import_plan import Choices, RowKind, Side
from pmdesk.services.workspace import Workspace, create_workspace
from tests.makers import imported, incoming, planned

Values = Mapping[str, Any]
TEXTS = ("title", "description")
labels = st.lists(st.sampled_from("abcd"), unique=True, max_size=3).map(tuple)
shared = {"title": st.sampled_from(["Pay", "Ship", "Sell"]), "description": st.sampled_from(["", "One", "Two"])}
of_the_tracker = st.fixed_dictionaries({**shared, "labels": labels, "status": st.sampled_from(["Open", "Done"])})
of_the_user = st.fixed_dictionaries({}, optional={**shared, "labels": labels, "reach": st.sampled_from([1.0, 9.0])})
issues = st.tuples(of_the_tracker, of_the_user, of_the_tracker)
answers = st.sampled_from([None, Side.MINE, Side.THEIRS])


@contextmanager
def backlog() -> Iterator[Workspace]:
    """An empty backlog of its own: hypothesis runs many examples in one test."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = create_workspace(Path(folder, "shop.pmdesk"), Settings())
        try:
            yield workspace
        finally:
            workspace.close()


def rows_of(values: list[Values]) -> list[IncomingRow]:
    """One row an issue."""
    return [incoming(f"SHOP-{place}", row=place + 1, **each) for place, each in enumerate(values, 1)]


def expected(name: str, base: Any, mine: Any, theirs: Any, answer: Side | None) -> tuple[Any, Any]:
    """The value and the base that a merge leaves, written down plainly."""
    if name == "labels":
        gone, new = set(base) - set(theirs), set(theirs) - set(base)
        return (set(mine) - gone) | new, set(theirs)
    if mine in (theirs, base):
        return theirs, theirs
    if theirs == base:
        return mine, base
    if answer is None:
        return mine, base
    return (mine if answer is Side.MINE else theirs), theirs


def found(name: str, record: Item | ImportedValues) -> Any:
    value = getattr(record, name)
    return set(value) if name == "labels" else value


def state(workspace: Workspace) -> tuple[Any, ...]:
    return dict(workspace.items), workspace.imported_values(), workspace.baseline, workspace.last_import


@settings(max_examples=60)
@given(st.lists(st.tuples(issues, answers, st.booleans()), min_size=1, max_size=4))
def test_both_sides_edit(cases: list[tuple[tuple[Values, Values, Values], Side | None, bool]]) -> None:
    with backlog() as workspace:
        imported(workspace, rows_of([base for (base, _, _), _, _ in cases]))
        items = list(workspace.items.values())
        for item, ((_, mine, _), _, _) in zip(items, cases, strict=True):
            workspace.apply(editing.set_values([item], mine))
        before, edited = state(workspace), dict(workspace.items)
        rows = rows_of([theirs for (_, _, theirs), _, _ in cases])
        plan = planned(workspace, rows)
        choices = Choices(
            left=frozenset(number for number, (_, _, left) in enumerate(cases) if left),
            resolved={
                (number, name): answer for number, (_, answer, _) in enumerate(cases) if answer for name in TEXTS
            },
        )
        applied = plan.change_for(choices)
        workspace.apply(applied)
        for number, (item, ((base, _, theirs), answer, left)) in enumerate(zip(items, cases, strict=True)):
            after, last = workspace.items[item.id], workspace.imported_values()[item.id]
            was = edited[item.id]
            for name in (*TEXTS, "labels"):
                wanted = expected(name, base[name], getattr(was, name), theirs[name], answer)
                if left:
                    wanted = found(name, was), found(name, before[1][item.id])
                assert (found(name, after), found(name, last)) == wanted
            assert after.reach == was.reach
            assert after.status == (base if left else theirs)["status"]
            assert (plan.rows[number].kind is RowKind.CONFLICT) == any(
                len({base[name], getattr(was, name), theirs[name]}) == 3 for name in TEXTS
            )
        assert check(workspace) == []
        follows(workspace, rows, choices)
        if applied.edits:
            workspace.undo()
        assert state(workspace) == before


def follows(workspace: Workspace, rows: list[IncomingRow], choices: Choices) -> None:
    """The same file again changes nothing of what was taken; what was left or stays open is asked again."""
    again = planned(workspace, rows)
    taken = [row for row in again.rows if row.number not in choices.left]
    assert not any(row.changes or row.edits for row in taken)
    assert again.change_for(Choices(left=choices.left)).edits == ()
