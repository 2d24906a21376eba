"""`python -m tests.torture.actor`: forks a process for each line `BACKLOG SEED` of its input, which acts until killed.

What the process has done and been told to be saved it prints as `done NEWEST_ENTRY FINGERPRINT ACT`, each line in one
piece. A process is forked, not started, so that its libraries need not be imported each time.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from pmdesk.services.workspace import open_workspace
from tests.torture.acts import Acts, fingerprint, say

_PRELOADED = ("sqlalchemy", "pmdesk.storage.database", "pmdesk.storage.compacting", "pmdesk.storage.log_queries")


def main() -> None:
    """Serve until the input ends."""
    for name in _PRELOADED:
        __import__(name)
    gc.freeze()
    for line in sys.stdin:
        path, seed = line.rsplit(maxsplit=1)
        child = os.fork()
        if child == 0:
            _act(Path(path), seed)
            os._exit(0)
        os.waitpid(child, 0)
        say("dead")


def _act(path: Path, seed: str) -> None:
    say("pid", os.getpid())
    workspace = open_workspace(path, backups=path.parent / "backups")
    acts = Acts(workspace, seed, path.parent)
    say("done", workspace.log.newest, fingerprint(workspace), "open")
    while True:
        name = acts.one()
        say("done", workspace.log.newest, fingerprint(workspace), name)


if __name__ == "__main__":
    main()
