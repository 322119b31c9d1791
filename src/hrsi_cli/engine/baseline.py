"""Baselines: what was open when a team began, so that only new and worse things fail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from hrsi_cli.domain.judgement import BaselineEntry, Finding, Judgement, MetricResult, PlanResult, Verdict
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.policy import Policy
from hrsi_cli.engine.findings.targets import looks_past
from hrsi_cli.engine.gate import failing, heavier

_Entries = Mapping[tuple[str, str], BaselineEntry]
"""Entries of one system, by metric or rule and place."""
_Needs = Mapping[str, Sequence[str]]
"""For each system of a run what it depends on."""


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
    entries = {(entry.system, entry.id, entry.where): entry for entry in baseline}.values()
    systems = {plan.system_id for plan in judgement.plans}
    named = knowledge.requirements.keys() | knowledge.rules.keys()
    stale = tuple(entry for entry in entries if entry.system not in systems or entry.id not in named)
    return replace(judgement, plans=without_known(judgement.plans, entries, policy), stale=stale)


def without_known(plans: Sequence[PlanResult], baseline: Iterable[BaselineEntry], policy: Policy) -> tuple[PlanResult, ...]:
    """The plans of a run with what the baseline knows taken out of the gate, and with what has been fixed since."""
    run, entries = _needs(plans), _by_system(baseline)
    return tuple(_against(plan, entries.get(plan.system_id, {}), run, policy) for plan in plans)


def kept_entries(plans: Sequence[PlanResult], baseline: Iterable[BaselineEntry]) -> tuple[BaselineEntry, ...]:
    """The entries that a run says nothing about: of systems that are not in it, or speaking of plans that are not."""
    run, entries = _needs(plans), _by_system(baseline)
    absent = [entry for system, members in entries.items() if system not in run for entry in members.values()]
    unseen = [entry for plan in plans for entry in _gone(plan, entries.get(plan.system_id, {}), run)[1]]
    return (*absent, *unseen)


def _needs(plans: Iterable[PlanResult]) -> _Needs:
    needs: dict[str, Sequence[str]] = {}
    for plan in plans:
        needs.setdefault(plan.system_id, plan.depends_on)  # of several plans with one id the first counts
    return needs


def _by_system(baseline: Iterable[BaselineEntry]) -> dict[str, dict[tuple[str, str], BaselineEntry]]:
    found: dict[str, dict[tuple[str, str], BaselineEntry]] = {}
    for entry in baseline:
        found.setdefault(entry.system, {})[entry.id, entry.where] = entry
    return found


def _gone(plan: PlanResult, entries: _Entries, run: _Needs) -> tuple[tuple[BaselineEntry, ...], tuple[BaselineEntry, ...]]:
    """What the plan no longer shows: what is fixed, and what this run could not look for."""
    here = {(metric.id, "") for metric in plan.metrics if metric.status in ("gap", "unknown", "waived")}
    here |= {(finding.rule, finding.key) for finding in plan.findings}
    off = {item.id for item in plan.turned_off}
    gone = [entry for place, entry in entries.items() if place not in here and entry.id not in off]
    unseen = tuple(entry for entry in gone if looks_past(entry.id, entry.where, plan.system_id, run))
    return tuple(entry for entry in gone if entry not in unseen), unseen


def _against(plan: PlanResult, entries: _Entries, run: _Needs, policy: Policy) -> PlanResult:
    metrics = tuple(metric._replace(known=_metric_known(metric, entries)) for metric in plan.metrics)
    findings = tuple(finding._replace(known=_finding_known(finding, entries)) for finding in plan.findings)
    fixed, unseen = _gone(plan, entries, run)
    fails = failing(metrics, findings, plan.waivers, policy)
    verdict: Verdict = "fail" if plan.breaches or fails else "pass"
    return replace(plan, metrics=metrics, findings=findings, fixed=fixed, unseen=unseen, verdict=verdict, failing=fails)


def _metric_known(metric: MetricResult, entries: _Entries) -> bool:
    """Whether the gap was there and is no larger; an unknown level is worse than any gap that was known."""
    entry = entries.get((metric.id, ""))
    if entry is None or metric.severity is None:
        return False
    missing = _missing(metric)
    return entry.gap is None or (missing is not None and missing <= entry.gap)


def _finding_known(finding: Finding, entries: _Entries) -> bool:
    entry = entries.get((finding.rule, finding.key))
    if entry is None or finding.waiver is not None:
        return False
    return not heavier(finding.severity, entry.severity)
