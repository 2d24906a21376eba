"""What Jira, PMDesk itself, or nobody in particular calls its columns: a table's rows become issues."""

from pmdesk.sheets.dialects.importing import read_import
from pmdesk.sheets.dialects.proposing import propose
from pmdesk.sheets.dialects.score_proposals import in_other_unit

__all__ = ["in_other_unit", "propose", "read_import"]
