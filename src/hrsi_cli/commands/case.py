"""``hrsi case``: the surveyed organisations."""

from __future__ import annotations

from typing import Annotated

import typer

from hrsi_cli.commands.lookup import known_case
from hrsi_cli.commands.options import Color, Format, Lang, Output, Quiet, Verbose, View, checked_format, show
from hrsi_cli.commands.speech import help_text

FORMATS = ("text", "json", "markdown")


def build() -> typer.Typer:
    """The group ``hrsi case``."""
    group = typer.Typer(help=help_text("case"), no_args_is_help=True, rich_markup_mode=None)
    group.callback()(lambda: None)
    group.command("show", help=help_text("case_show"))(show_case)
    return group


def show_case(
    id: Annotated[str, typer.Argument(metavar="ID", help=help_text("case_id"))],
    as_plan: Annotated[bool, typer.Option("--as-plan", help=help_text("case_as_plan"))] = False,
    format: Format = "text",
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: Verbose = False,
    lang: Lang = None,
) -> int:
    """Print one case, or the case as a plan file."""
    checked_format(format, FORMATS)
    from hrsi_cli.knowledge.store import load_knowledge

    knowledge = load_knowledge()
    case = knowledge.cases[known_case(id, knowledge)]
    view = View(format, output, color, quiet, verbose)
    options = view.render_options()
    if as_plan:
        from hrsi_cli.engine.case_plan import case_plan_content
        from hrsi_cli.renderers.plan_yaml import paint_plan

        content = case_plan_content(case, knowledge.version, options.catalogue.language)
        show(paint_plan(content, options.catalogue, case.plan.facts), View("yaml", output))
    elif format == "json":
        from hrsi_cli.renderers.json_format import paint_json
        from hrsi_cli.renderers.records.knowledge import case_record

        show(paint_json(case_record(case, knowledge)), view)
    else:
        from hrsi_cli.renderers.pages.case import case_page
        from hrsi_cli.renderers.registry import paint

        show(paint(case_page(case, knowledge, options), format, options), view)
    return 0
