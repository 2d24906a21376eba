"""What is copied for the tracker and for slides, mail and wiki pages."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmdesk.services.sharing import Jql, as_html_table, as_jql
from tests.makers import make_item, tracker_item


class TestJql:
    """The query finds the tracker's items."""

    def test_keys_stand_in_their_order(self) -> None:
        items = [tracker_item(2, key="B-2"), tracker_item(1, key="A-1")]
        assert as_jql(iter(items)) == Jql("key in (B-2, A-1)", 2, 0)

    def test_what_the_tracker_does_not_know_is_left_out(self) -> None:
        items = [make_item(1, key="PM-1"), tracker_item(2, key="A-2"), tracker_item(3, key=""), make_item(4)]
        assert as_jql(items) == Jql("key in (A-2)", 1, 3)

    @pytest.mark.parametrize("items", [[], [make_item(1)]])
    def test_without_any_there_is_no_query(self, items: list) -> None:
        assert as_jql(items) == Jql("", 0, len(items))

    def test_a_key_stands_once(self) -> None:
        items = [tracker_item(1, key="A-1", site="https://a.example"), tracker_item(2, key="A-1")]
        assert as_jql(items) == Jql("key in (A-1)", 1, 0)

    @pytest.mark.parametrize(
        ("key", "written"),
        [
            ("PROJ_X2-123", "PROJ_X2-123"),
            ("AND-5", "AND-5"),
            ("123", '"123"'),
            ("order", '"order"'),
            ("Ä-1", '"Ä-1"'),
            ("A 1", '"A 1"'),
            ('A-1") or (project = "B', r'"A-1\") or (project = \"B"'),
            ("A\\", r'"A\\"'),
            ("A-1\n", r'"A-1\n"'),
        ],
    )
    def test_what_is_no_plain_key_is_quoted(self, key: str, written: str) -> None:
        assert as_jql([tracker_item(1, key=key)]).text == f"key in ({written})"


class Cells(HTMLParser):
    """Reads a table as a browser does: the tags, and the texts and styles of the cells."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.rows: list[list[str]] = []
        self.styles: list[list[str]] = []
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag == "tr":
            self.rows.append([])
            self.styles.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self.styles[-1].append(dict(attrs)["style"])
        elif tag == "br":
            self.rows[-1][-1] += "\n"

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1] and data.strip("\n"):
            self.rows[-1][-1] += data


class TestHtmlTable:
    """One table, in which texts are texts."""

    def test_it_has_a_header_and_rows(self) -> None:
        html = as_html_table(["#", "Title"], [["1", "Pay"], ["2", "Ship"]], {0})
        assert Cells(html).rows == [["#", "Title"], ["1", "Pay"], ["2", "Ship"]]
        assert html.count("<table") == html.count("<thead>") == html.count("<tbody>") == 1
        assert len(re.findall("<th ", html)) == 2

    def test_numbers_stand_at_the_right(self) -> None:
        for row in Cells(as_html_table(["#", "Title"], [["1", "Pay"]], {0})).styles:
            assert "text-align:right" in row[0]
            assert "text-align:left" in row[1]

    def test_nothing_is_markup(self) -> None:
        texts = ["<script>alert(1)</script>", '"><img src=x onerror=y>', "a & b &amp; c", "'"]
        cells = Cells(as_html_table(texts, [texts]))
        assert cells.rows == [texts, texts]
        assert cells.tags == {"meta", "table", "thead", "tbody", "tr", "th", "td"}
        assert cells.attributes == {"charset", "style"}

    @pytest.mark.parametrize("text", ["=1+1", "@here", "+1", "-1 day", "1-2", "007"])
    def test_a_text_is_no_formula_and_no_number(self, text: str) -> None:
        cells = Cells(as_html_table(["Title"], [[text]]))
        assert cells.rows[1] == [text]
        assert r"mso-number-format:'\@'" in cells.styles[1][0]

    def test_a_formula_among_numbers_is_a_text(self) -> None:
        number, formula = Cells(as_html_table(["#", "#"], [["1", "=1+1"]], {0, 1})).styles[1]
        assert "mso-number-format" not in number
        assert r"mso-number-format:'\@'" in formula

    def test_lines_stay_in_their_cell(self) -> None:
        html = as_html_table(["Why"], [["one\r\ntwo\nthree"]])
        assert Cells(html).rows[1] == ["one\ntwo\nthree"]
        assert html.count("mso-data-placement:same-cell") == 2

    @given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=9), min_size=1, max_size=3))
    def test_any_text_comes_back(self, texts: list[str]) -> None:
        assert Cells(as_html_table(texts, [texts])).rows == [texts, texts]
