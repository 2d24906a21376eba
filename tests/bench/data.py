"""The backlogs that are measured: invented, the same in every run, every field of every item filled."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import message
from pmdesk.domain.records import Item, Moscow, Settings, StatusCategory
from pmdesk.services.workspace import Workspace, create_workspace

SEED = 7
DESCRIPTION_LENGTH = 300  # on average, in characters
_ACTS = ("Let sellers", "Show buyers how to", "Help stall owners", "Allow the finance team to", "Remind couriers to")
_DEEDS = (
    "refund", "export", "reconcile", "schedule", "approve", "print", "cancel", "compare", "archive", "translate",
    "dispute", "forward",
)  # fmt: skip
_THINGS = (
    "card payments", "weekly payouts", "tax receipts", "ledger entries", "gift vouchers", "terminal batches",
    "invoice drafts", "pickup slots", "loyalty points", "stock counts", "customer notes", "delivery fees",
)  # fmt: skip
_PLACES = (
    "from the phone", "without a login", "in one step", "per market stall", "before closing time", "in bulk",
    "by e-mail", "while offline",
)  # fmt: skip
_WORDS = (
    "the", "a", "of", "and", "to", "with", "when", "every", "after", "before", "until", "because", "still",
    "queue", "seller", "buyer", "report", "monthly", "support", "ticket", "says", "waits", "twice", "screen",
    "button", "error", "amount", "currency", "rounding", "total", "printer", "kitchen", "event", "festival",
    "weekend", "evening", "people", "leave", "basket", "checkout", "again", "manual", "spreadsheet", "copy",
    "paste", "wrong", "number", "missing", "customer", "asks", "manager", "answers", "process", "takes",
    "minutes", "rather", "than", "seconds", "market", "season", "signal", "weak", "retry",
)  # fmt: skip
_STATUSES = (("Idea", StatusCategory.TODO), ("Ready", StatusCategory.TODO), ("In progress", StatusCategory.IN_PROGRESS))
_NAMES = ("Ana Ruiz", "Bo Lindqvist", "Chen Wei", "Dara O’Neill", "Emre Kaya", "Fatou Diop")
_TEAMS = ("Payments", "Market", "Back office", "Platform")
_COMPONENTS = ("app", "terminal", "ledger", "website", "partner-api")
_LABELS = ("refunds", "payouts", "taxes", "offline", "onboarding", "speed", "trust", "mobile")
_GOALS = ("Fewer support tickets", "More repeat buyers", "Faster closing")
_TEXTS = tuple(spec.name for spec in fields(Item) if spec.default == "")
_START = datetime(2024, 3, 1, 9, 0)


def some_items(count: int) -> list[Item]:
    """Items 1 to `count`: titles of some 50 characters, descriptions of some 300. All are ranked, none is closed."""
    chance = random.Random(SEED)
    return [_item(number, chance) for number in range(1, count + 1)]


def make_backlog(path: Path, items: Sequence[Item]) -> Workspace:
    """A new backlog that holds these items, open."""
    workspace = create_workspace(path, Settings(name="Bench", vision="Every stall gets paid the same day"))
    workspace.apply(change(message("Bench data"), [edit(None, item) for item in items]))
    return workspace


def searched_text(item: Item) -> str:
    """What quick search looks through, case-folded."""
    return "\n".join((item.key, item.title, item.description, *item.labels, item.assignee)).casefold()


def _item(number: int, chance: random.Random) -> Item:
    given = {**_text(number, chance), **_tracked(number, chance), **_scores(chance)}
    others = {name: _prose(chance, 30) for name in _TEXTS if name not in given}
    return Item(number, f"SHOP-{number}", **given, **others)


def _text(number: int, chance: random.Random) -> dict[str, Any]:
    title = " ".join(map(chance.choice, (_ACTS, _DEEDS, _THINGS, _PLACES)))
    return {
        "title": title,
        "description": _prose(chance, DESCRIPTION_LENGTH),
        "rationale": _prose(chance, 100),
        "labels": tuple(chance.sample(_LABELS, 2)),
        "former_keys": (f"SHOP-{number + 500_000}",),
        "goal": chance.choice(_GOALS),
        "quarter": f"2026-Q{chance.randrange(1, 5)}",
    }


def _tracked(number: int, chance: random.Random) -> dict[str, Any]:
    """What a tracker says of an item. Each is resolved by the tracker and held open by the user."""
    status, category = chance.choice(_STATUSES)
    created = _START + timedelta(minutes=chance.randrange(700_000))
    return {
        "site": "https://stallpay.example",
        "issue_id": str(10_000 + number),
        "type": chance.choice(("Story", "Task", "Bug")),
        "status": status,
        "status_category": category,
        "resolution": "Reopened",
        "closed_by_user": False,
        "priority": chance.choice(("High", "Medium", "Low")),
        "assignee": chance.choice(_NAMES),
        "team": chance.choice(_TEAMS),
        "components": tuple(chance.sample(_COMPONENTS, 2)),
        "sprint": f"Sprint {chance.randrange(1, 60)}",
        "created": created,
        "updated": created + timedelta(minutes=chance.randrange(50_000)),
        "due": date(2026, 1, 1) + timedelta(days=chance.randrange(600)),
        "parent": f"SHOP-{chance.randrange(900_000, 900_200)}",
        "tracker_order": f"0|i{number:06d}:",
        "source_file": "bench.csv",
        "source_row": number + 1,
        "extra": {"Customer": chance.choice(_NAMES), "Fix versions": (f"4.{chance.randrange(30)}",)},
    }


def _scores(chance: random.Random) -> dict[str, Any]:
    return {
        "reach": float(chance.randrange(100, 20_000)),
        "impact": chance.choice((0.25, 0.5, 1.0, 2.0, 3.0)),
        "confidence": chance.choice((0.5, 0.8, 1.0)),
        "effort": chance.choice((0.5, 1.0, 2.0, 3.0, 5.0)),
        "moscow": chance.choice(tuple(Moscow)),
    }


def _prose(chance: random.Random, length: int) -> str:
    """Words of `length` characters on average, from half of it to half as much again."""
    wanted = chance.randrange(length // 2, length + length // 2)
    words = " ".join(chance.choices(_WORDS, k=wanted // 4))
    return words[:wanted].rstrip().capitalize() + "."
