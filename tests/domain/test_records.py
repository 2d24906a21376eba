"""What is in play and whose an item is."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest
from hypothesis import given

from pmdesk.domain.records import Item, Record, StatusCategory, field_names, made_quickly, replaced_quickly
from tests.makers import make_item, tracker_item
from tests.strategies import records

DONE = StatusCategory.DONE


@pytest.mark.parametrize(
    ("values", "closed"),
    [
        ({}, False),
        ({"status_category": StatusCategory.IN_PROGRESS}, False),
        ({"status_category": DONE}, True),
        ({"resolution": "Won't do"}, True),
        ({"archived": True}, True),
        ({"status_category": DONE, "resolution": "Done", "archived": True, "closed_by_user": False}, False),
        ({"closed_by_user": True}, True),
    ],
)
def test_closed_is_what_the_tracker_says_unless_the_user_overrules(values: dict[str, Any], closed: bool) -> None:
    assert make_item(**values).closed is closed


def test_an_item_with_a_source_is_the_trackers() -> None:
    assert tracker_item().from_tracker
    assert not make_item().from_tracker


def values_of(record: Record) -> list[Any]:
    """All values of a record, in the order of its fields."""
    return [getattr(record, name) for name in field_names(record.TYPE)]


@given(record=records)
def test_a_record_made_quickly_is_like_any_other(record: Record) -> None:
    (made,) = made_quickly(record.TYPE, [values_of(record)])
    assert type(made) is type(record)
    assert (made, repr(made)) == (record, repr(record))
    assert replace(made, id=99) == replace(record, id=99)


def test_a_record_made_quickly_is_frozen() -> None:
    (made,) = made_quickly(Item.TYPE, [values_of(make_item())])
    with pytest.raises(FrozenInstanceError):
        made.id = 2  # type: ignore[misc]


@pytest.mark.parametrize("change", [lambda values: values[:-1], lambda values: [*values, ""]])
def test_a_record_made_quickly_takes_no_row_of_another_width(change: Any) -> None:
    with pytest.raises(TypeError):
        list(made_quickly(Item.TYPE, [change(values_of(make_item()))]))


def test_records_replaced_quickly_are_like_any_other() -> None:
    items = [make_item(1, labels=("x",)), tracker_item(2)]
    values: list[dict[str, Any]] = [{"title": "Pay", "reach": 5.0}, {}]
    made = list(replaced_quickly(Item.TYPE, zip(items, values, strict=True)))
    assert made == [replace(item, **some) for item, some in zip(items, values, strict=True)]
    with pytest.raises(KeyError):
        list(replaced_quickly(Item.TYPE, [(items[0], {"weight": 1})]))
