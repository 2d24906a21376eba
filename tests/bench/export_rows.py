"""The rows about the ranked workbook: how long it takes, how that grows, and what it costs in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.bench.process_rows import KIBIBYTE
from tests.bench.processes import Helper
from tests.bench.rows import Row, row_of
from tests.bench.stage import Stage

EXPORTED, LARGE = 10_000, 50_000
MOST_MEBIBYTES = 120
_SAMPLES, _LARGE_SAMPLES = 7, 5


def exports(stage: Stage) -> Iterator[Row]:
    """The workbook, against openpyxl writing the same cells bare; an item of a large one, against a small one’s."""
    small, large = (Helper("writing", stage.home(), stage.backlog(count)) for count in (EXPORTED, LARGE))
    wrong: list[str] = []

    def run(helper: Helper, items: int) -> float:
        done = helper.ask("run")
        if done["items"] != items:
            wrong.append(f"{done['items']} of {items} items were exported")
        return float(done["took"])

    run(small, EXPORTED)
    pairs = [(run(small, EXPORTED), float(small.ask("bare"))) for _ in range(_SAMPLES)]
    yield replace(row_of("export_10k", pairs, 0.6), fault=wrong[0] if wrong else "")
    run(large, LARGE)
    grown = [(run(large, LARGE) / LARGE, run(small, EXPORTED) / EXPORTED) for _ in range(_LARGE_SAMPLES)]
    yield replace(row_of("export_growth", grown, 1.2), fault=wrong[0] if wrong else "")
    small.close()
    large.close()


def memory(stage: Stage) -> Row:
    """The peak above the idle process while 50,000 items are exported, in MiB."""
    helper = Helper("writing", stage.home(), stage.backlog(LARGE))
    peak = float(helper.ask("peak")) / (KIBIBYTE * KIBIBYTE)
    helper.close()
    return Row("export_memory", peak, MOST_MEBIBYTES, 1.0, 1, peak, "MiB")
