"""``hrsi case``: the surveyed organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hrsi_cli.commands.completion import complete_case
from hrsi_cli.commands.knowledge import Kb
from hrsi_cli.commands.lookup import known_case, known_industry, known_model, level_condition
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
    show,
    show_report,
)
from hrsi_cli.commands.searching import show_search
from hrsi_cli.commands.speech import catalogue, help_text
from hrsi_cli.domain.problem import HrsiError, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hrsi_cli.domain.browsing import Passage
    from hrsi_cli.domain.guide_library import Library
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.engine.passages import Catalogues

FORMATS = ("text", "json", "markdown", "html")
PLAN_FORMATS = ("text", "json")
"""Formats that a plan can be read from: its text is YAML."""
Format = Annotated[str, format_option(FORMATS)]


def build() -> typer.Typer:
    """The group ``hrsi case``."""
    group = typer.Typer(help=help_text("case"), no_args_is_help=True, rich_markup_mode=None)
    group.callback()(group_options)
    group.command("list", help=help_text("case_list"))(list_cases)
    group.command("show", help=help_text("case_show"))(show_case)
    group.command("search", help=help_text("case_search"))(search_cases)
    group.command("like", help=help_text("case_like"))(like_plan)
    return group


def list_cases(
    industry: Annotated[str | None, typer.Option("--industry", metavar="NAME", help=help_text("filter_industry"))] = None,
    model: Annotated[str | None, typer.Option("--model", metavar="1-4", help=help_text("filter_model"))] = None,
    metric: Annotated[list[str] | None, typer.Option("--metric", metavar="CONDITION", help=help_text("filter_metric"))] = None,
    kb: Kb = None,
    format: Format = "text",
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: VerboseSame = False,
    lang: Lang = None,
) -> int:
    """Print the cases that meet every condition, one a line."""
    checked_format(format, FORMATS)
    from hrsi_cli.engine.filtering import filter_cases
    from hrsi_cli.knowledge.store import load_knowledge, load_library

    knowledge = load_knowledge()
    conditions = [level_condition(text, knowledge) for text in metric or ()]
    outlines = filter_cases(
        knowledge,
        industry=None if industry is None else known_industry(industry, load_library().industries),
        model=None if model is None else known_model(model, knowledge),
        conditions=conditions,
    )
    metrics = list(dict.fromkeys(condition.metric for condition in conditions))
    view = View(format, output, color, quiet, verbose)
    from hrsi_cli.renderers.pages.listing import case_list_page
    from hrsi_cli.renderers.records.browsing import case_list_record

    show_report(
        view,
        lambda options: case_list_record(outlines, metrics, knowledge),
        lambda options: case_list_page(outlines, metrics, knowledge, options),
    )
    return 0


def show_case(
    id: Annotated[str, typer.Argument(metavar="ID", help=help_text("case_id"), autocompletion=complete_case)],
    as_plan: Annotated[bool, typer.Option("--as-plan", help=help_text("case_as_plan"))] = False,
    kb: Kb = None,
    format: Format = "text",
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: VerboseSame = False,
    lang: Lang = None,
) -> int:
    """Print one case, or the case as a plan file."""
    checked_format(format, FORMATS)
    if as_plan and format not in PLAN_FORMATS:
        raise HrsiError(Message("show.plan_format", {"value": format}), Message("show.hint_plan_format"))
    from hrsi_cli.knowledge.store import load_knowledge

    knowledge = load_knowledge()
    case = knowledge.cases[known_case(id, knowledge)]
    if as_plan:
        from hrsi_cli.engine.case_plan import case_plan_content, case_plan_facts
        from hrsi_cli.renderers.json_format import paint_json
        from hrsi_cli.renderers.plan_yaml import paint_plan

        words = catalogue()
        content = case_plan_content(case, knowledge.version, words.language)
        if format == "json":
            show(paint_json(content), View("json", output))
            return 0
        show(paint_plan(content, words, case_plan_facts(case)), View("yaml", output))
        return 0
    from hrsi_cli.renderers.pages.case import case_page
    from hrsi_cli.renderers.records.knowledge import case_record

    view = View(format, output, color, quiet, verbose)
    show_report(view, lambda options: case_record(case, knowledge), lambda options: case_page(case, knowledge, options))
    return 0


def search_cases(
    text: Annotated[list[str], typer.Argument(metavar="TEXT...", help=help_text("search_text"), show_default=False)],
    kb: Kb = None,
    format: Format = "text",
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: Verbose = False,
    lang: Lang = None,
) -> int:
    """Print the cases that say something about the query, the best first."""
    checked_format(format, FORMATS)
    from hrsi_cli.engine.passages import case_passages
    from hrsi_cli.renderers.records.browsing import case_search_record

    def passages(knowledge: KnowledgeBase, library: Library, words: Catalogues) -> Iterator[Passage]:
        for case in knowledge.cases.values():
            yield from case_passages(case, knowledge, library, words)

    show_search(text, "cases", passages, case_search_record, View(format, output, color, quiet, verbose))
    return 0


def like_plan(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help=help_text("like_plan"))],
    kb: Kb = None,
    format: Format = "text",
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: Verbose = False,
    lang: Lang = None,
) -> int:
    """Print the cases in order of their nearness to a plan; exit code 2 when the plan knows no level."""
    checked_format(format, FORMATS)
    from hrsi_cli.engine.similarity import near_cases
    from hrsi_cli.knowledge.plan_file import load_plan
    from hrsi_cli.knowledge.store import load_knowledge

    knowledge = load_knowledge()
    file = load_plan(plan, knowledge, frozenset(knowledge.rules))
    near = near_cases(file.plan, knowledge)
    if not near:
        raise HrsiError(Message("browse.like_nothing", {"path": file.path}), Message("browse.like_hint"))
    view = View(format, output, color, quiet, verbose)
    system = file.plan.system.name or file.plan.system.id
    from hrsi_cli.renderers.pages.search import like_page
    from hrsi_cli.renderers.records.browsing import case_like_record

    show_report(
        view,
        lambda options: case_like_record(file.path, file.plan.system.id, near, knowledge),
        lambda options: like_page(system, near, knowledge, options),
    )
    return 0
