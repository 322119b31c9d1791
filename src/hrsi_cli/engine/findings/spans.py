"""Times in the words of a finding: hours to one decimal, and more decimals where two times would look alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from hrsi_cli.domain.problem import Message
from hrsi_cli.domain.quantity import DAY, HOUR, MINUTE, digits_apart

_LONG = 2 * DAY
"""From here on a time is shown in days too, as nobody pictures 2,222 hours."""
_SPAN = "finding.span"
_ALIKE = 0.1
"""Hours; times that lie further apart differ in the first decimal."""


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
    """The values of a sentence; where two different times in it would look alike, all its times get more decimals."""
    spans = tuple(_spans(values.values()))
    hours = sorted({_hours(each) for each in spans})
    if all(later - earlier > _ALIKE for earlier, later in pairwise(hours)):
        return values  # nearly always, and this is asked of every finding
    if len({_read(each) for each in spans}) == len(hours):
        return values
    digits = digits_apart(*hours)
    return values if digits == 1 else {name: _exactly(value, digits) for name, value in values.items()}


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


def _read(span: Message) -> float:
    """The hours that a reader takes a span for, from the smallest unit in it."""
    known: dict[str, Any] = dict(span.values)
    if span.id == "finding.span_seconds":
        return float(f"{known['seconds']:.3g}") / HOUR
    if span.id == "finding.span_minutes":
        return float(f"{known['minutes']:.3g}") * MINUTE / HOUR
    return float(f"{known['hours']:.1f}")


def _exactly(value: object, digits: int) -> object:
    """A value with its times in hours to so many decimals."""
    if isinstance(value, Message):
        if value.id.startswith(_SPAN):
            return Message("finding.span_exact", {"hours": value.values["hours"], "digits": digits})
        return Message(value.id, {name: _exactly(inner, digits) for name, inner in value.values.items()})
    return tuple(_exactly(item, digits) for item in value) if isinstance(value, tuple) else value
