"""The ranked list as values."""

from __future__ import annotations

import pytest

from pmdesk.domain.records import Level, Moscow
from pmdesk.services import listing
from pmdesk.services.workspace import Workspace
from tests.makers import make_item, put, scored_item


@pytest.fixture
def listed(workspace: Workspace) -> Workspace:
    """A backlog with an item in every group."""
    put(
        workspace,
        make_item(1, key="U-1", reach=5.0),
        scored_item(2, key="R-2", reach=9000.0, impact=3.0, confidence=0.8, effort=3.0),
        scored_item(3, key="R-1", moscow=Moscow.WONT),
        scored_item(4, key="E-1", level=Level.EPIC),
        scored_item(5, key="C-1", closed_by_user=True),
    )
    return workspace


def test_every_item_stands_in_the_order_of_the_list(listed: Workspace) -> None:
    rows = listing.ranked_rows(listed)
    assert [(row["key"], row["rank"], row["excluded"]) for row in rows] == [
        ("R-2", 1, None),
        ("R-1", 2, None),
        ("U-1", None, None),
        ("E-1", None, "level"),
        ("C-1", None, "closed"),
    ]


def test_a_ranked_item_has_all_its_values(listed: Workspace) -> None:
    row = listing.ranked_rows(listed)[0]
    assert row == {
        "rank": 1, "key": "R-2", "title": "Item 2", "reach": 9000.0, "impact": 3.0, "confidence": 0.8,
        "effort": 3.0,
        "score": pytest.approx(7200), "moscow": None, "missing": [], "excluded": None,
    }  # fmt: skip


def test_an_unscored_item_says_what_is_missing(listed: Workspace) -> None:
    row = listing.ranked_rows(listed)[2]
    assert (row["score"], row["missing"]) == (None, ["impact", "confidence", "effort"])


def test_what_is_out_of_play_has_no_score_and_misses_nothing(listed: Workspace) -> None:
    assert [(row["score"], row["missing"]) for row in listing.ranked_rows(listed)[3:]] == [(None, []), (None, [])]


def test_another_framework_may_be_asked_for(listed: Workspace) -> None:
    rows = listing.ranked_rows(listed, "moscow")
    assert [(row["key"], row["rank"], row["missing"]) for row in rows[:3]] == [
        ("R-1", 1, []),
        ("R-2", None, ["moscow"]),
        ("U-1", None, ["moscow"]),
    ]
    assert listed.framework.name == "rice"
    listed.set_framework("moscow")
    assert listing.ranked_rows(listed) == rows


def test_values_as_the_terminal_shows_them(listed: Workspace) -> None:
    row = listing.ranked_rows(listed, "moscow")[0]
    shown = [listing.printed(row, column) for column in listing.COLUMNS]
    assert shown == ["1", "R-1", "Item 3", "100", "High", "50%", "4", "25", "Won’t"]
    empty = [listing.printed(listing.ranked_rows(listed)[2], column) for column in listing.COLUMNS]
    assert empty == ["", "U-1", "Item 1", "5", "", "", "", "", ""]


def test_the_counts_in_a_sentence(listed: Workspace) -> None:
    assert str(listing.counts_line(listed)) == "2 ranked, 1 not yet, 1 of other levels, 1 closed."
    assert str(listing.counts_line(listed, "moscow")) == "1 ranked, 2 not yet, 1 of other levels, 1 closed."
