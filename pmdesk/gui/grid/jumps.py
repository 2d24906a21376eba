"""Where Ctrl and an arrow lead: along what is filled, as in Excel. Plain numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Filled = Callable[[int], bool]
_CHUNK = 1024


def run_end(at: int, by: int, last: int, filled: Filled) -> int:
    """The end of a run of filled cells, or the next filled one; `last` is the last place there is, 0 the first."""
    target = at + by
    if not 0 <= target <= last:
        return at
    runs = filled(at) and filled(target)
    while 0 <= target + by <= last and (filled(target + by) if runs else not filled(target)):
        target += by
    return target


def in_chunks(read: Callable[[range], Sequence[bool]], count: int) -> Filled:
    """Asks for places one by one of what is read many at a time, of `count` ones."""
    kept: dict[int, Sequence[bool]] = {}

    def filled(place: int) -> bool:
        chunk, rest = divmod(place, _CHUNK)
        if chunk not in kept:
            kept[chunk] = read(range(chunk * _CHUNK, min((chunk + 1) * _CHUNK, count)))
        return kept[chunk][rest]

    return filled
