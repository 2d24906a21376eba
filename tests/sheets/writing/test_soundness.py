"""Nothing in the workbook that Excel would repair, whatever is in the backlog."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmdesk.domain.records import Item, Moscow, Settings
from pmdesk.services.exporting import EVERY_FIELD
from pmdesk.sheets.writing.content import WorkbookContent
from pmdesk.sheets.writing.ranked_workbook import write_ranked_workbook
from tests.makers import make_item, scored_item
from tests.sheets.writing.makers import workbook_of
from tests.sheets.writing.soundness import faults
from tests.strategies import full_items

ODD = ["=1+1", "a<b>&\"c'", "_x0041_", "a\x01b\r\nc", "x" * 40_000, "  ", "[a]#'@", "Rank", "PMDesk id", "日本 😀"]


def _odd() -> WorkbookContent:
    items = [
        make_item(place, key=text, title=text, status=text, rationale=text, labels=(text, "b"), moscow=Moscow.MUST,
                  extra={text: text, text.upper(): "x", "Title": "y"}, goal=text)
        for place, text in enumerate(ODD, 1)
    ]  # fmt: skip
    headers = tuple(dict.fromkeys(header for item in items for header in item.extra))
    return workbook_of(
        items, fields=(*EVERY_FIELD, "description"), extra_headers=headers,
        settings=Settings(name="=A&B\x02", vision="<"),
        link_of=lambda item: f"https://a.example/browse/{item.id}?a=1&b=\"<'", backlog_id="1" * 32,
    )  # fmt: skip


CONTENTS: dict[str, Callable[[], WorkbookContent]] = {
    "odd": _odd,
    "empty": lambda: workbook_of([]),
    "one": lambda: workbook_of([scored_item(1)], "moscow"),
    "chosen": lambda: workbook_of([scored_item(1), make_item(2)], chosen=True),
    "long": lambda: workbook_of([scored_item(place, reach=float(place)) for place in range(1, 2_002)]),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_nothing_is_to_be_repaired(tmp_path: Path, name: str) -> None:
    write_ranked_workbook(tmp_path / "a.xlsx", CONTENTS[name]())
    assert faults(tmp_path / "a.xlsx") == []


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    items=st.lists(full_items, max_size=4, unique_by=lambda item: item.id),
    framework=st.sampled_from(["rice", "moscow"]),
)
def test_no_backlog_makes_a_workbook_that_is_to_be_repaired(tmp_path: Path, items: list[Item], framework: str) -> None:
    open_items = [item for item in items if not item.closed and item.level == "standard"]
    headers = tuple(dict.fromkeys(header for item in open_items for header in item.extra))
    content = workbook_of(open_items, framework, fields=(*EVERY_FIELD, "description"), extra_headers=headers)
    write_ranked_workbook(tmp_path / "a.xlsx", content)
    assert faults(tmp_path / "a.xlsx") == []


@pytest.mark.parametrize(
    ("part", "old", "new", "said"),
    [
        ("xl/tables/table1.xml", 'name="Title"', 'name="Titel"', "columns are not its headers"),
        ("xl/tables/table1.xml", "[Reach per quarter]", "[Reach]", "knows no column Reach"),
        ("xl/worksheets/sheet1.xml", '<c r="C2"', '<c r="B2"', "B2 stands in row 2"),
        ("xl/worksheets/sheet1.xml", '<row r="2"', '<row r="1"', "row 1 after row 1"),
        ("xl/worksheets/sheet1.xml", 'r="A2" s="', 'r="A2" s="9', "A2 has no style"),
        ("xl/worksheets/sheet1.xml", "ImpactScale", "NoScale", "knows no NoScale"),
        ("xl/worksheets/sheet1.xml", "<v>1</v>", "", "without a result"),
        ("xl/worksheets/sheet1.xml", 'r:id="link2"', 'r:id="link9"', "link9 leads nowhere"),
        ("xl/worksheets/sheet1.xml", "<tableParts", '<hyperlinks/><tableParts', "wrong order"),
        ("xl/styles.xml", "<font><b", "<font><sz val=\"9\"/><b", "parts of a font"),
        ("xl/workbook.xml", "Scales!$A$5:$B$9", "Scale!$A$5:$B$9", "a sheet that is not there"),
        ("xl/workbook.xml", 'name="ImpactScale"', 'name="Backlog"', "a table and a name"),
        ("[Content_Types].xml", "/xl/tables/table1.xml", "/xl/tables/table2.xml", "is not there"),
        ("xl/charts/chart1.xml", "Summary!$D$12", "Other!$D$12", "a sheet that is not there"),
    ],
)  # fmt: skip
def test_what_is_to_be_repaired_is_found(tmp_path: Path, part: str, old: str, new: str, said: str) -> None:
    link: Any = lambda item: "https://a.example/browse/1"  # noqa: E731
    write_ranked_workbook(tmp_path / "a.xlsx", workbook_of([scored_item(1)], link_of=link))
    with ZipFile(tmp_path / "a.xlsx") as whole, ZipFile(tmp_path / "b.xlsx", "w") as broken:
        for name in whole.namelist():
            xml = whole.read(name).decode("utf-8")
            assert name != part or old in xml
            broken.writestr(name, xml.replace(old, new) if name == part else xml)
    assert re.search(re.escape(said), "\n".join(faults(tmp_path / "b.xlsx")))
