"""Messages in the user's language and numbers in the user's locale."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from pmdesk.domain import scales
from pmdesk.domain.fields import FieldSpec
from pmdesk.domain.messages import Message, Value, message
from pmdesk.domain.numbers import NumberStyle, format_number
from pmdesk.domain.records import Moscow

CONTEXT = "Message"
_LINES = ("row", "line", "kept")  # of files: editors and spreadsheets write these without groups
_SHORT = QLocale.FormatType.ShortFormat


def say(said: Message) -> str:
    """A Message in the user's language, counts as the locale writes them, with Messages and labels of fields put in."""
    template = QCoreApplication.translate(CONTEXT, said.wording())
    values = {name: _put_in(name, one) for name, one in said.values.items()}
    if "field" in values:
        values["field"] = ", ".join(
            QCoreApplication.translate(CONTEXT, part) for part in str(values["field"]).split(", ")
        )
    return template.format_map(values)


def _put_in(name: str, value: Value) -> Value:
    if isinstance(value, Message):
        return say(value)
    return number_words(value) if type(value) is int and name not in _LINES else value


def number_words(count: int) -> str:
    """A whole number as the locale writes it."""
    return format_number(count, number_style())


def number_style() -> NumberStyle:
    """How the user's locale writes numbers."""
    locale = QLocale()
    return NumberStyle(locale.decimalPoint(), locale.groupSeparator())


def shown(spec: FieldSpec, value: object, style: NumberStyle | None = None) -> str:
    """A field's value as it is read, with the names of steps. `style` is the locale's, where the caller knows it."""
    if value is None:
        return ""
    if spec.name == "moscow":
        return say(scales.moscow_label(Moscow(str(value))))
    step = scales.step_at(value, spec.steps) if spec.name == "impact" and isinstance(value, float) else None
    return say(step.label) if step else spec.format(value, style or number_style())


def understood(spec: FieldSpec, text: str) -> str:
    """What a typed text means: `1 → 100%`, `0 → not estimated`; empty where that is what it says. Raises UserError."""
    typed, style = text.strip(), number_style()
    value = spec.take(text, style)
    meant = say(message("not estimated")) if typed and value is None else shown(spec, value, style)
    if meant.casefold() in ("", typed.casefold()):
        return ""
    return say(message("{typed} → {understood}", typed=typed, understood=meant))


def when(time: str) -> str:
    """A time of the change log (ISO, UTC) for people: the hour today, a weekday of late, else the date."""
    moment = datetime.fromisoformat(time).astimezone()
    days = (datetime.now().astimezone().date() - moment.date()).days
    locale, day = QLocale(), QDate(moment.year, moment.month, moment.day)
    if days == 0:
        clock = locale.toString(QTime(moment.hour, moment.minute), _SHORT)
        return say(message("today\N{NO-BREAK SPACE}{time}", time=clock))
    if days == 1:
        return say(message("yesterday"))
    if 1 < days < 7:
        return locale.standaloneDayName(day.dayOfWeek())
    return locale.toString(day, "d MMMM" if day.year() == QDate.currentDate().year() else "d MMMM yyyy")


def is_weekday(time: str) -> bool:
    """Whether `when` gives a weekday, which may stand as in Monday’s import."""
    days = (datetime.now().astimezone().date() - datetime.fromisoformat(time).astimezone().date()).days
    return 1 < days < 7


def exactly_when(time: str) -> str:
    """A time of the change log in full: day, hour and minute."""
    moment = datetime.fromisoformat(time).astimezone()
    day = QDate(moment.year, moment.month, moment.day)
    clock = QLocale().toString(QTime(moment.hour, moment.minute), _SHORT)
    return f"{QLocale().toString(day, 'd MMMM yyyy')}, {clock}"
