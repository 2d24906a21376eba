"""Power cuts by replay: what strace recorded of a process is done again, but only so far as a disk may have it.

Of a file, what was written before its last fsync is there. Of what was written after that, a power cut leaves nothing,
all, the first part, any part, or any sectors of any part in any order. Names in the folder (made, renamed, removed)
are there once the folder was fsynced; of later ones any may be missing.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

CALLS = "openat,open,creat,pwrite64,write,ftruncate,truncate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat"
SECTOR = 512
_CALL = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+)")
_UNFINISHED = re.compile(r"^(\d+) +(\w+\(.*) <unfinished \.\.\.>$")
_RESUMED = re.compile(r"^(\d+) +<\.\.\. (\w+) resumed>(.*)$")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_FILE = re.compile(r"(\d+)<((?:[^<>\\]|\\x[0-9a-f]{2})*)>")
_TYPED = re.compile(r"-?\d+")


@dataclass(frozen=True, slots=True)
class Event:
    """One call: its name, the path it is about, the second path of a rename, data, and offset or size."""

    call: str
    path: str
    other: str = ""
    data: bytes = b""
    number: int = 0


def strace_command(strace: str, trace: Path) -> list[str]:
    """What records the events of a process and its threads, all strings in full and in hexadecimal."""
    return [strace, "-f", "-qq", "-xx", "-y", "-s", "10000000", "-o", str(trace), f"--trace={CALLS}"]


def events(trace: Path) -> Iterator[Event]:
    """The calls that succeeded, in the order in which they came to an end."""
    waiting: dict[str, str] = {}
    for line in trace.read_text(encoding="ascii").splitlines():
        unfinished, resumed = _UNFINISHED.match(line), _RESUMED.match(line)
        if unfinished:
            waiting[unfinished[1]] = f"{unfinished[1]} {unfinished[2]}"
            continue
        whole = _CALL.match(waiting.pop(resumed[1]) + resumed[3] if resumed else line)
        if whole and int(whole[4]) >= 0:
            event = _event(whole[2], whole[3], whole[4])
            if event is not None:
                yield event


def _event(call: str, arguments: str, result: str) -> Event | None:
    texts = [_decoded(text) for text in _TEXT.findall(arguments)]
    file = _FILE.match(arguments)
    path = _decoded(file[2]).decode() if file else ""
    numbers = [int(one) for one in _TYPED.findall(arguments.rsplit('"', 1)[-1] if texts else arguments)]
    if call in ("openat", "open", "creat"):
        return Event("open", texts[0].decode()) if "O_CREAT" in arguments or call == "creat" else None
    if call == "pwrite64":
        return Event("write", path, data=texts[0][: int(result)], number=numbers[-1])
    if call == "write":
        return Event("append", path, data=texts[0][: int(result)])
    if call == "ftruncate":
        return Event("truncate", path, number=numbers[-1])
    if call in ("fsync", "fdatasync"):
        return Event("sync", path)
    if call.startswith("rename"):
        return Event("rename", texts[0].decode(), texts[1].decode())
    return Event("unlink", texts[0].decode()) if call.startswith("unlink") else None


def _decoded(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", "")) if text.startswith("\\x") else text.encode()


@dataclass
class _File:
    durable: bytes
    pending: list[Event] = field(default_factory=list)
    size: int = 0


class Disk:
    """A folder as the process sees it, and as a power cut may leave it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[str, _File] = {}
        for path in folder.iterdir():
            content = path.read_bytes()
            self._names[path.name] = _File(content, size=len(content))
        self._durable_names = dict(self._names)
        self._pending: list[Event] = []

    def follow(self, event: Event) -> None:
        """Take in what the process did."""
        if event.call == "sync" and Path(event.path) == self._folder:
            self._durable_names, self._pending = dict(self._names), []
            return
        name, other = self._name(event.path), self._name(event.other)
        if not name:
            return
        if event.call == "open" and name not in self._names:
            self._names[name] = _File(b"")
            self._pending.append(Event("open", name))
        elif event.call == "rename" and name in self._names:
            self._names[other] = self._names.pop(name)
            self._pending.append(Event("rename", name, other))
        elif event.call == "unlink" and name in self._names:
            del self._names[name]
            self._pending.append(Event("unlink", name))
        elif name in self._names:
            self._change(self._names[name], event)

    def _change(self, file: _File, event: Event) -> None:
        if event.call == "sync":
            file.durable, file.pending = _applied(file.durable, file.pending), []
        elif event.call in ("write", "append"):
            at = file.size if event.call == "append" else event.number
            file.pending.append(Event("write", "", data=event.data, number=at))
            file.size = max(file.size, at + len(event.data))
        elif event.call == "truncate":
            file.pending.append(event)
            file.size = event.number

    def after_a_cut(self, chance: random.Random) -> Mapping[str, bytes]:
        """What may be in the folder when the power comes back."""
        names = self._names_after(chance)
        contents = {id(file): _left(file, chance) for file in names.values()}
        return {name: contents[id(file)] for name, file in names.items()}

    def _names_after(self, chance: random.Random) -> dict[str, _File]:
        names, files = dict(self._durable_names), dict(self._known)
        for event in _some(self._pending, chance):
            if event.call == "open":
                names.setdefault(event.path, files[event.path])
            elif event.call == "unlink":
                names.pop(event.path, None)
            elif event.path in names:
                names[event.other] = names.pop(event.path)
        return names

    @property
    def _known(self) -> dict[str, _File]:
        """Every file that was made since the folder was fsynced, by the name it was made with."""
        known = dict(self._durable_names)
        now = dict(self._names)
        for event in reversed(self._pending):
            if event.call == "rename" and event.other in now:
                now[event.path] = now.pop(event.other)
        for event in self._pending:
            if event.call == "open":
                known[event.path] = now.get(event.path, _File(b""))
        return known

    def _name(self, path: str) -> str:
        found = Path(path)
        return found.name if found.parent == self._folder else ""


def _some(pending: list[Event], chance: random.Random) -> list[Event]:
    """Nothing, all, the first part, or any of what is not durable."""
    way = chance.randrange(4)
    if way == 0:
        return []
    if way == 1:
        return pending
    if way == 2:
        return pending[: chance.randrange(len(pending) + 1)]
    return [one for one in pending if chance.random() < 0.5]


def _left(file: _File, chance: random.Random) -> bytes:
    chosen = list(_some(file.pending, chance))
    if chance.random() < 0.3:
        chance.shuffle(chosen)
    if chance.random() < 0.4:
        chosen = [part for one in chosen for part in _torn(one, chance)]
    return _applied(file.durable, chosen)


def _torn(event: Event, chance: random.Random) -> Iterator[Event]:
    """Any of the sectors of a write."""
    if event.call != "write":
        yield event
        return
    for start in range(0, len(event.data), SECTOR):
        if chance.random() < 0.7:
            yield Event("write", "", data=event.data[start : start + SECTOR], number=event.number + start)


def _applied(content: bytes, pending: list[Event]) -> bytes:
    data = bytearray(content)
    for event in pending:
        if event.call == "truncate":
            data = data[: event.number].ljust(event.number, b"\0")
        else:
            data.extend(bytes(max(0, event.number - len(data))))
            data[event.number : event.number + len(event.data)] = event.data
    return bytes(data)
