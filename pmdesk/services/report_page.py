"""The report as one HTML file: light, self-contained, nothing fetched and nothing run, fit for A4 and Letter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape

from pmdesk.domain.records import Moscow
from pmdesk.services.report import Line, Report, Share

Progress = Callable[[int, int], None]
_CHUNK = 500
_LONG_KEY = 16
_CHIPS = {Moscow.MUST: "m", Moscow.SHOULD: "s", Moscow.COULD: "c", Moscow.WONT: "w", None: "n"}
# Nothing but the styles below may be loaded, whatever a text in the page says.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root{color-scheme:light}
body{margin:0 auto;max-width:62rem;padding:2rem 1.5rem;background:#fff;color:#1A2330;
font:14px/1.45 Inter,"Segoe UI","SF Pro Text","Noto Sans",Cantarell,"DejaVu Sans",sans-serif;
font-variant-numeric:tabular-nums;overflow-wrap:anywhere;print-color-adjust:exact;-webkit-print-color-adjust:exact}
h1{font-size:24px;line-height:1.25;margin:0 0 4px}
h2{font-size:16px;margin:32px 0 8px;break-after:avoid}
p{margin:4px 0}
a{color:#3451C7;text-decoration:none}
.quiet{color:#5A6573}
.reason{white-space:pre-wrap;margin:4px 0 0}
table{border-collapse:collapse;width:100%}
th{color:#5A6573;font-size:12px;font-weight:600;text-align:left;background:#F5F6F8;overflow-wrap:normal}
th,td{padding:5px 8px;border-bottom:1px solid #E1E5EA;vertical-align:top}
tr{break-inside:avoid}
.r{text-align:right;overflow-wrap:normal}
.k{color:#5A6573;white-space:nowrap}
.l{min-width:9em;white-space:normal}
.t{min-width:14em}
.unranked .quiet{min-width:12em}
h1,strong,.t,.reason{unicode-bidi:plaintext}
.b{min-width:6em}
.b i{display:block;height:4px;border-radius:2px;background:#3451C7;margin:2px 0 0 auto}
.chip{display:inline-block;border-radius:9px;padding:0 8px;font-size:12px;font-weight:600;white-space:nowrap}
.m{background:#FDE4E4;color:#9B1C1C}.s{background:#FDEFD3;color:#7A4300}.c{background:#E1EEFC;color:#134E91}
.w{background:#EBEEF2;color:#4F5A68}.n{background:#fff;color:#5A6573}
.shares{display:flex;height:14px;border-radius:7px;overflow:hidden;margin:0 0 10px;background:#F5F6F8}
.shares i.m{background:#D64545}.shares i.s{background:#E0A030}.shares i.c{background:#4A90D9}
ol{list-style:none;margin:0;padding:0}
li{padding:10px 0;border-bottom:1px solid #E1E5EA;display:grid;grid-template-columns:2.5em 1fr 9em;break-inside:avoid}
li b{font-size:16px}
footer{margin-top:32px;color:#5A6573;font-size:12px}
@page{margin:16mm 14mm;@bottom-right{content:counter(page) " / " counter(pages);font:9pt sans-serif;color:#5A6573}}
@media print{body{max-width:none;padding:0;font-size:9.5pt}thead{display:table-header-group}}
"""


def as_page(report: Report, progress: Progress | None = None) -> Iterator[str]:
    """The parts of the file, in order. All texts are shown as they are: nothing in them is markup.

    `progress` gets the rows done and all rows; what it raises goes through.
    """
    yield from _head(report)
    if report.shares:
        yield from _shares(report)
    if report.top:
        yield from _top(report)
    total = len(report.lines) + len(report.unranked)
    if report.lines:
        yield f"<h2>{escape(report.list_title)}</h2>\n"
        yield _table(report.header, right=(0, 3, 4, 5, 6, 7))
        yield from _told(map(_row, report.lines), 0, total, progress)
        yield "</tbody></table>\n"
    if report.unranked:
        yield f'<h2>{escape(report.unranked_title)}</h2>\n<p class="quiet">{escape(report.unranked_rule)}</p>\n'
        yield '<table class="unranked"><tbody>\n'
        yield from _told(map(_unranked, report.unranked), len(report.lines), total, progress)
        yield "</tbody></table>\n"
    yield f"<footer>{escape(report.foot)}</footer>\n</body>\n</html>\n"


