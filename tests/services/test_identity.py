"""Which rows and items are one issue."""

from __future__ import annotations

from datetime import datetime
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmdesk.services.identity import (
    Identity,
    IncomingRow,
    Matcher,
    doubts,
    identity_of,
    newest_of_each,
    own_keys,
)
from tests.makers import incoming, tracker_item

OLD, NEW = datetime(2024, 9, 6, 13, 55), datetime(2025, 1, 31, 8, 0)


def identity(*keys: str, **values: Any) -> Identity:
    """An identity with these keys."""
    return Identity(**{"site": "", "issue_id": "", "created": None, **values, "keys": keys})


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (identity("A-1"), identity("A-1"), True),
        (identity("A-1"), identity("A-2"), False),
        (identity("A-1", "B-7"), identity("B-7"), True),
        (identity(), identity(), False),
        (identity("A-1", issue_id="7"), identity("A-1"), True),
        (identity("A-1", issue_id="7"), identity("A-1", issue_id="8"), False),
        (identity("A-1", issue_id="7"), identity("B-1", issue_id="7"), True),
        (identity("A-1", issue_id="7", created=OLD), identity("B-1", issue_id="7", created=OLD), True),
        (identity("A-1", issue_id="7", created=OLD), identity("B-1", issue_id="7"), True),
        (identity("A-1", issue_id="7", created=OLD), identity("B-1", issue_id="7", created=NEW), False),
        (identity("A-1", issue_id="7", created=OLD), identity("A-1", issue_id="7", created=NEW), True),
        (identity("A-1", issue_id="7", site="x"), identity("B-1", issue_id="7", site="x", created=NEW), True),
        (identity("A-1", issue_id="7", site="x"), identity("A-1", issue_id="7", site="y"), False),
        (identity("A-1", site="x"), identity("A-1", site="y"), False),
        (identity("A-1", site="x"), identity("A-1"), True),
    ],
)
def test_same_issue(one: Identity, other: Identity, same: bool) -> None:
    assert one.same_issue(other) is same
    assert other.same_issue(one) is same


class TestMatcher:
    """The matcher finds what was added, the closest first."""

    def matcher(self, *items: Any) -> Matcher[Any]:
        """A matcher over items."""
        found: Matcher[Any] = Matcher()
        for item in items:
            found.add(identity_of(item), item)
        return found

    def test_the_id_counts_before_the_key(self) -> None:
        moved = tracker_item(1, key="NEW-1", issue_id="7")
        other = tracker_item(2, key="OLD-1", issue_id="")
        assert self.matcher(other, moved).find(identity("OLD-1", issue_id="7")) is moved

    def test_a_key_counts_before_a_former_one(self) -> None:
        moved = tracker_item(1, key="NEW-1", former_keys=("OLD-1",))
        other = tracker_item(2, key="OLD-1")
        assert self.matcher(moved, other).find(identity("OLD-1")) is other
        assert self.matcher(moved).find(identity("OLD-1")) is moved

    def test_a_stranger_has_the_id_on_what_may_be_another_site(self) -> None:
        item = tracker_item(1, issue_id="7", created=OLD)
        same_id = identity("B-1", issue_id="7", created=NEW)
        assert self.matcher(item).find(same_id) is None
        assert self.matcher(item).stranger(same_id) is item
        assert self.matcher(tracker_item(1, issue_id="7", site="x")).stranger(
            identity("B-1", issue_id="7", site="y")
        ) is None  # fmt: skip


