"""The merge of one shared value: mine and theirs against what the tracker gave last."""

from __future__ import annotations

from typing import Any

CONFLICT = object()


def three_way(base: Any, mine: Any, theirs: Any) -> Any:
    """Merge one shared value: the side that changed counts; lists merge as sets; CONFLICT where both did."""
    if mine == theirs or theirs == base:
        return mine
    if mine == base or (base is None and not mine):
        return theirs
    if isinstance(mine, tuple):
        gone, old = set(base or ()) - set(theirs), set(base or ())
        kept = [label for label in mine if label not in gone]
        return tuple(dict.fromkeys([*kept, *(label for label in theirs if label not in old)]))
    return CONFLICT
