"""The reader process: what comes through, how it ends, and that nothing of it is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from io import BytesIO

import openpyxl
import pytest

from pmdesk.domain.messages import UserError
from pmdesk.sheets.reading import open_table, process
from pmdesk.sheets.reading.limits import Limits
from pmdesk.sheets.reading.process import Cancelled, read_table
from pmdesk.sheets.rows import RawTable
from tests.sheets.exports import EXPORTS
from tests.sheets.hostile import SHEET, with_part, workbook

READER = [
    sys.executable,
    "-c",
    "import sys; from pmdesk.sheets.reading.serving import serve; sys.exit(serve(sys.argv[1:]))",
]
HEAD = """print('{"head":["csv","",["Key"],[""],null,[],[],[],1]}', flush=True)"""


def child(code):
    """A command that runs `code` in place of the reader."""
    return [sys.executable, "-c", code]


@pytest.fixture(autouse=True)
def started(monkeypatch):
    """The children started in a test; all of them are dead at its end, and so are the threads."""
    children = []

    class Popen(subprocess.Popen):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            children.append(self)

    monkeypatch.setattr(process.subprocess, "Popen", Popen)
    yield children
    assert children
    assert all(one.poll() is not None for one in children)
    assert not [thread for thread in threading.enumerate() if thread.name == "reader-output"]


@pytest.mark.parametrize("name", ["cloud-en.csv", "cloud-en.xlsx", "cloud-en.html", "rice-sheet-by-hand.xlsx"])
def test_a_table_comes_through_as_it_is_read(name):
    head, rows = open_table(EXPORTS / name)
    assert read_table(EXPORTS / name, READER) == RawTable(EXPORTS / name, head, tuple(rows))


def test_numbers_that_are_none_are_empty_cells(tmp_path):
    path = tmp_path / "x.xlsx"
    changed = (b"</sheetData>", b'<row><c t="str"><v>A-9</v></c><c><v>1e999</v></c><c><v>2.5</v></c></row></sheetData>')
    path.write_bytes(with_part(workbook(), SHEET, lambda content: content.replace(*changed)))
    assert read_table(path, READER).rows[-1].cells == ("A-9", None, 2.5)


def test_progress_tells_the_rows_so_far():
    told = []
    raw = read_table(EXPORTS / "cloud-en-1104x472.csv", READER, progress=told.append)
    assert told == sorted(set(told))
    assert told[0] < 200
    assert told[-1] == 1104
    assert len(raw.rows) == 1104


def test_the_reader_imports_only_what_reading_needs():
    code = (
        "import sys; from pmdesk.sheets.reading.serving import serve; serve(sys.argv[1:]);"
        "heavy = ('PySide6', 'sqlalchemy', 'openpyxl', 'subprocess', 'logging', 'ctypes', 'pmdesk.domain.records');"
        "sys.exit(any(name.startswith(heavy) for name in sys.modules))"
    )
    done = subprocess.run([*child(code), EXPORTS / "cloud-en.html"], stdout=subprocess.DEVNULL, check=False)
    assert done.returncode == 0


def test_a_refused_file_is_a_users_error(tmp_path):
    path = tmp_path / "--empty.csv"
    path.touch()
    with pytest.raises(UserError) as refused:
        read_table(path, READER)
    assert refused.value.message.values == {"file": "--empty.csv"}
    assert str(refused.value) == "“--empty.csv” is empty."


@pytest.mark.logs_error
@pytest.mark.parametrize(
    "code",
    [
        "",
        HEAD,
        "raise SystemExit('boom')",
        "import os, signal; os.kill(os.getpid(), signal.SIGTERM)",
        "print('hello')",
        HEAD + """;print('{"end":3}')""",
        """print('{"end":0}')""",
    ],
)
def test_a_reader_that_fails_is_told_in_a_sentence(code, caplog):
    with pytest.raises(UserError, match="“cloud-en.csv” could not be read"):
        read_table(EXPORTS / "cloud-en.csv", child(code))
    assert "The reader of cloud-en.csv failed" in caplog.text


@pytest.mark.logs_error
def test_what_the_reader_complained_about_is_logged(caplog):
    with pytest.raises(UserError):
        read_table(EXPORTS / "cloud-en.csv", child("raise ZeroDivisionError('a fault of ours')"))
    assert "ZeroDivisionError: a fault of ours" in caplog.text


@pytest.mark.parametrize("code", ["import time; time.sleep(60)", HEAD + "; import time; time.sleep(60)"])
def test_a_reader_that_hangs_can_be_cancelled(code):
    asked = []
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        read_table(EXPORTS / "cloud-en.csv", child(code), cancelled=lambda: bool(asked.append(1)) or len(asked) > 3)
    assert time.monotonic() - begun < 5


def test_a_fault_in_the_callers_progress_leaves_no_child():
    def stumble(rows):
        raise RuntimeError("stumbled")

    with pytest.raises(RuntimeError, match="stumbled"):
        read_table(EXPORTS / "cloud-en-1104x472.csv", READER, progress=stumble)


def test_a_flood_of_complaints_does_not_block():
    flood = "import sys; sys.stderr.write('x' * 1_000_000);"
    rows = """print('{"rows":[]}'); print('{"end":0}')"""
    assert read_table(EXPORTS / "cloud-en.csv", child(flood + HEAD + ";" + rows)).rows == ()


def test_the_reader_gets_no_input():
    code = HEAD + """;import sys; sys.stdin.read(); print('{"end":0}')"""
    assert read_table(EXPORTS / "cloud-en.csv", child(code)).rows == ()


@pytest.mark.logs_error
def test_a_reader_that_is_killed_half_way_is_told_in_a_sentence(started):
    def kill(rows):
        os.kill(started[-1].pid, signal.SIGTERM)

    with pytest.raises(UserError, match="“cloud-en-1104x472.csv” could not be read: its reader ended half-way"):
        read_table(EXPORTS / "cloud-en-1104x472.csv", READER, progress=kill)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere other means hold memory")
def test_a_reader_that_needs_too_much_memory_is_told_so():
    code = "from pmdesk.sheets.reading.limits import confine; confine(); b'x' * (1 << 30)"
    with pytest.raises(UserError, match="“cloud-en.csv” is too large to be read: it takes more than 1024 MB"):
        read_table(EXPORTS / "cloud-en.csv", child(code))


@pytest.mark.parametrize(
    ("code", "limits"),
    [
        (HEAD + "; import time; time.sleep(60)", Limits(silence=0.3)),
        (f"import time\nwhile True: {HEAD}; time.sleep(0.01)", Limits(time=0.3)),
    ],
)
def test_a_reader_that_takes_too_long_is_ended(code, limits):
    begun = time.monotonic()
    with pytest.raises(UserError, match="“cloud-en.csv” could not be read within 0 seconds"):
        read_table(EXPORTS / "cloud-en.csv", child(code), limits=limits)
    assert time.monotonic() - begun < 5


@pytest.mark.logs_error
def test_a_line_without_end_is_not_collected(monkeypatch):
    monkeypatch.setattr(process.wire, "LONGEST_LINE", 1000)
    with pytest.raises(UserError, match="its reader ended half-way"):
        read_table(EXPORTS / "cloud-en.csv", child("while True: print('x' * 10_000, end='')"))


def test_the_reader_waits_while_the_app_is_busy():
    told = []

    def dawdle(rows):
        told.append(rows)
        time.sleep(0.01)

    assert len(read_table(EXPORTS / "cloud-en-1104x472.csv", READER, progress=dawdle).rows) == 1104
    assert told[-1] == 1104


def test_rows_of_other_sheets_are_told_apart(tmp_path):
    path = tmp_path / "own.xlsx"
    path.write_bytes(own_workbook())
    found = read_table(path, READER)
    assert [row.cells for row in found.rows] == [("A-1", "One")]
    assert [row.cells[0] for row in found.beside["PMDesk data"]] == ["format", "id", 7]


@pytest.mark.logs_error
def test_less_rows_than_were_told_are_no_table(tmp_path):
    code = """print('{"head":["csv","",["Key"],[""],null,[],[],[["S",1]],1]}'); print('{"end":0}')"""
    with pytest.raises(UserError):
        read_table(tmp_path / "x.xlsx", child(code))


def own_workbook():
    """The bytes of a workbook as PMDesk writes it, but for its looks."""
    book = openpyxl.Workbook()
    for row in (["Key", "Title"], ["A-1", "One"]):
        book.active.append(row)
    data = book.create_sheet("PMDesk data")
    for row in (["format", 1], [], ["id", "title"], [7, "One"]):
        data.append(row)
    data.sheet_state = "veryHidden"
    written = BytesIO()
    book.save(written)
    return written.getvalue()
