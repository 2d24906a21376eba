"""What the reader process writes."""

from __future__ import annotations

from io import BytesIO

from pmdesk.domain.messages import Message
from pmdesk.sheets.reading import serving, wire
from pmdesk.sheets.reading.limits import Limits
from pmdesk.sheets.reading.serving import answer
from pmdesk.sheets.rows import TableHead
from tests.sheets.exports import EXPORTS


def answered(path, **given):
    """The exit code and what the lines hold."""
    out = BytesIO()
    code = answer(out, path, **given)
    return code, [wire.received(line) for line in out.getvalue().splitlines()]


def test_a_head_then_rows_then_their_count():
    code, (head, rows, count) = answered(EXPORTS / "jpd-rice-shapes.csv")
    assert code == 0
    assert isinstance(head, TableHead)
    assert len(rows) == count == 6


def test_why_there_is_no_table(tmp_path):
    code, (said,) = answered(tmp_path / "none.csv")
    assert code == 1
    assert isinstance(said, Message)
    assert str(said) == "There is no file “none.csv”."


def test_lines_stay_short_where_cells_are_long(tmp_path):
    path = tmp_path / "long.csv"
    path.write_text("Key,Summary\n" + "".join(f"A-{n},{'x' * (140_000 if n > 60 else 1)}\n" for n in range(100)))
    out = BytesIO()
    assert answer(out, path) == 0
    lines = out.getvalue().splitlines()
    assert max(map(len, lines)) < 1 << 20
    assert sum(len(found) for found in map(wire.received, lines) if isinstance(found, list)) == 100


def test_more_cells_than_there_may_be_are_refused():
    code, found = answered(EXPORTS / "cloud-en-1104x472.csv", limits=Limits(cells=100_000))
    assert code == 1
    assert str(found[-1]).startswith("“cloud-en-1104x472.csv” is too large to be read: it has more than 0 million")


def test_a_row_that_is_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(wire, "LONGEST_LINE", 100)
    code, found = answered(EXPORTS / "cloud-en.csv")
    assert (code, str(found[-1])) == (1, "Row 2 of “cloud-en.csv” is too long to be read.")


def test_memory_that_is_refused_is_told(monkeypatch):
    def starve(*_):
        raise MemoryError

    monkeypatch.setattr(serving, "open_table", starve)
    code, (said,) = answered(EXPORTS / "cloud-en.csv")
    assert code == 1
    assert str(said).startswith("“cloud-en.csv” is too large to be read: it takes more than 1024 MB of memory")
