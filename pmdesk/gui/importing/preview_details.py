"""The current line of the preview in full: old and new side by side, or the sides of a conflict to choose from."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPlainTextEdit, QRadioButton, QVBoxLayout, QWidget

from pmdesk.domain.fields import FIELDS
from pmdesk.domain.records import Item
from pmdesk.gui.dialog_parts import MARGIN, section_label
from pmdesk.gui.importing import preview_texts as texts
from pmdesk.gui.importing.preview_lines import EXTRA, Line, new_item
from pmdesk.gui.theme import UNIT, list_font
from pmdesk.gui.widgets import ElidedLabel, plain_label
from pmdesk.services.import_plan import RowKind, Side

_LONGEST = 40_000  # characters; what nobody reads would keep the window from answering
_LONGEST_TITLE = 300
_UNTOLD = frozenset({"key", "title", "tracker_order", "source_file", "source_row", "site", "issue_id"})


class PreviewDetails(QFrame):
    """Shows one line. `resolved` tells the side that was chosen in its conflict."""

    resolved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "footer")
        self.heading = ElidedLabel()
        self.heading.setFont(list_font(weight=QFont.Weight.DemiBold))
        self.place = ElidedLabel(role="muted")
        self.reason = plain_label(role="muted", wrap=True)
        self.mine, self.theirs, self.base = _Side(), _Side(), _Side()
        self.base.offer(None)
        self._choice = QButtonGroup(self)
        self._choice.setExclusive(True)
        for place, side in enumerate((self.mine, self.theirs)):
            self._choice.addButton(side.choose, place)
        self._choice.idClicked.connect(lambda place: self.resolved.emit((Side.MINE, Side.THEIRS)[place]))
        self._build()
        self.show_line(None, None, taken=False)

    def show_line(self, line: Line | None, side: Side | None, *, taken: bool) -> None:
        """Show a line, and how its conflict was resolved."""
        self.setVisible(line is not None)
        if line is None:
            return
        title = line.row.title[:_LONGEST_TITLE]
        self.heading.setText(f"{texts.key_words(line)}  {title}" if title else texts.key_words(line))
        self.place.setText(texts.place_words(line))
        self.reason.setText(texts.reason_words(line))
        self.reason.setVisible(bool(line.row.reason))
        if line.conflict is not None:
            self._show_conflict(line, side)
        else:
            self._show_change(line, taken)

    def _show_conflict(self, line: Line, side: Side | None) -> None:
        if line.conflict is None:
            return
        name, asked = texts.field_words(line.field), line.row.waits
        mine = self.tr("{field}") if asked else self.tr("{field}: mine")
        theirs, before = self.tr("{field}: theirs, in the tracker"), self.tr("{field}: at the last import")
        if line.row.own:
            theirs, before = self.tr("{field}: theirs, in the workbook"), self.tr("{field}: as it was exported")
        elif line.row.by_pmdesk:
            theirs = self.tr("{field}: theirs, in the file")
        theirs = self.tr("{field}") if asked else theirs
        self.mine.show_side(mine.format(field=name), _full(texts.side_words(line.conflict, Side.MINE)))
        self.theirs.show_side(theirs.format(field=name), _full(texts.side_words(line.conflict, Side.THEIRS)))
        base = texts.value_words(line.conflict.field, line.conflict.base)
        self.base.show_side(before.format(field=name), _full(base or self.tr("(none)")))
        self._choice.setExclusive(False)
        for one, shown, key in ((Side.MINE, self.mine, "&M"), (Side.THEIRS, self.theirs, "&T")):
            shown.offer(side is one, f"{texts.answer_words(line.field, one)} ({key})")
            shown.setVisible(True)
        self._choice.setExclusive(True)
        self.base.setVisible(not asked)

    def _show_change(self, line: Line, taken: bool) -> None:
        before, after = self._sides(line, taken)
        name = texts.name_words(line)
        self.mine.show_side(self.tr("{field}: now").format(field=name) if line.field else self.tr("Now"), before)
        self.theirs.show_side(self.tr("{field}: after import").format(field=name) if line.field else name, after)
        for shown in (self.mine, self.theirs):
            shown.offer(None)
        self.mine.setVisible(bool(line.field))
        self.theirs.setVisible(bool(after) or bool(line.field))
        self.base.setVisible(False)

    def _sides(self, line: Line, taken: bool) -> tuple[str, str]:
        if line.field:
            none = self.tr("(none)")
            return _full(texts.before_words(line)) or none, _full(texts.after_words(line, taken)) or none
        item = new_item(line.row) if line.row.kind is RowKind.NEW else None
        return "", _full(_item_words(item)) if item is not None else texts.after_words(line, taken)

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(3 * UNIT)
        top.addWidget(self.heading)
        top.addWidget(self.place)
        top.addStretch(1)
        sides = QHBoxLayout()
        sides.setSpacing(3 * UNIT)
        for side in (self.mine, self.theirs, self.base):
            sides.addWidget(side, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 2 * UNIT, MARGIN, 2 * UNIT)
        layout.setSpacing(UNIT)
        layout.addLayout(top)
        layout.addWidget(self.reason)
        layout.addLayout(sides, 1)


class _Side(QWidget):
    """One side: its name, or a choice of it, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.label = section_label("")
        self.choose = QRadioButton()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        top = QHBoxLayout()
        top.addWidget(self.label)
        top.addStretch(1)
        top.addWidget(self.choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addLayout(top)
        layout.addWidget(self.text, 1)
        self.text.setMinimumHeight(11 * UNIT)

    def show_side(self, name: str, text: str) -> None:
        """Show a text under a name."""
        self.label.setText(name)
        self.text.setAccessibleName(name)
        if self.text.toPlainText() != text:
            self.text.setPlainText(text)

    def offer(self, chosen: bool | None, words: str = "") -> None:
        """Offer the side to be chosen, by these words; None has nothing to choose."""
        if self.choose.text() != words:
            self.choose.setText(words)
            self.choose.setToolTip(words.replace("&", ""))
        self.choose.setVisible(chosen is not None)
        self.choose.setChecked(bool(chosen))


def _item_words(item: Item) -> str:
    """All that is known of a new item, a line a field."""
    lines = [item.title]
    for name in FIELDS:
        value = getattr(item, name)
        if name not in _UNTOLD and name != EXTRA and value not in (None, "", ()):
            lines.append(f"{texts.field_words(name)}: {texts.value_words(name, value)}")
    lines += [f"{header}: {texts.value_words(EXTRA, value)}" for header, value in item.extra.items()]
    return "\n".join(lines)


def _full(text: str) -> str:
    """A text as long as anybody reads."""
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
