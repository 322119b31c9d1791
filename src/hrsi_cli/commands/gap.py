"""``hrsi gap``: what is missing to the target, and may the pipeline go on?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from hrsi_cli.commands.judging import MOST_KEPT, judge, read_day
from hrsi_cli.commands.knowledge import Kb
from hrsi_cli.commands.options import Color, ConfigFile, Lang, Output, Quiet, View, checked_format, format_option
from hrsi_cli.commands.reports import FORMATS
from hrsi_cli.commands.speech import catalogue, help_text
from hrsi_cli.domain.problem import HrsiError, Message

if TYPE_CHECKING:
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.domain.policy import Policy

__all__ = ["FORMATS", "gap", "judge", "read_day"]

GROWING = ("ndjson", "json", "json-v1", "text", "markdown")
"""Formats that are written plan by plan, so that a run of any size fits into memory."""

FailOnOption = Annotated[
    Literal["error", "warning", "note", "never"] | None,
    typer.Option("--fail-on", metavar="error|warning|note|never", help=help_text("fail_on")),
]
WarnDays = Annotated[int | None, typer.Option("--warn-days", metavar="DAYS", min=0, max=3650, help=help_text("warn_days"))]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=help_text("as_of"))]
Plans = Annotated[list[str], typer.Argument(metavar="PLAN...", help=help_text("gap_plans"), show_default=False)]


def gap(
    plans: Plans,
    as_of: AsOf = None,
    at: Annotated[str | None, typer.Option("--at", metavar="DATE", help=help_text("gap_at"))] = None,
    format: Annotated[str, format_option(FORMATS)] = "text",
    report: Annotated[list[str] | None, typer.Option("--report", metavar="FORMAT=FILE", help=help_text("report_to"))] = None,
    fail_on: FailOnOption = None,
    fail_under: Annotated[
        float | None, typer.Option("--fail-under", metavar="PCT", min=0, max=100, help=help_text("fail_under"))
    ] = None,
    min_model: Annotated[str | None, typer.Option("--min-model", metavar="1-4", help=help_text("min_model"))] = None,
    only: Annotated[Literal["stated"] | None, typer.Option("--only", metavar="stated", help=help_text("only"))] = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help=help_text("exit_zero"))] = False,
    no_waivers: Annotated[bool, typer.Option("--no-waivers", help=help_text("no_waivers"))] = False,
    warn_days: WarnDays = None,
    baseline: Annotated[str | None, typer.Option("--baseline", metavar="FILE", help=help_text("baseline"))] = None,
    no_baseline: Annotated[bool, typer.Option("--no-baseline", help=help_text("no_baseline"))] = False,
    write_baseline: Annotated[
        str | None, typer.Option("--write-baseline", metavar="FILE", help=help_text("write_baseline"))
    ] = None,
    inputs: Annotated[bool, typer.Option("--inputs", help=help_text("gap_inputs"))] = False,
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help=help_text("verbose_met"))] = False,
    config: ConfigFile = None,
    kb: Kb = None,
    lang: Lang = None,
) -> int:
    """Judge plans; exit code 0 passed, 1 failed, 2 could not judge."""
    checked_format(format, FORMATS)
    from hrsi_cli.commands.baselines import against_baseline, configured_path
    from hrsi_cli.commands.errors import say_problems
    from hrsi_cli.commands.judging import PlanJudge, plan_paths, say_shared_ids
    from hrsi_cli.commands.reports import read_reports, write_reports
    from hrsi_cli.knowledge.store import load_knowledge

    planned = None if at is None else read_day(at, "--at")
    today = planned if planned is not None and as_of is None else read_day(as_of)
    paths = plan_paths(plans)
    view = View(format, output, color, quiet, verbose)
    reports = read_reports(report or (), view, paths)
    knowledge = load_knowledge()
    least = None if min_model is None else _model(min_model, knowledge)
    flags = {"fail_on": fail_on, "fail_under": fail_under, "min_model": least, "only": only, "warn_days": warn_days}
    policy = flagged_policy(knowledge, flags, use_waivers=not no_waivers)
    if inputs:
        if reports or baseline or write_baseline:
            raise HrsiError(Message("gate.inputs_alone"))
        from hrsi_cli.commands.gap_inputs import show_inputs

        return show_inputs(paths, PlanJudge(knowledge, today, policy, planned), view)
    known = None if no_baseline else baseline or configured_path()
    whole = reports or known or write_baseline or planned  # what is told at the end, or of all plans at once
    if format in GROWING and (format == "ndjson" or len(paths) > MOST_KEPT) and not whole:
        from hrsi_cli.commands.streaming import stream

        return stream(paths, PlanJudge(knowledge, today, policy), view, exit_zero=exit_zero)
    judgement = judge(paths, knowledge, today, policy, at=planned)
    judgement = against_baseline(judgement, knowledge, policy, known, write_baseline)
    judgement = replace(judgement, exit_zero=exit_zero, at=None if planned is None else planned.isoformat())
    write_reports(judgement, knowledge, view, reports)
    if judgement.errors:
        say_problems(judgement.errors, catalogue())
    if not quiet:
        say_shared_ids((plan.system_id, plan.path) for plan in judgement.plans)
    return judgement.exit_code


def _model(text: str, knowledge: KnowledgeBase) -> int:
    from hrsi_cli.commands.lookup import known_model

    return known_model(text, knowledge)


def flagged_policy(knowledge: KnowledgeBase, flags: Mapping[str, Any], *, use_waivers: bool = True) -> Policy:
    """The configured policy with the flags of the command line over it."""
    from hrsi_cli.commands.judging import configured_policy

    policy = configured_policy(knowledge)
    changes: dict[str, object] = {"use_waivers": use_waivers}
    for name, value in flags.items():
        if value is None:
            continue
        match name:
            case "only":
                changes["only_stated"] = True
            case "warn_days":
                changes["waivers"] = policy.waivers.model_copy(update={"warn_days": value})
            case _:
                changes[name] = value
    return policy.model_copy(update=changes)
