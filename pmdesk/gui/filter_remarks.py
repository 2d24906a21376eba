"""What stands at the right of the filter bar: the ways back to rank order and to applied filters, and the baseline."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from pmdesk.domain.messages import message
from pmdesk.gui.run_button import RunButton
from pmdesk.gui.text import number_words, say
from pmdesk.gui.theme import UNIT, Theme

_GAP = 2 * UNIT


class FilterRemarks(QWidget):
    """Three remarks, each a button, each hidden while it has nothing to say. `keys` are named in their tooltips."""

    def __init__(self, theme: Theme, keys: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.stale, self.sort = RunButton(theme, "applyAgain"), RunButton(theme, "rankOrder")
        self.baseline = RunButton(theme, "sinceBaseline", opens=True)
        self.buttons = (self.stale, self.sort, self.baseline)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        for remark in self.buttons:
            row.addWidget(remark)

    def set_stale(self, count: int) -> None:
        """Say how many items that are shown no longer match the filters; 0 takes it away."""
        said = message("{count} no longer match", one="1 no longer matches", count=count)
        again = (self.tr("Apply again"), "accent")
        long = ((f"{say(said)} · ", "muted"), again)
        self._say(self.stale, long if count else (), ((f"{number_words(count)} · ", "muted"), again))
        self.stale.set_hint(self._tip(self.tr("Apply the filters again: these items leave the list"), "apply"))

    def set_sort(self, column: str, *, descending: bool) -> None:
        """Name the column that the list is sorted by; empty stands for rank order."""
        lead, _, rest = self.tr("Sorted by {column}").partition("{column}")
        words = f"{column} {'↓' if descending else '↑'}"
        back = (self.tr("Back to rank order"), "accent")
        long = ((lead, "muted"), (words, "text"), (f"{rest} · ", "muted"), back)
        self._say(self.sort, long if column else (), ((self.tr("Rank order"), "accent"),))
        self.sort.set_hint(self._tip(self.tr("Sort by rank again"), "rank_order"))

    def set_baseline(self, name: str) -> None:
        """Name the baseline that rank changes are counted from; empty takes it away."""
        before, _, after = self.tr("Changes since {baseline}").partition("{baseline}")
        long = ((before, "muted"), (name, "text"), (after, "muted"))
        self._say(self.baseline, long if name else (), ((self.tr("Changes"), "text"),))
        self.baseline.set_hint(
            self.tr("The arrows beside the ranks count from here. Set a new baseline, or forget this one")
        )

    def fit(self, room: int) -> None:
        """Shorten remarks, one after the other, until they are at most `room` logical pixels wide."""
        shown = [one.width_of(short=False) for one in self.buttons if not one.isHidden()]
        left = room - sum(shown) - _GAP * max(0, len(shown) - 1)
        for remark in (self.baseline, self.stale, self.sort):
            short = left < 0
            left += short * (remark.width_of(short=False) - remark.width_of(short=True))
            remark.shorten(short)

    def _say(self, remark: RunButton, long: tuple[tuple[str, str], ...], short: tuple[tuple[str, str], ...]) -> None:
        remark.say(long, short if long else ())
        self.setVisible(any(not one.isHidden() for one in self.buttons))

    def _tip(self, text: str, key: str) -> str:
        return f"{text} ({self._keys[key]})" if self._keys.get(key) else text
