"""Mappings of imported files: proposed, checked, saved by name in the backlog, and passed on as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pmdesk.domain.mapping import EXTRA, IGNORED, FileMapping, FileProposal, shape_of
from pmdesk.domain.messages import Message, UserError, message
from pmdesk.domain.records import Settings
from pmdesk.domain.scales import EFFORT_UNITS
from pmdesk.domain.uses import Use, use_named, uses_for
from pmdesk.services.backlog_id import known_backlog_id
from pmdesk.services.mapping_json import (
    LONGEST_NAME,
    NoMapping,
    from_plain,
    mapping_from_json,
    mapping_to_json,
    plain_mapping,
)
from pmdesk.services.workspace import Workspace

if TYPE_CHECKING:
    from pmdesk.sheets.rows import RawTable, TableImport

KEY = "import_mappings"
_MOST_BYTES = 1 << 22
_HEADERS_SHOWN = 5


def propose(workspace: Workspace, raw: RawTable) -> FileProposal:
    """What a file seems to be; a saved mapping of its shape is applied. Raises UserError where it is no backlog."""
    from pmdesk.sheets import dialects

    saved = saved_mappings(workspace)
    return dialects.propose(raw, saved, workspace.settings, backlog_id=known_backlog_id(workspace))


def propose_with(workspace: Workspace, raw: RawTable, mapping: FileMapping) -> FileProposal:
    """The proposal with one mapping laid over it, whatever the file's shape. Raises UserError as `propose` does."""
    from pmdesk.sheets import dialects

    known = known_backlog_id(workspace)
    return dialects.propose(raw, [mapping], workspace.settings, whatever_shape=True, backlog_id=known)


def columns_in_no_file(mapping: FileMapping, proposals: Iterable[FileProposal]) -> tuple[Message, ...]:
    """What to say where a mapping is to use columns that none of the files has."""
    headers = shape_of(column.header for one in proposals for column in one.columns)
    used = [column.header for column in mapping.columns if column.use not in (EXTRA, IGNORED)]
    strangers = [header for header in used if shape_of([header]).isdisjoint(headers)]
    if not strangers:
        return ()
    names = ", ".join(f"“{header}”" for header in strangers[:_HEADERS_SHOWN])
    return (message("The mapping names columns that are in no file: {headers}.", headers=names),)


def interpret(raw: RawTable, mapping: FileMapping) -> TableImport:
    """The issues in a file by exactly this mapping. Raises UserError where it maps neither a title nor a key."""
    from pmdesk.sheets import dialects

    return dialects.read_import(raw, mapping)


def problems(mapping: FileMapping, settings: Settings) -> list[Message]:
    """What keeps a mapping from being used.

    No title and no key, two columns for what only one can be, or an effort in another unit without a factor.
    """
    uses = Counter(column.use for column in mapping.columns)
    found = []
    if not uses["title"] and not uses["key"]:
        found.append(_without_title(mapping))
    for name, count in uses.items():
        use = use_named(name)
        if use is not None and not use.several and count > 1:
            found.append(message("{count} columns are used as {use}; only one can be.", count=count, use=use.label))
    return [*found, *_without_factor(mapping, settings)]


def _without_title(mapping: FileMapping) -> Message:
    headers = [f"“{column.header}”" for column in mapping.columns if column.header]
    said = (
        "it has no column with a title or an issue key; its columns begin with {headers}. If one of them is the title, "
        "say so in a mapping: --mapping."
    )
    return message(said, headers=", ".join(headers[:_HEADERS_SHOWN]))


def _without_factor(mapping: FileMapping, settings: Settings) -> Iterator[Message]:
    from pmdesk.sheets import dialects

    for column in mapping.columns:
        if column.use == "effort" and column.factor == 1.0 and dialects.in_other_unit(column.header, settings):
            said = "“{column}” is not in the backlog’s unit of effort, {unit}; give a factor, or keep it as it is."
            yield message(said, column=column.header, unit=EFFORT_UNITS[settings.effort_unit])


def saved_mappings(workspace: Workspace) -> list[FileMapping]:
    """The saved mappings, in the order in which they were first saved; what makes no sense is left out."""
    stored = workspace.view_state(KEY)
    found: dict[str, FileMapping] = {}
    for plain in stored if isinstance(stored, list) else []:
        try:
            mapping = from_plain(plain)
        except NoMapping:
            continue
        if mapping.name:
            found.setdefault(_same(mapping.name), mapping)
    return list(found.values())


def mapping_named(workspace: Workspace, name: str) -> FileMapping | None:
    """The saved mapping with this name; case and spaces around it make no difference."""
    return next((one for one in saved_mappings(workspace) if _same(one.name) == _same(name)), None)


def mapping_for(workspace: Workspace, name_or_file: str) -> FileMapping:
    """The saved mapping with a name, else the one in a JSON file, as the command line names them.

    Raises UserError where there is neither, or the file is none of ours.
    """
    saved = mapping_named(workspace, name_or_file)
    if saved is not None:
        return saved
    path = Path(name_or_file)
    if path.is_file():
        return mapping_from_file(path)
    names = ", ".join(f"“{one.name}”" for one in saved_mappings(workspace))
    said = "There is no file and no saved mapping called “{name}”; saved are {names}."
    none = "There is no file and no saved mapping called “{name}”."
    raise UserError(message(said if names else none, name=name_or_file, names=names))


def mapping_from_file(path: Path) -> FileMapping:
    """The mapping in a JSON file. Raises UserError where it cannot be read or is none of ours."""
    try:
        with path.open("rb") as stream:
            data = stream.read(_MOST_BYTES)
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise UserError(message("“{file}” could not be read: {reason}.", file=path.name, reason=reason)) from fault
    return mapping_from_json(data.decode("utf-8-sig", "replace"), path.name)


def save_mapping(workspace: Workspace, mapping: FileMapping) -> None:
    """Keep a mapping under its name, in place of the one with that name. Raises UserError where it has no good name."""
    mapping = replace(mapping, name=checked_name(mapping.name))
    saved = saved_mappings(workspace)
    place = next((place for place, one in enumerate(saved) if _same(one.name) == _same(mapping.name)), None)
    if place is None:
        # The newest comes first, so that of two of one shape the last saved is the one that is applied.
        saved.insert(0, mapping)
    else:
        saved[place] = mapping
    _store(workspace, saved)


def delete_mapping(workspace: Workspace, name: str) -> None:
    """Take a saved mapping out; a name that is not there is left."""
    _store(workspace, [one for one in saved_mappings(workspace) if _same(one.name) != _same(name)])


def checked_name(text: str) -> str:
    """A typed name on one line. Raises UserError where it is empty or too long."""
    name = " ".join(text.split())
    if not name:
        raise UserError(message("A mapping needs a name."))
    if len(name) > LONGEST_NAME:
        raise UserError(message("The name of a mapping has at most {most} characters.", most=LONGEST_NAME))
    return name


def _store(workspace: Workspace, mappings: Iterable[FileMapping]) -> None:
    workspace.set_view_state(KEY, [plain_mapping(one) for one in mappings])


def _same(name: str) -> str:
    return " ".join(name.split()).casefold()


__all__ = [
    "Use",
    "checked_name",
    "columns_in_no_file",
    "delete_mapping",
    "interpret",
    "mapping_for",
    "mapping_from_file",
    "mapping_from_json",
    "mapping_named",
    "mapping_to_json",
    "problems",
    "propose",
    "propose_with",
    "save_mapping",
    "saved_mappings",
    "uses_for",
]
