"""MoSCoW: Must, Should, Could, Won't this time (DSDM Agile Project Framework, chapter 10)."""

from __future__ import annotations

from pmdesk.domain.frameworks import Merit
from pmdesk.domain.frameworks.rice import FRAMEWORK as RICE
from pmdesk.domain.messages import message
from pmdesk.domain.records import Item, Moscow

_PLACE = {category: place for place, category in enumerate(Moscow)}


class MoscowFramework:
    """Ranks by category; inside each, scored items by RICE, then unscored ones."""

    name = "moscow"
    label = message("MoSCoW")
    rule = message("Must, Should, Could, then Won’t this time; inside each category by RICE score.")
    unranked_label = message("No category")
    unranked_rule = message("ranked once they have one")
    unranked_count = message("{count} without a category")
    order = 2
    factors = ("moscow",)

    def missing(self, item: Item) -> tuple[str, ...]:
        """The category, where none is given."""
        return () if item.moscow else ("moscow",)

    def merit(self, item: Item) -> Merit | None:
        """Category, then scored before unscored, then the merit of RICE."""
        if item.moscow is None:
            return None
        scored = RICE.merit(item)
        return (_PLACE[item.moscow], 1) if scored is None else (_PLACE[item.moscow], 0, *scored)


FRAMEWORK = MoscowFramework()
