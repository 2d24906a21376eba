"""Numbers as people type and read them: decimal signs, group separators, k and M."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from pmdesk.domain.messages import UserError, message

_SPACES = " \t\N{NO-BREAK SPACE}\N{THIN SPACE}\N{NARROW NO-BREAK SPACE}"
_MULTIPLIERS = {"": 1.0, "k": 1e3, "m": 1e6}
_APOSTROPHES = str.maketrans({"’": "'", "−": "-", "＋": "+"})


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How one locale, or one file, writes numbers. Both signs are single characters; `group` may be empty."""

    decimal: str = "."
    group: str = ","


DOT_DECIMAL = NumberStyle()
COMMA_DECIMAL = NumberStyle(",", ".")


@lru_cache(maxsize=64)
def _pattern(style: NumberStyle) -> re.Pattern[str]:
    groups = {style.group, "'"} | (set(_SPACES) if style.group in _SPACES else set())
    separator = "".join(re.escape(sign) for sign in sorted(groups - {"", style.decimal}))
    whole = rf"\d{{1,3}}(?:(?P<separator>[{separator}])\d{{3}}(?:(?P=separator)\d{{3}})*)|\d+"
    decimal = re.escape(style.decimal)
    return re.compile(
        rf"(?P<sign>[+-]?)(?P<whole>{whole}|(?={decimal}\d))(?:{decimal}(?P<fraction>\d*))?"
        rf"(?:[eE](?P<exponent>[+-]?\d{{1,3}}))?\s*(?P<unit>[kKmM]?)"
    )


def parse_number(text: str, style: NumberStyle = DOT_DECIMAL) -> float:
    """The number that `text` means in `style`: `9000`, `9,000`, `9k`, `1.2M`, `1.0E7`.

    A group separator must stand before exactly three digits. Raises UserError where it is no finite number.
    """
    cleaned = text.strip().translate(_APOSTROPHES)
    found = _pattern(style).fullmatch(cleaned)
    if found is None:
        example = format_number(1234.5, style)
        raise UserError(
            message(
                "“{text}” is not a number here; write it like {example}.",
                text=text.strip()[:40],
                example=example,
            )
        )
    whole = re.sub(r"\D", "", found["whole"]) or "0"
    number = float(f"{found['sign']}{whole}.{found['fraction'] or '0'}e{found['exponent'] or '0'}")
    number *= _MULTIPLIERS[found["unit"].lower()]
    if not math.isfinite(number):
        raise UserError(message("“{text}” is too large a number.", text=text.strip()[:40]))
    return number + 0.0


def format_number(number: float, style: NumberStyle = DOT_DECIMAL, decimals: int = 6) -> str:
    """`number` with group separators and at most `decimals` decimals, no trailing zeros."""
    if abs(number) >= 1e15:
        return f"{number:g}".replace(".", style.decimal)
    text = f"{number:,.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text == "-0":
        text = "0"
    if style == DOT_DECIMAL:
        return text
    return text.translate({ord(","): style.group, ord("."): style.decimal})


def plain_number(number: float) -> str:
    """`number` for people who type dots and no groups: `9000`, `0.5`; reads back to the same float."""
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def edit_number(number: float, style: NumberStyle = DOT_DECIMAL) -> str:
    """`number` as an editor shows it: no groups, the style's decimal sign; reads back to the same float."""
    return plain_number(number).replace(".", style.decimal)


def significant(number: float, digits: int) -> float:
    """`number` rounded to `digits` significant digits."""
    return float(f"{number:.{digits}g}")


def format_score(score: float, style: NumberStyle = DOT_DECIMAL) -> str:
    """A score in three significant digits; whole numbers keep all their digits: `1,387`, `12.5`, `0.00125`."""
    if score == 0:
        return "0"
    if abs(score) >= 1e15:
        return format_number(score, style)
    decimals = max(2 - math.floor(math.log10(abs(score))), 0)
    shown = Decimal(repr(score)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return format_number(float(shown), style, decimals)
