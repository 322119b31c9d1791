"""The reports of one judgement: standard output, ``--output``, each ``--report``, and GitHub's job summary."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from hrsi_cli.commands.options import View, show
from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.domain.visible import echo

if TYPE_CHECKING:
    from hrsi_cli.domain.judgement import Judgement
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.renderers.issues import Issue, Root
    from hrsi_cli.renderers.options import RenderOptions

FORMATS = ("text", "json", "json-v1", "ndjson", "markdown", "github", "gitlab", "junit", "sarif")
LONGEST_SUMMARY = 1_000_000
"""Bytes; GitHub drops a job summary of more than a mebibyte."""


@dataclass(frozen=True, slots=True)
class Report:
    """A format and the file it goes to; ``-`` is standard output."""

    format: str
    path: str


def read_reports(given: Iterable[str], view: View, inputs: Iterable[str]) -> list[Report]:
    """The reports asked for; raises HrsiError before anything is judged when one of them cannot be made."""
    reports = []
    taken = set() if view.output is None else {os.path.realpath(view.output)}
    for text in given:
        format, equals, path = text.partition("=")
        if not equals or not path:
            raise HrsiError(
                Message("gate.bad_report", {"value": echo(text)}), Message("gate.hint_formats", {"known": ", ".join(FORMATS)})
            )
        if format not in FORMATS:
            raise HrsiError(
                Message("run.bad_format", {"value": format}), Message("input.hint_known", {"known": ", ".join(FORMATS)})
            )
        if path == "-" and view.output is None:
            raise HrsiError(Message("gate.two_on_stdout"))
        place = path if path == "-" else os.path.realpath(path)
        if place in taken:
            raise HrsiError(Message("gate.same_file", {"path": path}))
        taken.add(place)
        reports.append(Report(format, path))
    from hrsi_cli.knowledge.text_file import same_file

    originals = list(inputs)
    for report in [*reports, *([] if view.output is None else [Report(view.format, view.output)])]:
        if any(same_file(report.path, path) for path in originals):
            raise HrsiError(Message("write.is_input", {"path": report.path}))
    return reports


@dataclass(frozen=True)
class Painter:
    """Paints one judgement in any format; the list of issues is made once for all of them."""

    judgement: Judgement
    knowledge: KnowledgeBase
    options: RenderOptions

    def paint(self, format: str, options: RenderOptions) -> bytes:
        """The judgement in a format."""
        if format in ("text", "markdown"):
            from hrsi_cli.renderers.pages.judgement import judgement_page
            from hrsi_cli.renderers.registry import paint

            return paint(judgement_page(self.judgement, self.knowledge, options), format, options)
        if format in ("json", "json-v1"):
            from hrsi_cli.renderers.json_format import paint_json
            from hrsi_cli.renderers.records.judgement import judgement_record

            return paint_json(judgement_record(self.judgement, self.knowledge, options.catalogue))
        return self._for_pipelines(format)

    def _for_pipelines(self, format: str) -> bytes:
        """The formats that are made from the flat list of issues."""
        judgement, knowledge, words, root = self.judgement, self.knowledge, self.options.catalogue, self.root
        match format:
            case "ndjson":
                from hrsi_cli.renderers.ndjson import paint_ndjson

                return paint_ndjson(judgement, self.issues)
            case "github":
                from hrsi_cli.renderers.github import paint_github

                return paint_github(judgement, self.issues, words, root)
            case "gitlab":
                from hrsi_cli.renderers.gitlab import paint_gitlab

                return paint_gitlab(self.issues, root)
            case "junit":
                from hrsi_cli.renderers.junit import paint_junit

                return paint_junit(judgement, self.issues, knowledge, words, root)
            case _:
                from hrsi_cli.renderers.sarif import paint_sarif

                return paint_sarif(judgement, self.issues, knowledge, words, root)

    @cached_property
    def issues(self) -> tuple[Issue, ...]:
        """Every issue of the run."""
        from hrsi_cli.renderers.issues import issues_of

        return issues_of(self.judgement, self.knowledge, self.options.catalogue, self.root)

    @cached_property
    def root(self) -> Root:
        """Where this run's paths start."""
        return run_root()


def run_root() -> Root:
    """Where this run's paths start."""
    from hrsi_cli.renderers.issues import Root

    try:
        folder = os.getcwd()
    except OSError:  # the folder was deleted under us: paths start at the root
        folder = os.sep
    return Root(_slashes(_repository(folder)), _slashes(folder))


def write_reports(judgement: Judgement, knowledge: KnowledgeBase, view: View, reports: list[Report]) -> None:
    """Write every report; text on standard output is left out when there is nothing but errors to show."""
    options = view.render_options()
    painter = Painter(judgement, knowledge, options)
    if judgement.plans or view.format != "text":
        show(lambda: painter.paint(view.format, options), view)
    plain = replace(options, color=False)
    for report in reports:
        target = View(report.format, None if report.path == "-" else report.path)
        show(painter.paint(report.format, plain), target)
    if "github" in {view.format, *(report.format for report in reports)}:
        _append_summary(painter, plain)


def _append_summary(painter: Painter, options: RenderOptions) -> None:
    """Add the Markdown report to the job's page, cut at a line where GitHub would drop it."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    content = painter.paint("markdown", options)
    if len(content) > LONGEST_SUMMARY:
        note = ("\n\n" + options.catalogue.say("gate.summary_cut") + "\n").encode()
        kept = content[: LONGEST_SUMMARY - len(note)]
        content = kept[: kept.rfind(b"\n")] + note
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def _repository(folder: str) -> str:
    """The root of the repository that a folder lies in, or the folder itself."""
    here = folder
    while True:
        if os.path.exists(os.path.join(here, ".git")):
            return here
        parent = os.path.dirname(here)
        if parent == here:
            return folder
        here = parent


def _slashes(path: str) -> str:
    return path.replace(os.sep, "/") if os.sep != "/" else path
