"""Tables of any shape: read, or refused in one sentence; and variants of one export that are the same issues."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmdesk.domain.mapping import SCALES, ColumnMapping, DateOrder, FileMapping, Scale
from pmdesk.domain.messages import UserError
from pmdesk.domain.records import EffortUnit, Item, Settings
from pmdesk.domain.uses import uses_for
from pmdesk.sheets.dialects import propose, read_import
from tests.sheets.exports import raw_table, table

KNOWN = (
    "Summary|Issue key|Issue id|Issue Type|Status|Title|Labels|Sprint|Created|Reach|Effort|Impact|Confidence|MoSCoW"
    "|Priority|Story Points|Parent|Hours|Count||@x|Custom field (A)"
)
HEADERS = st.sampled_from(KNOWN.split("|"))
CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["", "A-1", "A-2", "1,5", "1.500", "06/09/2024", "31/Feb/24", "80%", "300%", "Summary", "Issue key"]
    ),
    st.sampled_from(
        ["Total", "=1+1", "'x", "com.x.Y@21c2fe6f", "High", "-1", "x" * 5000, "1" * 400, "9月", "²", "１２"]
    ),
    st.text(max_size=8),
    st.floats(allow_nan=True, allow_infinity=True),
    st.integers(min_value=-(10**20), max_value=10**20),
    st.booleans(),
    st.datetimes(),
)
ROWS = st.lists(st.lists(CELLS, max_size=8).map(tuple), max_size=8)
USES = st.sampled_from([use.name for use in uses_for("jira")])
FORMATS = st.sampled_from(["csv", "html", "xlsx"])


@st.composite
def column_mappings(draw, header):
    use = draw(USES)
    scale = draw(st.sampled_from(SCALES.get(use, (Scale.OWN,))))
    return ColumnMapping(header, use, scale, draw(st.sampled_from([1.0, 0.1, 12.0])))


@given(st.data(), st.lists(HEADERS, min_size=1, max_size=8), ROWS, FORMATS)
def test_any_table_is_proposed_and_read_or_refused_in_a_sentence(data, header, rows, format_name):
    raw = raw_table("|".join(header), *rows, format_name=format_name)
    settings = Settings(effort_unit=data.draw(st.sampled_from(EffortUnit)))
    try:
        mapping = propose(raw, (), settings).mapping
        columns = tuple(data.draw(column_mappings(column.header)) for column in mapping.columns)
        edited = FileMapping(
            columns, data.draw(st.sampled_from([None, *DateOrder])), data.draw(st.sampled_from(["", ",", "."]))
        )
        for one in (mapping, edited):
            for row in read_import(raw, one).rows:
                assert row.values.get("key") or row.values.get("title")
                Item(id=1, **{"key": "", **row.values, **row.scores}, extra=row.extra)
    except UserError as refused:
        said = str(refused)
    else:
        said = ""
    assert not said or said.startswith("“export.csv” ")


COLUMNS = {
    "Summary": ["One", "Two", "Three"],
    "Issue key": ["A-1", "A-2", "A-3"],
    "Issue id": ["101", "102", "103"],
    "Issue Type": ["Story", "Bug", "Epic"],
    "Status": ["Open", "Done", "Open"],
    "Created": ["06/Sep/24 1:55 PM", "07/Sep/24 1:55 PM", "08/Sep/24 12:00 AM"],
    "Labels": ["a", "", "b"],
    "Labels ": ["c", "", ""],
    "Custom field (Reach)": ["1200.0", "", "450.0"],
    "Votes": ["0", "1", "2"],
}
WANTED = table("|".join(COLUMNS), *zip(*COLUMNS.values(), strict=True)).rows
ABOVE = [("My filter",), ("Displaying 3 issues at 23/Nov/26 2:43 PM.",)]
BELOW = [("Generated at Mon Nov 23 14:43:00 UTC 2026 by Someone using Jira.",), ("Total",)]


def contents(imported):
    return [(dict(row.values), dict(row.extra), dict(row.scores)) for row in imported.rows]


def in_columns(names, padded=0):
    """The issues with the columns in this order, as rows of texts with the header first."""
    rows = [tuple(names), *zip(*(COLUMNS[name] for name in names), strict=True)]
    return [(*row, *[""] * padded) for row in rows]


@given(st.permutations(list(COLUMNS)), st.booleans(), st.booleans(), st.integers(0, 2))
def test_variants_of_one_export_are_the_same_issues(names, above, below, padded):
    # Lists are in the order of their columns.
    names = sorted(names, key=lambda name: name == "Labels ")
    rows = [*(ABOVE if above else []), *in_columns(names, padded), *(BELOW if below else [])]
    first, *rest = rows
    imported = table("|".join(first) if len(first) > 1 else f"{first[0]}|", *rest)
    assert contents(imported) == contents(replace(imported, rows=WANTED))
    assert imported.refused == ()


@given(st.permutations(list(COLUMNS)), st.integers(1, 2))
def test_two_exports_in_one_file_are_read_under_their_own_headers(names, split):
    names = sorted(names, key=lambda name: name == "Labels ")
    first = in_columns(list(COLUMNS))
    second = in_columns(names)
    imported = table("|".join(first[0]), *first[1 : 1 + split], second[0], *second[1 + split :])
    assert contents(imported) == contents(replace(imported, rows=WANTED))


@pytest.mark.parametrize(
    ("write", "kind"),
    [
        (lambda moment: moment.strftime("%d/%b/%y %I:%M %p"), "csv"),
        (lambda moment: moment.strftime("%Y-%m-%d %H:%M"), "xlsx"),
        (lambda moment: moment.strftime("%d.%m.%Y %H:%M"), "csv"),
        (lambda moment: moment.strftime("%m/%d/%Y %H:%M"), "csv"),
        (lambda moment: moment.strftime("%d-%m-%Y %H:%M"), "csv"),
        (lambda moment: moment, "xlsx"),
    ],
)
def test_dates_written_in_any_way_are_the_same(write, kind):
    moments = [datetime(2024, 9, 6, 13, 55), datetime(2024, 12, 24, 8, 5), datetime(2025, 1, 31)]
    rows = [(f"One {number}", f"A-{number}", "Bug", write(moment)) for number, moment in enumerate(moments)]
    imported = table("Summary|Issue key|Issue Type|Created", *rows, format_name=kind)
    assert [row.values["created"] for row in imported.rows] == moments
    assert imported.warnings == ()
