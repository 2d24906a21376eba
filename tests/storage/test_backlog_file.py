"""The one door: what is written is there."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import UserError, message
from pmdesk.domain.records import ImportedValues, Settings
from pmdesk.storage import loading
from pmdesk.storage.backlog_file import BacklogFile, Content
from pmdesk.storage.writing import CHUNK
from tests.makers import make_item
from tests.storage.files import LABEL, names_beside, new, reopened


def test_a_new_backlog_holds_its_settings_and_nothing_else(backlog_path: Path) -> None:
    settings = Settings(name="Shop", vision="Sell", key_prefix="SH", impact_meaning={"high": "a day"})
    created = BacklogFile.create(backlog_path, settings)
    assert created.content == Content(
        {"item": {}, "settings": {1: settings}, "baseline": {}, "last_import": {}}, (), {}, 0
    )
    assert reopened(created) == created.content


def test_create_makes_the_folders_on_the_way(tmp_path: Path) -> None:
    path = tmp_path / "some" / "where" / "shop.pmdesk"
    BacklogFile.create(path, Settings()).close()
    assert names_beside(path) == ["shop.pmdesk"]


def test_create_replaces_nothing(backlog_path: Path) -> None:
    backlog_path.write_text("mine")
    with pytest.raises(UserError, match="“shop.pmdesk” exists already"):
        BacklogFile.create(backlog_path, Settings())
    assert backlog_path.read_text() == "mine"
    assert names_beside(backlog_path) == ["shop.pmdesk"]


def test_create_says_where_nothing_can_be_made(backlog_path: Path) -> None:
    backlog_path.write_text("a file, no folder")
    with pytest.raises(UserError, match="could not be read or written"):
        BacklogFile.create(backlog_path / "inner" / "shop.pmdesk", Settings())


def test_create_takes_no_notice_of_a_log_left_by_a_backlog_that_is_gone(
    backlog_path: Path, held_copy: tuple[Path, Path]
) -> None:
    _, log = held_copy
    log.rename(backlog_path.with_name("shop.pmdesk-wal"))
    created = BacklogFile.create(backlog_path, Settings(name="New"))
    assert created.content.items == ()
    assert reopened(created).settings.name == "New"


def test_the_log_of_a_killed_process_is_read(held_copy: tuple[Path, Path]) -> None:
    opened = BacklogFile(held_copy[0])
    assert [item.id for item in opened.content.items] == [1]
    opened.close()
    assert not held_copy[1].exists()


def test_what_was_written_is_there(backlog_file: BacklogFile) -> None:
    first, second = make_item(1), make_item(2, labels=("a",), extra={"Votes": ("1", "2")})
    assert backlog_file.write(new(first, second), actor="test") == 1
    renamed = replace(first, title="Other", reach=0.1 + 0.2)
    assert backlog_file.write(change(LABEL, [edit(first, renamed), edit(second, None)]), actor="test") == 2
    content = reopened(backlog_file)
    assert content.items == (renamed,)
    assert [(entry.seq, str(entry.label), entry.undoes_seq) for entry in content.log] == [
        (1, "Reach of 2 items", None),
        (2, "Reach of 2 items", None),
    ]
    assert content.last_item_id == 2


def test_only_one_file_is_left_after_closing(backlog_file: BacklogFile) -> None:
    backlog_file.write(new(make_item()), actor="test")
    assert names_beside(backlog_file.path) == ["shop.pmdesk", "shop.pmdesk-wal", "shop.pmdesk.lock"]
    backlog_file.close()
    assert names_beside(backlog_file.path) == ["shop.pmdesk"]
    backlog_file.close()


def test_edits_are_logged_with_what_changed(backlog_file: BacklogFile) -> None:
    item = make_item(reach=1.0)
    backlog_file.write(new(item), actor="test")
    seq = backlog_file.write(change(LABEL, [edit(item, replace(item, reach=2.0))]), actor="test", undoes_seq=1)
    (logged,) = backlog_file.log.logged_edits(seq)
    assert (logged.record_type, logged.id) == ("item", 1)
    assert (logged.before, logged.after) == ({"reach": 1.0}, {"reach": 2.0})
    assert len(backlog_file.log.logged_edits()) == 2
    assert reopened(backlog_file).log[-1].undoes_seq == 1


def test_the_history_of_an_item_is_newest_first(backlog_file: BacklogFile) -> None:
    item, other = make_item(1), make_item(2)
    backlog_file.write(new(item, other), actor="command line")
    backlog_file.write(change(message("Rename"), [edit(item, replace(item, title="Other"))]), actor="you")
    history = backlog_file.log.item_history(1, limit=10)
    assert [(actor, str(label)) for _, actor, label, _ in history] == [
        ("you", "Rename"),
        ("command line", "Reach of 2 items"),
    ]
    assert history[0][3].after == {"title": "Other"}
    assert [time[-6:] for time, *_ in history] == ["+00:00", "+00:00"]
    assert len(backlog_file.log.item_history(1, limit=1)) == 1
    assert len(backlog_file.log.item_history(2, limit=10)) == 1


def test_imported_values_are_kept_by_item(backlog_file: BacklogFile) -> None:
    bases = [ImportedValues(1, title="Pay", labels=("a", "b")), ImportedValues(2, description="")]
    records = [make_item(1), make_item(2), *bases]
    backlog_file.write(change(LABEL, [edit(None, record) for record in records]), actor="test")
    assert backlog_file.imported_values() == {1: bases[0], 2: bases[1]}
    assert backlog_file.imported_values([2, 99]) == {2: bases[1]}
    assert backlog_file.imported_values(range(1, 40_000)) == {1: bases[0], 2: bases[1]}


def test_view_state_is_kept_without_an_entry_in_the_log(backlog_file: BacklogFile) -> None:
    backlog_file.save_view_state("columns", ["key"])
    backlog_file.save_view_state("columns", {"key": 80})
    content = reopened(backlog_file)
    assert content.view_state == {"columns": {"key": 80}}
    assert content.log == ()


def test_only_the_newest_entries_are_read(backlog_file: BacklogFile, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 5):
        backlog_file.write(new(make_item(number)), actor="test")
    monkeypatch.setattr(loading, "ENTRIES_KEPT_FOR_UNDO", 2)
    assert [entry.seq for entry in reopened(backlog_file).log] == [3, 4]


def test_progress_counts_to_the_end(backlog_file: BacklogFile) -> None:
    told: list[tuple[int, int]] = []
    items = [make_item(number) for number in range(1, CHUNK + 3)]
    backlog_file.write(new(*items), actor="test", progress=lambda done, total: told.append((done, total)))
    assert told == [(CHUNK, CHUNK + 2), (CHUNK + 2, CHUNK + 2)]


def test_no_thread_is_left(backlog_path: Path) -> None:
    BacklogFile.create(backlog_path, Settings()).close()
    with pytest.raises(UserError):
        BacklogFile(backlog_path.with_name("missing.pmdesk"))
    assert [thread.name for thread in threading.enumerate() if "backlog-file" in thread.name] == []
