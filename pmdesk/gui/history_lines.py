"""Lines of history in the user's words: in the inspector and in the window of the whole history."""

from __future__ import annotations

from pmdesk.domain.fields import FIELDS
from pmdesk.domain.messages import message
from pmdesk.domain.numbers import NumberStyle
from pmdesk.domain.records import Item
from pmdesk.gui.flow_label import Run
from pmdesk.gui.text import exactly_when, number_style, say, shown, when
from pmdesk.gui.widgets import plain_tool_tip
from pmdesk.services.history_words import EMPTY, PARAGRAPHS, YOU, has_values, named_value, plain_setting, what
from pmdesk.services.item_history import HistoryKind, HistoryLine

_LONGEST = 60


def line_runs(line: HistoryLine) -> tuple[Run, ...]:
    """A line of history in words: what changed is stressed."""
    if line.by_import and line.kind is not HistoryKind.IMPORTED:
        time = say(message("import, {time}", time=when(line.time)))
    else:
        time = say(message("{actor}, {time}", actor=who(line.actor), time=when(line.time)))
    change = values(line)
    return (say(what(line)), True), (f" {change} · {time}" if change else f" · {time}", False)


def who(actor: str) -> str:
    """Who made a change; the user of this window is you."""
    return say(YOU) if actor == YOU.template else actor


def values(line: HistoryLine, longest: int = _LONGEST, *, whole: bool = False) -> str:
    """Old and new value; empty where these are not told, as those of long texts, which only `whole` tells."""
    if not (has_values(line) or (whole and line.field in PARAGRAPHS)):
        return ""
    old, new = (_cut(_words(line, value), longest) for value in (line.old, line.new))
    return say(message("{old} → {new}", old=old, new=new))


def origin(line: HistoryLine) -> str:
    """A tooltip: by which change, and exactly when."""
    return plain_tool_tip(f"{say(line.label)}\n{exactly_when(line.time)}")


def _words(line: HistoryLine, value: object) -> str:
    named = named_value(value)
    if named is not None:
        return say(named)
    if line.record == Item.TYPE:
        return shown(FIELDS[line.field], value)
    return _number(value, number_style()) if isinstance(value, float) else plain_setting(value)


def _number(value: float, style: NumberStyle) -> str:
    return FIELDS["effort"].format(value, style)


def _cut(text: str, longest: int) -> str:
    line = " ".join(text.split())
    if not line:
        return say(EMPTY)
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
