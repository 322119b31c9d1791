"""``hrsi gap``: what is missing to the target, and may the pipeline go on?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hrsi_cli.commands.judging import MOST_KEPT, judge, read_day
from hrsi_cli.commands.knowledge import Kb
from hrsi_cli.commands.options import Color, ConfigFile, Lang, Output, Quiet, View, checked_format, format_option
from hrsi_cli.commands.reports import FORMATS
from hrsi_cli.commands.speech import catalogue, help_text
from hrsi_cli.domain.problem import HrsiError, Message

if TYPE_CHECKING:
    from hrsi_cli.domain.judgement import Judgement
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.domain.policy import Policy

__all__ = ["FORMATS", "gap", "judge", "read_day"]

GROWING = ("ndjson", "json", "json-v1", "text", "markdown")
"""Formats that are written plan by plan, so that a run of any size fits into memory."""

FailOnOption = Annotated[str | None, typer.Option("--fail-on", metavar="error|warning|note|never", help=help_text("fail_on"))]
WarnDays = Annotated[int | None, typer.Option("--warn-days", metavar="DAYS", help=help_text("warn_days"))]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=help_text("as_of"))]
Plans = Annotated[list[str], typer.Argument(metavar="PLAN...", help=help_text("gap_plans"), show_default=False)]


def gap(
    plans: Plans,
    as_of: AsOf = None,
    at: Annotated[str | None, typer.Option("--at", metavar="DATE", help=help_text("gap_at"))] = None,
    format: Annotated[str, format_option(FORMATS)] = "text",
    report: Annotated[list[str] | None, typer.Option("--report", metavar="FORMAT=FILE", help=help_text("report_to"))] = None,
    fail_on: FailOnOption = None,
    fail_under: Annotated[float | None, typer.Option("--fail-under", metavar="PCT", help=help_text("fail_under"))] = None,
    min_model: Annotated[int | None, typer.Option("--min-model", metavar="1-4", help=help_text("min_model"))] = None,
    only: Annotated[str | None, typer.Option("--only", metavar="stated", help=help_text("only"))] = None,
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
    from hrsi_cli.commands.errors import say_problems
    from hrsi_cli.commands.judging import plan_paths
    from hrsi_cli.commands.reports import read_reports, write_reports
    from hrsi_cli.knowledge.store import load_knowledge

    planned = None if at is None else read_day(at)
    today = planned if planned is not None and as_of is None else read_day(as_of)
    paths = plan_paths(plans)
    view = View(format, output, color, quiet, verbose)
    reports = read_reports(report or (), view, paths)
    knowledge = load_knowledge()
    flags = {"fail_on": fail_on, "fail_under": fail_under, "min_model": min_model, "only": only, "warn_days": warn_days}
    policy = flagged_policy(knowledge, flags, use_waivers=not no_waivers)
    if inputs:
        from hrsi_cli.commands.gap_inputs import show_inputs

        return show_inputs(paths, knowledge, today, policy, view)
    known = None if no_baseline else baseline or _configured()
    whole = reports or known or write_baseline or planned  # what is told at the end, or of all plans at once
    if format in GROWING and (format == "ndjson" or len(paths) > MOST_KEPT) and not whole:
        from hrsi_cli.commands.judging import Court
        from hrsi_cli.commands.streaming import stream

        return stream(paths, Court(knowledge, today, policy), view, exit_zero=exit_zero)
    judgement = judge(paths, knowledge, today, policy, at=planned)
    judgement = _against_baseline(judgement, knowledge, policy, known, write_baseline)
    judgement = replace(judgement, exit_zero=exit_zero, at=None if planned is None else planned.isoformat())
    write_reports(judgement, knowledge, view, reports)
    if judgement.errors:
        say_problems(judgement.errors, catalogue())
    return judgement.exit_code


def flagged_policy(knowledge: KnowledgeBase, flags: Mapping[str, Any], *, use_waivers: bool = True) -> Policy:
    """The configured policy with the flags of the command line over it; raises HrsiError for a value that makes no sense."""
    from hrsi_cli.commands.judging import configured_policy

    policy = configured_policy(knowledge)
    checks: dict[str, Callable[[Any], bool]] = {
        "fail_on": lambda value: value in ("error", "warning", "note", "never"),
        "fail_under": lambda value: 0 <= value <= 100,
        "min_model": lambda value: value in knowledge.model_systems,
        "only": lambda value: value == "stated",
        "warn_days": lambda value: 0 <= value <= 3650,
    }
    messages = {"fail_under": "gate.bad_percent", "min_model": "gate.bad_model"}
    changes: dict[str, object] = {"use_waivers": use_waivers}
    for name, value in flags.items():
        if value is None:
            continue
        if not checks[name](value):
            raise HrsiError(Message(messages.get(name, f"gate.bad_{name}"), {"value": str(value)}))
        match name:
            case "only":
                changes["only_stated"] = True
            case "warn_days":
                changes["waivers"] = policy.waivers.model_copy(update={"warn_days": value})
            case _:
                changes[name] = value
    return policy.model_copy(update=changes)


def _configured() -> str | None:
    from hrsi_cli.commands.config import current_config, is_configured

    return current_config().baseline if is_configured() else None


def _against_baseline(
    judgement: Judgement, knowledge: KnowledgeBase, policy: Policy, path: str | None, write_to: str | None
) -> Judgement:
    """The judgement against a baseline, written anew first when that is asked for."""
    if path is None and write_to is None:
        return judgement
    from hrsi_cli.engine.baseline import baseline_of, compare_with_baseline, shared_system

    if (shared := shared_system(judgement)) is not None:
        raise HrsiError(Message("gate.same_system", shared))
    if write_to is not None:
        if judgement.errors:
            from hrsi_cli.commands.errors import say_error

            say_error(Message("gate.no_baseline_written"), None, catalogue())
            return judgement
        entries = baseline_of(judgement.plans)
        save_baseline(write_to, judgement)
        return compare_with_baseline(judgement, entries, knowledge, policy)
    from hrsi_cli.knowledge.baseline_file import load_baseline

    return compare_with_baseline(judgement, load_baseline(path or ""), knowledge, policy)


def save_baseline(path: str, judgement: Judgement) -> None:
    """Write today's open gaps and findings as a baseline, and say so on stderr."""
    import sys

    from hrsi_cli.domain.visible import visible
    from hrsi_cli.engine.baseline import baseline_of
    from hrsi_cli.knowledge.file_writer import write_new
    from hrsi_cli.renderers.records.baseline import paint_baseline

    entries = baseline_of(judgement.plans)
    write_new(
        path, paint_baseline(entries, judgement.knowledge_version), overwrite=True, never=[plan.path for plan in judgement.plans]
    )
    sys.stderr.write(catalogue().say("gate.baseline_written", path=visible(path), count=len(entries)) + "\n")
