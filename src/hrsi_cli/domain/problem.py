"""What is wrong with an input: a message by id, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Position(NamedTuple):
    """A place in a text file, both counted from 1; (0, 0) when there is none."""

    line: int
    column: int


NOWHERE = Position(0, 0)

Locate = Callable[[tuple[str | int, ...]], Position]
"""Line and column of a place in a plan, or of the place where it belongs."""


def dotted(path: Iterable[str | int]) -> str:
    """A place in a plan as people write it, such as ``measures.backups[1].interval``; items are counted from 1."""
    words = ""
    for part in path:
        words += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if words else part
    return words


_NO_VALUES: Mapping[str, object] = {}


class Message(NamedTuple):
    """A sentence of the catalogue with its values; the words come from the catalogue."""

    id: str
    values: Mapping[str, object] = _NO_VALUES


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an input file."""

    path: str
    message: Message
    position: Position = NOWHERE
    hint: Message | None = None
    line_text: str = ""
    """The offending line as it stands in the file."""


class HrsiError(Exception):
    """Anything that keeps the program from judging: exit code 2."""

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        super().__init__(message.id)
        self.message = message
        self.hint = hint


@dataclass
class InputError(Exception):
    """An input file that cannot be used, with everything that is wrong with it."""

    problems: tuple[Problem, ...]

    def __post_init__(self) -> None:
        """Refuse to refuse without a word: a run counts its problems, and would pass over a plan that nobody read."""
        if not self.problems:
            raise ValueError("an input was refused without a problem")


def problem(
    path: str, message: str, position: Position = NOWHERE, *, hint: str = "", line: str = "", **values: object
) -> Problem:
    """Build a Problem from the ids of its message and its hint; both share their values."""
    return Problem(path, Message(message, values), position, Message(hint, values) if hint else None, line)
