"""The bar at the bottom: counts, shares, the selection, and whether everything is saved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from pmdesk.domain.messages import Message, message
from pmdesk.domain.numbers import format_number
from pmdesk.domain.scales import EFFORT_UNITS
from pmdesk.gui.text import number_style, say
from pmdesk.gui.theme import UNIT, Theme
from pmdesk.gui.widgets import ElidedLabel, plain_label

if TYPE_CHECKING:
    from pmdesk.gui.document import Document
    from pmdesk.gui.grid.selection_sums import Sums
    from pmdesk.services.summary import Summary

HEIGHT = 30


class StatusBar(QFrame):
    """Tells how the backlog stands, in a few words each."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusBar")
        self._theme = theme
        self._parts = {
            name: ElidedLabel(role=_ROLES.get(name, "muted"), keep=_KEPT)
            if name in _GIVING_WAY
            else plain_label(role="muted")
            for name in _PARTS
        }
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4 * UNIT, 0, 4 * UNIT, 0)
        layout.setSpacing(5 * UNIT)
        for name, label in self._parts.items():
            if name == "selection":
                layout.addStretch(1)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            layout.addWidget(label)
        self._restyle()
        theme.changed.connect(self._restyle)

    def show_backlog(self, document: Document) -> None:
        """Count the backlog anew."""
        from pmdesk.services.summary import summarize

        summary = summarize(document.workspace)
        for name, said in _summary_parts(summary, document).items():
            self._show(name, said)

    def show_selection(self, sums: Sums) -> None:
        """Tell what is selected, and its sums."""
        style = number_style()
        said = message(
            "{count} selected · reach {reach} · effort {effort}",
            count=format_number(sums.count, style),
            reach=format_number(sums.reach, style),
            effort=format_number(sums.effort, style),
        )
        self._show("selection", said if sums.count else None)

    def show_saved(self, saved: bool, *, read_only: bool = False) -> None:
        """Say whether all that the screen shows is on the disk, or cannot be changed."""
        done = message("Read-only") if read_only else message("Saved")
        self._show("saved", done if saved else message("Saving…"))

    def _restyle(self) -> None:
        self.setFixedHeight(self._theme.density.bar(HEIGHT))

    def _show(self, name: str, said: Message | None) -> None:
        self._parts[name].setText(say(said) if said else "")
        self._parts[name].setVisible(said is not None)


_PARTS = ("in_play", "unranked", "must", "effort", "selection", "saved")
_ROLES = {"selection": "figures"}  # what is asked for in a meeting is read across the room
_GIVING_WAY, _KEPT = ("must", "effort", "selection"), 80


def _summary_parts(summary: Summary, document: Document) -> dict[str, Message | None]:
    settings, style = document.workspace.settings, number_style()
    unranked = document.workspace.framework.unranked_count
    must = message("Must {share}% of effort", share=round(100 * (summary.must_share or 0)))
    unestimated = message(
        "Must {share}% of effort, {count} Musts not estimated",
        one="Must {share}% of effort, 1 Must not estimated",
        share=round(100 * (summary.must_share or 0)),
        count=summary.musts_without_effort,
    )
    return {
        "in_play": message("{count} in play", count=summary.in_play),
        "unranked": replace(unranked, values={"count": summary.unranked}),
        "must": None if summary.must_share is None else unestimated if summary.musts_without_effort else must,
        "effort": message(
            "Effort {effort} {unit}",
            effort=format_number(summary.effort, style),
            unit=say(EFFORT_UNITS[settings.effort_unit]),
        ),
    }
