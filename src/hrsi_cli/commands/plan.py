"""``hrsi plan``: write a plan and keep it. Each command's code is in a module of its own."""

from __future__ import annotations

from importlib import import_module

import typer

from hrsi_cli.commands.helping import unreachable
from hrsi_cli.commands.options import group_options
from hrsi_cli.commands.speech import help_text

COMMANDS = {
    "init": ("plan_init", "init"),
    "assess": ("plan_assess", "assess"),
    "set": ("plan_edit", "set_values"),
    "adjust": ("plan_edit", "adjust"),
    "validate": ("plan_validate", "validate_plans"),
    "diff": ("plan_diff", "diff_plans"),
    "export": ("plan_excel", "export_plan"),
    "import": ("plan_excel", "import_plan"),
    "fmt": ("plan_edit", "format_plans"),
}
"""Module and function of each command, in the order of the help."""


def build(wanted: str = "") -> typer.Typer:
    """The group ``hrsi plan``: whole, or as much of it as a command line needs."""
    group = typer.Typer(help=help_text("plan"), no_args_is_help=True, rich_markup_mode=None)
    group.callback()(group_options)
    for name, (module, function) in COMMANDS.items():
        runs = wanted not in COMMANDS or wanted == name
        body = getattr(import_module(f"hrsi_cli.commands.{module}"), function) if runs else unreachable
        group.command(name, help=help_text(f"plan_{name}"))(body)
    return group
