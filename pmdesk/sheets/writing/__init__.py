"""Rows in, a file for other programs out."""
