"""The field registry: what may be typed, what is stored, what is shown, and who owns it."""

from __future__ import annotations

import math
from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmdesk.domain.fields import FIELDS, Owner, field
from pmdesk.domain.messages import UserError
from pmdesk.domain.numbers import COMMA_DECIMAL, DOT_DECIMAL, NumberStyle
from pmdesk.domain.records import EffortUnit, Item, Moscow, ReachPeriod, Settings
from tests.makers import make_item, tracker_item
from tests.strategies import styles

FACTORS = ("reach", "impact", "confidence", "effort")


def take(name: str, value: object, style: NumberStyle = DOT_DECIMAL) -> Any:
    """What is stored for something typed or given."""
    return field(name).take(value, style)


def test_every_field_of_an_item_stands_in_the_registry() -> None:
    assert set(FIELDS) == {spec.name for spec in fields(Item)} - {"id"}
    assert all(spec.name == name and str(spec.label) for name, spec in FIELDS.items())


def test_who_owns_what() -> None:
    owned = {owner: {spec.name for spec in FIELDS.values() if spec.owned_by is owner} for owner in Owner}
    assert owned[Owner.SHARED] == {"title", "description", "labels"}
    assert owned[Owner.PM] == {
        *(*FACTORS, "moscow", "rationale", "goal", "quarter"),
        *(f"rationale_{name}" for name in FACTORS),
    }
    assert {"status", "resolution", "assignee", "priority", "sprint", "components", "due"} <= owned[Owner.MIRRORED]


@pytest.mark.parametrize(
    ("name", "of_tracker", "of_user"),
    [
        ("reach", True, True),
        ("title", True, True),
        ("status", False, True),
        ("key", False, False),
        ("extra", False, False),
    ],
)
def test_who_may_edit_what(name: str, of_tracker: bool, of_user: bool) -> None:
    assert field(name).may_edit(tracker_item()) is of_tracker
    assert field(name).may_edit(make_item()) is of_user


@pytest.mark.parametrize(
    ("name", "typed", "stored"),
    [
        ("reach", "9000", 9000), ("reach", "9,000", 9000), ("reach", "9k", 9000), ("reach", "1.2M", 1.2e6),
        ("reach", "0", 0),
        ("reach", "", None), ("reach", "  ", None), ("reach", 9000, 9000),
        ("impact", "high", 2), ("impact", "Massive", 3), ("impact", "0.25", 0.25), ("impact", "1.5", 1.5),
        ("impact", "", None),
        ("confidence", "80%", 0.8), ("confidence", "80 %", 0.8), ("confidence", "0.8", 0.8),
        ("confidence", "80", 0.8),
        ("confidence", "high", 1), ("confidence", "medium", 0.8), ("confidence", "low", 0.5),
        ("confidence", "1", 1),
        ("confidence", "1%", 0.01), ("confidence", "100", 1), ("confidence", "0", 0), ("confidence", "29", 0.29),
        ("confidence", "", None), ("confidence", 80, 0.8), ("confidence", 0.8, 0.8), ("confidence", "0.5%", 0.005),
        ("confidence", "33.3333%", 0.333333),
        ("effort", "3", 3), ("effort", "0.5", 0.5), ("effort", "0", None), ("effort", "", None),
        ("effort", 0, None),
        ("moscow", "must", Moscow.MUST), ("moscow", "S", Moscow.SHOULD), ("moscow", "c", Moscow.COULD),
        ("moscow", "Won’t", Moscow.WONT), ("moscow", "won't have this time", Moscow.WONT), ("moscow", "", None),
        ("moscow", Moscow.MUST, Moscow.MUST),
        ("title", "  Pay\nby  card ", "Pay by card"), ("goal", " G1 ", "G1"),
        ("rationale", "a\r\nb\rc\0", "a\nb\nc"),
        ("labels", "a, b ,, a", ("a", "b")), ("labels", ["a", " b"], ("a", "b")),
        ("due", "2027-01-31", date(2027, 1, 31)),
        ("due", "", None),
    ],
)  # fmt: skip
def test_what_is_stored_for_what_is_typed(name: str, typed: object, stored: object) -> None:
    assert take(name, typed) == stored


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("reach", "-1"), ("reach", "many"), ("reach", "0,5"), ("reach", -1), ("reach", math.nan),
        ("reach", math.inf),
        ("reach", True), ("impact", "0"), ("impact", "-1"), ("impact", "m"), ("impact", "huge"), ("impact", 0),
        ("confidence", "101"), ("confidence", "101%"), ("confidence", "-1"), ("confidence", "-1%"),
        ("confidence", "sure"),
        ("confidence", "%"), ("confidence", "80%%"), ("confidence", math.nan), ("effort", "-1"), ("effort", "big"),
        ("effort", False), ("moscow", "maybe"), ("moscow", "mustn't"), ("title", ""), ("title", "  \n "),
        ("title", None),
        ("rationale", 5), ("labels", 5), ("due", "31.12.2027"), ("due", "2027-02-30"), ("due", 5),
    ],
)  # fmt: skip
def test_what_is_refused(name: str, typed: object) -> None:
    with pytest.raises(UserError):
        take(name, typed)


