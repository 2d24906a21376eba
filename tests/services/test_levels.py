"""Which level an item has where the user named the types that are ranked."""

from __future__ import annotations

import pytest

from pmdesk.domain.records import Level, Settings
from pmdesk.services.levels import levels_of, ranked_types_edits, ranked_types_notes, relevelled, type_counts
from tests.makers import make_item, tracker_item


@pytest.mark.parametrize(
    ("types", "kind", "own", "level"),
    [
        ((), "Bug", Level.EPIC, Level.EPIC),
        ((), "Bug", Level.OTHER, Level.STANDARD),
        (("bug ",), "Bug", Level.SUBTASK, Level.STANDARD),
        (("Story",), "Bug", Level.STANDARD, Level.OTHER),
        (("Story",), "Epic", Level.EPIC, Level.EPIC),
        (("Story",), "Bug", Level.OTHER, Level.OTHER),
        (("Story",), "", Level.STANDARD, Level.STANDARD),
    ],
)
def test_the_level_of_a_type(types: tuple[str, ...], kind: str, own: Level, level: Level) -> None:
    assert levels_of(Settings(ranked_types=types)).level(kind, own) is level
    assert levels_of(Settings(ranked_types=("Else",)), types).level(kind, own) is level


def test_only_the_trackers_items_that_no_row_stands_for_are_edited() -> None:
    items = {item.id: item for item in (tracker_item(1, type="Bug"), tracker_item(2, type="Bug"), make_item(3))}
    settings, *edits = ranked_types_edits(Settings(), ("Story",), items, met={1})
    assert settings.after == Settings(ranked_types=("Story",))
    assert [(one.id, getattr(one.after, "level", None)) for one in edits] == [(2, Level.OTHER)]


@pytest.mark.parametrize(
    ("types", "notes"),
    [
        (("Epic",), []),
        (None, []),
        ((" bug", "Story"), ["These types are ranked from now on:  bug, Story."]),
        (
            ("Storey", "Bug"),
            ["These types are ranked from now on: Storey, Bug.", "No item of the tracker’s is of the type Storey."],
        ),
        (
            ("Storey", "Bugs"),
            [
                "These types are ranked from now on: Storey, Bugs.",
                "No item of the tracker’s is of any of the types Storey, Bugs.",
            ],
        ),
        ((), ["The tracker’s own level is ranked from now on."]),
    ],
)
def test_types_that_no_item_has_are_told(types: tuple[str, ...] | None, notes: list[str]) -> None:
    found = ranked_types_notes(Settings(ranked_types=("Epic",)), types, ["Bug", "story", "Epic"])
    assert list(map(str, found)) == notes


@pytest.mark.parametrize("types", [None, ("Story",)])
def test_types_that_stay_edit_nothing(types: tuple[str, ...] | None) -> None:
    assert list(ranked_types_edits(Settings(ranked_types=("Story",)), types, {1: tracker_item(1)}, met=())) == []


@pytest.mark.parametrize(
    ("before", "after", "kind", "level", "expected"),
    [
        ((), ("Epic",), "Epic", Level.EPIC, Level.STANDARD),
        (("Epic",), (), "Epic", Level.STANDARD, Level.EPIC),
        (("Epic",), ("Sub-task",), "Sub-task", Level.SUBTASK, Level.STANDARD),
        (("Sub-task",), ("Epic",), "Sub-task", Level.STANDARD, Level.SUBTASK),
        (("Story",), (), "Bug", Level.OTHER, Level.STANDARD),
        (("Story",), ("Story",), "Bug", Level.OTHER, Level.OTHER),
    ],
)
def test_where_other_types_are_ranked_an_item_goes_where_its_type_tells(
    before: tuple[str, ...], after: tuple[str, ...], kind: str, level: Level, expected: Level
) -> None:
    item = tracker_item(1, type=kind, level=level)
    assert relevelled(item, levels_of(Settings(), before), levels_of(Settings(), after)).level is expected
    own = make_item(2, level=level)
    assert relevelled(own, levels_of(Settings(), before), levels_of(Settings(), after)) is own


def test_types_are_counted_over_the_trackers_items() -> None:
    items = [
        tracker_item(1, type="Bug"),
        *(tracker_item(n, type="Story") for n in (2, 3)),
        tracker_item(4),
        make_item(5),
    ]
    assert type_counts(items) == [("Story", 2), ("Bug", 1)]
