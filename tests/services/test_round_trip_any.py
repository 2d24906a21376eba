"""Any backlog goes into a workbook and comes back without a change, and any edits come back as exactly these."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmdesk.domain.fields import FIELDS
from pmdesk.domain.numbers import DOT_DECIMAL
from pmdesk.domain.records import Item, Level, Settings
from pmdesk.domain.scales import IMPACT, step_at
from pmdesk.services.import_plan import RowKind
from pmdesk.services.workspace import Workspace, create_workspace
from pmdesk.sheets.writing.texts import CellTexts
from tests.makers import put
from tests.round_trip import Edited, back_in, exported, notes_of, read
from tests.strategies import confidences, efforts, full_items, impacts, moscows, reaches, words

items_of_a_backlog = st.lists(full_items, max_size=6, unique_by=lambda item: item.id)
NEW = {
    "reach": reaches,
    "impact": impacts,
    "confidence": confidences,
    "effort": efforts,
    "moscow": moscows,
    "title": words,
    "rationale": words,
    "rationale_impact": words,
    "goal": words,
    "description": words,
    "labels": st.lists(words, max_size=3).map(tuple),
    "assignee": words,
}
Edits = Mapping[int, Mapping[str, Any]]


@contextmanager
def backlog_of(items: list[Item]) -> Iterator[tuple[Workspace, Edited]]:
    """A backlog of some items, and its workbook."""
    with TemporaryDirectory() as folder:
        workspace = create_workspace(Path(folder, "x.pmdesk"), Settings())
        try:
            put(workspace, *items)
            yield workspace, Edited(read(exported(workspace, Path(folder))))
        finally:
            workspace.close()


def in_play(items: list[Item]) -> list[Item]:
    """Those that are exported."""
    return [item for item in items if not item.closed and item.level is Level.STANDARD]


def check_unchanged(items: list[Item]) -> None:
    """Nothing comes back of a workbook that nobody touched, however its rows and columns stand."""
    if not in_play(items):
        return
    with backlog_of(items) as (workspace, book):
        plan = back_in(workspace, book.raw)
        assert (plan.change.edits, notes_of(plan)) == ((), [])
        assert [row.kind for row in plan.rows] == [RowKind.UNCHANGED] * len(in_play(items))
        chance = random.Random(len(items))
        columns, rows = list(range(len(book.header))), list(range(len(book.rows)))
        chance.shuffle(columns)
        chance.shuffle(rows)
        assert back_in(workspace, book.reordered(columns, rows).table()).change.edits == ()


def typed(name: str, value: Any) -> Any:
    """A value as somebody types it into a cell, or chooses it."""
    is_step = name == "impact" and step_at(value, IMPACT) is not None
    if value is None or (isinstance(value, float) and not is_step):
        return value
    return FIELDS[name].format(value, DOT_DECIMAL)


def meant(item: Item, name: str, value: Any) -> Any:
    """What typing a value comes to; a title cannot be empty, and some fields are the tracker's."""
    if not FIELDS[name].may_edit(item):
        return getattr(item, name)
    if name == "labels":
        return FIELDS[name].take(typed(name, value), DOT_DECIMAL)
    if name == "title" and not " ".join(value.split()):
        return item.title
    return FIELDS[name].validate(value)


def check_edits(items: list[Item], edits: Edits) -> None:
    """The changes that come in are exactly those that were typed."""
    with backlog_of(items) as (workspace, book):
        ids, headers = book.place("PMDesk id"), headers_of(book)
        for row in book.rows:
            for name, value in edits.get(int(row[ids]), {}).items():
                row[headers[name]] = typed(name, value)
        workspace.apply(back_in(workspace, book.table()).change)
        for item in items:
            now, values = workspace.items[item.id], edits.get(item.id, {})
            for name in FIELDS:
                wanted = meant(item, name, values[name]) if name in values else getattr(item, name)
                assert alike(getattr(now, name), wanted, getattr(item, name)), (name, getattr(item, name), values)


def headers_of(book: Edited) -> dict[str, int]:
    """Where the column of each field stands."""
    facts = {row.cells[0]: row.cells[1] for row in book.raw.beside["PMDesk data"] if len(row.cells) > 1}
    return {name: book.place(str(facts[f"header.{name}"])) for name in NEW}


def alike(found: Any, wanted: Any, before: Any) -> bool:
    """Whether a value is the wanted one; what looks in a cell as it looked before is no edit."""
    return found == wanted or (found == before and shown(before) == shown(wanted))


def shown(value: Any) -> Any:
    """A value as a cell shows it."""
    text = ", ".join(value) if isinstance(value, tuple) else value
    return CellTexts().shown(text) if isinstance(text, str) else text


@st.composite
def edited_backlogs(draw: st.DrawFn) -> tuple[list[Item], Edits]:
    items = draw(items_of_a_backlog.filter(in_play))
    edits = st.fixed_dictionaries({}, optional=NEW)
    return items, draw(st.fixed_dictionaries({}, optional={item.id: edits for item in in_play(items)}))


@settings(max_examples=15)
@given(items_of_a_backlog)
def test_any_backlog_comes_back_without_a_change(items: list[Item]) -> None:
    check_unchanged(items)


@settings(max_examples=15)
@given(edited_backlogs())
def test_any_edits_come_back_as_these(case: tuple[list[Item], Edits]) -> None:
    check_edits(*case)


@pytest.mark.torture
@settings(settings.get_profile("torture"), max_examples=250)
@given(items_of_a_backlog)
def test_any_of_many_backlogs_comes_back_without_a_change(items: list[Item]) -> None:
    check_unchanged(items)


@pytest.mark.torture
@settings(settings.get_profile("torture"), max_examples=250)
@given(edited_backlogs())
def test_any_of_many_edits_come_back_as_these(case: tuple[list[Item], Edits]) -> None:
    check_edits(*case)
