"""The format is chosen by what a file holds; what is no list of issues is refused in a sentence."""

from __future__ import annotations

import shutil
import zipfile

import pytest

from pmdesk.domain.messages import UserError
from pmdesk.sheets.reading import open_table
from tests.sheets.exports import EXPORTS

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def container(*streams):
    """The start of an OLE container with streams of these names."""
    return OLE + b"\0" * 99 + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)


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
        (b'{\n "issues": []}', "“file.csv” is JSON"),
        (b'[{"key": "A-1"}]', "“file.csv” is JSON"),
        (b"{\\rtf1 hello}", "“file.csv” is a text document"),
        (b"\x1f\x8b\x08\0", "“file.csv” is an archive"),
        (b"PK\5\6" + b"\0" * 18, "“file.csv” is an archive"),
        (container("EncryptedPackage"), "“file.csv” is protected by a password"),
        (container("WordDocument"), "“file.csv” is a text document"),
        (container("PowerPoint Document"), "“file.csv” is a presentation"),
        (container("__properties_version1.0"), "“file.csv” is a mail"),
        (container("Workbook", "WordDocument"), "“file.csv” is not a workbook"),
        (OLE + b"\0" * 999, "“file.csv” is not a workbook"),
        (b"<html><body>Sign in</body></html>", "“file.csv” is a page without a table of issues"),
        (
            b"<!DOCTYPE html><html><head><title>Log in &amp; go\n - Jira</title></head></html>",
            "“file.csv” is the page “Log in & go - Jira”, without a table of issues",
        ),
        (b'<?xml version="1.0"?><rss><channel/></rss>', "“file.csv” is XML"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "“file.csv” is a spreadsheet saved as XML",
        ),
        (b"Issue key,Summary\n", "“file.csv” has no rows under its header"),
        (b"\n\nhello\n\n", "“file.csv” has no rows under its header"),
        (
            b"<table id=issuetable><tr><th data-id=issuekey>Key</th></tr></table>",
            "“file.csv” has no rows under its header",
        ),
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


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"readme.txt": "hello"}, "is an archive and no workbook"),
        ({"[Content_Types].xml": "", "word/document.xml": ""}, "is a text document"),
        ({"[Content_Types].xml": "", "ppt/presentation.xml": ""}, "is a presentation"),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""}, "is a text document"),
        ({"mimetype": "application/vnd.oasis.opendocument.presentation", "content.xml": ""}, "is a presentation"),
        ({"Index/Document.iwa": ""}, "is a Numbers document"),
        ({"xl/workbook.xml": ""}, "is not a workbook that can be read"),
        ({"xl/workbook.bin": ""}, "is not a workbook that can be read"),
        ({"content.xml": ""}, "is not a workbook that can be read"),
    ],
)
def test_other_archives_are_refused_with_what_they_are(tmp_path, parts, reason):
    with zipfile.ZipFile(tmp_path / "file.xlsx", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(UserError, match=f"“file.xlsx” {reason}"):
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
