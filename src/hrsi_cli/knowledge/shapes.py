"""What a schema expects at a place: the types behind unions, lists and mappings."""

from __future__ import annotations

import types
import typing
from typing import Annotated, Any

from pydantic import BaseModel

from hrsi_cli.knowledge.yaml_reader import Path


def shapes_at(schema: type[BaseModel], path: Path) -> list[Any]:
    """The alternatives that a schema has for a place; none for a place that it does not know."""
    shapes: list[Any] = [schema]
    for part in path:
        shapes = [inner for shape in shapes for inner in _inside(shape, part)]
    return shapes


def _inside(shape: Any, part: str | int) -> list[Any]:
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        field = shape.model_fields.get(str(part))
        return _alternatives(field.annotation) if field is not None else []
    held = typing.get_args(shape)  # a plain type such as None holds nothing
    return _alternatives(held[1 if typing.get_origin(shape) is dict else 0]) if held else []


def _alternatives(annotation: Any) -> list[Any]:
    """The alternatives of an annotation, without Annotated and unions."""
    origin = typing.get_origin(annotation)
    if origin is Annotated:
        return _alternatives(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return [shape for part in typing.get_args(annotation) for shape in _alternatives(part)]
    return [annotation]
