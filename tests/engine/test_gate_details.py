"""Weights at the gate, places by name, and demands on a plan as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest

from hrsi_cli.domain.judgement import Breach, Finding, MetricResult, PlanResult, TurnedOff
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.policy import FailOn, Policy, Weight
from hrsi_cli.domain.problem import Message, Position
from hrsi_cli.engine.appraisal import appraise
from hrsi_cli.engine.gate import breaches, failing, fails, heavier, metric_severity, turned_off, weighed_findings
from hrsi_cli.knowledge.store import load_knowledge

PLACE = Position(3, 5)
PLAN = Plan.model_validate({"hrsi": 1, "system": {"id": "x"}, "target": {"model": 3}})
RESULT = replace(
    appraise("p", PLAN, load_knowledge(), today=date(2026, 11, 23), policy=Policy()), metrics=(), findings=(), attained_model=2
)
WEIGHTS: tuple[Any, ...] = (None, "note", "warning", "error")


def metric(status: str = "gap", severity: str | None = "error", class_: str = "main", **more: Any) -> MetricResult:
    told: dict[str, Any] = {"id": "A.2.1.1", "current": 0, "target": 2, "gap": 2, "basis": "stated", "position": PLACE, **more}
    known: Any = (status, severity)
    return MetricResult(class_=class_, status=known[0], severity=known[1], **told)


def finding(rule: str = "HRSI101", severity: str = "error", **more: Any) -> Finding:
    known: Any = severity
    return Finding(rule, known, Message("m"), PLACE, (), **more)


@pytest.mark.parametrize("fail_on", get_args(FailOn))
def test_what_weighs_enough_fails(fail_on: Any) -> None:
    least = {"note": 1, "warning": 2, "error": 3}
    for number, severity in enumerate(WEIGHTS):
        assert fails(severity, fail_on) is (fail_on != "never" and number >= least[fail_on])


def test_each_severity_weighs_more_than_the_one_before() -> None:
    for left, one in enumerate(WEIGHTS):
        for right, other in enumerate(WEIGHTS):
            assert heavier(one, other) is (left > right)


@pytest.mark.parametrize(
    ("class_", "status", "severity"),
    [
        ("main", "gap", "error"),
        ("main", "unknown", "error"),
        ("main", "met", None),
        ("main", "waived", None),
        ("prerequisite", "gap", "warning"),
        ("prerequisite", "unknown", "note"),
        ("consideration", "gap", "warning"),
        ("consideration", "no_target", None),
    ],
)
def test_a_metric_weighs_by_its_class_and_status(class_: str, status: Any, severity: str | None) -> None:
    assert metric_severity("A.2.1.1", class_, status, "inferred", Policy()) == severity
    weighed = Policy(severities={"A.2.1.1": Weight(severity="note")})
    assert metric_severity("A.2.1.1", class_, status, "inferred", weighed) == (severity and "note")
    off = Policy(severities={"A.2.1.1": Weight(severity="off", reason="r")})
    assert metric_severity("A.2.1.1", class_, status, "inferred", off) is None
    stated = Policy(only_stated=True)
    assert metric_severity("A.2.1.1", class_, status, "inferred", stated) is None
    assert metric_severity("A.2.1.1", class_, status, "stated", stated) == severity


def test_findings_weigh_as_the_policy_says() -> None:
    policy = Policy(severities={"HRSI101": Weight(severity="note"), "HRSI102": Weight(severity="off", reason="r")})
    given = (finding(), finding("HRSI102"), finding("HRSI103", "warning"))
    assert weighed_findings(given, policy) == (finding(severity="note"), finding("HRSI103", "warning"))


def test_what_is_turned_off_is_told_with_its_count() -> None:
    off = Weight(severity="off", reason="not ours")
    policy = Policy(severities={"HRSI102": off, "A.2.1.1": off, "HRSI101": Weight(severity="note"), "A.2.4.1": off})
    metrics = (metric(severity=None), metric("met", None, id="A.2.4.1"))
    findings = (finding("HRSI102"), finding("HRSI102"), finding())
    assert turned_off(metrics, findings, policy) == (
        TurnedOff("A.2.1.1", "not ours", 1),
        TurnedOff("A.2.4.1", "not ours", 0),
        TurnedOff("HRSI102", "not ours", 2),
    )
    assert turned_off(metrics, findings, Policy()) == ()


def found_breaches(policy: Policy, *metrics: MetricResult, **changes: Any) -> tuple[Breach, ...]:
    made: PlanResult = replace(RESULT, metrics=metrics, **changes)
    return breaches(made, policy, lambda path: Position(len(path), 1))


@pytest.mark.parametrize(("least", "percent"), [(50, None), (50.01, "50.0"), (60, "50.0"), (100, "50.0"), (0, None)])
def test_attainment_below_the_least_is_a_breach(least: float, percent: str | None) -> None:
    expected = Breach("fail-under", "x", Message("gate.fail_under", {"percent": percent, "least": f"{least:g}"}), Position(2, 1))
    found = found_breaches(Policy(fail_under=least), metric("met", None), metric())
    assert found == (() if percent is None else (expected,))


@pytest.mark.parametrize(
    ("attained", "least", "told"), [(2, 2, None), (3, 2, None), (2, 3, 2), (None, 1, Message("gate.no_model"))]
)
def test_a_model_system_below_the_least_is_a_breach(attained: int | None, least: Any, told: object) -> None:
    expected = Breach("min-model", "x", Message("gate.min_model", {"least": str(least), "attained": told}), Position(2, 1))
    found = found_breaches(Policy(min_model=least), attained_model=attained)
    assert found == (() if told is None else (expected,))


@pytest.mark.parametrize(
    ("at", "now"),
    [
        (metric(current=1), None),
        (metric(current=2), None),
        (metric(current=0), 0),
        (metric("unknown", current=None), Message("level.unknown")),
        (metric("not_applicable", None, current=None), None),
        (metric(id="A.2.4.1", current=0), None),
    ],
)
def test_a_level_below_its_floor_is_a_breach(at: MetricResult, now: object) -> None:
    expected = Breach("floor", "A.2.1.1", Message("gate.floor", {"metric": "A.2.1.1", "floor": 1, "now": now}), PLACE)
    assert found_breaches(Policy(floors={"x": {"A.2.1.1": 1}}), at) == (() if now is None else (expected,))
    assert found_breaches(Policy(floors={"y": {"A.2.1.1": 1}}), at) == ()


def test_every_floor_is_looked_at_in_order() -> None:
    policy = Policy(floors={"x": {"B.1.1.1": 3, "A.2.4.1": 1, "A.2.1.1": 1, "A.2.5.1": 1}})
    metrics = (metric(id="A.2.4.1", current=2), metric(id="A.2.5.1"), metric())
    assert [breach.subject for breach in found_breaches(policy, *metrics)] == ["A.2.1.1", "A.2.5.1"]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((), ()),
        ((metric(), metric(), finding()), (("error", 3),)),
        ((metric(severity="warning"), finding(severity="note")), ()),
        ((metric(known=True), finding(known=True), finding(waiver="w")), ()),
        ((metric(severity=None),), ()),
    ],
)
def test_a_verdict_says_what_it_fails_for(parts: tuple[Any, ...], expected: tuple[Any, ...]) -> None:
    metrics = tuple(part for part in parts if isinstance(part, MetricResult))
    findings = tuple(part for part in parts if isinstance(part, Finding))
    assert failing(metrics, findings, (), Policy()) == expected


def test_all_that_fails_is_counted_by_severity() -> None:
    found = (finding(), finding(severity="note"))
    assert failing((metric(severity="warning"),), found, (), Policy(fail_on="warning")) == (("error", 1), ("warning", 1))


def test_a_breach_alone_fails() -> None:
    result = appraise("p", PLAN, load_knowledge(), today=date(2026, 11, 23), policy=Policy(fail_on="never", min_model=1))
    assert (result.verdict, result.failing) == ("fail", ())
