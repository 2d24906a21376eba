"""What people call their score columns, and the words in them, by language; only data, folded."""

from __future__ import annotations


def _words(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in text.split("|"))


# The languages in each: English, German, French, Spanish, Portuguese, Italian, Russian, Polish, Japanese, Chinese.
REACH = _words(
    "reach|rice reach|rice: reach|reichweite|portée|alcance|portata|охват|zasięg|リーチ|覆盖|覆盖面|触达|觸及",
    "reach per month|reach per quarter|reach per year|users reached|users affected",
)
IMPACT = _words(
    "impact|rice impact|rice: impact|auswirkung|auswirkungen|impacto|impatto|влияние|wpływ|インパクト|影響|影响|影响力"
)
CONFIDENCE = _words(
    "confidence|rice confidence|rice: confidence|confidence level|confidence %|confidence (%)|konfidenz|zuversicht"
    "|confiance|confianza|confiança|fiducia|confidenza|уверенность|pewność|確信度|信頼度|信心|置信度"
)
EFFORT = _words(
    "effort|rice effort|rice: effort|effort (person-months)|effort (story points)|person-months|person months|aufwand"
    "|esfuerzo|esforço|sforzo|impegno|трудозатраты|усилия|wysiłek|nakład pracy|工数|労力|工作量"
)
POINTS = _words(
    "story points|story point estimate|story point|points|sp|estimated story points|effort (story points)|story-punkte"
    "|story-points|story point-schätzung|story points estimés|estimation de story points|points de story"
    "|puntos de historia|estimación de story points|estimación de puntos de historia|pontos da história"
    "|pontos de história|estimativa de story points|stima dei punti storia|story points stimati|оценка story points"
    "|стори поинты|szacowanie punktów historii|ストーリーポイント|ストーリー ポイント|ストーリー ポイント見積"
    "|故事点|故事點|故事点估算"
)
TIME = _words(
    "original estimate|time estimate|σ original estimate|remaining estimate|σ remaining estimate"
    "|verbleibende schätzung|σ verbleibende schätzung|σ ursprüngliche schätzung|estimation restante"
    "|σ estimation restante|σ estimation originale|ursprüngliche schätzung|estimation originale"
    "|estimación original|estimativa original|stima originale|первоначальная оценка|szacowanie początkowe|初期見積り"
    "|初期見積もり|初始预估|初始预估时间|原预估时间|原預估時間"
)
MOSCOW = _words(
    "moscow|mo.s.co.w|moscow priority|moscow category|moscow prioritization|moscow prioritisation|moscow-priorität"
    "|priorité moscow|prioridad moscow|prioridade moscow|priorità moscow|moscow приоритет|приоритет moscow"
    "|priorytet moscow|moscow 優先度|moscow 优先级"
)
RATIONALE = _words("rationale")
# Parts of names that hint at an estimate of some sort: the user may pick it, nobody else does.
ESTIMATE_HINTS = ("effort", "story point", "estimate", "aufwand", "schätzung", "t-shirt", "person-day", "man-day")

HIGH = _words("high|hoch|élevé|élevée|haute|alto|alta|высокий|высокая|высокое|wysoki|wysoka|高")
MEDIUM = _words("medium|mittel|moyen|moyenne|medio|media|médio|média|средний|средняя|среднее|średni|średnia|中")
LOW = _words("low|niedrig|gering|faible|bajo|baja|baixo|baixa|basso|bassa|низкий|низкая|низкое|niski|niska|低")
MASSIVE = _words("massive|massiv|massif|massive|masivo|massivo|massiccio|огромное|masywny")
MINIMAL = _words("minimal|minimale|mínimo|minimo|минимальное|минимальный|minimalny|最小")

# A tracker's words of priority, from the highest to the lowest.
PRIORITIES = (
    _words("highest|blocker|critical|höchste|am höchsten|kritisch|la plus haute|critique|la más alta|crítica")
    | _words("mais alta|massima|наивысший|критический|najwyższy|krytyczny|最高"),
    _words("major|urgent") | HIGH,
    _words("normal|moderate") | MEDIUM,
    _words("minor") | LOW,
    _words("lowest|trivial|niedrigste|am niedrigsten|la plus basse|la más baja|mais baixa|minima")
    | _words("самый низкий|наименьший|najniższy|最低"),
)
