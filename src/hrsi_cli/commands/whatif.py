"""``hrsi whatif``: what would a change of the plan bring? Nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hrsi_cli.commands.knowledge import Kb
from hrsi_cli.commands.options import (
    Color,
    ConfigFile,
    Lang,
    Output,
    Quiet,
    VerboseSame,
    View,
    checked_format,
    format_option,
    show_report,
)
from hrsi_cli.commands.speech import help_text
from hrsi_cli.commands.steering_input import (
    AsOf,
    PlanArgument,
    SteeringContext,
    read_plan_text,
    steering_context,
)
from hrsi_cli.domain.problem import HrsiError, InputError, Message

if TYPE_CHECKING:
    from hrsi_cli.domain.plan_diff import PlanDiff, WhatIf
    from hrsi_cli.knowledge.plan_file import PlanFile

FORMATS = ("text", "json", "markdown")
Format = Annotated[str, format_option(FORMATS)]
Set = Annotated[list[str] | None, typer.Option("--set", metavar="PLACE=VALUE", help=help_text("whatif_set"), show_default=False)]


def whatif(
    plan: PlanArgument,
    set_: Set = None,
    as_of: AsOf = None,
    format: Format = "text",
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: VerboseSame = False,
    kb: Kb = None,
    config: ConfigFile = None,
    lang: Lang = None,
) -> int:
    """Judge a plan as it is and as it would be; exit code 0, or 2 when either cannot be judged."""
    checked_format(format, FORMATS)
    if not set_:
        raise HrsiError(Message("whatif.nothing_set"), Message("assign.hint_form"))
    from hrsi_cli.renderers.pages.steering import what_if_page
    from hrsi_cli.renderers.records.steering import what_if_record

    here = steering_context(as_of)
    found = _what_if(plan, set_, here)
    show_report(
        View(format, output, color, quiet, verbose),
        lambda options: dict(what_if_record(found, options.catalogue)),
        lambda options: what_if_page(found, here.knowledge, options),
    )
    return 0


def _what_if(path: str, assignments: list[str], here: SteeringContext) -> WhatIf:
    from hrsi_cli.engine.plan_diff import what_if
    from hrsi_cli.knowledge.text_file import shown_path

    text = read_plan_text(path)
    before = here.parse(text, shown_path(path))
    together = _changed(before, text, assignments, here)
    alone = [together] if len(assignments) == 1 else [_alone(before, text, assignment, here) for assignment in assignments]
    return what_if(assignments, together, alone)


def _changed(before: PlanFile, text: str, assignments: list[str], here: SteeringContext) -> PlanDiff:
    """The plan with the assignments against the plan as it is; errors stand at their place in the changed text."""
    from dataclasses import replace

    from hrsi_cli.engine.plan_diff import diff_plans
    from hrsi_cli.knowledge.assignments import assigned_text

    try:
        after = here.parse(assigned_text(text, assignments), before.path)
    except InputError as error:
        # the line shown is one of the changed text, which the file does not have
        raise InputError(tuple(replace(each, path=f"{before.path} (--set)") for each in error.problems)) from error
    return diff_plans(here.judge(before), here.judge(after), before.plan, after.plan, here.knowledge)


def _alone(before: PlanFile, text: str, assignment: str, here: SteeringContext) -> PlanDiff | None:
    """The effect of one assignment; None when it makes no sense without the others."""
    try:
        return _changed(before, text, [assignment], here)
    except (HrsiError, InputError):
        return None
