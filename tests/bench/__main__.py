"""Measures every row, prints the table and writes build/bench.json; exit 1 when a row is over its limit.

Words on the command line narrow it to the rows whose names hold one of them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence

from tests.bench import export_rows, file_rows, import_rows, process_rows, service_rows, window_rows
from tests.bench.rows import Row
from tests.bench.stage import BUILD, Stage

OUT = BUILD / "bench.json"
# What each measures, by the names of its rows. Processes are started first: nothing else runs beside them then.
MEASURES: dict[tuple[str, ...], Callable[[Stage], Row | Iterable[Row]]] = {
    ("first_paint", "populated"): process_rows.starts,
    ("memory_100k",): process_rows.memory,
    ("import_xlsx_10k", "import_csv_10k", "reimport_10k", "roundtrip_10k", "import_ui_gap"): import_rows.imports,
    ("import_memory",): import_rows.memory,
    ("export_10k", "export_growth"): export_rows.exports,
    ("export_memory",): export_rows.memory,
    ("rerank_100k",): service_rows.rerank,
    ("commit",): file_rows.commit,
    ("load_100k",): file_rows.load,
    ("insert_100k",): file_rows.insert,
    ("backup_100k",): file_rows.backup,
    ("export_2k",): service_rows.export,
    ("edit_to_frame_100k",): window_rows.edit_to_frame,
    ("edit_growth",): window_rows.edit_growth,
    ("edit_select_all",): window_rows.edit_select_all,
    ("framework_switch_100k",): window_rows.framework_switch,
    ("filter_key_100k", "filter_block_100k"): window_rows.filter_key,
    ("scroll_page",): window_rows.scroll_page,
}


def chosen(words: Sequence[str]) -> list[Callable[[Stage], Row | Iterable[Row]]]:
    """What measures the rows whose names hold one of the words; everything without a word."""
    return [
        measure
        for names, measure in MEASURES.items()
        if not words or any(word in name for word in words for name in names)
    ]


def measured(words: Sequence[str]) -> Iterable[Row]:
    """The rows, one after the other."""
    with Stage() as stage:
        for measure in chosen(words):
            made = measure(stage)
            yield from [made] if isinstance(made, Row) else made


def main(words: Sequence[str]) -> int:
    """Measure, print, write; 1 when a limit is broken or no row has such a name."""
    rows: list[Row] = []
    print(f"{'row':<23}{'value':>10}{'floor':>10} {'unit':<6}{'ratio':>8}{'limit':>8}{'samples':>9}{'p99':>10}")
    try:
        for row in measured(words):
            rows.append(row)
            print(line(row), flush=True)
    finally:  # what was measured before a fault stays
        OUT.write_text(json.dumps([row.plain() for row in rows], indent=1), encoding="utf-8")
    return int(not rows or not all(row.kept for row in rows))


def line(row: Row) -> str:
    """A row of the table."""
    broken = row.fault or ("" if row.kept else "over its limit")
    return (
        f"{row.name:<23}{row.value:>10.2f}{row.floor:>10.2f} {row.unit:<6}{row.ratio:>8.2f}{row.limit:>8.2f}"
        f"{row.samples:>9}{row.p99:>10.2f}  {broken}"
    ).rstrip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
