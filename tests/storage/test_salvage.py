"""What can be read of a damaged file is read, and what cannot is counted; the file stays as it is."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import message
from pmdesk.domain.records import ImportedValues, Item, Settings
from pmdesk.storage.backlog_file import BacklogFile
from pmdesk.storage.salvage import Salvaged, salvage
from tests.makers import scored_item

PAGE = 4096
COUNT = 200


@pytest.fixture
def sound(backlog_path: Path) -> Path:
    """A closed backlog of many pages: items that came, were edited, some deleted, and what the tracker gave."""
    opened = BacklogFile.create(backlog_path, Settings(name="Shop", vision="Pay on the day"))
    items = [scored_item(number, description=f"{number} words " * 60) for number in range(1, COUNT + 1)]
    bases = [ImportedValues(item.id, title=item.title, labels=("a",)) for item in items]
    opened.write(change(message("New"), [edit(None, one) for one in (*items, *bases)]), actor="test")
    for item in items[:5]:
        opened.write(change(message("Reach"), [edit(item, scored_item(item.id, reach=7.0))]), actor="test")
    opened.write(change(message("Gone"), [edit(one, None) for one in (bases[-1], items[-1])]), actor="test")
    opened.save_view_state("framework", "moscow")
    opened.close()
    return backlog_path


def items_of(found: Salvaged) -> dict[int, Item]:
    """The items that were read."""
    return {number: item for number, item in found.records[Item.TYPE].items() if isinstance(item, Item)}


def stored(path: Path) -> dict[int, Item]:
    """The items of a sound file."""
    with closing(BacklogFile(path, read_only=True)) as opened:
        return {item.id: item for item in opened.content.items}


def pages_of(path: Path, *tables: str) -> list[int]:
    """The leaf pages of some tables, counted from 0."""
    query = "SELECT pageno FROM dbstat WHERE name=? AND pagetype='leaf'"
    with closing(sqlite3.connect(path)) as connection:
        try:
            return [row[0] - 1 for table in tables for row in connection.execute(query, [table])]
        except sqlite3.OperationalError:
            pytest.skip("this SQLite tells nothing of pages")


def spoil(path: Path, pages: list[int]) -> None:
    """Write noise over some pages."""
    content = bytearray(path.read_bytes())
    for page in pages:
        content[page * PAGE : (page + 1) * PAGE] = random.Random(page).randbytes(PAGE)
    path.write_bytes(content)


def harm(path: Path, *statements: str) -> None:
    """What another program did."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_of_a_sound_file_all_is_read(sound: Path) -> None:
    found = salvage(sound)
    assert items_of(found) == stored(sound)
    assert (found.from_log, found.lost, found.unsettled, found.imported_lost) == (0, frozenset(), False, False)
    assert found.records[Settings.TYPE] == {1: Settings(name="Shop", vision="Pay on the day")}
    assert len(found.records[ImportedValues.TYPE]) == COUNT - 1
    assert found.records[ImportedValues.TYPE][1] == ImportedValues(1, "Item 1", None, ("a",))
    assert found.view_state == {"framework": "moscow"}


def test_items_of_lost_pages_come_from_the_log(sound: Path) -> None:
    whole, content = stored(sound), sound.read_bytes()
    spoil(sound, pages_of(sound, "item")[::2])
    touched = sound.read_bytes()
    found = salvage(sound)
    assert items_of(found) == whole
    assert 0 < found.from_log < COUNT
    assert found.lost == frozenset()
    assert sound.read_bytes() == touched != content
    assert [one.name for one in sound.parent.iterdir()] == ["shop.pmdesk"]


def test_what_neither_table_nor_log_holds_is_counted_as_lost(sound: Path) -> None:
    whole = stored(sound)
    spoil(sound, pages_of(sound, "item")[3:5] + pages_of(sound, "change_record"))
    found = salvage(sound)
    read = items_of(found)
    assert 0 < len(found.lost) < 20
    assert read == {number: item for number, item in whole.items() if number not in found.lost}


