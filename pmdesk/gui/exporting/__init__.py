"""Exports in the window: the dialog that asks what is wanted, and the work that is done off the GUI thread."""
