"""``hrsi requirement``: the 37 metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hrsi_cli.commands.completion import complete_metric
from hrsi_cli.commands.knowledge import Kb
from hrsi_cli.commands.lookup import known_metric
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
from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.domain.requirement import CLASSES
from hrsi_cli.domain.visible import echo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hrsi_cli.domain.browsing import Passage
    from hrsi_cli.domain.guide_library import Library
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.engine.passages import Catalogues

FORMATS = ("text", "json", "markdown", "html")
Format = Annotated[str, format_option(FORMATS)]


def build() -> typer.Typer:
    """The group ``hrsi requirement``."""
    group = typer.Typer(help=help_text("requirement"), no_args_is_help=True, rich_markup_mode=None)
    group.callback()(group_options)
    group.command("list", help=help_text("requirement_list"))(list_requirements)
    group.command("show", help=help_text("requirement_show"))(show_requirement)
    group.command("search", help=help_text("requirement_search"))(search_requirements)
    return group


def list_requirements(
    class_: Annotated[str | None, typer.Option("--class", metavar="CLASS", help=help_text("filter_class"))] = None,
    kb: Kb = None,
    format: Format = "text",
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: VerboseSame = False,
    lang: Lang = None,
) -> int:
    """Print the metrics by class with their presets."""
    checked_format(format, FORMATS)
    if class_ is not None and class_ not in CLASSES:
        known = Message("input.hint_known", {"known": ", ".join(CLASSES)})
        raise HrsiError(Message("browse.unknown_class", {"value": echo(class_)}), known)
    from hrsi_cli.knowledge.store import load_knowledge

    knowledge = load_knowledge()
    requirements = [item for item in knowledge.requirements.values() if class_ in (None, item.class_)]
    view = View(format, output, color, quiet, verbose)
    from hrsi_cli.renderers.pages.listing import requirement_list_page
    from hrsi_cli.renderers.records.browsing import requirement_list_record

    show_report(
        view,
        lambda options: requirement_list_record(requirements, knowledge),
        lambda options: requirement_list_page(requirements, knowledge, options),
    )
    return 0


def search_requirements(
    text: Annotated[list[str], typer.Argument(metavar="TEXT...", help=help_text("search_text"), show_default=False)],
    kb: Kb = None,
    format: Format = "text",
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: Verbose = False,
    lang: Lang = None,
) -> int:
    """Print the metrics that a query finds, the best first."""
    checked_format(format, FORMATS)
    from hrsi_cli.engine.passages import requirement_passages
    from hrsi_cli.renderers.records.browsing import requirement_search_record

    def passages(knowledge: KnowledgeBase, library: Library, words: Catalogues) -> Iterator[Passage]:
        for requirement in knowledge.requirements.values():
            yield from requirement_passages(requirement, library)

    show_search(text, "metrics", passages, requirement_search_record, View(format, output, color, quiet, verbose))
    return 0


def show_requirement(
    id: Annotated[str, typer.Argument(metavar="ID", help=help_text("metric_id"), autocompletion=complete_metric)],
    kb: Kb = None,
    format: Format = "text",
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: VerboseSame = False,
    lang: Lang = None,
) -> int:
    """Print one metric with its scale, presets and cases."""
    checked_format(format, FORMATS)
    from hrsi_cli.knowledge.store import load_knowledge

    knowledge = load_knowledge()
    requirement = knowledge.requirements[known_metric(id, knowledge)]
    view = View(format, output, color, quiet, verbose)
    from hrsi_cli.renderers.pages.requirement import requirement_page
    from hrsi_cli.renderers.records.knowledge import requirement_record

    show_report(
        view,
        lambda options: requirement_record(requirement, knowledge),
        lambda options: requirement_page(requirement, knowledge, options),
    )
    return 0
