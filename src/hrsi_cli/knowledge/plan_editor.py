"""Changing a plan file without touching what was not asked for.

An edit replaces only the characters of its value. Whatever the splicing does, the result is read again
and must hold exactly the old data with the edits applied; otherwise nothing is written.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hrsi_cli.domain.problem import HrsiError, InputError, Message, dotted
from hrsi_cli.domain.visible import echo
from hrsi_cli.knowledge.file_writer import lock_for_edit, replace_file
from hrsi_cli.knowledge.layout import NoPlace
from hrsi_cli.knowledge.plan_formatter import format_text
from hrsi_cli.knowledge.scalars import format_scalar, is_sequence
from hrsi_cli.knowledge.splice import remove, set_value
from hrsi_cli.knowledge.text_file import decode, read_regular_file, shown_path
from hrsi_cli.knowledge.yaml_reader import MAX_BYTES, Document, Path, read_document

__all__ = ["DELETE", "Edit", "EditResult", "edit_plan_file", "edit_text", "format_plan", "format_scalar"]

_BOM = "\ufeff"


class Delete(enum.Enum):
    """The value of an edit that takes something out."""

    DELETE = "delete"


DELETE = Delete.DELETE


@dataclass(frozen=True, slots=True)
class Edit:
    """A place in the data and what shall stand there.

    A last index equal to the length of a list appends to it; missing parents are made.
    """

    path: Path
    value: Any
    """Plain data (mappings, lists, texts, numbers, true, false, None), or DELETE."""


@dataclass(frozen=True, slots=True)
class EditResult:
    """The text of a plan before and after, both without a byte-order mark."""

    old_text: str
    new_text: str


def edit_text(text: str, edits: Sequence[Edit]) -> str:
    """The text with the edits applied one after another; raises HrsiError when that cannot be done safely.

    A byte-order mark stays. An unsound text raises InputError.
    """
    mark = _BOM if text.startswith(_BOM) else ""
    document = _sound(text.removeprefix(_BOM), "")
    expected = document.data
    for edit in edits:
        where = echo(dotted(edit.path))
        try:
            expected = _applied(expected, edit.path, edit.value)
            for step in _steps(document.data, edit):
                document = read_document(_spliced(document, step), "")
        except _Unreachable as error:
            raise HrsiError(Message("edit.no_place", {"where": where})) from error
        except (NoPlace, InputError, KeyError, IndexError) as error:
            raise _not_verified(where) from error
    if document.problems or not same_data(document.data, expected):
        raise _not_verified(", ".join(echo(dotted(edit.path)) for edit in edits))
    return mark + document.text


def edit_plan_file(
    path: str,
    make_edits: Callable[[Document], Sequence[Edit]],
    check: Callable[[str], None],
    *,
    dry_run: bool = False,
    keep: bool = False,
) -> EditResult:
    """Read, edit, check and write a plan while no other hrsi can edit it.

    ``check`` receives the new text and raises when the plan would no longer be valid; then, and when
    nothing changed, nothing is written. With ``keep`` the old text stays as ``plan.yaml~``.
    """
    if path == "-":
        raise HrsiError(Message("edit.stdin"))
    with lock_for_edit(path):
        shown = shown_path(path)
        old_bytes = read_regular_file(path, shown, MAX_BYTES)
        old_text = decode(old_bytes, shown)
        new_text = edit_text(old_text, make_edits(_sound(old_text, shown)))
        if new_text == old_text:
            return EditResult(old_text, new_text)
        check(new_text)
        if dry_run:
            return EditResult(old_text, new_text)
        mark = _BOM.encode() if old_bytes.startswith(_BOM.encode()) else b""
        replace_file(path, old_bytes, mark + new_text.encode(), locked=True, keep=keep)
        return EditResult(old_text, new_text)


def format_plan(text: str, shown: str = "") -> str:
    """The text of a plan tidied: blanks, blank lines, last line ending, order of ``current``; the data stays.

    ``shown`` is the name of the file in the problems of an unsound text.
    """
    mark = _BOM if text.startswith(_BOM) else ""
    document = _sound(text.removeprefix(_BOM), shown)
    new_text = format_text(document)
    try:
        new = read_document(new_text, document.path)
    except InputError as error:
        raise _not_verified(shown) from error
    if new.problems or not same_data(new.data, document.data):
        raise _not_verified(shown)
    return mark + new_text


def same_data(left: Any, right: Any) -> bool:
    """Whether data is equal, types included (1 is neither true nor 1.0); the order of keys does not count."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same_data(value, right[key]) for key, value in left.items())
    if isinstance(left, tuple):
        return len(left) == len(right) and all(map(same_data, left, right))
    return bool(left == right)


class _Unreachable(Exception):
    """An edit whose path leads through a value that holds nothing."""


def _sound(text: str, shown: str) -> Document:
    document = read_document(text, shown)
    if document.problems:
        raise InputError(document.problems)
    return document


def _plain(value: Any) -> Any:
    """Data as the reader gives it."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return tuple(_plain(item) for item in value) if is_sequence(value) else value


def _applied(data: Any, path: Path, value: Any) -> Any:
    """The data with one edit: what the text must say afterwards."""
    if not path:
        raise HrsiError(Message("edit.whole_file"))
    head, rest = path[0], path[1:]
    if value is DELETE and not _lookup(data, path)[0]:
        return data
    if data is None:
        data = {} if isinstance(head, str) else ()
    if isinstance(data, dict) and isinstance(head, str):
        if value is DELETE and not rest:
            return {key: item for key, item in data.items() if key != head}
        return {**data, head: _applied(data.get(head), rest, value) if rest else _plain(value)}
    if isinstance(data, tuple) and isinstance(head, int) and 0 <= head <= len(data):
        if value is DELETE and not rest:
            return data[:head] + data[head + 1 :]
        old = data[head] if head < len(data) else None
        return (*data[:head], _applied(old, rest, value) if rest else _plain(value), *data[head + 1 :])
    raise _Unreachable


def _steps(data: Any, edit: Edit) -> Iterator[Edit]:
    """An edit as the smallest ones that amount to it: collections are changed where they differ."""
    found, old = _lookup(data, edit.path)
    if edit.value is DELETE:
        if found:
            yield edit
        return
    new = _plain(edit.value)
    if not found or not (old and new and type(old) is type(new) and isinstance(old, dict | tuple)):
        if not found or not same_data(old, new):
            yield Edit(edit.path, new)
        return
    keys = range(len(new)) if isinstance(new, tuple) else new
    for key in keys:
        held = key < len(old) if isinstance(key, int) else key in old
        inner = Edit((*edit.path, key), new[key])
        if not held:
            yield inner
        elif not same_data(old[key], new[key]):
            yield from _steps(data, inner)
    gone = reversed(range(len(new), len(old))) if isinstance(new, tuple) else [key for key in old if key not in new]
    for key in gone:
        yield Edit((*edit.path, key), DELETE)


def _lookup(data: Any, path: Path) -> tuple[bool, Any]:
    for part in path:
        held = part in data if isinstance(data, dict) else isinstance(data, tuple) and part in range(len(data))
        if not held:
            return False, None
        data = data[part]
    return True, data


def _spliced(document: Document, edit: Edit) -> str:
    return remove(document, edit.path) if edit.value is DELETE else set_value(document, edit.path, edit.value)


def _not_verified(where: str) -> HrsiError:
    return HrsiError(Message("edit.not_verified", {"where": where}), Message("edit.hint_by_hand"))
