"""Waivers against metrics and findings made by hand: their state, why, and what they move out of the gate."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hrsi_cli.domain.judgement import Finding, MetricResult, WaiverResult
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.policy import Policy, Thresholds, WaiverPolicy
from hrsi_cli.domain.problem import Message, Position
from hrsi_cli.engine.findings.subject import Subject
from hrsi_cli.engine.waivers import apply_waivers
from hrsi_cli.knowledge.store import load_knowledge

TODAY = date(2026, 11, 23)
A, B = "A.2.1.1", "A.2.4.1"


def metric(id: str = A, current: int | None = 0, target: int | None = 2, status: str = "gap") -> MetricResult:
    known: Any = status
    return MetricResult(id, "main", current, target, None, known, "stated", "error", Position(1, 1))


def finding(rule: str = "HRSI101") -> Finding:
    return Finding(rule, "error", Message("m"), Position(1, 1), ())


def waiver(**changes: Any) -> dict[str, Any]:
    told = {
        "metric": A, "current": 0, "target": 2, "reason": "r", "owner": "ops", "approved_by": "head",
        "created": "2026-10-01", "expires": "2027-03-31", **changes,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value is not None}


def of_rule(rule: str = "HRSI101", **changes: Any) -> dict[str, Any]:
    return waiver(metric=None, current=None, target=None, rule=rule, **changes)


def applied(
    *waivers: dict[str, Any],
    metrics: tuple[MetricResult, ...] = (metric(),),
    findings: tuple[Finding, ...] = (),
    policy: Policy | None = None,
    needs: tuple[str, ...] = (),
    others: tuple[str, ...] = (),
    **limits: Any,
) -> tuple[tuple[MetricResult, ...], tuple[Finding, ...], tuple[WaiverResult, ...]]:
    system = {"id": "x", "depends_on": needs}
    plan = Plan.model_validate({"hrsi": 1, "system": system, "target": {"model": 3}, "waivers": waivers})
    subject = Subject.of(
        plan,
        load_knowledge(),
        today=TODAY,
        thresholds=Thresholds(),
        locate={("waivers", index): Position(index + 10, 2) for index in range(3)}.__getitem__,  # type: ignore[arg-type]
        others=dict.fromkeys(others, plan),
    )
    return apply_waivers(subject, metrics, findings, policy or Policy(waivers=WaiverPolicy(**limits)))


def states(*waivers: dict[str, Any], **more: Any) -> list[tuple[str, str | None, str | None]]:
    return [(told.state, told.why.id if told.why else None, told.severity) for told in applied(*waivers, **more)[2]]


def test_a_waiver_is_told_as_a_whole_and_moves_its_gap_out_of_the_gate() -> None:
    other = metric(B)
    metrics, findings, told = applied(waiver(), metrics=(metric(), other), findings=(finding(),))
    assert metrics == (metric()._replace(status="waived", severity=None, waiver="waiver-1"), other)
    assert findings == (finding(),)
    assert told == (
        WaiverResult(
            id="waiver-1",
            subject=A,
            state="active",
            expires="2027-03-31",
            reason="r",
            why=None,
            position=Position(10, 2),
            severity=None,
            owner="ops",
            approved_by="head",
            created="2026-10-01",
        ),
    )


def test_an_unknown_level_is_moved_out_of_the_gate_too() -> None:
    given = metric(current=None, status="unknown")
    (moved,), _, _ = applied(waiver(current="unknown"), metrics=(given,))
    assert moved == given._replace(status="waived", severity=None, waiver="waiver-1")


def test_a_waiver_of_a_rule_covers_all_of_its_findings_and_no_others() -> None:
    given = (finding(), finding("HRSI102"), finding())
    metrics, findings, told = applied(waiver(metric=B), of_rule(), metrics=(metric(), metric(B, status="met")), findings=given)
    assert metrics == (metric(), metric(B, status="met"))
    assert findings == (finding()._replace(waiver="waiver-2"), finding("HRSI102"), finding()._replace(waiver="waiver-2"))
    assert [(each.id, each.subject, each.state, each.position) for each in told] == [
        ("waiver-1", B, "unused", Position(10, 2)), ("waiver-2", "HRSI101", "active", Position(11, 2)),
    ]  # fmt: skip


def test_without_waivers_nothing_moves() -> None:
    given = ((metric(),), (finding(),))
    *unmoved, (told,) = applied(waiver(), metrics=given[0], findings=given[1], policy=Policy(use_waivers=False))
    assert tuple(unmoved) == given
    assert (told.id, told.state, told.severity, told.why) == ("waiver-1", "unused", None, Message("waiver.left_out"))
    assert applied(metrics=given[0], findings=given[1]) == (*given, ())


@pytest.mark.parametrize(
    ("expires", "warn_days", "state"),
    [
        ("2026-11-22", 30, "expired"),
        ("2026-11-23", 30, "expiring"),
        ("2026-12-23", 30, "expiring"),
        ("2026-12-24", 30, "active"),
        ("2026-11-23", 0, "expiring"),
        ("2026-11-24", 0, "active"),
    ],
)
def test_a_waiver_holds_until_the_end_of_its_last_day(expires: str, warn_days: int, state: str) -> None:
    severity = {"expired": "error", "expiring": "note", "active": None}[state]
    why = None if state == "active" else f"waiver.{state}"
    assert states(waiver(expires=expires), warn_days=warn_days) == [(state, why, severity)]
    (moved,) = applied(waiver(expires=expires), warn_days=warn_days)[0]
    assert moved.status == ("gap" if state == "expired" else "waived")


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("gap", "active"),
        ("unknown", "active"),
        ("met", "unused"),
        ("exceeds", "unused"),
        ("not_applicable", "unused"),
        ("no_target", "unused"),
    ],
)
def test_only_what_is_open_needs_a_waiver(status: str, state: str) -> None:
    assert [told[0] for told in states(waiver(), metrics=(metric(status=status),))] == [state]


@pytest.mark.parametrize(
    ("accepted", "current", "why"),
    [
        ({"current": 0}, 0, None),
        ({"current": 0}, 1, None),
        ({"current": 1}, 0, Message("waiver.worse", {"metric": A, "then": 1, "now": 0})),
        ({"current": 0}, None, Message("waiver.worse", {"metric": A, "then": 0, "now": Message("level.unknown")})),
        ({"current": "unknown"}, None, None),
        ({"current": "unknown"}, 0, None),
        ({"target": 1}, 0, Message("waiver.target_moved", {"metric": A, "then": 1, "now": 2})),
        ({"target": 3}, 0, Message("waiver.target_moved", {"metric": A, "then": 3, "now": 2})),
    ],
)
def test_a_waiver_is_bound_to_what_was_accepted(accepted: dict[str, Any], current: int | None, why: Message | None) -> None:
    status = "unknown" if current is None else "gap"
    (told,) = applied(waiver(**accepted), metrics=(metric(current=current, status=status),))[2]
    assert (told.state, told.why) == (("active", None) if why is None else ("void", why))


@pytest.mark.parametrize(
    ("changes", "limits", "why"),
    [
        ({}, {"never": (A,)}, Message("waiver.never", {"subject": A})),
        ({}, {"never": (B,)}, None),
        ({}, {"longest_days": 181}, None),
        ({}, {"longest_days": 180}, Message("waiver.too_long", {"days": 181, "longest": 180})),
        ({"approved_by": " OPS "}, {"approver_differs_from_owner": True}, Message("waiver.own_approval", {"owner": "ops"})),
        ({"approved_by": "ops"}, {}, None),
        ({}, {"approver_differs_from_owner": True}, None),
        ({}, {"most_active": 0}, Message("waiver.too_many", {"most": 0})),
        ({}, {"most_active": 1}, None),
    ],
)
def test_a_waiver_keeps_to_the_limits_of_the_policy(changes: dict[str, Any], limits: dict[str, Any], why: Message | None) -> None:
    (told,) = applied(waiver(**changes), **limits)[2]
    assert (told.state, told.why, told.severity) == (("active", None, None) if why is None else ("void", why, "error"))


def test_a_second_waiver_of_one_thing_is_unused_and_a_void_one_leaves_room() -> None:
    metrics = (metric(), metric(B))
    twice = applied(waiver(), waiver(), metrics=metrics)[2]
    assert twice[1].why == Message("waiver.twice", {"subject": A, "number": 1, "line": 10})
    assert states(waiver(target=1), waiver(), waiver(metric=B), metrics=metrics, most_active=1) == [
        ("void", "waiver.target_moved", "error"), ("active", None, None), ("void", "waiver.too_many", "error"),
    ]  # fmt: skip
    assert states(of_rule(), of_rule("HRSI102"), findings=(finding(),)) == [
        ("active", None, None), ("unused", "waiver.no_finding", "warning"),
    ]  # fmt: skip


def test_a_waiver_of_a_rule_has_no_level_and_keeps_to_the_limits() -> None:
    assert states(of_rule(), findings=(finding(),), never=("HRSI101",)) == [("void", "waiver.never", "error")]


@pytest.mark.parametrize(
    ("rule", "needs", "others", "state"),
    [
        ("HRSI117", ("base",), (), "active"),
        ("HRSI117", ("base", "net"), ("base",), "active"),
        ("HRSI117", ("base",), ("base",), "unused"),
        ("HRSI117", (), (), "unused"),
        ("HRSI101", ("base",), (), "unused"),
    ],
)
def test_a_rule_that_could_not_look_leaves_its_waiver_as_it_is(
    rule: str, needs: tuple[str, ...], others: tuple[str, ...], state: str
) -> None:
    (found,) = states(of_rule(rule), needs=needs, others=others)
    assert found[0] == state
