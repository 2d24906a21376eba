"""The formulas of the ranked workbook, and what they come to: exactly the scores and ranks of PMDesk.

Ranks are exact by counting for each row which rows stand before it, so that a list of n rows costs n x n steps.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from pmdesk.domain.frameworks import rice
from pmdesk.domain.numbers import significant
from pmdesk.domain.ranking import tracker_key
from pmdesk.domain.records import Moscow
from pmdesk.sheets import own_workbook as own
from pmdesk.sheets.writing.columns import Column, hidden_column
from pmdesk.sheets.writing.content import RankedItem, WorkbookContent
from pmdesk.sheets.writing.layout import Names

MOST_LIVE_RANKS = 2_000
DIGITS, PLACE, ORDER = "digits", "place", "order"
_BY_CATEGORY, _UNSCORED = 10_000_000, 5_000_000
_CATEGORIES = {category: place for place, category in enumerate(Moscow, 1)}


def ranks_are_live(content: WorkbookContent) -> bool:
    """Whether ranks are formulas: of the whole list, up to a length."""
    few = len(content.rows) <= MOST_LIVE_RANKS
    return few and not content.chosen and content.framework.name in _RANKS


def helper_columns(content: WorkbookContent) -> list[Column]:
    """The hidden columns that the formulas of ranks need; none where ranks are plain values."""
    if not ranks_are_live(content):
        return []
    digits = hidden_column(DIGITS, own.DIGITS_HEADER, _digits)
    order = hidden_column(ORDER, own.ORDER_HEADER, _orders(content))
    if content.framework.name == "moscow":
        return [digits, hidden_column(PLACE, own.PLACE_HEADER, _places(content)), order]
    return [digits, order]


def formulas(content: WorkbookContent, names: Names) -> dict[str, str]:
    """The formulas by their columns, without the sign that begins them."""
    found = {"score": _score(names)}
    if ranks_are_live(content):
        found["rank"] = _RANKS[content.framework.name](names)
        found[DIGITS] = _digits_formula(names)
        if content.framework.name == "moscow":
            found[PLACE] = _place_formula(names)
    return found


def _score(names: Names) -> str:
    """Empty where a factor is missing or impossible. An impact is a number, or a step of the scale by its label."""
    reach, impact, confidence, effort = map(names.cell, rice.FACTORS)
    factor = f"IF(ISNUMBER({impact}),{impact},IFERROR(VLOOKUP({impact},{own.IMPACT_SCALE},2,FALSE),0))"
    impossible = f"{reach}<0,{factor}<=0,{confidence}<0,{confidence}>1,{effort}<=0"
    missing = f"COUNT({reach},{confidence},{effort})<3"
    return f'IF(OR({missing},{impossible}),"",{reach}*{factor}*{confidence}/{effort})'


def _digits_formula(names: Names) -> str:
    score = names.cell("score")
    digits = f"{rice.TIE_DIGITS - 1}-INT(LOG10({score}))"
    return f'IF({score}="","",IF({score}=0,0,ROUND({score},{digits})))'


def _place_formula(names: Names) -> str:
    """A number that is lower the earlier category and score put a row."""
    match = f"MATCH({names.cell('moscow')},{own.MOSCOW_LABELS},0)"
    digits, all_digits = names.cell(DIGITS), names.whole(DIGITS)
    inside = f'IF({digits}="",{_UNSCORED},RANK({digits},{all_digits}))'
    return f'IF(ISNUMBER({match}),{match}*{_BY_CATEGORY}+{inside},"")'


def _rice_rank(names: Names) -> str:
    digits, all_digits = names.cell(DIGITS), names.whole(DIGITS)
    tied = f"IF(COUNTIF({all_digits},{digits})>1,SUMPRODUCT(({all_digits}={digits})*({_earlier(names)})),0)"
    return f'IF({digits}="","",RANK({digits},{all_digits})+{tied})'


def _moscow_rank(names: Names) -> str:
    place, places = names.cell(PLACE), names.whole(PLACE)
    scored = f"SUMPRODUCT(({places}={place})*({_earlier(names)}))"
    unscored = f"SUMPRODUCT(({places}={place})*({_earlier_in_tracker(names)}))"
    tied = f'IF(COUNTIF({places},{place})>1,IF({names.cell(DIGITS)}="",{unscored},{scored}),0)'
    return f'IF({place}="","",RANK({place},{places},1)+{tied})'


_RANKS: dict[str, Callable[[Names], str]] = {"rice": _rice_rank, "moscow": _moscow_rank}


def _earlier(names: Names) -> str:
    """Which of the rows with the same score stand before this one: higher confidence, lower effort, tracker order."""
    confidence, effort = names.cell("confidence"), names.cell("effort")
    confidences, efforts = names.whole("confidence"), names.whole("effort")
    same = f"({efforts}<{effort})+({efforts}={effort})*({_earlier_in_tracker(names)})"
    return f"({confidences}>{confidence})+({confidences}={confidence})*({same})"


def _earlier_in_tracker(names: Names) -> str:
    """New rows have no order: they stand last, and among themselves as they stand in the sheet."""
    order, orders = names.cell(ORDER), names.whole(ORDER)
    return f"({orders}<{order})+({orders}={order})*(ROW({orders})<ROW())"


def _digits(row: RankedItem) -> float | None:
    score = rice.score(row.item)
    return None if score is None else significant(score, rice.TIE_DIGITS)


def _orders(content: WorkbookContent) -> Callable[[RankedItem], float | None]:
    """Negative numbers, since an empty cell counts as 0 and has to come last."""
    in_order = sorted((tracker_key(row.item), row.item.id) for row in content.rows)
    orders = {item_id: float(place - len(in_order)) for place, (_, item_id) in enumerate(in_order)}
    return lambda row: orders[row.item.id]


def _places(content: WorkbookContent) -> Callable[[RankedItem], float | None]:
    lowest_first = sorted(-found for found in map(_digits, content.rows) if found is not None)

    def place(row: RankedItem) -> float | None:
        if row.item.moscow is None:
            return None
        digits = _digits(row)
        inside = _UNSCORED if digits is None else bisect_left(lowest_first, -digits) + 1
        return float(_CATEGORIES[row.item.moscow] * _BY_CATEGORY + inside)

    return place
