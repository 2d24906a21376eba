"""Changes and the edits they are made of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pmdesk.domain.changes import Edit, change, changed_fields, edit
from pmdesk.domain.messages import message
from pmdesk.domain.records import ImportedValues, Settings
from tests.makers import make_item

LABEL = message("Anything")


def test_an_edit_knows_its_record() -> None:
    item = make_item(7)
    assert edit(None, item) == Edit("item", 7, None, item)
    assert edit(item, None) == Edit("item", 7, item, None)
    assert edit(None, Settings()).record_type == "settings"
    assert edit(None, ImportedValues(3)).record_type == "imported"


def test_an_edit_of_nothing_is_a_fault() -> None:
    with pytest.raises(ValueError, match="before or an after"):
        edit(None, None)


def test_a_change_leaves_out_what_changes_nothing() -> None:
    item = make_item()
    renamed = replace(item, title="Other")
    assert change(LABEL, [edit(item, replace(item)), edit(item, renamed)]).edits == (edit(item, renamed),)


def test_changed_fields_are_those_that_differ() -> None:
    item = make_item(reach=1.0)
    assert changed_fields(item, replace(item, reach=2.0, title="Other")) == {"reach", "title"}
    assert changed_fields(item, replace(item)) == frozenset()
