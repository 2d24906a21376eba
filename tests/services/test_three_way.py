"""The merge of one value against what the tracker gave last."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmdesk.services.three_way import CONFLICT, three_way

A, B, C = "mine", "base", "theirs"


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "result"),
    [
        (B, B, B, B),
        (B, B, C, C),
        (B, A, B, A),
        (B, C, C, C),
        (B, A, C, CONFLICT),
        (B, "", C, CONFLICT),
        (B, A, "", CONFLICT),
        (B, B, "", ""),
        (None, "", C, C),
        (None, A, C, CONFLICT),
        (None, C, C, C),
        (("a", "b"), ("a", "b", "mine"), ("b", "theirs"), ("b", "mine", "theirs")),
        (("a", "b"), ("b",), ("a", "b", "c"), ("b", "c")),
        (("a",), (), ("a", "b"), ("b",)),
        (("a",), ("a",), (), ()),
        (None, ("a",), ("b",), ("a", "b")),
        (None, (), ("b",), ("b",)),
    ],
)
def test_three_way(base: Any, mine: Any, theirs: Any, result: Any) -> None:
    assert three_way(base, mine, theirs) == result


@given(*[st.lists(st.sampled_from("abcde"), unique=True).map(tuple) for _ in range(3)])
def test_labels_merge_as_sets(base: tuple[str, ...], mine: tuple[str, ...], theirs: tuple[str, ...]) -> None:
    result = three_way(base, mine, theirs)
    gone = (set(base) - set(mine)) | (set(base) - set(theirs))
    assert set(result) == (set(mine) | set(theirs)) - gone
    assert len(set(result)) == len(result)
