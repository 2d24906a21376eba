"""The frameworks that rank a backlog: one module each, found by name; adding one touches no other file.

A framework module defines `FRAMEWORK`, an instance of a class that keeps to the Framework protocol.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Protocol

from pmdesk.domain.messages import Message
from pmdesk.domain.records import Item

Merit = tuple[Any, ...]
DEFAULT = "rice"


class Framework(Protocol):
    """One way to rank items in play. Merits of one framework compare; the lowest ranks first."""

    name: str
    label: Message
    rule: Message
    unranked_label: Message
    unranked_rule: Message
    unranked_count: Message
    order: int
    factors: tuple[str, ...]

    def missing(self, item: Item) -> tuple[str, ...]:
        """The fields that keep the item from being ranked; empty when it is ranked."""

    def merit(self, item: Item) -> Merit | None:
        """What a ranked item is sorted by before the common tie-breaks; None for one that is not ranked."""


@cache
def frameworks() -> dict[str, Framework]:
    """All frameworks by name, in the order in which they are offered."""
    found: list[Framework] = [import_module(f"{__name__}.{module.name}").FRAMEWORK for module in iter_modules(__path__)]
    return {framework.name: framework for framework in sorted(found, key=lambda one: one.order)}
