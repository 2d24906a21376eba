"""The text of an HTML element as people see it: breaks are newlines, the template's indentation nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

PARENT_MARK = "parentIssue"
_BLOCKS = {
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "tr",
    "table",
    "pre",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
}
_UNSEEN = {"script", "style"}
# Jira's template indents within lists: `A-1,                 A-2`.
_LIST_GAP = re.compile(r",[ \t]{2,}")
_TEMPLATE_BREAK = re.compile(r"[ \t]*[\r\n]+[ \t]*")


def element_text(element: html.HtmlElement, of_issue: str = "") -> str:
    """The text of `element`; with an issue key, links to other issues (a sub-task's parent) are left out."""
    return _LIST_GAP.sub(", ", _joined(_pieces(element, of_issue))).strip()


def _pieces(element: html.HtmlElement, of_issue: str) -> Iterator[str | None]:
    """Texts in order; a lone newline is a break, None a block's edge."""
    yield _collapsed(element.text or "", after_break=False)
    for child in element:
        if child.tag == "br":
            yield "\n"
        elif not _is_left_out(child, of_issue):
            edges = (None,) if child.tag in _BLOCKS else ()
            yield from edges
            yield from _pieces(child, of_issue)
            yield from edges
        yield _collapsed(child.tail or "", after_break=child.tag == "br")


def _is_left_out(element: html.HtmlElement, of_issue: str) -> bool:
    """Unseen elements, tooltips in header cells, and in a summary the link to the parent."""
    marks = element.get("class", "")
    if element.tag in _UNSEEN or element.get("role") == "tooltip" or "tooltip" in marks:
        return True
    if not of_issue:
        return False
    return PARENT_MARK in marks or element.get("data-issue-key", of_issue) != of_issue


def _collapsed(text: str, after_break: bool) -> str:
    """Source newlines are the template's: nothing after a break, a space elsewhere; other spaces stay."""
    if after_break:
        text = re.sub(r"^[ \t]*\r?\n", "", text, count=1)
    return _TEMPLATE_BREAK.sub(" ", text)


def _joined(pieces: Iterator[str | None]) -> str:
    lines = [""]
    at_edge = False
    for piece in pieces:
        if piece == "\n":
            lines.append("")
        elif piece and at_edge and piece.strip() and lines[-1].strip():
            lines[-1:] = [lines[-1].rstrip(" "), piece]
        else:
            lines[-1] += piece or ""
        at_edge = piece is None or (at_edge and not piece.strip())
    return "\n".join(lines)
