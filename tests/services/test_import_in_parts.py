"""One backlog exported in parts that overlap: whatever the order, the newest of each issue, and nothing is lost."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

import pytest

from pmdesk.domain.records import Settings, StatusCategory
from pmdesk.services.checking import check
from pmdesk.services.importing import plan_import
from pmdesk.services.workspace import create_workspace
from tests.sheets.exports import by_key, read_export, table

PARTS = ("split-part1.csv", "split-part2-overlaps-30-newer-6.csv")
HEADER = "Issue key|Summary|Issue Type|Updated|Labels|Components|Votes"


@pytest.fixture(scope="module")
def parts():
    return {name: read_export(name) for name in PARTS}


@pytest.fixture
def backlog(tmp_path):
    made = create_workspace(tmp_path / "b.pmdesk", Settings())
    yield made
    assert check(made) == []
    made.close()


def items_after(backlog, *imports):
    for tables in imports:
        backlog.apply(plan_import(backlog, tables).change)
    return {item.key: item for item in backlog.items.values()}


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("names", list(permutations(PARTS)))
def test_two_parts_are_one_backlog(backlog, parts, names, together):
    tables = [parts[name] for name in names]
    items = items_after(backlog, tables) if together else items_after(backlog, *([one] for one in tables))
    assert len(items) == 300
    first, second = (by_key(parts[name]) for name in PARTS)
    newer = [
        key for key in first.keys() & second.keys() if second[key].values["updated"] > first[key].values["updated"]
    ]
    assert Counter(items[key].status_category for key in newer) == {
        StatusCategory.IN_PROGRESS: 5,
        StatusCategory.DONE: 1,
    }
    assert Counter(items[key].closed for key in newer) == {False: 5, True: 1}
    for key, row in first.items():
        if key not in newer:
            assert set(items[key].labels) == set(row.values["labels"])
            assert row.extra.items() <= items[key].extra.items()
    assert items_after(backlog, tables) == items


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("together", [True, False])
def test_a_list_that_one_part_cut_is_kept(backlog, order, together):
    row = ("A-1", "One", "Bug", "06/Sep/24 1:00 PM")
    whole = table(HEADER, (*row, "a", "x", "5"), ("A-2", "Two", "Bug", row[3], "b", "", "1"))
    part = table(HEADER, (*row, "", "", ""), ("A-3", "Three", "Bug", row[3], "c", "", ""))
    tables = [whole, part][::order]
    items = items_after(backlog, tables) if together else items_after(backlog, *([one] for one in tables))
    assert (items["A-1"].labels, items["A-1"].components, items["A-1"].extra) == (("a",), ("x",), {"Votes": "5"})


def test_a_label_that_was_taken_from_a_newer_issue_goes(backlog):
    rows = [("A-2", "Two", "Bug", "06/Sep/24 1:00 PM", "b", "", "1")]
    before = table(HEADER, ("A-1", "One", "Bug", "06/Sep/24 1:00 PM", "a", "x", "5"), *rows)
    after = table(HEADER, ("A-1", "One", "Bug", "07/Sep/24 1:00 PM", "", "y", ""), *rows)
    items = items_after(backlog, [before], [after])
    assert (items["A-1"].labels, items["A-1"].components, items["A-1"].extra) == ((), ("y",), {})
