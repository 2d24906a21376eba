"""How messages and numbers are written for people."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from pmdesk.domain.fields import FIELDS
from pmdesk.domain.messages import UserError, message
from pmdesk.gui.text import say, understood


@pytest.fixture
def german() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    yield
    QLocale.setDefault(before)


def test_counts_are_written_as_the_locale_writes_numbers(german: None) -> None:
    said = message("{count} items in {groups}", count=5000, groups=message("{number} groups", number=1200))
    assert say(said) == "5.000 items in 1.200 groups"


def test_one_is_still_one() -> None:
    assert say(message("{count} items", one="1 item", count=1)) == "1 item"


def test_lines_of_files_are_written_as_editors_do() -> None:
    assert say(message("line {row} of {count}", row=12345, count=20000)) == "line 12345 of 20,000"


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("effort", "0", "0 → not estimated"),
        ("effort", " ", ""),
        ("effort", "2", ""),
        ("reach", "9k", "9k → 9,000"),
        ("confidence", "1", "1 → 100%"),
        ("impact", "high", ""),
    ],
)
def test_what_was_understood_is_said_where_it_is_not_what_was_typed(name: str, typed: str, said: str) -> None:
    assert understood(FIELDS[name], typed) == said


def test_what_cannot_be_is_not_understood() -> None:
    with pytest.raises(UserError):
        understood(FIELDS["effort"], "-1")
