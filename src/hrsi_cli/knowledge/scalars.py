"""Writing values as YAML: safely first, in the style of their surroundings second.

What is plain for our reader must be plain for every other one, so a text that YAML 1.1 or 1.2 would
take for a number or a truth value is quoted. Dates stay bare: in YAML 1.2 they are text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.domain.visible import echo
from hrsi_cli.knowledge.yaml_reader import FORBIDDEN, MAX_DIGITS, MAX_KEY, MAX_SCALAR

_LOOKS_TYPED = re.compile(
    r"[-+]?[.]?[0-9][0-9_,.]*(?:[eE][-+]?[0-9]+)?"  # numbers of every YAML, also longer than we read
    r"|[-+]?0[xob][0-9A-Fa-f_]+"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"  # base 60 in YAML 1.1
    r"|[-+]?\.(?:inf|nan)"
    r"|true|false|yes|no|on|off|y|n|null|~|<<|=",
    re.IGNORECASE,
)
_SPECIAL_START = (*"-?:,[]{}#&*!|>'\"%@`", "...")
_NOT_PLAIN = re.compile(r":(?:\s|$)|\s#|[\n\r\t\x85\u2028\u2029\ufeff]")
_NOT_PLAIN_IN_FLOW = re.compile(r"[,\[\]{}?]")  # a question mark ends a plain text for PyYAML's own scanner
_BREAKS = re.compile("[\r\x85\u2028\u2029\ufeff]")
"""Characters that a reader of YAML 1.1 takes for an end of line, or for a byte-order mark."""
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile('[\\\\"\n\r\t\x85\u2028\u2029\ufeff]')


@dataclass(frozen=True, slots=True)
class Style:
    """How the values around an edit are written."""

    flow: bool = False
    """Inside brackets, where commas and braces end a plain text."""
    json: bool = False
    """Every text and key in double quotes."""
    colon: str = ": "
    comma: str = ", "


BLOCK = Style()


def format_scalar(value: object, style: Style = BLOCK, quote: str = "") -> str:
    """A scalar on one line; ``quote`` is the style to keep: ``'``, ``"`` or none.

    Raises HrsiError for what cannot be written so that it is read back: control characters, numbers with too many digits.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value)
    if not isinstance(value, str):
        raise TypeError(f"no scalar: {type(value).__name__}")
    return _text(value, style, quote)


def format_key(key: str, style: Style = BLOCK) -> str:
    """A key of a mapping."""
    if len(key) > MAX_KEY:
        raise HrsiError(Message("edit.too_long", {"limit": MAX_KEY}))
    return _text(key, style, "")


def format_flow(value: Any, style: Style) -> str:
    """A value on one line: collections in brackets."""
    inside = Style(True, style.json, style.colon, style.comma)
    if isinstance(value, Mapping):
        items = [format_key(key, inside) + style.colon + format_flow(item, inside) for key, item in value.items()]
        return "{" + style.comma.join(items) + "}"
    if is_sequence(value):
        return "[" + style.comma.join(format_flow(item, inside) for item in value) + "]"
    return format_scalar(value, style)


def format_block_text(value: str, header: str, indent: str, end: str) -> str | None:
    """A text as a literal or folded block; None where only quotes can hold it.

    ``header`` is the old first line (indicator and comment), ``end`` the line ending of the file. The last
    line comes without an ending.
    """
    _refuse_unwritable(value)
    body = value[:-1] if value.endswith("\n") else value
    uneven = any(line != line.strip() for line in body.split("\n"))
    if uneven or not (body and indent) or body.endswith("\n") or _BREAKS.search(body):
        return None
    sign, comment = header[0], header[1:].lstrip("-+0123456789").rstrip()
    if sign == ">":
        body = re.sub("\n+", lambda breaks: breaks[0] + "\n", body)
    lines = [indent + line if line else "" for line in body.split("\n")]
    return end.join([sign + ("" if value.endswith("\n") else "-") + comment, *lines])


def is_sequence(value: object) -> bool:
    """Whether a value is written as a list."""
    return isinstance(value, Sequence) and not isinstance(value, str)


def _number(value: int | float) -> str:
    text = repr(value)
    if len(text) > MAX_DIGITS or not math.isfinite(value):
        raise HrsiError(Message("edit.number", {"value": echo(text)}))
    return text


def _text(value: str, style: Style, quote: str) -> str:
    _refuse_unwritable(value)
    if style.json:
        return _double(value)
    if quote == "'" and "\n" not in value and "\t" not in value and not _BREAKS.search(value):
        return "'" + value.replace("'", "''") + "'"
    if not quote and _is_plain(value, style):
        return value
    return _double(value)


def _is_plain(value: str, style: Style) -> bool:
    return not (
        not value
        or value != value.strip()
        or value.startswith(_SPECIAL_START)
        or _LOOKS_TYPED.fullmatch(value)
        or _NOT_PLAIN.search(value)
        or (style.flow and _NOT_PLAIN_IN_FLOW.search(value))
    )


def _double(value: str) -> str:
    return '"' + _ESCAPED.sub(lambda match: _ESCAPES.get(match[0], f"\\u{ord(match[0]):04x}"), value) + '"'


def _refuse_unwritable(value: str) -> None:
    if len(value) > MAX_SCALAR:
        raise HrsiError(Message("edit.too_long", {"limit": MAX_SCALAR}))
    match = FORBIDDEN.search(value)
    if match:
        raise HrsiError(Message("edit.forbidden_character", {"code": f"U+{ord(match[0]):04X}"}))
