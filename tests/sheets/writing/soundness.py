"""What Excel would repair in a workbook, found without Excel: parts, references, order and limits (ECMA-376 part 1)."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OF_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_OF_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_REFERENCE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
    "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors",
    "smartTags", "drawing", "legacyDrawing", "tableParts", "extLst",
)  # fmt: skip
_FONT = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name", "family",
    "charset", "scheme",
)  # fmt: skip
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_RANGE = re.compile(r"(?:'([^']+)'|(\w+))!(\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?|\$\d+:\$\d+|\$[A-Z]+:\$[A-Z]+)")
_NO_WORD = re.compile(r'"[^"]*"|\'[^\']*\'!|\$?[A-Z]{1,3}\$?[0-9]+\b')
_WORD = re.compile(r"\b[A-Za-z_][A-Za-z0-9_.]*\b(?!\()")
_LONGEST_TEXT, _LONGEST_FORMULA, _LONGEST_CHOICE, _MOST_LINKS = 32_767, 8_192, 255, 65_530


class Book:
    """The parts of a workbook, parsed."""

    def __init__(self, path: Path) -> None:
        with ZipFile(path) as archive:
            self.names = archive.namelist()
            self.damaged = archive.testzip()
            self.parts = {
                name: ET.fromstring(archive.read(name)) for name in self.names if name.endswith((".xml", ".rels"))
            }
        self.styles = self.parts["xl/styles.xml"]
        self.workbook = self.parts["xl/workbook.xml"]
        self.defined = [one.attrib["name"] for one in self.workbook.iter(f"{MAIN}definedName")]
        self.titles = [one.attrib["name"] for one in self.workbook.iter(f"{MAIN}sheet")]

    def sheets(self) -> dict[str, Element]:
        """The worksheets by their parts."""
        return {name: part for name, part in self.parts.items() if name.startswith("xl/worksheets/sheet")}

    def relations(self, part: str) -> dict[str, str]:
        """The targets of a part's relations inside the file, by their ids; those outside are empty."""
        folder, name = posixpath.split(part)
        found = self.parts.get(posixpath.join(folder, "_rels", f"{name}.rels"))
        return {
            one.attrib["Id"]: "" if one.get("TargetMode") == "External" else _resolved(folder, one.attrib["Target"])
            for one in (() if found is None else found)
        }

    def tables(self, part: str) -> list[Element]:
        """The tables of a sheet."""
        return [self.parts[target] for target in self.relations(part).values() if "/tables/" in target]


def faults(path: Path) -> list[str]:
    """Everything that is wrong with a workbook."""
    book = Book(path)
    return [
        *_faults_of_package(book),
        *_faults_of_workbook(book),
        *_faults_of_styles(book),
        *(fault for part in book.sheets() for fault in _faults_of_sheet(book, part)),
        *_faults_of_tables(book),
        *_faults_of_charts(book),
    ]


def _children(part: Element, name: str) -> list[Element]:
    found = part.find(name)
    return [] if found is None else list(found)


