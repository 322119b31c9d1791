"""Records as JSON: indented, UTF-8, keys in the order of the contract, no value that JSON does not know."""

from __future__ import annotations

import json
from collections.abc import Mapping

from hrsi_cli.domain.visible import json_escaped

_LINE = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def paint_json(record: Mapping[str, object]) -> bytes:
    """A record as a JSON document; Japanese stays readable, invisible characters become escapes."""
    return (json_escaped(json.dumps(record, ensure_ascii=False, allow_nan=False, indent=2)) + "\n").encode("utf-8")


def paint_json_line(record: Mapping[str, object]) -> bytes:
    """A record as one line, for streams of records."""
    return (json_escaped(_LINE.encode(record)) + "\n").encode("utf-8")
