"""Which columns are proposed as scores, in what scale and unit, and what is asked."""

from __future__ import annotations

import pytest

from pmdesk.domain.mapping import EXTRA, Asked, Scale
from pmdesk.domain.records import EffortUnit, ReachPeriod, Settings
from pmdesk.sheets.dialects import in_other_unit, propose
from tests.sheets.exports import raw_table

POINTS = Settings(effort_unit=EffortUnit.POINTS)


def proposed(columns, settings=None, dialect="generic"):
    """A proposal for columns of values given by header."""
    rows = list(zip(*columns.values(), strict=True))
    titles = {"Title": [f"T{number}" for number in range(len(rows))]}
    if dialect == "jira":
        titles = {"Summary": titles["Title"], "Issue key": [f"A-{number}" for number in range(len(rows))]}
        titles["Issue Type"] = ["Story"] * len(rows)
    header = "|".join([*titles, *columns])
    cells = zip(*titles.values(), *columns.values(), strict=True)
    return propose(raw_table(header, *cells), (), settings or Settings())


def mapped(proposal, skip=1):
    return [(one.mapping.use, one.mapping.scale, one.mapping.factor) for one in proposal.columns[skip:]]


def asked(proposal):
    return [(question.asked, question.columns) for question in proposal.questions]


@pytest.mark.parametrize(
    "header",
    [
        "Reach",
        "Custom field (Reach)",
        "Champs personnalisés (Portée)",
        "Benutzerdefinierte Felder (Reichweite)",
        "Campo personalizado (Alcance)",
        "Campo personalizzato (Portata)",
        "Пользовательское поле (Охват)",
        "Pole niestandardowe (Zasięg)",
        "カスタムフィールド (リーチ)",
        "自定义字段(覆盖)",
    ],
)
def test_scores_are_known_in_every_wrapper(header):
    found = proposed({header: ["100", "200"]}, dialect="jira")
    assert mapped(found, 3) == [("reach", Scale.OWN, 1.0)]


@pytest.mark.parametrize(
    ("values", "scale", "asks"),
    [
        (["1", "4", "5"], Scale.RATING_5, True),
        (["1.0", "2.0", "5.0"], Scale.RATING_5, True),
        (["1", "2", "3"], Scale.OWN, True),
        (["0.25", "2", "3"], Scale.OWN, False),
        (["0.25", "4", "3"], Scale.OWN, True),
        (["High", "Low", "2"], Scale.OWN, False),
        (["10", "40", "70"], Scale.OWN, True),
    ],
)
def test_the_scale_of_impact_is_told_by_its_values(values, scale, asks):
    found = proposed({"Impact": values})
    assert mapped(found) == [("impact", scale, 1.0)]
    assert asked(found) == ([(Asked.SCALE, (1,))] if asks else [])


@pytest.mark.parametrize(
    ("values", "scale", "asks"),
    [
        (["8", "10", "5"], Scale.RATING_10, True),
        (["1", "1", "0"], Scale.OWN, True),
        (["80", "100", "50"], Scale.OWN, False),
        (["0.8", "1", "0.5"], Scale.OWN, False),
        (["80%", "10", "8"], Scale.OWN, False),
        (["High", "8", "8"], Scale.OWN, False),
    ],
)
def test_whole_numbers_up_to_ten_are_asked_as_ratings_of_confidence(values, scale, asks):
    found = proposed({"Confidence": values})
    assert mapped(found) == [("confidence", scale, 1.0)]
    assert asked(found) == ([(Asked.SCALE, (1,))] if asks else [])


def test_a_column_of_other_values_is_kept_and_offered():
    found = proposed({"Impact": ["Significant / Large", "Minor", "Minor"], "Votes": ["1", "2", "3"]})
    assert mapped(found) == [(EXTRA, Scale.OWN, 1.0)] * 2
    assert [column.offers for column in found.columns[1:]] == [("impact",), ()]


@pytest.mark.parametrize(
    ("header", "values", "use"),
    [
        ("Impact", ["Significant / Large", "Minor", "Minor"], "impact"),
        ("Confidence", ["80%", "maybe", "?"], "confidence"),
        ("Effort", ["S", "M", "XL"], "effort"),
    ],
)
def test_a_column_with_the_name_of_a_score_that_holds_none_is_told(header, values, use):
    found = proposed({header: values})
    assert asked(found) == [(Asked.CHOICE, (1,))]
    assert str(found.questions[0].said) == (
        f"“{header}” has the name of a score, but too few of its values can be read as {header}; it is not taken over "
        "unless you pick it."
    )
    assert (mapped(found)[0][0], use in found.columns[1].offers) == (EXTRA, True)


def test_an_empty_column_is_offered():
    found = proposed({"Reach": ["", ""], "Effort": ["", ""]})
    assert (mapped(found), found.columns[1].offers) == ([(EXTRA, Scale.OWN, 1.0)] * 2, ("reach",))
    assert found.questions == ()


def test_of_two_columns_of_one_name_the_one_with_numbers_is_the_score():
    header = "Title|Impact|Impact"
    found = propose(raw_table(header, ("One", "Large", "3"), ("Two", "Small", "2")), (), Settings())
    assert mapped(found) == [(EXTRA, Scale.OWN, 1.0), ("impact", Scale.OWN, 1.0)]
    assert found.columns[1].offers == ("impact",)