def _told(parts: Iterable[str], before: int, total: int, progress: Progress | None) -> Iterator[str]:
    for done, part in enumerate(parts, before):
        if progress is not None and done % _CHUNK == 0:
            progress(done, total)
        yield part


def _head(report: Report) -> Iterator[str]:
    title = escape(report.title)
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    )
    if report.vision:
        yield f"<p>{escape(report.vision)}</p>\n"
    for fact in report.facts:
        yield f'<p class="quiet">{escape(fact)}</p>\n'


def _shares(report: Report) -> Iterator[str]:
    yield f"<h2>{escape(report.shares_title)}</h2>\n"
    bars = "".join(_share_bar(share) for share in report.shares if share.part)
    if bars:
        yield f'<div class="shares">{bars}</div>\n'
    yield _table(report.shares_header, right=(1, 2, 3))
    for share in report.shares:
        numbers = "".join(f'<td class="r">{escape(text)}</td>' for text in (share.items, share.effort, share.percent))
        yield f"<tr><td>{_chip(share.moscow, share.label)}</td>{numbers}</tr>\n"
    yield "</tbody></table>\n"
    for note in report.shares_notes:
        yield f'<p class="quiet">{escape(note)}</p>\n'


def _share_bar(share: Share) -> str:
    return f'<i class="{_CHIPS[share.moscow]}" style="width:{(share.part or 0) * 100:.2f}%"></i>'


def _top(report: Report) -> Iterator[str]:
    yield f"<h2>{escape(report.top_title)}</h2>\n<ol>\n"
    for line in report.top:
        reasons = "".join(map(_reason, line.reasons)) or f'<p class="quiet">{escape(report.no_reason)}</p>'
        yield (
            f'<li><b>{escape(line.rank)}</b><div><strong>{escape(line.title)}</strong> <span class="quiet">{_key(line)}'
            f"</span> {_chip(line.moscow, line.category)}{reasons}</div>"
            f'<div class="b r">{escape(line.score or line.lacks)}{_bar(line)}</div></li>\n'
        )
    yield "</ol>\n"


def _reason(reason: tuple[str, str]) -> str:
    label, text = reason
    name = f'<span class="quiet">{escape(label)}: </span>' if label else ""
    return f'<p class="reason">{name}{escape(text)}</p>'


def _table(header: Iterable[str], right: tuple[int, ...]) -> str:
    cells = (
        f'<th scope="col"{" class=r" if place in right else ""}>{escape(text)}</th>'
        for place, text in enumerate(header)
    )
    return f"<table><thead><tr>{''.join(cells)}</tr></thead><tbody>\n"


def _row(line: Line) -> str:
    numbers = "".join(f'<td class="r">{escape(text)}</td>' for text in line.cells)
    score = escape(line.score) or f'<span class="quiet">{escape(line.lacks)}</span>'
    return (
        f'<tr><td class="r">{escape(line.rank)}</td>{_key_cell(line)}'
        f'<td class="t">{escape(line.title)}</td>{numbers}'
        f'<td class="r b">{score}{_bar(line)}</td><td>{_chip(line.moscow, line.category)}</td></tr>\n'
    )


def _unranked(line: Line) -> str:
    return (
        f'<tr>{_key_cell(line)}<td class="t">{escape(line.title)}</td>'
        f'<td class="quiet">{escape(line.lacks)}</td><td>{_chip(line.moscow, line.category)}</td></tr>\n'
    )


def _bar(line: Line) -> str:
    return f'<i style="width:{line.bar * 100:.1f}%"></i>' if line.score else ""


def _key_cell(line: Line) -> str:
    return f'<td class="{"k l" if len(line.key) > _LONG_KEY else "k"}">{_key(line)}</td>'


def _key(line: Line) -> str:
    if line.link is None:
        return escape(line.key)
    return f'<a rel="noreferrer" href="{escape(line.link)}">{escape(line.key)}</a>'


def _chip(moscow: Moscow | None, label: str) -> str:
    return f'<span class="chip {_CHIPS[moscow]}">{escape(label)}</span>' if label else ""
