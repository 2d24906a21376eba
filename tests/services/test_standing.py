"""What is made ahead, and what waits until it is asked for."""

from __future__ import annotations

from typing import Any

import pytest

from pmdesk.domain.ranking import Ranking
from pmdesk.domain.records import Level
from pmdesk.services import standing
from pmdesk.services.standing import Standing
from tests.makers import scored_item


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of all that is made, as it is made."""
    names: list[str] = []

    def watched(kind: Any) -> Any:
        def make(*arguments: Any) -> Any:
            names.append(arguments[0].name if kind is Ranking else kind.__name__)
            return kind(*arguments)

        return make

    for name in ("Ranking", "Totals", "Families"):
        monkeypatch.setattr(standing, name, watched(getattr(standing, name)))
    return names


ITEMS = {number: scored_item(number) for number in (1, 2, 3)}


def test_only_what_the_list_needs_is_made_ahead(made: list[str]) -> None:
    prepared = Standing(ITEMS, Level.STANDARD)
    prepared.prepare("moscow")
    assert made == ["moscow", "Totals"]
    assert len(list(prepared.ranking("rice"))) == 3
    assert made == ["moscow", "Totals", "rice"]


def test_of_a_large_backlog_all_is_made_ahead(made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "PREPARED_WHOLLY", 2)
    prepared = Standing(ITEMS, Level.STANDARD)
    prepared.prepare("moscow")
    ahead = list(made)
    assert sorted(ahead) == sorted({"rice", "moscow", "Totals", "Families", *standing.frameworks()})
    _ = prepared.ranking("rice"), prepared.totals, prepared.families
    assert made == ahead
