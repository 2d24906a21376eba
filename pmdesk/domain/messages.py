"""What PMDesk says to people: templates with values, translated by whoever shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Value: TypeAlias = "str | int | float | Message"


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for people: an English template and the values that fill it.

    `template` is ours and is a format string; `values` may come from files and are only ever inserted. A value
    that is itself a Message is said in its place; labels of Changes have none, for the log keeps plain values.
    `one` replaces the template where the value named `count` is exactly 1.
    """

    template: str
    values: Mapping[str, Value] = field(default_factory=dict)
    one: str = ""

    def __str__(self) -> str:
        return self.wording().format_map(self.values)

    def wording(self) -> str:
        """The template that fits the count."""
        return self.one if self.one and self.values.get("count") == 1 else self.template


def message(template: str, /, *, one: str = "", **values: Value) -> Message:
    """Shorthand for a Message with its values as keywords."""
    return Message(template, values, one)


class UserError(Exception):
    """A fault of the user's world (a bad file, a full disk, a value that cannot be): told in one sentence."""

    def __init__(self, said: Message) -> None:
        super().__init__(str(said))
        self.message = said
