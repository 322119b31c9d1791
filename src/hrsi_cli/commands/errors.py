"""Errors on stderr: what happened, where, and what to do. The only place that prints them."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable

from hrsi_cli.commands.log_lines import without_orders
from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.problem import Message, Problem
from hrsi_cli.domain.visible import visible

MOST_SHOWN = 20
"""More problems than this in one run help nobody; the rest is counted."""
_LONGEST_LINE = 120
"""Characters of an offending line that are shown."""


def say_error(message: Message, hint: Message | None, catalogue: Catalogue) -> None:
    """One error that belongs to no place in a file."""
    say_lines([f"hrsi: {catalogue.say('input.error')}: {visible(catalogue.tell(message))}", *_hint(hint, catalogue)])


def say_problems(problems: Iterable[Problem], catalogue: Catalogue) -> None:
    """The problems of input files, each with its place, its line and a hint."""
    listed = list(problems)
    lines: list[str] = []
    for problem in listed[:MOST_SHOWN]:
        where = problem.path
        if problem.position.line:
            where += f":{problem.position.line}:{problem.position.column}"
        lines.append(f"{where}: {catalogue.say('input.error')}: {visible(catalogue.tell(problem.message))}")
        if problem.line_text.strip():
            lines.append(f"    {_shown_line(problem.line_text, problem.position.column)}")
        lines += _hint(problem.hint, catalogue)
    if len(listed) > MOST_SHOWN:
        lines.append(catalogue.say("input.more", count=len(listed) - MOST_SHOWN))
    say_lines(lines)


def _shown_line(line: str, column: int) -> str:
    """The offending line without its indentation; of a long one the part around the column, counted from 1."""
    text = line.strip()
    at = min(max(column - 1 - (len(line) - len(line.lstrip())), 0), len(text))
    before, behind = visible(text[max(at - _LONGEST_LINE, 0) : at]), visible(text[at : at + _LONGEST_LINE])
    kept = min(len(before), max(_LONGEST_LINE // 2, _LONGEST_LINE - len(behind)))
    first, last = before[len(before) - kept :], behind[: _LONGEST_LINE - kept]
    cut_before, cut_behind = at > _LONGEST_LINE or first != before, at + _LONGEST_LINE < len(text) or last != behind
    return ("... " if cut_before else "") + first + last + (" ..." if cut_behind else "")


def _hint(hint: Message | None, catalogue: Catalogue) -> list[str]:
    return [f"    {catalogue.say('input.hint', hint=visible(catalogue.tell(hint)))}"] if hint else []


def say_lines(lines: list[str]) -> None:
    """Lines on stderr. When it is closed, full or left by its reader, the exit code has to say it all."""
    if sys.stderr is None:
        return
    with contextlib.suppress(OSError):
        sys.stderr.write(
            without_orders(("\n".join(lines) + "\n").encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")
        )
