"""PMDesk's own CSV files: the headers by which they are known again, whatever other columns they have.

Where one of these headers stands, a leading apostrophe before what a spreadsheet would run is PMDesk's own and is
taken away on reading; in any other file it is a part of the text.
"""

from __future__ import annotations

from collections.abc import Iterable

# The last column of the list as CSV: the number that an item keeps in its backlog.
ID_HEADER = "pmdesk_id"
# The rank in the file that is handed back to Jira, where “Rank” is a field of Jira's own.
RANK_HEADER = "PMDesk rank"


def is_own(header: Iterable[str]) -> bool:
    """Whether a CSV with this header was written by PMDesk."""
    return not {ID_HEADER, RANK_HEADER}.isdisjoint(header)
