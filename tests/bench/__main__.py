"""Measures every row, prints the table and writes build/bench.json; exit 1 when a row is over its limit."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path

from pmdesk.domain.changes import change, edit
from pmdesk.domain.frameworks import frameworks
from pmdesk.domain.messages import message
from pmdesk.domain.ranking import Ranking
from pmdesk.domain.records import Item, Level, Moscow, Settings
from pmdesk.services import exporting
from pmdesk.services.workspace import Workspace, create_workspace, open_workspace
from tests.bench.rows import Row, measure

OUT = Path("build/bench.json")
WORDS = [
    "refund",
    "payout",
    "card",
    "terminal",
    "receipt",
    "seller",
    "buyer",
    "ledger",
    "fee",
    "tax",
    "report",
    "invoice",
    "stall",
    "queue",
    "scan",
    "print",
]


def some_items(count: int) -> list[Item]:
    """Items with every field filled; titles of some 40 and descriptions of some 300 characters."""
    chance = random.Random(7)
    return [
        Item(
            number,
            f"SHOP-{number}",
            " ".join(chance.choices(WORDS, k=6)).capitalize(),
            description=" ".join(chance.choices(WORDS, k=45)),
            type="Story",
            status=chance.choice(["Idea", "Ready", "In progress"]),
            assignee=chance.choice(["Ana", "Bo", "Chen", "Dara"]),
            labels=tuple(chance.sample(WORDS, 2)),
            tracker_order=f"0|i{number:05d}:",
            source_file="bench.csv",
            source_row=number,
            reach=float(chance.randrange(100, 20_000)),
            impact=chance.choice([0.25, 0.5, 1.0, 2.0, 3.0]),
            confidence=chance.choice([0.5, 0.8, 1.0]),
            effort=chance.choice([0.5, 1.0, 2.0, 3.0, 5.0]),
            moscow=chance.choice(list(Moscow)),
            rationale=" ".join(chance.choices(WORDS, k=20)),
        )
        for number in range(1, count + 1)
    ]


def filled(path: Path, items: list[Item]) -> Workspace:
    """A new backlog that holds these items."""
    workspace = create_workspace(path, Settings(name="Bench"))
    workspace.apply(change(message("Bench data"), [edit(None, item) for item in items]))
    return workspace


def rerank_row() -> Row:
    """Placing one edited item among 100,000, against sorting as many floats."""
    items = some_items(100_000)
    ranking = Ranking(frameworks()["rice"], Level.STANDARD, items)
    reaches = cycle([1.0, 19_999.0, 700.0])
    floats = [random.random() for _ in items]
    return measure(
        "rerank_100k",
        lambda: ranking.place(replace(items[500], reach=next(reaches))),
        lambda: sorted(floats),
        0.25,
    )


def commit_row(folder: Path) -> Row:
    """One edit acknowledged, against one 4 KiB write and fsync on the same disk."""
    workspace = filled(folder / "commit.pmdesk", some_items(1000))
    reaches = cycle([1.0, 19_999.0, 700.0])

    def act() -> None:
        item = workspace.items[500]
        workspace.apply(change(message("Reach"), [edit(item, replace(item, reach=next(reaches)))]))

    with (folder / "floor").open("wb") as file:

        def floor() -> None:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())

        row = measure("commit", act, floor, 4.0)
    workspace.close()
    return row


def load_row(folder: Path) -> Row:
    """Opening 10,000 items into memory, against sqlite3 fetching the same columns."""
    path = folder / "load.pmdesk"
    filled(path, some_items(10_000)).close()

    def fetch() -> None:
        connection = sqlite3.connect(path)
        connection.execute("SELECT * FROM item").fetchall()
        connection.close()

    return measure("load_10k", lambda: open_workspace(path).close(), fetch, 6.0, samples=15)


def export_row(folder: Path) -> Row:
    """A workbook of 2,000 items, against openpyxl writing as many bare cells."""
    from openpyxl import Workbook

    workspace = filled(folder / "export.pmdesk", some_items(2000))

    def floor() -> None:
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in range(2000):
            sheet.append([row] * 11)
        book.save(folder / "floor.xlsx")

    row = measure("export_2k", lambda: exporting.export_workbook(workspace, folder / "out.xlsx"), floor, 8.0, samples=5)
    workspace.close()
    return row


def all_rows(folder: Path) -> Iterator[Row]:
    """Every row, measured one after the other."""
    yield rerank_row()
    yield commit_row(folder)
    yield load_row(folder)
    yield export_row(folder)


def main() -> int:
    """Measure, print, write; 1 when a limit is broken."""
    with tempfile.TemporaryDirectory() as folder:
        rows = []
        print(f"{'row':<14}{'value ms':>10}{'floor ms':>10}{'ratio':>8}{'limit':>8}")
        for row in all_rows(Path(folder)):
            rows.append(row)
            mark = "" if row.kept else "  over its limit"
            print(f"{row.name:<14}{row.value:>10.2f}{row.floor:>10.2f}{row.ratio:>8.2f}{row.limit:>8.2f}{mark}")
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps([row.plain() for row in rows], indent=1), encoding="utf-8")
    return int(not all(row.kept for row in rows))


if __name__ == "__main__":
    sys.exit(main())
