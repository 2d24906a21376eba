"""What the second page says: whether anything is asked of a file, and which scores would be taken from where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from pmdesk.domain.mapping import EXTRA, IGNORED, SCORES
from pmdesk.domain.messages import message
from pmdesk.gui.importing.file_entry import FileEntry
from pmdesk.gui.importing.preview_texts import count_words, counted, field_words
from pmdesk.gui.text import say


def state_words(entry: FileEntry) -> str:
    """Whether a file needs to be looked at."""
    if entry.pressing_questions:
        said = message("{number} questions are open. What is assumed counts until you answer.",
                       one="One question is open. What is assumed counts until you answer.")  # fmt: skip
        return counted(said, entry.pressing_questions)
    used = [column for column in entry.mapping.columns if column.use not in (EXTRA, IGNORED)]
    if not any(column.use in ("title", "key") for column in used):
        return _tr("Choose the column that holds the titles.")
    if entry.score_columns and not entry.edited:
        return _tr("Everything was recognised. Its scores are taken over only where you say so here.")
    if entry.open_questions:
        return _tr("Everything was recognised. What is asked below counts only where scores are taken over.")
    if entry.edited or entry.answered:
        return _tr("The columns are used as you chose.")
    return _tr("Everything was recognised and nothing is asked: you can go on.")


def scores_words(entries: Iterable[FileEntry]) -> str:
    """What would be taken over: each score with its column and how many items have it."""
    counts: Counter[str] = Counter()
    headers: dict[str, dict[str, None]] = {}
    for entry in entries:
        if entry.issues is not None:
            counts.update(entry.issues.scores)
        for column in entry.score_columns:
            headers.setdefault(column.use, {})[" ".join(column.header.split())] = None
    parts = []
    for name in SCORES:
        if name in headers:
            said = message("{score} from “{column}” ({number})", score=field_words(name),
                           column=", ".join(headers[name]), number=count_words(counts[name]))  # fmt: skip
            parts.append(say(said))
    return " · ".join(parts)


def _tr(text: str) -> str:
    return QCoreApplication.translate("MappingPage", text)
