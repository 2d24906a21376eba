"""Messages in the user's language and numbers in the user's locale."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale

from pmdesk.domain import scales
from pmdesk.domain.fields import FieldSpec
from pmdesk.domain.messages import Message
from pmdesk.domain.numbers import NumberStyle
from pmdesk.domain.records import Moscow

CONTEXT = "Message"


def say(message: Message) -> str:
    """A Message in the user's language. Values that are Messages or labels of fields are translated with it."""
    template = QCoreApplication.translate(CONTEXT, message.wording())
    values = {name: say(one) if isinstance(one, Message) else one for name, one in message.values.items()}
    if "field" in values:
        values["field"] = ", ".join(
            QCoreApplication.translate(CONTEXT, part) for part in str(values["field"]).split(", ")
        )
    return template.format_map(values)


def number_style() -> NumberStyle:
    """How the user's locale writes numbers."""
    locale = QLocale()
    return NumberStyle(locale.decimalPoint(), locale.groupSeparator())


def shown(spec: FieldSpec, value: object) -> str:
    """A field's value as it is read: the steps of impact and MoSCoW by their names."""
    if value is None:
        return ""
    if spec.name == "moscow":
        return say(scales.moscow_label(Moscow(str(value))))
    step = scales.step_at(value, spec.steps) if spec.name == "impact" and isinstance(value, float) else None
    return say(step.label) if step else spec.format(value, number_style())


def when(time: str) -> str:
    """A time of the change log (ISO, UTC) for people: `14:02` today, else the date."""
    moment = QDateTime.fromSecsSinceEpoch(int(datetime.fromisoformat(time).timestamp()))
    if moment.date() == QDate.currentDate():
        return QLocale().toString(moment.time(), QLocale.FormatType.ShortFormat)
    return QLocale().toString(moment.date(), "d MMM yyyy")
