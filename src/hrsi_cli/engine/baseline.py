"""Baselines: what was open when a team began, so that only new and worse things fail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hrsi_cli.domain.judgement import BaselineEntry, Finding, Judgement, MetricResult, PlanResult, Verdict
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.policy import Policy
from hrsi_cli.engine.gate import failing, heavier

_Key = tuple[str, str, str]


def baseline_of(plans: Iterable[PlanResult]) -> tuple[BaselineEntry, ...]:
    """Everything that is open today, sorted; what is waived has its own end and is left out."""
    entries = (entry for plan in plans for entry in _entries(plan))
    return tuple(sorted(entries, key=lambda entry: (entry.system, entry.id, entry.where)))


def _entries(plan: PlanResult) -> Iterable[BaselineEntry]:
    for metric in plan.metrics:
        if metric.severity is not None and metric.status in ("gap", "unknown"):
            yield BaselineEntry(plan.system_id, metric.id, "", metric.severity, _missing(metric))
    for finding in plan.findings:
        if finding.waiver is None:
            yield BaselineEntry(plan.system_id, finding.rule, finding.key, finding.severity)


def _missing(metric: MetricResult) -> int | None:
    return None if metric.gap is None else abs(metric.gap)


def shared_system(judgement: Judgement) -> dict[str, str] | None:
    """Two plans with one system id, which a baseline could not tell apart."""
    seen: dict[str, str] = {}
    for plan in judgement.plans:
        if plan.system_id in seen:
            return {"system": plan.system_id, "first": seen[plan.system_id], "second": plan.path}
        seen[plan.system_id] = plan.path
    return None


def compare_with_baseline(
    judgement: Judgement, baseline: Iterable[BaselineEntry], knowledge: KnowledgeBase, policy: Policy
) -> Judgement:
    """The judgement with what the baseline knows taken out of the gate, and with what has been fixed since."""
    entries = {(entry.system, entry.id, entry.where): entry for entry in baseline}
    plans = tuple(_against(plan, entries, policy) for plan in judgement.plans)
    systems = {plan.system_id for plan in judgement.plans}
    named = knowledge.requirements.keys() | knowledge.rules.keys()
    stale = tuple(entry for entry in entries.values() if entry.system not in systems or entry.id not in named)
    return replace(judgement, plans=plans, stale=stale)


def _against(plan: PlanResult, entries: dict[_Key, BaselineEntry], policy: Policy) -> PlanResult:
    metrics = tuple(metric._replace(known=_metric_known(plan, metric, entries)) for metric in plan.metrics)
    findings = tuple(finding._replace(known=_finding_known(plan, finding, entries)) for finding in plan.findings)
    here = {(metric.id, "") for metric in metrics if metric.status in ("gap", "unknown", "waived")}
    here |= {(finding.rule, finding.key) for finding in findings}
    off = {item.id for item in plan.turned_off}
    fixed = tuple(
        entry
        for entry in entries.values()
        if entry.system == plan.system_id and (entry.id, entry.where) not in here and entry.id not in off
    )
    fails = failing(metrics, findings, plan.waivers, policy)
    verdict: Verdict = "fail" if plan.breaches or fails else "pass"
    return replace(plan, metrics=metrics, findings=findings, fixed=fixed, verdict=verdict, failing=fails)


def _metric_known(plan: PlanResult, metric: MetricResult, entries: dict[_Key, BaselineEntry]) -> bool:
    """Whether the gap was there and is no larger; an unknown level is worse than any gap that was known."""
    entry = entries.get((plan.system_id, metric.id, ""))
    if entry is None or metric.severity is None:
        return False
    missing = _missing(metric)
    return entry.gap is None or (missing is not None and missing <= entry.gap)


def _finding_known(plan: PlanResult, finding: Finding, entries: dict[_Key, BaselineEntry]) -> bool:
    entry = entries.get((plan.system_id, finding.rule, finding.key))
    if entry is None or finding.waiver is not None:
        return False
    return not heavier(finding.severity, entry.severity)
