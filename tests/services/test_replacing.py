"""Find and replace in titles and labels."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmdesk.services.replacing import ReplacePlan, Wanted, plan_replacing
from pmdesk.services.workspace import Workspace
from tests.makers import make_item, put, tracker_item


def titles(plan: ReplacePlan) -> list[str]:
    return [one.new for one in plan.found if one.name == "title"]


def of_titles(wanted: Wanted, *texts: str) -> ReplacePlan:
    return plan_replacing([make_item(number, title=text) for number, text in enumerate(texts, 1)], wanted)


class TestFinding:
    """What counts as found."""

    def test_capitals_count_only_when_asked(self) -> None:
        assert titles(of_titles(Wanted("PAY", "Bill"), "Pay by card", "Repay")) == ["Bill by card", "ReBill"]
        assert titles(of_titles(Wanted("pay", "bill", match_case=True), "Pay by card", "Repay")) == ["Rebill"]

    def test_whole_words(self) -> None:
        plan = of_titles(Wanted("pay", "bill", whole_words=True), "Pay now", "Repay", "pay_in", "pre-pay")
        assert titles(plan) == ["bill now", "pre-bill"]

    def test_a_word_may_end_in_signs(self) -> None:
        plan = of_titles(Wanted("C++", "Rust", whole_words=True), "Port C++", "(C++)", "xC++", "C++x")
        assert titles(plan) == ["Port Rust", "(Rust)"]

    @pytest.mark.parametrize("find", [".", "a|b", "(", "\\d", "[x]", "^", "*"])
    def test_it_is_plain_text(self, find: str) -> None:
        plan = of_titles(Wanted(find, "\\1\\g<0>"), f"x {find} y", "abcd 1")
        assert titles(plan) == ["x \\1\\g<0> y"]

    @pytest.mark.parametrize("wanted", [Wanted(), Wanted("", "x"), Wanted("Item", "x", titles=False, labels=False)])
    def test_nothing_is_looked_for(self, wanted: Wanted) -> None:
        plan = plan_replacing([make_item(labels=("Item",))], wanted)
        assert (plan.found, plan.matches, plan.change().edits) == ((), 0, ())

    def test_matches_are_counted(self) -> None:
        plan = of_titles(Wanted("a", "b"), "a banana", "b", "a")
        assert (plan.matches, plan.replaced, len(plan.found)) == (5, 5, 2)

    def test_what_stays_the_same_is_found_but_not_replaced(self) -> None:
        plan = of_titles(Wanted("pay", "Pay"), "Pay now", "pay now")
        assert (plan.matches, plan.replaced, titles(plan)) == (2, 1, ["Pay now"])

    @given(st.text(alphabet="aAbB .*", max_size=12), st.text(alphabet="aAbB .*", min_size=1, max_size=3))
    def test_all_of_it_goes(self, text: str, find: str) -> None:
        title = " ".join(f"x{text}x".split())
        for one in of_titles(Wanted(find, "-", match_case=True), title).found:
            assert one.new == " ".join(title.replace(find, "-").split())
            assert one.new != title


class TestReplacing:
    """What stands there afterwards."""

    def test_titles_and_labels_are_chosen_apart(self) -> None:
        item = make_item(1, title="Pay", labels=("pay", "now"))
        (title,) = plan_replacing([item], Wanted("pay", "bill", labels=False)).change().edits
        (labels,) = plan_replacing([item], Wanted("pay", "bill", titles=False)).change().edits
        (both,) = plan_replacing([item], Wanted("pay", "bill")).change().edits
        assert title.after == replace(item, title="bill")
        assert labels.after == replace(item, labels=("bill", "now"))
        assert both.after == replace(item, title="bill", labels=("bill", "now"))

    def test_labels_stand_once_and_empty_ones_go(self) -> None:
        item = make_item(1, labels=("web", "mobile", "mob"))
        assert plan_replacing([item], Wanted("mobile", "web")).found[0].value == ("web", "mob")
        assert plan_replacing([item], Wanted("mobile", "")).found[0].value == ("web", "mob")
        assert plan_replacing([item], Wanted("mob", "b", whole_words=True)).found[0].new == "web, mobile, b"

    def test_a_comma_parts_labels_but_not_those_that_stay(self) -> None:
        item = make_item(1, labels=("a,b", "mobile"))
        assert plan_replacing([item], Wanted("mobile", "ios, android")).found[0].value == ("a,b", "ios", "android")

    def test_spaces_left_over_in_a_title_close_up(self) -> None:
        assert titles(of_titles(Wanted("old", ""), "An old shop")) == ["An shop"]

    def test_a_title_is_never_emptied(self) -> None:
        plan = of_titles(Wanted("pay", " "), "Pay", "Pay now")
        assert [str(one.reason) for one in plan.found if one.reason] == ["An item needs a title."]
        assert (plan.matches, plan.replaced) == (2, 1)
        (one,) = plan.change().edits
        assert one.after == make_item(2, title="now")

    def test_an_item_of_the_tracker_may_be_changed(self) -> None:
        (one,) = plan_replacing([tracker_item(1)], Wanted("item", "Epic")).change().edits
        assert one.after == tracker_item(1, title="Epic 1")

    def test_it_is_one_undo_step(self, workspace: Workspace) -> None:
        items = [make_item(1, title="Pay"), make_item(2, title="x", labels=("pay",)), make_item(3, title="x")]
        put(workspace, *items)
        workspace.apply(plan_replacing(workspace.items.values(), Wanted("pay", "bill")).change())
        assert str(workspace.undo_label) == "Replace “pay” in 2 items"
        workspace.undo()
        assert list(workspace.items.values()) == items

    def test_one_item_is_named(self) -> None:
        assert str(of_titles(Wanted("x" * 90, "y"), "x" * 90).change().label) == f"Replace “{'x' * 40}” in SHOP-1"


def test_a_large_backlog_is_searched_while_nobody_notices() -> None:
    items = [
        make_item(number, title=f"Title {number} of some length", labels=("web", "q3")) for number in range(20_000)
    ]
    started = time.process_time()
    assert plan_replacing(items, Wanted("title 1999", "x")).matches == 11
    assert time.process_time() - started < 0.3
