"""Configuration files: read as TOML and checked against the schema."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hrsi_cli.domain.config import Config, LoadedConfig
from hrsi_cli.domain.problem import NOWHERE, InputError, Position, problem
from hrsi_cli.domain.visible import echo
from hrsi_cli.knowledge.config_search import MAX_BYTES, PYPROJECT
from hrsi_cli.knowledge.text_file import read_text, shown_path
from hrsi_cli.knowledge.validation import validate
from hrsi_cli.knowledge.yaml_reader import BREAK, Document, Node


def load_config(path: str) -> LoadedConfig:
    """Read a configuration file; raises InputError with everything that is wrong with it."""
    shown = shown_path(path)
    text = read_text(path, MAX_BYTES)
    try:
        data: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError((_bad_toml(shown, text, str(error)),)) from error
    except RecursionError as error:
        raise InputError((problem(shown, "config.too_deep"),)) from error
    except ValueError as error:  # a number of thousands of digits
        raise InputError((problem(shown, "config.not_toml", words=echo(str(error))),)) from error
    prefix: tuple[str, ...] = ()
    if os.path.basename(path) == PYPROJECT:
        prefix = ("tool", "hrsi")
        tool = data.get("tool", {})
        data = tool.get("hrsi", {}) if isinstance(tool, dict) else {}
    places = {key[len(prefix) :]: place for key, place in _places(text).items() if key[: len(prefix)] == prefix}
    plain = _plain(data)
    config = validate(Document(shown, text, plain, _node(plain, (), places), ()), Config)
    return LoadedConfig(_resolved(config, os.path.dirname(path)), path, "found", places)


def _resolved(config: Config, folder: str) -> Config:
    """Paths in a configuration start from its own folder."""
    paths = {name: value for name in ("knowledge", "baseline") if (value := getattr(config, name)) is not None}
    return config.model_copy(update={name: os.path.join(folder, value) for name, value in paths.items()}) if paths else config


def _bad_toml(shown: str, text: str, words: str) -> Any:
    found = re.search(r"^(.*) \(at (?:line (\d+), column (\d+)|end of document)\)$", words, re.DOTALL)
    if found is None:
        return problem(shown, "config.not_toml", words=echo(words))
    lines = BREAK.split(text)
    where = Position(int(found[2]), int(found[3])) if found[2] else Position(len(lines), len(lines[-1]) + 1)
    line = lines[where.line - 1] if where.line <= len(lines) else ""
    return problem(shown, "config.not_toml", where, line=line, words=echo(found[1]))


def _plain(value: Any) -> Any:
    """TOML data as the schemas want it: tuples for lists, texts for dates."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return tuple(_plain(item) for item in value)
    return value if isinstance(value, str | int | float | bool) else str(value)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A place as the validation wants it: both counted from 0."""

    line: int
    column: int


def _node(value: Any, path: tuple[str, ...], places: Mapping[tuple[str, ...], Position], around: _Mark | None = None) -> Node:
    """The places of a value; what stands within a line is placed where its line begins."""
    place = places.get(path, NOWHERE)
    mark = _Mark(place.line - 1, place.column - 1) if place.line else around
    node = Node(mark, mark)
    if isinstance(value, dict):
        node.children = {key: _node(item, (*path, key), places, mark) for key, item in value.items()}
    elif isinstance(value, tuple):
        node.children = {index: _node(item, path, places, mark) for index, item in enumerate(value)}
    return node


_TABLE = re.compile(r"\s*\[\[?([^\[\]]+)\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:[A-Za-z0-9_-]+|"[^"\\]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"\\]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"\\]*"|'[^']*'""")


def _places(text: str) -> dict[tuple[str, ...], Position]:
    """The line and column of each key that begins a line; tomllib tells none."""
    places: dict[tuple[str, ...], Position] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(BREAK.split(text), start=1):
        if found := _TABLE.match(line):
            table = _parts(found[1])
            places.setdefault(table, Position(number, line.index("[") + 1))
        elif found := _KEY.match(line):
            places.setdefault((*table, *_parts(found[1])), Position(number, found.start(1) + 1))
    return places


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))