def test_of_two_columns_of_numbers_the_user_picks():
    header = "Title|Impact|Impact"
    found = propose(raw_table(header, ("One", "2", "3"), ("Two", "3", "2")), (), Settings())
    assert mapped(found) == [(EXTRA, Scale.OWN, 1.0)] * 2
    assert asked(found) == [(Asked.CHOICE, (1, 2))]
    assert [column.offers for column in found.columns[1:]] == [("impact",)] * 2


@pytest.mark.parametrize(
    ("header", "period", "factor", "asks"),
    [
        ("Reach", ReachPeriod.QUARTER, 1.0, True),
        ("Reach per month", ReachPeriod.QUARTER, 3.0, True),
        ("Reach per year", ReachPeriod.QUARTER, 0.25, True),
        ("Reach per quarter", ReachPeriod.QUARTER, 1.0, False),
        ("Reach per month", ReachPeriod.YEAR, 12.0, True),
    ],
)
def test_reach_comes_into_the_backlogs_period(header, period, factor, asks):
    found = proposed({header: ["100"]}, Settings(reach_period=period))
    assert mapped(found) == [("reach", Scale.OWN, factor)]
    assert asked(found) == ([(Asked.UNIT, (1,))] if asks else [])


def test_an_effort_without_a_unit_is_taken_in_the_backlogs_and_said():
    found = proposed({"Effort": ["1", "2"]})
    assert mapped(found) == [("effort", Scale.OWN, 1.0)]
    assert [str(question.said) for question in found.questions] == [
        "“Effort” does not say its unit; it is taken as person-months, like the backlog’s effort."
    ]


def test_points_are_taken_only_by_a_backlog_in_points():
    columns = {"Custom field (Story Points)": ["3.0", "5.0"]}
    found = proposed(columns, dialect="jira")
    assert mapped(found, 3) == [(EXTRA, Scale.OWN, 1.0)]
    assert found.columns[3].offers == ("effort",)
    assert asked(found) == [(Asked.UNIT, (3,))]
    assert mapped(proposed(columns, POINTS, "jira"), 3) == [("effort", Scale.OWN, 1.0)]
    assert asked(proposed(columns, POINTS, "jira")) == []


def test_of_two_columns_of_points_the_filled_one_is_assumed():
    columns = {"Story Points": ["3", "5"], "Story point estimate": ["", ""]}
    assert [use for use, *_ in mapped(proposed(columns, POINTS))] == ["effort", EXTRA]
    columns["Story point estimate"] = ["2", ""]
    found = proposed(columns, POINTS)
    assert [use for use, *_ in mapped(found)] == [EXTRA, EXTRA]
    assert asked(found) == [(Asked.CHOICE, (1, 2))]
    assert "none is taken over until you pick one" in str(found.questions[0].said)


def test_the_column_of_the_fields_own_name_is_assumed_among_several():
    found = proposed({"Story Points": ["3"], "Effort": ["1"], "Original estimate": ["3600"], "Dev Effort": ["2"]})
    assert [use for use, *_ in mapped(found)] == [EXTRA, "effort", EXTRA, EXTRA]
    choice = found.questions[0]
    assert (choice.asked, sorted(choice.columns)) == (Asked.CHOICE, [1, 2, 3, 4])
    assert str(choice.said).endswith("“Effort” was assumed.")
    assert [column.offers for column in found.columns[1:]] == [("effort",), (), ("effort",), ("effort",)]


def test_seconds_are_never_taken_as_they_are():
    found = proposed({"Original estimate": ["3600", "7200"]}, POINTS)
    assert mapped(found) == [(EXTRA, Scale.OWN, 1.0)]
    assert asked(found) == [(Asked.UNIT, (1,))]


def test_a_unit_in_the_header_that_is_not_the_backlogs_is_not_taken():
    columns = {"Effort (person-months)": ["1", "2"]}
    assert mapped(proposed(columns))[0][0] == "effort"
    assert mapped(proposed(columns, POINTS))[0][0] == EXTRA


def test_a_header_that_only_resembles_the_efforts_is_not_said_to_be_in_another_unit():
    found = proposed({"Effort, person-months": ["1", "2"]})
    assert (mapped(found)[0][0], asked(found)) == (EXTRA, [(Asked.CHOICE, (1,))])
    assert (
        str(found.questions[0].said)
        == "“Effort, person-months” may be the Effort; it is not taken over unless you pick it."
    )


@pytest.mark.parametrize("values", [["High", "Medium"], ["Must", "Should"]])
def test_priority_is_never_taken_as_a_category_unasked(values):
    found = proposed({"Priority": values}, dialect="jira")
    assert mapped(found, 3) == [("priority", Scale.OWN, 1.0)]
    assert found.columns[3].offers == ("moscow",)


def test_categories_in_a_column_of_their_own_are_proposed():
    found = proposed({"MoSCoW": ["Must", "Won't have"]})
    assert (mapped(found), asked(found)) == ([("moscow", Scale.OWN, 1.0)], [])


@pytest.mark.parametrize(
    ("header", "settings", "other"),
    [
        ("Story Points", Settings(), True),
        ("Custom field (Story point estimate)", Settings(), True),
        ("Original estimate", Settings(), True),
        ("Effort", Settings(), False),
        ("Effort (person-months)", Settings(), False),
        ("Story Points", POINTS, False),
        ("Original estimate", POINTS, True),
        ("Person-months", POINTS, True),
    ],
)
def test_a_header_may_say_that_its_unit_is_another(header, settings, other):
    assert in_other_unit(header, settings) is other
