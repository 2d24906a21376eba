"""A process that imports: obeys `run`, which tells the milliseconds and what was done, `export` and `peak`.

`peak` is the most memory that this process and the readers it started ever held, above what this one held idle.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from pmdesk.domain.fields import FIELDS
from pmdesk.domain.records import Settings
from pmdesk.services import exporting
from pmdesk.services.collector import collector_at_rest
from pmdesk.services.import_mapping import interpret, propose
from pmdesk.services.import_reading import read_raw
from pmdesk.services.importing import plan_import
from pmdesk.services.workspace import Workspace, create_workspace
from tests.bench.memory import resident_bytes
from tests.bench.processes import serve


class Importing:
    """One backlog, into which files are imported."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._made = Path(tempfile.mkdtemp(dir=folder)), 0
        self._workspace = self._new()
        self._idle = resident_bytes()

    def _new(self) -> Workspace:
        self._made += 1
        return create_workspace(self._folder / f"import-{self._made}.pmdesk", Settings(name="Import"))

    def run(self, path: str, *, anew: bool = True) -> dict[str, Any]:
        """Import a file, by default into a new backlog; the time is from the file to the ranked list on disk."""
        if anew:
            self._workspace.close()
            self._workspace = self._new()
        with collector_at_rest():  # as window and command line have it while they import
            return self._timed(path)

    def _timed(self, path: str) -> dict[str, Any]:
        start = time.perf_counter()
        (raw,) = read_raw([Path(path)])
        plan = plan_import(self._workspace, [interpret(raw, propose(self._workspace, raw).mapping)])
        self._workspace.apply(plan.change)
        ranked = len(self._workspace.ranking)
        took = (time.perf_counter() - start) * 1000
        return {"took": took, "created": plan.created, "updated": plan.updated, "ranked": ranked}

    def export(self, path: str) -> str:
        """Write the workbook of the backlog; the header of the reach."""
        exporting.write(exporting.workbook_content(self._workspace), Path(path))
        return f"{FIELDS['reach'].label} {FIELDS['reach'].unit(self._workspace.settings)}"

    def undo(self) -> int:
        """Take the last import back; how many items there are."""
        self._workspace.undo()
        return len(self._workspace.items)

    def peak(self) -> int:
        """In bytes."""
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - self._idle
        return own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def main() -> None:
    """Serve."""
    importing = Importing(Path(sys.argv[1]))
    serve({"run": importing.run, "export": importing.export, "undo": importing.undo, "peak": importing.peak})


if __name__ == "__main__":
    main()
