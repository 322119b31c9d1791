"""From a parsed document to a domain object, with every fault of the file placed and put into words."""

from __future__ import annotations

import difflib
import types
import typing
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from hrsi_cli.domain.problem import InputError, Message, Position, Problem
from hrsi_cli.domain.visible import echo
from hrsi_cli.knowledge.slips import choice_slip, key_slip, number_slip
from hrsi_cli.knowledge.yaml_reader import Document, Path, slip_hint

Shape = TypeVar("Shape", bound=BaseModel)

_MESSAGES = {
    "missing": "input.missing_key",
    "extra_forbidden": "input.unknown_key",
    "int_type": "input.want_integer",
    "int_from_float": "input.want_integer",
    "float_type": "input.want_number",
    "finite_number": "input.want_number",
    "bool_type": "input.want_truth",
    "string_type": "input.want_text",
    "string_too_short": "input.want_some_text",
    "too_long": "input.too_many_items",
    "tuple_type": "input.want_list",
    "dict_type": "input.want_mapping",
    "model_type": "input.want_mapping",
    "model_attributes_type": "input.want_mapping",
    "literal_error": "input.want_one_of",
    "greater_than_equal": "input.out_of_range",
    "less_than_equal": "input.out_of_range",
    "greater_than": "input.out_of_range",
    "string_pattern_mismatch": "input.bad_identifier",
    "quantity_duration": "input.bad_duration",
    "quantity_volume": "input.bad_volume",
    "quantity_rate": "input.bad_rate",
    "quantity_distance": "input.bad_distance",
    "quantity_share": "input.bad_share",
    "quantity_date": "input.bad_date",
    "level_or_unknown": "input.want_level_or_unknown",
    "waiver_subject": "input.waiver_subject",
    "waiver_binding": "input.waiver_binding",
    "waiver_dates": "input.waiver_dates",
    "weight_reason": "config.off_needs_reason",
}
"""Every kind of fault that the schemas can produce; a test walks the schemas to keep this whole."""

_LEVEL_KEY = "^[0-5]$"
"""What a key that is a level looks like, as the schema has it."""

_QUANTITY_HINTS = {
    "business_day": "input.hint_business_day",
    "half_day": "input.hint_half_day",
    "within": "input.hint_within",
    "several": "input.hint_several",
    "at_once": "input.hint_at_once",
    "kanji_number": "input.hint_kanji_number",
    "range": "input.hint_range",
    "date": "input.hint_date_as_duration",
    "number_without_unit": "input.hint_unit",
    "zero_rate": "input.hint_zero_rate",
    "no_such_day": "input.hint_no_such_day",
}
_TRUTH_SLIPS = {"yes", "no", "on", "off", "y", "n", "True", "False", "TRUE", "FALSE", "はい", "いいえ"}


def validate(document: Document, shape: type[Shape], also: typing.Callable[[Any], list[Problem]] | None = None) -> Shape:
    """Build a domain object from a document.

    Raises InputError with all problems of the file: those of the reader, of the schema, and of ``also``,
    which checks the finished object (references between its parts) once the schema is satisfied.
    """
    problems = list(document.problems)
    value: Shape | None = None
    if not isinstance(document.data, dict):
        problems.append(_placed(document, (), Message("input.want_mapping_at_top"), None))
    else:
        try:
            value = shape.model_validate(document.data)
        except ValidationError as error:
            problems += _in_words(document, shape, error)
    if value is not None and also is not None:
        problems += also(value)
    if problems or value is None:
        raise InputError(tuple(sorted(problems, key=lambda problem: problem.position)))
    return value


def _in_words(document: Document, shape: type[BaseModel], error: ValidationError) -> list[Problem]:
    found: list[Problem] = []
    seen: set[tuple[Position, str]] = set()
    for detail in error.errors(include_url=False):
        made = _problem(document, shape, detail)
        mark = (made.position, made.message.id)
        if mark not in seen:
            seen.add(mark)
            found.append(made)
    return found


