"""What an import that was applied came to."""

from __future__ import annotations

from dataclasses import dataclass

from pmdesk.domain.changes import Change
from pmdesk.services.planned_import import ImportPlan, Outcome


@dataclass(frozen=True, slots=True)
class Imported:
    """The plan, and what became of the backlog by the choices in it."""

    plan: ImportPlan
    outcome: Outcome

    @property
    def change(self) -> Change:
        """The Change that was applied."""
        return self.outcome.change

    @property
    def nothing(self) -> bool:
        """Whether no item is new or another now."""
        return not (self.outcome.created or self.outcome.updated or self.outcome.closed)
