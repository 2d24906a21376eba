"""What LibreOffice makes of the workbook: it computes the same scores and keeps every text."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pmdesk.domain.frameworks import rice
from pmdesk.domain.records import Item
from pmdesk.sheets.writing.ranked_workbook import write_ranked_workbook
from tests.makers import make_item
from tests.sheets.writing.makers import values, workbook_of

SOFFICE = shutil.which("soffice")
TEXTS = ("=1+1", "-1|x", "@x", "\tx", "'x", "404", "1/2", "_x0041_", "a\nb", "  x", "日本 😀", "{=1}", "TRUE")

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Any]:
    """Opens a workbook in LibreOffice, saves it there and gives its first sheet, with values for formulas."""
    folder = tmp_path_factory.mktemp("soffice")

    def through(source: Path) -> Any:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        convert = [
            str(SOFFICE),
            profile,
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(folder),
            str(source),
        ]
        subprocess.run(convert, check=True, capture_output=True, timeout=240)
        return openpyxl.load_workbook(folder / source.name, data_only=True)["Backlog"]

    return through


def _items() -> list[Item]:
    combinations = product(
        (None, 0.0, 1 / 3, 9000.0), (None, 0.25, 3.0), (None, 0.0, 0.123, 1.0), (None, 0.0, 0.1, 13.7)
    )
    scored = [
        make_item(place, reach=reach, impact=impact, confidence=confidence, effort=effort)
        for place, (reach, impact, confidence, effort) in enumerate(combinations, 1)
    ]
    worded = [make_item(1000 + place, title=text, rationale=text) for place, text in enumerate(TEXTS)]
    return scored + worded


def test_scores_and_texts_survive(tmp_path: Path, recalculated: Callable[[Path], Any]) -> None:
    content = workbook_of(_items())
    write_ranked_workbook(tmp_path / "ranked.xlsx", content)
    sheet = recalculated(tmp_path / "ranked.xlsx")
    expected = [rice.score(row.item) for row in content.rows]
    found = [value if value != "" else None for value in values(sheet, "score")]
    assert found == [score if score is None else pytest.approx(score, rel=1e-9) for score in expected]
    assert sum(score is not None for score in expected) == 3 * 2 * 3 * 2
    assert values(sheet, "title") == [row.item.title for row in content.rows]
    assert values(sheet, "rationale") == [row.item.rationale or None for row in content.rows]
