"""Jira's HTML exports (`.html`, and `.xls` that is HTML): `table#issuetable`, in whatever language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import urlsplit

from lxml import etree, html

from pmdesk.domain.messages import Message, UserError, message
from pmdesk.domain.numbers import NumberStyle
from pmdesk.sheets.reading.html_text import PARENT_MARK, element_text
from pmdesk.sheets.reading.text import Text
from pmdesk.sheets.rows import RawRow, TableHead

# Columns the reader adds for what the HTML says outside the cells' text.
BESIDE = ("@issueid", "@category", "@parentkey", "@site")
# In these columns a lone <em> stands for nothing: Unresolved, Unassigned, Anonymous, in any language.
_PLACEHOLDERS = {"resolution", "assignee", "reporter", "creator"}
# How much of a page tells what it is, and how much of its title is shown.
_LOOKED_AT = 4096
_TITLE_SHOWN = 80
_SEPARATOR = r'mso-displayed-{}-separator:\s*"\\?(.)"'
_STATUS_CELLS = {"status", "statusCategory"}
_COLOURS = {"blue-gray": "new", "yellow": "indeterminate", "green": "done"}
_LOZENGE = re.compile(r"lozenge-(new|indeterminate|done|blue-gray|yellow|green)(?!\S)")


def open_html(file: str, text: Text) -> tuple[TableHead, Iterator[RawRow]]:
    """The issue table in an HTML text and its rows. Raises UserError if there is none."""
    table = _issue_table(text.text)
    headings = [] if table is None else _headings(table)
    if table is None or not headings:
        raise UserError(_why_no_table(file, text.text))
    ids = (*(_column_id(heading) for heading in headings), *BESIDE)
    header = (*(element_text(heading) for heading in headings), *BESIDE)
    head = TableHead("html", "", header, ids, _declared_style(text.text), (*text.notes, *_cut(file, text.text)))
    return head, _rows(table, ids[: len(headings)], file)


def _cut(file: str, text: str) -> tuple[Message, ...]:
    """What to say of a page whose table never ends, which reads as well as a whole one."""
    if re.search(r"(?i)</table", text[max(0, text.rfind("data-issuekey")) :]):
        return ()
    return (message("“{file}” ends within its table: it was only partly copied, and issues are missing.", file=file),)


def _issue_table(text: str) -> html.HtmlElement | None:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    return root.find(".//table[@id='issuetable']")


def _why_no_table(file: str, text: str) -> Message:
    """What was seen instead: a sign-in page says so in its title."""
    start = text[:_LOOKED_AT]
    if "urn:schemas-microsoft-com:office:spreadsheet" in start:
        said = "“{file}” is a spreadsheet saved as XML; open it, save it as an Excel workbook and import that."
        return message(said, file=file)
    if start.lstrip().startswith("<?xml") and "<html" not in start.lower():
        said = "“{file}” is XML, not a list of issues; export it from the tracker as CSV, Excel or HTML instead."
        return message(said, file=file)
    found = re.search(r"<title[^>]*>([^<]*)", text, re.IGNORECASE)
    title = " ".join(unescape(found[1]).split())[:_TITLE_SHOWN] if found else ""
    if title:
        said = "“{file}” is the page “{title}”, without a table of issues; export the list of issues from the tracker."
        return message(said, file=file, title=title)
    said = "“{file}” is a page without a table of issues; export the list of issues from the tracker."
    return message(said, file=file)


def _headings(table: html.HtmlElement) -> list[html.HtmlElement]:
    return next((row.findall("th") for row in table.iter("tr") if row.find("th") is not None), [])


def _column_id(heading: html.HtmlElement) -> str:
    found = re.search(r"headerrow-(\S+)", heading.get("class", ""))
    return str(heading.get("data-id") or (found[1] if found else ""))


def _declared_style(text: str) -> NumberStyle | None:
    decimal, group = (re.search(_SEPARATOR.format(kind), text) for kind in ("decimal", "thousand"))
    if decimal is None or group is None or decimal[1] == group[1]:
        return None
    return NumberStyle(decimal[1], group[1])


def _rows(table: html.HtmlElement, ids: tuple[str, ...], file: str) -> Iterator[RawRow]:
    for number, row in enumerate(table.iter("tr"), start=1):
        if row.get("data-issuekey") or str(row.get("id", "")).startswith("issuerow"):
            try:
                yield _row(row, number, ids, file)
            except RecursionError:
                said = "Row {row} of “{file}” is nested too deeply to be read; the file may be damaged."
                raise UserError(message(said, row=number, file=file)) from None


def _row(row: html.HtmlElement, number: int, ids: tuple[str, ...], file: str) -> RawRow:
    cells = row.findall("td")
    ordered = cells if len(cells) == len(ids) else _by_class(cells, ids)
    texts = tuple("" if cell is None else _cell(cell, name, row) for cell, name in zip(ordered, ids, strict=True))
    problem = None
    if len(cells) != len(ids):
        said = "Row {row} of “{file}” has {cells} cells where the header has {columns}."
        problem = message(said, row=number, file=file, cells=len(cells), columns=len(ids))
    return RawRow(number, (*texts, *_beside(row, cells)), problem)


def _by_class(cells: Iterable[html.HtmlElement], ids: tuple[str, ...]) -> list[html.HtmlElement | None]:
    """Cells put under their headers by class, which names the column, where their number does not fit."""
    named = {name: cell for cell in cells for name in str(cell.get("class", "")).split()}
    return [named.get(name) for name in ids]


def _cell(cell: html.HtmlElement, name: str, row: html.HtmlElement) -> str:
    if name in _PLACEHOLDERS and _is_placeholder(cell):
        return ""
    return element_text(cell, of_issue=str(row.get("data-issuekey", "")) if name == "summary" else "")


def _is_placeholder(cell: html.HtmlElement) -> bool:
    children = list(cell)
    around = (cell.text or "") + "".join(child.tail or "" for child in children)
    return [child.tag for child in children] == ["em"] and not around.strip()


def _beside(row: html.HtmlElement, cells: list[html.HtmlElement]) -> tuple[str, str, str, str]:
    """What stands outside the cells' text, as BESIDE names it."""
    issue_id = str(row.get("rel") or row.get("id", "")).removeprefix("issuerow")
    parents = row.xpath(f".//td//*[contains(@class, '{PARENT_MARK}')]")
    links = row.xpath("./td[contains(@class, 'issuekey')]//a/@href")
    site = urlsplit(str(links[0])).netloc if links else ""
    return issue_id, _category(cells), parents[0].text_content().strip() if parents else "", site


def _category(cells: Iterable[html.HtmlElement]) -> str:
    """Jira's own name of the status category, from the classes of the status: new, indeterminate or done."""
    statuses = [cell for cell in cells if _STATUS_CELLS.intersection(str(cell.get("class", "")).split())]
    markup = (str(span.get("class", "")) for cell in statuses for span in cell.iter("span"))
    found = next((found[1] for found in map(_LOZENGE.search, markup) if found), "")
    return _COLOURS.get(found, found)
