"""JSON's way to write a character outside the first plane, in a form that a YAML parser reads."""

from __future__ import annotations

import json
import re

_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F]")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_ESCAPE = re.compile(r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|.)")


def with_joined_pairs(text: str) -> str:
    r"""A JSON text with each pair of surrogate escapes as one escape of YAML; any other text as it is.

    ``"\ud842\udfb7"`` becomes ``"\U00020bb7"`` and two blanks behind the quote, so that everything else stays in its place.
    """
    if not _PAIR.search(text):
        return text
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return text  # strings can be told from the rest in JSON alone
    return _STRING.sub(_joined, text)


def _joined(string: re.Match[str]) -> str:
    return _ESCAPE.sub(_one_escape, string[0]).ljust(len(string[0]))


def _one_escape(escape: re.Match[str]) -> str:
    if escape[1] is None:
        return escape[0]
    code = 0x10000 + (int(escape[1], 16) - 0xD800 << 10) + int(escape[2], 16) - 0xDC00
    return f"\\U{code:08x}"
