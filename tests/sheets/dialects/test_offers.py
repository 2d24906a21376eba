"""Uses that are offered for headers that are nearly known, and columns that may hold titles."""

from __future__ import annotations

import pytest

from pmdesk.domain.mapping import EXTRA
from pmdesk.sheets.dialects.columns import columns_of
from pmdesk.sheets.dialects.offers import likely_titles, offers_for


def offers(header, use=EXTRA, taken=(), dialect="generic"):
    (column,) = columns_of([header], [""])
    return offers_for(column, use, taken, dialect)


@pytest.mark.parametrize(
    ("header", "first"),
    [
        ("Sumary", "title"),
        ("Summarry", "title"),
        ("Asignee", "assignee"),
        ("Prioritaet", "priority"),
        ("Descripton", "description"),
        ("Confidance", "confidence"),
        ("Business impact", "impact"),
        ("Reach (users)", "reach"),
        ("Story Pionts", "effort"),
    ],
)
def test_a_header_that_is_nearly_known_is_offered(header, first):
    assert offers(header)[0] == first


@pytest.mark.parametrize("header", ["", "Votes", "Environment", "X", "Something else entirely"])
def test_other_headers_offer_nothing(header):
    assert offers(header) == []


def test_what_another_column_is_already_is_not_offered_again_but_for_lists():
    assert offers("Sumary", taken={"title"}) == []
    assert offers("Lables", taken={"labels"}) == ["labels"]


def test_a_column_with_a_use_is_offered_no_other():
    assert offers("Sumary", use="description") == []


def test_trackers_name_their_own_columns():
    assert offers("Sumary", dialect="jira") == []
    assert offers("Customer Impact", dialect="jira") == ["impact"]


def test_titles_are_texts_of_some_words_mostly_different():
    titles = [f"Let people do thing {number}" for number in range(20)]
    notes = [f"{'A long story ' * 40}{number}" for number in range(20)]
    owners = ["Ann Lee", "Bob Ray"] * 10
    numbers = [float(number) for number in range(20)]
    assert likely_titles([numbers, owners, notes, titles])[0] == 3
    assert likely_titles([numbers, ["", "x"]]) == []
    assert likely_titles([]) == []
