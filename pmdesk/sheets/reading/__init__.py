"""Reading files: one module per format behind `open_table`; runs in the reader process."""

from pmdesk.sheets.reading.opening import open_table

__all__ = ["open_table"]
