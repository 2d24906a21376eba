"""Starts PMDesk: as the hidden reader process when asked to, else as the app."""

from __future__ import annotations

import sys


def main() -> int:
    """Dispatch; the reader process is started first, so that it imports neither Qt nor SQLAlchemy."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--reader"]:
        from pmdesk.sheets.reading.serving import serve

        return serve(arguments[1:])
    from pmdesk.app import main as start

    return start(arguments)


if __name__ == "__main__":
    sys.exit(main())
