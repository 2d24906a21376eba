"""What is kept of the last import, and which items are missing from the files of a whole backlog."""

from __future__ import annotations

import pytest

from pmdesk.domain.records import Item, LastImport
from pmdesk.services.last_import import Brought, last_import_edit, missing_items, project_of
from tests.makers import incoming, make_item, tracker_item

WAS = LastImport(time="then", files=("old.csv",), created=(1,), changed=(2,), gone=(3, 4))
ITEMS = (1, 2, 3, 4, 5)


def kept(last: LastImport | None, brought: Brought) -> LastImport | None:
    """The record as an import leaves it; None where it leaves it alone."""
    found = last_import_edit(last, brought, ITEMS, ("new.csv",), "now")
    assert found is None or (found.before is last and isinstance(found.after, LastImport))
    return found.after if found else None  # type: ignore[return-value]


@pytest.mark.parametrize("brought", [Brought(), Brought(seen={1, 2}), Brought(gone=[4, 3]), Brought(gone=[3])])
def test_what_brings_nothing_leaves_it_alone(brought: Brought) -> None:
    assert kept(WAS, brought) is None


@pytest.mark.parametrize(
    ("brought", "left"),
    [
        (Brought(created=[5]), ((5,), (), (3, 4))),
        (Brought(changed=[4], seen={4}), ((), (4,), (3,))),
        (Brought(seen={3}), ((), (), (4,))),
        (Brought(gone=[5]), ((), (), (3, 4, 5))),
    ],
)
def test_gone_items_stay_until_they_are_seen(brought: Brought, left: tuple[tuple[int, ...], ...]) -> None:
    after = kept(WAS, brought)
    assert after is not None
    assert (after.created, after.changed, after.gone) == left
    assert (after.time, after.files) == ("now", ("new.csv",))


def test_items_that_were_deleted_are_no_longer_gone() -> None:
    after = kept(LastImport(gone=(3, 99)), Brought(created=[5]))
    assert after is not None
    assert after.gone == (3,)
    assert kept(LastImport(gone=(99,)), Brought()) is None


def missing(items: list[Item], *keys: str, met: tuple[int, ...] = (), **values: str) -> list[str]:
    rows = [incoming(key, **values) for key in keys]
    return [item.key for item in missing_items({item.id: item for item in items}, rows, met)]


def test_missing_are_the_trackers_items_of_the_projects_in_the_files() -> None:
    items = [tracker_item(1), tracker_item(2), tracker_item(3, key="CARE-1"), make_item(4)]
    assert missing(items, "SHOP-1", met=(1,)) == ["SHOP-2"]
    assert missing(items, "SHOP-1", "CARE-9", met=(1,)) == ["SHOP-2", "CARE-1"]
    assert missing(items, "", met=()) == []


def test_an_item_of_another_site_is_not_missing() -> None:
    items = [tracker_item(1, site="https://a.example"), tracker_item(2, site="")]
    assert missing(items, "SHOP-9", site="https://b.example") == ["SHOP-2"]
    assert missing(items, "SHOP-9") == ["SHOP-1", "SHOP-2"]


@pytest.mark.parametrize(("key", "project"), [("SHOP-12", "SHOP"), ("A-B-1", "A-B"), ("17", ""), ("", "")])
def test_project_of(key: str, project: str) -> None:
    assert project_of(key) == project
