"""The numbers over the items in play."""

from __future__ import annotations

import pytest

from pmdesk.domain.records import Level, Moscow
from pmdesk.services.summary import Summary, summarize
from pmdesk.services.workspace import Workspace
from tests.makers import make_item, put


def test_an_empty_backlog(workspace: Workspace) -> None:
    assert summarize(workspace) == Summary(0, 0, 0, None, 0)


def test_shares_count_effort_in_play_without_the_wonts(workspace: Workspace) -> None:
    must, should, wont = Moscow.MUST, Moscow.SHOULD, Moscow.WONT
    put(
        workspace,
        make_item(1, moscow=must, effort=3.0),
        make_item(2, moscow=must),
        make_item(3, moscow=should, effort=1.0),
        make_item(4, moscow=wont, effort=7.0),
        make_item(5, effort=0.5),
        make_item(6, moscow=must, effort=50.0, level=Level.EPIC),
        make_item(7, moscow=must, closed_by_user=True),
    )
    summary = summarize(workspace)
    assert (summary.in_play, summary.unranked, summary.musts_without_effort) == (5, 5, 1)
    assert summary.effort == 11.5
    assert summary.must_share == pytest.approx(0.75)