def test_a_lost_log_loses_no_item(sound: Path) -> None:
    whole = stored(sound)
    spoil(sound, pages_of(sound, "change_record", "change"))
    assert items_of(salvage(sound)) == whole


@pytest.mark.parametrize(
    "values",
    ["moscow='maybe'", "labels='{'", "created='yesterday'", "title=x'fffe41'", "extra='[]'", "level=''"],
)
def test_a_value_that_makes_no_sense_is_as_in_the_log(sound: Path, values: str) -> None:
    whole = stored(sound)
    if values.startswith("title"):
        harm(
            sound,
            "PRAGMA writable_schema=ON",
            "UPDATE sqlite_schema SET sql=replace(sql, 'STRICT', '') WHERE name='item'",
        )
    harm(sound, f"UPDATE item SET {values} WHERE id IN (3, 7)")
    found = salvage(sound)
    assert items_of(found) == whole
    assert found.from_log == 2


@pytest.mark.parametrize(
    ("statements", "unsettled", "imported_lost"),
    [
        (["DELETE FROM settings"], True, False),
        (["DROP TABLE settings"], True, False),
        (["DROP TABLE imported_value"], False, True),
        (["DROP TABLE item"], False, False),
        (["DROP TABLE view_state", "DROP TABLE baseline", "DROP TABLE last_import"], False, False),
        (["ALTER TABLE item DROP COLUMN rationale_effort"], False, False),
    ],
)
def test_whole_tables_may_be_missing(sound: Path, statements: list[str], unsettled: bool, imported_lost: bool) -> None:
    whole = stored(sound)
    harm(sound, "PRAGMA foreign_keys=OFF", *statements)
    found = salvage(sound)
    assert items_of(found) == whole
    assert (found.unsettled, found.imported_lost) == (unsettled, imported_lost)


@pytest.mark.parametrize(
    "ruin",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:60]),
        lambda path: spoil(path, [0]),
        lambda path: harm(path, "DROP TABLE item", "DROP TABLE change_record"),
    ],
)
def test_where_nothing_can_be_read_it_is_said(sound: Path, ruin: Callable[[Path], object]) -> None:
    ruin(sound)
    with pytest.raises(sqlite3.Error):
        salvage(sound)


def test_a_cut_file_gives_what_is_left(sound: Path) -> None:
    whole = stored(sound)
    content = sound.read_bytes()
    sound.write_bytes(content[: len(content) * 3 // 4])
    found = salvage(sound)
    read = items_of(found)
    assert read
    assert all(whole[number] == item for number, item in read.items() if number not in range(1, 6))
    assert set(whole) - set(read) <= found.lost


def test_the_log_of_a_killed_process_is_read_too(held_copy: tuple[Path, Path]) -> None:
    assert list(items_of(salvage(held_copy[0]))) == [1]


def test_a_log_of_another_file_does_no_harm(held_copy: tuple[Path, Path], sound: Path) -> None:
    path, _ = held_copy
    whole = stored(sound)
    path.write_bytes(sound.read_bytes())
    assert items_of(salvage(path)) == whole


@pytest.mark.parametrize("version", [1, 2])
def test_files_of_older_versions_are_read(tmp_path: Path, version: int) -> None:
    source = Path(__file__).parents[1] / "data" / "backlogs" / f"version-{version}.pmdesk"
    old = tmp_path / "shop.pmdesk"
    old.write_bytes(source.read_bytes())
    assert items_of(salvage(old)) == stored(old)


def test_whatever_bytes_are_flipped_it_ends_and_nothing_is_missing_uncounted(sound: Path) -> None:
    whole, content, good = stored(sound), sound.read_bytes(), 0
    for seed in range(12):
        chance, spoilt = random.Random(seed), bytearray(content)
        for _ in range(20):
            spoilt[chance.randrange(PAGE, len(content))] = chance.randrange(256)
        sound.write_bytes(spoilt)
        found = salvage(sound)
        read = items_of(found)
        assert len(set(read) & set(whole)) + len(found.lost & set(whole)) >= len(whole) - 1
        good += sum(whole.get(number) == item for number, item in read.items()) > COUNT * 3 // 4
    assert good >= 9
