"""``hrsi gap`` over many plans: what is told of a plan is painted as soon as it is judged, and the plan is let go.

The bytes are those of a run that keeps everything in memory.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hrsi_cli.commands.errors import say_problems
from hrsi_cli.commands.judging import say_shared_ids
from hrsi_cli.commands.options import View, show
from hrsi_cli.commands.progress import with_progress
from hrsi_cli.commands.speech import catalogue
from hrsi_cli.domain.judgement import Judgement, run_exit_code, run_verdict

if TYPE_CHECKING:
    from hrsi_cli.commands.judging import Judged, PlanJudge
    from hrsi_cli.domain.judgement import PlanResult, RunVerdict
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.domain.problem import Problem

IN_MEMORY = 16 * 1024 * 1024
"""Bytes of text that wait in memory for the summary above them; more of them wait in a temporary file."""


@dataclass
class Tally:
    """What is kept of the plans that were let go."""

    exit_zero: bool
    plans: int = 0
    failed: int = 0
    errors: list[Problem] = field(default_factory=list)
    systems: list[tuple[str, str]] = field(default_factory=list)
    """System id and path of each plan."""

    def results(self, judged: Iterable[Judged]) -> Iterator[PlanResult]:
        """Hand on the results, and count."""
        for one in judged:
            self.errors += one.problems
            if one.result is not None:
                self.plans += 1
                self.systems.append((one.result.system_id, one.result.path))
                self.failed += one.result.verdict == "fail"
                yield one.result

    @property
    def verdict(self) -> RunVerdict:
        """The verdict on the run so far."""
        return run_verdict(errors=bool(self.errors), failed=self.failed > 0)

    @property
    def exit_code(self) -> int:
        """The exit code of the run so far."""
        return run_exit_code(self.verdict, exit_zero=self.exit_zero)


def stream(paths: Sequence[str], plan_judge: PlanJudge, view: View, *, exit_zero: bool) -> int:
    """Judge the plans and write the report as it grows; returns the exit code."""
    tally = Tally(exit_zero)
    judged = plan_judge.results(paths)
    if view.output is not None or sys.stdout is None or not sys.stdout.isatty() or view.format in ("text", "markdown"):
        judged = with_progress(judged, len(paths))  # otherwise what is written shows how far it has come
    pieces = _PIECES[view.format](tally.results(judged), tally, paths, plan_judge.knowledge, view)
    if view.output is not None:
        if whole := b"".join(pieces):
            show(whole, view)
    else:
        for piece in pieces:
            show(piece, view)
    if tally.errors:
        say_problems(tally.errors, catalogue())
    if not view.quiet:
        say_shared_ids(tally.systems)
    return tally.exit_code


def _lines(
    results: Iterable[PlanResult], tally: Tally, paths: Sequence[str], knowledge: KnowledgeBase, view: View
) -> Iterator[bytes]:
    from hrsi_cli.commands.reports import run_root
    from hrsi_cli.knowledge.text_file import shown_path
    from hrsi_cli.renderers.issues import IssueBook
    from hrsi_cli.renderers.ndjson import RunTally, paint_end, paint_plan

    book = IssueBook([shown_path(path) for path in paths], knowledge, catalogue(), run_root())
    for result in results:
        yield paint_plan(result, book.of_plan(result))
    run = RunTally(knowledge.version, tally.plans, len(tally.errors), tally.verdict, tally.exit_code)
    yield paint_end(run, book.of_errors(tally.errors))


def _record(
    results: Iterable[PlanResult], tally: Tally, paths: Sequence[str], knowledge: KnowledgeBase, view: View
) -> Iterator[bytes]:
    from hrsi_cli.renderers.json_format import json_pieces
    from hrsi_cli.renderers.records.judgement import judgement_record, plan_record

    def whole() -> dict[str, object]:
        nothing_kept = Judgement((), tuple(tally.errors), knowledge.version)
        return {**judgement_record(nothing_kept, knowledge, words), "verdict": tally.verdict, "exit_code": tally.exit_code}

    words = catalogue()
    records = (dict(plan_record(result, knowledge, words)) for result in results)
    yield from json_pieces(whole(), "plans", records, whole)


def _pages(
    results: Iterable[PlanResult], tally: Tally, paths: Sequence[str], knowledge: KnowledgeBase, view: View
) -> Iterator[bytes]:
    """The summary over all plans, which comes first and is known last, and then each plan."""
    from hrsi_cli.renderers.pages.judgement import page_of_several, summary_page, summary_row
    from hrsi_cli.renderers.registry import paint

    options = view.render_options()
    rows = []
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as waiting:
        for result in results:
            rows.append(summary_row(result, options.catalogue))
            if page := page_of_several(result, knowledge, options):
                waiting.write(b"\n" + paint(page, view.format, options))
        if not rows and view.format == "text":
            return
        yield paint(summary_page(rows, tally.errors, options.catalogue), view.format, options)
        waiting.seek(0)
        while piece := waiting.read(1 << 20):
            yield piece + waiting.readline()


_PIECES: dict[str, Callable[[Iterable[PlanResult], Tally, Sequence[str], KnowledgeBase, View], Iterator[bytes]]] = {
    "ndjson": _lines,
    "json": _record,
    "json-v1": _record,
    "text": _pages,
    "markdown": _pages,
}
