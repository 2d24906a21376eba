"""What a column of an imported file may be used for, in words: for whoever shows a mapping."""

from __future__ import annotations

from dataclasses import dataclass

from pmdesk.domain.fields import FIELDS
from pmdesk.domain.mapping import EXTRA, IGNORED, Scale
from pmdesk.domain.messages import Message, message


@dataclass(frozen=True, slots=True)
class Use:
    """One use of columns. `several` says that more than one column may have it."""

    name: str
    label: Message
    help: Message
    several: bool = False


_KEPT = (
    Use(EXTRA, message("Keep as it is"), message("Kept under its own header, as a field of the backlog."), True),
    Use(IGNORED, message("Leave out"), message("Nothing of it comes in."), True),
)


def _field(name: str, said: Message, several: bool = False) -> Use:
    return Use(name, FIELDS[name].label, said, several)


_FIELDS = (
    _field("title", message("What the item is called; a row without it and without a key is refused.")),
    _field("key", message("What the tracker calls it, like SHOP-12; rows are recognised by it.")),
    _field("description", message("A text of any length.")),
)
_SCORES = (
    _field("reach", message("A score: people or events, in the backlog’s period. The column is also kept as it is.")),
    _field("impact", message("A score: 3 massive to 0.25 minimal, or a rating. The column is also kept as it is.")),
    _field("confidence", message("A score: 80 %, 0.8, 80, High, or a rating. The column is also kept as it is.")),
    _field("effort", message("A score, in the backlog’s unit; 0 is not estimated. The column is also kept as it is.")),
    _field("moscow", message("A score: Must, Should, Could, Won’t, or a priority. The column is also kept as it is.")),
    _field("rationale", message("Why we believe it: comes in with the scores.")),
)
_MORE = (
    _field("type", message("Story, bug, epic and so on; it tells the level of the item.")),
    _field("status", message("Where the work stands.")),
    Use("category", FIELDS["status_category"].label, message("To do, in progress or done, in the tracker’s words.")),
    _field("resolution", message("How it was closed; empty while it is open.")),
    _field("priority", message("How urgent the tracker says it is; it is no score.")),
    _field("assignee", message("Who works on it.")),
    _field("team", message("Whose work it is.")),
    _field("components", message("Parts of the product."), True),
    _field("labels", message("Words that group items."), True),
    _field("sprint", message("The last one counts as the current one; all are kept."), True),
    _field("due", message("A day.")),
    _field("created", message("When it was made.")),
    _field("updated", message("When it was last changed: of two files the newer row counts.")),
    _field("parent", message("The key, the id or the title of the item above.")),
)
_TRACKER = (
    Use("parent_key", message("Parent’s key"), message("The key of the item above.")),
    Use("epic_link", message("Epic link"), message("The key or the name of the epic above.")),
    Use("epic_name", message("Epic name"), message("An item that has it is an epic.")),
    _field("issue_id", message("The tracker’s number of the issue, which stays when it moves.")),
    _field("archived", message("Yes for what is out of play.")),
    _field("tracker_order", message("The tracker’s rank, like 0|i000b3:, by which unscored items are ordered.")),
)
# What only a workbook of PMDesk's own brings: elsewhere nobody has such columns.
_OWN = (
    _field("goal", message("What it is for.")),
    _field("quarter", message("When it is planned for.")),
    *(
        _field(name, message("What the number is based on."))
        for name in ("rationale_reach", "rationale_impact", "rationale_confidence", "rationale_effort")
    ),
)
_OF_DIALECT = {"jira": _TRACKER, "pmdesk": _OWN}
SCALES: dict[tuple[str, Scale], Message] = {
    ("reach", Scale.OWN): message("A number"),
    ("effort", Scale.OWN): message("A number"),
    ("impact", Scale.OWN): message("Impact: 3, 2, 1, 0.5, 0.25 or its words"),
    ("impact", Scale.RATING_5): message("Rating 1 to 5: 0.25, 0.5, 1, 2, 3"),
    ("confidence", Scale.OWN): message("Per cent, fraction or word: 80, 80 %, 0.8, High"),
    ("confidence", Scale.RATING_10): message("Rating 1 to 10: 10 % to 100 %"),
    ("moscow", Scale.OWN): message("Must, Should, Could, Won’t"),
    ("moscow", Scale.PRIORITY): message("Priority: Highest Must, High Should, Medium Could, Low and Lowest Won’t"),
}


def uses_for(dialect: str) -> tuple[Use, ...]:
    """The uses that a column of a file of this dialect may be given, in display order.

    What only a tracker has is there for a tracker's files, what only PMDesk has for its own workbooks.
    """
    return (*_KEPT, *_FIELDS, *_SCORES, *_MORE, *_OF_DIALECT.get(dialect, ()))


def use_named(name: str) -> Use | None:
    """The use with this name, in any dialect."""
    return next((use for dialect in _OF_DIALECT for use in uses_for(dialect) if use.name == name), None)


def scale_label(use: str, scale: Scale) -> Message:
    """What a scale means for a score. Raises KeyError where it has no such scale."""
    return SCALES[use, scale]
