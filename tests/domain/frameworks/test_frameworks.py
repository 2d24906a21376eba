"""The frameworks are found by name and keep to one interface."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmdesk.domain.frameworks import DEFAULT, Framework, frameworks
from pmdesk.domain.records import Item
from tests.strategies import listed_items

FOUND = frameworks()


def test_they_are_offered_in_their_order() -> None:
    assert list(FOUND) == ["rice", "moscow"]
    assert DEFAULT == "rice"
    assert all(framework.name == name for name, framework in FOUND.items())


@pytest.mark.parametrize("framework", FOUND.values(), ids=list(FOUND))
def test_their_texts_are_there(framework: Framework) -> None:
    assert all(map(str, (framework.label, framework.rule, framework.unranked_label)))
    assert framework.factors


@given(st.sampled_from(sorted(FOUND)), listed_items())
def test_an_item_is_ranked_exactly_when_nothing_is_missing(name: str, item: Item) -> None:
    framework = FOUND[name]
    missing = framework.missing(item)
    assert (framework.merit(item) is None) == bool(missing)
    assert set(missing) <= set(framework.factors)
