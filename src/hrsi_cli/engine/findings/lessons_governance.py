"""Lessons about targets, people and evidence: whether anybody stands behind what a plan promises."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hrsi_cli.domain.judgement import Arithmetic, Finding
from hrsi_cli.domain.plan import Evidence, KnownLevel
from hrsi_cli.domain.problem import Message
from hrsi_cli.domain.quantity import Duration, digits_apart
from hrsi_cli.domain.visible import echo
from hrsi_cli.engine.findings.age import age_arithmetic, oldest_day
from hrsi_cli.engine.findings.subject import Subject, all_of, term
from hrsi_cli.engine.objectives import RESTART_METRIC, RPO_METRIC, RTO_METRIC

_ON_CALL = ("C.3.3.1", "C.3.3.2", "C.3.3.3")
"""Hours of response, arrival of maintenance staff and of system engineers."""


def no_disaster_target(subject: Subject) -> Iterator[Finding]:
    """HRSI204: the plan names no time until the restart after a disaster.

    Few organisations had set one (section 3.2.1 (2)); case 1-3 has none.
    """
    if subject.plan.objectives.disaster.restart is None:
        yield subject.finding("HRSI204", ("objectives", "disaster", "restart"))


def not_approved(subject: Subject) -> Iterator[Finding]:
    """HRSI205: business functions rest on the system, but nobody is named who approved its importance.

    Section 3.2.1 (1); in case 1-2 only the IT department had ranked them.
    """
    system = subject.plan.system
    if system.business_functions and system.approved_by is None:
        functions = tuple(echo(function) for function in system.business_functions)
        yield subject.finding("HRSI205", ("system", "approved_by"), functions=functions)


def vendor_unsure(subject: Subject) -> Iterator[Finding]:
    """HRSI210: the recovery needs a vendor, but no agreement for a disaster exists.

    Case 2-2 has agreements and still doubts that help will come (section 3.3.2 (2)).
    """
    recovery = subject.plan.measures.recovery
    vendor = recovery.vendor if recovery else None
    if vendor is not None and vendor.needed and vendor.disaster_agreement is not True:
        yield subject.finding("HRSI210", ("measures", "recovery", "vendor", "disaster_agreement"))


def target_with_ifs(subject: Subject) -> Iterator[Finding]:
    """HRSI211: there is a disaster target, and it holds only under assumptions.

    Case 2-1 restarts within a day only if its data centre still stands (section 3.3.2 (1)).
    """
    disaster = subject.plan.objectives.disaster
    has_target = any(goal is not None for goal in (disaster.restart, disaster.rpo, disaster.rlo))
    if disaster.assumes and has_target:
        assumptions = tuple(echo(assumption) for assumption in disaster.assumes)
        yield subject.finding("HRSI211", ("objectives", "disaster", "assumes"), count=len(assumptions), assumptions=assumptions)


def weak_evidence(subject: Subject) -> Iterator[Finding]:
    """HRSI213: a main metric counts as met on a claim alone (note), or on evidence older than ``evidence_months`` (warning).

    A drill or a document of a day that is still ahead is an intention, and weighs as much as a claim.
    Case 4-1 claimed 5 minutes and needed 30 when it happened (section 3.3.4 (1)).
    """
    months = subject.thresholds.evidence_months
    oldest = oldest_day(subject.today, months)
    for metric, evidence in _evidence(subject):
        day = evidence.date
        aged = day is not None and day.date < oldest
        ahead = day is not None and day.date > subject.today
        if not (aged or ahead or evidence.kind == "claim") or not _counts_as_met(subject, metric):
            continue
        if day is not None and aged:
            yield subject.finding(
                "HRSI213",
                ("current", metric, "evidence", "date"),
                message="HRSI213.old",
                severity="warning",
                metrics=(metric,),
                arithmetic=age_arithmetic(day.date, subject.today, months),
                metric=metric,
                name=subject.knowledge.requirements[metric].name,
                kind=_kind(evidence),
                day=day.text,
                days=(subject.today - day.date).days,
                months=months,
                oldest=oldest.isoformat(),
            )
        elif day is not None and ahead:
            yield subject.finding(
                "HRSI213",
                ("current", metric, "evidence", "date"),
                message="HRSI213.ahead",
                metrics=(metric,),
                metric=metric,
                name=subject.knowledge.requirements[metric].name,
                kind=_kind(evidence),
                day=day.text,
            )
        else:
            name = subject.knowledge.requirements[metric].name
            yield subject.finding("HRSI213", ("current", metric, "evidence"), metrics=(metric,), metric=metric, name=name)


def event_worse(subject: Subject) -> Iterator[Finding]:
    """HRSI214: a drill or a real event took longer than the objective allows; times are compared, in hours.

    Case 4-1: 30 minutes in the earthquake against 5 minutes promised (section 3.3.4 (1)).
    """
    objectives = subject.plan.objectives
    goals: dict[str, Duration | None] = {
        RPO_METRIC: objectives.failure.rpo,
        RTO_METRIC: objectives.failure.rto,
        RESTART_METRIC: objectives.disaster.restart,
    }
    for metric, evidence in _evidence(subject):
        measured = evidence.measured
        if measured is None or evidence.kind not in ("drill", "event") or (objective := goals.get(metric)) is None:
            continue
        if measured.seconds > objective.seconds:
            hours = Arithmetic(
                terms=(),
                result=term("measured", measured.hours, "h"),
                limit=term("promised", objective.hours, "h"),
            )
            yield subject.finding(
                "HRSI214",
                ("current", metric, "evidence", "measured"),
                metrics=(metric,),
                arithmetic=hours,
                kind=_kind(evidence),
                goal=Message(f"HRSI214.{metric}"),
                measured=measured.text,
                measured_hours=measured.hours,
                objective=objective.text,
                objective_hours=objective.hours,
                digits=digits_apart(measured.hours, objective.hours),
            )


def nobody_on_call(subject: Subject) -> Iterator[Finding]:
    """HRSI216: the failure RTO is below ``on_call_hours``, but help comes in business hours only or not at all.

    C.3.3.1 = 0 is the vendor's business hours, C.3.3.2 = 0 and C.3.3.3 = 0 no call-out of maintenance staff and of
    system engineers; case 1-2 has the first two (table 3.3.1-2).
    """
    rto = subject.plan.objectives.failure.rto
    limit = subject.thresholds.on_call_hours
    if rto is None or rto.hours >= limit:
        return
    lacking = [metric for metric in _ON_CALL if subject.levels.get(metric) == 0]
    if lacking:
        yield subject.finding(
            "HRSI216",
            ("current", lacking[0]),
            metrics=(RTO_METRIC, *lacking),
            arithmetic=Arithmetic((), result=term("promised", rto.hours, "h"), limit=term("on_call_below", limit, "h")),
            rto=rto.text,
            hours=rto.hours,
            limit=limit,
            digits=digits_apart(rto.hours, limit),
            reasons=all_of([Message(f"HRSI216.{metric}") for metric in lacking]),
        )


def _evidence(subject: Subject) -> Iterator[tuple[str, Evidence]]:
    """The evidence of every level that the plan knows today, in the order of the file."""
    for metric, current in subject.plan.current.items():
        if isinstance(current, KnownLevel) and current.evidence is not None:
            yield metric, current.evidence


def _kind(evidence: Evidence) -> Message:
    return Message(f"lesson.evidence.{evidence.kind}")


def _counts_as_met(subject: Subject, metric: str) -> bool:
    """Whether a main metric has its target level today; alternatives of a neutral metric satisfy only themselves."""
    requirement = subject.knowledge.requirements[metric]
    target = subject.target(metric)
    if requirement.class_ != "main" or target is None:
        return False
    level = subject.levels[metric]
    return level == target if requirement.polarity == "neutral" else level >= target


CHECKS: dict[str, Callable[[Subject], Iterator[Finding]]] = {
    "HRSI204": no_disaster_target,
    "HRSI205": not_approved,
    "HRSI210": vendor_unsure,
    "HRSI211": target_with_ifs,
    "HRSI213": weak_evidence,
    "HRSI214": event_worse,
    "HRSI216": nobody_on_call,
}
