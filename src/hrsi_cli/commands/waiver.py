"""``hrsi waiver``: gaps and findings left open on purpose."""

from __future__ import annotations

from typing import Annotated

import typer

from hrsi_cli.commands.gap import AsOf, FailOnOption, Plans, WarnDays, flagged_policy
from hrsi_cli.commands.judging import judge, plan_paths, read_day
from hrsi_cli.commands.knowledge import Kb
from hrsi_cli.commands.options import (
    Color,
    ConfigFile,
    Lang,
    Output,
    Quiet,
    Verbose,
    VerboseSame,
    View,
    checked_format,
    format_option,
    group_options,
    show_report,
)
from hrsi_cli.commands.speech import catalogue, help_text
from hrsi_cli.commands.waiver_edit import add, renew

FORMATS = ("text", "json", "markdown")
Format = Annotated[str, format_option(FORMATS)]


def build() -> typer.Typer:
    """The group ``hrsi waiver``."""
    group = typer.Typer(help=help_text("waiver"), no_args_is_help=True, rich_markup_mode=None)
    group.callback()(group_options)
    group.command("add", help=help_text("waiver_add"))(add)
    group.command("list", help=help_text("waiver_list"))(list_waivers)
    group.command("renew", help=help_text("waiver_renew"))(renew)
    group.command("check", help=help_text("waiver_check"))(check)
    return group


def list_waivers(
    plans: Plans,
    as_of: AsOf = None,
    warn_days: WarnDays = None,
    format: Format = "text",
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: VerboseSame = False,
    kb: Kb = None,
    config: ConfigFile = None,
    lang: Lang = None,
) -> int:
    """Print every waiver with its state; exit code 2 when a plan cannot be read."""
    return _report(plans, as_of, {"warn_days": warn_days}, View(format, output, color, quiet, verbose), gate=False)


def check(
    plans: Plans,
    as_of: AsOf = None,
    fail_on: FailOnOption = None,
    warn_days: WarnDays = None,
    format: Format = "text",
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: Verbose = False,
    kb: Kb = None,
    config: ConfigFile = None,
    lang: Lang = None,
) -> int:
    """Print the waivers that need attention; exit code 1 when one of them weighs enough to fail."""
    return _report(
        plans, as_of, {"fail_on": fail_on, "warn_days": warn_days}, View(format, output, color, quiet, verbose), gate=True
    )


def _report(plans: list[str], as_of: str | None, flags: dict[str, object], view: View, *, gate: bool) -> int:
    checked_format(view.format, FORMATS)
    from hrsi_cli.commands.errors import say_problems
    from hrsi_cli.engine.gate import fails
    from hrsi_cli.knowledge.store import load_knowledge

    today = read_day(as_of)
    knowledge = load_knowledge()
    policy = flagged_policy(knowledge, flags)
    judgement = judge(plan_paths(plans), knowledge, today, policy)
    failed = any(fails(waiver.severity, policy.fail_on) for plan in judgement.plans for waiver in plan.waivers)
    code = 2 if judgement.errors else int(gate and failed)
    from hrsi_cli.renderers.pages.waivers import waivers_page
    from hrsi_cli.renderers.records.waivers import waivers_record

    show_report(
        view,
        lambda options: waivers_record(judgement, today.isoformat(), code, options.catalogue),
        lambda options: waivers_page(judgement, options, only_open=gate and not view.verbose),
    )
    if judgement.errors:
        say_problems(judgement.errors, catalogue())
    return code
