"""A report set in blocks, from the head of the first page to the last item that is not ranked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pmdesk.gui.reporting.blocks import Block, Chip, Part, Score, Stacked, Words
from pmdesk.gui.reporting.type import Face, Type
from pmdesk.services.report import Line, Report

Progress = Callable[[int, int], None]
_CHUNK = 500
_TITLE_LINES = 8  # of one row; the page as HTML has every title in full
# Widths in millimetres, least and most; the title takes what is left.
_RANK, _KEY, _NUMBER, _SCORE, _CATEGORY = (5.0, 16.0), (8.0, 30.0), (8.0, 21.0), (20.0, 26.0), (14.0, 22.0)
_LACKS, _GAP, _CHIP_SIDES = (20.0, 44.0), 2.5, 3.5


@dataclass(frozen=True, slots=True)
class _Column:
    left: float
    width: float


class Setting:
    """Sets a report for a width in dots. `progress` gets the rows done and twice all rows: setting is half the work."""

    def __init__(self, type_: Type, report: Report, width: float, progress: Progress | None = None) -> None:
        self._type, self._report, self._width, self._progress = type_, report, width, progress
        self._total = len(report.lines) + len(report.unranked)
        self._columns = self._laid_out(self._list_widths())
        self._unranked_columns = self._laid_out(self._unranked_widths())

    def blocks(self) -> Iterator[Block]:
        """All blocks, in order."""
        yield from self._head()
        yield from self._shares()
        yield from self._top()
        yield from self._list()
        yield from self._unranked()

    def _list_widths(self) -> list[float | None]:
        lines, header = self._report.lines, self._report.header
        numbers = zip(header[3:-2], zip(*(line.cells for line in lines), strict=True), strict=True) if lines else ()
        return [
            self._fitting(_RANK, Face.STRONG, (line.rank for line in lines)),
            self._fitting(_KEY, Face.BODY, (line.key for line in lines)),
            None,
            *(max(self._fitting(_NUMBER, Face.BODY, texts), self._fitting(_NUMBER, Face.LABEL, [label]))
              for label, texts in numbers),
            self._fitting(_SCORE, Face.STRONG, (line.score for line in lines)),
            self._category_width(lines),
        ]  # fmt: skip

    def _unranked_widths(self) -> list[float | None]:
        lines = self._report.unranked
        keys, lacks = (line.key for line in lines), (line.lacks for line in lines)
        return [
            self._fitting(_KEY, Face.BODY, keys),
            None,
            self._fitting(_LACKS, Face.SMALL, lacks),
            self._category_width(lines),
        ]

    def _category_width(self, lines: Sequence[Line]) -> float:
        labels = [line.category for line in lines if line.category]
        return self._fitting(_CATEGORY, Face.LABEL, labels, self._type.mm(_CHIP_SIDES))

    def _fitting(self, bounds: tuple[float, float], face: Face, texts: Iterable[str], more: float = 0.0) -> float:
        """As wide as the widest of some texts, within bounds in millimetres."""
        widest = max((self._type.width(text, face) for text in set(texts)), default=0.0) + more
        least, most = map(self._type.mm, bounds)
        return max(least, min(most, widest * 1.01))

    def _laid_out(self, widths: Sequence[float | None]) -> list[_Column]:
        gap = self._type.mm(_GAP)
        fixed = sum(width for width in widths if width is not None) + gap * (len(widths) - 1)
        left, columns = 0.0, []
        for width in widths:
            taken = self._width - fixed if width is None else width
            columns.append(_Column(left, taken))
            left += taken + gap
        return columns

    def _words(self, text: str, face: Face, width: float | None = None, colour: str = "text") -> Words:
        return Words(self._type, text, face, self._width if width is None else width, colour=colour)

    def _rule(self) -> tuple[float, float]:
        return self._width, self._type.mm(0.2)

    # The first page

    def _head(self) -> Iterator[Block]:
        report, mm = self._report, self._type.mm
        yield Block([(0, self._words(report.title, Face.TITLE))], below=mm(1))
        if report.vision:
            yield Block([(0, self._words(report.vision, Face.LEAD, colour="muted"))], below=mm(1.5))
        for fact in report.facts:
            yield Block([(0, self._words(fact, Face.BODY, colour="muted"))])

    def _heading(self, text: str) -> Block:
        mm = self._type.mm
        return Block([(0, self._words(text, Face.HEADING))], above=mm(7), below=mm(1.5), keep=True)

    def _shares(self) -> Iterator[Block]:
        report, mm = self._report, self._type.mm
        if not report.shares:
            return
        yield self._heading(report.shares_title)
        shares = [(one.moscow, one.part) for one in report.shares if one.part and one.moscow]
        if shares:
            yield Block([(0, Stacked(self._type, shares, self._width))], below=mm(1.5), keep=True)
        places = (0.0, self._width * 0.3, self._width * 0.55, self._width * 0.8)
        yield self._labels([(place, text, place > 0) for place, text in zip(places, report.shares_header, strict=True)])
        for one in report.shares:
            is_last = one is report.shares[-1] and not report.shares_notes
            numbers = (one.items, one.effort, one.percent)
            cells: list[tuple[float, Part]] = [
                (place, self._at_right(text, place)) for place, text in zip(places[1:], numbers, strict=True)
            ]
            parts: list[tuple[float, Part]] = [(0.0, Chip(self._type, one.moscow, one.label)), *cells]
            yield Block(parts, above=mm(1), below=mm(1), rule=self._rule(), keep=not is_last)
        for note in report.shares_notes:
            yield Block([(0, self._words(note, Face.SMALL, colour="muted"))], above=mm(1))

    def _at_right(self, text: str, place: float, face: Face = Face.BODY, colour: str = "text") -> Words:
        """A number of the shares, or what stands over it."""
        return Words(self._type, text, face, self._width * 0.2, colour=colour, right=True)

    def _labels(self, labels: Sequence[tuple[float, str, bool]]) -> Block:
        mm = self._type.mm
        parts: list[tuple[float, Part]] = [
            (place, self._at_right(text, place, Face.LABEL, "muted"))
            if right
            else (place, self._words(text, Face.LABEL, self._width * 0.3, "muted"))
            for place, text, right in labels
        ]
        return Block(parts, above=mm(1), below=mm(1), rule=self._rule(), ground=self._width, keep=True)

    # The top ten

    def _top(self) -> Iterator[Block]:
        if self._report.top:
            yield self._heading(self._report.top_title)
        for line in self._report.top:
            yield from self._top_item(line)

    def _top_item(self, line: Line) -> Iterator[Block]:
        mm = self._type.mm
        left, right = mm(11), mm(30)
        width = self._width - left - right - mm(4)
        score: Part = (
            Score(self._type, line.score, line.bar, right, Face.LEAD)
            if line.score
            else Words(self._type, line.lacks, Face.SMALL, right, colour="muted", right=True)
        )
        title = self._words(line.title, Face.LEAD, width)
        parts = [(0.0, self._words(line.rank, Face.NUMBER, left)), (left, title), (self._width - right, score)]
        yield Block(parts, above=mm(2), below=mm(0.6), keep=True)
        key = self._words(line.key, Face.SMALL, width, "muted")
        after = min(self._type.width(line.key, Face.SMALL), width) + mm(2) if line.key else 0.0
        yield Block(
            [(left, key), (left + after, Chip(self._type, line.moscow, line.category))], below=mm(0.6), keep=True
        )
        yield from self._reasons(line, left, self._width - left)

    def _reasons(self, line: Line, left: float, width: float) -> Iterator[Block]:
        """A rationale may be longer than a page, so that each of its lines is a block."""
        mm = self._type.mm
        texts = [f"{label}: {text}" if label else text for label, text in line.reasons]
        colour = "text" if texts else "muted"
        for text in texts or [self._report.no_reason]:
            for one in self._type.lines(text, Face.BODY, width):
                words = Words(self._type, [one], Face.BODY, width, colour=colour)
                yield Block([(left, words)] if one else [], above=0 if one else mm(2))
        yield Block([], above=mm(2), rule=self._rule())

    # The list

    def _list(self) -> Iterator[Block]:
        report = self._report
        if not report.lines:
            return
        yield self._heading(report.list_title)
        head = self._list_head()
        yield head
        for done, line in enumerate(report.lines):
            self._tell(done)
            yield self._row(line, head)

    def _list_head(self) -> Block:
        mm = self._type.mm
        parts: list[tuple[float, Part]] = [
            (
                column.left,
                Words(self._type, text, Face.LABEL, column.width, colour="muted", right=place in (0, *range(3, 8))),
            )
            for place, (column, text) in enumerate(zip(self._columns, self._report.header, strict=True))
        ]
        return Block(parts, above=mm(1.2), below=mm(1.2), rule=self._rule(), ground=self._width, keep=True)

    def _row(self, line: Line, head: Block) -> Block:
        rank, key, title, *numbers, score, category = self._columns
        type_, mm = self._type, self._type.mm
        parts: list[tuple[float, Part]] = [
            (rank.left, Words(type_, line.rank, Face.STRONG, rank.width, right=True)),
            (key.left, Words(type_, line.key, Face.BODY, key.width, colour="muted")),
            (title.left, Words(type_, line.title, Face.BODY, title.width, most=_TITLE_LINES)),
            *(
                (at.left, Words(type_, text, Face.BODY, at.width, right=True))
                for at, text in zip(numbers, line.cells, strict=True)
            ),
            (category.left, Chip(type_, line.moscow, line.category)),
        ]
        if line.score:
            parts.append((score.left, Score(type_, line.score, line.bar, score.width, Face.STRONG)))
        else:
            parts.append((score.left, Words(type_, line.lacks, Face.SMALL, score.width, colour="muted", right=True)))
        return Block(parts, above=mm(1.2), below=mm(1.2), rule=self._rule(), head=head)

    def _unranked(self) -> Iterator[Block]:
        report, mm = self._report, self._type.mm
        if not report.unranked:
            return
        yield self._heading(report.unranked_title)
        yield Block([(0, self._words(report.unranked_rule, Face.SMALL, colour="muted"))], below=mm(1), keep=True)
        for done, line in enumerate(report.unranked, len(report.lines)):
            self._tell(done)
            yield self._unranked_row(line)

    def _unranked_row(self, line: Line) -> Block:
        key, title, lacks, category = self._unranked_columns
        type_, mm = self._type, self._type.mm
        parts: list[tuple[float, Part]] = [
            (key.left, Words(type_, line.key, Face.BODY, key.width, colour="muted")),
            (title.left, Words(type_, line.title, Face.BODY, title.width, most=_TITLE_LINES)),
            (lacks.left, Words(type_, line.lacks, Face.SMALL, lacks.width, colour="muted")),
            (category.left, Chip(type_, line.moscow, line.category)),
        ]
        return Block(parts, above=mm(1.2), below=mm(1.2), rule=self._rule())

    def _tell(self, done: int) -> None:
        if self._progress is not None and done % _CHUNK == 0:
            self._progress(done, 2 * self._total)
