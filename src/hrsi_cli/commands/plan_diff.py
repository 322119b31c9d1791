"""``hrsi plan diff``: what changed between two states of a plan, in files or in git?"""

from __future__ import annotations

from typing import Annotated

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
from hrsi_cli.commands.steering_input import AsOf, read_plan_text, steering_context

FORMATS = ("text", "json", "markdown")
Format = Annotated[str, format_option(FORMATS)]
Side = Annotated[str, typer.Argument(metavar="PLAN|REV:PATH", help=help_text("diff_side"), show_default=False)]


def diff_plans(
    before: Side,
    after: Side,
    fail_on_regression: Annotated[bool, typer.Option("--fail-on-regression", help=help_text("fail_on_regression"))] = False,
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
    """Compare two states of a plan; exit code 1 for a regression when asked, 2 when one cannot be judged."""
    checked_format(format, FORMATS)
    from hrsi_cli.engine.plan_diff import diff_plans as compare_plans
    from hrsi_cli.renderers.pages.steering import plan_diff_page
    from hrsi_cli.renderers.records.steering import plan_diff_record

    here = steering_context(as_of)
    old, new = (here.parse(_text(side), _shown(side)) for side in (before, after))
    found = compare_plans(here.judge(old), here.judge(new), old.plan, new.plan, here.knowledge)
    code = 1 if fail_on_regression and found.regressions else 0
    show_report(
        View(format, output, color, quiet, verbose),
        lambda options: dict(plan_diff_record(found, options.catalogue, code)),
        lambda options: plan_diff_page(found, here.knowledge, options),
    )
    return code


def _text(side: str) -> str:
    from hrsi_cli.knowledge.git_history import names_revision, read_revision

    return read_revision(side) if names_revision(side) else read_plan_text(side)


def _shown(side: str) -> str:
    from hrsi_cli.knowledge.text_file import shown_path

    return shown_path(side)
