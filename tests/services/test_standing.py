"""What is made ahead, and what waits until it is asked for."""

from __future__ import annotations

from typing import Any

import pytest

from pmdesk.domain.changes import edit
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
    assert made == ["moscow"]
    assert len(list(prepared.ranking("rice"))) == 3
    assert made == ["moscow", "rice"]


def test_of_a_large_backlog_all_is_made_ahead(made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "PREPARED_WHOLLY", 2)
    prepared = Standing(ITEMS, Level.STANDARD)
    prepared.prepare("moscow")
    ahead = list(made)
    assert sorted(ahead) == sorted({"rice", "moscow", "Totals", "Families", *standing.frameworks()})
    _ = prepared.ranking("rice"), prepared.totals, prepared.families
    assert made == ahead


def stands(standing: Standing) -> tuple[Any, ...]:
    """All that is derived, to be compared."""
    names = ("rice", "moscow")
    totals = standing.totals
    orders = [list(standing.ranking(name)) for name in names]
    ranks = [[standing.ranking(name).rank(item_id) for item_id in orders[0]] for name in names]
    return orders, ranks, totals.in_play, totals.effort(None), standing.families.with_parent("SHOP-1")


@pytest.mark.parametrize("level", [Level.STANDARD, Level.EPIC])
@pytest.mark.parametrize("known", [(), ("rice",), ("rice", "moscow")])
def test_what_was_made_ahead_is_what_would_be_made_anew(known: tuple[str, ...], level: Level) -> None:
    items = {number: scored_item(number, parent="SHOP-1") for number in range(1, 40)}
    stood = Standing(items, Level.STANDARD)
    rankings = [stood.ranking(name) for name in known]
    after = {number: scored_item(number, reach=float(number), level=level) for number in range(20, 140)}
    gone = [edit(items[number], None) for number in range(1, 10)]
    edits = [*gone, *(edit(items.get(number), item) for number, item in after.items())]
    ahead = stood.ahead(edits, level)
    assert (ahead is None) == (not known)
    assert list(items) == list(range(1, 40))
    for number in range(1, 10):
        del items[number]
    items.update(after)
    if ahead is not None:
        stood.take(ahead)
        assert [stood.ranking(name) is one for name, one in zip(known, rankings, strict=True)] == [
            level is Level.STANDARD
        ] * len(known)
        assert stands(stood) == stands(Standing(items, level))


def test_a_few_edits_are_followed_not_foreseen() -> None:
    stood = Standing({number: scored_item(number) for number in range(1, 40)}, Level.STANDARD)
    stood.prepare("rice")
    assert stood.ahead([edit(ITEMS[1], scored_item(1, reach=1.0))], Level.STANDARD) is None
