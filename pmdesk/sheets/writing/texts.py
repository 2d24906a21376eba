"""Texts as a cell can hold them: never a formula, no character that XML forbids, not too long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pmdesk.domain.messages import Message, message

CELL_LIMIT = 32_767
REPLACEMENT = "\ufffd"
CUT_MARK = " … [cut]"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_SUSPECT = re.compile(f"{_FORBIDDEN.pattern}|\r|_x")
_SURELY_FITS, _ESCAPE_LENGTH = CELL_LIMIT // 2, len("x005F_")
_HEADER_LIMIT = 200
_READ_AS_OTHER = re.compile(r"\s*[=+\-@'\t\r\n]|[\d\s.,:/%eE-]+\Z|(?:true|false)\Z", re.IGNORECASE)


def needs_quote(text: str) -> bool:
    """Whether a spreadsheet would take the text for something else once somebody edits its cell."""
    return _READ_AS_OTHER.match(text) is not None


class CellTexts:
    """Fits texts into cells and counts what had to be changed for it: characters replaced, texts cut."""

    def __init__(self) -> None:
        self.replaced = 0
        self.cut = 0

    def fit(self, text: str) -> str:
        """The text as the file holds it; what only looks like an `_x0041_` escape is escaped itself.

        Office Open XML part 1, 22.9.2.19 (ST_Xstring). The limit counts UTF-16 units, as Excel does.
        """
        if len(text) <= _SURELY_FITS and _SUSPECT.search(text) is None:
            return text
        return _ESCAPE_LIKE.sub("_x005F_", self.shown(text))

    def fit_all(self, texts: Sequence[str]) -> None:
        """Count what has to be changed in many texts; most need nothing, which is seen at once."""
        longest = max(map(len, texts), default=0)
        if longest > _SURELY_FITS or _SUSPECT.search("\n".join(texts)):
            for text in texts:
                self.fit(text)

    def shown(self, text: str) -> str:
        """The text as its cell shows it; counts what had to be changed. Escapes take their room, too."""
        lines = text.replace("\r\n", "\n").replace("\r", "\n")
        allowed, found = _FORBIDDEN.subn(REPLACEMENT, lines)
        self.replaced += found
        limit = CELL_LIMIT - _ESCAPE_LENGTH * len(_ESCAPE_LIKE.findall(allowed[:CELL_LIMIT]))
        units = allowed.encode("utf-16-le")
        if len(units) <= 2 * limit:
            return allowed
        self.cut += 1
        return units[: 2 * (limit - len(CUT_MARK))].decode("utf-16-le", errors="ignore") + CUT_MARK

    def notes(self) -> Iterator[Message]:
        """What had to be changed, for whoever exports and whoever reads."""
        if self.replaced:
            yield message(
                "{count} characters that a workbook cannot hold were replaced by “�”.",
                one="One character that a workbook cannot hold was replaced by “�”.",
                count=self.replaced,
            )
        if self.cut:
            yield message(
                "{count} texts were cut at 32,767 characters, the most that a cell holds.",
                one="One text was cut at 32,767 characters, the most that a cell holds.",
                count=self.cut,
            )


def set_text(cell: Any, text: str) -> None:
    """Put a text into an openpyxl cell as text, whatever it looks like; an empty one empties the cell."""
    cell.value = text or None
    if text:
        cell.data_type = "s"


def cell_header(name: str) -> str:
    """A column's name as a table's header can hold it: in one line, not empty, not too long."""
    line = " ".join(CellTexts().shown(name).split())
    return line[:_HEADER_LIMIT] or "Column"
