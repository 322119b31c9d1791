"""``hrsi gap``: what is missing to the target, and may the pipeline go on?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hrsi_cli.commands.options import Color, Format, Lang, Output, Quiet, Verbose, View, checked_format, show
from hrsi_cli.commands.speech import catalogue, help_text
from hrsi_cli.domain.problem import HrsiError, InputError, Message

if TYPE_CHECKING:
    from datetime import date

    from hrsi_cli.domain.judgement import Judgement
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.domain.policy import Policy

FORMATS = ("text", "json", "markdown")


def gap(
    plans: Annotated[list[str], typer.Argument(metavar="PLAN...", help=help_text("gap_plans"), show_default=False)],
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=help_text("as_of"))] = None,
    format: Format = "text",
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: Verbose = False,
    lang: Lang = None,
) -> int:
    """Judge plans; exit code 0 passed, 1 failed, 2 could not judge."""
    checked_format(format, FORMATS)
    from hrsi_cli.commands.errors import say_problems
    from hrsi_cli.domain.policy import Policy
    from hrsi_cli.knowledge.store import load_knowledge

    today = read_day(as_of)
    knowledge = load_knowledge()
    judgement = judge(plans, knowledge, today, Policy())
    view = View(format, output, color, quiet, verbose)
    if judgement.plans or format != "text":
        show(_rendered(judgement, knowledge, view), view)
    if judgement.errors:
        say_problems(judgement.errors, catalogue())
    return judgement.exit_code


def judge(paths: list[str], knowledge: KnowledgeBase, today: date, policy: Policy) -> Judgement:
    """Judge every plan; one that cannot be read does not keep the others from being judged."""
    from hrsi_cli.domain.judgement import Judgement, PlanResult
    from hrsi_cli.domain.problem import Problem
    from hrsi_cli.engine.findings import find
    from hrsi_cli.engine.findings.subject import Subject
    from hrsi_cli.engine.gap import judge_plan, known_levels, plan_targets
    from hrsi_cli.knowledge.plan_file import PlanFile, load_plan

    files: list[PlanFile] = []
    errors: list[Problem] = []
    for path in paths:
        try:
            files.append(load_plan(path, knowledge, frozenset(knowledge.rules)))
        except InputError as error:
            errors += error.problems
    others = {file.plan.system.id: file.plan for file in files}
    results: list[PlanResult] = []
    for file in files:
        subject = Subject(
            plan=file.plan,
            knowledge=knowledge,
            today=today,
            thresholds=policy.thresholds,
            locate=file.locate,
            levels=known_levels(file.plan),
            targets={metric: level for metric, (level, _) in plan_targets(file.plan, knowledge).items()},
            others=others,
        )
        results.append(
            judge_plan(file.path, file.plan, knowledge, locate=file.locate, today=today, policy=policy, findings=find(subject))
        )
    return Judgement(plans=tuple(results), errors=tuple(errors), knowledge_version=knowledge.version)


def read_day(text: str | None) -> date:
    """The day to judge by: ``--as-of``, or today."""
    from datetime import date

    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise HrsiError(Message("run.bad_day", {"value": text})) from None


def _rendered(judgement: Judgement, knowledge: KnowledgeBase, view: View) -> bytes:
    options = view.render_options()
    if view.format == "json":
        from hrsi_cli.renderers.json_format import paint_json
        from hrsi_cli.renderers.records.judgement import judgement_record

        return paint_json(judgement_record(judgement, options.catalogue))
    from hrsi_cli.renderers.pages.judgement import judgement_page
    from hrsi_cli.renderers.registry import paint

    return paint(judgement_page(judgement, knowledge, options), view.format, options)
