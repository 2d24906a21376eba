"""Bytes to text."""

from __future__ import annotations

import codecs

import pytest

from pmdesk.sheets.reading.text import decode

RUSSIAN = "Тема;Статус\nЗадача;Сделать\n"
FRENCH = "Résumé,État\nÀ l'été,créé\n"


@pytest.mark.parametrize(
    "data",
    [
        FRENCH.encode(),
        codecs.BOM_UTF8 + FRENCH.encode(),
        codecs.BOM_UTF16_LE + FRENCH.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + FRENCH.encode("utf-16-be"),
        FRENCH.encode("utf-16-le"),
        FRENCH.encode("utf-16-be"),
    ],
)
def test_unicode_needs_no_note(data):
    found = decode(data, "x.csv")
    assert (found.text, found.notes) == (FRENCH, ())


@pytest.mark.parametrize(
    ("text", "encoding"), [(RUSSIAN, "windows-1251"), (FRENCH, "windows-1252"), ("Größe\n", "windows-1252")]
)
def test_code_pages_are_told_apart_and_said(text, encoding):
    found = decode(text.encode(encoding), "x.csv")
    assert found.text == text
    assert [str(note) for note in found.notes] == [f"“x.csv” is not in Unicode; it was read as {encoding}."]


def test_a_page_may_name_its_encoding():
    page = '<html><meta http-equiv="Content-Type" content="text/html; charset=windows-1250"><p>Łódź'
    assert decode(page.encode("windows-1250"), "x.html").text == page


def test_one_bad_byte_does_not_change_the_encoding():
    damaged = (FRENCH * 10).encode().replace("créé".encode(), b"cr\xe9\xc3\xa9", 1)
    found = decode(damaged, "x.csv")
    assert found.text.count("Résumé") == 10
    assert [str(note) for note in found.notes] == ["One character of “x.csv” could not be read."]


def test_nul_characters_are_dropped():
    assert decode(b"Key,Summary\nA-1,a\0b\n", "x.csv").text == "Key,Summary\nA-1,ab\n"
