"""`python -m tests.torture.failing BACKLOG SEED ACTS [BYTES]`: acts on a backlog while its disk fails now and then.

Whatever fails must be said in one sentence, and leave memory, undo and log as they were. Prints `done NEWEST_ENTRY
FINGERPRINT ACT` for what was saved and `refused SENTENCE` for what was not. With BYTES no file may become larger.
"""

from __future__ import annotations

import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

from pmdesk.domain.messages import UserError
from pmdesk.services.workspace import Workspace, open_workspace
from tests.torture.acts import Acts, fingerprint, say

State = tuple[str, int, object, object, object]


def main(path: Path, seed: str, count: int, most_bytes: int | None) -> int:
    """Exit code 0 where each fault was told and harmed nothing."""
    try:
        workspace = open_workspace(path)
    except UserError as fault:
        say("refused", fault)
        return 0
    if most_bytes is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    acts = Acts(workspace, seed, path.parent)
    before = state(workspace)
    say("done", workspace.log.newest, before[0], "open")
    for _ in range(count):
        try:
            name = acts.one()
        except UserError as fault:
            say("refused", fault)
            check_unharmed(workspace, before)
        else:
            after = state(workspace)
            if after[0]:
                before = after
                say("done", before[1], before[0], name)
    with suppress(UserError):
        workspace.close()
    return 0


def state(workspace: Workspace) -> State:
    """What must be the same after an act that failed; the first two are empty where the disk cannot even be read."""
    newest, print_of_it = -1, ""
    with suppress(UserError):
        newest, print_of_it = workspace.log.newest, fingerprint(workspace)
    return print_of_it, newest, workspace.undo_label, workspace.redo_label, dict(workspace.items)


def check_unharmed(workspace: Workspace, before: State) -> None:
    """That memory is as it was, and what can be read of the file too."""
    now = state(workspace)
    readable = 0 if now[0] else 2
    assert now[readable:] == before[readable:], (now[:2], before[:2])


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(Path(given[0]), given[1], int(given[2]), int(given[3]) if len(given) > 3 else None))
