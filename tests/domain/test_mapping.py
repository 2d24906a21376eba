"""Mappings as plain values: their shape, and how they fit other files."""

from __future__ import annotations

import pytest

from pmdesk.domain.mapping import SCALES, SCORES, ColumnMapping, FileMapping, fitted, shape_of
from pmdesk.domain.uses import scale_label, use_named, uses_for

MAPPING = FileMapping((ColumnMapping("Title", "title"), ColumnMapping("Tag", "labels"), ColumnMapping("Tag", "extra")))


def test_a_shape_is_its_headers_whatever_the_order_and_repeats():
    assert shape_of(["Title", "Tag", "Tag"]) == shape_of(["tag ", "TITLE", ""])
    assert shape_of(["Title"]) != shape_of(["Title", "Tag"])


@pytest.mark.parametrize(
    ("headers", "uses"),
    [
        (["Title", "Tag", "Tag"], ["title", "labels", "extra"]),
        (["Tag", "Title"], ["labels", "title"]),
        (["Tag", "Tag", "Tag", "Tag"], ["labels", "extra", "extra", "extra"]),
        (["Other", " title "], [None, "title"]),
        ([], []),
    ],
)
def test_a_mapping_fits_columns_by_header_and_repeat(headers, uses):
    assert [one.use if one else None for one in fitted(MAPPING, headers)] == uses


@pytest.mark.parametrize("dialect", ["jira", "pmdesk", "generic"])
def test_every_use_has_a_name_of_its_own_and_words(dialect):
    uses = uses_for(dialect)
    assert len({use.name for use in uses}) == len({str(use.label) for use in uses}) == len(uses)
    assert all(str(use.help) for use in uses)
    assert {"title", "key", "extra", "ignored", *SCORES} <= {use.name for use in uses}


def test_only_a_trackers_file_has_a_trackers_uses():
    assert "epic_link" in {use.name for use in uses_for("jira")}
    assert "epic_link" not in {use.name for use in uses_for("generic")}
    assert use_named("epic_link") is not None
    assert use_named("nonsense") is None


def test_every_scale_of_every_score_has_words():
    assert all(str(scale_label(use, scale)) for use in SCORES for scale in SCALES[use])
