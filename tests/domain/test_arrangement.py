"""Arrangements: what they admit, and how they are stored and come back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmdesk.domain.arrangement import FILTER_FIELDS, LAST_IMPORT, Arrangement, arrangement_of, field_values
from pmdesk.domain.records import Moscow
from tests.makers import make_item
from tests.strategies import full_items, words

chosen = st.dictionaries(st.sampled_from(FILTER_FIELDS), st.lists(words, min_size=1, max_size=3).map(tuple), max_size=3)
arrangements = st.builds(
    Arrangement,
    text=words,
    chosen=chosen,
    unscored=st.booleans(),
    sort=st.sampled_from(["", "title", "score", "rank"]),
    descending=st.booleans(),
    group_by=st.sampled_from(["", *FILTER_FIELDS]),
    last_import=st.sampled_from(["", *LAST_IMPORT]),
)
leaves = st.none() | st.booleans() | st.integers() | st.floats() | words
nonsense = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3))
NAMES = ("text", "chosen", "unscored", "sort", "descending", "group_by", "last_import")
half_sense = st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, nonsense)) | st.fixed_dictionaries(
    {"chosen": st.dictionaries(st.sampled_from(FILTER_FIELDS) | words, nonsense, max_size=3)}
)


@given(arrangements)
def test_what_is_stored_comes_back(arrangement: Arrangement) -> None:
    assert arrangement_of(json.loads(json.dumps(arrangement.plain()))) == arrangement


@given(nonsense | half_sense, full_items)
def test_nonsense_gives_an_arrangement_that_can_be_used_and_stored(stored: object, item: object) -> None:
    made = arrangement_of(stored)
    assert arrangement_of(json.loads(json.dumps(made.plain()))) == made
    assert made.admits(item) in (True, False)
    assert isinstance(made.words, tuple)
    assert made.filters in (True, False)


@pytest.mark.parametrize(
    "stored", [None, [], "text", 7, {}, {"group_by": "password"}, {"group_by": ["status"]}, {"last_import": ["new"]}]
)
def test_what_makes_no_sense_shows_everything(stored: object) -> None:
    assert arrangement_of(stored) == Arrangement()


@given(full_items, st.sampled_from(FILTER_FIELDS))
def test_an_item_is_admitted_by_each_of_its_values_and_by_no_other(item: object, name: str) -> None:
    for value in field_values(item, name):
        assert Arrangement().choosing(name, ["gone", value]).admits(item)
    assert not Arrangement().choosing(name, ["a value that no item has"]).admits(item)


def test_choosing_no_value_takes_the_filter_away() -> None:
    arrangement = Arrangement().choosing("status", ["Open", "Open", "Done"]).choosing("labels", [""])
    assert arrangement.chosen == {"status": ("Open", "Done"), "labels": ("",)}
    assert arrangement.filters
    assert not arrangement.choosing("status", []).choosing("labels", []).filters


def test_values_of_a_field() -> None:
    item = make_item(labels=("x", "y"), status="Open", moscow=Moscow.MUST)
    assert field_values(item, "labels") == ("x", "y")
    assert field_values(item, "status") == ("Open",)
    assert field_values(item, "moscow") == ("must",)
    assert [field_values(make_item(), name) for name in ("labels", "status", "moscow")] == [("",)] * 3


@pytest.mark.parametrize(
    ("text", "wanted"), [("  Pay  NOW ", ("pay", "now")), ("STRASSE ß", ("strasse", "ss")), (" ", ())]
)
def test_words_are_folded(text: str, wanted: tuple[str, ...]) -> None:
    assert Arrangement(text=text).words == wanted
    assert Arrangement(text=text).filters is bool(wanted)
