"""``hrsi compare``: a case against its model system, or any two of case, model system and plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hrsi_cli.commands.completion import complete_case
from hrsi_cli.commands.knowledge import Kb
from hrsi_cli.commands.lookup import known_case, known_model
from hrsi_cli.commands.options import Color, Lang, Output, Quiet, VerboseSame, View, checked_format, format_option, show_report
from hrsi_cli.commands.speech import help_text
from hrsi_cli.domain.problem import HrsiError, Message

if TYPE_CHECKING:
    from hrsi_cli.domain.comparison import Side
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.knowledge.plan_file import PlanFile
    from hrsi_cli.renderers.blocks import Page
    from hrsi_cli.renderers.options import RenderOptions

FORMATS = ("text", "json", "markdown", "html")
Format = Annotated[str, format_option(FORMATS)]


def compare(
    case: Annotated[
        list[str] | None, typer.Option("--case", metavar="ID", help=help_text("compare_case"), autocompletion=complete_case)
    ] = None,
    model: Annotated[str | None, typer.Option("--model", metavar="1-4", help=help_text("compare_model"))] = None,
    plan: Annotated[str | None, typer.Option("--plan", metavar="FILE", help=help_text("compare_plan"))] = None,
    all: Annotated[bool, typer.Option("--all", help=help_text("compare_all"))] = False,
    format: Format = "text",
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: VerboseSame = False,
    kb: Kb = None,
    lang: Lang = None,
) -> int:
    """Print the comparison; the guide's caveat is always part of it."""
    checked_format(format, FORMATS)
    from hrsi_cli.knowledge.store import load_knowledge

    knowledge = load_knowledge()
    cases = [known_case(id, knowledge) for id in case or ()]
    number = None if model is None else known_model(model, knowledge)
    view = View(format, output, color, quiet, verbose)
    if all:
        if cases or number is not None or plan is not None:
            raise HrsiError(Message("report.all_alone"))
        _show_all_cases(knowledge, view)
        return 0
    if number is not None and not cases and plan is None:
        _show_overview(number, knowledge, view)
        return 0
    plan_file = _read(plan, knowledge)
    left, right = _sides(cases, number, plan_file, knowledge)
    _show_comparison(left, right, plan_file, knowledge, view)
    return 0


def _read(path: str | None, knowledge: KnowledgeBase) -> PlanFile | None:
    if path is None:
        return None
    from hrsi_cli.knowledge.plan_file import load_plan

    return load_plan(path, knowledge, frozenset(knowledge.rules))


def _sides(cases: list[str], model: int | None, plan: PlanFile | None, knowledge: KnowledgeBase) -> tuple[Side, Side]:
    """Left and right: the model before the case before the plan; a side left out is the right one's own model."""
    from hrsi_cli.domain.comparison import Side

    sides: list[Side] = []
    if model is not None:
        sides.append(Side("model", model))
    sides += [Side("case", id, knowledge.outlines[id].label) for id in cases]
    if plan is not None:
        sides.append(Side("plan", plan.plan.system.id))
    match sides:
        case []:
            raise HrsiError(Message("compare.nothing_to_compare"))
        case [only]:
            own = plan.plan.target.model if plan is not None else knowledge.outlines[str(only.id)].model
            return Side("model", own), only
        case [left, right]:
            return left, right
        case _:
            raise HrsiError(Message("compare.too_many"))


def _show_comparison(left: Side, right: Side, plan: PlanFile | None, knowledge: KnowledgeBase, view: View) -> None:
    from hrsi_cli.engine.comparison import compare as compare_sides

    comparison = compare_sides(left, right, knowledge, plan.plan if plan is not None else None)
    from hrsi_cli.renderers.pages.comparison import comparison_page
    from hrsi_cli.renderers.records.comparison import comparison_record

    show_report(
        view,
        lambda options: comparison_record(comparison, knowledge, options.catalogue),
        lambda options: comparison_page(comparison, knowledge, options),
    )


def _show_overview(model: int, knowledge: KnowledgeBase, view: View) -> None:
    from hrsi_cli.engine.comparison import overview

    table = overview(model, knowledge)
    from hrsi_cli.renderers.pages.comparison import overview_page
    from hrsi_cli.renderers.records.comparison import overview_record

    show_report(
        view,
        lambda options: overview_record(table, knowledge, options.catalogue),
        lambda options: overview_page(table, knowledge, options),
    )


def _show_all_cases(knowledge: KnowledgeBase, view: View) -> None:
    """The ten cases by metric: a compact map on a terminal, words where nobody sees colour."""
    import sys

    from hrsi_cli.engine.comparison import overview

    overviews = tuple(overview(model, knowledge) for model in knowledge.model_systems)
    from hrsi_cli.renderers.pages.case_map import case_map_page
    from hrsi_cli.renderers.records.case_map import case_map_record

    def page(options: RenderOptions) -> Page:
        on_screen = view.format == "text" and view.output is None and (options.color or sys.stdout.isatty())
        return case_map_page(overviews, knowledge, options, compact=on_screen)

    show_report(view, lambda options: case_map_record(overviews, knowledge, options.catalogue), page)
