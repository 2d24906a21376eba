"""Saved views: how the grid was arranged, kept under a name in the backlog. Stored, neither logged nor undoable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pmdesk.domain.arrangement import Arrangement, arrangement_of
from pmdesk.domain.messages import UserError, message
from pmdesk.services.workspace import Workspace

KEY = "saved_views"
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class SavedView:
    """One view: its arrangement, the framework that ranked (empty: any) and the columns, as the window keeps them."""

    name: str
    arrangement: Arrangement = field(default_factory=Arrangement)
    framework: str = ""
    columns: Mapping[str, Any] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "name": self.name,
            "arrangement": self.arrangement.plain(),
            "framework": self.framework,
            "columns": dict(self.columns),
        }


def saved_views(workspace: Workspace) -> list[SavedView]:
    """The views of a backlog, in the order in which they were first saved; what makes no sense is left out."""
    stored = workspace.view_state(KEY)
    found: dict[str, SavedView] = {}
    for plain in stored if isinstance(stored, list) else []:
        view = _view_of(plain)
        if view is not None:
            found.setdefault(_same(view.name), view)
    return list(found.values())


def view_named(workspace: Workspace, name: str) -> SavedView | None:
    """The view with this name; case and spaces around it make no difference."""
    return next((view for view in saved_views(workspace) if _same(view.name) == _same(name)), None)


def save_view(workspace: Workspace, view: SavedView, place: int | None = None) -> None:
    """Keep a view, in place of the one with its name, else at `place` or at the end. Raises UserError."""
    view = replace(view, name=checked_name(view.name))
    views = saved_views(workspace)
    known = _place(views, view.name)
    if known is not None:
        views[known] = view
    else:
        views.insert(len(views) if place is None else place, view)
    _store(workspace, views)


def rename_view(workspace: Workspace, name: str, new_name: str) -> None:
    """Give a view another name. Raises UserError where that is empty or another view's; unknown views are left."""
    new_name = checked_name(new_name)
    views = saved_views(workspace)
    place, taken = _place(views, name), _place(views, new_name)
    if taken is not None and taken != place:
        raise UserError(message("There is a view called “{name}” already.", name=views[taken].name))
    if place is not None:
        views[place] = replace(views[place], name=new_name)
        _store(workspace, views)


def delete_view(workspace: Workspace, name: str) -> int | None:
    """Take a view out; the place where it stood, or None where there was none."""
    views = saved_views(workspace)
    place = _place(views, name)
    if place is not None:
        del views[place]
        _store(workspace, views)
    return place


def checked_name(text: str) -> str:
    """A typed name on one line. Raises UserError where it is empty or too long."""
    name = " ".join(text.split())
    if not name:
        raise UserError(message("A view needs a name."))
    if len(name) > LONGEST_NAME:
        raise UserError(message("The name of a view has at most {most} characters.", most=LONGEST_NAME))
    return name


def _store(workspace: Workspace, views: Iterable[SavedView]) -> None:
    workspace.set_view_state(KEY, [view.plain() for view in views])


def _view_of(plain: Any) -> SavedView | None:
    if not isinstance(plain, dict) or not isinstance(plain.get("name"), str):
        return None
    name = " ".join(plain["name"].split())[:LONGEST_NAME]
    framework, columns = plain.get("framework"), plain.get("columns")
    if not name:
        return None
    return SavedView(
        name,
        arrangement_of(plain.get("arrangement")),
        framework if isinstance(framework, str) else "",
        columns if isinstance(columns, dict) else {},
    )


def _same(name: str) -> str:
    return " ".join(name.split()).casefold()


def _place(views: list[SavedView], name: str) -> int | None:
    return next((place for place, view in enumerate(views) if _same(view.name) == _same(name)), None)
