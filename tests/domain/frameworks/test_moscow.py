"""MoSCoW: category first, then RICE, then unscored."""

from __future__ import annotations

from itertools import pairwise

from pmdesk.domain.frameworks.moscow import FRAMEWORK
from pmdesk.domain.records import Moscow
from tests.makers import make_item, scored_item


def test_category_counts_before_score_and_scored_before_unscored() -> None:
    in_order = [
        item
        for category in Moscow
        for item in (
            scored_item(moscow=category, reach=9000.0),
            scored_item(moscow=category, reach=9.0),
            scored_item(moscow=category, reach=0.0),
            make_item(moscow=category),
        )
    ]
    merits = [FRAMEWORK.merit(item) for item in in_order]
    assert None not in merits
    assert all(better < worse for better, worse in pairwise(merits))  # type: ignore[operator]


def test_without_a_category_an_item_is_not_ranked() -> None:
    item = scored_item()
    assert FRAMEWORK.merit(item) is None
    assert FRAMEWORK.missing(item) == ("moscow",)


def test_a_category_is_all_it_needs() -> None:
    assert FRAMEWORK.missing(make_item(moscow=Moscow.WONT)) == ()
