"""Where an item stands in its tracker: web addresses, http and https only."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, urlsplit

from pmdesk.domain.messages import UserError, message
from pmdesk.domain.records import Item, Settings

_HOST = re.compile(r"[^\W_](?:[\w.-]*[^\W_])?\.?(?::\d{1,5})?|\[[0-9a-fA-F:.]+\](?::\d{1,5})?")
_CLOUD = ".atlassian.net"


def link_of(item: Item, settings: Settings) -> str | None:
    """The address of an item's page in its tracker; None where the item or its tracker's address is not known."""
    if not (item.from_tracker and item.key):
        return None
    base = _site(item.site, settings) if item.site else _split(settings.tracker_url)
    return f"{_text(base)}/browse/{quote(item.key, safe='')}" if base else None


def check_address(text: str) -> str:
    """A typed address of the tracker as it is stored, without what follows the site itself; empty for none.

    Raises UserError where it is no http or https address.
    """
    if not text.strip():
        return ""
    base = _split(text.strip())
    if base is None:
        raise UserError(message("The tracker’s address begins with https:// or http://, like https://shop.example."))
    return _text(base)


def _site(site: str, settings: Settings) -> SplitResult | None:
    """The address of an item's own site; a file may name the host alone."""
    given = _split(settings.tracker_url)
    if given is not None and given.netloc.casefold() == site.casefold():
        return given  # it knows the scheme, and the path that a tracker on a server may have
    return _split(site if "://" in site else f"https://{site}")


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    fit = parts.scheme in ("http", "https") and _HOST.fullmatch(parts.netloc)
    return parts if fit and address.isprintable() and " " not in address else None


def _text(base: SplitResult) -> str:
    """The address with the path that leads to the tracker, but not that of a page in it."""
    path = "" if base.netloc.endswith(_CLOUD) else re.split(r"/(?:browse|projects|secure|issues)\b", base.path)[0]
    return f"{base.scheme}://{base.netloc}{path.rstrip('/')}"
