"""From a parsed document to a domain object, with every fault of the file placed and put into words."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from hrsi_cli.domain.problem import InputError, Message, Position, Problem, dotted
from hrsi_cli.domain.requirement import Requirement
from hrsi_cli.domain.visible import echo
from hrsi_cli.knowledge.hints import key_hint, lacking_hint, level_key_hint, quantity_hint
from hrsi_cli.knowledge.near import nearest_hint
from hrsi_cli.knowledge.shapes import shapes_at
from hrsi_cli.knowledge.slips import choice_slip, key_slip, metric_slip, needs_no_quotes, number_slip, truth_slip
from hrsi_cli.knowledge.syntax import lacks_blank, slip_hint
from hrsi_cli.knowledge.yaml_reader import Document, Path

Shape = TypeVar("Shape", bound=BaseModel)

_MESSAGES = {
    "missing": "input.missing_key",
    "extra_forbidden": "input.unknown_key",
    "int_type": "input.want_integer",
    "float_type": "input.want_number",
    "finite_number": "input.want_number",
    "bool_type": "input.want_truth",
    "string_type": "input.want_text",
    "string_too_short": "input.want_some_text",
    "too_long": "input.too_many_items",
    "tuple_type": "input.want_list",
    "dict_type": "input.want_mapping",
    "model_type": "input.want_mapping",
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
    "level_and_reason": "input.level_and_reason",
    "target_time": "kb.bad_target_time",
    "target_recovery_level": "kb.bad_recovery_level",
    "waiver_subject": "input.waiver_subject",
    "waiver_binding": "input.waiver_binding",
    "waiver_dates": "input.waiver_dates",
    "weight_reason": "config.off_needs_reason",
}
"""Every kind of fault that the schemas can produce; a test walks the schemas to keep this whole."""

_LEVEL_KEY = "^[0-5]$"
"""What a key that is a level looks like, as the schema has it."""

_WANTED = {
    "int_type": "input.wanted_integer",
    "float_type": "input.wanted_number",
    "bool_type": "input.wanted_truth",
    "string_type": "input.wanted_text",
    "literal_error": "input.wanted_choice",
    "quantity_duration": "input.wanted_duration",
    "quantity_volume": "input.wanted_volume",
    "quantity_rate": "input.wanted_rate",
    "quantity_distance": "input.wanted_distance",
    "quantity_share": "input.wanted_share",
    "quantity_date": "input.wanted_date",
    "level_or_unknown": "input.wanted_level",
}
"""What belongs where nothing is written."""
_LEVEL_KINDS = ("int_type", "level_or_unknown", "greater_than_equal", "less_than_equal")
_MOST_EXPLAINED = 200
"""Problems of a file for which near metrics are looked up; twenty are shown, and thousands would take seconds."""
_METRIC_PATTERN = "^[A-F]"
"""How the pattern of the number of a metric begins; no other pattern begins so."""
_LIMITS = {
    "greater_than_equal": ("ge", "input.at_least"),
    "greater_than": ("gt", "input.more_than"),
    "less_than_equal": ("le", "input.at_most"),
}
"""What pydantic calls the limit, and the words for it."""


def validate(
    document: Document,
    shape: type[Shape],
    also: typing.Callable[[Any], list[Problem]] | None = None,
    requirements: Mapping[str, Requirement] | None = None,
    beside: Sequence[Problem] = (),
) -> Shape:
    """Build a domain object from a document; with the requirements a wrong level is told with the scale of its metric.

    Raises InputError with all problems of the file: those of the reader, of the schema, those found ``beside`` it
    in the data as it stands, and those of ``also``, which checks the finished object once the schema is satisfied.
    """
    problems = list(document.problems)
    value: Shape | None = None
    if not isinstance(document.data, dict):
        problems.append(_placed(document, (), Message("input.want_mapping_at_top"), None))
    else:
        try:
            value = shape.model_validate(document.data)
        except ValidationError as error:
            problems += _in_words(document, shape, error, requirements or {})
    told = {problem.position for problem in problems}
    problems += [problem for problem in beside if problem.position not in told]
    if value is not None and also is not None:
        problems += also(value)
    if problems or value is None:
        raise InputError(tuple(sorted(problems, key=lambda problem: problem.position)))
    return value


def _in_words(
    document: Document, shape: type[BaseModel], error: ValidationError, requirements: Mapping[str, Requirement]
) -> list[Problem]:
    found: list[Problem] = []
    seen: set[tuple[Position, str]] = set()
    details = error.errors(include_url=False)
    lacking: dict[Path, dict[str, None]] = {}
    """The keys that a mapping lacks, told in one message."""
    for detail in details:
        if detail["type"] == "missing":
            lacking.setdefault(_data_path(document, detail["loc"]), {})[str(detail["loc"][-1])] = None
    bad_keys = {detail["loc"][:-1] for detail in details if _is_about_key(detail)}
    for detail in details:
        if len(found) == _MOST_EXPLAINED:
            requirements = {}
        if detail["input"] is None and any(detail["loc"][: len(key)] == key for key in bad_keys):
            continue  # the key is at fault: it has swallowed its value
        made = _empty(document, detail, requirements) or _level(document, detail, requirements)
        made = made or _metric(document, detail, requirements) or _problem(document, shape, detail, lacking)
        mark = (made.position, made.message.id)
        if mark not in seen:
            seen.add(mark)
            found.append(made)
    return found


def _empty(document: Document, detail: ErrorDetails, requirements: Mapping[str, Requirement]) -> Problem | None:
    """The problem of a key with nothing behind it, where a single value belongs."""
    if detail["input"] is not None or detail["type"] not in _WANTED:
        return None
    path = _data_path(document, detail["loc"])
    wanted = _WANTED[detail["type"]]
    if path[:1] == ("current",) and detail["type"] == "int_type":
        wanted = "input.wanted_level"
    requirement = _requirement(document, path, requirements)
    scale = scale_of(requirement) if requirement is not None else Message("input.any_level")
    values = {"choices": ", ".join(_choices(detail)), "scale": scale}
    return _placed(
        document, path, Message("input.empty_value", {"where": echo(dotted(path)), "wanted": Message(wanted, values)}), None
    )


def _level(document: Document, detail: ErrorDetails, requirements: Mapping[str, Requirement]) -> Problem | None:
    """The problem of a level that is none, when its metric and so its scale is known."""
    kind, value = detail["type"], detail["input"]
    path = _data_path(document, detail["loc"])
    requirement = _requirement(document, path, requirements)
    if kind not in _LEVEL_KINDS or requirement is None or "steps" in path:  # what stands at a step is its price
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return outside_scale(document, path, requirement, value)
    values = {"where": echo(dotted(path)), "value": _shown(value), "scale": scale_of(requirement)}
    unknown = path[0] == "current" or kind == "level_or_unknown"
    message = "input.want_level_or_unknown" if unknown else "input.want_level"
    return _placed(document, path, Message(message, values), number_slip(value, echo(dotted(path))))


def outside_scale(document: Document, path: Path, requirement: Requirement, level: int) -> Problem:
    """The problem of a level that the metric does not have."""
    values = {"level": level, "metric": requirement.id, "name": requirement.name, "scale": scale_of(requirement)}
    return _placed(document, path, Message("input.level_outside_scale", values), None)


def _requirement(document: Document, path: Path, requirements: Mapping[str, Requirement]) -> Requirement | None:
    """The metric that a place belongs to: one on the way to it, or one named beside it."""
    named = [part for part in path if part in requirements]
    if not named:
        beside: Any = document.data
        for part in path[:-1]:
            beside = beside[part]
        metric = beside.get("metric") if isinstance(beside, dict) else None
        named = [metric] if isinstance(metric, str) and metric in requirements else []
    return requirements[str(named[-1])] if named else None


def scale_of(requirement: Requirement) -> str:
    """The levels of a metric, for a message."""
    return ", ".join(str(step.level) for step in requirement.levels)


def _shown(value: object) -> object:
    """A value inside a message, as a file has it; a collection is named, not spelt out."""
    if isinstance(value, dict):
        return Message("input.a_mapping")
    if isinstance(value, tuple | list):
        return Message("input.a_list")
    if needs_no_quotes(value) or (
        isinstance(value, str) and value != value.strip()
    ):  # else the message would say of 3 that it is not 3
        return f'"{echo(value)}"'
    return echo(str(value).lower() if isinstance(value, bool) else value)


def _choices(detail: ErrorDetails) -> list[str]:
    """The values of a closed list, as pydantic names them."""
    expected = (detail.get("ctx") or {}).get("expected", "")
    return [choice.strip().strip("'") for choice in expected.replace(" or ", ", ").split(",")]


def _metric(document: Document, detail: ErrorDetails, requirements: Mapping[str, Requirement]) -> Problem | None:
    """The problem of a text that is no number of a metric, with the one that is near."""
    if not (detail["type"] == "string_pattern_mismatch" and detail["ctx"]["pattern"].startswith(_METRIC_PATTERN)):
        return None
    path = _data_path(document, detail["loc"])
    typed = str(detail["input"])
    begun = next((metric for metric in requirements if metric.startswith(f"{typed}.")), typed)
    hint = metric_slip(typed, requirements) or key_slip(typed) or nearest_hint(begun, requirements)
    message = Message("input.not_a_metric", {"where": echo(dotted(path)), "value": echo(typed)})
    return _placed(document, path, message, hint, key=_is_about_key(detail))


def _is_about_key(detail: ErrorDetails) -> bool:
    """Whether an error is about a key of a mapping and not about its value; a file may have a key of the name ``[key]`` too."""
    return detail["loc"][-1:] == ("[key]",) and detail["loc"][-2:-1] == (detail["input"],)


def _problem(document: Document, shape: type[BaseModel], detail: ErrorDetails, lacking: Mapping[Path, Iterable[str]]) -> Problem:
    kind = detail["type"]
    path = _data_path(document, detail["loc"])
    context: dict[str, Any] = detail.get("ctx") or {}
    values: dict[str, object] = {"where": echo(dotted(path)), "value": _shown(detail["input"])}
    hint: Message | None = None
    on_key = kind == "extra_forbidden" or _is_about_key(detail)
    match kind:
        case "missing":
            keys = list(lacking[path])
            values["key"] = ", ".join(keys)
            message = "input.missing_key" if len(keys) == 1 else "input.missing_keys"
            return _placed(document, path, Message(message, values), lacking_hint(keys, path))
        case "extra_forbidden":
            values["key"] = echo(path[-1])
            hint = _unknown_key_hint(document, shape, path)
        case "literal_error":
            choices = _choices(detail)
            values["choices"] = ", ".join(choices)
            hint = choice_slip(detail["input"], choices) or nearest_hint(str(detail["input"]), choices, list_known=False)
        case "bool_type":
            hint = truth_slip(detail["input"])
        case "string_pattern_mismatch" if on_key:
            values["value"] = echo(path[-1])
            hint = key_slip(str(path[-1]))
            if context["pattern"] == _LEVEL_KEY:
                return _placed(document, path, Message("path.bad_level_key", values), hint, key=True)
        case "int_type" | "float_type" | "level_or_unknown":
            hint = number_slip(detail["input"], str(values["where"]))
            values["scale"] = Message("input.any_level")
        case "model_type" | "dict_type" if lacks_blank(str(detail["input"])):
            hint = Message("input.hint_blank")
        case "greater_than_equal" | "greater_than" | "less_than_equal":
            name, words = _LIMITS[kind]
            limit = context[name]
            values["limit"] = Message(words, {"limit": int(limit) if limit == int(limit) else limit})  # 1, not 1.0
        case "waiver_dates":
            path = (*path, "expires")
        case "too_long":
            values["limit"] = context["max_length"]
        case _:
            hint = quantity_hint(detail, path[-1] if path else "")
    otherwise = None if on_key else key_hint(kind, path, detail["input"]) or _keys_within(kind, shape, path)
    return _placed(document, path, Message(_MESSAGES[kind], values), hint, otherwise, key=on_key)


def _unknown_key_hint(document: Document, shape: type[BaseModel], path: Path) -> Message | None:
    key = str(path[-1])
    beside = document.node(path[:-1]).parts
    level = level_key_hint(key, beside) if path[0] == "current" and len(path) == 3 else None
    return level or key_slip(key) or nearest_hint(key, _fields_beside(shape, path))


def _keys_within(kind: str, shape: type[BaseModel], path: Path) -> Message | None:
    """The keys that belong to a place where something else stands."""
    return nearest_hint("", _fields_beside(shape, (*path, ""))) if kind == "model_type" else None


def _placed(
    document: Document, path: Path, message: Message, hint: Message | None, otherwise: Message | None = None, *, key: bool = False
) -> Problem:
    position = document.locate(path, key=key)
    line = document.line(position)
    if hint is None:
        hint = Message(slip) if (slip := slip_hint(line)) else otherwise
    return Problem(document.path, message, position, hint, line)


def reference_problem(document: Document, path: Path, message: str, hint: Message | None = None, **values: object) -> Problem:
    """A problem found after the schema: a name that points nowhere, a level outside its scale."""
    return _placed(document, path, Message(message, {"where": echo(dotted(path)), **values}), hint)


def key_problem(document: Document, path: Path, message: str, hint: Message | None = None, **values: object) -> Problem:
    """The same, placed at the key instead of its value."""
    return _placed(document, path, Message(message, {"where": echo(dotted(path)), **values}), hint, key=True)


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


def _fields_beside(shape: type[BaseModel], path: Path) -> list[str]:
    """What the schema knows in the place of a key that it refuses; another alternative may know that very key."""
    names = [
        field.alias or name
        for candidate in shapes_at(shape, path[:-1])
        if isinstance(candidate, type) and issubclass(candidate, BaseModel)
        for name, field in candidate.model_fields.items()
    ]
    return [name for name in dict.fromkeys(names) if name != path[-1]]  # the alternatives of a place share keys
