"""Which of the tracker's types are ranked: the level of an item where the user named the types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pmdesk.domain.changes import Edit, edit
from pmdesk.domain.messages import Message, message
from pmdesk.domain.ranking import natural
from pmdesk.domain.records import Item, Level, Settings


@dataclass(frozen=True, slots=True)
class Levels:
    """Puts items at the ranked level by their type. `types` are folded names; without any, the file's level counts."""

    ranked: Level = Level.STANDARD
    types: frozenset[str] = frozenset()

    def level(self, kind: str, own: Level) -> Level:
        """The level of an item of a type; `own` is what the tracker says, and what counts where there is no type."""
        if not (self.types and folded(kind)):
            return self.ranked if own is Level.OTHER else own
        if folded(kind) in self.types:
            return self.ranked
        return Level.OTHER if own is self.ranked else own


OWN_LEVELS = Levels()


def folded(kind: str) -> str:
    """A type's name as it is compared: case and spaces around it make no difference."""
    return " ".join(kind.split()).casefold()


def levels_of(settings: Settings, types: Iterable[str] | None = None) -> Levels:
    """The levels of a backlog; `types` are its ranked types from now on, None leaves them as they are."""
    named = settings.ranked_types if types is None else types
    return Levels(settings.ranked_level, frozenset(filter(None, map(folded, named))))


def ranked_types_edits(
    settings: Settings, types: tuple[str, ...] | None, items: Mapping[int, Item], met: Collection[int]
) -> Iterator[Edit]:
    """What makes other types the ranked ones: the settings, and the tracker's items that no row stands for."""
    if types is None or types == settings.ranked_types:
        return
    yield edit(settings, replace(settings, ranked_types=types))
    old, new = levels_of(settings), levels_of(settings, types)
    for item in items.values():
        after = item if item.id in met else relevelled(item, old, new)
        if after is not item:
            yield edit(item, after)


def ranked_types_notes(settings: Settings, types: tuple[str, ...] | None, kinds: Iterable[str]) -> Iterator[Message]:
    """What to say where other types are the ranked ones from now on; `kinds` are those that items have."""
    if types is None or types == settings.ranked_types:
        return
    if types:
        yield message("These types are ranked from now on: {types}.", types=", ".join(types))
        known = set(map(folded, kinds))
        absent = [one for one in types if folded(one) not in known]
        if absent:
            many, one = (
                "No item of the tracker’s is of any of the types {types}.",
                "No item of the tracker’s is of the type {types}.",
            )
            yield message(many, one=one, count=len(absent), types=", ".join(absent))
    else:
        yield message("The tracker’s own level is ranked from now on.")


def relevelled(item: Item, old: Levels, new: Levels) -> Item:
    """An item at the level that it has once other types are ranked; itself where that is the same."""
    if not item.from_tracker:
        return item
    level = new.level(item.type, _own_level(item, old))
    return item if level is item.level else replace(item, level=level)


def _own_level(item: Item, levels: Levels) -> Level:
    """The tracker's own level of an item; where the user's choice replaced it, its type tells."""
    from pmdesk.sheets.dialects.field_values import level_of_type

    replaced = item.level is Level.OTHER or (item.level is levels.ranked and folded(item.type) in levels.types)
    return level_of_type(item.type) if replaced else item.level


def type_counts(items: Iterable[Item]) -> list[tuple[str, int]]:
    """The types of the tracker's items, the most frequent first, then in natural order."""
    return in_order(Counter(item.type for item in items if item.from_tracker and item.type))


def in_order(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Types with their counts, the most frequent first, then in natural order."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], natural(pair[0]), pair[0]))
