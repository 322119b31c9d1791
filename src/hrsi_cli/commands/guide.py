"""``hrsi guide``: the guide's activities as steps, its cloud chapter, its observations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hrsi_cli.commands.knowledge import Kb
from hrsi_cli.commands.options import Color, Lang, Output, Quiet, Verbose, View, checked_format, format_option, show_report
from hrsi_cli.commands.speech import help_text
from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.domain.quantity import fold
from hrsi_cli.domain.visible import echo

if TYPE_CHECKING:
    from hrsi_cli.domain.guide import Activity, Guide
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.renderers.blocks import Page
    from hrsi_cli.renderers.options import RenderOptions
    from hrsi_cli.renderers.pages.guide import Progress

FORMATS = ("text", "json", "markdown", "html")
Format = Annotated[str, format_option(FORMATS)]


def guide(
    topic: Annotated[str | None, typer.Argument(metavar="[TOPIC]", help=help_text("guide_topic"), show_default=False)] = None,
    plan: Annotated[str | None, typer.Option("--plan", metavar="FILE", help=help_text("guide_plan"))] = None,
    kb: Kb = None,
    format: Format = "text",
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: Verbose = False,
    lang: Lang = None,
) -> int:
    """Print the guide, or one part of it; with a plan, what the plan answers already."""
    checked_format(format, FORMATS)
    from hrsi_cli.knowledge.store import load_knowledge, load_library

    knowledge, library = load_knowledge(), load_library()
    view = View(format, output, color, quiet, verbose)
    name = fold(topic or "").casefold()
    if name == "observations":
        if plan is not None:
            raise HrsiError(Message("guide.no_plan_here"))
        _observations(knowledge, view)
        return 0
    activities = _activities(name, library.guide)
    progress, system = _progress(plan, library.guide, knowledge)
    _show(library.guide, activities, progress, system, knowledge, view, cloud=name in ("", "cloud"))
    return 0


def _activities(topic: str, guide: Guide) -> tuple[Activity, ...]:
    """The activities of a topic; a step comes as its activity with that step alone."""
    if topic in ("", "cloud"):
        return guide.activities if not topic else ()
    for activity in guide.activities:
        if topic == str(activity.number):
            return (activity,)
        for step in activity.steps:
            if topic == step.id:
                return (activity.model_copy(update={"steps": (step,)}),)
    raise HrsiError(Message("guide.unknown_topic", {"topic": echo(topic)}), Message("guide.topic_hint"))


def _progress(path: str | None, guide: Guide, knowledge: KnowledgeBase) -> tuple[Progress, str | None]:
    from hrsi_cli.renderers.pages.guide import Progress

    if path is None:
        return Progress(), None
    from hrsi_cli.engine.guide_progress import guide_progress
    from hrsi_cli.knowledge.plan_file import load_plan

    plan = load_plan(path, knowledge, frozenset(knowledge.rules)).plan
    return Progress(plan.system.name or plan.system.id, guide_progress(guide, plan, knowledge)), plan.system.id


def _show(
    guide: Guide,
    activities: tuple[Activity, ...],
    progress: Progress,
    system: str | None,
    knowledge: KnowledgeBase,
    view: View,
    *,
    cloud: bool,
) -> None:
    from hrsi_cli.renderers.pages.guide import cloud_page, guide_page
    from hrsi_cli.renderers.records.guide import guide_record

    def page(options: RenderOptions) -> Page:
        return guide_page(guide, activities, progress, options) if activities else cloud_page(guide, progress, options)

    show_report(view, lambda options: guide_record(guide, activities, progress.states, system, knowledge, cloud=cloud), page)


def _observations(knowledge: KnowledgeBase, view: View) -> None:
    from hrsi_cli.engine.observations import count_claims
    from hrsi_cli.knowledge.store import load_library

    claims = count_claims(load_library().observations.values(), knowledge)
    from hrsi_cli.renderers.pages.guide import observations_page
    from hrsi_cli.renderers.records.guide import observations_record

    show_report(view, lambda options: observations_record(claims, knowledge), lambda options: observations_page(claims, options))
