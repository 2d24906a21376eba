"""Jira's HTML exports."""

from __future__ import annotations

import pytest

from pmdesk.domain.messages import UserError
from pmdesk.domain.numbers import NumberStyle
from pmdesk.sheets.reading.html_file import BESIDE, open_html
from pmdesk.sheets.reading.text import Text

STYLE = r'table { mso-displayed-decimal-separator:"\,"; mso-displayed-thousand-separator:"\."; }'
LOZENGE = '<span class="aui-lozenge jira-issue-status-lozenge-{} aui-lozenge-subtle">{}</span>'


def read(*columns, row='id="issuerow7" rel="7" data-issuekey="A-1"', style=STYLE):
    """The only row of a table with these columns (id, header, cell markup), and the head."""
    headings = "".join(f'<th data-id="{name}">{header}</th>' for name, header, _ in columns)
    cells = "".join(f'<td class="{name}">{markup}</td>' for name, _, markup in columns)
    page = (
        f"<html><style>{style}</style><table><tr><td>Title</td></tr></table>"
        f'<table id="issuetable"><thead><tr>{headings}</tr></thead><tbody><tr {row}>{cells}</tr></tbody></table>'
        "<table><tr><td>Generated at</td></tr></table></html>"
    )
    head, rows = open_html("x.html", Text(page))
    (only,) = rows
    return head, only


def cell(markup, name="description"):
    return read((name, "Header", markup))[1].cells[0]


def test_ids_headers_and_what_stands_beside_them():
    head, row = read(
        ("summary", "Zusammenfassung", "Title"),
        ("issuekey", "Schlüssel", '<a data-issue-key="A-1" href="https://jira.example.com/browse/A-1">A-1</a>'),
        ("status", "Status", LOZENGE.format("indeterminate", "In Arbeit")),
    )
    assert head.header == ("Zusammenfassung", "Schlüssel", "Status", *BESIDE)
    assert head.column_ids == ("summary", "issuekey", "status", *BESIDE)
    assert head.style == NumberStyle(",", ".")
    assert row.cells == ("Title", "A-1", "In Arbeit", "7", "indeterminate", "", "jira.example.com")
    assert row.number == 2


def test_a_parent_is_no_part_of_the_title():
    markup = '<p><span class="parentIssue">A-9</span>\n   Own title\n</p>'
    _, row = read(("summary", "Summary", markup))
    assert row.cells[0] == "Own title"
    assert row.cells[1 + BESIDE.index("@parentkey")] == "A-9"


def test_a_link_to_another_issue_is_no_part_of_the_title():
    link = '<a data-issue-key="{}" href="#">{}</a>'
    markup = f"{link.format('A-9', 'Parent')} / {link.format('A-1', 'Own title')}"
    assert cell(markup, "summary") == "/ Own title"


@pytest.mark.parametrize(("name", "text"), [("resolution", ""), ("assignee", ""), ("description", "Nobody")])
def test_emphasis_stands_for_nothing_in_some_columns(name, text):
    assert cell(" <em>Nobody</em>\n", name) == text


def test_an_assignee_who_is_emphasised_beside_text_stays():
    assert cell("<em>Dr.</em> Who", "assignee") == "Dr. Who"


@pytest.mark.parametrize(
    ("classes", "category"),
    [("new", "new"), ("done", "done"), ("yellow", "indeterminate"), ("green", "done"), ("max-width-medium", "")],
)
def test_the_category_is_read_from_classes(classes, category):
    _, row = read(("statusCategory", "Category", LOZENGE.format(classes, "Whatever")))
    assert row.cells[1 + BESIDE.index("@category")] == category


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("  One<br>\n  two<br>\n<br>\nthree\n  ", "One\n  two\n\nthree"),
        ("\n   A-1,                  A-2\n", "A-1, A-2"),
        ("a  b", "a  b"),
        ("<p>One</p>\n<p>two</p>", "One\ntwo"),
        ("<ul><li>One</li><li><b>two</b> three</li></ul>", "One\ntwo three"),
        ("x<script>alert(1)</script>y<!-- no -->z", "xyz"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("", ""),
    ],
)
def test_text_is_what_people_see(markup, text):
    assert cell(markup) == text


def test_tooltips_are_no_part_of_a_header():
    tooltip = '<span><div role="tooltip"><p>Will soon be replaced.</p></div></span>\n  Epic Link'
    head, _ = read(("customfield_1", tooltip, "x"))
    assert head.header[0] == "Epic Link"


def test_cells_find_their_header_by_class_where_some_are_missing():
    page = (
        '<table id="issuetable"><tr><th data-id="summary">S</th><th data-id="status">T</th></tr>'
        '<tr data-issuekey="A-1"><td class="status">Open</td></tr></table>'
    )
    _, rows = open_html("x.html", Text(page))
    (row,) = rows
    assert row.cells[:2] == ("", "Open")
    assert str(row.problem) == "Row 2 of “x.html” has 1 cells where the header has 2."


@pytest.mark.parametrize("declared", ["", 'mso-displayed-decimal-separator:"."; mso-displayed-thousand-separator:".";'])
def test_separators_that_tell_nothing(declared):
    assert read(("summary", "S", "x"), style=declared)[0].style is None


@pytest.mark.parametrize("page", ["<html></html>", "<p>Hello", "<table id='issuetable'></table>", "<!-- -->"])
def test_a_page_without_issues_is_refused(page):
    with pytest.raises(UserError, match="“x.html” is a page without a table of issues"):
        open_html("x.html", Text(page))


def test_a_page_that_ends_in_its_table_is_told():
    row = '<tr data-issuekey="A-{0}"><td class="issuekey">A-{0}</td></tr>'
    page = f'<table id="issuetable"><tr><th data-id="issuekey">Key</th></tr>{row.format(1)}{row.format(2)}'
    head, rows = open_html("x.html", Text(page))
    assert [one.cells[0] for one in rows] == ["A-1", "A-2"]
    assert [str(said) for said in head.notes] == [
        "“x.html” ends within its table: it was only partly copied, and issues are missing."
    ]
    assert open_html("x.html", Text(page + "</TABLE>"))[0].notes == ()
