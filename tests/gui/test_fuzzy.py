"""How a typed text finds a command."""

from __future__ import annotations

import pytest

from pmdesk.gui.fuzzy import distance


def best(typed: str, *texts: str) -> list[str]:
    found = [(distance(typed, text), text) for text in texts]
    return [text for _, text in sorted((far, text) for far, text in found if far is not None)]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("", "Undo"),
        ("und", "Undo: Reach of SHOP-112"),
        ("full", "Full screen"),
        ("scr fu", "Full screen"),
        ("screen FULL", "Full screen"),
        ("fs", "Full screen"),
        ("creen", "Full screen"),
        ("expt", "Export…"),
        ("ho", "Hold order"),
    ],
)
def test_it_is_found(typed: str, text: str) -> None:
    assert distance(typed, text) is not None


@pytest.mark.parametrize(
    ("typed", "text"),
    [("sx", "Full screen"), ("full x", "Full screen"), ("tpxe", "Export…"), ("eo", "Hold order"), ("x", "…")],
)
def test_it_is_not_found(typed: str, text: str) -> None:
    assert distance(typed, text) is None


def test_beginnings_come_before_initials_and_these_before_what_is_inside() -> None:
    texts = ("Freeze them", "Full screen", "Show items", "Offset")
    assert best("fs", *texts) == ["Full screen", "Offset"]
    assert best("s", "Show items", "Full screen", "Offset") == ["Show items", "Full screen", "Offset"]
    assert best("sc", "Full screen", "Scoring", "Discard") == ["Scoring", "Full screen", "Discard"]


def test_the_menu_fits_less_well_than_the_words() -> None:
    own, aside = distance("view", "View backlog"), distance("view", "Full screen", "View")
    assert own is not None
    assert aside is not None
    assert own < aside
    assert distance("dark view", "Dark", "View › Colours") is not None


def test_signs_between_the_words_do_not_matter() -> None:
    assert distance("musts & more", "Show view “Musts & more”") is not None
    assert distance("filter by status…", "Filter by status…") == 0
    assert distance("&", "Filter by status…") is None
