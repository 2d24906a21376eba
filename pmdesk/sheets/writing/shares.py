"""The effort by MoSCoW against the guidance: a table of the sheet "Summary", and its chart."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pmdesk.domain.fields import field
from pmdesk.domain.messages import message
from pmdesk.domain.records import Moscow
from pmdesk.domain.scales import moscow_label
from pmdesk.domain.totals import Totals
from pmdesk.sheets import own_workbook as own
from pmdesk.sheets.writing import look
from pmdesk.sheets.writing.charts import bar_chart, bars, numbers_at, texts_at
from pmdesk.sheets.writing.content import WorkbookContent
from pmdesk.sheets.writing.layout import Layout
from pmdesk.sheets.writing.plain_cells import PlainCells
from pmdesk.sheets.writing.scales_sheet import GUIDANCE, GUIDANCE_NAME

_PLANNED = tuple(GUIDANCE)
_WHOLE = look.PER_CENT[0]


class Shares:
    """The table under a row of the sheet, which is its header."""

    def __init__(self, cells: PlainCells, content: WorkbookContent, layout: Layout, header: int) -> None:
        self._cells = cells
        self._settings = content.settings
        self._header, self._first = header, header + 1
        self._planned = f"SUM($C${header + 1}:$C${header + len(_PLANNED)})"
        self._titles, self._moscow, self._efforts = map(layout.elsewhere, ("title", "moscow", "effort"))
        items = [row.item for row in content.rows]
        self._counts = Counter(item.moscow for item in items)
        self._titled = sum(bool(item.title) for item in items)
        self._totals = Totals(content.settings.ranked_level, items)

    def write(self) -> int:
        """Write it; returns its last row."""
        self._write_header()
        for place, category in enumerate(Moscow):
            self._write_category(self._first + place, place, category)
        last = self._first + len(Moscow)
        self._write_others(last)
        said = message("The guidance holds for one timebox; over a whole backlog the shares only tell where it stands.")
        self._cells.put(f"A{last + 1}", str(said), look.QUIET)
        return last + 1

    def chart(self, size: tuple[float, float]) -> Any:
        """The shares of Must, Should and Could beside the guidance."""
        labels = texts_at(self._area("A"), [str(moscow_label(one)) for one in _PLANNED])
        shares = numbers_at(self._area("D"), [self._share(one) for one in _PLANNED], _WHOLE)
        guidance = numbers_at(self._area("E"), [GUIDANCE[one] for one in _PLANNED], _WHOLE)
        series = [
            bars(texts_at(self._place("D"), ["Share"]), labels, shares, look.BAR),
            bars(texts_at(self._place("E"), ["Guidance"]), labels, guidance, look.GUIDANCE),
        ]
        return bar_chart(message("Effort by MoSCoW against the guidance"), series, _WHOLE, size)

    def _area(self, letter: str) -> str:
        return f"{own.SUMMARY}!${letter}${self._first}:${letter}${self._header + len(_PLANNED)}"

    def _place(self, letter: str) -> str:
        return f"{own.SUMMARY}!${letter}${self._header}"

    def _write_header(self) -> None:
        effort = field("effort")
        headers = (
            str(field("moscow").label),
            "Items",
            f"{effort.label} ({effort.unit(self._settings)})",
            "Share",
            "Guidance",
            "Not estimated",
        )
        self._cells.sheet.row_dimensions[self._header].height = 30.0
        for letter, header in zip("ABCDEF", headers, strict=True):
            self._cells.header(f"{letter}{self._header}", header, align="left" if letter == "A" else "right")

    def _write_category(self, row: int, place: int, category: Moscow) -> None:
        label = str(moscow_label(category))
        chip = look.chip_font(category)
        self._cells.compute(f"A{row}", f"INDEX({own.MOSCOW_LABELS},{place + 1})", label, chip)
        self._number(f"B{row}", f"COUNTIF({self._moscow},$A{row})", self._counts[category])
        self._number(f"C{row}", f"SUMIF({self._moscow},$A{row},{self._efforts})", self._totals.effort(category))
        if category in GUIDANCE:
            self._share_cell(f"D{row}", f'IF({self._planned}>0,C{row}/{self._planned},"")', self._share(category))
            self._share_cell(f"E{row}", f"INDEX({GUIDANCE_NAME},{place + 1})", GUIDANCE[category])
        estimated = f'COUNTIFS({self._moscow},$A{row},{self._efforts},">0")'
        self._number(f"F{row}", f"B{row}-{estimated}", self._totals.not_estimated(category))

    def _write_others(self, row: int) -> None:
        """What has no category: all but the rows above."""
        above = [f"SUM({letter}{self._first}:{letter}{row - 1})" for letter in "BCF"]
        categorised = sum(self._counts[category] for category in Moscow)
        estimated = f'COUNTIF({self._efforts},">0")'
        all_estimated = sum(self._counts.values()) - sum(map(self._totals.not_estimated, (*Moscow, None)))
        missing = self._titled - all_estimated - sum(map(self._totals.not_estimated, Moscow))
        self._cells.put(f"A{row}", str(message("No category")), look.QUIET)
        self._number(f"B{row}", f"COUNTA({self._titles})-{above[0]}", self._titled - categorised)
        self._number(f"C{row}", f"SUM({self._efforts})-{above[1]}", self._totals.effort(None))
        self._number(f"F{row}", f"COUNTA({self._titles})-{estimated}-{above[2]}", missing)

    def _share(self, category: Moscow) -> float | None:
        planned = self._totals.effort(*_PLANNED)
        return self._totals.effort(category) / planned if planned else None

    def _number(self, place: str, formula: str, result: float) -> None:
        self._cells.compute(place, formula, float(result), look.BODY, look.NUMBER, align="right")

    def _share_cell(self, place: str, formula: str, result: float | None) -> None:
        self._cells.compute(place, formula, result, look.BODY, _WHOLE, align="right")
