"""The window of backups: the list of them, what one holds against now, and the ways back to it."""
