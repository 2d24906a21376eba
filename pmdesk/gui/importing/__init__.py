"""The import in the window: a wizard of three pages, their models, and their work off the GUI thread."""