@pytest.mark.parametrize(
    ("name", "typed", "stored"), [("reach", "9.000", 9000), ("effort", "0,5", 0.5), ("confidence", "0,8", 0.8)]
)
def test_a_decimal_comma_is_read_where_the_style_has_one(name: str, typed: str, stored: float) -> None:
    assert take(name, typed, COMMA_DECIMAL) == stored


@pytest.mark.parametrize(
    ("name", "value", "shown", "edited"),
    [
        ("reach", 9000.0, "9,000", "9000"), ("reach", None, "", ""), ("impact", 3.0, "Massive", "3"),
        ("impact", 1.5, "1.5", "1.5"),
        ("confidence", 0.8, "80%", "80%"), ("confidence", 0.29, "29%", "29%"), ("confidence", 1.0, "100%", "100%"),
        ("effort", 0.5, "0.5", "0.5"), ("moscow", Moscow.WONT, "Won’t", "Won’t"), ("moscow", None, "", ""),
        ("labels", ("a", "b"), "a, b", "a, b"), ("due", date(2027, 1, 31), "2027-01-31", "2027-01-31"),
    ],
)  # fmt: skip
def test_what_is_shown(name: str, value: object, shown: str, edited: str) -> None:
    assert field(name).format(value, DOT_DECIMAL) == shown
    assert field(name).edit_text(value, DOT_DECIMAL) == edited


@given(st.sampled_from(FACTORS), st.just(0.0) | st.floats(1e-9, 100), styles)
def test_an_editor_opened_and_left_changes_nothing(name: str, number: float, style: NumberStyle) -> None:
    try:
        stored = take(name, number)
    except UserError:
        assert (name, number) == ("impact", 0)
        return
    assert take(name, field(name).edit_text(stored, style), style) == stored


@given(st.sampled_from(FACTORS), st.floats() | st.integers() | st.booleans() | st.text(max_size=6))
def test_what_is_stored_is_possible_and_stays_as_it_is(name: str, value: object) -> None:
    try:
        stored = take(name, value)
    except UserError:
        return
    assert stored is None or (math.isfinite(stored) and stored >= 0)
    assert stored != 0 or name in ("reach", "confidence")
    assert name != "confidence" or stored is None or stored <= 1
    assert field(name).validate(stored) == stored


@given(
    st.sampled_from(["massive", "high", "medium", "low", "minimal"]),
    st.sampled_from([str.upper, str.title, str.lower]),
)
def test_shown_impact_reads_back(step: str, case: Any) -> None:
    stored = take("impact", case(step))
    assert take("impact", field("impact").format(stored, DOT_DECIMAL)) == stored


@pytest.mark.parametrize("category", Moscow)
def test_shown_categories_read_back(category: Moscow) -> None:
    assert take("moscow", field("moscow").edit_text(category, DOT_DECIMAL)) is category


def test_units_follow_the_settings() -> None:
    settings = Settings(reach_period=ReachPeriod.YEAR, effort_unit=EffortUnit.POINTS)
    assert str(field("reach").unit(settings)) == "per year"
    assert str(field("effort").unit(settings)) == "story points"
    assert str(field("title").unit(settings)) == ""


def test_an_unknown_field_is_no_field() -> None:
    with pytest.raises(KeyError):
        field("velocity")


def test_the_editable_ones_of_many_items_are_those_that_each_may_be_edited() -> None:
    mixed = [Item(1, "A-1"), Item(2, "A-2", source_file="export.csv"), Item(3, "A-3")]
    for spec in FIELDS.values():
        assert list(spec.editable(mixed)) == [item for item in mixed if spec.may_edit(item)], spec.name
