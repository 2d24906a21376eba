"""An export of the sample backlog as Jira would write it some weeks later."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from pmdesk.services.resources import resource

SAMPLE = resource("sample/stallpay-jira-export.csv")
_UPDATED = "24/Nov/26 9:15 AM"


def export_again(
    path: Path,
    *,
    changed: Mapping[str, Mapping[str, str]] | None = None,
    without: tuple[str, ...] = (),
    new: tuple[Mapping[str, str], ...] = (),
    ragged: bool = False,
) -> Path:
    """Write the sample's export with issues changed, left out and added; `ragged` breaks its last row."""
    with SAMPLE.open(encoding="utf-8", newline="") as source:
        header, *rows = list(csv.reader(source))
    at = {name: place for place, name in reversed(list(enumerate(header)))}
    kept = [row for row in rows if row[at["Issue key"]] not in without]
    for row in kept:
        for name, value in {**(changed or {}).get(row[at["Issue key"]], {})}.items():
            row[at[name]] = value
            row[at["Updated"]] = _UPDATED
    for values in new:
        row = ["" if name not in ("Project key", "Issue Type", "Status", "Status Category") else value
               for name, value in zip(header, rows[0], strict=True)]  # fmt: skip
        for name, value in {"Created": _UPDATED, "Updated": _UPDATED, **values}.items():
            row[at[name]] = value
        kept.insert(0, row)
    if ragged:
        kept.append([""] * 3 + ["Story", "Idea"])
    with path.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, lineterminator="\n").writerows([header, *kept])
    return path
