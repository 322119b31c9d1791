"""``hrsi report``: a plan, or a folder of plans, as a file to hand on."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from hrsi_cli.commands.knowledge import Kb
from hrsi_cli.commands.options import ConfigFile, Force, Lang, View
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

ENDINGS = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown", ".xlsx": "xlsx"}


def report(
    plan: Annotated[str, typer.Argument(metavar="PLAN|FOLDER", help=help_text("report_plan"), show_default=False)],
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help=help_text("report_output"))] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=help_text("as_of"))] = None,
    force: Force = False,
    kb: Kb = None,
    config: ConfigFile = None,
    lang: Lang = None,
) -> int:
    """Write the report; exit code 2 when a plan of the folder could not be judged, and the rest is written."""
    from hrsi_cli.knowledge.store import load_knowledge, load_library

    format, path = _wanted(output)
    knowledge, library = load_knowledge(), load_library()
    if os.path.isdir(plan):
        return _write_overview(plan, format, path, knowledge, library, as_of, force=force)
    from hrsi_cli.commands.report_source import plan_report

    source = plan_report(plan, knowledge, library, as_of)
    from hrsi_cli.renderers.report.sections import report_document
    from hrsi_cli.renderers.report.sheets import report_sheets

    document = report_document(source, knowledge, library, catalogue())
    content = _painted(document, format, lambda: report_sheets(document), source.day)
    write_file(path, content, inputs=[plan], overwrite=force or format != "xlsx")
    say_done("report.wrote", path)
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


def _wanted(output: str | None) -> tuple[str, str]:
    """Format and path; the format is the ending of the name."""
    if output is None:
        raise HrsiError(Message("report.need_output"))
    ending = os.path.splitext(output)[1].lower()
    if ending not in ENDINGS:
        raise HrsiError(Message("report.bad_ending", {"path": visible(output)}), Message("report.hint_endings"))
    return ENDINGS[ending], output


def _write_overview(
    folder: str, format: str, path: str, knowledge: KnowledgeBase, library: Library, as_of: str | None, *, force: bool
) -> int:
    from hrsi_cli.commands.errors import say_problems
    from hrsi_cli.commands.judging import configured_policy, judge, plan_paths, read_day
    from hrsi_cli.renderers.report.overview import overview_document
    from hrsi_cli.renderers.report.sheets import overview_sheets

    paths, day, words = plan_paths([folder]), read_day(as_of), catalogue()
    judgement = judge(paths, knowledge, day, configured_policy(knowledge))
    document = overview_document(judgement, _importance(judgement, knowledge), knowledge, library, day, words)
    content = _painted(document, format, lambda: overview_sheets(document, judgement, knowledge, words), day)
    write_file(path, content, inputs=paths, overwrite=force or format != "xlsx")
    say_done("report.wrote", path)
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
    from hrsi_cli.knowledge.file_writer import not_confirmed, write_new

    if not write_new(path, content, overwrite=overwrite, never=inputs):
        sys.stderr.write(catalogue().tell(not_confirmed(path)) + "\n")


def say_done(id: str, path: str) -> None:
    """Tell on standard error that a file was written."""
    sys.stderr.write(catalogue().say(id, path=visible(path)) + "\n")
