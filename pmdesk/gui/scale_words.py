"""The steps of a scale as people type them: which ones a word may mean."""

from __future__ import annotations

from collections.abc import Sequence

from pmdesk.domain.messages import Message, message
from pmdesk.domain.scales import Step
from pmdesk.gui.text import say


def candidates(text: str, steps: Sequence[Step]) -> list[Step]:
    """The steps that a typed word may mean: the one that it names, else all that it begins."""
    word = text.strip().casefold()
    if not word:
        return []
    named = [step for step in steps if word in _words(step)]
    return named or [step for step in steps if any(one.startswith(word) for one in _words(step))]


def ambiguity(text: str, steps: Sequence[Step]) -> Message | None:
    """What to say of a word that several steps begin with; None where it can mean one at most."""
    found = candidates(text, steps)
    if len(found) < 2:
        return None
    names = ", ".join(say(step.label) for step in found[:-1])
    return message(
        "“{typed}” may be {steps} or {step}: type one more letter.",
        typed=text.strip(),
        steps=names,
        step=found[-1].label,
    )


def _words(step: Step) -> tuple[str, str]:
    return step.name, say(step.label).casefold()
