"""Texts are measured and cut as they will be drawn, whatever their script."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from pmdesk.gui.grid.text_measure import TextMeasure
from pmdesk.gui.theme import list_font

pytestmark = pytest.mark.usefixtures("qapp")
latin = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x24F, exclude_categories=("Cc",)), max_size=60)
SAMPLES = (
    "Refund portal for merchants, self-service",
    "AVATAR To Wave fiffi ffl",
    "Größenänderung der Übersicht",
    "إعادة تصميم صفحة الدفع",
    "Pay 支付页面 with cards",
    "Launch 🚀 family 👨‍👩‍👧 flags 🇩🇪🇫🇷",
    "e\u0301 combining",
    "हिन्दी पाठ",
)
any_text = latin | st.sampled_from(SAMPLES) | st.lists(st.sampled_from(SAMPLES), max_size=3).map(" ".join)


def measure() -> tuple[TextMeasure, QFontMetrics]:
    assert QApplication.instance() is not None
    return TextMeasure(list_font()), QFontMetrics(list_font())


@given(any_text)
def test_a_width_is_the_one_that_is_drawn(text: str) -> None:
    own, exact = measure()
    assert own.advance(text) <= exact.horizontalAdvance(text) + 1 + len(text)  # kerning takes some away
    assert own.advance(text) >= exact.horizontalAdvance(text) - 1


@given(any_text, st.integers(0, 400))
@example(SAMPLES[0], 100)
@example("", 0)
@example("W", 1)
def test_a_cut_text_fits(text: str, room: int) -> None:
    own, exact = measure()
    cut, width = own.fitted(text, room)
    assert exact.horizontalAdvance(cut) <= room + 1
    assert exact.horizontalAdvance(cut) - 1 <= width <= room + 1
    assert cut == text or cut == "" or cut.endswith("…")


@given(any_text)
def test_a_text_with_room_enough_stays_whole(text: str) -> None:
    own, exact = measure()
    room = max(own.advance(text), exact.horizontalAdvance(text)) + 1
    assert own.fitted(text, room)[0] == text


def test_as_much_is_kept_as_fits() -> None:
    own, _ = measure()
    text = SAMPLES[0]
    for room in range(40, own.advance(text)):
        cut, _ = own.fitted(text, room)
        kept = len(cut) - 1
        longer = text[: kept + 1]
        while longer.endswith(" "):
            longer = text[: len(longer) + 1]
        assert text.startswith(cut[:-1])
        assert own.advance(longer + "…") >= room - 1


def test_lines_are_as_high_as_the_font() -> None:
    own, exact = measure()
    assert (own.height, own.ascent) == (exact.height(), exact.ascent())
