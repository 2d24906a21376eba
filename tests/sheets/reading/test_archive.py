"""Workbooks that would burst when they are unpacked."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from pmdesk.domain.messages import UserError
from pmdesk.sheets.reading import archive
from pmdesk.sheets.reading.archive import workbook_format


def packed(size=10_000, name="xl/worksheets/sheet1.xml", method=zipfile.ZIP_DEFLATED):
    """An archive like a workbook's, with a part of this size."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as target:
        target.writestr("xl/workbook.xml", "<workbook/>")
        target.writestr(name, b"\0" * size)
    return out.getvalue()


def saying(data, size, other):
    """The archive with another size said for its part, in both places that say it."""
    assert data.count(size.to_bytes(4, "little")) == 2
    return data.replace(size.to_bytes(4, "little"), other.to_bytes(4, "little"))


def test_the_formats_of_archives():
    assert workbook_format("x", packed()) == "xlsx"
    assert workbook_format("x", packed(name="content.xml").replace(b"xl/workbook.xml", b"xx/workbook.xml")) == "ods"
    assert workbook_format("x", packed(name="xl/workbook.bin")) == "xlsb"


def test_a_part_that_says_it_is_too_large_is_refused():
    with pytest.raises(UserError, match="“x” is too large to be read: unpacked, it has more than 1024 MB"):
        workbook_format("x", saying(packed(), 10_000, 1_500_000_000))


@pytest.mark.parametrize("size", [1_000_003, 3_000_001])
def test_a_part_that_is_larger_than_it_says_is_damaged(size):
    with pytest.raises(UserError, match="“x” is not a workbook that can be read"):
        workbook_format("x", saying(packed(size), size, 5))


def test_unpacking_stops_at_what_was_said(monkeypatch):
    steps = []
    found = archive._unpacked

    def counted(data, info):
        for step in found(data, info):
            steps.append(step)
            yield step

    monkeypatch.setattr(archive, "_unpacked", counted)
    with pytest.raises(UserError):
        workbook_format("x", saying(packed(50_000_001), 50_000_001, 5))
    assert sum(steps) <= 2 << 20


def test_pictures_may_be_of_any_size(monkeypatch):
    monkeypatch.setattr(archive, "_MOST_UNPACKED", 5000)
    assert workbook_format("x", packed(name="xl/media/image1.png")) == "xlsx"
    with pytest.raises(UserError, match="unpacked"):
        workbook_format("x", packed())


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2])
def test_other_ways_of_packing_are_left_to_the_library(method):
    assert workbook_format("x", packed(method=method)) == "xlsx"


@pytest.mark.parametrize("place", [0, 10, 30, 60])
def test_a_cut_archive_is_damaged(place):
    data = packed()
    with pytest.raises(UserError, match="“x” is not a workbook that can be read"):
        workbook_format("x", data[: len(data) - 1 - place])


def test_a_locked_archive_is_told():
    data = bytearray(packed())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    with pytest.raises(UserError, match="“x” is protected by a password"):
        workbook_format("x", bytes(data))
