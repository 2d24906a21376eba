"""CSV and its relatives: any of four delimiters, huge cells, newlines in cells, rows of the wrong length."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice, pairwise

from pmdesk.domain.formula_guard import unguarded
from pmdesk.domain.messages import Message, UserError, message
from pmdesk.domain.numbers import DOT_DECIMAL
from pmdesk.sheets.own_csv import is_own
from pmdesk.sheets.reading.text import Text
from pmdesk.sheets.rows import RawRow, TableHead

DELIMITERS = (",", ";", "\t", "|")
_SIGNS = re.compile(r'["\r\n,;\t|]')
# The header stands in one of this many lines, whatever is above it.
_DEPTH = 60
# Python's own limit of 131,072 characters is less than Jira's longest cells; this fits a C long everywhere.
_LONGEST_CELL = 2**31 - 1


def open_csv(file: str, text: Text) -> tuple[TableHead, Iterator[RawRow]]:
    """The table in a CSV text and its rows; `file` is the base name for messages."""
    csv.field_size_limit(_LONGEST_CELL)
    body, declared, skipped = _without_separator_line(text.text)
    delimiter = declared or delimiter_of(body)
    records = _records(body, delimiter, skipped, file)
    _, first = next(records, (0, []))
    if not first:
        raise UserError(message("“{file}” is empty.", file=file))
    header = tuple(cell.strip() for cell in first)
    if is_own(header):
        header, records = tuple(map(unguarded, header)), _unguarded(records)
    notes = (*text.notes, *_quote_notes(body, file))
    # Where commas part the cells, the system that wrote the file does not part decimals with them.
    style = DOT_DECIMAL if delimiter == "," else None
    head = TableHead("csv", "", header, ("",) * len(header), style, notes)
    return head, _rows(records, len(header), file)


def delimiter_of(text: str) -> str:
    """The candidate that stands most often outside quotes in the header record, else a comma.

    The header is the first record that has as many of them as the next one, for a title above it may have some; else
    the first that has any. A sniffer is not to be trusted here: it takes the spaces of a German file for delimiters.
    """
    counted = [counts for counts in islice(_counts(text), _DEPTH) if counts]
    agreed = (one for one, other in pairwise(counted) if other[_most(one)] == one[_most(one)])
    return _most(next(agreed, counted[0] if counted else Counter()))


def _most(counts: Counter[str]) -> str:
    return max(DELIMITERS, key=lambda delimiter: counts[delimiter])


def _counts(text: str) -> Iterator[Counter[str]]:
    """How often each candidate stands outside quotes, record by record."""
    counts: Counter[str] = Counter()
    quoted = False
    for found in _SIGNS.finditer(text):
        sign = found[0]
        if sign == '"':
            quoted = not quoted
        elif not quoted and sign in DELIMITERS:
            counts[sign] += 1
        elif not quoted:
            yield counts
            counts = Counter()
    yield counts


def _without_separator_line(text: str) -> tuple[str, str, int]:
    """The text after a first line `sep=;`, the delimiter declared there or none, and the lines skipped."""
    first, newline, rest = text.partition("\n")
    line = first.strip("\r")
    if newline and len(line) == 5 and line.lower().startswith("sep="):
        return rest, line[4], 1
    return text, "", 0


def _records(text: str, delimiter: str, line: int, file: str) -> Iterator[tuple[int, list[str]]]:
    """Records with anything in them, each with the line on which it starts; `line` lines came before."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    start = line + 1
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield start, cells
            start = line + reader.line_num + 1
    except csv.Error as error:
        said = "“{file}” could not be read beyond line {line}: {reason}."
        raise UserError(message(said, file=file, line=start, reason=str(error))) from error


def _unguarded(records: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Records of PMDesk's own without the apostrophes that keep their texts from being run."""
    for line, cells in records:
        yield line, [unguarded(cell) for cell in cells]


def _rows(records: Iterator[tuple[int, list[str]]], width: int, file: str) -> Iterator[RawRow]:
    for line, cells in records:
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        problem = None if len(cells) == width else _ragged(file, line, len(cells), width)
        yield RawRow(line, tuple(cells), problem)


def _ragged(file: str, line: int, count: int, width: int) -> Message:
    said = "Line {row} of “{file}” has {cells} cells where the header has {columns}."
    return message(said, row=line, file=file, cells=count, columns=width)


def _quote_notes(text: str, file: str) -> tuple[Message, ...]:
    if text.count('"') % 2 == 0:
        return ()
    said = "A quotation mark in “{file}” is never closed: the last rows may be read as one."
    return (message(said, file=file),)
