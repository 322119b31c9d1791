"""``hrsi history``: how attainment and model went over the history of a plan's file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from hrsi_cli.commands.knowledge import Kb
from hrsi_cli.commands.options import (
    Color,
    ConfigFile,
    Lang,
    Output,
    Quiet,
    Verbose,
    View,
    checked_format,
    format_option,
    show_report,
)
from hrsi_cli.commands.speech import help_text
from hrsi_cli.commands.steering_input import (
    AsOf,
    SteeringContext,
    read_plan_text,
    steering_context,
)
from hrsi_cli.domain.problem import HrsiError, InputError, Message

if TYPE_CHECKING:
    from datetime import date

    from hrsi_cli.domain.plan_diff import History, Revision
    from hrsi_cli.knowledge.git_history import Commit

FORMATS = ("text", "json", "markdown")
Format = Annotated[str, format_option(FORMATS)]
MOST = 1000
"""Commits that one run looks at."""


def history(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help=help_text("history_plan"), show_default=False)],
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=MOST, help=help_text("history_limit"))] = 50,
    as_of: AsOf = None,
    format: Format = "text",
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: Verbose = False,
    kb: Kb = None,
    config: ConfigFile = None,
    lang: Lang = None,
) -> int:
    """Judge every committed state of a plan on the day of its commit, and the file as it stands today."""
    checked_format(format, FORMATS)
    if plan == "-":
        raise HrsiError(Message("git.stdin"))
    from hrsi_cli.renderers.pages.steering import history_page
    from hrsi_cli.renderers.records.steering import history_record

    here = steering_context(as_of)
    found = _history(plan, limit, here)
    show_report(
        View(format, output, color, quiet, verbose),
        lambda options: dict(history_record(found, options.catalogue, here.knowledge.version)),
        lambda options: history_page(found, options),
    )
    return 0


def _history(path: str, limit: int, here: SteeringContext) -> History:
    from hrsi_cli.domain.plan_diff import History
    from hrsi_cli.knowledge.git_history import commits_of
    from hrsi_cli.knowledge.text_file import shown_path

    try:
        commits, left_out = commits_of(path, limit)
    except HrsiError:
        read_plan_text(path)  # a file that is not there is the better thing to say
        raise
    revisions = tuple(_states(path, commits, here))
    return History(shown_path(path), revisions, left_out)


def _states(path: str, commits: tuple[Commit, ...], here: SteeringContext) -> Iterator[Revision]:
    from hrsi_cli.knowledge.git_history import read_at

    last: str | None = None
    for commit in commits:
        try:
            last = read_at(commit, path)
        except HrsiError as error:
            last = None
            yield _unjudged(commit.id, commit.day, commit.subject, error.message)
        except InputError as error:
            last = None
            yield _unjudged(commit.id, commit.day, commit.subject, error.problems[0].message)
        else:
            yield _state(commit.id, commit.day, commit.subject, last, path, here)
    try:
        now = read_plan_text(path)
    except InputError as error:
        yield _unjudged("", here.today, "", error.problems[0].message)
        return
    if now != last:
        yield _state("", here.today, "", now, path, here)


def _state(id: str, day: date, subject: str, text: str, path: str, here: SteeringContext) -> Revision:
    from hrsi_cli.domain.plan_diff import Revision
    from hrsi_cli.knowledge.text_file import shown_path

    try:
        return Revision(id, day, subject, here.judge(here.parse(text, shown_path(path)), day))
    except InputError as error:
        return _unjudged(id, day, subject, error.problems[0].message)


def _unjudged(id: str, day: date, subject: str, problem: Message) -> Revision:
    from hrsi_cli.domain.plan_diff import Revision

    return Revision(id, day, subject, None, problem)
