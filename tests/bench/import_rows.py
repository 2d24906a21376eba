"""The rows about imports: from a file to the ranked list, again with changes, and what it costs window and memory."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tests.bench.exports import export_rows, write_csv, write_xlsx
from tests.bench.process_rows import KIBIBYTE, printed
from tests.bench.processes import Helper
from tests.bench.rows import Row, measure, row_of
from tests.bench.stage import Stage
from tests.typed_workbook import type_into

IMPORTED, LARGE, CHANGED, EDITED = 10_000, 50_000, 50, 100
_SAMPLES = 7
_GAPS = 3
LONGEST_GAP_MS = 100


def imports(stage: Stage) -> Iterator[Row]:
    """A workbook and the same as CSV, against calamine reading the workbook; then the workbook of a week later.

    At last PMDesk's own workbook of what was imported comes back.
    """
    items = stage.items(IMPORTED)
    xlsx = write_xlsx(stage.folder / "export.xlsx", export_rows(items))
    later = write_xlsx(stage.folder / "later.xlsx", export_rows(items, CHANGED))
    plain = write_csv(stage.folder / "export.csv", export_rows(items))
    helper = Helper("importing", stage.home(), stage.folder)
    wrong: list[str] = []

    def run(path: Path) -> float:
        done = helper.ask("run", path=str(path))
        if done["created"] != IMPORTED:
            wrong.append(f"{done['created']} items came of {path.name}")
        return float(done["took"])

    def again() -> float:
        done = helper.ask("run", path=str(later), anew=False)
        if (done["created"], done["updated"]) != (0, CHANGED):
            wrong.append(f"{done['updated']} of {CHANGED} items were updated")
        helper.ask("undo")
        return float(done["took"])

    def bare() -> float:
        return _calamine(stage, xlsx)[0]

    for name, path, limit in (("import_xlsx_10k", xlsx, 7.0), ("import_csv_10k", plain, 6.0)):
        row = measure(name, lambda path=path: run(path), bare, limit, _SAMPLES)
        yield replace(row, fault=wrong[0] if wrong else "")
    first = [run(xlsx) for _ in range(_SAMPLES)]
    row = row_of("reimport_10k", [(again(), took) for took in first], 1.2)
    yield replace(row, fault=wrong[0] if wrong else "")
    yield _round_trip(helper, first, stage)
    helper.close()
    gaps = sorted(_gap(stage, xlsx) for _ in range(_GAPS))
    yield Row("import_ui_gap", statistics.median(gaps), LONGEST_GAP_MS, 1.0, _GAPS, gaps[-1])


def _round_trip(helper: Helper, first: Sequence[float], stage: Stage) -> Row:
    """The backlog's own workbook with some cells changed by another program, against the first import."""
    book = stage.folder / "ranked.xlsx"
    reach = str(helper.ask("export", path=str(book)))
    type_into(book, {item.key: {reach: 7} for item in stage.items(EDITED)})
    taken, wrong = [], ""
    for _ in first:
        done = helper.ask("run", path=str(book), anew=False)
        taken.append(float(done["took"]))
        if (done["created"], done["updated"]) != (0, EDITED):
            wrong = f"{done['updated']} of {EDITED} edits came back"
        helper.ask("undo")
    return replace(row_of("roundtrip_10k", list(zip(taken, first, strict=True)), 1.2), fault=wrong)


def memory(stage: Stage) -> Row:
    """The peak of reader and app above the idle app, at 50,000 rows, against calamine's own, in MiB."""
    xlsx = write_xlsx(stage.folder / "large.xlsx", export_rows(stage.items(LARGE)))
    helper = Helper("importing", stage.home(), stage.folder)
    helper.ask("run", path=str(xlsx))
    peak = float(helper.ask("peak"))
    helper.close()
    floor = _calamine(stage, xlsx)[1]
    mebibytes = KIBIBYTE * KIBIBYTE
    return Row("import_memory", peak / mebibytes, floor / mebibytes, 3.0, 1, peak / mebibytes, "MiB")


def _calamine(stage: Stage, path: Path) -> tuple[float, float]:
    (line,) = printed(stage.home(), "calamine", path)
    took, held, _ = map(float, line.split())
    return took, held


def _gap(stage: Stage, path: Path) -> float:
    (line,) = printed(stage.home(), "import_window", stage.backlog(0), path)
    gap, items = line.split()
    if int(items) != IMPORTED:
        raise RuntimeError(f"the wizard imported {items} items")
    return float(gap)
