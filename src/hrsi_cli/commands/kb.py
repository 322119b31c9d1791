"""``hrsi kb``: is the knowledge base sound, and where does it come from?"""

from __future__ import annotations

from typing import Annotated

import typer

from hrsi_cli.commands.options import Format, Lang, Output, View, checked_format, show
from hrsi_cli.commands.speech import catalogue, help_text

FORMATS = ("text", "json")


def build() -> typer.Typer:
    """The group ``hrsi kb``."""
    group = typer.Typer(help=help_text("kb"), no_args_is_help=True, rich_markup_mode=None)
    group.callback()(lambda: None)
    group.command("check", help=help_text("kb_check"))(check)
    return group


def check(
    folder: Annotated[str | None, typer.Argument(metavar="[FOLDER]", help=help_text("kb_folder"), show_default=False)] = None,
    format: Format = "text",
    output: Output = None,
    lang: Lang = None,
) -> int:
    """Read the authored YAML and check it as a whole; exit code 2 when it is unsound."""
    checked_format(format, FORMATS)
    from pathlib import Path

    from hrsi_cli.commands.errors import say_problems
    from hrsi_cli.knowledge.compiler import Sources
    from hrsi_cli.knowledge.files import data_folder

    sources = Sources(Path(folder) if folder else data_folder()).read()
    words = catalogue()
    if format == "json":
        from hrsi_cli.renderers.json_format import paint_json
        from hrsi_cli.renderers.records.integrity import integrity_record

        show(paint_json(integrity_record(sources.problems, sources.counts(), words)), View(format, output))
    elif not sources.problems:
        show((words.say("kb.sound", **sources.counts()) + "\n").encode(), View(format, output))
    if sources.problems:
        say_problems(sources.problems, words)
        return 2
    return 0
