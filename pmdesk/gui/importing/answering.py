"""What an answer to a question makes of a mapping. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pmdesk.domain.mapping import (
    EXTRA,
    IGNORED,
    Asked,
    ColumnMapping,
    ColumnProposal,
    DateOrder,
    FileMapping,
    Question,
    Scale,
)


def answered(
    mapping: FileMapping, question: Question, answer: object, columns: Sequence[ColumnProposal]
) -> FileMapping:
    """The mapping with a question answered; it no longer is the one that was saved under its name."""
    if question.asked is Asked.DATE_ORDER:
        return replace(mapping, date_order=DateOrder(str(answer)), name="")
    if question.asked is Asked.DECIMAL:
        return replace(mapping, decimal=str(answer), name="")
    made = list(mapping.columns)
    if question.asked is Asked.CHOICE:
        _choose(made, question, int(str(answer)), columns)
    else:
        use = choice_of(made, question, columns)
        for place in question.columns:
            made[place] = _answered_column(made[place], use, answer)
    return replace(mapping, columns=tuple(made), name="")


def _answered_column(column: ColumnMapping, use: str, answer: object) -> ColumnMapping:
    """A scale or a factor has the column be used as what it was asked about."""
    if isinstance(answer, Scale):
        return replace(column, use=use or column.use, scale=answer)
    if isinstance(answer, float):
        return replace(column, use=use or column.use, factor=answer)
    return replace(column, use=EXTRA, scale=Scale.OWN, factor=1.0)


def _choose(made: list[ColumnMapping], question: Question, chosen: int, columns: Sequence[ColumnProposal]) -> None:
    """One of the columns gets the use that they all could have; the others are kept aside."""
    use = choice_of(made, question, columns)
    for place in question.columns:
        if made[place].use == use and place != chosen:
            made[place] = replace(made[place], use=EXTRA, scale=Scale.OWN, factor=1.0)
    if chosen in question.columns and use:
        made[chosen] = replace(made[chosen], use=use)


def choice_of(made: Sequence[ColumnMapping], question: Question, columns: Sequence[ColumnProposal]) -> str:
    """The use that a choice is about: that of one of its columns, else what is proposed or offered for them."""
    uses = [made[place].use for place in question.columns]
    uses += [columns[place].mapping.use for place in question.columns]
    uses += [offer for place in question.columns for offer in columns[place].offers]
    return next((use for use in uses if use not in (EXTRA, IGNORED)), "")
