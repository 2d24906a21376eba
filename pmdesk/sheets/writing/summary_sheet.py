"""The sheet "Summary": counts, effort by MoSCoW against the guidance, and the top ten, computed from the list."""

from __future__ import annotations

from typing import Any

from pmdesk.domain.frameworks import rice
from pmdesk.domain.messages import message
from pmdesk.sheets import own_workbook as own
from pmdesk.sheets.writing import look
from pmdesk.sheets.writing.charts import bar_chart, bars, lying, numbers_at, texts_at
from pmdesk.sheets.writing.content import RankedItem, WorkbookContent
from pmdesk.sheets.writing.heights import set_default_height
from pmdesk.sheets.writing.layout import Layout
from pmdesk.sheets.writing.plain_cells import PlainCells
from pmdesk.sheets.writing.printing import on_paper
from pmdesk.sheets.writing.shares import Shares
from pmdesk.sheets.writing.texts import CellTexts

_WIDTHS = {"A": 20, "B": 15, "C": 13, "D": 13, "E": 13, "F": 15, "G": 3}
_TITLE_HEIGHT = 30.0
_FACTS = 5
_CHARTS = "H"
_CHART_SIZE = (15.5, 7.4)
_TALL_CHART = (15.5, 9.0)
_TOP = 10
_LINE_LENGTH, _TITLE_LENGTH = 130, 40


class SummarySheet:
    """Fills an empty openpyxl sheet; `with_results` completes it once it was written."""

    def __init__(self, sheet: Any, content: WorkbookContent, layout: Layout, texts: CellTexts) -> None:
        self._content = content
        self._layout = layout
        self._cells = PlainCells(sheet, texts)
        self._top = _first_places(content)
        self.with_results = self._cells.with_results
        self._lay_out(sheet)
        row = self._write_facts()
        shares = Shares(self._cells, content, layout, row + 2)
        sheet.add_chart(shares.chart(_CHART_SIZE), f"{_CHARTS}{_FACTS}")
        first = shares.write() + 4
        self._write_top(first)
        sheet.add_chart(self._top_chart(first), f"{_CHARTS}{first - 2}")

    def _lay_out(self, sheet: Any) -> None:
        for letter, width in _WIDTHS.items():
            sheet.column_dimensions[letter].width = width
        sheet.sheet_view.showGridLines = False
        sheet.row_dimensions[1].height = _TITLE_HEIGHT
        set_default_height(sheet)
        on_paper(sheet, "landscape", self._content.settings.name)

    def _write_facts(self) -> int:
        content, cells = self._content, self._cells
        cells.put("A1", in_a_line(content.settings.name) or "Backlog", look.TITLE)
        cells.put("A2", in_a_line(content.settings.vision), look.QUIET)
        said = message("Ranked by {framework}. {rule}", framework=content.framework.label, rule=content.framework.rule)
        cells.put("A3", str(said), look.BODY)
        row = self._write_counts(_FACTS)
        left_out = message("{closed} closed, {other} of other levels", closed=content.closed,
                           other=content.other_levels)  # fmt: skip
        by = message("{time}, by PMDesk {version}", time=f"{content.exported:%Y-%m-%d %H:%M}", version=content.version)
        for label, said in ((message("Not in this file"), left_out), (message("Exported"), by)):
            row += 1
            cells.put(f"A{row}", str(label), look.QUIET)
            cells.put(f"B{row}", str(said))
        return row

    def _write_counts(self, row: int) -> int:
        """Live counts; returns their last row."""
        titles, ranks = map(self._layout.elsewhere, ("title", "rank"))
        titled, ranked = sum(bool(one.item.title) for one in self._content.rows), self._content.ranked
        counts = (
            (message("Items"), f"COUNTA({titles})", titled),
            (message("Ranked"), f"COUNT({ranks})", ranked),
            (message("Not ranked"), f"B{row}-B{row + 1}", titled - ranked),
        )
        for place, (label, formula, result) in enumerate(counts, row):
            self._cells.put(f"A{place}", str(label), look.QUIET)
            self._cells.compute(f"B{place}", formula, float(result), look.STRONG, look.NUMBER)
        return row + len(counts) - 1

    def _write_top(self, first: int) -> None:
        self._cells.put(f"A{first - 2}", str(message("Top ten")), look.STRONG)
        headers = {"A": own.RANK_HEADER, "B": "Key", "C": "Title", "D": "", "E": "", "F": own.SCORE_HEADER}
        for letter, header in headers.items():
            self._cells.header(f"{letter}{first - 1}", header, align="right" if letter == "F" else "left")
        for place, shown in enumerate(self._top):
            self._write_place(first + place, place, shown)

    def _write_place(self, row: int, place: int, shown: RankedItem | None) -> None:
        ranks, keys, titles, scores = map(self._layout.elsewhere, ("rank", "key", "title", "score"))
        found = f"MATCH($A{row},{ranks},0)"
        title = f'INDEX({titles},{found})&""'
        cut = f'LEFT({title},{_TITLE_LENGTH})&IF(LEN({title})>{_TITLE_LENGTH},"…","")'
        score = rice.score(shown.item) if shown else None
        compute, form = self._cells.compute, look.SCORES[look.score_format(score)]
        rank = f'IF(COUNT({ranks})<{place + 1},"",SMALL({ranks},{place + 1}))'
        compute(f"A{row}", rank, shown.rank if shown else None, look.STRONG)
        compute(f"B{row}", f'IF($A{row}="","",INDEX({keys},{found})&"")', shown.item.key if shown else None, look.QUIET)
        compute(f"C{row}", f'IF($A{row}="","",{cut})', _cut(shown.item.title) if shown else None)
        compute(f"F{row}", f'IF($A{row}="","",INDEX({scores},{found}))', score, look.STRONG, form, align="right")

    def _top_chart(self, first: int) -> Any:
        last = first + len(self._top) - 1
        labels = texts_at(
            f"{own.SUMMARY}!$C${first}:$C${last}", [_cut(row.item.title) if row else "" for row in self._top]
        )
        scores = [rice.score(row.item) if row else None for row in self._top]
        form = look.SCORES[look.score_format(max(filter(None, scores), default=None))]
        values = numbers_at(f"{own.SUMMARY}!$F${first}:$F${last}", scores, form)
        name = texts_at(f"{own.SUMMARY}!$F${first - 1}", [own.SCORE_HEADER])
        said = message("Scores of the top ten by rank")
        return lying(bar_chart(said, [bars(name, labels, values, look.BAR)], form, _TALL_CHART), form)


def _first_places(content: WorkbookContent) -> list[RankedItem | None]:
    """The top ten; None for places that nobody has yet, but may have once more items are ranked."""
    ranked = [row for row in content.rows[:_TOP] if row.rank is not None]
    return [*ranked, *[None] * (max(min(_TOP, len(content.rows)), 1) - len(ranked))]


def in_a_line(text: str) -> str:
    """A text in one line that ends where the sheet does."""
    line = " ".join(text.split())
    return line if len(line) <= _LINE_LENGTH else line[: _LINE_LENGTH - 1] + "…"


def _cut(title: str) -> str:
    return title if len(title) <= _TITLE_LENGTH else title[:_TITLE_LENGTH] + "…"
