"""One plan judged as a whole: its levels against its targets, and its findings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hrsi_cli.domain.judgement import PlanResult
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.policy import Policy
from hrsi_cli.domain.problem import NOWHERE, Position
from hrsi_cli.engine.findings import find
from hrsi_cli.engine.findings.subject import Subject
from hrsi_cli.engine.gap import judge_plan, known_levels, plan_targets
from hrsi_cli.engine.gate import Locate

_ALONE: Mapping[str, Plan] = {}


def nowhere(path: tuple[str | int, ...]) -> Position:
    """The position in a plan that stands in no file."""
    return NOWHERE


def appraise(
    path: str,
    plan: Plan,
    knowledge: KnowledgeBase,
    *,
    today: date,
    policy: Policy,
    locate: Locate = nowhere,
    others: Mapping[str, Plan] = _ALONE,
) -> PlanResult:
    """Judge a plan with everything that is looked at; ``others`` are the plans of the same run, by system id."""
    subject = Subject(
        plan=plan,
        knowledge=knowledge,
        today=today,
        thresholds=policy.thresholds,
        locate=locate,
        levels=known_levels(plan),
        targets={metric: level for metric, (level, _) in plan_targets(plan, knowledge).items()},
        others=others,
    )
    return judge_plan(path, plan, knowledge, locate=locate, today=today, policy=policy, findings=find(subject))
