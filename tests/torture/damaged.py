"""Damaged copies of a backlog file: bytes flipped, pages cut, doubled, swapped and emptied; the same for a seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

PAGE = 4096
Damage = Callable[[bytearray, random.Random], bytearray]


def mutants(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    """So many damaged copies."""
    chance = random.Random(seed)
    for _ in range(count):
        copy = bytearray(data)
        for _ in range(chance.choice((1, 1, 1, 2, 5))):
            copy = chance.choice(_DAMAGES)(copy, chance)
        yield bytes(copy)


def _flip_a_byte(data: bytearray, chance: random.Random) -> bytearray:
    if data:
        data[chance.randrange(len(data))] ^= chance.randrange(1, 256)
    return data


def _flip_many(data: bytearray, chance: random.Random) -> bytearray:
    for _ in range(chance.randrange(2, 200)):
        _flip_a_byte(data, chance)
    return data


def _flip_in_header(data: bytearray, chance: random.Random) -> bytearray:
    if data:
        data[chance.randrange(min(100, len(data)))] ^= chance.randrange(1, 256)
    return data


def _flip_in_page_header(data: bytearray, chance: random.Random) -> bytearray:
    at = chance.randrange(max(1, len(data) // PAGE)) * PAGE + chance.randrange(12)
    if at < len(data):
        data[at] = chance.choice((0, 1, 2, 5, 10, 13, 127, 255))
    return data


def _cut_anywhere(data: bytearray, chance: random.Random) -> bytearray:
    return data[: chance.randrange(len(data) + 1)]


def _cut_pages(data: bytearray, chance: random.Random) -> bytearray:
    pages = len(data) // PAGE
    start = chance.randrange(pages + 1)
    end = min(pages, start + chance.randrange(1, 4))
    return data[: start * PAGE] + data[end * PAGE :]


def _empty_a_page(data: bytearray, chance: random.Random) -> bytearray:
    start = chance.randrange(max(1, len(data) // PAGE)) * PAGE
    data[start : start + PAGE] = bytes(len(data[start : start + PAGE]))
    return data


def _swap_pages(data: bytearray, chance: random.Random) -> bytearray:
    pages = len(data) // PAGE
    if pages > 2:
        one, other = (place * PAGE for place in chance.sample(range(1, pages), 2))
        data[one : one + PAGE], data[other : other + PAGE] = data[other : other + PAGE], data[one : one + PAGE]
    return data


def _add_rubbish(data: bytearray, chance: random.Random) -> bytearray:
    return data + chance.randbytes(chance.randrange(1, 3 * PAGE))


_DAMAGES: tuple[Damage, ...] = (
    _flip_a_byte, _flip_a_byte, _flip_many, _flip_in_header, _flip_in_page_header, _flip_in_page_header,
    _cut_anywhere, _cut_pages, _empty_a_page, _swap_pages, _add_rubbish,
)  # fmt: skip
