"""A walk over the list before it is written: how wide its columns are, and what cells cannot hold of its texts."""

from __future__ import annotations

from pmdesk.domain.messages import Message
from pmdesk.sheets.writing.columns import Column
from pmdesk.sheets.writing.content import WorkbookContent
from pmdesk.sheets.writing.layout import Layout
from pmdesk.sheets.writing.texts import CellTexts

_PADDING = 3


class Survey:
    """What is known of all rows. `notes` tell what has to be changed in texts, for exporter and reader."""

    def __init__(self, content: WorkbookContent, layout: Layout) -> None:
        texts = CellTexts()
        for text in (content.settings.name, content.settings.vision):
            texts.fit(text)
        self._longest = {column.name: _longest(column, content, texts) for column in layout.columns}
        self.notes: tuple[Message, ...] = tuple(texts.notes())

    def width(self, column: Column) -> int:
        """The width of a column, in digits of the body font."""
        least, most = column.width
        return max(least, min(most, max(self._longest[column.name], len(column.header)) + _PADDING))


def _longest(column: Column, content: WorkbookContent, texts: CellTexts) -> int:
    """The length of the longest text or number; what is computed has its width."""
    if column.computed:
        return 0
    values = list(map(column.value, content.rows))
    found = [value for value in values if isinstance(value, str)]
    texts.fit_all(found)
    numbers = [value for value in values if isinstance(value, float)]
    return max([*map(len, found), len(f"{max(numbers, default=0):,.0f}")])
