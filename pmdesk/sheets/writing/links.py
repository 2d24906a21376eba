"""Links from the keys to the items' pages in their tracker."""

from __future__ import annotations

from collections.abc import Iterator

from pmdesk.sheets.writing.cells import in_attribute
from pmdesk.sheets.writing.content import WorkbookContent
from pmdesk.sheets.writing.layout import FIRST_ROW, Layout

# What Excel takes in one sheet, and in one address; above either it drops them, or repairs the file.
MOST_LINKS = 65_000
_LONGEST = 2_000
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class Links:
    """The addresses by the rows of the sheet."""

    def __init__(self, content: WorkbookContent, layout: Layout) -> None:
        self._letter = layout.letter("key")
        self._addresses: dict[int, str] = {}
        for place, row in enumerate(content.rows, FIRST_ROW):
            address = content.link_of(row.item)
            if address and len(address) <= _LONGEST and len(self._addresses) < MOST_LINKS:
                self._addresses[place] = address

    def has(self, row: int) -> bool:
        """Whether the key in a row of the sheet is a link."""
        return row in self._addresses

    def xml(self) -> str:
        """The links as they stand after the rows."""
        if not self._addresses:
            return ""
        links = "".join(f'<hyperlink ref="{self._letter}{row}" r:id="link{row}"/>' for row in self._addresses)
        return f'<hyperlinks xmlns:r="{_KIND}">{links}</hyperlinks>'

    def relations(self) -> Iterator[str]:
        """Where they lead to."""
        for row, address in self._addresses.items():
            target = in_attribute(address)
            yield (f'<Relationship Id="link{row}" Type="{_KIND}/hyperlink" Target="{target}" TargetMode="External"/>')
