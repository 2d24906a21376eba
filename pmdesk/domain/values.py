"""How the values of fields are read, checked and shown: for each kind of value what a FieldSpec asks for.

`parse_...` turn what a person typed into a value, `validate_...` return a typed value as it is stored; both
raise UserError with what is allowed. `format_...` is for reading, `edit_...` is what an editor starts with.
"""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

from pmdesk.domain import scales
from pmdesk.domain.messages import UserError, message
from pmdesk.domain.numbers import NumberStyle, edit_number, format_number, parse_number
from pmdesk.domain.records import Moscow

LARGEST, SMALLEST = 1e15, 1e-15


def _number(value: object) -> float:
    """A typed value as a number; NaN, for which no comparison holds, where a score could not hold it."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return math.nan
    if not abs(value) <= LARGEST:
        return math.nan
    return float(value) if abs(value) >= SMALLEST else 0.0


def parse_optional_number(text: str, style: NumberStyle) -> float | None:
    """A number, or None for nothing typed."""
    return parse_number(text, style) if text.strip() else None


def validate_reach(value: object) -> float | None:
    """A number of people or events, 0 or more."""
    number = None if value is None else _number(value)
    if number is None or number >= 0:
        return number
    raise UserError(message("Reach is a number of people or events, 0 or more."))


def validate_impact(value: object) -> float | None:
    """A positive factor."""
    number = None if value is None else _number(value)
    if number is None or number > 0:
        return number
    raise UserError(
        message("Impact is 3 massive, 2 high, 1 medium, 0.5 low, 0.25 minimal, or another positive number.")
    )


def validate_confidence(value: object) -> float | None:
    """A fraction 0..1; more than 1 is per cent."""
    number = None if value is None else _number(value)
    if number is None:
        return None
    if 0 <= number <= 100:
        return scales.fraction(number)
    raise UserError(message("Confidence goes from 0 to 100 %: 100 % high, 80 % medium, 50 % low."))


def validate_effort(value: object) -> float | None:
    """A number above 0; 0 means not estimated, which is None."""
    number = None if value is None else _number(value)
    if number is None or number >= 0:
        return number or None
    raise UserError(message("Effort is a number above 0; leave it empty, or type 0, for not estimated."))


def validate_moscow(value: object) -> Moscow | None:
    """A category of MoSCoW."""
    if value is None:
        return None
    try:
        return Moscow(str(value))
    except ValueError:
        raise UserError(message("MoSCoW is Must, Should, Could or Won’t (m, s, c, w).")) from None


def _is_word(text: str) -> bool:
    """Whether a text was meant as the name of a step: it has letters and no digit."""
    return any(map(str.isalpha, text)) and not any(map(str.isdigit, text))


def parse_impact(text: str, style: NumberStyle) -> float | None:
    """A step of the scale by its name, or a number."""
    step = scales.step_named(text, scales.IMPACT)
    if step is None and _is_word(text):
        return validate_impact(math.inf)
    return step.value if step else parse_optional_number(text, style)


def parse_confidence(text: str, style: NumberStyle) -> float | None:
    """A step of the scale by its name, a number with a per cent sign, or one that may be a fraction."""
    step = scales.step_named(text, scales.CONFIDENCE)
    if step:
        return step.value
    typed = text.strip()
    if _is_word(typed):
        return validate_confidence(math.inf)
    if not typed.endswith("%"):
        return parse_optional_number(typed, style)
    per_cent = parse_number(typed.removesuffix("%"), style)
    return scales.hundredth(per_cent) if 0 <= per_cent <= 100 else validate_confidence(math.inf)


def parse_moscow(text: str, style: NumberStyle) -> Moscow | None:
    """A category by its name, or its first letters."""
    if not text.strip():
        return None
    step = scales.step_named(scales.plain_category(text), scales.MOSCOW)
    return Moscow(step.name) if step else validate_moscow(text)


def format_optional_number(value: float | None, style: NumberStyle) -> str:
    """A number with its groups."""
    return "" if value is None else format_number(value, style)


def edit_optional_number(value: float | None, style: NumberStyle) -> str:
    """A number without groups."""
    return "" if value is None else edit_number(value, style)


def format_impact(value: float | None, style: NumberStyle) -> str:
    """A step of the scale by its name, else the number."""
    step = scales.step_at(value, scales.IMPACT)
    return str(step.label) if step else format_optional_number(value, style)


def format_confidence(value: float | None, style: NumberStyle) -> str:
    """A fraction as per cent."""
    return "" if value is None else format_number(value * 100, style, 4) + "%"


def edit_confidence(value: float | None, style: NumberStyle) -> str:
    """A fraction as per cent, in all its digits: stored fractions have twelve decimals."""
    return "" if value is None else edit_number(round(value * 100, scales.FRACTION_DECIMALS - 2), style) + "%"


def format_moscow(value: Moscow | None, style: NumberStyle) -> str:
    """The category's label."""
    return "" if value is None else str(scales.moscow_label(value))


def parse_text(text: str, style: NumberStyle) -> str:
    """What was typed."""
    return text


def validate_text(value: object) -> str:
    """Text with plain line ends, and nothing in it that no file can hold."""
    if not isinstance(value, str):
        raise UserError(message("This field holds text."))
    storable = value.replace("\0", "").encode(errors="replace").decode()
    return storable.replace("\r\n", "\n").replace("\r", "\n")


def validate_line(value: object) -> str:
    """Text on one line."""
    return " ".join(validate_text(value).split())


def validate_title(value: object) -> str:
    """Text on one line, not empty."""
    title = validate_line(value)
    if not title:
        raise UserError(message("An item needs a title."))
    return title


def format_text(value: str, style: NumberStyle) -> str:
    """The text itself."""
    return value


def parse_list(text: str, style: NumberStyle) -> tuple[str, ...]:
    """Texts separated by commas, each once."""
    return tuple(dict.fromkeys(filter(None, (part.strip() for part in text.split(",")))))


def validate_list(value: object) -> tuple[str, ...]:
    """A tuple of texts, each once."""
    if not isinstance(value, tuple | list):
        raise UserError(message("This field holds a list of texts, separated by commas."))
    return tuple(dict.fromkeys(filter(None, map(validate_line, value))))


def format_list(value: tuple[str, ...], style: NumberStyle) -> str:
    """Texts separated by commas."""
    return ", ".join(value)


def parse_date(text: str, style: NumberStyle) -> date | None:
    """A day, year first."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise _no_date() from None


def validate_date(value: object) -> date | None:
    """A day without a time."""
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    raise _no_date()


def _no_date() -> UserError:
    return UserError(message("A date is written year-month-day, like 2027-01-31."))


def keep(value: Any) -> Any:
    """The value as it is, for fields that nobody types."""
    return value


def format_any(value: object, style: NumberStyle) -> str:
    """Any value as text."""
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
