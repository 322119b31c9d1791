"""The JSON Schemas of what users write: ``plan.yaml`` and ``hrsi.toml``.

They are made from the domain objects. Three things are added: no unknown key is accepted anywhere, levels
carry their meaning, and every description speaks both languages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.config import Config
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import KnownLevel, NotApplicable, Plan, UnknownLevel
from hrsi_cli.domain.requirement import Requirement
from hrsi_cli.renderers.records.schema import DRAFT

Schema = dict[str, Any]


def plan_schema(knowledge: KnowledgeBase, japanese: Catalogue, english: Catalogue) -> Schema:
    """The schema of a plan; what it cannot say (names that point somewhere, dates in order) the program checks."""
    made: Schema = _tidied(Plan.model_json_schema())
    definitions = made.pop("$defs")
    # pydantic leaves out what a level may be, because its short forms are turned into the long one first
    for kind in (KnownLevel, UnknownLevel, NotApplicable):
        schema = _tidied(kind.model_json_schema())
        definitions |= schema.pop("$defs", {}) | {kind.__name__: schema}
    _describe("Plan", made, definitions, japanese, english)
    definitions["Unknown"] = {"const": "unknown", "description": "未確認 / nobody has determined it yet"}
    metrics = tuple(knowledge.requirements.values())
    current = made["properties"]["current"]
    made["properties"]["current"] = _by_metric(metrics, lambda each: _current(each, definitions), current)
    for requirement in metrics:
        definitions[_slug(requirement)] = {"oneOf": list(_levels(requirement))}
    adjusted = definitions["Target"]["properties"]
    adjustment = definitions["Adjustment"]
    adjusted["adjustments"] = _by_metric(metrics, lambda each: _adjustment(each, adjustment), adjusted["adjustments"])
    _bind_waivers(definitions["Waiver"], knowledge)
    for unused in ("KnownLevel", "UnknownLevel", "NotApplicable", "Adjustment"):
        del definitions[unused]
    head: Schema = {"$schema": DRAFT, "$id": "urn:hrsi:schema:plan:1", "title": "hrsi plan"}
    return head | made | {"$defs": dict(sorted(definitions.items()))}


def config_schema(japanese: Catalogue, english: Catalogue) -> Schema:
    """The schema of ``hrsi.toml`` and of ``[tool.hrsi]``."""
    made: Schema = _tidied(Config.model_json_schema())
    definitions = made.pop("$defs")
    _describe("Config", made, definitions, japanese, english)
    weight = definitions["Weight"]
    weight["if"] = {"properties": {"severity": {"const": "off"}}}
    weight["then"] = {"required": ["severity", "reason"]}
    short = {"enum": ["error", "warning", "note"]}
    for name in ("rules", "metrics"):
        patterns = made["properties"][name]["patternProperties"]
        made["properties"][name]["patternProperties"] = {key: {"anyOf": [short, {"$ref": "#/$defs/Weight"}]} for key in patterns}
    head: Schema = {"$schema": DRAFT, "$id": "urn:hrsi:schema:config:1", "title": "hrsi.toml"}
    return head | made | {"$defs": dict(sorted(definitions.items()))}


def _tidied(schema: Any) -> Any:
    """A schema without the titles and defaults that pydantic makes up, and closed everywhere."""
    if isinstance(schema, list):
        return [_tidied(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made: Schema = {}
    for key, value in schema.items():
        if key in ("properties", "$defs", "patternProperties"):
            made[key] = {name: _tidied(inner) for name, inner in value.items()}
        elif not (key == "title" and isinstance(value, str)) and key != "default":
            made[key] = _tidied(value)
    # pydantic leaves a mapping with patterned keys open, although it refuses other keys itself
    if "patternProperties" in made or ("properties" in made and made.get("type") == "object"):
        made.setdefault("additionalProperties", False)
    if (pattern := _PATTERNS.get(str((made.get("examples") or [""])[0]))) is not None:
        text = {"type": "string", "maxLength": 40, "pattern": pattern}
        made = {"anyOf": [{"const": 0}, text], "examples": made["examples"]} if "anyOf" in made else {**made, **text}
    return made


def _wide(text: str) -> str:
    """A pattern for an ASCII text that may also be written in full width."""
    return "".join(f"[{sign}{chr(ord(sign) + 0xFEE0)}]" for sign in text)


_NUMBER = "[0-9０-９]{1,9}([.．][0-9０-９]{1,6})?[ \u3000]?"
_NOT_ZERO = (
    "([0０]{0,8}[1-9１-９][0-9０-９]{0,8}([.．][0-9０-９]{1,6})?|[0０]{1,9}[.．][0０]{0,5}[1-9１-９][0-9０-９]{0,5})[ \u3000]?"
)
"""No look-ahead, which some validators do not have."""
_UNITS = "|".join(
    ["ミリ秒", "秒間?", "分間?", "時間", "日間?", "週間?", "[かヶケカヵ箇]月間?", "年間?"]
    + [_wide(unit) for unit in ("min", "ms", "mo", "s", "m", "h", "d", "w", "y")]
)
_PREFIX = "([kKMGTPｋＫＭＧＴＰ]?|[KMGTPＫＭＧＴＰ][iｉ])"
_PATTERNS = {
    "30m": rf"^[ \u3000]*([0０]|[PＰ][0-9０-９YMWDTHSＹＭＷＤＴＨＳ.．]+|({_NUMBER}({_UNITS})[ \u3000]?)+)[ \u3000]*$",
    "2 TB": rf"^[ \u3000]*{_NUMBER}{_PREFIX}[BＢ][ \u3000]*$",
    "100 Mbps": rf"^[ \u3000]*{_NOT_ZERO}{_PREFIX}({_wide('bps')}|{_wide('b/s')}|{_wide('bit/s')}|{_wide('B/s')})[ \u3000]*$",
    "400 km": rf"^[ \u3000]*{_NUMBER}({_wide('km')}|{_wide('m')}|㎞|キロメートル|キロ)[ \u3000]*$",
    "20%": r"^[ \u3000]*[0-9０-９]{1,4}([.．][0-9０-９]{1,3})?[ \u3000]?[%％][ \u3000]*$",
}
"""What an editor may accept of each quantity, by its first example; the program itself reads the value."""


def _describe(top: str, made: Schema, definitions: dict[str, Schema], japanese: Catalogue, english: Catalogue) -> None:
    """Put the sentences of the catalogue under the fields, Japanese first, in place of the docstrings of the code."""
    for name, schema in [(top, made), *definitions.items()]:
        schema.pop("description", None)
        for field, inner in schema.get("properties", {}).items():
            id = f"schema.field.{name}.{field}"
            if id in japanese.sentences:
                inner["description"] = f"{japanese.say(id)} / {english.say(id)}"


def _slug(requirement: Requirement) -> str:
    return "level-" + requirement.id


def _by_metric(metrics: Iterable[Requirement], schema_of: Callable[[Requirement], Schema], old: Schema) -> Schema:
    """A mapping whose keys are the known metrics and nothing else."""
    properties = {each.id: {"description": _name(each), **schema_of(each)} for each in metrics}
    made = {"type": "object", "properties": properties, "additionalProperties": False}
    return {"description": old["description"], **made} if "description" in old else made


def _name(requirement: Requirement) -> str:
    return f"{requirement.path.ja} {requirement.name.ja} / {requirement.path.en}: {requirement.name.en}"


def _levels(requirement: Requirement) -> Iterator[Schema]:
    for level in requirement.levels:
        yield {"const": level.level, "description": f"{level.label.ja} / {level.label.en}"}


def _current(requirement: Requirement, definitions: dict[str, Schema]) -> Schema:
    """The state of one metric: a level with its meaning, unknown, or not applicable; short or with a note."""
    level, unknown = {"$ref": f"#/$defs/{_slug(requirement)}"}, {"$ref": "#/$defs/Unknown"}
    return {
        "anyOf": [
            level,
            unknown,
            _with_level(definitions["KnownLevel"], level),
            _with_level(definitions["UnknownLevel"], unknown),
            _closed(definitions["NotApplicable"]["properties"], ["not_applicable"]),
        ],
    }


def _adjustment(requirement: Requirement, adjustment: Schema) -> Schema:
    return _with_level(adjustment, {"$ref": f"#/$defs/{_slug(requirement)}"})


def _with_level(schema: Schema, level: Schema) -> Schema:
    """The same keys, with a level of this one metric."""
    fields = schema["properties"]
    return _closed({**fields, "level": {**level, "description": fields["level"]["description"]}}, schema["required"])


def _closed(properties: Schema, required: list[str]) -> Schema:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _bind_waivers(waiver: Schema, knowledge: KnowledgeBase) -> None:
    """A waiver names a metric with its levels, or a rule."""
    absent = {"type": "null"}
    waiver["properties"]["metric"] = {"anyOf": [{"enum": list(knowledge.requirements)}, absent]} | _kept(waiver, "metric")
    waiver["properties"]["rule"] = {"anyOf": [{"enum": list(knowledge.rules)}, absent]} | _kept(waiver, "rule")
    metric = {"required": ["metric", "current", "target"], "properties": {"metric": {"type": "string"}, "rule": absent}}
    rule = {"required": ["rule"], "properties": {"rule": {"type": "string"}, "metric": absent}}
    waiver["oneOf"] = [metric, rule]


def _kept(waiver: Schema, name: str) -> Schema:
    return {key: value for key, value in waiver["properties"][name].items() if key == "description"}
