"""What is done with items from menus, keys and the palette: made, copied, closed, deleted, opened, replaced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import Message, message
from pmdesk.domain.records import BaselineReason, Item
from pmdesk.gui.backlog_page import BacklogPage
from pmdesk.gui.capacity_dialog import CapacityDialog
from pmdesk.gui.document import Document
from pmdesk.gui.find_replace import FindReplaceDialog
from pmdesk.gui.links import ask_to_open
from pmdesk.gui.paste_dialog import PasteReportDialog
from pmdesk.gui.text import say
from pmdesk.services import editing
from pmdesk.services.baselines import set_baseline
from pmdesk.services.finding import find_items
from pmdesk.services.pasting import PastePlan
from pmdesk.services.tracker_links import link_of

if TYPE_CHECKING:
    from pmdesk.gui.main_window import MainWindow


class ItemCommands(QObject):
    """Acts on the items of one window; what an act should tell goes to the notice bar."""

    def __init__(self, window: MainWindow, document: Document, page: BacklogPage) -> None:
        super().__init__(window)
        self._window, self._document, self._page = window, document, page
        self._find: FindReplaceDialog | None = None
        page.view.edits.asked.connect(self._ask_about_paste)
        page.view.edits.told.connect(lambda said: window.notices.show_notice(say(said)))
        page.baseline_menu.connect(self._show_baseline_menu)

    def new_item(self) -> None:
        """Add an item and open its title for typing; a filter keeps it in sight."""
        made = editing.new_item(self._document.workspace, self.tr("New item"))
        if self._document.apply(made):
            self._page.model.keep_in_sight(made.edits[0].id)
            self._page.view.edit_cell(made.edits[0].id, "title")

    def duplicate(self) -> None:
        """Copy the selected items as the user's own."""
        self._duplicate(self._page.view.selected_items())

    def duplicate_item(self, item_id: int) -> None:
        """Copy one item as the user's own."""
        self._duplicate([self._document.workspace.items[item_id]])

    def _duplicate(self, items: Sequence[Item]) -> None:
        made = editing.duplicate_items(self._document.workspace, items)
        if items:
            self._document.apply(made, then=lambda: self._show_copies([one.id for one in made.edits]))

    def _show_copies(self, item_ids: Sequence[int]) -> None:
        self._page.model.keep_in_sight(*item_ids)
        self._page.view.go_to(item_ids[0], "title")
        said = message("{count} items copied.", one="1 item copied.", count=len(item_ids))
        self._window.tell_with_undo(said)

    def delete(self) -> None:
        """Take the selected items out; undo brings them back, so nothing is asked."""
        items = self._page.view.selected_items()
        said = message("{count} items deleted.", one="1 item deleted.", count=len(items))
        if items:
            made = editing.delete_items(self._document.workspace, items)
            self._document.apply(made, then=lambda: self._window.tell_with_undo(said))

    def close_or_reopen(self) -> None:
        """Close the selected items, or reopen them where all are closed."""
        closing = not self.reopens()
        items = [item for item in self._page.view.selected_items() if item.closed is not closing]
        if not items:
            return
        overrules = any(item.closed_by_tracker for item in items)
        state = True if closing else False if overrules else None
        closed, opened = (message(text, count=len(items)) for text in _CLOSED_AND_OPEN)
        said = closed if closing else opened
        single = len(items) == 1  # then the list tells of it
        self._document.work_out(
            lambda: editing.set_closed(items, state),
            len(items),
            then=None if single else lambda: self._window.tell_with_undo(said),
        )

    def reopens(self) -> bool:
        """Whether all selected items are closed, so that they can only be opened again."""
        item = self._page.view.current_item()
        if item is not None and not item.closed:
            return False
        blocks = self._page.view.keeper.blocks()
        rows = (row for top, bottom, _, _ in blocks for row in range(top, bottom + 1))
        return bool(blocks) and all(self._page.model.item_at(row).closed for row in rows)

    def open_link(self, item_id: int | None = None) -> None:
        """Open an item's page in the browser, after showing the address."""
        item = self._document.workspace.items.get(item_id) if item_id else self._page.view.current_item()
        address = link_of(item, self._document.workspace.settings) if item else None
        if item is None or address is None:
            self._document.refuse(_no_link(item))
            return
        unsafe = message("Only addresses that begin with https, http or mailto are opened.")
        ask_to_open(address, self._window, lambda: self._document.refuse(unsafe))

    def find_and_replace(self) -> None:
        """Replace text in titles and labels; the dialog stays open beside the list."""
        if self._find is None:
            self._find = FindReplaceDialog(
                self._document, self._page.view.selected_items, self._window.theme, self._window
            )
        self._find.show()
        self._find.raise_()
        self._find.activateWindow()

    def ask_for_capacity(self) -> None:
        """Let the user set the number at which a line is drawn."""
        dialog = CapacityDialog(self._document.workspace.settings, self._window)
        dialog.chosen.connect(self._set_capacity)
        dialog.open()

    def _set_capacity(self, capacity: float | None) -> None:
        workspace = self._document.workspace
        self._document.apply(editing.change_settings(workspace, replace(workspace.settings, capacity=capacity)))

    def set_baseline(self) -> None:
        """Count rank changes from this moment on."""
        if self._document.apply(set_baseline(self._document.workspace, BaselineReason.USER)):
            self._window.tell_with_undo(message("Rank changes are counted from now on."))

    def _forget_baseline(self) -> None:
        baseline = self._document.workspace.baseline
        if baseline is not None:
            self._document.apply(change(message("Forget the baseline"), [edit(baseline, None)]))

    def _show_baseline_menu(self, corner: QPoint) -> None:
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self._window.actions_["actionSetBaseline"])
        menu.addAction(self.tr("&Forget this baseline")).triggered.connect(self._forget_baseline)
        menu.popup(corner)

    def _ask_about_paste(self, plan: PastePlan) -> None:
        dialog = PasteReportDialog(plan, self._window.theme, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._page.view.edits.apply(plan))
        dialog.open()

    def find_items(self, text: str) -> Sequence[tuple[str, str, int]]:
        """The items whose key or title fits a text best, for the palette."""
        found = find_items(self._document.workspace, text)
        return [(item.key, item.title, item.id) for item in found]


_CLOSED_AND_OPEN = ("{count} items are closed.", "{count} items are open.")


def _no_link(item: Item | None) -> Message:
    if item is None:
        return message("Choose an item first.")
    if not item.from_tracker:
        return message("{key} was made in PMDesk, so no tracker has a page of it.", key=item.key)
    return message(
        "The file did not say where {key} lives. Backlog settings has a place for the tracker’s address.", key=item.key
    )
