"""The command tree. Command modules import nothing heavy until they run."""

from __future__ import annotations

from typing import Annotated

import typer

from hrsi_cli.commands.helping import speak_help
from hrsi_cli.commands.options import ConfigFile, Lang
from hrsi_cli.commands.speech import help_text


def build_app() -> typer.Typer:
    """The application in the language of the run."""
    from hrsi_cli.commands import (
        case,
        compare,
        config_show,
        explain,
        gap,
        gate,
        guide,
        history,
        kb,
        model,
        path,
        plan,
        portfolio,
        report,
        requirement,
        schema,
        select,
        waiver,
        whatif,
    )

    app = typer.Typer(
        name="hrsi",
        help=help_text("app"),
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    app.command("select", help=help_text("select"))(select.select)
    app.command("compare", help=help_text("compare"))(compare.compare)
    app.command("gap", help=help_text("gap"))(gap.gap)
    app.command("report", help=help_text("report_cmd"))(report.report)
    app.command("whatif", help=help_text("whatif"))(whatif.whatif)
    app.command("portfolio", help=help_text("portfolio"))(portfolio.portfolio)
    app.command("path", help=help_text("path"))(path.path)
    app.command("history", help=help_text("history"))(history.history)
    app.command("explain", help=help_text("explain"))(explain.explain)
    app.command("guide", help=help_text("guide"))(guide.guide)
    app.add_typer(case.build(), name="case")
    app.add_typer(model.build(), name="model")
    app.add_typer(requirement.build(), name="requirement")
    app.add_typer(kb.build(), name="kb")
    app.add_typer(plan.build(), name="plan")
    app.add_typer(config_show.build(), name="config")
    app.add_typer(gate.build(), name="gate")
    app.add_typer(waiver.build(), name="waiver")
    app.command("schema", help=help_text("schema"))(schema.schema)
    return speak_help(app)


def group(help_id: str) -> typer.Typer:
    """A group of commands, such as ``hrsi case``."""
    return typer.Typer(help=help_text(help_id), no_args_is_help=True, rich_markup_mode=None)


def _show_version(wanted: bool) -> None:
    if wanted:
        from hrsi_cli import __version__

        typer.echo(f"hrsi {__version__}")
        raise typer.Exit


def _root(
    lang: Lang = None,
    config: ConfigFile = None,
    version: Annotated[
        bool, typer.Option("--version", "-V", help=help_text("version"), is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """Options of every command."""
