"""What is no backlog, too new or damaged is refused with its own sentence, and not touched."""

from __future__ import annotations

import gzip
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import UserError, message
from pmdesk.domain.records import Settings
from pmdesk.storage import connecting
from pmdesk.storage.backlog_file import BacklogFile
from pmdesk.storage.header import SCHEMA_VERSION, check_header
from tests.makers import make_item

PAGE = 4096
NOT_A_BACKLOG = "“shop.pmdesk” is not a PMDesk backlog; it was left as it is."
DAMAGED = "“shop.pmdesk” is damaged and cannot be opened; it was left as it is."
CUT = "“shop.pmdesk” is cut short: {} % of it are there, as if copying it was broken off; it was left as it is."
ENCRYPTED = "“shop.pmdesk” is encrypted, so PMDesk cannot read it; decrypt it and open that. It was left as it is."


@pytest.fixture
def sound(backlog_path: Path) -> Path:
    """A closed backlog of many pages."""
    opened = BacklogFile.create(backlog_path, Settings())
    items = [make_item(number, description=f"{number} words " * 100) for number in range(1, 101)]
    opened.write(change(message("Items"), [edit(None, item) for item in items]), actor="test")
    opened.close()
    return backlog_path


def sql(*statements: str) -> Callable[[Path], None]:
    """What another program does to the file."""

    def run(path: Path) -> None:
        with sqlite3.connect(path) as connection:
            for statement in statements:
                connection.execute(statement)
        connection.close()

    return run


def replaced_by(content: bytes) -> Callable[[Path], None]:
    """Another content altogether."""
    return lambda path: path.write_bytes(content) and None


def foreign(path: Path) -> None:
    """Another program's SQLite file."""
    path.unlink()
    sql("CREATE TABLE song (name TEXT)")(path)


def cut(size: int | None = None) -> Callable[[Path], None]:
    """A copy that was broken off, by default in its middle."""
    return lambda path: path.write_bytes(path.read_bytes()[: size or path.stat().st_size // 2]) and None


def garbled(first_page: int) -> Callable[[Path], None]:
    """Noise from one page on."""

    def overwrite(path: Path) -> None:
        content = path.read_bytes()
        start = first_page * PAGE
        path.write_bytes(content[:start] + b"\xde\xad" * ((len(content) - start) // 2))

    return overwrite


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (replaced_by(b""), "“shop.pmdesk” is empty, so it is not a PMDesk backlog; it was left as it is."),
        (replaced_by(b"Issue key,Summary\nSHOP-1,Pay\n" * 50), NOT_A_BACKLOG),
        (replaced_by(b"SQLite"), NOT_A_BACKLOG),
        (foreign, NOT_A_BACKLOG),
        (
            sql(f"PRAGMA user_version={SCHEMA_VERSION + 1}"),
            "“shop.pmdesk” was made by a newer PMDesk; update PMDesk to open it. It was left as it is.",
        ),
        (sql("PRAGMA user_version=0"), DAMAGED),
        (replaced_by(random.Random(1).randbytes(20_000)), ENCRYPTED),
        (replaced_by(b"Salted__" + bytes(100)), ENCRYPTED),
        (replaced_by(gzip.compress(random.Random(1).randbytes(20_000))), NOT_A_BACKLOG),
        (cut(), CUT.format(50)),
        (cut(60), CUT.format(60)),
        (cut(PAGE), CUT.format(1)),
        (garbled(1), DAMAGED),
        (garbled(3), DAMAGED),
        (sql("DROP TABLE view_state"), DAMAGED),
        (sql("ALTER TABLE item RENAME TO other", "CREATE VIEW item AS SELECT * FROM other"), DAMAGED),
        (sql("ALTER TABLE view_state ADD COLUMN loud TEXT AS (upper(value))"), DAMAGED),
        (sql("DELETE FROM settings"), DAMAGED),
        (sql("UPDATE item SET moscow='maybe' WHERE id=7"), DAMAGED),
        (sql("UPDATE item SET extra='{' WHERE id=7"), DAMAGED),
        (sql("UPDATE item SET extra='[]' WHERE id=7"), DAMAGED),
        (sql("UPDATE item SET labels='5' WHERE id=7"), DAMAGED),
        (sql("UPDATE item SET created='yesterday' WHERE id=7"), DAMAGED),
        (sql("UPDATE change SET label='[]'"), DAMAGED),
        (sql("INSERT INTO view_state VALUES ('framework', 'rice')"), DAMAGED),
    ],
)
def test_it_is_refused_with_its_own_sentence_and_not_touched(
    sound: Path, harm: Callable[[Path], None], said: str
) -> None:
    harm(sound)
    content, touched = sound.read_bytes(), sound.stat().st_mtime_ns
    with pytest.raises(UserError) as refused:
        BacklogFile(sound)
    assert str(refused.value) == said
    assert (sound.read_bytes(), sound.stat().st_mtime_ns) == (content, touched)
    assert [path.name for path in sound.parent.iterdir()] == ["shop.pmdesk"]


def test_a_missing_last_page_is_noticed_before_connecting(sound: Path) -> None:
    check_header(sound)
    cut(sound.stat().st_size - PAGE)(sound)
    with pytest.raises(UserError, match="is cut short"):
        check_header(sound)


def test_the_unharmed_one_opens(sound: Path) -> None:
    opened = BacklogFile(sound)
    assert len(opened.content.items) == 100
    opened.close()


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no file"):
        BacklogFile(tmp_path / "missing.pmdesk")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_backlog(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a folder"):
        BacklogFile(tmp_path)


def test_a_file_where_a_folder_should_be_is_said(sound: Path) -> None:
    with pytest.raises(UserError, match="cannot be read: Not a directory"):
        BacklogFile(sound / "inner.pmdesk")


def test_another_program_that_uses_it_is_said(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "BUSY_SECONDS", 0.0)
    other = sqlite3.connect(sound, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(UserError, match="in use by another program"):
        BacklogFile(sound)
    other.close()
    BacklogFile(sound).close()
