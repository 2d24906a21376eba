"""Where PMDesk keeps what is the user's own but no backlog."""

from __future__ import annotations

from pathlib import Path

from platformdirs import PlatformDirs

directories = PlatformDirs("PMDesk", appauthor=False)


def backups_folder(data_folder: Path | None = None) -> Path:
    """The folder of all backups; nothing is made."""
    return (data_folder or directories.user_data_path) / "backups"
