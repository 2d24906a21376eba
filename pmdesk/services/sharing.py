"""What is copied for other programs: a query for the tracker, a table for slides, mail and wiki pages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from pmdesk.domain.records import Item

_PLAIN_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]*-[0-9]+")
_ESCAPED = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"})
# Inline, for mail and wikis drop style sheets; the mso ones tell Excel what is text and what belongs in one cell.
_TABLE = "border-collapse:collapse;font-family:sans-serif;font-size:13px;color:#1A2330"
_CELL = "border:1px solid #E1E5EA;padding:4px 8px;vertical-align:top"
_HEADER = f"{_CELL};background:#F5F6F8;font-weight:600"
_TEXT = r"text-align:left;mso-number-format:'\@'"
_NUMBER = "text-align:right;white-space:nowrap"
_FORMULA_STARTS = frozenset("=+@")
_BREAK = '<br style="mso-data-placement:same-cell">'


@dataclass(frozen=True, slots=True)
class Jql:
    """A query in Jira's language, empty where no item is the tracker's; how many items it finds, how many it cannot."""

    text: str
    count: int
    left_out: int


def as_jql(items: Iterable[Item]) -> Jql:
    """The query that finds these items in the tracker; it does not know items made in PMDesk, nor those without a key.

    A key like `PROJ-123` stands as it is; any other is quoted. Syntax:
    https://support.atlassian.com/jira-software-cloud/docs/jql-operators/
    """
    all_items = list(items)
    known = [item.key for item in all_items if item.from_tracker and item.key]
    keys = list(dict.fromkeys(known))
    text = f"key in ({', '.join(map(_quoted, keys))})" if keys else ""
    return Jql(text, len(keys), len(all_items) - len(known))


def _quoted(key: str) -> str:
    return key if _PLAIN_KEY.fullmatch(key) else f'"{key.translate(_ESCAPED)}"'


def as_html_table(header: Sequence[str], rows: Iterable[Sequence[str]], right_aligned: Collection[int] = ()) -> str:
    """One table that needs nothing else. All texts are shown as they are: nothing in them is markup or a formula.

    `right_aligned` has the places of the columns that hold numbers.
    """
    head = _row("th", header, _HEADER, right_aligned)
    body = "\n".join(_row("td", row, _CELL, right_aligned) for row in rows)
    return (
        f'<meta charset="utf-8">\n<table style="{_TABLE}">\n'
        f"<thead>\n{head}\n</thead>\n<tbody>\n{body}\n</tbody>\n</table>\n"
    )


def _row(tag: str, texts: Sequence[str], style: str, right_aligned: Collection[int]) -> str:
    cells = (_cell(tag, text, style, place in right_aligned) for place, text in enumerate(texts))
    return f"<tr>{''.join(cells)}</tr>"


def _cell(tag: str, text: str, style: str, number: bool) -> str:
    """A number is for a spreadsheet to read, unless its column holds what it would take for a formula."""
    look = _NUMBER if number and text[:1] not in _FORMULA_STARTS else _TEXT
    shown = text if text.isalnum() else _escaped(text)
    return f'<{tag} style="{style};{look}">{shown}</{tag}>'


def _escaped(text: str) -> str:
    shown = escape(text)
    if "\n" in shown or "\r" in shown:
        return shown.replace("\r\n", "\n").replace("\r", "\n").replace("\n", _BREAK)
    return shown
