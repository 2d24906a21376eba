"""Scales and how a typed word finds a step."""

from __future__ import annotations

import pytest

from pmdesk.domain import scales
from pmdesk.domain.records import EffortUnit, Moscow, ReachPeriod
from pmdesk.domain.scales import CONFIDENCE, IMPACT, MOSCOW, Step


def test_the_steps_are_those_of_rice() -> None:
    assert [step.value for step in IMPACT] == [3, 2, 1, 0.5, 0.25]
    assert {step.name: step.value for step in CONFIDENCE} == {"high": 1, "medium": 0.8, "low": 0.5}
    assert [step.name for step in MOSCOW] == [category.value for category in Moscow]


@pytest.mark.parametrize(
    ("text", "scale", "name"),
    [
        ("high", IMPACT, "high"),
        (" HIGH ", IMPACT, "high"),
        ("hi", IMPACT, "high"),
        ("ma", IMPACT, "massive"),
        ("min", IMPACT, "minimal"),
        ("m", IMPACT, None),
        ("m", CONFIDENCE, "medium"),
        ("m", MOSCOW, "must"),
        ("highest", IMPACT, None),
        ("", IMPACT, None),
        ("2", IMPACT, None),
    ],
)
def test_a_word_or_its_only_prefix_finds_a_step(text: str, scale: tuple[Step, ...], name: str | None) -> None:
    found = scales.step_named(text, scale)
    assert (found and found.name) == name


def test_only_an_exact_value_is_a_step() -> None:
    found = scales.step_at(0.25, IMPACT)
    assert found is not None
    assert found.name == "minimal"
    assert scales.step_at(0.26, IMPACT) is None
    assert scales.step_at(None, IMPACT) is None


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Won’t", "wont"), ("won't", "wont"), ("Won't have this time", "wont"), ("Must have", "must"),
        ("w", "w"), ("Must be done", "Must be done"), ("", ""),
    ],
)  # fmt: skip
def test_categories_lose_apostrophes_and_what_follows_them(text: str, plain: str) -> None:
    assert scales.plain_category(text) == plain


def test_every_unit_and_category_has_a_label() -> None:
    assert set(scales.REACH_PERIODS) == set(ReachPeriod)
    assert set(scales.EFFORT_UNITS) == set(EffortUnit)
    assert [str(scales.moscow_label(category)) for category in Moscow] == ["Must", "Should", "Could", "Won’t"]


@pytest.mark.parametrize(
    ("number", "share"),
    [(80, 0.8), (29, 0.29), (57, 0.57), (100, 1), (1, 1), (0.8, 0.8), (0, 0)],
)
def test_more_than_one_is_per_cent(number: float, share: float) -> None:
    assert scales.fraction(number) == share
