"""Random acts on a backlog, as users and imports do them, and a fingerprint of where they lead."""

from __future__ import annotations

import hashlib
import os
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import message
from pmdesk.domain.records import BaselineReason, ImportedValues, Item, Moscow
from pmdesk.services import editing
from pmdesk.services.backups import Reason
from pmdesk.services.baselines import set_baseline
from pmdesk.services.identity import IncomingRow
from pmdesk.services.workspace import Workspace
from tests.makers import imported, incoming

MOST_ITEMS = 400


class Acts:
    """Does one random act after the other; the same ones for the same seed and backlog."""

    def __init__(self, workspace: Workspace, seed: int | str, copies: Path | None = None) -> None:
        self._workspace, self._copies = workspace, copies
        self._chance = random.Random(seed)
        self._acts: list[tuple[int, Callable[[], object]]] = [
            (40, self.edit),
            (8, self.new_item),
            (4, self.delete),
            (5, self.bring_in),
            (1, self.bring_in_many),
            (14, self.undo),
            (10, self.redo),
            (2, self.go_back),
            (3, self.change_settings),
            (2, self.set_baseline),
            (6, self.keep_view),
            (3, self.sum_up),
            (4 if copies else 0, self.copy),
            (5 if workspace.backups else 0, self.back_up),
        ]

    def one(self) -> str:
        """Do one act; returns its name."""
        weights = [weight for weight, _ in self._acts]
        (act,) = self._chance.choices([act for _, act in self._acts], weights)
        act()
        return act.__name__

    def _items(self, most: int) -> list[Item]:
        items = list(self._workspace.items.values())
        return self._chance.sample(items, min(len(items), self._chance.randrange(1, most + 1)))

    def edit(self) -> None:
        """Score some items, or write about them."""
        number = float(self._chance.randrange(1, 10_000))
        values = self._chance.choice((
            {"reach": number},
            {"effort": number / 7, "confidence": 0.8},
            {"impact": 2.0, "moscow": self._chance.choice(list(Moscow))},
            {"rationale": f"Because of {number}\n" + "words " * self._chance.randrange(400)},
        ))  # fmt: skip
        items = self._items(8)
        if items:
            self._workspace.apply(editing.set_values(items, values))

    def new_item(self) -> None:
        """Add an item, unless there are many."""
        if len(self._workspace.items) < MOST_ITEMS:
            made = editing.new_item(self._workspace, "Thing", description="text " * self._chance.randrange(300))
            self._workspace.apply(made)

    def delete(self) -> None:
        """Take some items out."""
        items = self._items(4)
        if items:
            self._workspace.apply(editing.delete_items(self._workspace, items))

    def bring_in(self) -> None:
        """Import some rows, most of them known."""
        rows = [self._row(self._chance.randrange(60), place) for place in range(2, self._chance.randrange(3, 20))]
        imported(self._workspace, {row.values["key"]: row for row in rows}.values())

    def bring_in_many(self) -> None:
        """Import so many rows that they are written in several pieces."""
        imported(self._workspace, [self._row(number, number + 2) for number in range(700 if self._may_grow else 60)])

    @property
    def _may_grow(self) -> bool:
        return len(self._workspace.items) < MOST_ITEMS

    def _row(self, number: int, place: int) -> IncomingRow:
        status, title = self._chance.choice(("Idea", "Doing", "Done")), f"Issue {number} {self._chance.randrange(9)}"
        return incoming(f"T-{number}", place, title=title, status=status, issue_id=str(5000 + number))

    def undo(self) -> None:
        """Take a change back."""
        self._workspace.undo()

    def redo(self) -> None:
        """Bring one back again."""
        self._workspace.redo()

    def go_back(self) -> None:
        """Go back over some changes in one step."""
        entries = self._workspace.log.entries(("item",), limit=6)
        possible = [entry.seq for entry in entries if self._workspace.undoing.goes_back_to(entry.seq)]
        if possible:
            self._workspace.apply(self._workspace.undoing.back_to(self._chance.choice(possible)))

    def change_settings(self) -> None:
        """Change what holds for the whole backlog."""
        settings = self._workspace.settings
        new = replace(
            settings, vision=f"Vision {self._chance.randrange(99)}", capacity=float(self._chance.randrange(99))
        )
        self._workspace.apply(change(message("Backlog settings"), [edit(settings, new)]))

    def set_baseline(self) -> None:
        """Count rank changes from now on."""
        self._workspace.apply(set_baseline(self._workspace, BaselineReason.USER))

    def keep_view(self) -> None:
        """Keep how the list is shown: neither logged nor undoable."""
        self._workspace.set_view_state("columns", {"order": [self._chance.randrange(99)]})
        self._workspace.set_framework(self._chance.choice(("rice", "moscow")))

    def sum_up(self) -> None:
        """Sum up the log, but for the newest steps."""
        oldest = self._workspace.undoing.oldest_needed(30)
        if oldest is not None and oldest > 1:
            self._workspace.sum_up_piece(oldest - 1).result()

    def copy(self) -> None:
        """Write a complete copy, over the one that is there."""
        if self._copies is not None:
            self._workspace.copy_to(self._copies / f"copy-{self._chance.randrange(2)}.pmdesk")

    def back_up(self) -> None:
        """Make a backup, and wait for it."""
        if self._workspace.backups is not None:
            self._workspace.backups.make(Reason.USED).result()


def fingerprint(workspace: Workspace) -> str:
    """The same for the same records, whatever way led to them."""
    records = {kind: sorted(held.items()) for kind, held in workspace.records.items()}
    bases = {number: base for number, base in workspace.imported_values().items() if base != ImportedValues(number)}
    return hashlib.sha256(repr((records, sorted(bases.items()))).encode()).hexdigest()[:24]


def say(*parts: object) -> None:
    """Print a line in one piece, so that it counts or not even where the process is killed."""
    os.write(sys.stdout.fileno(), f"{' '.join(map(str, parts))}\n".encode())
