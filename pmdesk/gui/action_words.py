"""Actions as people read them: plain words, the menu they stand in, and their keys."""

from __future__ import annotations

import re

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

_MNEMONIC = re.compile(r"&(.)")


def plain_words(text: str) -> str:
    """A menu's or an action's text without its mnemonic."""
    return _MNEMONIC.sub(r"\1", text).split("\t", maxsplit=1)[0]


def keys_of(action: QAction) -> list[str]:
    """The shortcuts of an action, as this system writes them."""
    return [keys.toString(QKeySequence.SequenceFormat.NativeText) for keys in action.shortcuts() if not keys.isEmpty()]


def menu_path(action: QAction) -> list[str]:
    """The menus that lead to an action from the menu bar, like View, Colours; empty for one in no menu of the bar."""
    for menu in action.associatedObjects():
        if isinstance(menu, QMenu):
            own = menu.menuAction()
            if any(isinstance(one, QMenuBar) for one in own.associatedObjects()):
                return [plain_words(menu.title())]
            above = menu_path(own)
            if above:
                return [*above, plain_words(menu.title())]
    return []
