"""The command tree. Command modules import nothing heavy until they run."""

from __future__ import annotations

from typing import Annotated

import typer

from hrsi_cli.commands.options import Lang
from hrsi_cli.commands.speech import help_text


def build_app() -> typer.Typer:
    """The application in the language of the run."""
    from hrsi_cli.commands import case, compare, gap, kb, model, requirement, select

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
    app.add_typer(case.build(), name="case")
    app.add_typer(model.build(), name="model")
    app.add_typer(requirement.build(), name="requirement")
    app.add_typer(kb.build(), name="kb")
    return app


def group(help_id: str) -> typer.Typer:
    """A group of commands, such as ``hrsi case``."""
    return typer.Typer(help=help_text(help_id), no_args_is_help=True, rich_markup_mode=None)


def _root(
    lang: Lang = None,
    version: Annotated[bool, typer.Option("--version", "-V", help=help_text("version"), is_eager=True)] = False,
) -> None:
    if version:
        from hrsi_cli import __version__

        typer.echo(f"hrsi {__version__}")
        raise typer.Exit
