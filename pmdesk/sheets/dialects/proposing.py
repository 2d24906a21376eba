"""What a file seems to be, shown before it is read as items: its mapping, samples, and what it leaves open."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from pmdesk.domain.mapping import (
    EXTRA,
    IGNORED,
    ColumnMapping,
    ColumnProposal,
    FileMapping,
    FileProposal,
    Question,
    fitted,
    shape_of,
)
from pmdesk.domain.messages import Message, message
from pmdesk.domain.records import Settings
from pmdesk.domain.uses import use_named
from pmdesk.sheets.dialects import jira, pmdesk
from pmdesk.sheets.dialects.cells import plain_text
from pmdesk.sheets.dialects.columns import filled_cells
from pmdesk.sheets.dialects.importing import cut
from pmdesk.sheets.dialects.offers import likely_titles, offers_for
from pmdesk.sheets.dialects.pmdesk_import import OwnFile, notes_of, other_backlog, own_file
from pmdesk.sheets.dialects.recognising import NO_ANSWERS, Recognised, Sheet, conventions_of, recognise
from pmdesk.sheets.dialects.refusals import refuse_what_is_no_backlog
from pmdesk.sheets.dialects.score_proposals import ScoreProposals
from pmdesk.sheets.rows import Cell, RawTable

_SAMPLES = 5
_SAMPLE_LENGTH = 120
_LOOKED_AT = 2000

Named = Sequence[ColumnMapping | None]


def propose(
    raw: RawTable,
    saved: Sequence[FileMapping],
    settings: Settings,
    whatever_shape: bool = False,
    backlog_id: str = "",
) -> FileProposal:
    """What a file seems to be; of the saved mappings the first of its shape, or of any, is applied.

    A file without a column of titles is proposed all the same, with offers. A workbook that PMDesk wrote maps itself;
    `backlog_id` is that of the backlog that it may have been exported from. Raises UserError where the file is
    something else than a list of issues.
    """
    own = own_file(raw)
    if own is not None and backlog_id and own.written.backlog_id == backlog_id:
        return _proposed_own(own, saved[0] if whatever_shape and saved else NO_ANSWERS, settings)
    found = recognise(raw)
    sheet = found.sheets[0]
    mapping = saved[0] if whatever_shape and saved else _matching(sheet, saved)
    if not sheet.table.roles:
        found, mapping = _recognised_by_saved(raw, saved) or (found, mapping)
        sheet = found.sheets[0]
    refuse_what_is_no_backlog(found.file, found.sheets)
    conventions, questions = found.conventions, found.questions
    if mapping is not None and (mapping.date_order is not None or mapping.decimal):
        conventions, questions = conventions_of(raw, found.sheets, mapping)
    scores = sheet.scores(conventions, settings)
    proposed = sheet.proposed(scores)
    named = fitted(mapping or NO_ANSWERS, [column.header for column in sheet.table.written])
    chosen = _chosen(sheet, proposed, mapping, named)
    asked = [one for one in scores.questions if _is_open(one, proposed, scores, named)]
    offers = _offers(sheet, chosen, scores)
    return FileProposal(
        file=found.file,
        format=raw.head.format,
        dialect=sheet.table.dialect,
        header_row=sheet.table.header_row,
        rows=sum(len(one.table.rows) for one in found.sheets),
        columns=tuple(_columns(sheet, chosen, offers)),
        mapping=chosen,
        sheet=raw.head.sheet,
        sheets=raw.head.sheets,
        questions=(*questions, *asked),
        notes=(*other_backlog(raw), *_notes(found, sheet, chosen, offers)),
    )


def _proposed_own(own: OwnFile, mapping: FileMapping, settings: Settings) -> FileProposal:
    """What a workbook that the backlog exported is, with a mapping laid over it that was asked for."""
    columns = own.mapped(mapping, settings)
    _, questions = own.conventions(columns, mapping)
    cells = filled_cells(own.sheet.grid)
    return FileProposal(
        file=own.file,
        format=own.raw.head.format,
        dialect=pmdesk.NAME,
        header_row=own.sheet.header_row,
        rows=len(own.sheet.rows),
        columns=tuple(
            ColumnProposal(one.header, _samples(filled), len(filled), one)
            for one, filled in zip(columns, cells, strict=True)
        ),
        mapping=replace(mapping, columns=tuple(columns), own=True),
        sheet=own.raw.head.sheet,
        sheets=own.raw.head.sheets,
        questions=tuple(questions),
        notes=(*own.raw.head.notes, *notes_of(own, columns)),
    )


def _matching(sheet: Sheet, saved: Iterable[FileMapping]) -> FileMapping | None:
    """The first saved mapping of the sheet's shape."""
    shape = shape_of(column.header for column in sheet.table.written)
    return next((one for one in saved if shape_of(column.header for column in one.columns) == shape), None)


