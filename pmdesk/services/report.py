"""The report: what a page to send says, as plain texts that are ready to be set. HTML and PDF only lay it out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pmdesk.domain import scales
from pmdesk.domain.fields import field
from pmdesk.domain.frameworks import rice
from pmdesk.domain.messages import Message, message
from pmdesk.domain.numbers import DOT_DECIMAL, NumberStyle, format_number, format_score
from pmdesk.domain.records import Item, Moscow, Settings
from pmdesk.domain.totals import Totals
from pmdesk.sheets.writing.content import RankedItem, WorkbookContent

TOP = 10
_REASONS = ("rationale", "rationale_reach", "rationale_impact", "rationale_confidence", "rationale_effort")
_PLANNED = (Moscow.MUST, Moscow.SHOULD, Moscow.COULD)


def _day_and_time(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y, %H:%M}"


@dataclass(frozen=True, slots=True)
class Voice:
    """How a report speaks: its language, and how it writes numbers and moments."""

    say: Callable[[Message], str] = str
    style: NumberStyle = DOT_DECIMAL
    moment: Callable[[datetime], str] = _day_and_time


@dataclass(frozen=True, slots=True)
class Line:
    """One item. `cells` are reach, impact, confidence, effort; `bar` is its score as a part of the highest one.

    `link` is the address of its page in the tracker, http or https, or None. `lacks` says what keeps it from a score
    or a rank, `reasons` are why it was scored so: a label, empty for the rationale itself, and the text.
    """

    rank: str
    key: str
    link: str | None
    title: str
    cells: tuple[str, ...]
    score: str
    bar: float
    moscow: Moscow | None
    category: str
    lacks: str
    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """One category of MoSCoW. `part` is its effort as a part of what is planned, None where it is not counted in."""

    moscow: Moscow | None
    label: str
    items: str
    effort: str
    part: float | None
    percent: str


@dataclass(frozen=True, slots=True)
class Report:
    """All that is said, in the order of the page. `header` stands over rank, key, title, cells, score and category."""

    title: str
    vision: str
    facts: tuple[str, ...]
    shares_title: str
    shares_header: tuple[str, ...]
    shares: tuple[Share, ...]
    shares_notes: tuple[str, ...]
    top_title: str
    top: tuple[Line, ...]
    no_reason: str
    list_title: str
    header: tuple[str, ...]
    lines: tuple[Line, ...]
    unranked_title: str
    unranked_rule: str
    unranked: tuple[Line, ...]
    foot: str


def report_of(content: WorkbookContent, voice: Voice | None = None) -> Report:
    """The report of some items in play; touches no backlog, so that it may be made on any thread."""
    return _Writer(content, voice or Voice()).report()


class _Writer:
    def __init__(self, content: WorkbookContent, voice: Voice) -> None:
        self._content, self._settings = content, content.settings
        self._voice, self._say = voice, voice.say
        scores = [points for row in content.rows if (points := rice.score(row.item)) is not None]
        self._highest = max(scores, default=0.0)

    def report(self) -> Report:
        framework = self._content.framework
        ranked = [row for row in self._content.rows if row.rank is not None]
        lines = tuple(map(self._line, ranked))
        unranked = tuple(self._line(row) for row in self._content.rows if row.rank is None)
        return Report(
            title=self._settings.name or self._content.source.stem,
            vision=self._settings.vision,
            facts=tuple(map(self._say, self._facts(len(ranked)))),
            shares_title=self._say(message("MoSCoW")),
            shares_header=tuple(map(self._say, self._shares_header())),
            shares=tuple(self._shares()) if self._content.rows else (),
            shares_notes=tuple(map(self._say, self._shares_notes())),
            top_title=self._say(_top_title(len(ranked))),
            top=tuple(self._with_reasons(line, row.item) for line, row in zip(lines[:TOP], ranked, strict=False)),
            no_reason=self._say(message("No rationale is written down yet.")),
            list_title=self._say(message("Ranked by {framework}", framework=framework.label)),
            header=tuple(map(self._say, _header(self._settings))),
            lines=lines,
            unranked_title=f"{self._say(framework.unranked_label)} ({self._number(len(unranked))})",
            unranked_rule=self._say(framework.unranked_rule),
            unranked=unranked,
            foot=self._say(self._foot()),
        )

    # The head

    def _facts(self, ranked: int) -> Iterator[Message]:
        count = len(self._content.rows)
        yield self._content.framework.rule
        yield message(
            "{items} items in play: {ranked} ranked, {unranked} not.",
            one="1 item in play: {ranked} ranked, {unranked} not.",
            count=count,
            items=self._number(count),
            ranked=self._number(ranked),
            unranked=self._number(count - ranked),
        )
        if self._content.chosen:
            yield message("These are some of the items in play; their ranks are among all of them.")
        yield message(
            "Reach counts people or events {period}, effort is the whole team’s, in {unit}.",
            period=field("reach").unit(self._settings),
            unit=field("effort").unit(self._settings),
        )

    def _foot(self) -> Message:
        moment = self._voice.moment(self._content.exported)
        return message("{moment} · PMDesk {version}", moment=moment, version=self._content.version)

    # The shares of MoSCoW

    def _totals(self) -> Totals:
        return Totals(self._settings.ranked_level, (row.item for row in self._content.rows))

    def _shares_header(self) -> tuple[Message, ...]:
        unit = field("effort").unit(self._settings)
        effort = message("Effort in {unit}", unit=unit)
        return message("Category"), message("Items"), effort, message("Share of what is planned")

    def _shares(self) -> Iterator[Share]:
        totals = self._totals()
        counts = [row.item.moscow for row in self._content.rows]
        planned = totals.effort(*_PLANNED)
        for category in (*Moscow, None):
            items = counts.count(category)
            part = totals.effort(category) / planned if planned and category in _PLANNED else None
            if items or category is not None:
                label = scales.moscow_label(category) if category else message("No category")
                effort = self._number(totals.effort(category))
                yield Share(category, self._say(label), self._number(items), effort, part, self._percent(part))

    def _shares_notes(self) -> Iterator[Message]:
        totals = self._totals()
        if totals.effort(*_PLANNED):
            yield message(
                "Planned is Must, Should and Could. For one timebox, a guide is at most 60 % of the effort in Must and "
                "about 20 % in Could."
            )
        lacking = sum(map(totals.not_estimated, _PLANNED))
        if lacking:
            yield message(
                "{items} of these items have no effort and weigh nothing here.",
                one="1 of these items has no effort and weighs nothing here.",
                count=lacking,
                items=self._number(lacking),
            )

    # Lines

    def _line(self, row: RankedItem) -> Line:
        item, points = row.item, rice.score(row.item)
        return Line(
            rank="" if row.rank is None else self._number(row.rank),
            key=item.key,
            link=self._content.link_of(item),
            title=" ".join(item.title.split()),
            cells=tuple(self._cell(item, name) for name in rice.FACTORS),
            score="" if points is None else format_score(points, self._voice.style),
            bar=points / self._highest if points and self._highest else 0.0,
            moscow=item.moscow,
            category=self._say(scales.moscow_label(item.moscow)) if item.moscow else "",
            lacks=self._lacks(row),
        )

    def _lacks(self, row: RankedItem) -> str:
        """What is missing for a rank, or of a ranked item for a score."""
        missing = self._content.framework.missing(row.item) if row.rank is None else rice.missing(row.item)
        names = ", ".join(self._say(field(name).label).lower() for name in missing if name != "moscow")
        if "moscow" in missing:
            return self._say(message("no category"))
        return self._say(message("{factors} missing", factors=names)) if names else ""

    def _with_reasons(self, line: Line, item: Item) -> Line:
        reasons = [(name, getattr(item, name).strip()) for name in _REASONS]
        told = tuple(
            ("" if name == "rationale" else self._say(field(name).label), text) for name, text in reasons if text
        )
        return replace(line, reasons=told)

    def _cell(self, item: Item, name: str) -> str:
        value = getattr(item, name)
        step = scales.step_at(value, scales.IMPACT) if name == "impact" else None
        return self._say(step.label) if step else field(name).format(value, self._voice.style)

    def _number(self, number: float) -> str:
        return format_number(number, self._voice.style)

    def _percent(self, part: float | None) -> str:
        return "" if part is None else f"{format_number(part * 100, self._voice.style, 0)}\N{NO-BREAK SPACE}%"


def _top_title(ranked: int) -> Message:
    if ranked > TOP:
        return message("The top ten")
    return message("The ranked items and why")


def _header(settings: Settings) -> Sequence[Message]:
    factors: Iterable[Message] = (field(name).label for name in rice.FACTORS)
    return (message("#"), field("key").label, field("title").label, *factors, message("Score"), field("moscow").label)
