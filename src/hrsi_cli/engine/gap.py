"""Gaps: a plan's levels against its targets, metric by metric (appendix 5 of the guide as a check)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from hrsi_cli.domain.judgement import Finding, MetricResult, PlanResult, Status, TargetBasis
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import KnownLevel, NotApplicable, Plan
from hrsi_cli.domain.policy import Policy
from hrsi_cli.domain.requirement import Requirement
from hrsi_cli.engine.attainment import ClosingEffects, attained_model, attainment
from hrsi_cli.engine.gate import Locate, breaches, keyed, metric_severity, turned_off, weighed_findings, with_verdict
from hrsi_cli.engine.objectives import objective_levels
from hrsi_cli.engine.resemblance import resembled_model
from hrsi_cli.engine.waivers import apply_waivers


def judge_plan(
    path: str,
    plan: Plan,
    knowledge: KnowledgeBase,
    *,
    locate: Locate,
    today: date,
    policy: Policy,
    findings: tuple[Finding, ...] = (),
) -> PlanResult:
    """Judge one plan; ``locate`` tells the line and column of a place in its file."""
    targets = plan_targets(plan, knowledge)
    levels, inapplicable = known_levels(plan), not_applicable(plan)
    bench = _Bench(plan, knowledge, policy, locate, ClosingEffects(levels, inapplicable, knowledge))
    metrics = tuple(bench.judge(requirement, targets.get(id)) for id, requirement in knowledge.requirements.items())
    off = turned_off(metrics, findings, policy)
    findings = keyed(weighed_findings(findings, policy), plan)
    metrics, findings, waivers = apply_waivers(plan, metrics, findings, today=today, policy=policy, locate=locate)
    result = PlanResult(
        path=path,
        system_id=plan.system.id,
        system_name=plan.system.name,
        target_model=plan.target.model,
        knowledge_version=knowledge.version,
        pinned_version=plan.knowledge,
        attained_model=attained_model(levels, inapplicable, knowledge),
        resembles_model=resembled_model(plan, levels),
        attainment=attainment(metrics),
        metrics=metrics,
        findings=findings,
        waivers=waivers,
        verdict="pass",
        turned_off=off,
    )
    if found := breaches(result, policy, locate):
        result = replace(result, breaches=found)
    return with_verdict(result, policy)


def plan_targets(plan: Plan, knowledge: KnowledgeBase) -> dict[str, tuple[int, TargetBasis]]:
    """The target level of every metric that has one: presets, then objectives, then adjustments."""
    targets = _preset_targets(plan.target.model, knowledge).copy()
    targets.update((metric, (level, "plan")) for metric, level in objective_levels(plan.objectives).items())
    targets.update((metric, (adjustment.level, "plan")) for metric, adjustment in plan.target.adjustments.items())
    return targets


@lru_cache(maxsize=16)
def _preset_targets(model: int, knowledge: KnowledgeBase) -> dict[str, tuple[int, TargetBasis]]:
    return {preset.metric: (preset.level, preset.basis) for preset in knowledge.model_systems[model].presets}


def known_levels(plan: Plan) -> dict[str, int]:
    """The levels that the plan knows today."""
    return {metric: current.level for metric, current in plan.current.items() if isinstance(current, KnownLevel)}


def not_applicable(plan: Plan) -> frozenset[str]:
    """The metrics that have nothing to measure in the plan's system."""
    return frozenset(metric for metric, current in plan.current.items() if type(current) is NotApplicable)


@dataclass(frozen=True, slots=True)
class _Bench:
    """What each metric of a plan is judged by."""

    plan: Plan
    knowledge: KnowledgeBase
    policy: Policy
    locate: Locate
    closing: ClosingEffects

    def judge(self, requirement: Requirement, target: tuple[int, TargetBasis] | None) -> MetricResult:
        metric, class_ = requirement.id, requirement.class_
        answer = self.plan.current.get(metric)
        current = answer.level if isinstance(answer, KnownLevel) else None
        level, basis = target or (None, None)
        status = _status(requirement, current, level, current is None and isinstance(answer, NotApplicable))
        is_open = level is not None and status in ("gap", "unknown")
        return MetricResult(
            id=metric,
            class_=class_,
            current=current,
            target=level,
            gap=level - current if level is not None and current is not None else None,
            status=status,
            basis=basis,
            severity=metric_severity(metric, class_, status, basis, self.policy) if is_open else None,
            position=self.locate(("current", metric)),
            cases=_cases(metric, level, self.knowledge) if level is not None and is_open else (),
            case_range=None if class_ == "main" else _case_range(metric, self.knowledge),
            note=None if answer is None else answer.not_applicable if isinstance(answer, NotApplicable) else answer.note,
            closing=self.closing.of(requirement, level) if level is not None and is_open else None,
        )


def _status(requirement: Requirement, current: int | None, target: int | None, inapplicable: bool) -> Status:
    if inapplicable:
        return "not_applicable"
    if target is None:
        return "no_target"
    if current is None:
        return "unknown"
    if current == target:
        return "met"
    return "exceeds" if _reaches(requirement, current, target) else "gap"


def _reaches(requirement: Requirement, level: int, target: int) -> bool:
    """Whether a level satisfies a target; alternatives of a neutral metric only satisfy themselves."""
    return level == target if requirement.polarity == "neutral" else level >= target


@lru_cache(maxsize=512)
def _cases(metric: str, target: int, knowledge: KnowledgeBase) -> tuple[str, ...]:
    """The cases that reach a target."""
    requirement = knowledge.requirements[metric]
    levels = ((outline.id, outline.grades[metric].level) for outline in knowledge.outlines.values())
    return tuple(id for id, level in levels if level is not None and _reaches(requirement, level, target))


@lru_cache(maxsize=64)
def _case_range(metric: str, knowledge: KnowledgeBase) -> tuple[int, int] | None:
    levels = [grade for outline in knowledge.outlines.values() if (grade := outline.grades[metric].level) is not None]
    return (min(levels), max(levels)) if levels else None