def _recognised_by_saved(raw: RawTable, saved: Iterable[FileMapping]) -> tuple[Recognised, FileMapping] | None:
    """A file whose header nothing but a saved mapping finds."""
    for mapping in saved:
        found = recognise(raw, mapping)
        if found.by_mapping:
            return found, mapping
    return None


def _chosen(sheet: Sheet, proposed: FileMapping, mapping: FileMapping | None, named: Named) -> FileMapping:
    """The proposed mapping with a saved one laid over it, whose columns are `named`."""
    if mapping is None:
        return proposed
    taken = _taken(named)
    columns = (
        replace(saved, header=own.header) if saved is not None else _beside(own, natural, taken)
        for own, saved, natural in zip(proposed.columns, named, sheet.natural, strict=False)
    )
    return replace(mapping, columns=tuple(columns))


def _taken(named: Named) -> set[str]:
    """The uses that only one column can have, and that a mapping gives."""
    given = {column.use for column in named if column is not None}
    return {name for name in given if (use := use_named(name)) is not None and not use.several}


def _beside(own: ColumnMapping, natural: str, taken: Collection[str]) -> ColumnMapping:
    """What a column that a mapping does not name is used for, beside those that it names."""
    if own.use not in taken:
        return own
    return ColumnMapping(own.header, EXTRA if natural in taken else natural)


def _is_open(question: Question, proposed: FileMapping, scores: ScoreProposals, named: Named) -> bool:
    """Whether a mapping neither names a column that is asked about, nor gives to another what it may be."""
    may_be = {use for place in question.columns for use in scores.offers.get(place, ())}
    may_be |= {proposed.columns[place].use for place in question.columns}
    return all(named[place] is None for place in question.columns) and may_be.isdisjoint(_taken(named))


def _offers(sheet: Sheet, chosen: FileMapping, scores: ScoreProposals) -> list[tuple[str, ...]]:
    """For each column the uses that it may be given besides the one it has, best first."""
    taken = {column.use for column in chosen.columns}
    offers = [
        [*scores.offers.get(column.index, ()), *offers_for(column, mapping.use, taken, sheet.table.dialect)]
        for column, mapping in zip(sheet.table.written, chosen.columns, strict=True)
    ]
    if not taken & {"title", "key"}:
        for index in likely_titles(sheet.filled[: len(sheet.table.written)])[:1]:
            offers[index].insert(0, "title")
    return [
        tuple(use for use in dict.fromkeys(found) if use != mapping.use)
        for found, mapping in zip(offers, chosen.columns, strict=True)
    ]


def _columns(sheet: Sheet, chosen: FileMapping, offers: Sequence[tuple[str, ...]]) -> Iterable[ColumnProposal]:
    for column, mapping, found in zip(sheet.table.written, chosen.columns, offers, strict=True):
        cells = sheet.filled[column.index]
        yield ColumnProposal(column.header, _samples(cells), len(cells), mapping, found)


def _samples(cells: Sequence[Cell]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for cell in cells[:_LOOKED_AT]:
        text = " ".join(plain_text(cell)[: 2 * _SAMPLE_LENGTH].split())
        if text:
            found[text if len(text) <= _SAMPLE_LENGTH else text[: _SAMPLE_LENGTH - 1] + "…"] = None
        if len(found) == _SAMPLES:
            break
    return tuple(found)


def _notes(
    found: Recognised, sheet: Sheet, chosen: FileMapping, offers: Sequence[tuple[str, ...]]
) -> Iterable[Message]:
    yield from found.notes
    if sheet.table.dialect == jira.NAME:
        yield from cut(found.file, sum(len(one.table.rows) for one in found.sheets))
    if not any(column.use in ("title", "key") for column in chosen.columns):
        yield _title_wanted(found.file, sheet, offers)
    nameless = [
        column.index + 1
        for column, mapping in zip(sheet.table.written, chosen.columns, strict=True)
        if not column.header and mapping.use == IGNORED and sheet.filled[column.index]
    ]
    if nameless:
        many = "{count} columns of “{file}” have values and no header; they are left out."
        one = "One column of “{file}” has values and no header; it is left out."
        yield message(many, one=one, count=len(nameless), file=found.file)


def _title_wanted(file: str, sheet: Sheet, offers: Sequence[tuple[str, ...]]) -> Message:
    offered = next((place for place, uses in enumerate(offers) if "title" in uses), None)
    if offered is None:
        return message("No column of “{file}” is known to hold titles; say which one does.", file=file)
    said = "No column of “{file}” is known to hold titles; “{column}” may be the one."
    return message(said, file=file, column=sheet.table.written[offered].header)
