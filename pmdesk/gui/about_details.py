"""What PMDesk is made of: the versions and licences of its parts, and its own licence."""

from __future__ import annotations

import platform
import sqlite3
from dataclasses import dataclass
from importlib import metadata

import PySide6
from PySide6.QtCore import qVersion

from pmdesk import __version__

LICENCE = """\
MIT License

Copyright (c) 2026 PMDesk contributors

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""

_LIBRARIES = {
    "SQLAlchemy": "MIT",
    "openpyxl": "MIT",
    "python-calamine": "MIT",
    "lxml": "BSD-3-Clause",
    "platformdirs": "MIT",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of PMDesk: its name, the version that runs now, its licence (SPDX where there is an id)."""

    name: str
    version: str
    licence: str


def parts() -> list[Part]:
    """What PMDesk runs on. Versions come from package metadata; no library is imported for this."""
    return [
        Part("Python", platform.python_version(), "PSF-2.0"),
        Part("Qt", qVersion(), "LGPL-3.0"),
        Part("PySide6", PySide6.__version__, "LGPL-3.0"),
        Part("SQLite", sqlite3.sqlite_version, "Public domain"),
        *(Part(name, _version(name), licence) for name, licence in _LIBRARIES.items()),
    ]


def details() -> str:
    """Versions and platform as plain text, for a bug report."""
    lines = [f"PMDesk {__version__}", platform.platform()]
    return "\n".join([*lines, *(f"{part.name} {part.version} ({part.licence})" for part in parts())])


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "–"
