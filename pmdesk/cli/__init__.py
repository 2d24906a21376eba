"""The command line: what its commands are called is known at once, what they do is imported when one is run."""

from __future__ import annotations

from collections.abc import Sequence

COMMANDS = ("import", "set", "rank", "export", "history", "check")


def run(argv: Sequence[str]) -> int:
    """Run one command; returns the exit code. SystemExit(2) for wrong usage."""
    from pmdesk.cli.commands import run as run_command

    return run_command(argv)
