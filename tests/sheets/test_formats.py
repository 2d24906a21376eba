"""The same content in every format gives equal items; LibreOffice writes those that are not at hand."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from pmdesk.domain.messages import UserError
from pmdesk.sheets.reading import open_table
from pmdesk.sheets.rows import ImportedRow
from tests.sheets.exports import EXPORTS, by_key, read_export, read_file
from tests.sheets.hostile import with_part
from tests.sheets.xlsb import binary_workbook

_FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "xls": "MS Excel 97", "ods": "calc8"}
_OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The sample workbook as LibreOffice writes it, by format."""
    if _OFFICE is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")
    for name, filter_name in _FILTERS.items():
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        wanted = ["--convert-to", f"{name}:{filter_name}", "--outdir", str(folder), str(EXPORTS / "cloud-en.xlsx")]
        subprocess.run([_OFFICE, profile, "--headless", *wanted], check=True, capture_output=True, timeout=240)
    return {name: folder / f"cloud-en.{name}" for name in _FILTERS}


@pytest.mark.parametrize("name", _FILTERS)
def test_every_format_of_workbook_has_the_same_cells(converted, name):
    head, rows = open_table(EXPORTS / "cloud-en.xlsx")
    found, found_rows = open_table(converted[name])
    assert found.format == name
    assert (found.header, found.sheet, found.sheets) == (head.header, head.sheet, head.sheets)
    assert [(row.number, row.cells) for row in found_rows] == [(row.number, row.cells) for row in rows]


def test_a_binary_workbook_has_the_same_cells(tmp_path):
    wanted, rows = open_table(EXPORTS / "cloud-en.xlsx")
    shown = [[str(cell) if isinstance(cell, datetime) else cell for cell in row.cells] for row in rows]
    path = tmp_path / "issues.xlsx"
    path.write_bytes(binary_workbook([wanted.header, *shown], "Jira"))
    found, found_rows = open_table(path)
    assert (found.format, found.header, found.sheets) == ("xlsb", wanted.header, wanted.sheets)
    assert [list(row.cells) for row in found_rows] == shown


def test_a_locked_xls_is_refused(converted, tmp_path):
    """After the first record, a record FILEPASS says that the rest is encrypted."""
    data = bytearray(converted["xls"].read_bytes())
    place = data.index(b"\x09\x08\x10\x00") + 20
    data[place : place + 2] = b"\x2f\x00"
    path = tmp_path / "locked.xls"
    path.write_bytes(data)
    with pytest.raises(UserError, match="“locked.xls” is protected by a password"):
        open_table(path)


def test_a_locked_ods_is_refused(converted, tmp_path):
    path = tmp_path / "locked.ods"
    data = with_part(
        converted["ods"].read_bytes(),
        "META-INF/manifest.xml",
        lambda content: re.sub(
            rb'(<manifest:file-entry[^>]*full-path="content.xml"[^>]*)/>',
            rb"\1><manifest:encryption-data/></manifest:file-entry>",
            content,
        ),
    )
    path.write_bytes(data)
    with pytest.raises(UserError, match="“locked.ods” is protected by a password"):
        open_table(path)


@pytest.mark.parametrize("name", _FILTERS)
def test_every_format_of_workbook_gives_the_same_items(converted, name):
    wanted, found = read_export("cloud-en.xlsx"), read_file(converted[name])
    assert (found.format, found.dialect) == (name, "jira")
    assert [(row.values, row.extra) for row in found.rows] == [(row.values, row.extra) for row in wanted.rows]
    assert (found.refused, found.extra_headers) == (wanted.refused, wanted.extra_headers)


def test_a_csv_and_a_workbook_give_the_same_items():
    wanted, found = by_key(read_export("cloud-en.csv")), by_key(read_export("cloud-en.xlsx"))
    assert {key: (row.values, row.extra) for key, row in found.items()} == {
        key: (row.values, row.extra) for key, row in wanted.items()
    }


def test_a_page_gives_the_same_items():
    """Links tell the site only in HTML, and this site's HTML alone fills the column Team."""
    wanted, found = by_key(read_export("cloud-en.csv")), by_key(read_export("cloud-en.html"))
    beside = {"site", "team"}
    assert fields(found, without=beside) == fields(wanted, without=beside)


def fields(rows: Mapping[str, ImportedRow], without: set[str]) -> dict[str, dict[str, object]]:
    """The rows' values of item fields, but some."""
    return {key: {name: row.values[name] for name in row.values if name not in without} for key, row in rows.items()}
