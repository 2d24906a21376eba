"""Numbers as people type and read them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmdesk.domain.messages import UserError
from pmdesk.domain.numbers import (
    COMMA_DECIMAL,
    DOT_DECIMAL,
    NumberStyle,
    edit_number,
    format_number,
    format_score,
    parse_number,
    plain_number,
    significant,
)
from tests.strategies import NARROW_SPACE, STYLES, styles

FRENCH = NumberStyle(",", NARROW_SPACE)
SWISS = NumberStyle(".", "'")
numbers = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("9000", 9000),
        ("9,000", 9000),
        (" 9,000 ", 9000),
        ("1,234,567.5", 1234567.5),
        ("9k", 9000),
        ("9 K", 9000),
        ("1.2M", 1_200_000),
        ("0.5", 0.5),
        (".5", 0.5),
        ("5.", 5),
        ("-3", -3),
        ("+3", 3),
        ("−3", -3),
        ("1.0E7", 1e7),
        ("1e-3", 0.001),
        ("1'234", 1234),
        ("007", 7),
        ("-0", 0),
    ],
)
def test_dot_decimal_reads(text: str, number: float) -> None:
    read = parse_number(text)
    assert read == number
    assert math.copysign(1, read) == math.copysign(1, number)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "0,5", "9,00", "1234,567", "1234,567,890",
        "9,0000", "1,2345", "90,00,000", "1,234'567", "1 234", "1.2.3", "1,234.5.6", "1,,234",
        ",123", "1,", "k", "9kk", "9G", "e5", "5e", "--5", "abc", "1_000", "0x10", "nan", "inf", "Infinity", "8%",
    ],
)  # fmt: skip
def test_dot_decimal_refuses(text: str) -> None:
    with pytest.raises(UserError, match="is not a number here"):
        parse_number(text)


@pytest.mark.parametrize("text", ["1e999", "9" * 400, "1e307M"])
def test_numbers_without_end_are_refused(text: str) -> None:
    with pytest.raises(UserError, match="too large"):
        parse_number(text)


@pytest.mark.parametrize(
    ("text", "style", "number"),
    [
        ("0,5", COMMA_DECIMAL, 0.5),
        ("9.000", COMMA_DECIMAL, 9000),
        ("1.234.567,5", COMMA_DECIMAL, 1234567.5),
        ("1,2M", COMMA_DECIMAL, 1_200_000),
        (f"1{NARROW_SPACE}200", FRENCH, 1200),
        ("1 200", FRENCH, 1200),
        ("1\N{NO-BREAK SPACE}200,5", FRENCH, 1200.5),
        ("1'200.5", SWISS, 1200.5),
        ("1’200.5", SWISS, 1200.5),
    ],
)
def test_other_styles_read(text: str, style: NumberStyle, number: float) -> None:
    assert parse_number(text, style) == number


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("0.5", COMMA_DECIMAL),
        ("9.00", COMMA_DECIMAL),
        ("1.5", FRENCH),
        (f"1{NARROW_SPACE}20", FRENCH),
        (f"1 200{NARROW_SPACE}300", FRENCH),
        ("1'20", SWISS),
        ("0,5", SWISS),
    ],
)
def test_other_styles_refuse(text: str, style: NumberStyle) -> None:
    with pytest.raises(UserError):
        parse_number(text, style)


@pytest.mark.parametrize("style", STYLES)
def test_a_refusal_shows_an_example_that_the_same_style_reads(style: NumberStyle) -> None:
    with pytest.raises(UserError) as refused:
        parse_number("many", style)
    assert parse_number(str(refused.value.message.values["example"]), style) == 1234.5


@given(numbers, styles)
def test_what_an_editor_shows_reads_back_to_the_same_number(number: float, style: NumberStyle) -> None:
    assert parse_number(edit_number(number, style), style) == number


@given(numbers)
def test_plain_numbers_are_dot_decimal_without_groups(number: float) -> None:
    assert float(plain_number(number)) == number
    assert "," not in plain_number(number)


@given(st.integers(-(10**14), 10**14), styles)
def test_formatted_whole_numbers_read_back(number: int, style: NumberStyle) -> None:
    assert parse_number(format_number(number, style), style) == number


@given(st.floats(-1e8, 1e8), styles)
def test_formatted_numbers_read_back_to_six_decimals(number: float, style: NumberStyle) -> None:
    assert parse_number(format_number(number, style), style) == pytest.approx(round(number, 6), abs=1e-9)


@given(st.integers(0, 999), st.integers(0, 99_999), styles)
def test_a_group_of_other_than_three_digits_is_refused(head: int, tail: int, style: NumberStyle) -> None:
    group = style.group or "."
    text = f"{head}{group}{tail}"
    if len(str(tail)) == 3 and style.group:
        assert parse_number(text, style) == head * 1000 + tail
    else:
        with pytest.raises(UserError):
            parse_number(text, style)


@pytest.mark.parametrize(
    ("number", "style", "text"),
    [
        (9000, DOT_DECIMAL, "9,000"),
        (0.1 + 0.2, DOT_DECIMAL, "0.3"),
        (1234567.5, COMMA_DECIMAL, "1.234.567,5"),
        (1234.5, FRENCH, f"1{NARROW_SPACE}234,5"),
        (1234.5, SWISS, "1'234.5"),
        (-0.0000001, DOT_DECIMAL, "0"),
        (-1234, DOT_DECIMAL, "-1,234"),
        (2.5e20, COMMA_DECIMAL, "2,5e+20"),
    ],
)
def test_numbers_are_formatted_in_their_style(number: float, style: NumberStyle, text: str) -> None:
    assert format_number(number, style) == text


@pytest.mark.parametrize(
    ("score", "text"),
    [
        (0, "0"), (1387, "1,387"), (1387.4, "1,387"), (12.5, "12.5"), (12.54, "12.5"), (999.6, "1,000"),
        (99.96, "100"),
        (0.00125, "0.00125"), (0.0012549, "0.00125"), (123456, "123,456"), (2 / 3, "0.667"),
    ],
)  # fmt: skip
def test_scores_show_three_significant_digits(score: float, text: str) -> None:
    assert format_score(score) == text


@given(st.floats(1e-9, 1e14))
def test_a_shown_score_is_within_half_a_percent(score: float) -> None:
    assert parse_number(format_score(score)) == pytest.approx(score, rel=0.0051)


@pytest.mark.parametrize(
    ("number", "rounded"),
    [(1234567890.04, 1234567890.0), (0.12345678904, 0.123456789), (1 / 3, 0.3333333333), (0, 0)],
)
def test_ten_significant_digits(number: float, rounded: float) -> None:
    assert significant(number, 10) == rounded
