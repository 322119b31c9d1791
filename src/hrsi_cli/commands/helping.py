"""Help texts and usage errors wholly in the reader's language.

Typer asks gettext for some of its own words when it is imported, and writes others in English only. Here
they are put into the reader's language through its public classes: the texts of its own options before
the help is laid out, its headings and its messages afterwards. Placeholders such as ``[OPTIONS]`` stay.
"""

from __future__ import annotations

import re
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from hrsi_cli.commands.speech import catalogue
from hrsi_cli.domain.problem import Message

_OWN_OPTIONS = ("help", "install_completion", "show_completion")
"""Options that Typer adds by itself."""
_HEADINGS = {
    re.compile(r"^Usage:(?= )", re.MULTILINE): "usage",
    re.compile(r"^Options:$", re.MULTILINE): "options",
    re.compile(r"^Arguments:$", re.MULTILINE): "arguments",
    re.compile(r"^Commands:$", re.MULTILINE): "commands",
    re.compile(r"(?<=[\[ ])required\]"): "required",
    re.compile(r"\[default:"): "default",
}
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
    re.compile(r"Invalid value for (?P<name>.+?): Input should be a valid integer.*", re.DOTALL): "bad_integer",
    re.compile(r"Invalid value for (?P<name>.+?): Input should be a valid number.*", re.DOTALL): "bad_number",
    re.compile(
        r"Invalid value for (?P<name>.+?): (?:Value error, )?(?P<value>.+) is not one of (?P<choices>.+)\.", re.DOTALL
    ): "bad_choice",
    re.compile(r"Invalid value for (?P<name>.+?): (?:Value error, )?(?P<reason>.+)", re.DOTALL): "bad_value",
}


def in_words(text: str) -> str:
    """A help text or usage line of Typer's with its own words in the reader's language."""
    for pattern, id in _HEADINGS.items():
        text = pattern.sub(catalogue().say(f"help.words.{id}").replace("\\", r"\\"), text)
    return text


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


class Command(TyperCommand):
    """A command whose help is in the reader's language."""

    def get_params(self, ctx: Any) -> list[Any]:
        return _translate(list(super().get_params(ctx)))

    def get_help(self, ctx: Any) -> str:
        return in_words(super().get_help(ctx))


class Group(TyperGroup):
    """A group whose help is in the reader's language."""

    def get_params(self, ctx: Any) -> list[Any]:
        return _translate(list(super().get_params(ctx)))

    def get_help(self, ctx: Any) -> str:
        return in_words(super().get_help(ctx))


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
