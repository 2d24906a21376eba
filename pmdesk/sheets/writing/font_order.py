"""The parts of a font in the order that the format asks for, which openpyxl does not keep."""

from __future__ import annotations

from lxml import etree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# Office Open XML part 1, 18.8.22, as Office itself writes and checks it.
_NAMES = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name", "family",
    "charset", "scheme",
)  # fmt: skip
_PLACES = {f"{_MAIN}{name}": place for place, name in enumerate(_NAMES)}


def in_order(styles: bytes) -> bytes:
    """The style sheet as openpyxl wrote it, its fonts in order."""
    root = etree.fromstring(styles)
    for font in root.iter(f"{_MAIN}font"):
        font[:] = sorted(font, key=lambda part: _PLACES[str(part.tag)])
    return etree.tostring(root)
