"""How a workbook looks: PMDesk's light palette as a spreadsheet's fonts, fills, borders and formats."""

from __future__ import annotations

import math

from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle

from pmdesk.domain.records import Moscow

WINDOW, LINE, RULE, TEXT, MUTED, LINK = "F5F6F8", "E1E5EA", "C5CCD5", "1A2330", "5A6573", "1F5FA8"
BAR, GUIDANCE = "9CC3EE", "C5CCD5"
CHIPS = {
    Moscow.MUST: ("FDE4E4", "9B1C1C"),
    Moscow.SHOULD: ("FDEFD3", "7A4300"),
    Moscow.COULD: ("E1EEFC", "134E91"),
    Moscow.WONT: ("EBEEF2", "4F5A68"),
}

_FACE = "Calibri"
BODY = Font(name=_FACE, size=11, color=TEXT)
STRONG = Font(name=_FACE, size=11, bold=True, color=TEXT)
HEADER = Font(name=_FACE, size=10, bold=True, color=TEXT)
QUIET = Font(name=_FACE, size=11, color=MUTED)
TITLE = Font(name=_FACE, size=18, bold=True, color=TEXT)
HEADER_FILL = PatternFill("solid", start_color=WINDOW)
HEADER_BORDER = Border(bottom=Side("thin", color=RULE))
ROW_BORDER = Border(bottom=Side("thin", color=LINE))

COMPUTED_FILL = PatternFill("solid", start_color="F8F9FA")
LINK_FONT = Font(name=_FACE, size=11, color=LINK, underline="single")

GENERAL = "General"
TEXT_FORMAT = "@"
NUMBER = "[>=1000]#,##0;General"
DAY, MINUTE = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
MOMENT = "d mmmm yyyy, hh:mm"
_WHOLE = "0%"
PER_CENT = (_WHOLE, "0.0%")
_MOST_DECIMALS = 10
_FEWEST_DECIMALS = 3
# About three significant digits for scores from 1 on, then for ever smaller ones, should they grow.
SCORES = (
    "[>=100]#,##0;[>=10]0.0;0.00",
    *(f"[>=100]#,##0;[>=1]0.00;0.{'0' * decimals}" for decimals in range(_FEWEST_DECIMALS, _MOST_DECIMALS + 1)),
)


def chip(category: Moscow) -> DifferentialStyle:
    """A MoSCoW category's colours, for a conditional format."""
    fill, text = CHIPS[category]
    return DifferentialStyle(font=Font(color=text), fill=PatternFill("solid", start_color=fill, end_color=fill))


def chip_font(category: Moscow) -> Font:
    """A MoSCoW category's name on white."""
    return Font(name=_FACE, size=11, bold=True, color=CHIPS[category][1])


def muted() -> DifferentialStyle:
    """What is not ranked, for a conditional format."""
    return DifferentialStyle(font=Font(color=MUTED))


def per_cent_format(fraction: float | None) -> int:
    """Which of PER_CENT fits: whole per cent where that says all, else one decimal."""
    per_cent = 0.0 if fraction is None else fraction * 100
    return 0 if math.isclose(per_cent, round(per_cent), abs_tol=1e-9) else 1


def score_format(score: float | None) -> int:
    """Which of SCORES shows about three significant digits of this score and of larger ones."""
    if not score or abs(score) >= 1:
        return 0
    decimals = min(2 - math.floor(math.log10(abs(score))), _MOST_DECIMALS)
    return decimals - _FEWEST_DECIMALS + 1
