"""What Jira, PMDesk itself, or nobody in particular calls its columns: a table's rows become issues."""

from pmdesk.sheets.dialects.importing import read_import
from pmdesk.sheets.dialects.proposing import propose

__all__ = ["propose", "read_import"]
