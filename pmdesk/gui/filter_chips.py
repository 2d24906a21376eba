"""What each chip of the filter bar says, by the arrangement and the counts of the backlog."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from pmdesk.domain.arrangement import Arrangement
from pmdesk.domain.fields import FIELDS
from pmdesk.domain.frameworks import Framework
from pmdesk.domain.messages import message
from pmdesk.gui.chip_strip import Chip
from pmdesk.gui.filter_menu import value_words
from pmdesk.gui.text import number_words, say
from pmdesk.services.last_import import view_label

_TOLD_VALUES = 12


class FilterChips:
    """Puts words on chips. `keys` gives the shortcuts that tooltips name."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        self._keys = keys

    def show_all(self, chip: Chip, arrangement: Arrangement, in_play: int) -> None:
        """The chip that clears search and filters."""
        tip = _tr("Every item in play: clear the search and all filters")
        if not arrangement.filters:
            tip = _tr("Every item in play is shown")
        said = message("In play · {count}", count=number_words(in_play))
        chip.show_state(say(said), self.tip(tip, "all"), active=not arrangement.filters)

    def show_unscored(self, chip: Chip, arrangement: Arrangement, framework: Framework, unranked: int) -> None:
        """The chip that leaves the items that are not ranked."""
        said = message("{group} · {count}", group=framework.unranked_label, count=number_words(unranked))
        tip = say(message("Only items that are {rule}", rule=framework.unranked_rule))
        chip.show_state(say(said), self.tip(tip, "unscored"), active=arrangement.unscored)

    def show_imported(self, chip: Chip, arrangement: Arrangement) -> None:
        """The chip stands here only while it filters: the menu of views is where it comes from."""
        view = arrangement.last_import
        if view:
            said, tip = say(view_label(view)), _tr("Only these items; press to show the others again")
            chip.show_state(said, tip, active=True, cross_tip=_tr("Show the others again"))
        chip.setVisible(bool(view))

    def show_field(self, chip: Chip, arrangement: Arrangement, name: str) -> None:
        """The chip of a field: its name, or the values that are shown."""
        label, values = say(FIELDS[name].label), arrangement.chosen.get(name, ())
        tip = _tr("Filter by {field}").format(field=label)
        if not values:
            chip.show_state(label, tip, opens=True)
            return
        words = value_words(name, values[0]) if len(values) == 1 else number_words(len(values))
        listed = "\n".join([tip, *(f"· {value_words(name, value)}" for value in values[:_TOLD_VALUES])])
        cross = _tr("Show all values of {field} again").format(field=label)
        chip.show_state(f"{label}: {words}", listed, active=True, opens=True, cross_tip=cross)

    def show_group(self, chip: Chip, arrangement: Arrangement) -> None:
        """The chip that groups."""
        name = arrangement.group_by
        tip = self.tip(_tr("Put the items into bands by a field"), "group")
        if not name:
            chip.show_state(_tr("Group by"), tip, opens=True)
            return
        words = _tr("Grouped by {field}").format(field=say(FIELDS[name].label))
        chip.show_state(words, tip, active=True, opens=True, cross_tip=_tr("Without groups again"))

    def tip(self, text: str, key: str) -> str:
        """A tooltip with the shortcut that does the same."""
        return f"{text} ({self._keys[key]})" if self._keys.get(key) else text


def _tr(text: str) -> str:
    return QCoreApplication.translate("FilterBar", text)
