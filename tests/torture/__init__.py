"""Harnesses that break what users trust: kills, failing disks, damaged files, power cuts, long days."""
