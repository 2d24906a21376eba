"""What a file may cost, and how a process is held to it."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pmdesk.domain.messages import UserError
from pmdesk.sheets.reading.limits import MEBIBYTE, Limits
from pmdesk.sheets.reading.watching import Watch, resident
from pmdesk.sheets.reading.windows_job import BasicLimits, JobLimits, job_limits

PATH = Path("folder/x.xlsx")


@pytest.mark.skipif(sys.platform != "linux", reason="rlimits of memory are Linux's")
@pytest.mark.parametrize(("size", "ends"), [(200, 0), (600, 1)])
def test_memory_is_held_on_linux(size, ends):
    code = (
        "from pmdesk.sheets.reading.limits import Limits, confine;"
        f"confine(Limits(memory={500 * MEBIBYTE})); b'x' * {size * MEBIBYTE}"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, b"MemoryError" in done.stderr) == (ends, bool(ends))


@pytest.mark.skipif(sys.platform == "win32", reason="a job object does that there")
def test_a_reader_that_is_alone_does_not_spin_for_ever():
    code = "from pmdesk.sheets.reading.limits import Limits, confine; confine(Limits(time=1))\nwhile True: pass"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=20)
    assert done.returncode < 0


def test_the_structures_are_as_windows_lays_them_out():
    assert (ctypes.sizeof(BasicLimits), ctypes.sizeof(JobLimits)) == (64, 144)
    assert (BasicLimits.flags.offset, JobLimits.process_memory.offset) == (16, 112)
    asked = job_limits(Limits(memory=1 << 30, time=600))
    assert (asked.process_memory, asked.basic.per_process_user_time, asked.basic.flags) == (
        1 << 30,
        6_000_000_000,
        0x102,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="ps is not there")
def test_the_memory_of_a_process():
    assert resident(os.getpid()) > 10 * MEBIBYTE
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    assert resident(gone.pid) == 0


def test_a_reader_that_grows_is_seen(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("pmdesk.sheets.reading.watching.time.monotonic", lambda: now[0])
    sizes = iter([10, 2000])
    watch = Watch(PATH, 1, Limits(memory=1000 * MEBIBYTE), lambda pid: next(sizes) * MEBIBYTE)
    watch.check()
    now[0] = 0.3
    watch.check()
    watch.check()
    now[0] = 0.6
    with pytest.raises(UserError, match="“x.xlsx” is too large to be read: it takes more than 1000 MB"):
        watch.check()


def test_a_sign_of_the_reader_counts(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("pmdesk.sheets.reading.watching.time.monotonic", lambda: now[0])
    watch = Watch(PATH, 1, Limits(silence=120, time=600), lambda pid: 0)
    for now[0] in (100, 200, 300):
        watch.heard()
        watch.check()
    now[0] = 421
    with pytest.raises(UserError, match="“x.xlsx” could not be read within 120 seconds"):
        watch.check()
