"""A plan read, judged and looked at from every side: what reports and worksheets are made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrsi_cli.domain.problem import HrsiError, InputError, Message

if TYPE_CHECKING:
    from datetime import date

    from hrsi_cli.domain.guide_library import Library
    from hrsi_cli.domain.judgement import PlanResult
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.domain.policy import Policy
    from hrsi_cli.domain.report import PlanReport
    from hrsi_cli.knowledge.plan_file import PlanFile


def plan_report(path: str, knowledge: KnowledgeBase, library: Library, as_of: str | None) -> PlanReport:
    """One plan in full; raises InputError when it cannot be judged."""
    from hrsi_cli.commands.baselines import configured_baseline
    from hrsi_cli.commands.judging import configured_policy, judge, read_day

    if path == "-":
        raise HrsiError(Message("report.no_stdin"))
    day, policy = read_day(as_of), configured_policy(knowledge)
    judgement = judge([path], knowledge, day, policy, baseline=configured_baseline())
    if judgement.errors:
        raise InputError(judgement.errors)
    return report_of(path, judgement.plans[0], knowledge, library, day, policy)


def report_of(path: str, result: PlanResult, knowledge: KnowledgeBase, library: Library, day: date, policy: Policy) -> PlanReport:
    """A judged plan with what surrounds it."""
    from hrsi_cli.domain.report import PlanReport
    from hrsi_cli.engine.guide_progress import guide_progress
    from hrsi_cli.engine.levels import plan_targets
    from hrsi_cli.engine.similarity import near_cases
    from hrsi_cli.engine.steering import find_path
    from hrsi_cli.knowledge.plan_file import load_plan
    from hrsi_cli.knowledge.store import load_dependencies

    file: PlanFile = load_plan(path, knowledge, frozenset(knowledge.rules))
    plan = file.plan
    bare = plan.model_copy(update={"target": plan.target.model_copy(update={"adjustments": {}})})
    return PlanReport(
        plan=plan,
        data=file.document.data,
        result=result,
        near=near_cases(plan, knowledge),
        way=find_path(
            file.path,
            plan,
            None,
            knowledge,
            dependencies=load_dependencies(),
            costs=plan.costs,
            today=day,
            policy=policy,
            locate=file.locate,
        ),
        progress=guide_progress(library.guide, plan, knowledge),
        unadjusted={metric: level for metric, (level, _) in plan_targets(bare, knowledge).items()},
        day=day,
    )
