"""Damaged copies of the sample files: read as something, or refused in a sentence; never a traceback, never a hang."""

from __future__ import annotations

import contextlib
import faulthandler
from pathlib import Path

import pytest

from pmdesk.domain.messages import UserError
from pmdesk.services.import_reading import read_raw
from pmdesk.sheets.reading import open_table
from tests.sheets.exports import read_file
from tests.sheets.fuzz import mutants, samples

_LONGEST_SECONDS = 20


def outcome(path: Path) -> str:
    """How many rows a file was read as, or why it was refused. Faults of ours pass."""
    faulthandler.dump_traceback_later(_LONGEST_SECONDS, exit=True)
    try:
        head, rows = open_table(path)
        found = f"{len(list(rows))} rows of {head.format}"
        read_file(path)
    except UserError as refused:
        found = str(refused)
        assert found.endswith(".")
        assert "\n" not in found.replace(path.name, "")
    finally:
        faulthandler.cancel_dump_traceback_later()
    return found


def run(tmp_path: Path, sample: Path, count: int, seed: int) -> set[str]:
    """What became of the damaged copies of a sample; a copy that ends in a fault is kept beside the others."""
    found = set()
    for number, data in enumerate(mutants(sample, count, seed)):
        path = tmp_path / f"{seed}-{number}-{sample.name}"
        path.write_bytes(data)
        found.add(outcome(path))
        path.unlink()
    return found


@pytest.mark.parametrize("sample", samples(), ids=lambda path: path.name)
def test_damaged_copies_are_read_or_refused(tmp_path, sample):
    assert run(tmp_path, sample, 12, seed=1)


@pytest.mark.parametrize("name", ["cloud-en.xlsx", "cloud-en.csv"])
def test_damaged_copies_by_the_reader_process(tmp_path, name):
    (sample,) = (path for path in samples() if path.name == name)
    for number, data in enumerate(mutants(sample, 4, seed=2)):
        path = tmp_path / f"{number}-{name}"
        path.write_bytes(data)
        with contextlib.suppress(UserError):
            assert read_raw([path])[0].rows


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(100, 110))
@pytest.mark.parametrize("sample", samples(), ids=lambda path: path.name)
def test_many_damaged_copies(tmp_path, sample, seed):
    assert run(tmp_path, sample, 100, seed)


def test_damage_differs_and_can_be_had_again():
    sample = samples()[0]
    assert len(set(mutants(sample, 20, seed=1))) > 15
    assert list(mutants(sample, 5, seed=1)) == list(mutants(sample, 5, seed=1))
