"""Headers as they are compared, and names that must not mean two things."""

from __future__ import annotations

from collections import defaultdict

import pytest

from pmdesk.sheets.dialects.columns import columns_of, fold
from pmdesk.sheets.dialects.jira_names import HEADERS
from pmdesk.sheets.dialects.jira_words import CATEGORIES, EPIC_TYPES, SUBTASK_TYPES, UNRESOLVED


@pytest.mark.parametrize(
    ("header", "name", "custom"),
    [
        ("Issue key", "issue key", False),
        ("Date d’échéance", "date d'échéance", False),
        ("E\u0301tat", "état", False),
        (" Fix\u00a0versions ", "fix versions", False),
        ("Custom field (Story Points)", "story points", True),
        ("Custom field (Impact (migrated))", "impact (migrated)", True),
        ("Custom field (Owner)Id", "custom field (owner)id", False),
        ("Champs personnalisés (Rank)", "rank", True),
        ("Campo personalizado (Área)", "área", True),
        ("Benutzerdefinierte Felder (Rang)", "rang", True),
        ("Пользовательское поле (Reach)", "reach", True),
        ("Pole niestandardowe (Team)", "team", True),
        ("Campo personalizzato (Reach)", "reach", True),
        ("カスタムフィールド (Reach)", "reach", True),
        ("自定义字段(Story Points)", "story points", True),
        ("自定义字段（史诗链接）", "史诗链接", True),
    ],
)
def test_a_header_is_known_by_its_bare_name(header, name, custom):
    (column,) = columns_of([header], [""])
    assert (column.header, column.name, column.custom) == (header, name, custom)


def test_html_columns_are_custom_by_their_id():
    assert [column.custom for column in columns_of(["A", "B"], ["customfield_10001", "status"])] == [True, False]


def test_no_name_means_two_things():
    meanings = defaultdict(set)
    for names in HEADERS.values():
        for role, all_names in names.items():
            for name in all_names:
                meanings[fold(name)].add(role)
    assert [name for name, roles in meanings.items() if len(roles) > 1] == []


def test_words_are_folded():
    for words in (CATEGORIES, EPIC_TYPES, SUBTASK_TYPES, UNRESOLVED):
        assert all(word == fold(word) for word in words)
    assert not EPIC_TYPES & SUBTASK_TYPES
