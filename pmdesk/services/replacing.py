"""Find and replace in titles and labels: plain text, seen before it is done, and one Change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pmdesk.domain.changes import Change
from pmdesk.domain.fields import field
from pmdesk.domain.messages import Message, UserError, message
from pmdesk.domain.numbers import DOT_DECIMAL
from pmdesk.domain.records import Item
from pmdesk.services.editing import set_cells

_SHOWN_IN_LABEL = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for and what comes in its place. Nothing is found for an empty `find`."""

    find: str = ""
    replacement: str = ""
    titles: bool = True
    labels: bool = True
    match_case: bool = False
    whole_words: bool = False


@dataclass(frozen=True, slots=True)
class Replacement:
    """One cell in which something was found, as text before and after; `reason` is why it has to stay as it is."""

    item: Item
    name: str
    old: str
    new: str
    value: Any
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class ReplacePlan:
    """What replacing would do, in the order of the items. `matches` counts finds, also those that change nothing.

    `replaced` counts only finds in the cells that change.
    """

    wanted: Wanted
    found: tuple[Replacement, ...]
    matches: int
    replaced: int

    def change(self) -> Change:
        """One Change that replaces all; what is refused stays."""
        cells = [(one.item, one.name, one.value) for one in self.found if one.reason is None]
        return set_cells(cells, _label(self.wanted, [item for item, _, _ in cells]))


def plan_replacing(items: Iterable[Item], wanted: Wanted) -> ReplacePlan:
    """Where `wanted` is found in items, and what would stand there."""
    found: list[Replacement] = []
    matches = replaced = 0
    for one, times in _hits(items, wanted):
        matches += times
        if one.old != one.new:
            found.append(one)
            replaced += 0 if one.reason else times
    return ReplacePlan(wanted, tuple(found), matches, replaced)


def _hits(items: Iterable[Item], wanted: Wanted) -> Iterator[tuple[Replacement, int]]:
    """Each cell in which something is found, and how often."""
    if not wanted.find:
        return
    pattern = _pattern(wanted)
    for item in items:
        if wanted.titles and pattern.search(item.title):
            yield _in_title(item, pattern, wanted)
        if wanted.labels and any(map(pattern.search, item.labels)):
            yield _in_labels(item, pattern, wanted)


def _pattern(wanted: Wanted) -> re.Pattern[str]:
    literal = re.escape(wanted.find)
    whole = rf"(?<!\w){literal}(?!\w)" if wanted.whole_words else literal
    return re.compile(whole, 0 if wanted.match_case else re.IGNORECASE)


def _in_title(item: Item, pattern: re.Pattern[str], wanted: Wanted) -> tuple[Replacement, int]:
    text, times = pattern.subn(lambda _: wanted.replacement, item.title)
    try:
        title = field("title").take(text, DOT_DECIMAL)
    except UserError as fault:
        return Replacement(item, "title", item.title, "", item.title, fault.message), times
    return Replacement(item, "title", item.title, title, title), times


def _in_labels(item: Item, pattern: re.Pattern[str], wanted: Wanted) -> tuple[Replacement, int]:
    """The labels, each once; a comma in a replacement parts them, as it does where they are typed."""
    spec, count = field("labels"), 0
    labels: list[str] = []
    for label in item.labels:
        text, times = pattern.subn(lambda _: wanted.replacement, label)
        labels += spec.take(text, DOT_DECIMAL) if times else (label,)
        count += times
    value = spec.take(tuple(labels), DOT_DECIMAL)
    old, new = (spec.format(texts, DOT_DECIMAL) for texts in (item.labels, value))
    return Replacement(item, "labels", old, new, value), count


def _label(wanted: Wanted, items: list[Item]) -> Message:
    keys = {item.id: item.key for item in items}
    return message(
        "Replace “{find}” in {count} items",
        one="Replace “{find}” in {key}",
        find=wanted.find[:_SHOWN_IN_LABEL],
        count=len(keys),
        key=next(iter(keys.values()), ""),
    )
