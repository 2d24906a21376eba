"""The command line: what its commands are called is known at once, what they do is imported when one is run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pmdesk.services.export_kinds import PdfRenderer

COMMANDS = ("import", "set", "rank", "export", "history", "check")


def run(argv: Sequence[str], render_pdf: PdfRenderer | None = None) -> int:
    """Run one command; returns the exit code. SystemExit(2) for wrong usage. `render_pdf` sets reports as PDF."""
    from pmdesk.cli.commands import run as run_command

    return run_command(argv, render_pdf)
