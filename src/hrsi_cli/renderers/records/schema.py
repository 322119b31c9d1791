"""The JSON Schema (draft 2020-12) of a record, from the annotations of its TypedDict.

pydantic reads only ``typing_extensions.TypedDict`` below Python 3.12; this walk of the annotations is all
that the records need. Further keys stay allowed: records gain keys without a new version.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from typing import Any, Literal, Union

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_SIMPLE: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    object: {},
    Any: {},
}


def record_schema(name: str, record: Any, *, closed: bool = False) -> dict[str, Any]:
    """The schema of an output; ``closed`` refuses keys that the record does not name, for tests."""
    walk = _Walk(closed)
    root = walk.schema(record)
    return {
        "$schema": DRAFT,
        "$id": f"urn:hrsi:schema:{name.replace('_', '-')}:1",
        "title": f"hrsi.{name}",
        **root,
        "$defs": walk.definitions(),
    }


class _Walk:
    """One pass over the annotations of a record; each TypedDict is described once."""

    def __init__(self, closed: bool) -> None:
        self.closed = closed
        self.defs: dict[str, dict[str, Any]] = {}

    def definitions(self) -> dict[str, dict[str, Any]]:
        """The records that were met, sorted by name."""
        return dict(sorted(self.defs.items()))

    def schema(self, kind: Any) -> dict[str, Any]:
        """The schema of one annotation."""
        if kind in _SIMPLE:
            return _SIMPLE[kind]
        if typing.is_typeddict(kind):
            return self._record(kind)
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        if origin in (typing.Required, typing.NotRequired, typing.Annotated):
            return self.schema(arguments[0])
        return self._composed(kind, origin, arguments)

    def _composed(self, kind: Any, origin: Any, arguments: tuple[Any, ...]) -> dict[str, Any]:
        if origin is Literal:
            return {"const": arguments[0]} if len(arguments) == 1 else {"enum": list(arguments)}
        if origin in (Union, types.UnionType):
            return self._choice([self.schema(argument) for argument in arguments])
        if origin in (list, tuple):
            return {"type": "array", "items": self.schema(arguments[0])}
        if origin is dict or (isinstance(origin, type) and issubclass(origin, Mapping)):
            return self._mapping(*arguments)
        raise TypeError(f"a record cannot hold {kind!r}")

    def _choice(self, choices: list[dict[str, Any]]) -> dict[str, Any]:
        simple = [choice["type"] for choice in choices if choice.keys() == {"type"}]
        return {"type": simple} if len(simple) == len(choices) else {"anyOf": choices}

    def _mapping(self, key: Any, value: Any) -> dict[str, Any]:
        made: dict[str, Any] = {"type": "object", "additionalProperties": self.schema(value)}
        if typing.get_origin(key) is Literal:
            made["propertyNames"] = {"enum": list(typing.get_args(key))}
        return made

    def _record(self, record: Any) -> dict[str, Any]:
        name = record.__name__
        if name not in self.defs:
            self.defs[name] = {}  # a record may hold itself
            hints = typing.get_type_hints(record, include_extras=True)
            made: dict[str, Any] = {"type": "object"}
            if record.__doc__ and not record.__doc__.startswith("dict("):
                made["description"] = " ".join(record.__doc__.split())
            made["properties"] = {key: self.schema(kind) for key, kind in hints.items()}
            made["required"] = [key for key in hints if key in record.__required_keys__]
            if self.closed:
                made["additionalProperties"] = False
            self.defs[name] = made
        return {"$ref": f"#/$defs/{name}"}