def _resolved(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _repeated(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def _faults_of_package(book: Book) -> Iterator[str]:
    yield from (f"part {name} stands there twice" for name in _repeated(name.casefold() for name in book.names))
    if book.damaged:
        yield f"part {book.damaged} is damaged"
    if book.names[0] != "[Content_Types].xml":
        yield "the content types do not come first"
    types = book.parts["[Content_Types].xml"]
    defaults = {one.attrib["Extension"] for one in types.iter(f"{_OF_TYPES}Default")}
    overrides = [one.attrib["PartName"].lstrip("/") for one in types.iter(f"{_OF_TYPES}Override")]
    yield from (f"{name} has two content types" for name in _repeated(overrides))
    yield from (f"{name} has a content type, but is not there" for name in set(overrides) - set(book.names))
    for name in set(book.names) - set(overrides) - {"[Content_Types].xml"}:
        if not name.endswith(".rels") or "rels" not in defaults:
            yield f"{name} has no content type of its own"
    for name, part in book.parts.items():
        if name.endswith(".rels"):
            yield from (f"{name}: id {one} twice" for one in _repeated(item.attrib["Id"] for item in part))
    yield from _faults_of_relations(book)


def _faults_of_relations(book: Book) -> Iterator[str]:
    for name, part in book.parts.items():
        if name.endswith(".rels"):
            continue
        relations = book.relations(name)
        used = {element.attrib[_REFERENCE] for element in part.iter() if _REFERENCE in element.attrib}
        yield from (f"{name}: {one} leads nowhere" for one in used - relations.keys())
        yield from (f"{name}: {to} is not there" for to in relations.values() if to and to not in book.parts)


def _faults_of_workbook(book: Book) -> Iterator[str]:
    yield from (f"two sheets are called {title}" for title in _repeated(title.casefold() for title in book.titles))
    for title in book.titles:
        if not 0 < len(title) <= 31 or re.search(r"[\[\]:*?/\\]|^'|'$", title):
            yield f"{title!r} is no name of a sheet"
    sheets = list(book.workbook.iter(f"{MAIN}sheet"))
    yield from (f"sheet id {one} twice" for one in _repeated(sheet.attrib["sheetId"] for sheet in sheets))
    names = [
        (one.attrib["name"].casefold(), one.get("localSheetId", "")) for one in book.workbook.iter(f"{MAIN}definedName")
    ]
    yield from (f"name {one} twice" for one in _repeated(map(str, names)))
    for one in book.workbook.iter(f"{MAIN}definedName"):
        for text in (one.text or "").split(","):
            yield from _faults_of_reference(book, f"name {one.attrib['name']}", text)
    properties = book.parts.get("docProps/custom.xml")
    numbers = [one.attrib["pid"] for one in (() if properties is None else properties)]
    if _repeated(numbers) or any(int(one) < 2 for one in numbers):
        yield "custom properties are numbered wrongly"


def _faults_of_reference(book: Book, where: str, text: str) -> Iterator[str]:
    found = _RANGE.fullmatch(text)
    if found is None:
        yield f"{where} refers to {text!r}, which is no range"
    elif (found[1] or found[2]) not in book.titles:
        yield f"{where} refers to a sheet that is not there: {text}"


def _faults_of_styles(book: Book) -> Iterator[str]:
    for group in book.styles:
        counted = group.get("count")
        if counted is not None and int(counted) != len(group):
            yield f"{group.tag} counts {counted} of {len(group)}"
    sizes = {name: len(_children(book.styles, f"{MAIN}{name}")) for name in ("fonts", "fills", "borders")}
    for font in book.styles.iter(f"{MAIN}font"):
        names = [_FONT.index(part.tag.removeprefix(MAIN)) for part in font]
        if names != sorted(names):
            yield "the parts of a font stand in the wrong order"
    formats = [one.attrib["numFmtId"] for one in book.styles.iter(f"{MAIN}numFmt")]
    yield from (f"number format {one} twice" for one in _repeated(formats))
    for place, style in enumerate(_children(book.styles, f"{MAIN}cellXfs")):
        for name, attribute in (("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId")):
            if int(style.get(attribute, 0)) >= sizes[name]:
                yield f"style {place} has no {attribute}"
        number_format = style.get("numFmtId", "0")
        if int(number_format) >= 164 and number_format not in formats:
            yield f"style {place} has no number format"


def _faults_of_sheet(book: Book, part: str) -> Iterator[str]:
    sheet = book.sheets()[part]
    order = [_ORDER.index(element.tag.removeprefix(MAIN)) for element in sheet]
    if order != sorted(order):
        yield f"{part}: elements stand in the wrong order"
    yield from (f"{part}: {fault}" for fault in _faults_of_cells(book, sheet))
    yield from (f"{part}: {fault}" for fault in _faults_of_rules(book, sheet))
    links = [link.attrib["ref"] for link in sheet.iter(f"{MAIN}hyperlink")]
    if _repeated(links) or len(links) > _MOST_LINKS:
        yield f"{part}: too many links"
    if book.tables(part) and sheet.find(f"{MAIN}autoFilter") is not None:
        yield f"{part}: a filter beside that of the table"


def _faults_of_cells(book: Book, sheet: Element) -> Iterator[str]:
    styles = len(_children(book.styles, f"{MAIN}cellXfs"))
    last_row = 0
    for row in sheet.iter(f"{MAIN}row"):
        number, last_column = int(row.attrib["r"]), 0
        if number <= last_row:
            yield f"row {number} after row {last_row}"
        for cell in row:
            at, column = coordinate_to_tuple(cell.attrib["r"])
            if at != number or column <= last_column:
                yield f"{cell.attrib['r']} stands in row {number} after column {last_column}"
            if int(cell.get("s", 0)) >= styles:
                yield f"{cell.attrib['r']} has no style"
            yield from (f"{cell.attrib['r']} {fault}" for fault in _faults_of_cell(book, cell))
            last_column = column
        last_row = number


def _faults_of_cell(book: Book, cell: Element) -> Iterator[str]:
    formula = cell.find(f"{MAIN}f")
    if formula is not None:
        yield from _faults_of_formula(book, formula.text or "")
        if cell.find(f"{MAIN}v") is None:
            yield "has a formula without a result"
    if len(shown(cell)) > _LONGEST_TEXT:
        yield "has too long a text"
    if cell.get("t", "n") == "n" and cell.findtext(f"{MAIN}v"):
        float(cell.findtext(f"{MAIN}v") or "")


def _faults_of_formula(book: Book, formula: str) -> Iterator[str]:
    if len(formula) > _LONGEST_FORMULA or formula.startswith("="):
        yield f"has no formula: {formula[:40]}"
    for word in _WORD.findall(_NO_WORD.sub("", formula)):
        if word not in ("TRUE", "FALSE", *book.defined, *book.titles):
            yield f"knows no {word}"


def _faults_of_rules(book: Book, sheet: Element) -> Iterator[str]:
    differences = len(_children(book.styles, f"{MAIN}dxfs"))
    rules = list(sheet.iter(f"{MAIN}cfRule"))
    yield from (f"two rules of priority {one}" for one in _repeated(rule.attrib["priority"] for rule in rules))
    yield from (f"rule without its look: {rule.attrib}" for rule in rules if int(rule.get("dxfId", 0)) >= differences)
    covered: Counter[str] = Counter()
    validations = list(sheet.iter(f"{MAIN}dataValidation"))
    for rule in validations:
        covered.update(rule.attrib["sqref"].split())
        if len(rule.get("errorTitle", "")) > 32 or len(rule.get("error", "")) > 255:
            yield "a refusal is too long"
        formula = rule.findtext(f"{MAIN}formula1") or ""
        if len(formula) > _LONGEST_CHOICE:
            yield "a choice is too long"
        yield from _faults_of_formula(book, formula)
    yield from (f"{area} has two validations" for area, count in covered.items() if count > 1)
    for element in sheet.iter():
        for area in element.get("sqref", "").split():
            range_boundaries(area)


def shown(cell: Element) -> str:
    """The text of a cell as it is read."""
    text = "".join(one.text or "" for one in cell.iter(f"{MAIN}t"))
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def _faults_of_tables(book: Book) -> Iterator[str]:
    tables = [(part, table) for part in book.sheets() for table in book.tables(part)]
    names = [table.attrib["displayName"].casefold() for _, table in tables]
    yield from (f"{one} is a table and a name" for one in set(names) & {name.casefold() for name in book.defined})
    yield from (f"table {one} twice" for one in _repeated([*names, *(table.attrib["id"] for _, table in tables)]))
    for part, table in tables:
        yield from _faults_of_table(book.sheets()[part], table)


def _faults_of_table(sheet: Element, table: Element) -> Iterator[str]:
    left, top, right, bottom = range_boundaries(table.attrib["ref"])
    columns = list(table.iter(f"{MAIN}tableColumn"))
    names = [_ESCAPE.sub(lambda found: chr(int(found[1], 16)), one.attrib["name"]) for one in columns]
    header = next(row for row in sheet.iter(f"{MAIN}row") if int(row.attrib["r"]) == top)
    if names != [shown(cell) for cell in header]:
        yield "the table's columns are not its headers"
    if len(columns) != right - left + 1 or int(table.find(f"{MAIN}tableColumns").get("count", 0)) != len(columns):  # type: ignore[union-attr]
        yield "the table counts its columns wrongly"
    yield from (f"column {name} twice" for name in _repeated(name.casefold() for name in names))
    yield from (f"column id {one} twice" for one in _repeated(column.attrib["id"] for column in columns))
    if any(not name or len(name) > 255 for name in names) or bottom <= top:
        yield "the table has no rows, or a column without a name"
    if table.find(f"{MAIN}autoFilter").get("ref") != table.attrib["ref"]:  # type: ignore[union-attr]
        yield "the table's filter covers something else"
    for formula in table.iter(f"{MAIN}calculatedColumnFormula"):
        used = re.findall(r"\[\[#This Row\],\[((?:'.|[^\]'])+)\]\]|Backlog\[((?:'.|[^\]'\[])+)\]", formula.text or "")
        unknown = {re.sub("'(.)", r"\1", one or other) for one, other in used} - set(names)
        yield from (f"a formula of the table knows no column {name}" for name in unknown)


def _faults_of_charts(book: Book) -> Iterator[str]:
    for name, part in book.parts.items():
        if name.startswith("xl/charts/"):
            for reference in part.iter(f"{_CHART}f"):
                yield from _faults_of_reference(book, name, reference.text or "")
