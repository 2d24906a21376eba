"""How the records of one Change are written."""

from __future__ import annotations

from typing import Any

import pytest

from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import message
from pmdesk.domain.records import ImportedValues
from pmdesk.services.workspace import Workspace
from pmdesk.storage import writing
from tests.makers import tracker_item


def test_records_of_one_kind_are_written_together_in_whatever_order_they_come(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds: list[str] = []
    writer = writing._writer

    def watched(record_type: str, act: Any) -> Any:
        kinds.append(record_type)
        return writer(record_type, act)

    monkeypatch.setattr(writing, "_writer", watched)
    made: list[Any] = []
    for number in range(1, 20):
        made += [tracker_item(number), ImportedValues(number, title=f"Item {number}")]
    workspace.apply(change(message("Import"), [edit(None, one) for one in made]))
    assert kinds == ["item", "imported"]
    assert len(workspace.imported_values()) == len(workspace.items) == 19
    workspace.undo()
    assert not workspace.items
    assert not workspace.imported_values()
