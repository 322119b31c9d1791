"""Waivers: a gap or finding left open on purpose, bound to what was accepted, until a day.

A waiver is void when the plan falls below the accepted level, when the target moves, or when it lies
outside the limits of the policy; it counts again the day after it expires. It moves a gap or finding out
of the gate; it never hides it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from hrsi_cli.domain.judgement import Finding, MetricResult, WaiverResult, WaiverState
from hrsi_cli.domain.plan import Waiver
from hrsi_cli.domain.policy import Policy, WaiverPolicy
from hrsi_cli.domain.problem import Message
from hrsi_cli.domain.severity import Severity
from hrsi_cli.engine.findings.subject import Subject
from hrsi_cli.engine.findings.targets import unseen_rules

_Judged = tuple[tuple[MetricResult, ...], tuple[Finding, ...], tuple[WaiverResult, ...]]
_SEVERITY: dict[WaiverState, Severity | None] = {
    "active": None,
    "expiring": "note",
    "unused": "warning",
    "expired": "error",
    "void": "error",
}


def apply_waivers(subject: Subject, metrics: tuple[MetricResult, ...], findings: tuple[Finding, ...], policy: Policy) -> _Judged:
    """Move what waivers cover out of the gate, and tell the state of each waiver."""
    if not policy.use_waivers:
        why = Message("waiver.left_out")
        left_out = (_result(place, waiver, "unused", why, subject) for place, waiver in enumerate(subject.plan.waivers))
        return metrics, findings, tuple(waiver._replace(severity=None) for waiver in left_out)
    rules = frozenset(finding.rule for finding in findings) | unseen_rules(subject)
    book = _SeenWaivers({metric.id: metric for metric in metrics}, rules, subject, policy.waivers)
    results = [_result(place, waiver, *book.enter(place, waiver), subject) for place, waiver in enumerate(subject.plan.waivers)]
    covered = {name: _id(place) for name, place in book.covered.items()}
    if not covered:
        return metrics, findings, tuple(results)
    waived = tuple(
        metric._replace(status="waived", severity=None, waiver=covered[metric.id])
        if metric.id in covered and metric.status in ("gap", "unknown")
        else metric
        for metric in metrics
    )
    excused = tuple(
        finding._replace(waiver=covered[finding.rule]) if finding.rule in covered else finding for finding in findings
    )
    return waived, excused, tuple(results)


def _id(place: int) -> str:
    return f"waiver-{place + 1}"


def _result(place: int, waiver: Waiver, state: WaiverState, why: Message | None, subject: Subject) -> WaiverResult:
    return WaiverResult(
        id=_id(place),
        subject=waiver.subject,
        state=state,
        expires=waiver.expires.text,
        reason=waiver.reason,
        why=why,
        position=subject.locate(("waivers", place)),
        severity=_SEVERITY[state],
        owner=waiver.owner,
        approved_by=waiver.approved_by,
        created=waiver.created.text,
    )


def broken_limit(waiver: Waiver, limits: WaiverPolicy) -> Message | None:
    """The limit of the policy that a waiver breaks, if any."""
    if waiver.subject in limits.never:
        return Message("waiver.never", {"subject": waiver.subject})
    days = (waiver.expires.date - waiver.created.date).days
    if limits.longest_days is not None and days > limits.longest_days:
        return Message("waiver.too_long", {"days": days, "longest": limits.longest_days})
    if limits.approver_differs_from_owner and waiver.owner.strip().casefold() == waiver.approved_by.strip().casefold():
        return Message("waiver.own_approval", {"owner": waiver.owner})
    return None


@dataclass
class _SeenWaivers:
    """The waivers seen so far, in the order of the file."""

    metrics: dict[str, MetricResult]
    rules: frozenset[str]
    """Rules that found something, or could not look."""
    subject: Subject
    limits: WaiverPolicy
    covered: dict[str, int] = field(default_factory=dict)
    """Place in the plan's list of the waiver that covers a metric or rule."""

    def enter(self, place: int, waiver: Waiver) -> tuple[WaiverState, Message | None]:
        """The state of the next waiver, and why."""
        state, why = self._state(waiver)
        if state in ("active", "expiring"):
            self.covered[waiver.subject] = place
        return state, why

    def _state(self, waiver: Waiver) -> tuple[WaiverState, Message | None]:
        if (unneeded := self._unneeded(waiver)) is not None:
            return "unused", unneeded
        if waiver.expired(self.subject.today):
            return "expired", Message("waiver.expired", {"day": waiver.expires.text})
        if (void := self._void_reason(waiver)) is not None:
            return "void", void
        left = waiver.expires.date - self.subject.today
        if left <= timedelta(days=self.limits.warn_days):
            return "expiring", Message("waiver.expiring", {"day": waiver.expires.text, "days": left.days})
        return "active", None

    def _unneeded(self, waiver: Waiver) -> Message | None:
        """Why nothing would change without the waiver."""
        if waiver.rule is not None:
            if waiver.rule not in self.rules:
                return Message("waiver.no_finding", {"rule": waiver.rule})
        elif self.metrics[waiver.subject].status not in ("gap", "unknown"):
            return Message("waiver.no_gap", {"metric": waiver.subject})
        other = self.covered.get(waiver.subject)
        if other is None:
            return None
        line = self.subject.locate(("waivers", other)).line
        return Message("waiver.twice", {"subject": waiver.subject, "number": other + 1, "line": line})

    def _void_reason(self, waiver: Waiver) -> Message | None:
        if waiver.metric is not None and (moved := _moved(waiver, self.metrics[waiver.metric])) is not None:
            return moved
        if (broken := broken_limit(waiver, self.limits)) is not None:
            return broken
        if self.limits.most_active is not None and len(self.covered) >= self.limits.most_active:
            return Message("waiver.too_many", {"most": self.limits.most_active})
        return None


def _moved(waiver: Waiver, metric: MetricResult) -> Message | None:
    """Why the waiver no longer fits what was accepted; unknown lies below every level."""
    if metric.target != waiver.target:
        return Message("waiver.target_moved", {"metric": metric.id, "then": _shown(waiver.target), "now": _shown(metric.target)})
    now = -1 if metric.current is None else metric.current
    then = waiver.current if isinstance(waiver.current, int) else -1
    if now < then:
        return Message("waiver.worse", {"metric": metric.id, "then": _shown(waiver.current), "now": _shown(metric.current)})
    return None


def _shown(level: int | str | None) -> object:
    return level if isinstance(level, int) else Message("level.unknown")
