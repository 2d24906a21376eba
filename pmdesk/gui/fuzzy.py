"""How well a typed text fits the words of a command: words in any order, prefixes and initials first."""

from __future__ import annotations

import re

_WORDS = re.compile(r"\w+")
_PREFIX, _INITIALS, _INSIDE, _SCATTERED, _ASIDE = 1, 2, 4, 8, 3


def distance(typed: str, text: str, aside: str = "") -> int | None:
    """0 for the best fit, None where some typed word is not in the text. `aside` (a menu's name) fits less well."""
    wanted = _WORDS.findall(typed.casefold())  # signs are no words of the text either
    words, others = _WORDS.findall(text.casefold()), _WORDS.findall(aside.casefold())
    if not wanted:
        return None if typed.strip() else 0
    whole = " ".join(words)
    if whole.startswith(" ".join(wanted)):
        return 0
    found = [_word_distance(word, words, others) for word in wanted]
    return None if None in found else sum(one or 0 for one in found)


def _word_distance(wanted: str, words: list[str], others: list[str]) -> int | None:
    if any(word.startswith(wanted) for word in words):
        return _PREFIX + (not words[0].startswith(wanted))
    if "".join(word[0] for word in words).startswith(wanted):
        return _INITIALS
    if any(wanted in word for word in words):
        return _INSIDE
    if any(word.startswith(wanted) for word in others):
        return _INSIDE + _ASIDE
    return _SCATTERED if len(wanted) > 2 and _scattered(wanted, words) else None


def _scattered(wanted: str, words: list[str]) -> bool:
    """Whether the letters stand in one word in this order, as in `expt` for export."""
    return any(_in_order(wanted, word) for word in words if word[0] == wanted[0])


def _in_order(wanted: str, word: str) -> bool:
    letters = iter(word)
    return all(letter in letters for letter in wanted)
