"""How the hidden sheet holds values: exactly, and in cells that no program changes."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmdesk.domain.records import Moscow
from pmdesk.sheets.own_workbook import PIECE, pieces, restored, restored_list, stored

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40) | st.sampled_from(
    ["\\u0041", "_x0041_", "a|b", "\r\n", " both ", "\ud800", "\x00", "\u2028", "\\", "|", "_", "a\\"]
)


@given(ANY_TEXT)
def test_any_text_comes_back(text: str) -> None:
    assert restored(str(stored(text) or "")) == text


@given(st.lists(ANY_TEXT, max_size=4).map(tuple))
def test_any_list_comes_back(parts: tuple[str, ...]) -> None:
    assert restored_list(str(stored(parts) or "")) == parts


@given(ANY_TEXT)
def test_what_is_stored_is_a_plain_line(text: str) -> None:
    found = str(stored(text) or "")
    found.encode("utf-8")
    assert found == found.strip()
    assert re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]|_x[0-9A-Fa-f]{4}_", found) is None


def test_other_values_have_their_form() -> None:
    assert [stored(one) for one in (None, 0.1, Moscow.WONT, date(2027, 1, 31), "")] == [
        None, 0.1, "wont", "2027-01-31", None
    ]  # fmt: skip
    with pytest.raises(TypeError):
        stored(object())


def test_a_long_text_stands_in_pieces() -> None:
    text = "ab" * PIECE
    assert [len(piece) for piece in pieces(text)] == [PIECE, PIECE]
    assert "".join(pieces(text)) == text
    assert pieces("") == [""]
