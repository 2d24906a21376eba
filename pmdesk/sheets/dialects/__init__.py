"""What Jira, or nobody in particular, calls its columns: a table's rows become issues."""

from pmdesk.sheets.dialects.importing import read_import

__all__ = ["read_import"]
