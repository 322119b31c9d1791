"""Help texts and usage errors wholly in the reader's language.

Typer asks gettext for some of its own words when it is imported, and writes others in English only. Here
they are put into the reader's language through its public classes, before the help is laid out. Placeholders
such as ``[OPTIONS]`` stay.
"""

from __future__ import annotations

import re
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from hrsi_cli.commands.help_layout import Formatter
from hrsi_cli.commands.options import terminal_width
from hrsi_cli.commands.speech import catalogue
from hrsi_cli.domain.problem import Message
from hrsi_cli.domain.visible import echo

_OWN_OPTIONS = ("help", "install_completion", "show_completion")
"""Options that Typer adds by itself."""
_WIDEST = 80
"""Help is not set wider than this: long lines are hard to read."""
_MESSAGES = {
    re.compile(r"No such command (?P<name>.+?)\. Did you mean (?P<near>.+)\?"): "no_command_near",
    re.compile(r"No such command (?P<name>.+)\."): "no_command",
    re.compile(r"Missing command\."): "missing_command",
    re.compile(r"Missing argument (?P<name>.+)\."): "missing_argument",
    re.compile(r"Missing option (?P<name>.+)\."): "missing_option",
    re.compile(r"No such option: (?P<name>\S+) \(Possible options: (?P<near>.+)\)"): "no_option_near",
    re.compile(r"No such option: (?P<name>.+)"): "no_option",
    re.compile(r"Got unexpected extra argument\(s\) \((?P<name>.+)\)", re.DOTALL): "extra_argument",
    re.compile(r"Option (?P<name>.+) requires an argument\."): "needs_value",
    re.compile(r"Option (?P<name>.+) does not take a value\."): "takes_no_value",
    re.compile(
        r"Invalid value for (?P<name>.+?): (?:Value error, )?(?P<value>.+) is not one of (?P<choices>.+)\.", re.DOTALL
    ): "bad_choice",
    re.compile(r"Invalid value for (?P<name>.+?): (?:Value error, )?(?P<reason>.+)", re.DOTALL): "bad_value",
}

_NUMBER_FAULTS = {
    "int_parsing": "whole_number",
    "int_parsing_size": "number",
    "float_parsing": "number",
    "finite_number": "number",
    "greater_than_equal": "number",
    "less_than_equal": "number",
}
"""What may be wrong with a number, by pydantic's names for it."""


def usage_error(error: Any) -> tuple[Message, Message | None]:
    """What the parser says about wrong usage, as a message of ours, and a hint where a value or a name is near."""
    faults: list[Any] = getattr(error.__cause__, "errors", list)()
    if faults and (kind := _NUMBER_FAULTS.get(faults[0]["type"])):
        return _wrong_number(kind, error.param, faults[0]["input"]), None
    message = usage_message(error.format_message())
    if message.id != "usage.bad_choice" or not faults:
        return message, None
    from hrsi_cli.knowledge.near import nearest_hint

    value, choices = echo(faults[0]["input"]), [word.strip("'") for word in str(message.values["choices"]).split(", ")]
    values = {"name": _option(error.param), "value": value, "choices": ", ".join(choices)}
    return Message("usage.bad_choice", values), nearest_hint(value, choices, list_known=False)


def _wrong_number(kind: str, param: Any, value: object) -> Message:
    """A number outside of its limits, or something else in its place; the limits are the option's own."""
    values = {"name": _option(param), "value": echo(value), "lowest": param.min, "highest": param.max}
    return Message(f"usage.{kind}" if None in (param.min, param.max) else f"usage.{kind}_within", values)


def _option(param: Any) -> str:
    return str(max(param.opts, key=len))


def usage_message(reason: str) -> Message:
    """What the parser says about wrong usage, as a message of ours; unknown ones as they are."""
    for pattern, id in _MESSAGES.items():
        match = pattern.fullmatch(reason)
        if match:
            return Message(f"usage.{id}", match.groupdict())
    return Message("run.usage", {"reason": reason})


def _translate(params: list[Any]) -> list[Any]:
    for param in params:
        if param.name in _OWN_OPTIONS and hasattr(param, "help"):
            param.help = catalogue().say(f"help.words.{param.name}")
    return params


def _usage_pieces(params: list[Any]) -> list[str]:
    """The arguments of a usage line as they are named, one that may be left out in brackets."""
    names = [(param.metavar or param.name.upper(), param.required) for param in params if param.param_type_name == "argument"]
    return [name if required or name.startswith("[") else f"[{name}]" for name, required in names]


def _rows(params: list[Any], kind: str, ctx: Any) -> list[tuple[str, str]]:
    """Names and help texts of the options or the arguments; an argument goes by its name alone, without a type."""
    records = [(param, param.get_help_record(ctx)) for param in params if param.param_type_name == kind]
    return [(param.metavar or record[0] if kind == "argument" else record[0], record[1]) for param, record in records if record]


def _write_options(params: list[Any], ctx: Any, formatter: Any) -> None:
    for kind, title in (("argument", "Arguments"), ("option", "Options")):
        rows = _rows(params, kind, ctx)
        if rows:
            with formatter.section(title):
                formatter.write_dl(rows)


def _measured(ctx: Any) -> Any:
    """A context whose texts are laid out by display columns, for the width of the terminal."""
    ctx.formatter_class = Formatter
    ctx.terminal_width = min(terminal_width(), _WIDEST) - 2
    return ctx


class Command(TyperCommand):
    """A command whose help is in the reader's language."""

    def get_params(self, ctx: Any) -> list[Any]:
        return _translate(list(super().get_params(ctx)))

    def get_usage(self, ctx: Any) -> str:
        return super().get_usage(_measured(ctx))

    def get_help(self, ctx: Any) -> str:
        return super().get_help(_measured(ctx))

    def get_short_help_str(self, limit: int = 45) -> str:
        """The whole sentence: the list of commands wraps it, where Typer would cut it."""
        return self.help or ""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return [self.options_metavar or "", *_usage_pieces(self.get_params(ctx))]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        _write_options(self.get_params(ctx), ctx, formatter)


def unreachable() -> None:
    """Stands in a list of commands for one that this command line does not run."""


class Group(TyperGroup):
    """A group whose help is in the reader's language."""

    def get_params(self, ctx: Any) -> list[Any]:
        return _translate(list(super().get_params(ctx)))

    def get_usage(self, ctx: Any) -> str:
        return super().get_usage(_measured(ctx))

    def get_help(self, ctx: Any) -> str:
        return super().get_help(_measured(ctx))

    def get_short_help_str(self, limit: int = 45) -> str:
        """The whole sentence, as for a command."""
        return self.help or ""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        _write_options(self.get_params(ctx), ctx, formatter)
        self.format_commands(ctx, formatter)


def speak_help(app: typer.Typer) -> typer.Typer:
    """Give every command and group of an application the classes above."""
    app.info.cls = Group
    for command in app.registered_commands:
        command.cls = Command
    for group in app.registered_groups:
        if group.typer_instance is not None:
            group.cls = Group
            speak_help(group.typer_instance)
    return app
