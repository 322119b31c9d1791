"""``hrsi report``: a plan, or a folder of plans, as a file to hand on."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from hrsi_cli.commands.knowledge import Kb
from hrsi_cli.commands.options import (
    Color,
    ConfigFile,
    Lang,
    Quiet,
    VerboseSame,
    View,
    checked_format,
    file_format_option,
    write_stdout,
)
from hrsi_cli.commands.speech import catalogue, help_text
from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.domain.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from hrsi_cli.domain.guide_library import Library
    from hrsi_cli.domain.judgement import Judgement
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.renderers.blocks import Page
    from hrsi_cli.renderers.html import HtmlDocument

FORMATS = ("html", "markdown", "xlsx")
Format = Annotated[str | None, file_format_option(FORMATS)]
ENDINGS = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown", ".xlsx": "xlsx"}


def report(
    plan: Annotated[str, typer.Argument(metavar="PLAN|FOLDER", help=help_text("report_plan"), show_default=False)],
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help=help_text("report_output"))] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=help_text("as_of"))] = None,
    format: Format = None,
    force: Annotated[bool, typer.Option("--force", help=help_text("report_force"))] = False,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: VerboseSame = False,
    kb: Kb = None,
    config: ConfigFile = None,
    lang: Lang = None,
) -> int:
    """Write the report; exit code 2 when a plan of the folder could not be judged, and the rest is written."""
    from hrsi_cli.knowledge.store import load_knowledge, load_library

    chosen = _wanted(output, format)
    view = View(chosen, output, color, quiet, verbose, force)
    knowledge, library = load_knowledge(), load_library()
    if os.path.isdir(plan):
        return _write_overview(plan, view, knowledge, library, as_of)
    from hrsi_cli.commands.report_source import plan_report

    source = plan_report(plan, knowledge, library, as_of)
    from hrsi_cli.renderers.report.sections import report_document
    from hrsi_cli.renderers.report.sheets import report_sheets

    document = report_document(source, knowledge, library, catalogue())
    _deliver(_painted(document, chosen, lambda: report_sheets(document), source.day), view, inputs=[plan])
    return 0


def _painted(document: HtmlDocument, format: str, sheets: Callable[[], Mapping[str, Page]], day: date) -> bytes:
    """A report in its format; a workbook is made of sheets, everything else of one page."""
    words = catalogue()
    if format == "xlsx":
        from hrsi_cli.renderers.workbook import paint_pages

        return paint_pages(sheets(), words, day, document.title)
    from hrsi_cli.renderers.html import page_of, paint_document
    from hrsi_cli.renderers.registry import paint

    if format == "html":
        return paint_document(document, words)
    return paint(page_of(document), "markdown", View("text").render_options())


def _wanted(output: str | None, format: str | None) -> str:
    """The format: as named, else by the ending of the file's name; raises HrsiError when the two do not agree."""
    if format is not None:
        checked_format(format, FORMATS)
    if output is None:
        if format is None:
            raise HrsiError(Message("report.need_output"))
        if format == "xlsx":
            raise HrsiError(Message("portfolio.needs_file", {"format": format}))
        return format
    ending = ENDINGS.get(os.path.splitext(output)[1].lower())
    if format is not None and ending not in (None, format):
        shown = {"path": visible(output), "format": format}
        raise HrsiError(Message("report.other_ending", shown), Message("report.hint_other_ending"))
    chosen = format or ending
    if chosen is None:
        raise HrsiError(Message("report.bad_ending", {"path": visible(output) or '""'}), Message("report.hint_endings"))
    return chosen


def _deliver(content: bytes, view: View, *, inputs: Iterable[str]) -> None:
    """To the file, or to standard output where no file is named; a workbook that exists stays unless forced."""
    if view.output is None:
        write_stdout(content, machine=True)
        return
    write_file(view.output, content, inputs=inputs, overwrite=view.force or view.format != "xlsx")
    if not view.quiet:
        say_done("report.wrote", view.output)


def _write_overview(folder: str, view: View, knowledge: KnowledgeBase, library: Library, as_of: str | None) -> int:
    from hrsi_cli.commands.baselines import configured_baseline
    from hrsi_cli.commands.errors import say_problems
    from hrsi_cli.commands.judging import configured_policy, judge, plan_paths, read_day
    from hrsi_cli.renderers.report.overview import overview_document
    from hrsi_cli.renderers.report.sheets import overview_sheets

    paths, day, words = plan_paths([folder]), read_day(as_of), catalogue()
    judgement = judge(paths, knowledge, day, configured_policy(knowledge), baseline=configured_baseline())
    document = overview_document(judgement, _importance(judgement, knowledge), knowledge, library, day, words)
    content = _painted(document, view.format, lambda: overview_sheets(document, judgement, knowledge, words), day)
    _deliver(content, view, inputs=paths)
    if judgement.errors:
        say_problems(judgement.errors, words)
        return 2
    return 0


def _importance(judgement: Judgement, knowledge: KnowledgeBase) -> dict[str, int]:
    """The importance of each plan that states one, by path."""
    from hrsi_cli.knowledge.plan_file import load_plan

    found = {}
    for result in judgement.plans:
        importance = load_plan(result.path, knowledge, frozenset(knowledge.rules)).plan.system.importance
        if importance is not None:
            found[result.path] = importance
    return found


def write_file(path: str, content: bytes, *, inputs: Iterable[str], overwrite: bool) -> None:
    """Write a file, never over one of the inputs."""
    from hrsi_cli.knowledge.file_writer import write_new

    write_new(path, content, overwrite=overwrite, never=inputs)


def say_done(id: str, path: str) -> None:
    """Tell on standard error that a file was written."""
    sys.stderr.write(catalogue().say(id, path=visible(path)) + "\n")
