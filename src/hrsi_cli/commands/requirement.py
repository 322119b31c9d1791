"""``hrsi requirement``: the 37 metrics."""

from __future__ import annotations

from typing import Annotated

import typer

from hrsi_cli.commands.lookup import known_metric
from hrsi_cli.commands.options import Color, Format, Lang, Output, Quiet, Verbose, View, checked_format, show
from hrsi_cli.commands.speech import help_text

FORMATS = ("text", "json", "markdown")


def build() -> typer.Typer:
    """The group ``hrsi requirement``."""
    group = typer.Typer(help=help_text("requirement"), no_args_is_help=True, rich_markup_mode=None)
    group.callback()(lambda: None)
    group.command("show", help=help_text("requirement_show"))(show_requirement)
    return group


def show_requirement(
    id: Annotated[str, typer.Argument(metavar="ID", help=help_text("metric_id"))],
    format: Format = "text",
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: Verbose = False,
    lang: Lang = None,
) -> int:
    """Print one metric with its scale, presets and cases."""
    checked_format(format, FORMATS)
    from hrsi_cli.knowledge.store import load_knowledge

    knowledge = load_knowledge()
    requirement = knowledge.requirements[known_metric(id, knowledge)]
    view = View(format, output, color, quiet, verbose)
    options = view.render_options()
    if format == "json":
        from hrsi_cli.renderers.json_format import paint_json
        from hrsi_cli.renderers.records.knowledge import requirement_record

        show(paint_json(requirement_record(requirement, knowledge)), view)
    else:
        from hrsi_cli.renderers.pages.requirement import requirement_page
        from hrsi_cli.renderers.registry import paint

        show(paint(requirement_page(requirement, knowledge, options), format, options), view)
    return 0
