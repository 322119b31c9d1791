"""``hrsi path``: what is the least that we must change to reach a model system?"""

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
    Verbose,
    View,
    checked_format,
    format_option,
    show_report,
)
from hrsi_cli.commands.speech import help_text
from hrsi_cli.commands.steering_input import AsOf, PlanArgument, read_plan_text, steering_context
from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.domain.quantity import fold
from hrsi_cli.domain.visible import echo

FORMATS = ("text", "json", "markdown")
Format = Annotated[str, format_option(FORMATS)]
OWN_TARGETS = "target"


def path(
    plan: PlanArgument,
    to: Annotated[str | None, typer.Option("--to", metavar="1-4|target", help=help_text("path_to"))] = None,
    costs: Annotated[str | None, typer.Option("--costs", metavar="FILE", help=help_text("path_costs"))] = None,
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
    """Show the least ways; exit code 0, or 2 when the plan or the costs cannot be read."""
    checked_format(format, FORMATS)
    from hrsi_cli.engine.steering import find_path
    from hrsi_cli.knowledge.plan_file import load_costs
    from hrsi_cli.knowledge.store import load_dependencies
    from hrsi_cli.knowledge.text_file import shown_path
    from hrsi_cli.renderers.pages.path import path_page
    from hrsi_cli.renderers.records.path import path_record

    here = steering_context(as_of)
    goal = None if to is None else _goal(to)
    file = here.parse(read_plan_text(plan), shown_path(plan))
    dependencies = load_dependencies()
    result = find_path(
        file.path,
        file.plan,
        file.plan.target.model if to is None else goal,
        here.knowledge,
        dependencies=dependencies,
        costs=load_costs(costs, here.knowledge) if costs else file.plan.costs,
        today=here.today,
        policy=here.policy,
        locate=file.locate,
    )
    show_report(
        View(format, output, color, quiet, verbose),
        lambda options: dict(path_record(result, here.knowledge.version, options.catalogue)),
        lambda options: path_page(result, here.knowledge, dependencies, options),
    )
    return 0


def _goal(text: str) -> int | None:
    """The number of a model system, or None for the plan's own targets."""
    folded = fold(text).lower()
    if folded == OWN_TARGETS:
        return None
    if folded not in ("1", "2", "3", "4"):
        raise HrsiError(Message("path.bad_goal", {"value": echo(text)}))
    return int(folded)
