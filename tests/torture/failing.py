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
from tests.torture.acts import Acts, fingerprint

State = tuple[str, int, object, object, object]


def main(path: Path, seed: str, count: int, most_bytes: int | None) -> int:
    """Exit code 0 where each fault was told and harmed nothing."""
    try:
        workspace = open_workspace(path)
    except UserError as fault:
        print("refused", fault, flush=True)
        return 0
    if most_bytes is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    acts = Acts(workspace, seed, path.parent)
    before = state(workspace)
    print("done", workspace.log.newest, before[0], "open", flush=True)
    for _ in range(count):
        try:
            name = acts.one()
        except UserError as fault:
            print("refused", fault, flush=True)
            check_unharmed(workspace, before)
        else:
            before = state(workspace)
            print("done", before[1], before[0], name, flush=True)
    with suppress(UserError):
        workspace.close()
    return 0


def state(workspace: Workspace) -> State:
    """What must be the same after an act that failed. What cannot be read while the disk fails is left out."""
    newest = -1
    print_of_it = ""
    for _ in range(3):  # reading may hit the failing disk as well
        with suppress(UserError):
            newest, print_of_it = workspace.log.newest, fingerprint(workspace)
            break
    return print_of_it, newest, workspace.undo_label, workspace.redo_label, dict(workspace.items)


def check_unharmed(workspace: Workspace, before: State) -> None:
    """A view that was kept before the act failed is no harm: it is neither logged nor undoable."""
    now = state(workspace)
    assert now == before, (now[:2], before[:2])


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(Path(given[0]), given[1], int(given[2]), int(given[3]) if len(given) > 3 else None))
