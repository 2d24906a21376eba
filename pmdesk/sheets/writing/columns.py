"""The columns of the ranked workbook: what each is called, holds, computes and looks like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from pmdesk.domain.fields import field
from pmdesk.domain.frameworks import rice
from pmdesk.domain.records import Item, Settings
from pmdesk.domain.scales import moscow_label
from pmdesk.sheets.writing import look
from pmdesk.sheets.writing.content import RankedItem

Value = str | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `width` is in digits of the body font, least and most; its header and texts decide.

    A column with a `formula` computes its cells, given the row's number in the sheet; its `value`, a number, is what
    the formula comes to.
    """

    name: str
    header: Callable[[Settings], str]
    value: Callable[[RankedItem], Value]
    width: tuple[int, int]
    font: Font = look.BODY
    align: str = "left"
    indent: int = 0
    wrap: bool = False
    number_format: Callable[[Item], str] = lambda item: look.GENERAL
    formula: Callable[[int], str] | None = None

    def alignment(self, vertical: str) -> Alignment:
        """How the cells stand."""
        return Alignment(self.align, vertical, wrap_text=self.wrap, indent=self.indent)

    @property
    def header_alignment(self) -> Alignment:
        """How the header stands: at the right, it leaves room for the filter's button."""
        indent = 2 if self.align == "right" else self.indent
        return Alignment(self.align, "center", wrap_text=True, indent=indent)


def letter(name: str) -> str:
    """The letter of the column with this name. Raises KeyError."""
    return _LETTERS[name]


def score_formula(row: int) -> str:
    """Reach x impact x confidence / effort of a row; empty where a factor is missing or impossible."""
    reach, impact, confidence, effort = (f"{letter(name)}{row}" for name in rice.FACTORS)
    impossible = f"{reach}<0,{impact}<=0,{confidence}<0,{confidence}>1,{effort}<=0"
    return (
        f'=IF(OR(COUNT({reach}:{effort})<{len(rice.FACTORS)},{impossible}),"",{reach}*{impact}*{confidence}/{effort})'
    )


def _said(text: str) -> Callable[[Settings], str]:
    return lambda settings: text


def _label(name: str) -> Callable[[Settings], str]:
    return _said(str(field(name).label))


def _reach_header(settings: Settings) -> str:
    spec = field("reach")
    return f"{spec.label} {spec.unit(settings)}"


def _effort_header(settings: Settings) -> str:
    spec = field("effort")
    return f"{spec.label} ({spec.unit(settings)})"


def _of_item(name: str) -> Callable[[RankedItem], Value]:
    def value(row: RankedItem) -> Value:
        found: Value = getattr(row.item, name)
        return found

    return value


def _category(row: RankedItem) -> Value:
    return str(moscow_label(row.item.moscow)) if row.item.moscow else None


def _number(name: str, header: Callable[[Settings], str], width: tuple[int, int]) -> Column:
    return Column(name, header, _of_item(name), width, align="right", number_format=lambda item: look.NUMBER)


COLUMNS = (
    Column("rank", _said("Rank"), lambda row: row.rank, (9, 9), font=look.STRONG, align="center"),
    Column("key", _label("key"), _of_item("key"), (9, 24), font=look.QUIET, indent=1),
    Column("title", _label("title"), _of_item("title"), (28, 50), indent=1, wrap=True),
    _number("reach", _reach_header, (13, 19)),
    _number("impact", _label("impact"), (10, 10)),
    Column(
        "confidence",
        _label("confidence"),
        _of_item("confidence"),
        (13, 13),
        align="right",
        number_format=lambda item: look.percent_format(item.confidence),
    ),
    _number("effort", _effort_header, (13, 22)),
    Column(
        "score",
        _said("Score"),
        lambda row: rice.score(row.item),
        (11, 11),
        font=look.STRONG,
        align="right",
        indent=1,
        number_format=lambda item: look.score_format(rice.score(item)),
        formula=score_formula,
    ),
    Column("moscow", _label("moscow"), _category, (13, 13), align="center"),
    Column("status", _label("status"), _of_item("status"), (11, 20), indent=1, wrap=True),
    Column("rationale", _said("Rationale"), _of_item("rationale"), (14, 60), indent=1, wrap=True),
)
KEY_COLUMNS = 3
_LETTERS: dict[str, str] = {column.name: get_column_letter(place) for place, column in enumerate(COLUMNS, 1)}
