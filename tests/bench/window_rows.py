"""The rows about the open window: edits, the framework, search and scrolling."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from tests.bench.data import searched_text
from tests.bench.rows import Row, measure, row_of, timed
from tests.bench.stage import Stage

MANY, FEW = 100_000, 1_000
LONGEST_BLOCK_MS = 50
SEARCHED = ("payout", "refund", "ledger", "printer", "festival", "chen", "taxes", "spreadsheet", "market", "gift")
_ROUNDS = 2


def edit_to_frame(stage: Stage) -> Row:
    """An edit painted, its commit included, against a stock repaint with a write and fsync."""
    grid, stock, fsync = stage.grid(MANY), stage.stock(), stage.fsync()
    return measure("edit_to_frame_100k", lambda: grid.ask("edit"), lambda: stock.ask("repaint") + fsync(), 2.5)


def edit_growth(stage: Stage) -> Row:
    """The same among 100,000 items, against 1,000."""
    many, few = stage.grid(MANY), stage.grid(FEW)
    return measure("edit_growth", lambda: many.ask("edit"), lambda: few.ask("edit"), 1.5)


def edit_select_all(stage: Stage) -> Row:
    """The same with everything selected, which must stay so, against nothing selected."""
    grid = stage.grid(MANY)
    lost = 0

    def selected() -> float:
        nonlocal lost
        grid.ask("select", everything=True)
        took: float = grid.ask("edit")
        lost += not grid.ask("all_selected")
        return took

    def unselected() -> float:
        grid.ask("select", everything=False)
        took: float = grid.ask("edit")
        return took

    row = measure("edit_select_all", selected, unselected, 1.5)
    grid.ask("select", everything=False)
    return replace(row, fault=f"the selection was lost {lost} times" if lost else "")


def framework_switch(stage: Stage) -> Row:
    """RICE to MoSCoW, against sorting as many floats. The first switch of all is a sample too: see p99."""
    grid = stage.grid(MANY)
    chance = random.Random(5)
    floats = [chance.random() for _ in range(MANY)]

    def switch() -> float:
        took: float = grid.ask("framework", name="moscow")
        grid.ask("framework", name="rice")
        return took

    return measure("framework_switch_100k", switch, timed(lambda: sorted(floats)), 3.0, warm=False)


def filter_key(stage: Stage) -> Iterator[Row]:
    """Each letter of some words, against one pass over prepared texts; then the longest block of the window."""
    grid = stage.grid(MANY)
    texts = [searched_text(item) for item in stage.items(MANY)]
    pairs: list[tuple[float, float]] = []
    blocks: list[float] = []
    for word in SEARCHED * _ROUNDS:
        typed, shown = "", MANY
        for letter in word:
            typed += letter
            matches, floor = _pass(texts, typed)
            took, block = grid.ask("key", letter=letter, matches=matches)
            blocks.append(block)
            if matches != shown:  # else what is there is the result already, and the time says nothing
                pairs.append((took, floor))
            shown = matches
        blocks.append(grid.ask("clear_search"))
    yield row_of("filter_key_100k", pairs, 2.0)
    longest = max(blocks)
    yield Row("filter_block_100k", longest, LONGEST_BLOCK_MS, 1.0, len(blocks), longest)


def scroll_page(stage: Stage) -> Row:
    """One page down, against a stock repaint."""
    grid, stock = stage.grid(MANY), stage.stock()
    return measure("scroll_page", lambda: grid.ask("scroll"), lambda: stock.ask("repaint"), 1.2)


def _pass(texts: list[str], needle: str) -> tuple[int, float]:
    """How many texts hold the needle, and the milliseconds of finding them."""
    found: list[str] = []
    took = timed(lambda: found.extend([text for text in texts if needle in text]))()
    return len(found), took
