"""What is said to people: templates that files cannot break."""

from __future__ import annotations

import pytest

from pmdesk.domain.messages import UserError, message


def test_values_fill_the_template() -> None:
    assert str(message("{count} items in {name}", count=3, name="Shop")) == "3 items in Shop"


def test_a_value_is_only_ever_inserted() -> None:
    assert str(message("Title: {title}", title="{count} {0} %s")) == "Title: {count} {0} %s"


@pytest.mark.parametrize(("count", "said"), [(0, "0 items"), (1, "one item"), (2, "2 items")])
def test_one_has_its_own_wording(count: int, said: str) -> None:
    assert str(message("{count} items", one="one item", count=count)) == said


def test_an_error_says_its_message() -> None:
    fault = UserError(message("No {thing}.", thing="file"))
    assert str(fault) == "No file."
    assert fault.message.values == {"thing": "file"}
