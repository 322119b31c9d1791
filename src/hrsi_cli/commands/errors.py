"""Errors on stderr: what happened, where, and what to do. The only place that prints them."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.log_lines import without_orders
from hrsi_cli.domain.problem import Message, Problem
from hrsi_cli.domain.visible import visible

MOST_SHOWN = 20
"""More problems than this in one run help nobody; the rest is counted."""
_LONGEST_LINE = 120


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
            lines.append(f"    {visible(problem.line_text.strip())[:_LONGEST_LINE]}")
        lines += _hint(problem.hint, catalogue)
    if len(listed) > MOST_SHOWN:
        lines.append(catalogue.say("input.more", count=len(listed) - MOST_SHOWN))
    say_lines(lines)


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
