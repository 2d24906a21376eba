"""Which of the tracker's types are ranked: the level of an item where the user named the types."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pmdesk.domain.changes import Edit, edit
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
    levels = levels_of(settings, types)
    for item in items.values():
        if item.from_tracker and item.id not in met:
            level = levels.level(item.type, item.level)
            if level is not item.level:
                yield edit(item, replace(item, level=level))
