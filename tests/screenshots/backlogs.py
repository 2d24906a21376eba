"""The backlogs that are shown: the sample as it is, the sample in use, and lists of every length."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pmdesk.domain.arrangement import Arrangement
from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import message
from pmdesk.domain.records import BaselineReason, Item, Settings
from pmdesk.services.baselines import set_baseline
from pmdesk.services.editing import change_settings
from pmdesk.services.sample import create_sample
from pmdesk.services.saved_views import SavedView, save_view
from pmdesk.services.workspace import Workspace, create_workspace
from tests.bench.data import some_items

MEANINGS = {
    "massive": "The reason why a shop chooses us",
    "high": "Asked for in most sales talks",
    "medium": "Saves every shop some minutes a week",
    "low": "Nice to have",
    "minimal": "Hardly anybody would notice",
}
_RAISED = {"SHOP-154": 9000.0, "SHOP-31": 5200.0, "SHOP-140": 7200.0, "SHOP-58": 1500.0}
_LONG_TITLE = (
    "Let every shop with more than one stall and a shared till split a payment between cards, vouchers and cash, "
    "print one receipt for all of them, and take any part of it back within thirty days "
)


def make_sample(path: Path) -> None:
    """The sample as it comes."""
    create_sample(path).close()


def make_used(path: Path) -> None:
    """The sample after some weeks: a baseline and what moved since, a capacity, meanings, notes and saved views."""
    workspace = create_sample(path)
    monday = datetime.now(UTC) - timedelta(days=3)
    workspace.apply(set_baseline(workspace, BaselineReason.IMPORT, monday.isoformat()))
    workspace.apply(
        change_settings(workspace, replace(workspace.settings, capacity=16.0, impact_meaning=MEANINGS)),
    )
    for key, reach in _RAISED.items():
        (item,) = workspace.find(key)
        workspace.apply(change(message("Reach"), [edit(item, replace(item, reach=reach))]))
    _write_notes(workspace)
    for name, arrangement in (
        ("Ready for the next sprint", Arrangement(chosen={"status": ("Ready",)})),
        ("By team", Arrangement(group_by="team")),
        ("What still has no score", Arrangement(unscored=True)),
    ):
        save_view(workspace, SavedView(name, arrangement, "rice" if name == "By team" else ""))
    workspace.close()


def _write_notes(workspace: Workspace) -> None:
    (item,) = workspace.find("SHOP-112")
    notes = {
        "rationale": "Returning buyers ask for it in every second interview.",
        "rationale_reach": "Funnel of October: 38% of returning buyers leave at the card form.",
        "rationale_confidence": "Two pilots, one of them small.",
    }
    workspace.apply(change(message("Notes"), [edit(item, replace(item, **notes))]))


def make_list(path: Path, count: int, *, longest: bool = False) -> None:
    """An invented backlog of so many items, every sixth unscored; `longest` gives the longest of titles and keys."""
    workspace = create_workspace(path, Settings(name=_name(count, longest), vision=_LONG_TITLE if longest else ""))
    items = [_shaped(item, longest) for item in some_items(count)]
    if items:
        workspace.apply(change(message("Items"), [edit(None, item) for item in items]))
    workspace.close()


def _name(count: int, longest: bool) -> str:
    return "The backlog with a name as long as anybody would write one" if longest else f"{count:,} items"


def _shaped(item: Item, longest: bool) -> Item:
    values: dict[str, object] = {"effort": None} if item.id % 6 == 0 else {}
    if longest:
        values |= {
            "key": f"INTERNATIONALPAYMENTS-{99_000 + item.id}",
            "title": _LONG_TITLE * 2,
            "status": "Waiting for the answer of the legal department",
            "reach": 123_456_789.5,
            "labels": tuple(f"label-number-{number}-of-many" for number in range(12)),
        }
    return replace(item, **values)
