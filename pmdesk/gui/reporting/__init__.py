"""The report as a PDF: what is set, how it is broken into pages, and the types it is set in."""
