"""Times in the words of a finding: hours to one decimal, and told more exactly where two times would look alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import pairwise
from typing import Any

from hrsi_cli.domain.problem import Message
from hrsi_cli.domain.quantity import DAY, HOUR, MINUTE, digits_apart

_LONG = 2 * DAY
"""From here on a time is shown in days too, as nobody pictures 2,222 hours."""
_SPAN = "finding.span"
_ALIKE, _LONG_ALIKE = 0.1, 0.1 * DAY / HOUR
"""Hours; times that lie further apart differ in the first decimal, long ones in that of their days."""
_SAME = 6
"""Decimals of hours at which times that still do not differ are one and the same."""


def span(seconds: float) -> Message:
    """A time in hours to one decimal; also in days when it is long, in minutes or seconds when it is short."""
    hours = seconds / HOUR
    if seconds >= _LONG:
        return Message("finding.span_days", {"hours": hours, "days": seconds / DAY})
    if seconds >= HOUR or not seconds:
        return Message("finding.span", {"hours": hours})
    if seconds >= MINUTE:
        return Message("finding.span_minutes", {"hours": hours, "minutes": seconds / MINUTE})
    return Message("finding.span_seconds", {"hours": hours, "seconds": seconds})


def spans_apart(values: Mapping[str, object]) -> Mapping[str, object]:
    """The values of a sentence; where two different times in it would look alike, all its times are told exactly."""
    known = {round(_hours(each), _SAME): each for each in _spans(values.values())}
    hours = sorted(known)
    if all(later - earlier > (_ALIKE if later * HOUR < _LONG else _LONG_ALIKE) for earlier, later in pairwise(hours)):
        return values  # nearly always, and this is asked of every finding
    if not any(_look_alike(known[earlier], known[later]) for earlier, later in pairwise(hours)):
        return values
    # where everything is shorter than a minute, decimals of hours would say less than seconds
    brief = hours[-1] * HOUR < MINUTE and len({f"{each * HOUR:.3g}" for each in hours}) == len(hours)
    write = _in_seconds if brief else partial(_in_hours, digits_apart(*hours))
    return {name: _rewritten(value, write) for name, value in values.items()}


def _spans(values: Iterable[object]) -> Iterator[Message]:
    """Every time in the values, however deep it lies."""
    for value in values:
        if type(value) is Message:
            if value.id.startswith(_SPAN):
                yield value
            else:
                yield from _spans(value.values.values())
        elif type(value) is tuple:
            yield from _spans(value)


def _hours(span: Message) -> float:
    hours: Any = span.values["hours"]
    return float(hours)


def _look_alike(first: Message, second: Message) -> bool:
    """Whether a reader may take two different times for one: by the days, minutes or seconds of both, else by the hours."""
    one, other = _beside_the_hours(first), _beside_the_hours(second)
    return one == other if one and other else f"{_hours(first):.1f}" == f"{_hours(second):.1f}"


def _beside_the_hours(span: Message) -> str:
    """What is told in brackets after the hours; empty where nothing is."""
    known: dict[str, Any] = dict(span.values)
    match span.id:
        case "finding.span_days":
            return f"{known['days']:.1f} d"
        case "finding.span_minutes":
            return f"{known['minutes']:.3g} m"
        case "finding.span_seconds":
            return f"{known['seconds']:.3g} s"
        case _:
            return ""


def _in_seconds(hours: float) -> Message:
    return Message("finding.span_seconds", {"hours": hours, "seconds": hours * HOUR})


def _in_hours(digits: int, hours: float) -> Message:
    return Message("finding.span_exact", {"hours": hours, "digits": digits})


def _rewritten(value: object, write: Callable[[float], Message]) -> object:
    """A value with its times, however deep they lie, written another way."""
    if isinstance(value, Message):
        if value.id.startswith(_SPAN):
            return write(_hours(value))
        return Message(value.id, {name: _rewritten(inner, write) for name, inner in value.values.items()})
    return tuple(_rewritten(item, write) for item in value) if isinstance(value, tuple) else value
