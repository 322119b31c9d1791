"""What to do about a fault, where the key that it stands at, or the slip behind it, tells."""

from __future__ import annotations

import re
from collections.abc import Collection

from pydantic_core import ErrorDetails

from hrsi_cli.domain.problem import Message
from hrsi_cli.domain.visible import echo
from hrsi_cli.knowledge.yaml_reader import FORBIDDEN, MAX_KEY, Path

_QUANTITY_HINTS = {
    "business_day": "input.hint_business_day",
    "half_day": "input.hint_half_day",
    "within": "input.hint_within",
    "several": "input.hint_several",
    "at_once": "input.hint_at_once",
    "kanji_number": "input.hint_kanji_number",
    "range": "input.hint_range",
    "date": "input.hint_date_as_duration",
    "zero_rate": "input.hint_zero_rate",
    "no_such_day": "input.hint_no_such_day",
}
_SHORT = ("m", "h")
_UNITS = {
    "max_write_latency": ("ms",),
    "ups": _SHORT,
    "detect": _SHORT,
    "decide": _SHORT,
    "verify": _SHORT,
    "switch_time": _SHORT,
    "data_change_interval": _SHORT,
    "measured": _SHORT,
}
"""The units that fit a time, by its key."""
_USUAL_UNITS = ("h", "d")
_FORMS = {
    "adjustments": "A.2.1.1: {level: 2, reason: ...}",
    "backups": "{name: ..., interval: 1d}",
    "current": "A.2.1.1: 1",
    "evidence": "{kind: drill, date: 2026-05-01}",
    "levels": "A.2.1.1: 1",
    "needs": "A.2.1.1: 1",
    "sites": "{id: ..., role: main}",
    "steps": "A.2.1.1: {2: 500}",
}
"""What belongs at a key, or in the list at it, where keys with values are wanted."""
_OTHER_ENTRIES = ("waivers", "phases", "packages", "requires")
"""Lists whose items have too many keys to be shown in a hint."""


_HINTS: dict[Path, Message] = {
    ("target", "model"): Message("input.hint_models"),
    ("efficiency",): Message("input.hint_efficiency"),
    ("rule",): Message("input.hint_form", {"form": "HRSI101"}),
}
"""What holds at a place of a plan, or at a key wherever it stands."""


def quantity_hint(detail: ErrorDetails, key: str | int = "") -> Message | None:
    """What to do about a quantity at a key that cannot be read, where the slip has a name."""
    slip = (detail.get("ctx") or {}).get("hint")
    if slip == "number_without_unit" and (detail["type"] != "quantity_duration" or isinstance(detail["input"], bool)):
        return None  # the units of the hint are those of time; what is wanted says the others
    value = echo(detail["input"])
    if slip == "number_without_unit":
        examples = tuple(f"{value}{unit}" for unit in _UNITS.get(str(key), _USUAL_UNITS))
        return Message("input.hint_unit", {"examples": examples})
    return Message(_QUANTITY_HINTS[slip], {"value": value}) if slip in _QUANTITY_HINTS else None


def key_hint(kind: str, path: Path, value: object) -> Message | None:
    """What to write at a place of a plan, where nothing about the value itself tells."""
    if path == ("hrsi",):
        newer = type(value) is int and value > 1
        return Message("input.hint_newer") if newer else Message("input.hint_only_number", {"value": 1})
    if (hint := _HINTS.get(path) or _HINTS.get(path[-1:])) is not None:
        return hint
    if kind == "tuple_type":
        return _list_hint(str(path[-1]) if path else "", value)
    if kind in ("model_type", "dict_type") and (form := _form(path)):
        return Message("input.hint_form", {"form": form})
    return None


def _list_hint(key: str, value: object) -> Message | None:
    """How a list is written at a key: with what its items look like, or with the text that stands there."""
    if key in _FORMS:
        return Message("input.hint_form", {"form": f"[{_FORMS[key]}]"})
    if key in _OTHER_ENTRIES or not isinstance(value, str | int | float) or len(str(value)) > MAX_KEY:
        return None
    if FORBIDDEN.search(str(value)):
        return None  # it cannot be written, in a list or otherwise
    from hrsi_cli.knowledge.scalars import BLOCK, format_flow

    items = [part.strip() for part in re.split("[,、，]", value) if part.strip()] if isinstance(value, str) else [value]
    return Message("input.hint_form", {"form": echo(format_flow(items, BLOCK))})


def _form(path: Path) -> str:
    """How keys with values are written at a place."""
    at, above = path[-1:], path[-2:-1]
    if above in (("adjustments",), ("steps",)):  # at a metric, the part of the form behind it
        return _FORMS[str(above[0])].partition(": ")[2]
    named = at if at and not isinstance(at[0], int) else above
    return _FORMS.get(str(named[0]), "") if named else ""


def lacking_hint(keys: list[str], path: Path) -> Message | None:
    """What to do about keys that a mapping lacks."""
    if keys == ["level"] and path[:1] == ("current",):
        return Message("input.hint_unknown")
    return Message("input.hint_form", {"form": "hrsi: 1"}) if "hrsi" in keys else None


def level_key_hint(key: str, beside: Collection[object]) -> Message | None:
    """What to do about a key that belongs to the level of today, but not beside these."""
    if "not_applicable" in beside:
        return Message("input.hint_reason_alone")
    return Message("input.hint_no_evidence") if key == "evidence" else None
