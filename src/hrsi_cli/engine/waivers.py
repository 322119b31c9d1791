"""Waivers: a gap or finding left open on purpose, bound to what was accepted, until a day.

A waiver is void when the plan falls below the accepted level or the target moves, and counts again the
day after it expires. It moves a gap or finding out of the gate; it never hides it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from hrsi_cli.domain.judgement import Finding, MetricResult, WaiverResult, WaiverState
from hrsi_cli.domain.plan import Plan, Waiver
from hrsi_cli.domain.policy import Policy
from hrsi_cli.domain.problem import Message, Position

_Judged = tuple[tuple[MetricResult, ...], tuple[Finding, ...], tuple[WaiverResult, ...]]


def apply_waivers(
    plan: Plan,
    metrics: tuple[MetricResult, ...],
    findings: tuple[Finding, ...],
    *,
    today: date,
    policy: Policy,
    locate: Callable[[tuple[str | int, ...]], Position],
) -> _Judged:
    """Move what waivers cover out of the gate, and tell the state of each waiver."""
    if not policy.use_waivers:
        return metrics, findings, ()
    by_metric = {metric.id: metric for metric in metrics}
    covered: dict[str, str] = {}
    results = []
    for index, waiver in enumerate(plan.waivers):
        id = f"waiver-{index + 1}"
        state, why = _state(waiver, by_metric, findings, today, policy)
        if state in ("active", "expiring"):
            covered.setdefault(waiver.subject, id)
        results.append(
            WaiverResult(
                id=id,
                subject=waiver.subject,
                state=state,
                expires=waiver.expires.text,
                reason=waiver.reason,
                why=why,
                position=locate(("waivers", index)),
            )
        )
    waived = tuple(
        replace(metric, status="waived", severity=None, waiver=covered[metric.id])
        if metric.id in covered and metric.status in ("gap", "unknown")
        else metric
        for metric in metrics
    )
    excused = tuple(replace(finding, waiver=covered.get(finding.rule)) for finding in findings)
    return waived, excused, tuple(results)


def _state(
    waiver: Waiver,
    metrics: dict[str, MetricResult],
    findings: tuple[Finding, ...],
    today: date,
    policy: Policy,
) -> tuple[WaiverState, Message | None]:
    if waiver.expired(today):
        return "expired", Message("waiver.expired", {"day": waiver.expires.text})
    if waiver.rule is not None:
        if not any(finding.rule == waiver.rule for finding in findings):
            return "unused", Message("waiver.no_finding", {"rule": waiver.rule})
    else:
        metric = metrics[waiver.subject]
        if void := _void_reason(waiver, metric):
            return "void", void
        if metric.status not in ("gap", "unknown"):
            return "unused", Message("waiver.no_gap", {"metric": metric.id})
    if waiver.expires.date - today <= timedelta(days=policy.waivers.warn_days):
        return "expiring", Message("waiver.expiring", {"day": waiver.expires.text, "days": (waiver.expires.date - today).days})
    return "active", None


def _void_reason(waiver: Waiver, metric: MetricResult) -> Message | None:
    """Why the waiver no longer fits what was accepted; unknown lies below every level."""
    if metric.target != waiver.target:
        return Message("waiver.target_moved", {"metric": metric.id, "then": _shown(waiver.target), "now": _shown(metric.target)})
    now = -1 if metric.current is None else metric.current
    then = waiver.current if isinstance(waiver.current, int) else -1
    if metric.status in ("gap", "unknown") and now < then:
        return Message("waiver.worse", {"metric": metric.id, "then": _shown(waiver.current), "now": _shown(metric.current)})
    return None


def _shown(level: int | str | None) -> object:
    return level if isinstance(level, int) else Message("level.unknown" if level == "unknown" or level is None else "level.none")
