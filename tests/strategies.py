"""Strategies for hypothesis: numbers, styles, items and settings as people and trackers have them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from hypothesis import strategies as st

from pmdesk.domain.numbers import COMMA_DECIMAL, DOT_DECIMAL, NumberStyle
from pmdesk.domain.records import (
    Baseline,
    BaselineReason,
    EffortUnit,
    ImportedValues,
    Item,
    LastImport,
    Level,
    Moscow,
    ReachPeriod,
    Settings,
    StatusCategory,
)

NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"
STYLES = (
    DOT_DECIMAL,
    COMMA_DECIMAL,
    NumberStyle(",", NARROW_SPACE),
    NumberStyle(",", "\N{NO-BREAK SPACE}"),
    NumberStyle(".", "'"),
    NumberStyle(".", "’"),
    NumberStyle(",", ""),
)

styles = st.sampled_from(STYLES)
words = st.text(max_size=12)
lists_of_words = st.lists(words, max_size=3).map(tuple)
minutes = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)).map(
    lambda time: time.replace(second=0, microsecond=0)
)
days = st.dates(date(1990, 1, 1), date(2090, 1, 1))
extras = st.dictionaries(words, words | lists_of_words, max_size=3)


def _mostly(few: list[float], any_number: st.SearchStrategy[float]) -> st.SearchStrategy[float | None]:
    """Mostly one of a few numbers, so that many scores are equal; sometimes none, sometimes any."""
    return st.one_of(st.sampled_from(few), st.sampled_from([*few, None]), st.sampled_from(few), any_number)


reaches = _mostly([0.0, 1.0, 2.0, 4.0, 9000.0], st.floats(1e-6, 1e9))
impacts = _mostly([0.5, 1.0, 2.0], st.floats(0.01, 100))
confidences = _mostly([0.0, 0.5, 1.0], st.floats(1e-6, 1))
efforts = _mostly([0.5, 1.0, 2.0], st.floats(0.01, 1000))
moscows = st.none() | st.sampled_from(Moscow)


def factors() -> dict[str, st.SearchStrategy[Any]]:
    """The fields that a user scores, few values so that ties are common."""
    return {
        "reach": reaches,
        "impact": impacts,
        "confidence": confidences,
        "effort": efforts,
        "moscow": moscows,
    }


def standing() -> dict[str, st.SearchStrategy[Any]]:
    """The fields that decide in which group and place an item stands."""
    return {
        "key": st.sampled_from(["SHOP-9", "SHOP-10", "shop-9", "A1B2", "A1B10", "ÄRGER-3", "", "7"]),
        "level": st.sampled_from([Level.STANDARD, Level.STANDARD, Level.EPIC, Level.SUBTASK]),
        "status_category": st.sampled_from(StatusCategory),
        "resolution": st.sampled_from(["", "", "", "Done"]),
        "archived": st.sampled_from([False, False, True]),
        "closed_by_user": st.sampled_from([None, None, False, True]),
        "tracker_order": st.sampled_from(["", "00000002", "00000002.00000001", "0|i00007:", "0|i0000f:"]),
        "site": st.sampled_from(["", "https://a.example"]),
        "issue_id": st.sampled_from(["", "10007"]),
    }


def listed_items(ids: st.SearchStrategy[int] = st.integers(1, 30)) -> st.SearchStrategy[Item]:
    """Items as the ranked list meets them."""
    return st.builds(Item, id=ids, **standing(), **factors())


full_items = st.builds(
    Item,
    id=st.integers(1, 10**9),
    title=words,
    former_keys=lists_of_words,
    description=words,
    type=words,
    status=words,
    priority=words,
    assignee=words,
    team=words,
    components=lists_of_words,
    sprint=words,
    labels=lists_of_words,
    created=st.none() | minutes,
    updated=st.none() | minutes,
    due=st.none() | days,
    parent=words,
    source_file=words,
    source_row=st.integers(0, 10**6),
    goal=words,
    quarter=words,
    extra=extras,
    rationale=words,
    rationale_reach=words,
    rationale_impact=words,
    rationale_confidence=words,
    rationale_effort=words,
    **standing(),
    **factors(),
)

full_settings = st.builds(
    Settings,
    name=words,
    vision=words,
    reach_period=st.sampled_from(ReachPeriod),
    effort_unit=st.sampled_from(EffortUnit),
    ranked_level=st.sampled_from(Level),
    key_prefix=words,
    impact_meaning=st.dictionaries(words, words, max_size=3),
    capacity=st.none() | st.floats(0.01, 1000),
    tracker_url=words,
    ranked_types=lists_of_words,
)

full_imported_values = st.builds(
    ImportedValues,
    id=st.integers(1, 10**9),
    title=st.none() | words,
    description=st.none() | words,
    labels=st.none() | lists_of_words,
)

full_baselines = st.builds(
    Baseline,
    time=words,
    reason=st.sampled_from(BaselineReason),
    last_item_id=st.integers(0, 10**9),
    orders=st.dictionaries(words, st.lists(st.integers(1, 10**9), max_size=5).map(tuple), max_size=3),
)

ids = st.lists(st.integers(1, 10**9), max_size=5).map(tuple)
full_last_imports = st.builds(LastImport, time=words, files=lists_of_words, created=ids, changed=ids, gone=ids)

records = st.one_of(full_items, full_settings, full_imported_values, full_baselines, full_last_imports)