class TestNewestOfEach:
    """One row an issue, whatever the order of the files."""

    def test_the_newest_counts_and_what_it_lacks_stays(self) -> None:
        older = incoming(issue_id="7", updated=OLD, status="Open", labels=("a",), extra={"Votes": "1", "Old": "x"})
        newer = incoming(issue_id="7", updated=NEW, status="Done", file="b.csv", extra={"Votes": "2"})
        for rows in permutations([older, newer]):
            (row,) = newest_of_each(rows)
            assert row.values == {**older.values, **newer.values}
            assert row.values["labels"] == ("a",)
            assert row.extra == {"Votes": "2", "Old": "x"}
            assert row.file == "b.csv"

    def test_an_emptied_cell_is_not_an_absent_column(self) -> None:
        older = incoming(updated=OLD, assignee="Ada", extra={"Votes": "1"})
        newer = IncomingRow("b.csv", 2, {"key": "SHOP-1", "updated": NEW, "assignee": ""}, {}, frozenset({"Votes"}))
        (row,) = newest_of_each([newer, older])
        assert (row.values["assignee"], row.extra) == ("", {})

    def test_what_every_issue_has_is_never_emptied(self) -> None:
        older = incoming(updated=OLD, issue_id="7", title="Pay", site="x", created=OLD)
        newer = incoming(updated=NEW, issue_id="", title="", site="", created=None)
        assert [row.values["title"] for row in newest_of_each([newer, older])] == ["Pay"]
        assert newest_of_each([newer, older])[0].values["created"] == OLD
        assert newest_of_each([newer])[0].values == {"key": "SHOP-1", "updated": NEW}

    def test_a_row_without_an_id_is_the_one_with_its_key(self) -> None:
        csv = incoming(issue_id="7", updated=OLD, created=OLD)
        html = incoming(site="https://a.example", updated=OLD, file="a.html")
        assert all(len(newest_of_each(rows)) == 1 for rows in permutations([csv, html]))

    def test_one_id_at_two_sites_is_two_issues(self) -> None:
        first = incoming("A-1", issue_id="7", created=OLD)
        second = incoming("B-1", issue_id="7", created=NEW, file="b.csv")
        assert len(newest_of_each([first, second])) == 2

    def test_rows_without_key_and_id_are_issues_of_their_own(self) -> None:
        assert len(newest_of_each([incoming("", title="Pay"), incoming("", title="Pay")])) == 2

    @given(st.permutations([
        incoming("A-1", issue_id="7", updated=OLD, status="Open"),
        incoming("B-1", issue_id="7", updated=NEW, file="b.csv", status="Done"),
        incoming("B-1", updated=NEW, file="c.html", row=9, team="Web"),
        incoming("C-1", issue_id="8", updated=OLD),
    ]))  # fmt: skip
    def test_the_order_of_files_does_not_matter(self, rows: list[IncomingRow]) -> None:
        found = {row.values["key"]: (row.values.get("status"), row.values.get("team")) for row in newest_of_each(rows)}
        assert found == {"B-1": ("Done", "Web"), "C-1": (None, None)}

    @pytest.mark.parametrize(
        ("rows", "notes"),
        [
            (["1:Alpha", "2:Beta", "1:Alpha"], []),
            (
                ["1:Alpha", "2:Beta", "1:Gamma"],
                ["1 stands in lines 2 and 4 of “export.csv” with different titles; only line 4 was kept."],
            ),
            (
                ["1:A", "1:B", "1:C", "2:D", "2:E"],
                [
                    (
                        "2 keys in “export.csv” stand for rows with different titles, and only the last row of each "
                        "was kept; the first is 1 in lines 2 and 4."
                    )
                ],
            ),
            ([":A"], ["One row has neither an issue key nor an id, so importing it again adds it again."]),
            (
                [":A", ":B", "1:C", ":A"],
                ["3 rows have neither an issue key nor an id, so importing them again adds them again."],
            ),
        ],
    )
    def test_what_is_doubtful_is_said(self, rows: list[str], notes: list[str]) -> None:
        parts = [row.split(":") for row in rows]
        found = [incoming(key, row=line, title=title) for line, (key, title) in enumerate(parts, start=2)]
        assert list(map(str, doubts(found))) == notes

    def test_rows_of_two_files_or_with_ids_are_not_doubtful(self) -> None:
        one, other = incoming("1", title="Old", issue_id="7"), incoming("1", row=3, title="New", issue_id="7")
        assert list(doubts([one, other, incoming("1", file="b.csv", title="Newer")])) == []


def test_own_keys_go_on_behind_those_that_are_taken() -> None:
    assert next(own_keys("PM", ["PM-7", "PM-x", "PM-" + "9" * 5000])) == "PM-8"
