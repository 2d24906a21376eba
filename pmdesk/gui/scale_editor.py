"""The editor of a field with a scale: impact, confidence, MoSCoW."""

from __future__ import annotations

from typing import Any

from pmdesk.domain.fields import FieldSpec
from pmdesk.domain.messages import UserError, message
from pmdesk.domain.records import Item, Moscow, Settings
from pmdesk.domain.scales import MOONSHOT_BELOW, Step, step_at
from pmdesk.gui.field_boxes import Choice, ChoiceBox
from pmdesk.gui.field_editor import Commit, FieldEditor
from pmdesk.gui.scale_words import ambiguity, candidates
from pmdesk.gui.text import number_style, say, shown
from pmdesk.gui.theme import Theme


class ScaleEditor(FieldEditor):
    """Offers the steps, takes what else the field takes, and says what it understood."""

    def __init__(self, spec: FieldSpec, theme: Theme, commit: Commit, label: str = "") -> None:
        box = ChoiceBox(theme)
        super().__init__(spec, box, commit, label)
        self._choices = box
        self._offered: Settings | None = None
        box.chosen.connect(self._choose)

    def show_item(self, item: Item, settings: Settings) -> None:
        if settings != self._offered:
            self._offered = settings
            self._choices.set_choices([*map(self._choice, self.spec.steps), self._clearing()])
        super().show_item(item, settings)

    def words(self, value: Any) -> str:
        step = step_at(value, self.spec.steps) if self._weighs else None
        return self._step_words(step) if step else shown(self.spec, value)

    def understand(self, text: str) -> Any:
        wanted = text.strip().casefold()
        shown = [step for step in self.spec.steps if wanted == self._step_words(step).casefold()]
        found = shown or candidates(text, self.spec.steps)
        unclear = None if shown else ambiguity(text, self.spec.steps)
        if unclear is not None:
            raise UserError(unclear)
        return self._value_of(found[0]) if found else super().understand(text)

    def hint(self, value: Any) -> str:
        if self.spec.name == "moscow":
            return ""
        if self.spec.name == "confidence" and value is not None and value < MOONSHOT_BELOW:
            return self.tr("Below 50% is a moonshot.")
        step = step_at(value, self.spec.steps)
        meaning = self._meaning(step, self._settings) if step else ""
        return f"{meaning}\n{self._scale()}" if meaning else self._scale()

    def echo(self, text: str) -> str:
        hint = self.hint(self._value)
        try:
            understood = self.words(self.understand(text))
        except UserError:
            return hint
        if not hint or understood.casefold() in ("", text.strip().casefold()):
            return hint
        return say(message("{typed} → {understood}", typed=text.strip(), understood=understood))

    @property
    def _weighs(self) -> bool:
        return self.spec.name == "impact"

    def _number(self, step: Step) -> str:
        """The step's value as a number; its own label where the scale has no numbers."""
        if self.spec.name == "moscow":
            return ""
        return self.spec.edit_text(step.value, number_style())

    def _step_words(self, step: Step) -> str:
        """A step as the box shows it: `High · 2`, `80%`, `Must`."""
        if self._weighs:
            return say(message("{step} · {number}", step=step.label, number=self._number(step)))
        return self._number(step) or say(step.label)

    def _scale(self) -> str:
        parts = (
            message("{step}\N{NO-BREAK SPACE}{number}", step=step.label, number=self._number(step))
            for step in self.spec.steps
        )
        return "\N{NO-BREAK SPACE}· ".join(say(part) for part in parts)

    def _meaning(self, step: Step, settings: Settings) -> str:
        return settings.impact_meaning.get(step.name, "").strip() if self._weighs else ""

    def _choice(self, step: Step) -> Choice:
        words, meaning = self._step_words(step), self._meaning(step, self._offered or Settings())
        if self.spec.name == "confidence":
            meaning = say(step.label)
        return Choice(words, meaning, words, self._value_of(step))

    def _clearing(self) -> Choice:
        words = self.tr("No category") if self.spec.name == "moscow" else self.tr("Not estimated")
        return Choice(words, "", "", None)

    def _value_of(self, step: Step) -> float | Moscow:
        return Moscow(step.name) if self.spec.name == "moscow" else step.value

    def _choose(self, value: Any) -> None:
        if self._item is not None:
            self._send(self._item.id, value)
