"""``hrsi gap --format ndjson``: the lines of a plan are written as soon as it is judged."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from hrsi_cli.commands.errors import say_problems
from hrsi_cli.commands.judging import Court
from hrsi_cli.commands.options import View, show
from hrsi_cli.commands.progress import with_progress
from hrsi_cli.commands.reports import run_root
from hrsi_cli.commands.speech import catalogue
from hrsi_cli.domain.judgement import run_exit_code, run_verdict
from hrsi_cli.knowledge.text_file import shown_path
from hrsi_cli.renderers.issues import IssueBook
from hrsi_cli.renderers.ndjson import RunTally, paint_end, paint_plan

if TYPE_CHECKING:
    from hrsi_cli.domain.problem import Problem


def stream_lines(paths: Sequence[str], court: Court, view: View, *, exit_zero: bool) -> int:
    """Write the lines of every plan and of the run; returns the exit code."""
    book = IssueBook([shown_path(path) for path in paths], court.knowledge, catalogue(), run_root())
    judged = court.results(paths)
    if not (sys.stdout is not None and sys.stdout.isatty()):  # on a terminal the lines themselves show how far it has come
        judged = with_progress(judged, len(paths))
    errors: list[Problem] = []
    count = failed = 0
    for _, result, problems in judged:
        errors += problems
        if result is not None:
            count += 1
            failed += result.verdict == "fail"
            show(paint_plan(result, book.of_plan(result)), view)
    verdict = run_verdict(errors=bool(errors), failed=failed > 0)
    exit_code = run_exit_code(verdict, exit_zero=exit_zero)
    run = RunTally(court.knowledge.version, count, len(errors), verdict, exit_code)
    show(paint_end(run, book.of_errors(errors)), view)
    if errors:
        say_problems(errors, catalogue())
    return exit_code
