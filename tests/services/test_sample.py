"""The sample backlog is one to learn from: scored, explained, sound."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pmdesk.domain.fields import FIELDS, Owner
from pmdesk.domain.messages import UserError
from pmdesk.domain.ranking import Group
from pmdesk.domain.records import Moscow
from pmdesk.services.checking import check
from pmdesk.services.importing import plan_import
from pmdesk.services.resources import resource
from pmdesk.services.sample import EXPORT, create_sample
from pmdesk.services.workspace import Workspace
from tests.sheets.exports import read_file


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The sample, made once; no test changes it."""
    made = create_sample(tmp_path_factory.mktemp("sample") / "sample.pmdesk")
    yield made
    made.close()


def test_every_group_has_something_in_it(sample: Workspace) -> None:
    counted = {group: sample.ranking.count(group) for group in Group}
    assert sum(counted.values()) == len(sample.items) >= 40
    assert counted[Group.RANKED] + counted[Group.UNRANKED] == 28
    assert min(counted.values()) > 0


def test_it_is_named_and_sound(sample: Workspace) -> None:
    assert sample.settings.name
    assert sample.settings.vision
    assert check(sample) == []


def test_it_shows_every_category_and_reasons(sample: Workspace) -> None:
    assert {item.moscow for item in sample.items.values()} >= set(Moscow)
    ranked = [sample.items[item_id] for item_id in sample.ranking if sample.ranking.rank(item_id)]
    assert sum(bool(item.rationale) for item in ranked) >= len(ranked) // 2


def test_importing_its_export_again_changes_nothing(sample: Workspace) -> None:
    plan = plan_import(sample, [read_file(resource(EXPORT))])
    assert (plan.created, plan.updated, plan.unchanged, plan.skipped) == (0, 0, len(sample.items), ())


def test_what_its_scores_touch_belongs_to_the_user(sample: Workspace) -> None:
    scores = sample._store.log.logged_edits(2)
    touched = {name for one in scores for name in one.after or {}}
    assert touched
    assert {FIELDS[name].owned_by for name in touched} == {Owner.PM}


def test_it_replaces_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine.pmdesk").write_text("mine")
    with pytest.raises(UserError, match="exists already"):
        create_sample(tmp_path / "mine.pmdesk")
    assert (tmp_path / "mine.pmdesk").read_text() == "mine"


def test_resources_are_found() -> None:
    assert resource("icons/pmdesk.svg").is_file()
