"""Assignments such as ``A.2.1.1=2`` and ``measures.backups[nightly].interval=1h``, as typed on the command line.

A metric alone stands for its current level. Items of a list are named in brackets: by their name or id,
by their number counted from 1, or ``+`` for a new one. A value is read as YAML reads it: ``2`` is a
number, ``true`` a truth value, ``[a, b]`` a list; ``null`` takes the entry out. Where the plan wants text,
a number is text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.problem import HrsiError, InputError, Message
from hrsi_cli.domain.quantity import fold
from hrsi_cli.domain.visible import echo
from hrsi_cli.knowledge.near import nearest_hint
from hrsi_cli.knowledge.plan_editor import DELETE, Edit, edit_text
from hrsi_cli.knowledge.shapes import shapes_at
from hrsi_cli.knowledge.text_file import shown_path
from hrsi_cli.knowledge.yaml_reader import Path, read_document

_METRIC = re.compile(r"[A-Za-z]\.[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{1,2}(?![0-9])")
_KEY = re.compile(r"[^.\[\]=]+")
_LONGEST = 2000
"""Characters in one assignment; a longer value belongs in the file."""
_NAMES = ("name", "id", "metric", "rule")
"""Keys that name an item of a list."""
_STRUCTURED = ("[", "{", '"', "'")


def parse_assignment(text: str, data: Any) -> tuple[Path, Any]:
    """The place and the value of one assignment; ``data`` is the content of the plan that it is meant for.

    The value is DELETE for ``null``. Raises HrsiError when the text is no assignment or names an item
    that the plan does not have. Whether the plan allows the value is for the validation to say.
    """
    if len(text) > _LONGEST:
        raise HrsiError(Message("assign.too_long", {"limit": _LONGEST}))
    place, value_text = _halves(text)
    path = _resolved(_steps(place, text), data)
    value = _value(value_text, text)
    if isinstance(value, bool | int | float) and str in shapes_at(Plan, path):
        value = value_text  # ``system.name=2024`` is a name
    is_level = len(path) == 2 and path[0] == "current" and not isinstance(value, dict) and value is not DELETE
    if is_level:
        value = level_typed(value)
    if is_level and "level" in (_answer(data, path[1]) or ()):
        path = (*path, "level")  # the note and the evidence beside the level stay
    return path, value


def level_typed(value: Any) -> Any:
    """A level as it is typed: in full width or in quotes it is a number all the same."""
    return int(fold(value)) if isinstance(value, str) and fold(value).isdecimal() else value


def assigned_text(text: str, assignments: Sequence[str]) -> str:
    """The text of a plan with the assignments applied one after another; raises HrsiError or InputError."""
    for assignment in assignments:
        document = read_document(text, shown_path(""))
        if document.problems:
            raise InputError(document.problems)
        path, value = parse_assignment(assignment, document.data)
        text = edit_text(text, [Edit(path, value)])
    return text


def _answer(data: Any, metric: str | int) -> dict[str, Any] | None:
    """The long form of a metric's current level, where the plan has one."""
    held = data.get("current") if isinstance(data, dict) else None
    answer = held.get(metric) if isinstance(held, dict) else None
    return answer if isinstance(answer, dict) else None


def _halves(text: str) -> tuple[str, str]:
    """The text before and after the first equals sign outside of brackets."""
    depth = 0
    for index, sign in enumerate(text):
        if sign == "[":
            depth += 1
        elif sign == "]":
            depth -= 1
        elif sign in "=＝" and depth <= 0:
            return text[:index].strip(), text[index + 1 :].strip()
    raise HrsiError(Message("assign.no_equals", {"text": echo(text)}), Message("assign.hint_form"))


class _Item(str):
    """The name of an item, as it stands in brackets."""

    __slots__ = ()


def _steps(place: str, text: str) -> list[str]:
    """The parts of a place: keys as texts, names in brackets as items."""
    bad = HrsiError(Message("assign.bad_place", {"text": echo(text)}), Message("assign.hint_form"))
    steps: list[str] = []
    at = 0
    while at < len(place):
        if place[at] == "[":
            end = place.find("]", at)
            if end < 0 or not place[at + 1 : end].strip() or not steps:
                raise bad
            steps.append(_Item(place[at + 1 : end].strip()))
            at = end + 1
        else:
            if steps:
                if place[at] not in ".．":
                    raise bad
                at += 1
            match = _METRIC.match(folded := fold(place[at:])) or _KEY.match(folded)
            if match is None or not match[0].strip():
                raise bad
            is_metric = _METRIC.fullmatch(match[0]) is not None
            # folding may change lengths, so the rest is worked on as folded from here
            place, at = place[:at] + folded, at + match.end()
            steps.append(match[0].upper() if is_metric else match[0].strip())
    if not steps:
        raise bad
    return ["current", *steps] if _METRIC.fullmatch(steps[0]) else steps


def _resolved(steps: Sequence[str], data: Any) -> Path:
    """The path in the data; names in brackets become indexes."""
    path: list[str | int] = []
    for step in steps:
        part: str | int = str(step)
        if isinstance(step, _Item) and not isinstance(data, dict):
            part = _index(step, data if isinstance(data, tuple) else (), path)
        path.append(part)
        if isinstance(part, int):
            data = data[part] if isinstance(data, tuple) and part < len(data) else None
        else:
            data = data.get(part) if isinstance(data, dict) else None
    return tuple(path)


def _index(item: _Item, items: tuple[Any, ...], path: Sequence[str | int]) -> int:
    if item == "+":
        return len(items)
    wanted = fold(item)
    names = [_names(each) for each in items]
    for index, own in enumerate(names):
        if any(fold(name) == wanted for name in own):
            return index
    if wanted.isdecimal() and 0 < int(wanted) <= len(items):
        return int(wanted) - 1
    where = ".".join(str(part) for part in path)
    known = [name for own in names for name in own]
    hint = nearest_hint(wanted, known) if known else Message("assign.hint_new", {"where": echo(where)})
    raise HrsiError(Message("assign.no_item", {"name": echo(item), "where": echo(where)}), hint)


def _names(item: Any) -> list[str]:
    """What an item of a list may be called by."""
    if isinstance(item, dict):
        return [item[key] for key in _NAMES if isinstance(item.get(key), str)]
    return [item] if isinstance(item, str) else []


def _value(text: str, whole: str) -> Any:
    """A value as YAML reads it; text that merely looks like a mapping or a comment is text."""
    if not text:
        raise HrsiError(Message("assign.no_value", {"text": echo(whole)}), Message("assign.hint_null"))
    if text in ("null", "~"):
        return DELETE
    if text.startswith("#"):
        return text  # in a file it would begin a comment; nobody types a comment here
    structured = text.startswith(_STRUCTURED)
    try:
        document = read_document(f"value: {text}\n" if structured else f"- {text}\n", "--set")
    except InputError:
        if structured:
            raise HrsiError(Message("assign.bad_value", {"text": echo(whole)}), Message("assign.hint_quotes")) from None
        return text
    if structured:
        if document.problems or set(document.data) != {"value"}:
            raise HrsiError(Message("assign.bad_value", {"text": echo(whole)}), Message("assign.hint_quotes"))
        return document.data["value"]
    plain = document.data[0] if isinstance(document.data, tuple) and len(document.data) == 1 else text
    return text if isinstance(plain, dict | tuple) or document.problems or " #" in text else plain
