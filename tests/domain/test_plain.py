"""Records as plain JSON values and back."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmdesk.domain.plain import decoders, from_plain, record_to_plain
from pmdesk.domain.records import RECORD_TYPES, Record
from tests.makers import make_item
from tests.strategies import records


def make_record(record_type: str, record_id: int, plain: dict[str, Any]) -> Record:
    """A whole record from its plain values."""
    return RECORD_TYPES[record_type](id=record_id, **from_plain(record_type, plain))


def through_json(plain: dict[str, Any]) -> dict[str, Any]:
    """The values as a file gives them back."""
    read: dict[str, Any] = json.loads(json.dumps(plain, allow_nan=False))
    return read


@given(records)
def test_a_record_survives_the_way_through_json(record: Record) -> None:
    assert make_record(record.TYPE, record.id, through_json(record_to_plain(record))) == record


@given(records, st.data())
def test_some_fields_survive_too(record: Record, data: st.DataObject) -> None:
    known = sorted({spec.name for spec in fields(record)} - {"id"})
    names = data.draw(st.frozensets(st.sampled_from(known)))
    plain = record_to_plain(record, names)
    assert set(plain) == names
    read = from_plain(record.TYPE, through_json(plain))
    assert read == {name: getattr(record, name) for name in names}


def test_the_id_is_no_part_of_the_values() -> None:
    assert "id" not in record_to_plain(make_item(7))


def test_absent_fields_take_their_defaults() -> None:
    assert make_record("item", 7, {"key": "SHOP-7", "title": "Item 7"}) == make_item(7)


@pytest.mark.parametrize("record_type", RECORD_TYPES)
def test_every_field_has_a_decoder(record_type: str) -> None:
    assert set(decoders(record_type)) == {spec.name for spec in fields(RECORD_TYPES[record_type])}


@pytest.mark.parametrize(
    ("name", "nonsense", "fault"),
    [
        ("title", 5, TypeError),
        ("title", None, TypeError),
        ("source_row", "2", TypeError),
        ("source_row", True, TypeError),
        ("archived", 1, TypeError),
        ("reach", "9000", TypeError),
        ("reach", True, TypeError),
        ("labels", "a, b", TypeError),
        ("extra", [], TypeError),
        ("moscow", "maybe", ValueError),
        ("level", None, ValueError),
        ("created", "yesterday", ValueError),
        ("due", "31.12.2027", ValueError),
        ("unheard_of", 1, KeyError),
    ],
)
def test_nonsense_is_refused(name: str, nonsense: object, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        from_plain("item", {name: nonsense})


@pytest.mark.parametrize("orders", [[], {"rice": 1}, {"rice": ["1"]}, {"rice": [True]}, {"rice": None}])
def test_orders_that_are_no_lists_of_ids_are_refused(orders: object) -> None:
    with pytest.raises(TypeError):
        from_plain("baseline", {"orders": orders})


def test_a_whole_number_becomes_a_float() -> None:
    reach = from_plain("item", {"reach": 9000})["reach"]
    assert (type(reach), reach) == (float, 9000.0)
