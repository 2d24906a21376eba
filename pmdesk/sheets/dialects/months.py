"""The months' names in the languages of Jira's sites, and the words for before and after noon."""

from __future__ import annotations

import unicodedata

# A text per month: English, German, French, Spanish, Portuguese, Italian, Russian, Polish.
_NAMES = (
    ("jan january januar jän jänner janv janvier ene enero janeiro gen gennaio янв января январь sty stycznia styczeń"),
    ("feb february februar févr fév février febrero fev fevereiro febbraio фев февр февраля февраль lut lutego luty"),
    "mar march mär mrz märz mars marzo março мар марта март marca marzec",
    "apr april avr avril abr abril aprile апр апреля апрель kwi kwietnia kwiecień",
    "may mai mayo maio mag maggio май мая maj maja",
    "jun june juni juin junio junho giu giugno июн июня июнь cze czerwca czerwiec",
    "jul july juli juil juillet julio julho lug luglio июл июля июль lip lipca lipiec",
    "aug august août aoû ago agosto авг августа август sie sierpnia sierpień",
    ("sep sept september septembre septiembre set setembro settembre сен сент сентября сентябрь wrz września wrzesień"),
    (
        "oct october okt oktober octobre octubre out outubro "
        "ott ottobre окт октября октябрь paź października październik"
    ),
    "nov november novembre noviembre novembro ноя нояб ноября ноябрь lis listopada listopad",
    ("dec december dez dezember déc décembre dic diciembre dezembro dicembre дек декабря декабрь gru grudnia grudzień"),
)
_CHINESE = "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月"


def _plain(word: str) -> str:
    """Without case, dots, spaces and accents, which systems write in different ways."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(character for character in decomposed if character.isalpha())


_AFTERNOON = set(map(_plain, ("pm", "nachm", "пп", "午後", "下午", "오후")))
_MORNING = set(map(_plain, ("am", "vorm", "дп", "午前", "上午", "오전")))
_FROM_ZERO = {"午前", "午後"}  # noon is 午後0:00
_MONTHS = {_plain(name): number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
_MONTHS |= {name: number for number, name in enumerate(_CHINESE.split(), start=1)}


def month_number(word: str) -> int:
    """1 to 12, or 0 where the word is no month; 9月 is one in Japanese and Chinese, 9월 in Korean."""
    number = word.removesuffix("월").removesuffix("月")
    if number.isdecimal():
        return int(number)
    return _MONTHS.get(_plain(word), 0)


def hour_of_day(hour: int, half: str) -> int:
    """The hour 0 to 23 for an hour and `AM`, `p. m.` or nothing; -1 where `half` is no half of the day."""
    word = _plain(half)
    if not word:
        return hour
    least = 0 if word in _FROM_ZERO else 1
    if word not in _AFTERNOON | _MORNING or not least <= hour <= 12:
        return -1
    return hour % 12 + (12 if word in _AFTERNOON else 0)
