"""A configuration as TOML, with the lines that a reader needs to keep it true."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.config import Config
from hrsi_cli.domain.policy import Weight

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def paint_config(config: Config, day: str, words: Catalogue) -> bytes:
    """The settings that differ from nothing said: plain values first, then one table each."""
    given = {name: getattr(config, name) for name in Config.model_fields if name in config.model_fields_set}
    lines = [f"# {words.say('gate.init_title', day=day)}"]
    lines += [f"{name} = {_value(value)}" for name, value in given.items() if value is not None and not _is_table(value)]
    for name, value in given.items():
        if _is_table(value):
            lines += _table(name, value, words)
    return ("\n".join(lines) + "\n").encode()


def _is_table(value: object) -> bool:
    return isinstance(value, dict) or hasattr(value, "model_fields_set")


def _table(name: str, value: Any, words: Catalogue) -> Iterator[str]:
    if name == "floors":
        yield from ("", f"# {words.say('gate.init_floors')}")
        for system, floors in value.items():
            yield from (f"[floors.{_key(system)}]", *_rows(floors), "")
        return
    rows = value if isinstance(value, dict) else {key: getattr(value, key) for key in value.model_fields_set}
    yield from ("", f"[{name}]", *_rows(dict(sorted(rows.items()))))


def _rows(rows: Mapping[str, Any]) -> Iterator[str]:
    for key, value in rows.items():
        if value is not None:
            yield f"{_key(key)} = {_value(value)}"


def _key(text: str) -> str:
    return text if _BARE.fullmatch(text) else _text(text)


def _value(value: object) -> str:
    match value:
        case Weight(severity=severity, reason=None):
            return _text(severity)
        case Weight(severity=severity, reason=reason):
            return f"{{ severity = {_text(severity)}, reason = {_text(reason or '')} }}"
        case bool():
            return str(value).lower()
        case str():
            return _text(value)
        case tuple() | list():
            return "[" + ", ".join(_value(item) for item in value) + "]"
        case _:
            return str(value)


def _text(text: str) -> str:
    """A basic string of TOML, which escapes as JSON does, and DEL too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
