"""The CSV that is written: what is in it to the byte, and that it comes back as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmdesk.sheets.own_csv import ID_HEADER, RANK_HEADER, is_own
from pmdesk.sheets.reading.csv_file import open_csv
from pmdesk.sheets.reading.text import decode
from pmdesk.sheets.writing.csv_file import write_csv

cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")) | st.text(
    "a '=+-@\t\n\r\"", max_size=5
)


def _read(target: Path) -> list[tuple[object, ...]]:
    _, rows = open_csv(target.name, decode(target.read_bytes(), target.name))
    return [row.cells for row in rows]


def test_the_bytes_are_utf_8_with_dot_decimals(tmp_path: Path) -> None:
    rows = [("Größe, “now”", 0.1, 9000.0), (None, 1e21, "=1+1")]
    write_csv(tmp_path / "out.csv", ("title", "impact", "reach"), rows, 2)
    assert (tmp_path / "out.csv").read_bytes() == (
        'title,impact,reach\r\n"Größe, “now”",0.1,9000\r\n,1e+21,\'=1+1\r\n'.encode()
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.tuples(cells, cells, st.just(7)), max_size=5), st.sampled_from([ID_HEADER, RANK_HEADER]))
def test_every_text_comes_back(tmp_path: Path, rows: list[tuple[str, str, int]], mark: str) -> None:
    write_csv(tmp_path / "out.csv", ("title", "status", mark), rows, len(rows))
    assert _read(tmp_path / "out.csv") == [(*row[:2], "7") for row in rows]


def test_in_other_files_an_apostrophe_is_text(tmp_path: Path) -> None:
    (tmp_path / "jira.csv").write_text("Summary,Issue key\n'=1,A-1\n")
    assert _read(tmp_path / "jira.csv") == [("'=1", "A-1")]
    assert not is_own(["Summary", "Custom field (PMDesk rank)"])


class Stop(Exception):
    pass


def test_cancelling_leaves_the_old_file(tmp_path: Path) -> None:
    told = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if done:
            raise Stop

    (tmp_path / "out.csv").write_text("old")
    with pytest.raises(Stop):
        write_csv(tmp_path / "out.csv", ("a",), [("x",)] * 900, 900, stop)
    assert told == [(0, 900), (500, 900)]
    assert (tmp_path / "out.csv").read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1
