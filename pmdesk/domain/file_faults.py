"""Faults of a backlog's file, by the ways out of them."""

from __future__ import annotations

from enum import StrEnum

from pmdesk.domain.messages import Message, UserError


class FileProblem(StrEnum):
    """What is wrong: another process holds the file, its content is damaged, or nothing can be written to it now."""

    HELD = "held"
    DAMAGED = "damaged"
    UNSAVED = "unsaved"


class FileFault(UserError):
    """A fault of the backlog's file. A change that was UNSAVED may be tried again, or go into a copy elsewhere."""

    def __init__(self, said: Message, problem: FileProblem) -> None:
        super().__init__(said)
        self.problem = problem


def problem_of(fault: UserError) -> FileProblem | None:
    """Which problem of the file a fault tells of, if any."""
    return fault.problem if isinstance(fault, FileFault) else None
