"""Files that mean harm, or were harmed: made here, as none of them should lie about."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl

SHEET = "xl/worksheets/sheet1.xml"
HEADER = ["Issue key", "Summary"]
ROWS = [HEADER, ["A-1", "One"], ["A-2", "Two"]]
PAGE = (
    b"{before}<html><table id='issuetable'><tr><th data-id='issuekey'>Key</th><th data-id='summary'>Summary</th></tr>"
    b"<tr data-issuekey='A-1'><td class='issuekey'>A-1</td><td class='summary'>{title}</td></tr></table></html>"
)
OPEN_DOCUMENT = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="S"><table:table-row table:number-rows-repeated="1048576">
<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


def workbook(*rows: list[object], at: dict[str, object] | None = None) -> bytes:
    """A workbook with these rows, else ROWS, and with cells anywhere else."""
    book = openpyxl.Workbook()
    for row in rows or ROWS:
        book.active.append(row)
    for place, value in (at or {}).items():
        book.active[place] = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(written: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part changed, or added to nothing."""
    out = BytesIO()
    with ZipFile(BytesIO(written)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for part in {**dict.fromkeys(source.namelist()), name: None}:
            content = source.read(part) if part in source.namelist() else b""
            target.writestr(part, change(content) if part == name else content)
    return out.getvalue()


def more_rows(rows: bytes) -> Callable[[bytes], bytes]:
    """A change that puts rows below a sheet's."""
    return lambda content: content.replace(b"</sheetData>", rows + b"</sheetData>")


def entities() -> bytes:
    """A document type in which one entity is a thousand million letters."""
    nested = b"".join(b'<!ENTITY %c "%s">' % (98 + level, b"&%c;" % (97 + level) * 10) for level in range(9))
    return b'<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa">' + nested + b"]>"


def page(title: bytes, before: bytes = b"") -> bytes:
    """A page of one issue."""
    return PAGE.replace(b"{title}", title).replace(b"{before}", before)


def zip_bomb() -> bytes:
    """A small workbook whose sheet says that it unpacks to more than a gibibyte."""
    filled = with_part(workbook(), SHEET, lambda content: content.ljust(0x010203))
    size, said = (0x010203).to_bytes(4, "little"), (0x60000000).to_bytes(4, "little")
    assert filled.count(size) == 2
    return filled.replace(size, said)


def true_zip_bomb() -> bytes:
    """A small workbook whose sheet unpacks to more than a gibibyte, and says less."""
    size = 1100 << 20
    filled = with_part(workbook(), SHEET, lambda content: content.ljust(size))
    return filled.replace(size.to_bytes(4, "little"), (900 << 20).to_bytes(4, "little"))


def dimension_bomb() -> bytes:
    """A workbook with a cell in the last row and column there can be."""
    return workbook(at={"XFD1048576": "x"})


def entity_bomb() -> bytes:
    """A workbook whose sheet names an entity that would grow."""
    row = b'<row r="4"><c r="A4" t="inlineStr"><is><t>&j;</t></is></c></row>'
    changed = more_rows(row)
    return with_part(
        workbook(), SHEET, lambda content: changed(content).replace(b"<worksheet", entities() + b"<worksheet")
    )


def many_cells(rows: int, text: str = "One") -> bytes:
    """A workbook of a thousand cells a row that all share one text: little in the file, much where each has its own."""
    relation = (
        b'<Relationship Id="shared" Target="sharedStrings.xml"'
        b' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/></Relationships>'
    )
    related = with_part(
        workbook(), "xl/_rels/workbook.xml.rels", lambda content: content.replace(b"</Relationships>", relation)
    )
    shared = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{text}</t></si></sst>'
    written = with_part(related, "xl/sharedStrings.xml", lambda _: shared.encode())
    row = b"<row>" + b'<c t="s"><v>0</v></c>' * 1000 + b"</row>"
    return with_part(written, SHEET, more_rows(row * rows))


def repeat_bomb() -> bytes:
    """An OpenDocument sheet in which one cell says that it fills the sheet."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        target.writestr("content.xml", OPEN_DOCUMENT)
    return out.getvalue()


def with_macros() -> bytes:
    """A workbook that says it has macros, and has them."""
    types = "[Content_Types].xml"
    macro = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    typed = with_part(workbook(), types, lambda content: content.replace(plain, macro))
    return with_part(typed, "xl/vbaProject.bin", lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"Shell" * 100)


def with_external_links() -> bytes:
    """A workbook with formulas that fetch, and a link to another workbook."""
    fetched = workbook(HEADER, ["A-1", '=WEBSERVICE("http://127.0.0.1:9/")'], ["A-2", "=[1]Other!A1"])
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    return with_part(fetched, "xl/externalLinks/externalLink1.xml", lambda _: link)
