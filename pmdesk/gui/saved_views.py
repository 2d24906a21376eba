"""Saved views in the window: the menu that offers them and keeps the grid as it is arranged now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from pmdesk.domain.arrangement import LAST_IMPORT, Arrangement
from pmdesk.domain.messages import message
from pmdesk.gui.document import Document
from pmdesk.gui.text import say
from pmdesk.gui.view_dialogs import Deleted, ManageViews, NameDialog, restore, tried
from pmdesk.services.last_import import GONE, ids_of, view_label
from pmdesk.services.saved_views import SavedView, delete_view, save_view, saved_views, view_named

Current = Callable[[], tuple[Arrangement, dict[str, Any]]]


class ViewsMenu(QMenu):
    """The saved views of a backlog. `told` says what was done, with what takes it back."""

    chosen = Signal(object)
    told = Signal(str, object)

    def __init__(self, document: Document, current: Current, parent: QWidget) -> None:
        super().__init__(parent)
        self._document, self._current = document, current
        self.aboutToShow.connect(self.rebuild)

    def rebuild(self) -> None:
        """List the views as they are now; the one that is shown is marked."""
        self.clear()
        views = saved_views(self._document.workspace)
        shown, _ = self._current()
        for view in views:
            act = self.addAction(view.name.replace("&", "&&"))
            act.setCheckable(True)
            act.setChecked(view.arrangement == shown and self._ranks(view))
            act.triggered.connect(lambda _=False, view=view: self.chosen.emit(view))
        self._add_last_import(shown)
        if not views:
            self.addAction(self.tr("No view saved yet")).setEnabled(False)
        self.addSeparator()
        self.addAction(self.tr("&Save this view…")).triggered.connect(self.ask_name)
        manage = self.addAction(self.tr("&Manage views…"))
        manage.setEnabled(bool(views))
        manage.triggered.connect(self.manage)

    def _add_last_import(self, shown: Arrangement) -> None:
        """The views that an import leaves; Gone only where it was of the whole backlog and lacks some items."""
        workspace = self._document.workspace
        if workspace.last_import is None:
            return
        self.addSeparator()
        for view in LAST_IMPORT:
            count = sum(item_id in workspace.items for item_id in ids_of(workspace.last_import, view))
            if view == GONE and not count:
                continue
            said = message("{view} · {count}", view=view_label(view), count=count)
            act = self.addAction(say(said))
            act.setCheckable(True)
            act.setChecked(shown == Arrangement(last_import=view))
            chosen = SavedView(say(view_label(view)), Arrangement(last_import=view))
            act.triggered.connect(lambda _=False, chosen=chosen: self.chosen.emit(chosen))
        self.addSeparator()

    def ask_name(self) -> None:
        """Ask for a name and keep the grid as it is arranged now."""
        dialog = NameDialog(self._document, self.parentWidget())
        dialog.named.connect(self.save)
        dialog.open()

    def manage(self) -> None:
        """Rename and delete views."""
        dialog = ManageViews(self._document, self.parentWidget())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(lambda _: self._tell_deleted(dialog.deleted))
        dialog.open()

    def save(self, name: str) -> None:
        """Keep the grid as it is arranged now under a name."""
        workspace = self._document.workspace
        arrangement, columns = self._current()
        former = view_named(workspace, name)
        view = SavedView(name, arrangement, workspace.framework.name, columns)
        if not tried(self._document, lambda: save_view(workspace, view)):
            return
        said = (
            message("View “{name}” is replaced.", name=name)
            if former
            else message("View “{name}” is saved.", name=name)
        )
        self.told.emit(say(said), lambda: self._take_back(view, former))

    def _ranks(self, view: SavedView) -> bool:
        return view.framework in ("", self._document.workspace.framework.name)

    def _take_back(self, view: SavedView, former: SavedView | None) -> None:
        workspace = self._document.workspace
        if former is not None:
            tried(self._document, lambda: save_view(workspace, former))
        else:
            tried(self._document, lambda: delete_view(workspace, view.name))

    def _tell_deleted(self, deleted: list[Deleted]) -> None:
        if not deleted:
            return
        said = message(
            "{count} views are deleted.", one="View “{name}” is deleted.", count=len(deleted), name=deleted[-1][1].name
        )
        self.told.emit(say(said), lambda: restore(self._document, deleted))
