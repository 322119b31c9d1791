"""Help texts laid out by display columns: Typer counts characters, and a Japanese sign takes two columns."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import Any

import typer

from hrsi_cli.commands.speech import catalogue

_HEADINGS = {
    re.compile(r"^Usage:(?= )", re.MULTILINE): "usage",
    re.compile(r"^Options:$", re.MULTILINE): "options",
    re.compile(r"^Arguments:$", re.MULTILINE): "arguments",
    re.compile(r"^Commands:$", re.MULTILINE): "commands",
    re.compile(r"(?<=[\[ ])required\]"): "required",
    re.compile(r"\[default:"): "default",
}
_NAMES_WIDEST = 30
_TEXT_NARROWEST = 20
"""Columns for the names of options, and what is left to their texts at least."""


def in_words(text: str) -> str:
    """A help text or usage line of Typer's with its own words in the reader's language."""
    for pattern, id in _HEADINGS.items():
        text = pattern.sub(catalogue().say(f"help.words.{id}").replace("\\", r"\\"), text)
    return text


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _wrap(text: str, width: int) -> list[str]:
    """Lines of at most a width; what measures Japanese is loaded only for Japanese."""
    if text.isascii():
        return textwrap.wrap(text, width, break_on_hyphens=False)
    from hrsi_cli.renderers.layout import wrap

    return wrap(text, width)


_Base: Any = typer.Context.formatter_class


class Formatter(_Base):  # type: ignore[misc]  # Typer shows its formatter as an attribute only
    """Typer's formatter with its own words in the reader's language and every line within the width."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The usage line; what follows the command is indented below itself."""
        start = in_words("Usage: ") + prog + " "
        indent = min(_columns(start), self.width // 2)
        first, *rest = _wrap(args, self.width - _columns(start)) if _columns(start) <= self.width // 2 else ("", args)
        lines = [first, *(line for part in rest for line in _wrap(part, self.width - indent))]
        self.write((start + ("\n" + " " * indent).join(lines)).rstrip() + "\n")

    def write_heading(self, heading: str) -> None:
        """A heading with its colon."""
        self.write(" " * self.current_indent + in_words(f"{heading}:") + "\n")

    def write_text(self, text: str) -> None:
        """One paragraph."""
        for line in _wrap(in_words(text), self.width - self.current_indent):
            self.write(" " * self.current_indent + line + "\n")

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = _NAMES_WIDEST, col_spacing: int = 2) -> None:
        """Names and texts in two columns; a long name stands on a line of its own."""
        most = min(col_max, self.width - self.current_indent - col_spacing - _TEXT_NARROWEST)
        names = min(max(_columns(name) for name, _ in rows), most)
        margin = self.current_indent + names + col_spacing
        for name, text in rows:
            lines = _wrap(in_words(text), self.width - margin) or [""]
            line = " " * self.current_indent + name
            if _columns(name) > names:
                self.write(line + "\n")
                line = ""
            self.write((line + " " * (margin - _columns(line)) + lines[0]).rstrip() + "\n")
            for rest in lines[1:]:
                self.write(" " * margin + rest + "\n")
