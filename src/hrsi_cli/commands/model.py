"""``hrsi model``: the four model systems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hrsi_cli.commands.completion import complete_model
from hrsi_cli.commands.knowledge import Kb
from hrsi_cli.commands.lookup import known_model
from hrsi_cli.commands.options import (
    Color,
    Lang,
    Output,
    Quiet,
    Verbose,
    VerboseSame,
    View,
    checked_format,
    format_option,
    group_options,
    show_report,
)
from hrsi_cli.commands.searching import show_search
from hrsi_cli.commands.speech import help_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hrsi_cli.domain.browsing import Passage
    from hrsi_cli.domain.guide_library import Library
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.engine.passages import Catalogues

FORMATS = ("text", "json", "markdown", "html")
Format = Annotated[str, format_option(FORMATS)]


def build() -> typer.Typer:
    """The group ``hrsi model``."""
    group = typer.Typer(help=help_text("model"), no_args_is_help=True, rich_markup_mode=None)
    group.callback()(group_options)
    group.command("list", help=help_text("model_list"))(list_models)
    group.command("show", help=help_text("model_show"))(show_model)
    group.command("search", help=help_text("model_search"))(search_models)
    return group


def list_models(
    kb: Kb = None,
    format: Format = "text",
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: VerboseSame = False,
    lang: Lang = None,
) -> int:
    """Print the model systems beside one another."""
    checked_format(format, FORMATS)
    from hrsi_cli.knowledge.store import load_knowledge

    knowledge = load_knowledge()
    view = View(format, output, color, quiet, verbose)
    from hrsi_cli.renderers.pages.listing import model_list_page
    from hrsi_cli.renderers.records.browsing import model_list_record

    show_report(view, lambda options: model_list_record(knowledge), lambda options: model_list_page(knowledge, options))
    return 0


def show_model(
    number: Annotated[str, typer.Argument(metavar="1-4", help=help_text("model_id"), autocompletion=complete_model)],
    kb: Kb = None,
    format: Format = "text",
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: VerboseSame = False,
    lang: Lang = None,
) -> int:
    """Print one model system with its selection profile and presets."""
    checked_format(format, FORMATS)
    from hrsi_cli.knowledge.store import load_knowledge

    knowledge = load_knowledge()
    model = knowledge.model_systems[known_model(number, knowledge)]
    view = View(format, output, color, quiet, verbose)
    from hrsi_cli.renderers.pages.model_system import model_page
    from hrsi_cli.renderers.records.knowledge import model_record

    show_report(view, lambda options: model_record(model, knowledge), lambda options: model_page(model, knowledge, options))
    return 0


def search_models(
    text: Annotated[list[str], typer.Argument(metavar="TEXT...", help=help_text("search_text"), show_default=False)],
    kb: Kb = None,
    format: Format = "text",
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: Verbose = False,
    lang: Lang = None,
) -> int:
    """Print the model systems that a query finds, the best first."""
    checked_format(format, FORMATS)
    from hrsi_cli.engine.model_passages import model_passages
    from hrsi_cli.renderers.records.browsing import model_search_record

    def passages(knowledge: KnowledgeBase, library: Library, words: Catalogues) -> Iterator[Passage]:
        for model in knowledge.model_systems.values():
            yield from model_passages(model, knowledge, library, words)

    show_search(text, "models", passages, model_search_record, View(format, output, color, quiet, verbose))
    return 0
