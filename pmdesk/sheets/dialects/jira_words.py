"""The words Jira itself puts into cells, by language: categories, types, nothing, yes. Only data, folded."""

from __future__ import annotations

from pmdesk.domain.records import StatusCategory

CATEGORIES: dict[str, StatusCategory] = {
    word: category
    for category, words in {
        StatusCategory.TODO: (
            "to do|new|zu erledigen|aufgaben|à faire|a faire|por hacer|tareas por hacer|itens pendentes|pendente"
            "|a fazer|tarefas pendentes|da completare|da fare|к выполнению|сделать|do zrobienia"
        ),
        StatusCategory.IN_PROGRESS: (
            "in progress|indeterminate|in arbeit|in bearbeitung|en cours|en curso|en progreso|em andamento"
            "|em progresso|in corso|в работе|в процессе|w toku|w trakcie"
        ),
        StatusCategory.DONE: (
            "done|fertig|erledigt|terminé|terminée|fini|listo|hecho|finalizada|finalizado|terminado|concluído"
            "|itens concluídos|feito|completato|completata|fatto|готово|выполнено|сделано|gotowe|zrobione|ukończone"
        ),
    }.items()
    for word in words.split("|")
}

EPIC_TYPES = frozenset(
    [
        "epic",
        "epos",
        "épopée",
        "epopeya",
        "épico",
        "epopea",
        "эпик",
        "epik",
        "epickie",
        "initiative",
        "iniciativa",
        "iniziativa",
        "инициатива",
        "inicjatywa",
        "theme",
        "thema",
        "thème",
        "tema",
    ]
)
SUBTASK_TYPES = frozenset(
    [
        "sub-task",
        "subtask",
        "sub task",
        "unteraufgabe",
        "teilaufgabe",
        "sous-tâche",
        "subtarea",
        "subtarefa",
        "sottotask",
        "sottoattività",
        "подзадача",
        "podzadanie",
    ]
)
UNRESOLVED = frozenset(
    [
        "unresolved",
        "nicht erledigt",
        "unerledigt",
        "non résolu",
        "non résolue",
        "sin resolver",
        "não resolvido",
        "non risolto",
        "не решено",
        "нет решения",
        "nierozwiązane",
    ]
)
UNASSIGNED = frozenset(
    [
        "unassigned",
        "nicht zugewiesen",
        "non assigné",
        "non assignée",
        "non attribué",
        "sin asignar",
        "não atribuído",
        "non assegnato",
        "не назначен",
        "не назначено",
        "nieprzypisane",
    ]
)
YES = frozenset(["yes", "true", "ja", "oui", "sí", "sim", "sì", "да", "tak"])