def _problem(document: Document, shape: type[BaseModel], detail: ErrorDetails) -> Problem:
    kind = detail["type"]
    path = _data_path(document, detail["loc"])
    context: dict[str, Any] = detail.get("ctx") or {}
    values: dict[str, object] = {"where": _dotted(path), "value": echo(detail["input"])}
    hint: Message | None = None
    on_key = kind == "extra_forbidden" or detail["loc"][-1:] == ("[key]",)
    match kind:
        case "missing":
            values["key"] = str(detail["loc"][-1])
        case "extra_forbidden":
            values["key"] = echo(path[-1])
            hint = key_slip(str(path[-1])) or _nearest(str(path[-1]), _fields_at(shape, path[:-1]))
        case "literal_error":
            choices = [choice.strip().strip("'") for choice in context["expected"].replace(" or ", ", ").split(",")]
            values["choices"] = ", ".join(choices)
            # the message names the choices already
            hint = choice_slip(detail["input"], choices) or _nearest(str(detail["input"]), choices, list_known=False)
        case "bool_type" if str(detail["input"]) in _TRUTH_SLIPS:
            hint = Message("input.hint_truth")
        case "string_pattern_mismatch" if on_key:
            values["value"] = echo(path[-1])
            hint = key_slip(str(path[-1]))
            if context["pattern"] == _LEVEL_KEY:
                return _placed(document, path, Message("path.bad_level_key", values), hint, key=True)
        case "int_type" | "int_from_float" | "level_or_unknown":
            hint = number_slip(detail["input"], str(values["where"]))
        case "greater_than_equal" | "greater_than":
            values["limit"] = Message("input.at_least", {"limit": context.get("ge", context.get("gt"))})
        case "too_long":
            values["limit"] = context["max_length"]
        case "less_than_equal":
            values["limit"] = Message("input.at_most", {"limit": context["le"]})
        case _:
            hint = quantity_hint(detail)
    return _placed(document, path, Message(_MESSAGES[kind], values), hint, key=on_key)


def quantity_hint(detail: ErrorDetails) -> Message | None:
    """What to do about a quantity that cannot be read, where the slip has a name."""
    slip = (detail.get("ctx") or {}).get("hint")
    return Message(_QUANTITY_HINTS[slip], {"value": echo(detail["input"])}) if slip in _QUANTITY_HINTS else None


def _placed(document: Document, path: Path, message: Message, hint: Message | None, *, key: bool = False) -> Problem:
    position = document.locate(path, key=key)
    line = document.line(position)
    if hint is None and (slip := slip_hint(line)):
        hint = Message(slip)
    return Problem(document.path, message, position, hint, line)


def reference_problem(document: Document, path: Path, message: str, hint: Message | None = None, **values: object) -> Problem:
    """A problem found after the schema: a name that points nowhere, a level outside its scale."""
    return _placed(document, path, Message(message, {"where": _dotted(path), **values}), hint)


def key_problem(document: Document, path: Path, message: str, hint: Message | None = None, **values: object) -> Problem:
    """The same, placed at the key instead of its value."""
    return _placed(document, path, Message(message, {"where": _dotted(path), **values}), hint, key=True)


def nearest_hint(word: str, known: typing.Iterable[str]) -> Message | None:
    """ "Did you mean", when something known is near."""
    return _nearest(word, known)


def _nearest(word: str, known: typing.Iterable[str], *, list_known: bool = True) -> Message | None:
    choices = list(known)
    near = difflib.get_close_matches(word, choices, n=1, cutoff=0.6)
    if near:
        return Message("input.hint_near", {"near": near[0]})
    return Message("input.hint_known", {"known": ", ".join(choices)}) if list_known and 0 < len(choices) <= 12 else None


def _data_path(document: Document, loc: tuple[str | int, ...]) -> Path:
    """The part of an error's location that exists in the file: tags of unions and ``[key]`` are dropped."""
    node = document.root
    path: list[str | int] = []
    for part in loc:
        child = node.children.get(part)
        if child is not None:
            path.append(part)
            node = child
    return tuple(path)


def _dotted(path: Path) -> str:
    words = ""
    for part in path:
        words += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if words else str(part)
    return echo(words)


def _fields_at(shape: type[BaseModel], path: Path) -> list[str]:
    """The keys that the schema knows at a place, for the suggestion on an unknown key."""
    shapes: list[Any] = [shape]
    for part in path:
        inner: list[Any] = []
        for candidate in shapes:
            if isinstance(candidate, type) and issubclass(candidate, BaseModel):
                field = candidate.model_fields.get(str(part))
                inner += _unfold(field.annotation) if field else []
            elif held := typing.get_args(candidate):  # a plain type such as None holds nothing
                inner += _unfold(held[-1 if typing.get_origin(candidate) is dict else 0])
        shapes = inner
    return [
        field.alias or name
        for candidate in shapes
        if isinstance(candidate, type) and issubclass(candidate, BaseModel)
        for name, field in candidate.model_fields.items()
    ]


def _unfold(annotation: Any) -> list[Any]:
    """The alternatives of an annotation, without Annotated, unions and type aliases."""
    origin = typing.get_origin(annotation)
    if origin is Annotated:
        return _unfold(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return [shape for part in typing.get_args(annotation) for shape in _unfold(part)]
    return [annotation]
