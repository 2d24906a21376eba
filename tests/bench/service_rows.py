"""The rows below the window: ranking, the commit, loading and exporting."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import cycle

from pmdesk.domain.frameworks import frameworks
from pmdesk.domain.ranking import Ranking
from pmdesk.domain.records import Level
from pmdesk.services import exporting
from pmdesk.services.workspace import open_workspace
from tests.bench.rows import Row, measure, timed
from tests.bench.stage import Stage

_REACHES = (1.0, 19_999.0, 700.0)


def rerank(stage: Stage) -> Row:
    """Placing one edited item among 100,000, against sorting as many floats."""
    items = stage.items(100_000)
    ranking = Ranking(frameworks()["rice"], Level.STANDARD, items)
    reaches = cycle(_REACHES)
    floats = [random.random() for _ in items]
    return measure(
        "rerank_100k",
        timed(lambda: ranking.place(replace(items[500], reach=next(reaches)))),
        timed(lambda: sorted(floats)),
        0.25,
    )


def export(stage: Stage) -> Row:
    """A workbook of 2,000 items, against openpyxl writing as many bare cells."""
    from openpyxl import Workbook

    workspace = open_workspace(stage.backlog(2000))

    def floor() -> None:
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in range(2000):
            sheet.append([row] * 11)
        book.save(stage.folder / "floor.xlsx")

    act = timed(lambda: exporting.export_workbook(workspace, stage.folder / "out.xlsx"))
    row = measure("export_2k", act, timed(floor), 8.0, samples=5)
    workspace.close()
    return row
