"""What rows share: backlogs that are made once, the processes that measure, and a place on the disk for all of it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from pmdesk.domain.records import Item
from tests.bench.data import make_backlog, some_items
from tests.bench.processes import Helper
from tests.bench.rows import Sampler, timed

BUILD = Path("build")


class Stage:
    """Makes each thing at its first use; everything goes when the context ends."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._items: list[Item] = []
        self._backlogs: dict[int, Path] = {}
        self._helpers: dict[str, Helper] = {}
        self._copies = 0

    def __enter__(self) -> Self:
        BUILD.mkdir(exist_ok=True)
        # Not the system's folder for temporary files: that may lie in memory, where nothing is ever durable.
        self.folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(dir=BUILD, prefix="bench-"))).resolve()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def items(self, count: int) -> list[Item]:
        """The first items of the data."""
        if count > len(self._items):
            self._items = some_items(count)
        return self._items[:count]

    def backlog(self, count: int) -> Path:
        """A copy of its own of the backlog of so many items, closed."""
        if count not in self._backlogs:
            path = self.folder / f"items-{count}.pmdesk"
            make_backlog(path, self.items(count)).close()
            self._backlogs[count] = path
        self._copies += 1
        return Path(shutil.copy(self._backlogs[count], self.folder / f"copy-{self._copies}.pmdesk"))

    def home(self) -> Path:
        """The folder of the user whom all processes run for."""
        return self.folder / "home"

    def grid(self, count: int) -> Helper:
        """The window of a backlog of so many items."""
        return self._helper(f"grid {count}", lambda: Helper("grid", self.home(), self.backlog(count)))

    def stock(self) -> Helper:
        """The stock table that shows the pages of the window of 100,000 items."""
        return self._helper("stock", self._open_stock)

    def fsync(self) -> Sampler:
        """The milliseconds of one 4 KiB write and fsync on the disk where the backlogs lie."""
        file = self._stack.enter_context((self.folder / "floor").open("ab"))

        def write() -> None:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())

        return timed(write)

    def _open_stock(self) -> Helper:
        stock = Helper("stock", self.home())
        stock.ask("show", **self.grid(100_000).ask("page"))
        return stock

    def _helper(self, name: str, start: Callable[[], Helper]) -> Helper:
        if name not in self._helpers:
            self._helpers[name] = start()
            self._stack.callback(self._helpers[name].close)
        return self._helpers[name]
