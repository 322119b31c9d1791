"""Gaps: a plan's levels against its targets, metric by metric (appendix 5 of the guide as a check)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from hrsi_cli.domain.judgement import Finding, MetricResult, PlanResult, Status
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import KnownLevel, NotApplicable, UnknownLevel
from hrsi_cli.domain.policy import Policy
from hrsi_cli.domain.requirement import Requirement
from hrsi_cli.engine.attainment import ClosingEffects, attainment
from hrsi_cli.engine.findings.subject import Subject
from hrsi_cli.engine.gate import breaches, failing, inferred_left_out, metric_severity, turned_off, weighed_findings
from hrsi_cli.engine.resemblance import resembled_model
from hrsi_cli.engine.waivers import apply_waivers


def judge_plan(path: str, subject: Subject, policy: Policy, findings: tuple[Finding, ...] = ()) -> PlanResult:
    """Judge one plan by its levels and by what was found about it."""
    plan, knowledge, levels = subject.plan, subject.knowledge, subject.levels
    closing = ClosingEffects(levels, subject.inapplicable, knowledge)
    judge = _MetricJudge(subject, policy, closing)
    metrics = tuple(map(judge.judge, knowledge.requirements.values()))
    off = turned_off(metrics, findings, policy)
    findings = weighed_findings(findings, policy)
    metrics, findings, waivers = apply_waivers(subject, metrics, findings, policy)
    fails = failing(metrics, findings, waivers, policy)
    result = PlanResult(
        path=path,
        system_id=plan.system.id,
        system_name=plan.system.name,
        target_model=plan.target.model,
        knowledge_version=knowledge.version,
        pinned_version=plan.knowledge,
        attained_model=closing.reached,
        resembles_model=resembled_model(plan, levels),
        attainment=attainment(metrics),
        metrics=metrics,
        findings=findings,
        waivers=waivers,
        verdict="fail" if fails else "pass",
        failing=fails,
        turned_off=off,
        inferred_left_out=inferred_left_out(metrics, policy),
        depends_on=plan.system.depends_on,
    )
    broken = breaches(result, policy, subject.locate)
    return replace(result, breaches=broken, verdict="fail") if broken else result


@dataclass(frozen=True, slots=True)
class _MetricJudge:
    """What each metric of a plan is judged by."""

    subject: Subject
    policy: Policy
    closing: ClosingEffects

    def judge(self, requirement: Requirement) -> MetricResult:
        metric, class_ = requirement.id, requirement.class_
        knowledge, answer = self.subject.knowledge, self.subject.plan.current.get(metric)
        current, note = (answer.level, answer.note) if isinstance(answer, KnownLevel) else (None, _reason(answer))
        level, basis = self.subject.targets.get(metric, (None, None))
        status = _status(requirement, current, level, metric in self.subject.inapplicable)
        is_open = level is not None and status in ("gap", "unknown")
        return MetricResult(
            metric,
            class_,
            current,
            level,
            level - current if level is not None and current is not None else None,
            status,
            basis,
            metric_severity(metric, class_, status, basis, self.policy) if is_open else None,
            self.subject.locate(("current", metric)),
            cases=_cases(metric, level, knowledge) if level is not None and is_open else (),
            case_range=None if class_ == "main" else _case_range(metric, knowledge),
            note=note,
            closing=self.closing.of(requirement, level) if level is not None and is_open else None,
        )


def _reason(answer: UnknownLevel | NotApplicable | None) -> str | None:
    """What a plan says of a metric whose level it does not know."""
    if isinstance(answer, NotApplicable):
        return answer.not_applicable
    return None if answer is None else answer.note


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
