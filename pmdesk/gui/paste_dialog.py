"""What a paste cannot put where it should go, told and asked about before anything is pasted."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from pmdesk.domain.messages import message
from pmdesk.domain.numbers import format_number
from pmdesk.gui.dialog_parts import button, footer, heading
from pmdesk.gui.outcome_list import Line, OutcomeList
from pmdesk.gui.text import number_style, say
from pmdesk.gui.theme import Theme
from pmdesk.gui.widgets import plain_label, primary_button
from pmdesk.services.pasting import PastePlan, RefusedCell

_SIZE = (680, 460)
_LISTED, _LONGEST, _QUOTED = 500, 120, 40


class PasteReportDialog(QDialog):
    """Lists the cells that refuse their text. Accepted: paste the good ones; rejected: paste nothing."""

    def __init__(self, plan: PastePlan, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Paste"))
        self._plan = plan
        self.list = OutcomeList(theme, report_lines(plan))
        self.list.setAccessibleName(self.tr("Cells that cannot be pasted, and why"))
        self.paste_button = primary_button(self._paste_words())
        self.nothing_button = button(self.tr("Paste nothing"), self.tr("Leave everything as it is (Esc)"))
        self._build()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(heading(self.tr("Not everything can be pasted"), plain_label(self._counts(), "muted")))
        layout.addWidget(self.list, 1)
        layout.addWidget(footer(None, self.nothing_button, self.paste_button))
        self.nothing_button.clicked.connect(self.reject)
        self.paste_button.clicked.connect(self.accept)
        self.paste_button.setToolTip(self.tr("Paste what can be and leave the other cells as they are (Enter)"))
        self.resize(*_SIZE)
        self._choose_default()

    def _choose_default(self) -> None:
        """Enter pastes the good ones, where there are any."""
        first = self.paste_button if self._plan.good else self.nothing_button
        self.paste_button.setVisible(bool(self._plan.good))
        first.setDefault(True)
        first.setFocus()

    def _paste_words(self) -> str:
        good = self._plan.good
        return say(message("Paste the {number} good ones", one="Paste the good one", count=good, number=_number(good)))

    def _counts(self) -> str:
        plan = self._plan
        total = plan.good + len(plan.refused)
        return say(
            message(
                "{good} of {total} cells can be pasted. Nothing has been pasted yet.",
                one="{good} of 1 cell can be pasted. Nothing has been pasted yet.",
                count=total,
                good=_number(plan.good),
                total=_number(total),
            )
        )


def report_lines(plan: PastePlan) -> list[Line]:
    """The refused cells, as many as anyone reads, and what reaches past the end of the list."""
    lines = [_line(cell) for cell in plan.refused[:_LISTED]]
    more = len(plan.refused) - len(lines)
    if more:
        said = message("And {number} more cells.", one="And 1 more cell.", count=more, number=_number(more))
        lines.append(Line(words=say(said)))
    if plan.refused:
        lines.insert(0, Line(_tr("Cells that stay as they are"), heading=True))
    return [*lines, *_lost_lines(plan)]


def _line(cell: RefusedCell) -> Line:
    """The place, and why; the reason is enough where it quotes the text already."""
    text, reason = " ".join(cell.text.split()), say(cell.reason)
    quoted = bool(text) and f"“{text[:_QUOTED]}" in reason
    return Line(f"{cell.key} · {say(cell.label)}", reason if quoted else f"{_shortened(text)}\n{reason}")


def _shortened(text: str) -> str:
    if not text:
        return _tr("(empty)")
    return f"“{text}”" if len(text) <= _LONGEST else f"“{text[:_LONGEST]}…”"


def _lost_lines(plan: PastePlan) -> list[Line]:
    said = [
        message("{number} rows stand below the last item.", one="1 row stands below the last item.",
                count=plan.lost_rows, number=_number(plan.lost_rows)),
        message("{number} columns stand beside the last one.", one="1 column stands beside the last one.",
                count=plan.lost_columns, number=_number(plan.lost_columns)),
    ]  # fmt: skip
    lines = [Line(words=say(one)) for one in said if one.values["count"]]
    return [Line(_tr("What would fall off the end"), heading=True), *lines] if lines else []


def _number(count: int) -> str:
    return format_number(count, number_style())


def _tr(text: str) -> str:
    return QCoreApplication.translate("PasteReportDialog", text)
