"""New values as lines of YAML, in the shape that a person would have typed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from hrsi_cli.knowledge.scalars import BLOCK, format_flow, format_key, is_sequence

LONGEST_LINE = 100
_METRIC = re.compile(r"([A-F])\.([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{1,2})")


def metric_order(key: object) -> tuple[str, int, int, int] | None:
    """The sort key of a metric id; None for any other key."""
    match = _METRIC.fullmatch(str(key))
    return (match[1], int(match[2]), int(match[3]), int(match[4])) if match else None


def predecessor(keys: Sequence[object], key: object) -> int:
    """The number of the key that a new one comes after: metrics are sorted, all else goes to the end; -1 for the front."""
    order = metric_order(key)
    known = [found for other in keys if (found := metric_order(other)) is not None]
    if order is None or len(known) < len(keys):
        return len(keys) - 1
    smaller = [other for other in known if other < order]
    return known.index(max(smaller)) if smaller else -1


def nested(keys: tuple[str | int, ...], value: Any) -> Any:
    """A value inside the collections that lead to it."""
    for key in reversed(keys):
        value = {key: value} if isinstance(key, str) else [value]
    return value


def fits_one_line(value: Any, room: int, *, at_top: bool = False) -> bool:
    """Whether a value goes behind its key or dash.

    Collections of collections get lines of their own, and so do those at the top of the file and lists
    of metrics, which grow.
    """
    if isinstance(value, Mapping) and value:
        flat = all(_is_flat(item) for item in value.values())
        grows = at_top or any(metric_order(key) for key in value)
        return flat and not grows and len(format_flow(value, BLOCK)) <= room
    if is_sequence(value) and value:
        return not any(_members(item) for item in value) and len(format_flow(value, BLOCK)) <= room
    return True


def entry_lines(key: str, value: Any, indent: str, step: int, *, at_top: bool = False) -> list[str]:
    """The lines of one entry of a mapping."""
    head = f"{indent}{format_key(key)}:"
    if fits_one_line(value, LONGEST_LINE - len(head) - 1, at_top=at_top):
        return [f"{head} {format_flow(value, BLOCK)}"]
    return [head, *value_lines(value, indent + " " * step, step)]


def item_lines(value: Any, indent: str, gap: str, step: int, *, in_lines: bool | None = None) -> list[str]:
    """The lines of one item of a sequence; ``in_lines`` says how its siblings are written."""
    fits = fits_one_line(value, LONGEST_LINE - len(indent) - 2)
    if not _members(value) or (not in_lines if in_lines is not None else fits):
        return [f"{indent}-{gap}{format_flow(value, BLOCK)}"]
    inner = indent + " " + gap
    first, *rest = value_lines(value, inner, step)
    return [f"{indent}-{gap}{first[len(inner) :]}", *rest]


def value_lines(value: Any, indent: str, step: int) -> list[str]:
    """The lines of a collection that is not empty."""
    if isinstance(value, Mapping):
        return [line for key, item in value.items() for line in entry_lines(key, item, indent, step)]
    return [line for item in value for line in item_lines(item, indent, " ", step)]


def _members(value: Any) -> bool:
    return (isinstance(value, Mapping) or is_sequence(value)) and bool(value)


def _is_flat(value: Any) -> bool:
    """A scalar, or a collection of scalars."""
    if isinstance(value, Mapping):
        return not any(_members(item) for item in value.values())
    return not is_sequence(value) or not any(_members(item) for item in value)
