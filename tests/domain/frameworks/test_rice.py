"""RICE: the score, what is missing, and the order of equal scores."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmdesk.domain.fields import FIELDS
from pmdesk.domain.frameworks import rice
from pmdesk.domain.messages import UserError
from tests.makers import make_item, scored_item

FACTORS = ("reach", "impact", "confidence", "effort")


@pytest.mark.parametrize(
    ("reach", "impact", "confidence", "effort", "score"),
    [(9000, 3, 0.8, 3, 7200), (500, 0.25, 0.5, 0.5, 125), (0, 3, 1, 1, 0), (100, 2, 0, 1, 0), (7, 1.5, 1, 2, 5.25)],
)
def test_score(reach: float, impact: float, confidence: float, effort: float, score: float) -> None:
    item = make_item(reach=reach, impact=impact, confidence=confidence, effort=effort)
    assert rice.score(item) == pytest.approx(score, rel=1e-12)
    assert rice.missing(item) == ()


@pytest.mark.parametrize("name", FACTORS)
def test_a_missing_factor_makes_unscored_and_is_named(name: str) -> None:
    item = scored_item(**{name: None})
    assert rice.score(item) is None
    assert rice.missing(item) == (name,)
    assert rice.FRAMEWORK.merit(item) is None


def test_an_effort_of_zero_is_not_estimated() -> None:
    item = scored_item(effort=0.0)
    assert rice.score(item) is None
    assert rice.missing(item) == ("effort",)


def test_all_missing_factors_are_named() -> None:
    assert rice.missing(make_item()) == FACTORS


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"reach": 101.0}, {}),
        ({"reach": 50.0, "confidence": 1.0}, {}),
        ({"reach": 50.0, "effort": 2.0}, {}),
        ({}, {"confidence": 0.25, "reach": 200.0}),
        ({"reach": 100.00001}, {}),
        ({"confidence": 1.0, "effort": 8.0}, {}),
    ],
)
def test_the_better_ranks_first(better: dict[str, Any], worse: dict[str, Any]) -> None:
    first, second = (rice.FRAMEWORK.merit(scored_item(**values)) for values in (better, worse))
    assert first is not None
    assert second is not None
    assert first < second


def test_scores_equal_to_ten_significant_digits_tie() -> None:
    assert rice.FRAMEWORK.merit(scored_item(reach=100.0 * (1 + 1e-12))) == rice.FRAMEWORK.merit(scored_item())


@given(st.dictionaries(st.sampled_from(FACTORS), st.floats(), min_size=4, max_size=4))
def test_no_possible_factors_overflow_the_score(values: dict[str, float]) -> None:
    try:
        stored = {name: FIELDS[name].validate(value) for name, value in values.items()}
    except UserError:
        return
    score = rice.score(make_item(**stored))
    assert score is None or (math.isfinite(score) and score >= 0)
