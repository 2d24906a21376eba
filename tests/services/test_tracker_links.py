"""Links to the tracker: http and https, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pmdesk.domain.messages import UserError
from pmdesk.domain.records import Settings
from pmdesk.services import editing
from pmdesk.services.tracker_links import check_address, link_of
from pmdesk.services.workspace import Workspace
from tests.makers import make_item, tracker_item


@pytest.mark.parametrize(
    ("site", "tracker", "link"),
    [
        ("shop.atlassian.net", "", "https://shop.atlassian.net/browse/SHOP-1"),
        ("https://shop.example", "", "https://shop.example/browse/SHOP-1"),
        ("jira.example:8080", "http://jira.example:8080/jira", "http://jira.example:8080/jira/browse/SHOP-1"),
        ("other.example", "http://jira.example/jira", "https://other.example/browse/SHOP-1"),
        ("", "http://jira.example/jira/", "http://jira.example/jira/browse/SHOP-1"),
        ("", "", None),
        ("[::1]:80", "", "https://[::1]:80/browse/SHOP-1"),
        ("jira", "", "https://jira/browse/SHOP-1"),
        ("javascript:alert(1)", "", None),
        ("javascript://shop.example/%0aalert(1)", "", None),
        ("file:///etc", "", None),
        ("", "file:///etc", None),
        ("", "ftp://shop.example", None),
        ("bank.example@evil.example", "", None),
        ("https://a:b@evil.example", "", None),
        ("shop.example\\evil", "", None),
        ("shop example", "", None),
        ("https://[", "", None),
        ("shop.example:port", "", None),
        ("-", "", None),
    ],
)
def test_where_an_item_stands(site: str, tracker: str, link: str | None) -> None:
    assert link_of(tracker_item(site=site), Settings(tracker_url=tracker)) == link


def test_the_key_cannot_lead_elsewhere() -> None:
    item = tracker_item(key="../x?y#ü", site="shop.example")
    assert link_of(item, Settings()) == "https://shop.example/browse/..%2Fx%3Fy%23%C3%BC"


def test_an_item_of_pmdesk_stands_in_no_tracker() -> None:
    assert link_of(make_item(), Settings(tracker_url="https://shop.example")) is None
    assert link_of(tracker_item(key=""), Settings(tracker_url="https://shop.example")) is None


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""),
        ("  ", ""),
        (" https://shop.example/ ", "https://shop.example"),
        ("http://jira.example/jira/browse/SHOP-1", "http://jira.example/jira"),
        ("https://shop.atlassian.net/jira/software/projects/SHOP/boards/1?x=1#y", "https://shop.atlassian.net"),
    ],
)
def test_an_address_is_stored_without_what_follows_the_site(workspace: Workspace, typed: str, stored: str) -> None:
    assert check_address(typed) == stored
    workspace.apply(editing.change_settings(workspace, replace(workspace.settings, tracker_url=typed)))
    assert workspace.settings.tracker_url == stored


@pytest.mark.parametrize(
    "typed", ["shop.example", "ftp://shop.example", "javascript:alert(1)", "https://", "https://a b"]
)
def test_another_address_is_refused(workspace: Workspace, typed: str) -> None:
    with pytest.raises(UserError, match="begins with https:// or http://"):
        editing.change_settings(workspace, replace(workspace.settings, tracker_url=typed))
