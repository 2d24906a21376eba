"""The format is chosen by what a file holds; what is no list of issues is refused in a sentence."""

from __future__ import annotations

import shutil
import zipfile

import pytest

from pmdesk.domain.messages import UserError
from pmdesk.sheets.reading import open_table
from tests.sheets.exports import EXPORTS

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("source", "name", "format_name"),
    [
        ("cloud-en.csv", "issues.xlsx", "csv"),
        ("cloud-en.html", "issues.csv", "html"),
        ("server-de.xls", "issues.xls", "html"),
        ("cloud-en.xlsx", "issues.csv", "xlsx"),
        ("cloud-en.xlsx", "issues.xls", "xlsx"),
        ("cloud-en.xlsx", "issues", "xlsx"),
    ],
)
def test_names_do_not_matter(tmp_path, source, name, format_name):
    shutil.copy(EXPORTS / source, tmp_path / name)
    head, rows = open_table(tmp_path / name)
    assert head.format == format_name
    assert len(list(rows)) == 51


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "“file.csv” is empty."),
        (b"\xef\xbb\xbf \r\n\n", "“file.csv” is empty."),
        (b"%PDF-1.7\n%\xe2\xe3", "“file.csv” is a PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "“file.csv” is an image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "“file.csv” is an image"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "“file.csv” is an image"),
        (b"BM\x10\0\0\0\0\0\0\0\x36\0\0\0\0\0", "“file.csv” is an image"),
        (b"SQLite format 3\0\x10", "“file.csv” is a database"),
        (bytes(range(1, 32)) * 9, "“file.csv” is neither CSV, Excel nor HTML"),
        (OLE + b"\0" * 99 + "EncryptedPackage".encode("utf-16-le"), "“file.csv” is protected by a password"),
        (OLE + b"\0" * 999, "“file.csv” is not a workbook"),
        (b"<html><body>Sign in</body></html>", "“file.csv” is a page without a table of issues"),
        (b'<?xml version="1.0"?><rss><channel/></rss>', "“file.csv” is a page without a table of issues"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(tmp_path, data, reason):
    path = tmp_path / "file.csv"
    path.write_bytes(data)
    with pytest.raises(UserError) as refused:
        open_table(path)
    assert str(refused.value).startswith(reason)
    assert str(refused.value).count(".") <= 2
    assert str(tmp_path) not in str(refused.value)


def test_an_archive_is_no_workbook(tmp_path):
    with zipfile.ZipFile(tmp_path / "file.xlsx", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(UserError, match="“file.xlsx” is not a workbook"):
        open_table(tmp_path / "file.xlsx")


def test_missing_files_and_folders(tmp_path):
    with pytest.raises(UserError, match="There is no file “none.csv”"):
        open_table(tmp_path / "none.csv")
    with pytest.raises(UserError, match="is a folder"):
        open_table(tmp_path)


def test_a_forbidden_file(tmp_path, monkeypatch):
    def forbid(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.read_bytes", forbid)
    with pytest.raises(UserError, match="“file.csv” could not be read: Permission denied"):
        open_table(tmp_path / "file.csv")
