"""Jira's columns in the languages it speaks."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from pmdesk.domain.messages import UserError
from pmdesk.domain.records import Level, StatusCategory
from pmdesk.sheets.dialects.columns import columns_of
from pmdesk.sheets.dialects.jira import csv_header, rank_column, roles
from tests.sheets.exports import column, issue, table

ISSUE = ("Title", "A-1", "100", "Epic", "Open", "Done", "01/Mar/26 1:00 PM", "02/Mar/26 2:00 PM", "")


@pytest.mark.parametrize(
    "header",
    [
        "Summary|Issue key|Issue id|Issue Type|Status|Resolution|Created|Updated|Due date",
        "Zusammenfassung|Vorgangsschlüssel|Vorgangs-ID|Vorgangstyp|Status|Lösung|Erstellt|Aktualisiert|Fälligkeitsdatum",
        "Résumé|Clé de ticket|ID de ticket|Type de ticket|État|Résolution|Création|Mise à jour|Date d’échéance",
        (
            "Resumen|Clave de incidencia|ID de la incidencia|Tipo de Incidencia|Estado|Resolución|Creada"
            "|Actualizada|Fecha de vencimiento"
        ),
        "Resumo|Chave da item|ID da item|Tipo de item|Status|Resolução|Criado|Atualizado(a)|Data limite",
        "Тема|Ключ проблемы|ID проблемы|Тип задачи|Статус|Решение|Создано|Обновлено|Срок исполнения",
        (
            "Podsumowanie|Klucz zgłoszenia|Id. zgłoszenia|Typ zgłoszenia|Status|Rozwiązanie|Utworzono"
            "|Zaktualizowano|Termin"
        ),
        "Riepilogo|Chiave di ticket|Issue id|Tipo ticket|Stato|Risoluzione|Creati|Aggiornato|Data di scadenza",
        "要約|課題キー|課題ID|課題タイプ|ステータス|解決状況|作成日|更新日|期限",
        "摘要|事务密钥|事务ID|事务类型|状态|解决结果|已创建|已更新|截止日期",
        "概要|问题关键字|问题ID|问题类型|状态|解决结果|创建日期|已更新|到期日",
    ],
)
def test_the_language_of_the_site_does_not_matter(header):
    imported = table(header, ISSUE)
    assert imported.dialect == "jira"
    assert imported.extra_headers == ()
    assert imported.rows[0].values == {
        "title": "Title",
        "key": "A-1",
        "issue_id": "100",
        "type": "Epic",
        "level": Level.EPIC,
        "status": "Open",
        "resolution": "Done",
        "created": datetime(2026, 3, 1, 13, 0),
        "updated": datetime(2026, 3, 2, 14, 0),
        "due": None,
    }


def test_a_korean_site_is_known_by_the_headers_that_it_shows():
    moments = ("2026/11/25 오후 3:00", "2026/11/26 오전 9:05")
    imported = table(
        "요약|이슈 키|이슈 유형|상태|담당자|우선순위|레이블|생성일|변경일|설명|사용자정의 필드 (Epic Name)",
        ("Pay", "A-1", "부작업", "진행 중", "Kim", "High", "till", *moments, "", ""),
    )
    assert (imported.dialect, imported.extra_headers) == ("jira", ())
    values = imported.rows[0].values
    assert (values["title"], values["assignee"], values["level"]) == ("Pay", "Kim", Level.SUBTASK)
    assert (values["created"], values["updated"]) == (datetime(2026, 11, 25, 15, 0), datetime(2026, 11, 26, 9, 5))


def test_values_have_the_types_of_items():
    row = issue(Due_date="13/Nov/25 12:00 AM", Components="api, core", Labels="a", Priority="High")
    assert row.values["due"] == date(2025, 11, 13)
    assert type(row.values["due"]) is date
    assert row.values["components"] == ("api, core",)
    assert row.values["labels"] == ("a",)


def test_empty_cells_empty_the_field_and_absent_columns_leave_it():
    header = "Issue key|Summary|Issue Type|Labels|Due date|Sprint|Status Category"
    empty, _ = table(header, ("A-1", "x", "Bug", "", "", "", ""), ("A-2", "y", "Bug", "a", "", "S1", "")).rows
    values = empty.values
    assert (values["labels"], values["due"], values["sprint"]) == ((), None, "")
    assert values["status_category"] is StatusCategory.UNKNOWN
    assert not {"created", "tracker_order", "parent", "site", "components", "archived"} & values.keys()


@pytest.mark.parametrize(
    ("type_name", "level"),
    [
        ("Epic", Level.EPIC),
        ("Épopée", Level.EPIC),
        ("Initiative", Level.EPIC),
        ("Sub-task", Level.SUBTASK),
        ("Unteraufgabe", Level.SUBTASK),
        ("Sous-tâche", Level.SUBTASK),
        ("ПОДЗАДАЧА", Level.SUBTASK),
        ("サブタスク", Level.SUBTASK),
        ("子任務", Level.SUBTASK),
        ("长篇故事", Level.EPIC),
        ("エピック", Level.EPIC),
        ("Story", Level.STANDARD),
        ("", Level.STANDARD),
    ],
)
def test_levels_by_type(type_name, level):
    assert issue(Issue_Type=type_name).values["level"] is level


def test_an_epic_is_known_by_its_epic_name():
    assert issue(**{"Custom_field_(Epic_Name)": "Voucher"}).values["level"] is Level.EPIC


@pytest.mark.parametrize(
    ("word", "category"),
    [
        ("To Do", StatusCategory.TODO),
        ("À faire", StatusCategory.TODO),
        ("A faire", StatusCategory.TODO),
        ("In Arbeit", StatusCategory.IN_PROGRESS),
        ("En curso", StatusCategory.IN_PROGRESS),
        ("Готово", StatusCategory.DONE),
        ("DONE", StatusCategory.DONE),
        ("正在进行", StatusCategory.IN_PROGRESS),
        ("完了", StatusCategory.DONE),
        ("Somewhere", StatusCategory.UNKNOWN),
    ],
)
def test_categories_by_word(word, category):
    assert issue(Status_Category=word).values["status_category"] is category


@pytest.mark.parametrize("word", ["Unresolved", "Nicht erledigt", "Non résolu", ""])
def test_unresolved_is_no_resolution(word):
    assert issue(Resolution=word).values["resolution"] == ""


def test_a_custom_field_takes_no_systems_role():
    row = issue(**{"Custom_field_(Status)": "Red", "Status": "Open", "Custom_field_(Summary)": "Short"})
    assert row.values["status"] == "Open"
    assert row.values["title"] == "Title"
    assert row.extra == {"Custom field (Status)": "Red", "Custom field (Summary)": "Short"}


def test_the_rank_is_known_by_its_values():
    filled = [["A-1"], ["1.0"], [], ["0|i000b3:", "0|hzzzzz:9"], ["1|x:"]]
    assert rank_column(filled) == 3
    assert rank_column([["A-1"], ["0|i000b3:", "first"]]) is None
    assert issue(**{"Champs_personnalisés_(Classement)": "0|i000b3:"}).values["tracker_order"] == "0|i000b3:"


def test_the_last_filled_sprint_is_the_current_one():
    header = "Issue key|Summary|Issue Type|Sprint|Sprint|Sprint"
    imported = table(
        header, ("A-1", "x", "Bug", "S1", "S2", ""), ("A-2", "x", "Bug", "S1", "", ""), ("A-3", "x", "Bug", "", "", "")
    )
    assert column(imported, "sprint") == ["S2", "S1", ""]
    assert [row.extra for row in imported.rows] == [{"Sprint": ("S1", "S2")}, {}, {}]
    assert imported.extra_headers == ("Sprint",)


def test_names_share_a_cell_in_html_and_what_was_saved_from_it():
    header, row = "Key|Summary|Issue Type|Sprint|Labels|Components", ("A-1", "x", "Bug", "S1, S2", "a, b", "api, core")
    (found,) = table(header, row, format_name="xlsx").rows
    assert (found.values["sprint"], found.values["labels"], found.values["components"]) == (
        "S2",
        ("a", "b"),
        ("api", "core"),
    )


@pytest.mark.parametrize("header", ["Summary|Status", "Key|Author|Created", "Issue key|Comment"])
def test_a_key_alone_is_not_enough(header):
    names = header.split("|")
    assert roles(columns_of(names, [""] * len(names))) == {}


def test_html_headers_are_those_of_the_csv():
    columns = columns_of(["Résumé", "Équipe", "Votes"], ["summary", "customfield_1", "votes"])
    assert [csv_header(one, columns) for one in columns] == ["Résumé", "Champs personnalisés (Équipe)", "Votes"]


def test_a_count_of_watchers_does_not_replace_their_names():
    columns = columns_of(["Summary", "Watchers"], ["summary", "watches"])
    assert csv_header(columns[1], columns) == "Watchers #"


UNKNOWN_LANGUAGE = "Yhteenveto|Avain|Tunnus|Tyyppi|Tila|Luotu"


def test_the_values_tell_jiras_csv_in_a_language_nobody_knows():
    rows = [(f"Title {number}", f"AB-{number}", str(100 + number), "Tarina", "Avoin", "") for number in range(3)]
    imported = table(UNKNOWN_LANGUAGE, *rows)
    assert imported.dialect == "jira"
    assert imported.rows[1].values == {
        "title": "Title 1",
        "key": "AB-1",
        "issue_id": "101",
        "type": "Tarina",
        "level": Level.STANDARD,
        "status": "Avoin",
    }


@pytest.mark.parametrize(
    "rows",
    [
        [("One", "AB-1", "100", "Tarina", "Avoin", ""), ("Two", "AB-1", "101", "Tarina", "Avoin", "")],
        [("One", "AB-1", "100", "Tarina", "Avoin", ""), ("Two", "AB-2", "100", "Tarina", "Avoin", "")],
        [("One", "AB-1", "x", "Tarina", "Avoin", "")],
        [("One", "later", "100", "Tarina", "Avoin", "")],
        [("One", "AB-1", "100", "", "Avoin", "")],
    ],
)
def test_values_that_do_not_mark_jiras_csv(rows):
    with pytest.raises(UserError):
        table(UNKNOWN_LANGUAGE, *rows)


@pytest.mark.parametrize(
    ("header", "ids", "known"),
    [
        ("Riepilogo|Chiave ticket|ID ticket|Tipo ticket|Stato", ("10001", "10002"), True),
        ("Riepilogo|Chiave ticket|ID ticket|Tipo ticket|Stato", (10001.0, 10002.0), True),
        ("Riepilogo|Chiave ticket|Voti|Tipo ticket|Stato", ("3", "3"), False),
        ("Riepilogo|Chiave ticket|Voti|Tipo ticket|Stato", ("3", ""), False),
        ("Riepilogo|Chiave ticket|Campo personalizzato (Voti)|Tipo ticket|Stato", ("3", "4"), False),
        ("Chiave ticket|Riepilogo|Voti|Tipo ticket|Stato", ("3", "4"), False),
    ],
)
def test_the_id_stands_behind_the_key_whatever_it_is_called(header, ids, known):
    first = ("A-1", "Uno") if header.startswith("Chiave") else ("Uno", "A-1")
    second = ("A-2", "Due") if header.startswith("Chiave") else ("Due", "A-2")
    imported = table(header, (*first, ids[0], "Storia", "Fatto"), (*second, ids[1], "Storia", "Fatto"))
    assert imported.dialect == "jira"
    assert [row.values.get("issue_id") for row in imported.rows] == (["10001", "10002"] if known else [None, None])
