"""What stops counting soon: waivers, evidence, drills and restore tests."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from hrsi_cli.domain.plan import KnownLevel, Plan
from hrsi_cli.domain.policy import Policy
from hrsi_cli.domain.portfolio import Lapse, LapseKind
from hrsi_cli.engine.findings.age import oldest_day


def lapses(plan: Plan, today: date, policy: Policy) -> tuple[Lapse, ...]:
    """Everything that lapses within the warning days of the policy, or has lapsed; the most urgent first."""
    within = [lapse for lapse in _all(plan, today, policy) if lapse.days_left <= policy.waivers.warn_days]
    return tuple(sorted(within, key=lambda lapse: (lapse.days_left, lapse.kind, lapse.subject)))


def _all(plan: Plan, today: date, policy: Policy) -> Iterator[Lapse]:
    thresholds = policy.thresholds
    for waiver in plan.waivers:
        yield Lapse("waiver", waiver.subject, waiver.expires.date.isoformat(), (waiver.expires.date - today).days)
    for metric, answer in plan.current.items():
        if isinstance(answer, KnownLevel) and answer.evidence is not None and answer.evidence.date is not None:
            yield _aged("evidence", metric, answer.evidence.date.date, thresholds.evidence_months, today)
    recovery = plan.measures.recovery
    if recovery is not None and recovery.drilled is not None:
        yield _aged("drill", "measures.recovery.drilled", recovery.drilled.date, thresholds.drill_months, today)
    for backup in plan.measures.backups:
        if backup.restore_tested is not None:
            yield _aged("restore_test", backup.name, backup.restore_tested.date, thresholds.drill_months, today)


def _aged(kind: LapseKind, subject: str, day: date, months: int, today: date) -> Lapse:
    last = last_day(day, months)
    return Lapse(kind, subject, last.isoformat(), (last - today).days)


@cache
def last_day(day: date, months: int) -> date:
    """The last day on which something of a day is not yet older than so many calendar months."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    last = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    while last < date.max and oldest_day(last + timedelta(days=1), months) <= day:  # months of different length
        last += timedelta(days=1)
    return last
