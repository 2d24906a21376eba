"""What each sample export must yield."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest

from pmdesk.domain.records import Level, StatusCategory
from tests.sheets.exports import by_key, column, counts, read_export, said

CLOUD = "cloud-en.csv"
SAME_CONTENT = ["cloud-en-resaved-by-excel.csv", "cloud-en.xlsx"]


@pytest.mark.parametrize(
    ("name", "format_name", "items", "play_closed_other"),
    [
        ("cloud-en.csv", "csv", 51, (28, 11, 12)),
        ("cloud-en-resaved-by-excel.csv", "csv", 51, (28, 11, 12)),
        ("cloud-en.xlsx", "xlsx", 51, (28, 11, 12)),
        ("cloud-en.html", "html", 51, (28, 11, 12)),
        ("cloud-en-1104x472.csv", "csv", 1104, (122, 946, 36)),
        ("server-de.xls", "html", 51, (15, 31, 5)),
        ("cloud-fr.csv", "csv", 49, (49, 0, 0)),
        ("cloud-fr.html", "html", 49, (49, 0, 0)),
        ("jpd-rice-shapes.csv", "csv", 6, (5, 1, 0)),
        ("ru-cp1251-semicolon.csv", "csv", 3, (3, 0, 0)),
        ("rice-sheet-by-hand.xlsx", "xlsx", 6, (5, 0, 1)),
    ],
)
def test_every_issue_comes_in(name, format_name, items, play_closed_other):
    imported = read_export(name)
    assert (imported.format, imported.dialect) == (format_name, "jira")
    assert (imported.row_count, len(imported.rows), imported.refused) == (items, items, ())
    assert counts(imported) == play_closed_other


@pytest.mark.parametrize("name", SAME_CONTENT)
def test_what_excel_saved_again_is_the_same(name):
    raw, again = by_key(read_export(CLOUD)), by_key(read_export(name))
    assert list(raw) == list(again)
    for key, row in raw.items():
        assert row.values == again[key].values
        assert row.extra == again[key].extra


def test_a_resaved_file_says_that_its_dates_were_assumed():
    assert read_export(CLOUD).warnings == ()
    (warning,) = said(read_export("cloud-en-resaved-by-excel.csv"))
    assert warning.startswith("The dates in “cloud-en-resaved-by-excel.csv” do not show")
    assert warning.endswith("day first was assumed. On the command line, --date-order dmy|mdy decides.")


@pytest.mark.parametrize(("csv", "html"), [("cloud-en.csv", "cloud-en.html"), ("cloud-fr.csv", "cloud-fr.html")])
def test_html_tells_the_same_as_csv(csv, html):
    from_csv, from_html = by_key(read_export(csv)), by_key(read_export(html))
    assert list(from_csv) == list(from_html)
    for key, row in from_csv.items():
        other = from_html[key]
        # The samples' teams were replaced by other words in each format.
        fields = row.values.keys() - {"team"}
        assert {name: row.values[name] for name in fields} == {name: other.values[name] for name in fields}


def test_html_fills_the_extra_columns_that_the_csv_does():
    html = by_key(read_export("cloud-en.html"))
    for key, row in by_key(read_export(CLOUD)).items():
        for header in ("Fix versions", "Custom field (Story Points)", "Resolved", "Status Category Changed"):
            assert html[key].extra.get(header) == row.extra.get(header)


def test_only_html_names_the_site():
    assert set(column(read_export("cloud-en.html"), "site")) == {"example.invalid"}
    assert "site" not in read_export(CLOUD).rows[0].values


def test_the_cloud_export_in_detail():
    imported = read_export(CLOUD)
    first = imported.rows[0]
    assert (first.file, first.row) == (CLOUD, 2)
    assert first.values["key"] == "MPRJ-51"
    assert first.values["issue_id"] == "10050"
    assert first.values["level"] is Level.SUBTASK
    assert first.values["parent"] == "MPRJ-10"
    assert first.values["created"] == datetime(2024, 9, 6, 13, 55)
    assert first.values["due"] is None
    assert first.values["tracker_order"] == "0|i000b3:"
    points = Counter(column(imported, "Custom field (Story Points)"))
    assert points == {None: 45, "5": 3, "8": 2, "3": 1}


def test_german_decimal_commas():
    points = Counter(column(read_export("server-de.xls"), "Benutzerdefinierte Felder (Story-Punkte)"))
    assert points == {None: 34, "3": 5, "1": 5, "2": 3, "0.5": 2, "1.5": 1, "0.1": 1}


def test_german_dates_levels_and_epics():
    imported = read_export("server-de.xls")
    assert imported.rows[0].values["updated"] == datetime(2016, 12, 1, 10, 28)
    assert Counter(column(imported, "level")) == {Level.STANDARD: 45, Level.EPIC: 6}
    keys = set(by_key(imported))
    assert sum(bool(parent) for parent in column(imported, "parent")) == 34
    assert set(column(imported, "parent")) - {""} < keys


def test_a_big_export_keeps_every_value_of_repeated_columns():
    imported = read_export("cloud-en-1104x472.csv")
    sprints = [extra for extra in column(imported, "Sprint") if extra]
    assert all(isinstance(names, tuple) and len(names) > 1 for names in sprints)
    for row in imported.rows:
        if "Sprint" in row.extra:
            assert row.values["sprint"] == row.extra["Sprint"][-1]
    kept = sum(len(names) for names in sprints) + sum(
        bool(row.values["sprint"]) and "Sprint" not in row.extra for row in imported.rows
    )
    assert kept == 4810
    comments = [extra for extra in column(imported, "Comment") if extra]
    assert sum(len(each) if isinstance(each, tuple) else 1 for each in comments) == 1588


def test_a_big_export_keeps_its_newlines_alike():
    imported = read_export("cloud-en-1104x472.csv")
    assert not any("\r" in str(row.values["description"]) for row in imported.rows)
    assert max(len(str(row.values["description"])) for row in imported.rows) > 10_000


def test_product_discovery_ideas():
    imported = read_export("jpd-rice-shapes.csv")
    assert column(imported, "archived") == [False, False, False, True, False, False]
    assert column(imported, "Custom field (Impact) 2") == ["4", "3", "1", None, "2", "5"]
    assert column(imported, "Custom field (Impact)") == [
        None, "Significant / Large", None, None, "Minor / Localized", None,
    ]  # fmt: skip
    assert column(imported, "Custom field (Reach)") == ["1200", "450", None, "30000", "10000000", "12500"]
    assert column(imported, "Custom field (Confidence)") == ["80%", "0.8", "80", None, "High", "100"]
    assert column(imported, "title")[3:5] == ['=HYPERLINK("http://example.org","x")', "-10% churn"]


def test_russian_windows_file():
    imported = read_export("ru-cp1251-semicolon.csv")
    assert column(imported, "title") == ["Задача, с запятой", "Экспорт в «Excel»", "=1+1 как тема"]
    assert column(imported, "created")[::2] == [datetime(2024, 12, 17, 23, 24), datetime(2026, 5, 5, 9, 0)]
    assert column(imported, "Пользовательское поле (Reach)") == ["1200", "1200", None]
    assert column(imported, "Пользовательское поле (Impact)") == ["2", "0.5", None]
    assert column(imported, "Исправить в версиях") == ["9.0", None, "9.0"]
    assert said(imported) == ["“ru-cp1251-semicolon.csv” is not in Unicode; it was read as windows-1251."]


def test_a_sheet_by_hand():
    imported = read_export("rice-sheet-by-hand.xlsx")
    assert column(imported, "key") == [f"ABC-{number}" for number in range(1, 7)]
    assert imported.rows[0].row == 5
    assert column(imported, "sprint") == ["Sprint 2"] * 6
    assert column(imported, "labels") == [("a", "b")] * 6
    assert column(imported, "Effort") == ["3", "1.5", "0", "13", None, "0.5"]
    assert column(imported, "created")[3] == datetime(2026, 11, 23, 14, 43)
    assert said(imported) == [
        "“rice-sheet-by-hand.xlsx” has 2 sheets; “Issue Navigator” was read.",
        "Line 12 of “rice-sheet-by-hand.xlsx” holds only “Generated at Mon Nov 23 14:43:00 UTC 202” and is no item.",
        "One row of “rice-sheet-by-hand.xlsx” has an effort of 0 under “Effort”: that means not estimated.",
    ]


def test_categories_of_french_words_and_of_marks():
    assert set(column(read_export("cloud-fr.csv"), "status_category")) == {StatusCategory.TODO}
    assert set(column(read_export("cloud-fr.html"), "status_category")) == {StatusCategory.TODO}
