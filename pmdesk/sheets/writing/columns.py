"""The columns of the ranked workbook: what each is called, holds and looks like."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from openpyxl.styles import Alignment, Font

from pmdesk.domain.fields import FIELDS, field
from pmdesk.domain.frameworks import rice
from pmdesk.domain.numbers import DOT_DECIMAL
from pmdesk.domain.records import Settings
from pmdesk.domain.scales import IMPACT, moscow_label, step_at
from pmdesk.sheets import own_workbook as own
from pmdesk.sheets.writing import look
from pmdesk.sheets.writing.content import RankedItem, WorkbookContent
from pmdesk.sheets.writing.texts import cell_header

Value = str | float | None
ITEM_ID = "id"
_ZERO_DAY, _FIRST_DAY = date(1899, 12, 30), date(1900, 3, 1)  # before it Excel counts a day that never was
_MINUTES_A_DAY = 1440


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `width` is in digits of the body font, least and most; its header and texts decide.

    `formats` are the number formats of its cells, of which `format_of` chooses one by its place. A `computed` column is
    nobody's to type into. `field` is the name of the item's field that it shows, where it shows one.
    """

    name: str
    header: str
    value: Callable[[RankedItem], Value]
    width: tuple[int, int]
    font: Font = look.BODY
    align: str = "left"
    indent: int = 0
    wrap: bool = False
    formats: tuple[str, ...] = (look.GENERAL,)
    format_of: Callable[[RankedItem], int] = lambda row: 0
    computed: bool = False
    hidden: bool = False
    field: str = ""

    def alignment(self, vertical: str) -> Alignment:
        """How the cells stand."""
        return Alignment(self.align, vertical, wrap_text=self.wrap, indent=self.indent)

    @property
    def header_alignment(self) -> Alignment:
        """How the header stands: at the right, it leaves room for the filter's button."""
        indent = 2 if self.align == "right" else self.indent
        return Alignment(self.align, "center", wrap_text=True, indent=indent)


def columns_of(content: WorkbookContent, helpers: Iterable[Column] = ()) -> tuple[Column, ...]:
    """The columns of a workbook in their order, each with a header of its own; the id of the item is the last."""
    core = _core(content.settings)
    known = {column.name for column in core}
    wanted = [name for name in dict.fromkeys(content.fields) if name in FIELDS and name not in known]
    fields = [_field_column(name) for name in wanted]
    extras = [_extra_column(header) for header in content.extra_headers]
    return tuple(_distinct([*core, *fields, *extras, *helpers, _ID]))


def _distinct(columns: Iterable[Column]) -> Iterator[Column]:
    """A table's headers differ, whatever their case."""
    reserved = {own.ID_HEADER.casefold(), *(header.casefold() for header in own.COMPUTED_HEADERS)}
    taken: set[str] = set()
    for column in columns:
        free = set() if column.computed else reserved
        header = _free_header(column.header, taken | free)
        taken.add(header.casefold())
        yield column if header == column.header else replace(column, header=header)


def _free_header(header: str, taken: set[str]) -> str:
    names = (header if number == 1 else f"{header} ({number})" for number in range(1, len(taken) + 2))
    return next(name for name in names if name.casefold() not in taken)


def _core(settings: Settings) -> tuple[Column, ...]:
    reach, effort = field("reach"), field("effort")
    return (
        Column("rank", own.RANK_HEADER, _rank, (9, 9), font=look.STRONG, align="center", computed=True),
        _text("key", (9, 24), wrap=False),
        _text("title", (28, 50)),
        _number("reach", f"{reach.label} {reach.unit(settings)}", (13, 19)),
        Column("impact", _label("impact"), _impact, (12, 12), align="center", formats=(look.NUMBER,), field="impact"),
        Column(
            "confidence",
            _label("confidence"),
            _of_item("confidence"),
            (13, 13),
            align="right",
            indent=1,
            formats=look.PER_CENT,
            format_of=lambda row: look.per_cent_format(row.item.confidence),
            field="confidence",
        ),
        _number("effort", f"{effort.label} ({effort.unit(settings)})", (13, 22)),
        Column(
            "score",
            own.SCORE_HEADER,
            _score,
            (12, 12),
            font=look.STRONG,
            align="right",
            indent=1,
            formats=look.SCORES,
            format_of=lambda row: look.score_format(rice.score(row.item)),
            computed=True,
        ),
        Column("moscow", _label("moscow"), _category, (13, 13), align="center", field="moscow"),
    )


