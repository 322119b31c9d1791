"""The command tree. Only the command that runs is imported: the others are known by name and help text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Annotated, Any

import typer

from hrsi_cli.commands.helping import speak_help, unreachable
from hrsi_cli.commands.options import ConfigFile, Lang
from hrsi_cli.commands.speech import help_text

COMMANDS = ("select", "compare", "gap", "report", "whatif", "portfolio", "path", "history", "explain", "guide", "schema")
"""Commands in the order of the help, each a function of its name in a module of its name."""
GROUPS = ("case", "model", "requirement", "kb", "plan", "config", "gate", "waiver")
"""Groups of commands, each made by ``build`` of its module."""
_MODULES = {"config": "config_show"}
_BY_COMMAND = ("plan",)
"""Groups that load the module of one command only."""
_WITH_VALUE = ("--lang", "--config")
"""Options of the root that take a value."""


def build_app(argv: Sequence[str] | None = None) -> typer.Typer:
    """The application in the language of the run: whole, or as much of it as a command line needs."""
    app = typer.Typer(
        name="hrsi",
        help=help_text("app"),
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    known = (*COMMANDS, *GROUPS)
    words = None if argv is None else (*_words(argv), "", "")
    wanted = None if words is None else words[0]
    for name in (wanted,) if wanted in known else known:
        if wanted is not None and wanted != name:
            app.command(name, help=help_text(name))(unreachable)
        elif name in COMMANDS:
            app.command(name, help=help_text(name))(getattr(_module(name), name))
        else:
            given = (words[1],) if words and name in _BY_COMMAND else ()
            app.add_typer(_module(name).build(*given), name=name)
    return speak_help(app)


def _module(name: str) -> Any:
    return import_module(f"hrsi_cli.commands.{_MODULES.get(name, name)}")


def _words(argv: Sequence[str]) -> Iterator[str]:
    """The words of a command line that are no options of the root: the command, its group's command, and the rest."""
    words = iter(argv)
    for word in words:
        if word in _WITH_VALUE:
            next(words, None)
        elif not word.startswith("-"):
            yield word


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
