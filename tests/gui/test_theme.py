"""The looks: every pair of colours can be read, every picture of the style sheet is there, and bars grow for a room."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from pmdesk.gui.theme import DARK, LIGHT, Tokens, style_sheet

PAIRS = [
    *((ink, ground) for ink in ("text", "muted", "accent", "good", "bad") for ground in ("surface", "window", "tint")),
    ("onaccent", "accent"),
    ("text", "must_bg"),
    *((name, f"{name}_bg") for name in ("must", "should", "could", "wont")),
]


def brightness(colour: str) -> float:
    """The relative luminance of WCAG, 0..1."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in QColor(colour).getRgbF()]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def pictures(tokens: Tokens) -> set[Path]:
    return set(map(Path, re.findall(r'url\("([^"]+)"\)', style_sheet(tokens))))


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_can_be_read_on_what_it_stands_on(tokens: Tokens, ink: str, ground: str) -> None:
    light, dark = sorted((brightness(getattr(tokens, ink)), brightness(getattr(tokens, ground))), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_pictures_of_the_style_sheet_are_drawn_in_the_colours_of_the_scheme(tokens: Tokens) -> None:
    assert len(pictures(tokens)) >= 7
    for picture in pictures(tokens):
        strokes = re.findall(r'stroke="(#\w+)"', picture.read_text(encoding="utf-8"))
        assert strokes
        assert set(strokes) <= {tokens.text, tokens.muted, tokens.onaccent}, picture.name


def test_a_scheme_has_pictures_of_its_own() -> None:
    assert not pictures(LIGHT) & pictures(DARK)
