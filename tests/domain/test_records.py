"""What is in play and whose an item is."""

from __future__ import annotations

from typing import Any

import pytest

from pmdesk.domain.records import StatusCategory
from tests.makers import make_item, tracker_item

DONE = StatusCategory.DONE


@pytest.mark.parametrize(
    ("values", "closed"),
    [
        ({}, False),
        ({"status_category": StatusCategory.IN_PROGRESS}, False),
        ({"status_category": DONE}, True),
        ({"resolution": "Won't do"}, True),
        ({"archived": True}, True),
        ({"status_category": DONE, "resolution": "Done", "archived": True, "closed_by_user": False}, False),
        ({"closed_by_user": True}, True),
    ],
)
def test_closed_is_what_the_tracker_says_unless_the_user_overrules(values: dict[str, Any], closed: bool) -> None:
    assert make_item(**values).closed is closed


def test_an_item_with_a_source_is_the_trackers() -> None:
    assert tracker_item().from_tracker
    assert not make_item().from_tracker
