"""One plan judged as a whole: its levels against its targets, and its findings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hrsi_cli.domain.judgement import PlanResult
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.policy import Policy
from hrsi_cli.domain.problem import NOWHERE, Locate, Position
from hrsi_cli.engine.findings import find
from hrsi_cli.engine.findings.subject import Subject
from hrsi_cli.engine.gap import judge_plan

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
    subject = Subject.of(plan, knowledge, today=today, thresholds=policy.thresholds, locate=locate, others=others)
    return judge_plan(path, subject, policy, find(subject))
