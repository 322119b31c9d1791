"""``hrsi kb``: is the knowledge base sound, and where does it come from?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hrsi_cli.commands.knowledge import Kb, overlay_path
from hrsi_cli.commands.options import (
    Color,
    Lang,
    Output,
    Quiet,
    VerboseSame,
    View,
    checked_format,
    format_option,
    group_options,
    show,
    show_report,
)
from hrsi_cli.commands.speech import catalogue, help_text

if TYPE_CHECKING:
    from hrsi_cli.domain.overlay import OverlayNote
    from hrsi_cli.domain.problem import Problem

FORMATS = ("text", "json")
ABOUT_FORMATS = (*FORMATS, "markdown")
Format = Annotated[str, format_option(FORMATS)]
AboutFormat = Annotated[str, format_option(ABOUT_FORMATS)]


def build() -> typer.Typer:
    """The group ``hrsi kb``."""
    group = typer.Typer(help=help_text("kb"), no_args_is_help=True, rich_markup_mode=None)
    group.callback()(group_options)
    group.command("check", help=help_text("kb_check"))(check)
    group.command("about", help=help_text("kb_about"))(about)
    return group


def about(
    kb: Kb = None,
    format: AboutFormat = "text",
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: VerboseSame = False,
    lang: Lang = None,
) -> int:
    """Print version, sources and counts of the knowledge base."""
    checked_format(format, ABOUT_FORMATS)
    from hrsi_cli.engine.counting import count_knowledge
    from hrsi_cli.knowledge.store import load_knowledge, load_library

    knowledge, library = load_knowledge(), load_library()
    counted = count_knowledge(knowledge, library)
    view = View(format, output, color, quiet, verbose)
    from hrsi_cli.renderers.pages.about import about_page
    from hrsi_cli.renderers.records.guide import about_record

    show_report(
        view,
        lambda options: about_record(counted, knowledge, library),
        lambda options: about_page(counted, knowledge, library, options),
    )
    return 0


def check(
    folder: Annotated[str | None, typer.Argument(metavar="[FOLDER]", help=help_text("kb_folder"), show_default=False)] = None,
    kb: Kb = None,
    format: Format = "text",
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: VerboseSame = False,
    lang: Lang = None,
) -> int:
    """Read the authored YAML and check it as a whole, with the overlay if there is one; exit code 2 when unsound."""
    checked_format(format, FORMATS)
    view = View(format, output, color, quiet, verbose)
    from pathlib import Path

    from hrsi_cli.commands.errors import say_problems
    from hrsi_cli.knowledge.compiled import data_folder
    from hrsi_cli.knowledge.compiler import Sources

    sources = Sources(Path(folder) if folder else data_folder()).read()
    problems, counts, words = list(sources.problems), sources.counts(), catalogue()
    sentences = [words.say("kb.sound", **counts)]
    path = kb if folder else overlay_path()
    if path and not problems:
        note, found = _checked_overlay(path)
        problems += found
        if note is not None:
            own = {"presets": note.presets, "offers": note.offers, "labels": note.labels, "cases": len(note.cases)}
            sentences.append(words.say("overlay.sound", id=note.id, version=note.version, **own))
            counts |= {"version": f"{counts['version']}+{note.id}.{note.version}"}
            counts |= {f"overlay_{name}": count for name, count in own.items()}
    if format == "json":
        from hrsi_cli.renderers.json_format import paint_json
        from hrsi_cli.renderers.records.integrity import integrity_record

        show(paint_json(integrity_record(problems, counts, words)), view)
    elif not problems and not quiet:
        from hrsi_cli.renderers.blocks import paragraph
        from hrsi_cli.renderers.registry import paint

        show(paint(tuple(map(paragraph, sentences)), format, view.render_options()), view)
    if problems:
        say_problems(problems, words)
        return 2
    return 0


def _checked_overlay(path: str) -> tuple[OverlayNote | None, tuple[Problem, ...]]:
    """An overlay on top of the shipped knowledge base, or everything that is wrong with it."""
    from hrsi_cli.domain.problem import InputError
    from hrsi_cli.knowledge.store import load_overlaid

    try:
        return load_overlaid(path).overlay, ()
    except InputError as error:
        return None, error.problems
