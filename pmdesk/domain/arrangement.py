"""How the grid shows a backlog: which items, sorted and grouped by what. Plain values that a saved view is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pmdesk.domain.records import Item

FILTER_FIELDS = (
    "status", "type", "assignee", "team", "components", "sprint", "labels", "moscow", "goal", "quarter",
)  # fmt: skip
# What the last import brought, changed, or did not have any more.
LAST_IMPORT = ("new", "changed", "gone")


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is shown, and in what order.

    `text` is the quick search. `chosen` gives, by field, the values of which an item must have one; an empty text
    stands for no value. `unscored` keeps only items that the framework cannot rank. `sort` is a column's name, empty
    for rank order; `group_by` is one of FILTER_FIELDS, or empty. `last_import` is one of LAST_IMPORT, or empty.
    """

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unscored: bool = False
    sort: str = ""
    descending: bool = False
    group_by: str = ""
    last_import: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are searched for, in lower case."""
        return tuple(self.text.casefold().split())

    @property
    def filters(self) -> bool:
        """Whether some items may be left out."""
        return bool(self.words or self.chosen or self.unscored or self.last_import)

    def choosing(self, name: str, values: Iterable[str]) -> Arrangement:
        """The same with other values chosen for one field; no values take the filter away."""
        chosen = {**self.chosen, name: tuple(dict.fromkeys(values))}
        return replace(self, chosen={key: kept for key, kept in chosen.items() if kept})

    def admits(self, item: Item) -> bool:
        """Whether an item has one of the chosen values of every field; nothing else is looked at."""
        return all(not set(wanted).isdisjoint(field_values(item, name)) for name, wanted in self.chosen.items())

    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        chosen = {name: list(values) for name, values in self.chosen.items()}
        return {
            "text": self.text,
            "chosen": chosen,
            "unscored": self.unscored,
            "sort": self.sort,
            "descending": self.descending,
            "group_by": self.group_by,
            "last_import": self.last_import,
        }


def arrangement_of(plain: Any) -> Arrangement:
    """What `plain` gave; what makes no sense in it is left out, for a stored view must never keep a backlog shut."""
    stored = plain if isinstance(plain, dict) else {}
    chosen = stored.get("chosen")
    return Arrangement(
        text=str(stored.get("text") or ""),
        chosen={
            name: tuple(map(str, values))
            for name, values in (chosen if isinstance(chosen, dict) else {}).items()
            if name in FILTER_FIELDS and isinstance(values, list) and values
        },
        unscored=stored.get("unscored") is True,
        sort=str(stored.get("sort") or ""),
        descending=stored.get("descending") is True,
        group_by=stored["group_by"] if stored.get("group_by") in FILTER_FIELDS else "",
        last_import=stored["last_import"] if stored.get("last_import") in LAST_IMPORT else "",
    )


def field_values(item: Item, name: str) -> tuple[str, ...]:
    """The values of a field as filters know them: several for lists, an empty text where there is none."""
    value = getattr(item, name)
    if isinstance(value, tuple):
        return value or ("",)
    return (value.value if name == "moscow" and value else value or "",)
