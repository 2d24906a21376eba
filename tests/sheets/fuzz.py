"""Copies of the sample files with bytes flipped, cut, doubled and spliced: the same ones for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from tests.sheets.exports import EXPORTS

_TOKENS = (
    b"\0",
    b'"',
    b"\n",
    b"\r",
    b";",
    b",",
    b"<",
    b">",
    b"&",
    b"</td>",
    b"<table>",
    b"=",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
)
_LONGEST = 200_000


def samples() -> list[Path]:
    """The sample files that are short enough to be read hundreds of times."""
    return sorted(path for path in EXPORTS.iterdir() if path.stat().st_size < 2 * _LONGEST)


def mutants(path: Path, count: int, seed: int) -> Iterator[bytes]:
    """`count` damaged copies of a file; every second one of a workbook is damaged inside, and packed anew."""
    chance = random.Random(f"{path.name} {seed}")
    data = path.read_bytes()
    for number in range(count):
        inside = data.startswith(b"PK") and number % 2 == 1
        yield _inside(data, chance) if inside else _damaged(data, chance)


def _inside(data: bytes, chance: random.Random) -> bytes:
    out = BytesIO()
    try:
        with ZipFile(BytesIO(data)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
            chosen = chance.choice(source.namelist())
            for name in source.namelist():
                content = source.read(name)
                target.writestr(name, _damaged(content, chance) if name == chosen else content)
    except BadZipFile:
        return data
    return out.getvalue()


def _damaged(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 40))):
        chance.choice((_flip, _cut, _double, _put_in, _swap, _end))(changed, chance)
    return bytes(changed)


def _place(data: bytearray, chance: random.Random) -> int:
    # What decides how a file is read stands at its beginning.
    return chance.randrange(min(len(data), chance.choice((64, 4096, 1 << 30))) or 1)


def _flip(data: bytearray, chance: random.Random) -> None:
    if data:
        data[_place(data, chance)] ^= 1 << chance.randrange(8)


def _cut(data: bytearray, chance: random.Random) -> None:
    start = _place(data, chance)
    del data[start : start + chance.choice((1, 2, 50, 3000))]


def _double(data: bytearray, chance: random.Random) -> None:
    start = _place(data, chance)
    data[start:start] = data[start : start + chance.choice((1, 20, 3000))]


def _put_in(data: bytearray, chance: random.Random) -> None:
    start = _place(data, chance)
    data[start:start] = chance.choice(_TOKENS) * chance.choice((1, 1, 3, 300))


def _swap(data: bytearray, chance: random.Random) -> None:
    one, other = _place(data, chance), _place(data, chance)
    length = chance.choice((1, 8, 400))
    data[one : one + length], data[other : other + length] = data[other : other + length], data[one : one + length]


def _end(data: bytearray, chance: random.Random) -> None:
    if chance.random() < 0.3:
        del data[_place(data, chance) :]
