"""The words Jira itself puts into cells, by language: categories, types, nothing, yes. Only data, folded."""

from __future__ import annotations

from pmdesk.domain.records import StatusCategory


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


_TODO = _words(
    "to do|new|zu erledigen|aufgaben|à faire|a faire|por hacer|tareas por hacer|itens pendentes|pendente"
    "|a fazer|tarefas pendentes|da completare|da fare|к выполнению|сделать|do zrobienia|作業前|待办|待辦"
)
_IN_PROGRESS = _words(
    "in progress|indeterminate|in arbeit|in bearbeitung|en cours|en curso|en progreso|em andamento"
    "|em progresso|in corso|в работе|в процессе|w toku|w trakcie|進行中|正在进行"
)
_DONE = _words(
    "done|fertig|erledigt|terminé|terminée|fini|listo|hecho|finalizada|finalizado|terminado|concluído|feito"
    "|itens concluídos|completato|completata|fatto|готово|выполнено|сделано|gotowe|zrobione|ukończone|完了|完成"
)
CATEGORIES: dict[str, StatusCategory] = {
    **dict.fromkeys(_TODO, StatusCategory.TODO),
    **dict.fromkeys(_IN_PROGRESS, StatusCategory.IN_PROGRESS),
    **dict.fromkeys(_DONE, StatusCategory.DONE),
}

EPIC_TYPES = _words(
    "epic|epos|épopée|epopeya|épico|epopea|эпик|epik|initiative|iniciativa|iniziativa|инициатива|inicjatywa|theme"
    "|thema|thème|tema|エピック|长篇故事|史诗|大型工作|에픽"
)
SUBTASK_TYPES = _words(
    "sub-task|subtask|sub task|unteraufgabe|teilaufgabe|sous-tâche|subtarea|subtarefa|sottotask|sottoattività"
    "|подзадача|podzadanie|サブタスク|子任务|子任務|부작업|하위 작업"
)
UNRESOLVED = _words(
    "unresolved|nicht erledigt|unerledigt|non résolu|non résolue|sin resolver|não resolvido|non risolto"
    "|не решено|нет решения|nierozwiązane|未解決|未解决"
)
UNASSIGNED = _words(
    "unassigned|nicht zugewiesen|non assigné|non assignée|non attribué|sin asignar|não atribuído"
    "|non assegnato|не назначен|не назначено|nieprzypisane|未割り当て|未分配"
)
YES = _words("yes|true|ja|oui|sí|sim|sì|да|tak|はい|是")
