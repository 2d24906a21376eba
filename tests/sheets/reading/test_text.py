"""Bytes to text."""

from __future__ import annotations

import codecs

import pytest

from pmdesk.sheets.reading.text import decode

RUSSIAN = "Тема;Статус\nЗадача;Сделать\n"
JAPANESE = "要約,課題キー,状態\n支払い,PAY-1,完了\n"
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


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [RUSSIAN * 5, JAPANESE * 5, "Keys,あ\n" * 5, FRENCH])
def test_utf16_without_a_mark_in_any_script(text, encoding):
    assert decode(text.encode(encoding), "x.csv").text == text


@pytest.mark.parametrize(
    "text", ["Key,\0Summary\0\nA-1,\0\0\0\0\n", "Key,Summary\n,\0,\0,\0,\0\n\0", RUSSIAN + "a,\0,\0,\0\n"]
)
def test_nul_characters_make_no_utf16(text):
    assert decode(text.encode(), "x.csv").text == text.replace("\0", "")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "windows-1251"),
        (FRENCH, "windows-1252"),
        ("Größe\n", "windows-1252"),
        ("Où est passé le système à côté\n", "windows-1252"),
        ("La conexión de mañana está aquí: ¿cómo?\n", "windows-1252"),
        ("Funções não são opções, à mão\n", "windows-1252"),
        ("Løsning på året, så får vi være\n", "windows-1252"),
        ("Perché la città è più così\n", "windows-1252"),
        ("Zgłoszenie;Główny;Użytkownik chce zapłacić kartą\n", "windows-1250"),
        ("Priorita;Název;Uživatel se přihlásí přes účet\n", "windows-1250"),
        ("Felhasználó;Összegző;a szövegből törölt idő és fűszer\n", "windows-1250"),
        ("Korisnik;Sažetak;Želim plaćati karticom češće\n", "windows-1250"),
        ("Rezumat;Utilizatorul doreşte o plată în rate şi o listă\n", "windows-1250"),
    ],
)
def test_code_pages_are_told_apart_and_said(text, encoding):
    found = decode(text.encode(encoding), "x.csv")
    assert found.text == text
    assert [str(note) for note in found.notes] == [f"“x.csv” is not in Unicode; it was read as {encoding}."]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (JAPANESE, "cp932"),
        ("タイトル,状態\nログイン画面の改善、エラー表示,進行中\n", "cp932"),
        ("摘要;问题关键字;状态\n登录页面优化,加载太慢;ABC-1;进行中\n", "gb18030"),
        ("標題,狀態\n登入頁面改善，速度太慢,進行中\n", "cp950"),
        ("요약,이슈 키,상태\n로그인 화면 개선,ABC-1,진행 중\n", "cp949"),
    ],
)
def test_code_pages_of_two_bytes_a_character(text, encoding):
    found = decode(text.encode(encoding), "x.csv")
    assert found.text == text
    assert [str(note) for note in found.notes] == [f"“x.csv” is not in Unicode; it was read as {encoding}."]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Warm up to 20 °C, or 30 °C\n", "windows-1252"),
        ("Änderung;Öffnen;Übersicht\n", "windows-1252"),
        ("ЗАГОЛОВОК;СТАТУС\nОплата картой;Новая\n", "windows-1251"),
        ("Pytanie;Żółty przycisk, który działa źle\n", "windows-1250"),
    ],
)
def test_few_accents_are_no_characters_of_two_bytes(text, encoding):
    assert decode(text.encode(encoding), "x.csv").text == text


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
