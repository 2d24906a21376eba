"""The words, shortcut and icon of every action of the window: they stand here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

from pmdesk.domain.frameworks import frameworks
from pmdesk.gui.history_keys import REDO_KEYS
from pmdesk.gui.text import say


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action: its object name, words, shortcut, icon and hint; `also` is a second shortcut."""

    name: str
    text: str
    shortcut: str | QKeySequence.StandardKey = ""
    icon: str = ""
    hint: str = ""
    checkable: bool = False
    also: str = ""


_Standard = QKeySequence.StandardKey
_FILE = (
    ActionSpec(
        "actionNewBacklog", "&New backlog…", "Ctrl+Shift+N", "file-plus", "Start an empty backlog in a new file"
    ),
    ActionSpec("actionOpen", "&Open…", _Standard.Open, "folder", "Open a backlog file"),
    ActionSpec("actionOpenSample", "Open the &sample backlog", "", "", "Look around in an invented product’s backlog"),
    ActionSpec("actionImport", "&Import…", "Ctrl+I", "import", "Merge a Jira export (CSV, Excel or HTML); scores stay"),
    ActionSpec("actionExport", "&Export…", "Ctrl+E", "export", "Write the ranked list as a workbook, CSV or report"),
    ActionSpec("actionExportReport", "Export re&port…", "Ctrl+Shift+E", "", "A page to print or send: HTML or PDF"),
    ActionSpec("actionSaveCopy", "Save a &copy…", "Ctrl+Shift+S", "copy", "Write a complete copy of this backlog"),
    ActionSpec("actionBackups", "Back&ups…", "Ctrl+Shift+B", "clock", "Look at what was kept, and go back to it"),
    ActionSpec(
        "actionSettings", "&Backlog settings…", "Ctrl+,", "settings", "Name, vision, units, capacity, level, tracker"
    ),
    ActionSpec("actionClose", "C&lose window", _Standard.Close),
    ActionSpec("actionQuit", "&Quit", _Standard.Quit),
)
_EDIT = (
    ActionSpec("actionUndo", "&Undo", _Standard.Undo, "undo", "Take the last change back"),
    ActionSpec("actionRedo", "&Redo", REDO_KEYS[0], "redo", "Bring back what undo took", also=REDO_KEYS[1]),
    ActionSpec("actionHistory", "&History…", "Ctrl+Shift+H", "history", "Every change, by time and by item"),
    ActionSpec("actionCut", "Cu&t", _Standard.Cut, "", "Copy the selected cells, then empty those that are yours"),
    ActionSpec("actionCopy", "&Copy", _Standard.Copy, "", "Copy the selected cells for Excel"),
    ActionSpec("actionPaste", "&Paste", _Standard.Paste, "", "Paste cells; what cannot be is told first"),
    ActionSpec("actionCopyTable", "&Table", "Ctrl+Shift+C", "", "For slides, mail and wiki pages"),
    ActionSpec("actionCopyJql", "&JQL query", "", "", "A query that finds the selected issues in Jira"),
    ActionSpec("actionClear", "Cle&ar", "", "", "Empty the selected cells (Del)"),
    ActionSpec("actionFillDown", "Fill &down", "Ctrl+D", "", "Put the topmost selected value into the cells below"),
    ActionSpec("actionSearch", "&Search", _Standard.Find, "search", "Search key, title, description, labels, assignee"),
    ActionSpec("actionReplace", "Find and r&eplace…", "Ctrl+H", "", "Replace text in titles and labels"),
    ActionSpec("actionPalette", "Command pa&lette…", "Ctrl+K", "command", "Every command and item by its name"),
)
_ITEM = (
    ActionSpec("actionNewItem", "&New item", "Ctrl+N", "plus", "Add an item of your own"),
    ActionSpec("actionDuplicate", "D&uplicate", "Ctrl+Shift+D", "copy", "Copy the selected items as your own"),
    ActionSpec(
        "actionDeleteItems", "&Delete items", "Ctrl+Backspace", "trash", "Take the selected items out of the backlog"
    ),
    ActionSpec("actionCloseItems", "&Close items", "Ctrl+Shift+R", "check", "Take them out of the ranking, or back in"),
    ActionSpec("actionOpenLink", "&Open in the tracker", "Ctrl+Shift+O", "link", "Open the item’s page in the browser"),
    ActionSpec("actionScoring", "&Start scoring", "F8", "", "Walk through what is shown and has no score yet", True),
)
_VIEW = (
    ActionSpec("actionViewBacklog", "&Backlog", "Alt+1", "backlog", "The ranked list", True),
    ActionSpec(
        "actionHoldOrder", "&Hold order", "Ctrl+L", "lock", "Rows stay while ranks update; release to apply", True
    ),
    ActionSpec("actionSetBaseline", "Set b&aseline now", "Ctrl+B", "", "Count rank changes from this moment on"),
    ActionSpec("actionCapacity", "&Capacity…", "", "capacity", "Draw a line where the effort passes a number"),
    ActionSpec("actionFilter", "&Filter by…", "Ctrl+Shift+F", "filter", "Show only items with some values"),
    ActionSpec(
        "actionUnscored", "Only what is not ran&ked", "Ctrl+U", "", "Show only what still misses something", True
    ),
    ActionSpec("actionShowAll", "Show &everything", "Ctrl+Shift+A", "", "Leave the search and all filters"),
    ActionSpec("actionApplyFilter", "Apply filters a&gain", "F5", "", "Leave out what no longer matches"),
    ActionSpec("actionGroupBy", "Group b&y…", "Ctrl+Shift+G", "group", "Put the items into bands by a field"),
    ActionSpec("actionRankOrder", "Rank or&der", "Ctrl+R", "", "Sort by rank again"),
    ActionSpec(
        "actionSavedViews", "Sa&ved views…", "Ctrl+Shift+V", "bookmark", "Filters and columns kept under a name"
    ),
    ActionSpec("actionOtherLevels", "Show &other levels", "", "", "Unfold epics and sub-tasks at the end", True),
    ActionSpec("actionClosed", "Show c&losed items", "", "", "Unfold closed items at the end of the list", True),
    ActionSpec("actionColumnLeft", "Move column &left", "Alt+Shift+Left", "", "Before the column at its left"),
    ActionSpec("actionColumnRight", "Move column &right", "Alt+Shift+Right", "", "Behind the column at its right"),
    ActionSpec("actionColumnWider", "&Wider column", "Alt+Right", "", "Make the column of the cursor wider"),
    ActionSpec("actionColumnNarrower", "&Narrower column", "Alt+Left", "", "Make the column of the cursor narrower"),
    ActionSpec("actionColumnFit", "&Fit column to its texts", "Alt+0", "", "As wide as the longest text needs"),
    ActionSpec("actionInspector", "&Inspector", "Ctrl+J", "inspector", "Show or hide the panel at the right", True),
    ActionSpec(
        "actionNextPane", "Ne&xt part of the window", "F6", "", "From the list to the inspector, filters, search"
    ),
    ActionSpec("actionDensityComfortable", "C&omfortable", "", "", "The usual size", True),
    ActionSpec("actionDensityCompact", "&Compact", "", "", "More rows on the screen", True),
    ActionSpec(
        "actionDensityPresentation",
        "&Presentation",
        "Ctrl+F11",
        "",
        "Large type for a projector; again to go back",
        True,
    ),
    ActionSpec("actionMovement", "Show &movement", "", "", "Tint and slide rows that go elsewhere", True),
    ActionSpec("actionFullScreen", "F&ull screen", "F11", "", "", True),
    ActionSpec("actionSchemeSystem", "Like the &system", "", "", "", True),
    ActionSpec("actionSchemeLight", "&Light", "", "sun", "", True),
    ActionSpec("actionSchemeDark", "&Dark", "", "moon", "", True),
)
_HELP = (
    ActionSpec("actionShortcuts", "&Keyboard shortcuts", "F1", "keyboard", "Every key and what it does"),
    ActionSpec("actionAbout", "&About PMDesk", "", "info"),
)
SPECS = (*_FILE, *_EDIT, *_ITEM, *_VIEW, *_HELP)


def framework_specs() -> list[ActionSpec]:
    """One action for each framework, in the order in which they are offered."""
    return [
        ActionSpec(f"actionFramework{name.capitalize()}", say(one.label), f"Ctrl+{place}", "", say(one.rule), True)
        for place, (name, one) in enumerate(frameworks().items(), 1)
    ]
