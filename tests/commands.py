"""What a command prints, taken apart."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pmdesk.services.workspace import open_workspace

Run = Callable[..., tuple[int, str, str]]


def answer(ran: tuple[int, str, str]) -> Any:
    """The JSON of a command that did what it was told."""
    status, out, err = ran
    assert (status, err) == (0, "")
    return json.loads(out)


def said(ran: tuple[int, str, str]) -> str:
    """The one sentence of a command that failed because of the user's world."""
    status, out, err = ran
    assert (status, out) == (1, "")
    assert err.startswith("pmdesk: ")
    assert err.endswith(".\n")
    assert err.count("\n") == 1
    return err.removeprefix("pmdesk: ").rstrip("\n")


def wrong_usage(ran: tuple[int, str, str]) -> str:
    """What is said about wrong usage."""
    status, out, err = ran
    assert (status, out) == (2, "")
    assert "usage: pmdesk" in err
    assert "Traceback" not in err
    return err


def item_of(path: Path, key: str) -> Any:
    """An item as the file holds it."""
    workspace = open_workspace(path)
    (item,) = workspace.find(key)
    workspace.close()
    return item
