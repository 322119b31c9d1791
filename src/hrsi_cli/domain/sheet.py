"""What was read from a worksheet: the levels taken, what was left, and the plan content that follows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from hrsi_cli.domain.problem import Message

SheetKind = Literal["hrsi", "grades"]
"""``hrsi``: our own worksheet. ``grades``: IPA's worksheet of the Non-Functional Requirements Grades."""
TakenAs = Literal["current", "target"]
"""Whether the levels of a Grades worksheet are the state today or the target."""


@dataclass(frozen=True, slots=True)
class TakenLevel:
    """One metric that was taken from the sheet."""

    metric: str
    answer: int | Literal["unknown", "not_applicable"]
    cell: str
    note: Message | None = None
    """What to know about the reading, for example a scale of another edition."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One metric that the sheet says nothing about."""

    metric: str
    cell: str | None
    reason: Message


@dataclass(frozen=True, slots=True)
class SheetReading:
    """A worksheet, read."""

    path: str
    kind: SheetKind
    sheet: str
    column: str | None
    """The chosen column of a Grades worksheet, as a letter with its title."""
    taken_as: TakenAs
    taken: tuple[TakenLevel, ...]
    left: tuple[LeftOut, ...]
    foreign: int
    """Rows with the number of a metric that the guide does not use."""
    notes: tuple[Message, ...]
    content: dict[str, Any]
    """The part of a plan that the sheet holds, in the form of a plan file."""
    is_whole: bool
    """Whether the content is a plan of its own: it has a system and a target."""


_UNSEEN = "\r\x85\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd"
"""Of the characters that cannot be seen, those that a plan may hold: the reader refuses all others."""
_TO_SHOW = re.compile(rf"[{_UNSEEN}]|\\(?=u[0-9a-f]{{4}})")
_SHOWN = re.compile(r"\\u([0-9a-f]{4})")


def cell_text(text: str) -> str:
    """A value of a plan for a cell to fill in: what nobody can see, or what turns text round, is written as an escape."""
    return _TO_SHOW.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def plan_text(text: str) -> str:
    """The value that a filled-in cell stands for; the inverse of ``cell_text``. Only its own escapes are undone."""
    return _SHOWN.sub(_meant, text) if "\\" in text else text


def _meant(match: re.Match[str]) -> str:
    sign = chr(int(match[1], 16))
    return sign if _TO_SHOW.match(f"{sign}u0000") else match[0]


_KEY_PART = re.compile(r'\.?([A-Za-z_][A-Za-z0-9_]*)|\[([0-9]{1,4})\]|\["([^"\[\]]{1,128})"\]')


def key_path(text: str) -> tuple[str | int, ...] | None:
    """The path that a written key names: ``measures.backups[1].interval``; None when it is none."""
    path: list[str | int] = []
    position = 0
    while position < len(text):
        match = _KEY_PART.match(text, position)
        if match is None:
            return None
        path.append(match[1] or match[3] or int(match[2]) - 1)
        position = match.end()
    return tuple(path) or None


def written_key(path: Iterable[str | int]) -> str:
    """A path as it is written in a sheet; the inverse of ``key_path``."""
    words = ""
    for part in path:
        if isinstance(part, int):
            words += f"[{part + 1}]"
        elif re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", part):
            words += f".{part}" if words else part
        else:
            words += f'["{part}"]'
    return words
