"""Native charts of the sheet "Summary", with the values that they show before anything is computed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.chart import BarChart
from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumRef, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.chart.title import title_maker
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties

from pmdesk.domain.messages import Message
from pmdesk.sheets.writing import look
from pmdesk.sheets.writing.texts import CellTexts

_FONT_SIZE = 900  # hundredths of a point
Number = float | None


def texts_at(area: str, texts: Sequence[str]) -> StrRef:
    """A range of texts and what stands there."""
    points = [StrVal(idx=place, v=CellTexts().shown(text)) for place, text in enumerate(texts)]
    return StrRef(f=area, strCache=StrData(ptCount=len(points), pt=points))


def numbers_at(area: str, numbers: Sequence[Number], number_format: str) -> NumDataSource:
    """A range of numbers and what stands there."""
    points = [NumVal(idx=place, v=repr(float(one))) for place, one in enumerate(numbers) if one is not None]
    cache = NumData(formatCode=number_format, ptCount=len(numbers), pt=points)
    return NumDataSource(numRef=NumRef(f=area, numCache=cache))


def bars(name: StrRef, labels: StrRef, values: NumDataSource, colour: str) -> Series:
    """One row of bars."""
    series = Series(tx=SeriesLabel(strRef=name), cat=AxDataSource(strRef=labels), val=values)
    series.graphicalProperties = GraphicalProperties(solidFill=colour)
    series.graphicalProperties.line.noFill = True
    series.invertIfNegative = False
    return series


def bar_chart(title: Message, series: Sequence[Series], number_format: str, size: tuple[float, float]) -> Any:
    """Upright bars beside each other; `size` in centimetres."""
    chart: Any = BarChart()
    chart.type, chart.grouping, chart.gapWidth = "col", "clustered", 60
    chart.title = _title(title)
    chart.width, chart.height = size
    chart.series.extend(series)
    for place, one in enumerate(chart.series):
        one.idx = one.order = place
    chart.legend.position = "b"
    _quiet_axes(chart, number_format)
    return chart


def lying(chart: Any, number_format: str) -> Any:
    """The same chart with lying bars, the first at the top, each with its value, and without a legend."""
    chart.type, chart.gapWidth, chart.legend = "bar", 40, None
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.delete, chart.y_axis.majorGridlines = True, None
    labels = DataLabelList(numFmt=number_format, showVal=True, showSerName=False, showCatName=False)
    labels.showLegendKey = labels.showPercent = labels.showBubbleSize = False
    labels.txPr = _words()
    for series in chart.series:
        series.dLbls = labels
    return chart


def _title(text: Message) -> Any:
    title: Any = title_maker(str(text))
    title.overlay = False
    title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=CharacterProperties(sz=1200, b=True, solidFill=look.TEXT))
    return title


def _quiet_axes(chart: Any, number_format: str) -> None:
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.majorTickMark = axis.minorTickMark = "none"
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=look.LINE))
        axis.txPr = _words()
    chart.y_axis.number_format = number_format
    chart.y_axis.scaling.min = 0
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=look.LINE))


def _words() -> RichText:
    properties = CharacterProperties(sz=_FONT_SIZE, solidFill=look.MUTED)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=properties), endParaRPr=properties)])
