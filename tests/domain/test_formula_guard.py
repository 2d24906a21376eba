"""The apostrophe before what a spreadsheet would run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmdesk.domain.formula_guard import guarded, needs_guard, unguarded

texts = st.text() | st.text(alphabet="ab \t\n\r'=+-@＝", max_size=6)


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-10% churn", "@here", "\tx", "\rx", "\nx", "  =1", "＝1", "'=1", "''-"]
)
def test_what_may_run_gets_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Pay", "9,000", "'tis", "'", "a=b", " a", "#1", '"='])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text == unguarded(text)


@given(texts)
def test_every_text_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(texts)
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert guarded(text).lstrip()[:1] not in tuple("=+-@＝＋－＠")
    assert not needs_guard(text) or guarded(text).startswith("'")
