"""Which fields the list shows: as the window keeps it in the backlog, for whoever exports without a window."""

from __future__ import annotations

from pmdesk.domain.fields import FIELDS
from pmdesk.services.exporting import USUAL_FIELDS
from pmdesk.services.workspace import Workspace

_KEPT = "columns"


def visible_fields(workspace: Workspace) -> tuple[str, ...]:
    """The fields in the order of their columns, as they were shown last; the usual ones where nobody arranged any."""
    kept = workspace.view_state(_KEPT)
    order, hidden = (kept.get("order"), kept.get("hidden")) if isinstance(kept, dict) else (None, None)
    if not isinstance(order, list) or not isinstance(hidden, list):
        return USUAL_FIELDS
    return tuple(name for name in order if isinstance(name, str) and name in FIELDS and name not in hidden)
