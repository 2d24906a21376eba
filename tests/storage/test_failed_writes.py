"""What fails leaves the file as it was."""

from __future__ import annotations

import pytest

from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import UserError
from pmdesk.domain.records import ImportedValues, Item
from pmdesk.storage.backlog_file import BacklogFile
from pmdesk.storage.writing import CHUNK, Cancelled
from tests.makers import make_item
from tests.storage.files import LABEL, new, reopened


class TestFailures:
    """What fails leaves the file as it was, and ready for the next write."""

    @pytest.fixture
    def full(self, backlog_file: BacklogFile) -> BacklogFile:
        """A backlog with one item, on a disk that takes no more pages."""
        backlog_file.write(new(make_item(1)), actor="test")
        pages = backlog_file._run(lambda: backlog_file._pragma("PRAGMA page_count"))[0][0]
        self.limit(backlog_file, pages)
        return backlog_file

    def limit(self, opened: BacklogFile, pages: int) -> None:
        """How large the file may become."""
        opened._run(lambda: opened._pragma(f"PRAGMA max_page_count={pages}"))

    def check_only_first(self, opened: BacklogFile) -> None:
        """That nothing but the first item was ever written, and the next write succeeds."""
        assert len(opened.log.logged_edits()) == 1
        assert opened.integrity_faults() == []
        assert opened.write(new(make_item(7)), actor="test") == 2
        content = reopened(opened)
        assert [item.id for item in content.items] == [1, 7]
        assert content.last_item_id == 7

    def test_a_full_disk(self, full: BacklogFile) -> None:
        items = [make_item(number, description="words " * 1000) for number in range(2, 50)]
        with pytest.raises(UserError, match="The disk is full, so “shop.pmdesk” was not saved"):
            full.write(new(*items), actor="test")
        self.limit(full, 10_000)
        self.check_only_first(full)

    def test_cancelled_in_the_middle(self, backlog_file: BacklogFile) -> None:
        backlog_file.write(new(make_item(1)), actor="test")

        def cancel(done: int, total: int) -> None:
            raise Cancelled

        items = [make_item(number) for number in range(2, 2 * CHUNK)]
        with pytest.raises(Cancelled):
            backlog_file.write(new(*items), actor="test", progress=cancel)
        self.check_only_first(backlog_file)

    def test_an_item_that_is_there_already(self, backlog_file: BacklogFile) -> None:
        backlog_file.write(new(make_item(1)), actor="test")
        with pytest.raises(UserError, match="UNIQUE constraint failed"):
            backlog_file.write(new(make_item(5), make_item(1)), actor="test")
        self.check_only_first(backlog_file)

    @pytest.mark.parametrize("after", [None, make_item(99, title="Other")])
    def test_an_item_that_is_not_there(self, backlog_file: BacklogFile, after: Item | None) -> None:
        backlog_file.write(new(make_item(1)), actor="test")
        with pytest.raises(UserError, match="“shop.pmdesk” is damaged; save a copy and open that."):
            backlog_file.write(change(LABEL, [edit(make_item(99), after)]), actor="test")
        self.check_only_first(backlog_file)

    def test_imported_values_of_no_item(self, backlog_file: BacklogFile) -> None:
        backlog_file.write(new(make_item(1)), actor="test")
        with pytest.raises(UserError, match="FOREIGN KEY constraint failed"):
            backlog_file.write(change(LABEL, [edit(None, ImportedValues(99, title="Pay"))]), actor="test")
        self.check_only_first(backlog_file)

    def test_the_entry_of_a_change_that_is_not_there(self, backlog_file: BacklogFile) -> None:
        backlog_file.write(new(make_item(1)), actor="test")
        with pytest.raises(UserError, match="FOREIGN KEY constraint failed"):
            backlog_file.write(new(make_item(2)), actor="test", undoes_seq=99)
        self.check_only_first(backlog_file)

    @pytest.mark.parametrize("value", ["{", "5", '["a"'])
    def test_imported_values_that_make_no_sense(self, backlog_file: BacklogFile, value: str) -> None:
        backlog_file.write(new(make_item(1)), actor="test")
        backlog_file.write(change(LABEL, [edit(None, ImportedValues(1, title="Pay"))]), actor="test")
        backlog_file._run(lambda: backlog_file._pragma(f"UPDATE imported_value SET value='{value}'"))
        with pytest.raises(UserError, match="is damaged"):
            backlog_file.imported_values()
