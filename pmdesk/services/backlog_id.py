"""A backlog's own id: what tells a workbook that it exported from one of another backlog."""

from __future__ import annotations

from uuid import uuid4

from pmdesk.domain.messages import UserError
from pmdesk.services.workspace import Workspace

_KEY = "backlog_id"


def known_backlog_id(workspace: Workspace) -> str:
    """The id, or an empty text where nothing was ever exported."""
    known = workspace.view_state(_KEY)
    return known if isinstance(known, str) else ""


def backlog_id(workspace: Workspace) -> str:
    """The id, given once and kept in the file; a copy of the file has the same.

    Empty where the file takes nothing in: a workbook of it is known again by its keys.
    """
    if not known_backlog_id(workspace):
        try:
            workspace.set_view_state(_KEY, uuid4().hex)
        except UserError:
            return ""
    return known_backlog_id(workspace)
