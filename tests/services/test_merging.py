"""Merging rows into items: who owns which field, and what counts as an update."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pytest

from pmdesk.domain.changes import Edit
from pmdesk.domain.records import ImportedValues, Item, Level, Moscow, Record, StatusCategory
from pmdesk.services.identity import IncomingRow, newest_of_each
from pmdesk.services.import_plan import Conflict, RowKind, Side
from pmdesk.services.merging import Merge, Merger
from tests.makers import counts_of, incoming, make_item, tracker_item

OLD, NEW = datetime(2024, 9, 6, 13, 55), datetime(2025, 1, 31, 8, 0)
DONE, TODO, UNKNOWN = StatusCategory.DONE, StatusCategory.TODO, StatusCategory.UNKNOWN


def merged(rows: Sequence[IncomingRow], items: Sequence[Item] = (), bases: Sequence[ImportedValues] = ()) -> Merge:
    """The merge of rows into items."""
    by_id = {item.id: item for item in items}
    new_ids, new_keys = range(1000, 1100), (f"PM-{number}" for number in range(1, 100))
    merger = Merger(by_id, {base.id: base for base in bases}, new_ids, new_keys)
    return merger.run(newest_of_each(rows))


def after(merge: Merge, items: Sequence[Item] = ()) -> list[Item]:
    """The items as the merge leaves them."""
    found: dict[int, Record | None] = {item.id: item for item in items}
    for one in merge.edits:
        if one.record_type == Item.TYPE:
            assert one.before == found.get(one.id)
            found[one.id] = one.after
    return [item for item in found.values() if isinstance(item, Item)]


def the_item(merge: Merge, item: Item) -> Item:
    """The one item as the merge leaves it."""
    (left,) = after(merge, [item])
    return left


def counts(merge: Merge) -> tuple[int, int, int]:
    """How many were created, updated, unchanged."""
    return counts_of(merge.rows)


class TestCreating:
    """A row that no item stands for becomes one."""

    def test_all_it_gives_is_taken(self) -> None:
        row = incoming("A-1", row=7, title="Pay", issue_id="7", level=Level.EPIC, labels=("x",), extra={"Votes": "3"})
        merge = merged([row])
        (item,) = after(merge)
        assert counts(merge) == (1, 0, 0)
        assert item == Item(
            1000, "A-1", "Pay", issue_id="7", level=Level.EPIC, labels=("x",), extra={"Votes": "3"},
            source_file="export.csv", source_row=7, tracker_order="00000007",
        )  # fmt: skip

    def test_its_shared_fields_are_the_base_of_the_next_merge(self) -> None:
        merge = merged([incoming(title="Pay", labels=("x",), status="Open")])
        assert merge.edits[1].after == ImportedValues(1000, title="Pay", labels=("x",))

    def test_a_row_without_shared_fields_has_no_base(self) -> None:
        assert [one.record_type for one in merged([incoming(status="Open")]).edits] == ["item"]

    def test_a_row_without_a_key_gets_one_of_our_own(self) -> None:
        rows = [incoming("", row=2, title="Pay"), incoming("", row=3, title="Ship")]
        assert {item.title: item.key for item in after(merged(rows))} == {"Pay": "PM-1", "Ship": "PM-2"}

    def test_an_item_made_here_is_never_met(self) -> None:
        ours = make_item(1, key="A-1")
        assert counts(merged([incoming("A-1")], [ours])) == (1, 0, 0)


class TestUpdating:
    """A row that stands for an item follows who owns which field."""

    def test_mirrored_fields_follow_the_file(self) -> None:
        item = tracker_item(1, status="Open", status_category=TODO, assignee="Ada", due=None, team="Web")
        row = incoming(status="Done", status_category=DONE, assignee="", resolution="Fixed", row=9, file="b.csv")
        left = the_item(merged([row], [item]), item)
        assert (left.status, left.status_category, left.resolution, left.assignee) == ("Done", DONE, "Fixed", "")
        assert (left.team, left.source_file, left.source_row) == ("Web", "b.csv", 9)

    def test_what_belongs_to_the_user_is_kept(self) -> None:
        scores: dict[str, Any] = {"reach": 9.0, "impact": 3.0, "confidence": 0.8, "effort": 2.0, "moscow": Moscow.MUST}
        texts = {"rationale": "because", "goal": "G1", "quarter": "Q1"}
        item = tracker_item(1, **scores, **texts, closed_by_user=False)
        theirs = {**dict.fromkeys(scores, 1.0), "moscow": Moscow.WONT, **dict.fromkeys(texts, "theirs")}
        left = the_item(merged([incoming(status="Done", **theirs)], [item]), item)
        assert {name: getattr(left, name) for name in (*scores, *texts)} == {**scores, **texts}
        assert left.closed_by_user is False
        assert left.status == "Done"

    def test_the_same_again_is_no_update(self) -> None:
        rows = [incoming("A-1", title="Pay", status="Open", updated=OLD, extra={"Votes": ("1", "2")})]
        first = merged(rows)
        again = merged(rows, after(first), [one.after for one in first.edits if one.record_type == "imported"])  # type: ignore[misc]
        assert counts(again) == (0, 0, 1)
        assert again.edits == []

    def test_an_absent_column_erases_nothing_and_an_empty_cell_does(self) -> None:
        item = tracker_item(1, labels=("x",), components=("web",), extra={"Votes": "1", "Team": "Web"})
        base = ImportedValues(1, labels=("x",))
        assert counts(merged([incoming(status="")], [item], [base])) == (0, 0, 1)
        row = IncomingRow("b.csv", 2, {"key": "SHOP-1", "labels": (), "components": ()}, {}, frozenset({"Votes"}))
        left = the_item(merged([row], [item], [base]), item)
        assert (left.labels, left.components, dict(left.extra)) == ((), (), {"Team": "Web"})

    def test_a_moved_issue_is_renamed_and_keeps_its_old_key(self) -> None:
        item = tracker_item(1, key="OLD-1", issue_id="7", reach=9.0)
        left = the_item(merged([incoming("NEW-1", issue_id="7")], [item]), item)
        assert (left.id, left.key, left.former_keys, left.reach) == (1, "NEW-1", ("OLD-1",), 9.0)
        back = the_item(merged([incoming("OLD-1", issue_id="7")], [left]), left)
        assert (back.key, back.former_keys) == ("OLD-1", ("NEW-1",))

    @pytest.mark.parametrize(
        ("values", "key"),
        [({}, "NEW-1"), ({"updated": OLD}, "NEW-1"), ({"updated": NEW}, "OLD-1"), ({"issue_id": "7"}, "OLD-1")],
    )
    def test_a_list_that_knows_only_a_former_key_renames_nothing(self, values: Mapping[str, Any], key: str) -> None:
        item = tracker_item(1, key="NEW-1", former_keys=("OLD-1",), issue_id="7", updated=OLD)
        merge = merged([incoming("OLD-1", status="Done", **values)], [item])
        left = the_item(merge, item)
        assert (left.key, left.status) == (key, "Done")
        assert merge.rows[0].key == key

    @pytest.mark.parametrize(
        ("known", "row", "created"),
        [
            ({"key": "PM-1", "title": "Ours"}, {"issue_id": "7", "title": "Theirs"}, 1),
            ({"key": "PM-1", "title": "Same"}, {"issue_id": "7", "title": "Same"}, 0),
            ({"key": "PM-1", "title": "Edited"}, {"issue_id": "7", "title": "As it came"}, 0),
            ({"key": "PM-1", "title": "Ours"}, {"title": "Theirs"}, 0),
            ({"key": "PM-1", "title": "Ours", "created": OLD}, {"issue_id": "7", "title": "Theirs"}, 0),
            ({"key": "PM-1", "title": "Ours", "issue_id": "7"}, {"issue_id": "7", "title": "Theirs"}, 0),
        ],
    )
    def test_a_key_of_our_own_is_not_the_trackers(
        self, known: Mapping[str, Any], row: Mapping[str, Any], created: int
    ) -> None:
        item, base = (
            tracker_item(1, **{"issue_id": "", "created": None, **known}),
            ImportedValues(1, title="As it came"),
        )
        merger = Merger({1: item}, {1: base}, [1000], iter(()), own_prefix="PM")
        merge = merger.run([incoming("PM-1", **row)])
        assert counts(merge)[0] == created
        assert (len(after(merge, [item])), len(merge.warnings)) == (1 + created, created)
        assert not created or after(merge, [item])[0] is item

    def test_two_new_issues_of_one_id_are_told(self) -> None:
        rows = [
            incoming("A-1", issue_id="7", created=OLD),
            incoming("B-1", issue_id="7", created=NEW, file="b.csv"),
            incoming("C-1", issue_id="8", created=NEW, file="b.csv"),
        ]
        merge = merged(rows)
        assert [item.key for item in after(merge)] == ["B-1", "C-1", "A-1"]
        assert [str(said) for said in merge.warnings] == [
            "A-1 has the issue id of B-1 but was created at another time; it was added as its own item."
        ]
        assert merged(rows, after(merge)).warnings == []

    def test_new_issues_of_two_sites_may_have_one_id(self) -> None:
        rows = [
            incoming("A-1", issue_id="7", site="a.example", created=OLD),
            incoming("B-1", issue_id="7", site="b.example", created=NEW),
        ]
        assert merged(rows).warnings == []

    def test_what_tells_the_issue_is_never_emptied(self) -> None:
        item = tracker_item(1, issue_id="7", site="https://a.example", title="Pay", created=OLD)
        row = incoming("", issue_id="7", site="", title="", created=None, status="Open")
        left = the_item(merged([row], [item], [ImportedValues(1, title="Pay")]), item)
        assert (left.key, left.issue_id, left.site, left.title) == ("SHOP-1", "7", "https://a.example", "Pay")
        assert (left.created, left.former_keys, left.status) == (OLD, (), "Open")

    def test_an_item_known_by_its_key_learns_its_id(self) -> None:
        item = tracker_item(1, issue_id="")
        assert the_item(merged([incoming(issue_id="7")], [item]), item).issue_id == "7"

    def test_two_rows_that_meet_in_one_item_are_one_update(self) -> None:
        item = tracker_item(1, key="OLD-1", issue_id="7", status="Open")
        rows = [
            incoming("NEW-1", issue_id="7", updated=NEW, status="Done"),
            incoming("OLD-1", updated=OLD, status="Doing", team="Web", file="old.html"),
        ]
        merge = merged(rows, [item])
        left = the_item(merge, item)
        assert (left.key, left.status, left.team) == ("NEW-1", "Done", "Web")
        assert counts(merge) == (0, 1, 0)
        assert len({(one.record_type, one.id) for one in merge.edits}) == len(merge.edits)

    def test_an_id_that_may_be_another_sites_is_asked_about(self) -> None:
        item = tracker_item(1, key="A-1", issue_id="7", created=OLD)
        merge = merged([incoming("B-1", issue_id="7", created=NEW, title="Theirs")], [item], [ImportedValues(1)])
        (line,) = merge.rows
        assert (line.kind, line.item_id, line.edits) == (RowKind.CONFLICT, 1, ())
        assert line.conflicts == (Conflict("created", None, OLD, NEW),)
        assert "B-1 has the issue id of A-1" in str(line.reason)
        (added, _), moved = line.answers[Side.MINE], line.answers[Side.THEIRS]
        assert (added.before, added.after and added.after.id) == (None, 1000)
        (renamed,) = (one.after for one in moved if isinstance(one.after, Item))
        assert (renamed.id, renamed.key, renamed.former_keys, renamed.created) == (1, "B-1", ("A-1",), NEW)


class TestSharedFields:
    """Title, description and labels merge three ways."""

    def left(self, base: str | None, mine: str, theirs: str) -> tuple[Merge, Item, list[Edit]]:
        """What a merge of titles leaves."""
        item = tracker_item(1, title=mine)
        merge = merged([incoming(title=theirs)], [item], [ImportedValues(1, title=base)])
        return merge, the_item(merge, item), [one for one in merge.edits if one.record_type == "imported"]

    def test_theirs_is_taken_and_the_base_follows(self) -> None:
        merge, item, bases = self.left("Pay", "Pay", "Pay by card")
        assert item.title == "Pay by card"
        assert [one.after for one in bases] == [ImportedValues(1, title="Pay by card")]
        assert counts(merge) == (0, 1, 0)

    def test_mine_is_kept_where_theirs_did_not_change(self) -> None:
        merge, item, bases = self.left("Pay", "Pay by card", "Pay")
        assert (item.title, bases, counts(merge)) == ("Pay by card", [], (0, 0, 1))

    def test_the_same_edit_on_both_sides_only_moves_the_base(self) -> None:
        merge, item, bases = self.left("Pay", "Pay by card", "Pay by card")
        assert (item.title, counts(merge)) == ("Pay by card", (0, 0, 1))
        assert [one.after for one in bases] == [ImportedValues(1, title="Pay by card")]

    def test_a_conflict_keeps_mine_and_is_said_until_it_is_settled(self) -> None:
        merge, item, bases = self.left("Pay", "Pay by card", "Pay by phone")
        assert (item.title, bases, counts(merge)) == ("Pay by card", [], (0, 0, 1))
        (line,) = merge.rows
        assert (line.kind, line.conflicts) == (
            RowKind.CONFLICT,
            (Conflict("title", "Pay", "Pay by card", "Pay by phone"),),
        )


class TestCategories:
    """A status category that the file leaves out comes from what is known of the status."""

    @pytest.mark.parametrize(
        ("values", "category"),
        [
            ({"status": "Closed"}, DONE),
            ({"status": "Closed", "status_category": UNKNOWN}, DONE),
            ({"status": "Closed", "status_category": TODO}, TODO),
            ({"status": "Open"}, TODO),
            ({"status": "Unheard of"}, UNKNOWN),
            ({}, TODO),
        ],
    )
    def test_of_an_item(self, values: Mapping[str, Any], category: StatusCategory) -> None:
        item = tracker_item(1, status="Open", status_category=TODO)
        others = [tracker_item(number, status="Closed", status_category=DONE) for number in (2, 3)]
        odd = tracker_item(4, status="Closed", status_category=TODO)
        items = [item, *others, odd]
        assert after(merged([incoming(**values)], items), items)[0].status_category is category

    def test_of_a_new_item(self) -> None:
        known = tracker_item(1, status="Closed", status_category=DONE)
        (item,) = after(merged([incoming("A-1", status="Closed")], [known]))
        assert item.status_category is DONE


class TestParents:
    """A parent is kept as a key."""

    def test_an_id_becomes_the_key_of_the_row_or_item_that_has_it(self) -> None:
        known = tracker_item(1, key="E-1", issue_id="7")
        rows = [incoming("A-1", issue_id="8", parent="7"), incoming("A-2", issue_id="9", parent="8")]
        rows.append(incoming("A-3", issue_id="10", parent="E-9"))
        found = {item.key: item.parent for item in after(merged(rows, [known]))}
        assert found == {"A-1": "E-1", "A-2": "A-1", "A-3": "E-9"}


class TestOlderRows:
    """What a file knows from before the backlog's own knowledge is left out."""

    def test_an_older_row_leaves_its_item_alone_and_is_said(self) -> None:
        item = tracker_item(1, status="Done", title="Pay by card", updated=NEW, tracker_order="00000009")
        row = incoming(issue_id="10001", status="Open", title="Pay", assignee="Ada", updated=OLD, row=7)
        merge = merged([row], [item], [ImportedValues(1, title="Pay by card")])
        said = "One issue is older in the files than in the backlog; it was left as it is."
        assert (counts(merge), merge.edits, list(map(str, merge.warnings))) == ((0, 0, 1), [], [said])

    def test_several_are_one_warning(self) -> None:
        items = [tracker_item(number, updated=NEW) for number in (1, 2)]
        rows = [incoming(f"SHOP-{number}", updated=OLD, status="Open", row=number) for number in (1, 2)]
        said = "2 issues are older in the files than in the backlog; they were left as they are."
        assert list(map(str, merged(rows, items).warnings)) == [said]

    @pytest.mark.parametrize(("known", "given_now"), [(OLD, OLD), (OLD, NEW), (None, OLD), (NEW, None)])
    def test_what_is_not_older_is_followed(self, known: datetime | None, given_now: datetime | None) -> None:
        item = tracker_item(1, status="Open", updated=known)
        merge = merged([incoming(status="Done", updated=given_now)], [item])
        assert (the_item(merge, item).status, merge.warnings) == ("Done", [])

    def test_an_older_key_of_a_parent_is_not_taken(self) -> None:
        epic = tracker_item(1, key="NEW-1", issue_id="7", updated=NEW)
        rows = [incoming("OLD-1", issue_id="7", updated=OLD), incoming("A-1", row=3, issue_id="8", parent="7")]
        assert after(merged(rows, [epic]), [epic])[1].parent == "NEW-1"


class TestSharedKeys:
    """Two items with one key are said."""

    def test_one_of_our_own_and_one_imported(self) -> None:
        (said,) = merged([incoming("PM-1", title="Theirs")], [make_item(1, key="PM-1")]).warnings
        assert str(said) == "PM-1 is now the key of more than one item, as the files give it to another issue."

    def test_several_are_one_warning_and_not_said_again(self) -> None:
        items = [tracker_item(number, key=f"S-{number}") for number in (1, 2)]
        merge = merged([incoming(f"S-{number}", row=number, issue_id=f"9{number}") for number in (1, 2)], items)
        assert ["2 keys are now those of more than one item" in str(said) for said in merge.warnings] == [True]
        assert merged([incoming("S-1", issue_id="91")], after(merge, items)).warnings == []
