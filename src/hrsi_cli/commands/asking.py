"""Asking on a terminal: what a prompt is, and which driver puts it.

There are three ways to answer: flags and answers files, which never come here; numbered plain lines, for
screen readers and dumb terminals; and arrow keys. The last two answer the same prompts.
"""

from __future__ import annotations

import enum
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from hrsi_cli.commands.speech import catalogue
from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.domain.quantity import fold


class Move(enum.Enum):
    """What may be typed instead of an answer."""

    BACK = "back"
    SKIP = "skip"
    NOT_APPLICABLE = "not_applicable"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen, with the key that chooses it on a plain line."""

    key: str
    value: Any
    label: str
    detail: str = ""
    """Something to know about the choice, shown below it."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question as a driver puts it."""

    title: str
    notes: tuple[str, ...] = ()
    """Why it is asked, and whatever helps to answer."""
    options: tuple[Option, ...] = ()
    """The answers to choose from; without any the answer is free text."""
    moves: tuple[Option, ...] = ()
    required: bool = True
    """Whether an empty answer is no answer; otherwise it is None."""
    default: Any = None
    """The value of the option or move on which a menu starts, so that a careless Enter does no harm; None: the first."""
    read: Callable[[str], Any] | None = None
    """Makes a typed text a value and raises HrsiError with what may be written; None accepts keys only."""

    def chosen(self, text: str) -> Option | None:
        """The option or move that a typed text means: its key, or the value itself."""
        typed = fold(text).casefold()
        for option in (*self.options, *self.moves):
            if typed in (option.key.casefold(), str(option.value).casefold()):
                return option
        return None

    def written(self, text: str) -> Any:
        """The value of a typed text that is no key; a key in quotes is meant as the text itself."""
        text = text.strip()
        is_quoted = len(text) > 2 and fold(text[0]) == fold(text[-1]) and fold(text[0]) in ("'", '"')
        meant = text[1:-1] if is_quoted and self.chosen(text[1:-1]) is not None else text
        return self.read(meant) if self.read is not None else meant


class Driver(Protocol):
    """Puts prompts to a person. Raises KeyboardInterrupt for Ctrl-C and HrsiError when input ends."""

    def say(self, line: str) -> None:
        """Show a line that is no question."""

    def ask(self, prompt: Prompt) -> Any:
        """The answer to a prompt: a value, a Move, or None for an optional one left empty."""


def move(kind: Move) -> Option:
    """The option for a move, in the language of the run."""
    words = catalogue()
    return Option(words.say(f"asking.{kind.value}_key"), kind, words.say(f"asking.{kind.value}"))


def can_ask(*, no_input: bool) -> bool:
    """Whether there is a person to ask: both ends must be a terminal, and nobody has forbidden it."""
    if no_input or os.environ.get("HRSI_NO_INPUT"):
        return False
    # prompts go to stderr, so that a report can be piped on while its questions are answered
    return all(stream is not None and not stream.closed and stream.isatty() for stream in (sys.stdin, sys.stderr))


def choose_driver(*, plain: bool) -> Driver:
    """Arrow keys where the terminal can move its cursor; plain lines where it cannot or where they are wanted."""
    from hrsi_cli.commands.asking_plain import PlainDriver

    if plain or os.environ.get("HRSI_PLAIN") or os.environ.get("TERM", "dumb" if os.name != "nt" else "") == "dumb":
        return PlainDriver()
    try:
        from hrsi_cli.commands.asking_arrows import ArrowDriver

        return ArrowDriver()
    except Exception:  # whatever keeps the library from a terminal (a mintty without a console), lines still work
        return PlainDriver()


def ended() -> HrsiError:
    """The error for input that ended before it was answered."""
    return HrsiError(Message("select.no_answer"))
