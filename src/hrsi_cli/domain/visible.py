"""Make text that came from a file harmless and visible before it is shown."""

from __future__ import annotations

import re

NON_CHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
)
"""Code points that stand for no character, for use in the brackets of a pattern."""

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # control characters: could drive a terminal or forge a log line
    "\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"  # invisible and bidirectional ones
    f"\ufff9-\uffff\ud800-\udfff{NON_CHARACTERS}"  # annotations, surrogates, what is no character
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"  # tag characters; the variation selectors between are parts of Japanese names
    r"|#(?=#[A-Za-z]*\[)"  # ##vso[ and the like: a build system obeys it anywhere in a line, also within JSON
)
LONGEST_ECHO = 80
"""Longest piece of a user's value repeated in a message."""


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _is_harmless(text: str) -> bool:
    """Whether a text surely needs no escape: what is unsafe is not printable, but for two characters and the order."""
    return text.isprintable() and "\ufffc" not in text and "\ufffd" not in text and "##" not in text


def visible(text: str) -> str:
    """The text with every control, invisible or direction-changing character written as an escape."""
    return text if _is_harmless(text) else _UNSAFE.sub(_escape, text)


_UNSAFE_IN_JSON = re.compile(_UNSAFE.pattern.replace("\x00-\x1f", ""))


def json_escaped(text: str) -> str:
    """JSON text with the characters that ``visible`` would escape written as JSON escapes."""
    return text if _is_harmless(text.replace("\n", "")) else _UNSAFE_IN_JSON.sub(_escape_for_json, text)


def _escape_for_json(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def echo(value: object) -> str:
    """A user's value, visible and shortened, for use inside a message; an empty one would leave a hole there."""
    text = visible(str(value)) or '""'
    return text if len(text) <= LONGEST_ECHO else text[: LONGEST_ECHO - 3] + "..."