def hidden_column(name: str, header: str, value: Callable[[RankedItem], Value]) -> Column:
    """A column that ranks are computed from."""
    return Column(name, header, value, (9, 9), computed=True, hidden=True)


_ID = hidden_column(ITEM_ID, own.ID_HEADER, lambda row: float(row.item.id))


def _rank(row: RankedItem) -> Value:
    return row.rank


def _score(row: RankedItem) -> Value:
    return rice.score(row.item)


def _impact(row: RankedItem) -> Value:
    """A step by its label, so that it follows the sheet "Scales"; else the number."""
    step = step_at(row.item.impact, IMPACT)
    return str(step.label) if step else row.item.impact


def _category(row: RankedItem) -> Value:
    return str(moscow_label(row.item.moscow)) if row.item.moscow else None


def _label(name: str) -> str:
    return str(field(name).label)


def _of_item(name: str) -> Callable[[RankedItem], Value]:
    def value(row: RankedItem) -> Value:
        found: Value = getattr(row.item, name)
        return found

    return value


def _number(name: str, header: str, width: tuple[int, int]) -> Column:
    return Column(name, header, _of_item(name), width, align="right", indent=1, formats=(look.NUMBER,), field=name)


def _text(name: str, width: tuple[int, int], header: str = "", *, wrap: bool = True) -> Column:
    font = look.QUIET if name == "key" else look.BODY
    return Column(name, header or _label(name), _of_item(name), width, font=font, indent=1, wrap=wrap, field=name)


_LONG = {"rationale": "Rationale", "description": "Description"}
_LONGER = ("rationale_reach", "rationale_impact", "rationale_confidence", "rationale_effort")
_LISTS = ("labels", "components", "former_keys")


def _field_column(name: str) -> Column:
    if name in _LONG:
        return _text(name, (14, 60), _LONG[name])
    if name in _LONGER:
        return _text(name, (14, 40))
    if name in _LISTS:
        return replace(_text(name, (11, 26)), value=_shown(name))
    if name in ("due", "created", "updated"):
        form = look.DAY if name == "due" else look.MINUTE
        return Column(name, _label(name), _moment(name), (13, 18), indent=1, formats=(form,), field=name)
    return replace(_text(name, (11, 22)), value=_shown(name))


def _shown(name: str) -> Callable[[RankedItem], Value]:
    spec = field(name)

    def value(row: RankedItem) -> Value:
        found = getattr(row.item, name)
        return found if type(found) is str else spec.format(found, DOT_DECIMAL)

    return value


def _moment(name: str) -> Callable[[RankedItem], Value]:
    return lambda row: serial(getattr(row.item, name))


def serial(moment: date | datetime | None) -> Value:
    """A day or time as a spreadsheet counts it, in days; as text where it cannot."""
    if moment is None:
        return None
    day = moment.date() if isinstance(moment, datetime) else moment
    if day < _FIRST_DAY:
        return moment.isoformat()
    minutes = moment.hour * 60 + moment.minute if isinstance(moment, datetime) else 0
    return (day - _ZERO_DAY).days + minutes / _MINUTES_A_DAY


def _extra_column(name: str) -> Column:
    def value(row: RankedItem) -> Value:
        found = row.item.extra.get(name)
        return ", ".join(found) if isinstance(found, tuple) else found

    return Column(f"extra.{name}", cell_header(name), value, (11, 26), indent=1, wrap=True)
