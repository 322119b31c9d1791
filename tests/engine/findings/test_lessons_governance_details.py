"""Lessons about targets, people and evidence, each finding as a whole, and what each of them waits for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.engine.findings.keyless import keyless

from hrsi_cli.domain.judgement import Arithmetic, ArithmeticTerm, Finding
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.policy import Thresholds
from hrsi_cli.domain.problem import NOWHERE, Message
from hrsi_cli.engine.findings.registry import RULES
from hrsi_cli.engine.findings.subject import Subject, all_of
from hrsi_cli.knowledge.store import load_knowledge

KNOWLEDGE = load_knowledge()
Found = Callable[..., list[Finding]]


@pytest.fixture
def found(subject_of: Callable[..., Subject]) -> Found:
    """The findings of one rule about a plan of these parts."""

    def run(rule: str, thresholds: Thresholds | None = None, **parts: Any) -> list[Finding]:
        system = {"id": "x", **parts.pop("system", {})}
        plan = Plan.model_validate({"hrsi": 1, "system": system, "target": {"model": 3}, **parts})
        return keyless(RULES[rule](subject_of(plan, thresholds=thresholds)))

    return run


def whole(
    rule: str,
    path: tuple[str | int, ...],
    message: str | None = None,
    arithmetic: Arithmetic | None = None,
    severity: str | None = None,
    metrics: tuple[str, ...] | None = None,
    **values: object,
) -> Finding:
    """A finding with the weight and the grounds of its rule."""
    known = KNOWLEDGE.rules[rule]
    weight: Any = severity or known.severity
    grounds = (known.metrics if metrics is None else metrics, known.cases, known.sources)
    return Finding(rule, weight, Message(message or rule, values), NOWHERE, path, *grounds, arithmetic)


# HRSI204 and HRSI205


def test_a_missing_disaster_target_is_told_as_a_whole(found: Found) -> None:
    expected = [whole("HRSI204", ("objectives", "disaster", "restart"))]
    assert found("HRSI204") == expected
    assert found("HRSI204", objectives={"disaster": {"rpo": "1d"}, "failure": {"rto": "1d"}}) == expected
    assert found("HRSI204", objectives={"disaster": {"restart": 0}}) == []


@pytest.mark.parametrize(
    ("system", "functions"),
    [
        ({}, None),
        ({"approved_by": "board"}, None),
        ({"business_functions": ("orders",), "approved_by": "board"}, None),
        ({"business_functions": ("orders", "bil\u202eling")}, ("orders", "bil\\u202eling")),
    ],
)
def test_importance_that_nobody_approved_is_told_as_a_whole(
    system: dict[str, Any], functions: tuple[str, ...] | None, found: Found
) -> None:
    expected = [] if functions is None else [whole("HRSI205", ("system", "approved_by"), functions=functions)]
    assert found("HRSI205", system=system) == expected


# HRSI210 and HRSI211


@pytest.mark.parametrize(
    ("recovery", "fires"),
    [
        (None, False),
        ({"drilled": "2026-11-01"}, False),
        ({"vendor": {}}, False),
        ({"vendor": {"needed": False}}, False),
        ({"vendor": {"needed": False, "disaster_agreement": False}}, False),
        ({"vendor": {"disaster_agreement": False}}, False),
        ({"vendor": {"needed": True}}, True),
        ({"vendor": {"needed": True, "disaster_agreement": False}}, True),
        ({"vendor": {"needed": True, "disaster_agreement": True}}, False),
    ],
)
def test_a_vendor_without_an_agreement_is_told_as_a_whole(recovery: dict[str, Any] | None, fires: bool, found: Found) -> None:
    measures = {"recovery": recovery} if recovery is not None else {}
    expected = [whole("HRSI210", ("measures", "recovery", "vendor", "disaster_agreement"))] if fires else []
    assert found("HRSI210", measures=measures) == expected


@pytest.mark.parametrize(
    ("target", "fires"),
    [({"restart": "1d"}, True), ({"restart": 0}, True), ({"rpo": 0}, True), ({"rlo": "system"}, True), ({}, False)],
)
def test_a_target_with_assumptions_is_told_as_a_whole(target: dict[str, Any], fires: bool, found: Found) -> None:
    place = ("objectives", "disaster", "assumes")
    expected = [whole("HRSI211", place, count=2, assumptions=("power", "a\\u202eb"))] if fires else []
    assert found("HRSI211", objectives={"disaster": {**target, "assumes": ("power", "a\u202eb")}}) == expected
    assert found("HRSI211", objectives={"disaster": target}) == []


# HRSI213


def test_evidence_that_is_too_old_is_told_as_a_whole(found: Found) -> None:
    current = {
        "A.2.1.1": {"level": 2, "evidence": {"kind": "drill", "date": "2026-09-22"}},
        "A.3.2.2": {"level": 2, "evidence": {"kind": "document", "date": "2026-09-23"}},
        "A.2.5.1": 2,
    }
    (finding,) = found("HRSI213", Thresholds(evidence_months=2), current=current)
    assert finding == whole(
        "HRSI213",
        ("current", "A.2.1.1", "evidence", "date"),
        "HRSI213.old",
        Arithmetic((), ArithmeticTerm("age", 62, "days"), ArithmeticTerm("oldest_accepted", 61, "days")),
        "warning",
        ("A.2.1.1",),
        metric="A.2.1.1",
        name=KNOWLEDGE.requirements["A.2.1.1"].name,
        kind=Message("lesson.evidence.drill"),
        day="2026-09-22",
        days=62,
        months=2,
        oldest="2026-09-23",
    )


def test_a_mere_claim_is_told_as_a_whole(found: Found) -> None:
    current = {metric: {"level": 2, "evidence": {"kind": "claim"}} for metric in ("A.2.1.1", "A.3.2.2")}
    assert found("HRSI213", current=current) == [
        whole(
            "HRSI213",
            ("current", metric, "evidence"),
            severity="note",
            metrics=(metric,),
            metric=metric,
            name=KNOWLEDGE.requirements[metric].name,
        )
        for metric in current
    ]


@pytest.mark.parametrize(("day", "fires"), [("2026-11-23", False), ("2026-11-24", True)])
def test_evidence_of_a_day_that_is_still_ahead_is_told_as_a_whole(day: str, fires: bool, found: Found) -> None:
    expected = whole(
        "HRSI213",
        ("current", "A.2.1.1", "evidence", "date"),
        message="HRSI213.ahead",
        severity="note",
        metrics=("A.2.1.1",),
        metric="A.2.1.1",
        name=KNOWLEDGE.requirements["A.2.1.1"].name,
        kind=Message("lesson.evidence.drill"),
        day=day,
    )
    current = {"A.2.1.1": {"level": 2, "evidence": {"kind": "drill", "date": day}}}
    assert found("HRSI213", current=current) == ([expected] if fires else [])


@pytest.mark.parametrize(
    ("metric", "level", "fires"),
    [
        ("A.2.4.1", 0, False),  # short of its target of 1
        ("A.2.4.1", 1, True),
        ("A.2.4.1", 2, True),
        ("A.1.3.2", 4, False),  # no main metric
        ("C.5.9.1", 3, False),
        ("A.2.4.1", {"not_applicable": "none"}, False),
    ],
)
def test_only_main_metrics_that_count_as_met_need_evidence(metric: str, level: Any, fires: bool, found: Found) -> None:
    current = level if isinstance(level, dict) else {"level": level, "evidence": {"kind": "claim"}}
    made = found("HRSI213", current={metric: current}, objectives={"failure": {"rto": "2h"}})
    assert [finding.metrics for finding in made] == ([(metric,)] if fires else [])


def test_what_is_short_of_its_target_hides_no_claim_that_comes_after_it(found: Found) -> None:
    current = {"A.2.4.1": {"level": 0, "evidence": {"kind": "claim"}}, "A.3.2.2": {"level": 2, "evidence": {"kind": "claim"}}}
    assert [finding.metrics for finding in found("HRSI213", current=current)] == [("A.3.2.2",)]


@pytest.mark.parametrize(("level", "fires"), [(0, False), (1, True), (2, False)])
def test_of_alternatives_only_the_target_itself_counts_as_met(
    level: int, fires: bool, subject_of: Callable[..., Subject]
) -> None:
    current = {"A.2.4.1": {"level": level, "evidence": {"kind": "claim"}}}
    plan = Plan.model_validate({"hrsi": 1, "system": {"id": "x"}, "target": {"model": 3}, "current": current})
    like = KNOWLEDGE.requirements["A.2.4.1"].model_copy(update={"polarity": "neutral"})
    knowledge = replace(KNOWLEDGE, requirements={**KNOWLEDGE.requirements, "A.2.4.1": like})
    assert bool(list(RULES["HRSI213"](replace(subject_of(plan), knowledge=knowledge)))) is fires


def test_evidence_of_a_metric_without_a_target_proves_nothing(subject_of: Callable[..., Subject]) -> None:
    current = {"A.2.4.1": {"level": 1, "evidence": {"kind": "claim"}}}
    plan = Plan.model_validate({"hrsi": 1, "system": {"id": "x"}, "target": {"model": 3}, "current": current})
    subject = subject_of(plan)
    bare = replace(subject, targets={})
    assert list(RULES["HRSI213"](subject)) and not list(RULES["HRSI213"](bare))


# HRSI214


@pytest.mark.parametrize(
    ("metric", "objectives"),
    [
        ("A.1.3.1", {"failure": {"rpo": "90m"}}),
        ("A.1.3.2", {"failure": {"rto": "90m"}}),
        ("A.1.4.1", {"disaster": {"restart": "90m"}}),
    ],
)
def test_an_event_that_took_longer_is_told_as_a_whole(metric: str, objectives: dict[str, Any], found: Found) -> None:
    evidence = {"kind": "event", "measured": "2h"}
    current = {"A.2.1.1": {"level": 1, "evidence": evidence}, metric: {"level": 1, "evidence": evidence}}
    assert found("HRSI214", current=current, objectives=objectives) == [
        whole(
            "HRSI214",
            ("current", metric, "evidence", "measured"),
            arithmetic=Arithmetic((), ArithmeticTerm("measured", 2, "h"), ArithmeticTerm("promised", 1.5, "h")),
            metrics=(metric,),
            kind=Message("lesson.evidence.event"),
            goal=Message(f"HRSI214.{metric}"),
            measured="2h",
            measured_hours=2.0,
            objective="90m",
            objective_hours=1.5,
            digits=1,
        )
    ]


@pytest.mark.parametrize(
    ("evidence", "rto", "fires"),
    [
        ({"kind": "drill", "measured": "2h"}, "90m", True),
        ({"kind": "drill", "measured": "2h"}, "2h", False),
        ({"kind": "drill", "measured": "2h"}, None, False),
        ({"kind": "drill"}, "90m", False),
        ({"kind": "claim", "measured": "2h"}, "90m", False),
        ({"kind": "document", "measured": "2h"}, "90m", False),
    ],
)
def test_only_times_that_were_really_taken_count(evidence: dict[str, Any], rto: str | None, fires: bool, found: Found) -> None:
    current = {"A.1.3.2": {"level": 1, "evidence": evidence}}
    objectives = {"failure": {"rto": rto}} if rto else {}
    assert bool(found("HRSI214", current=current, objectives=objectives)) is fires


def test_what_cannot_be_judged_hides_nothing_that_comes_after_it(found: Found) -> None:
    evidence = {"kind": "drill", "measured": "2h"}
    current = {metric: {"level": 1, "evidence": evidence} for metric in ("A.1.3.1", "A.2.1.1", "A.1.3.2")}
    made = found("HRSI214", current=current, objectives={"failure": {"rto": "1h"}})
    assert [finding.metrics for finding in made] == [("A.1.3.2",)]


# HRSI216


@pytest.mark.parametrize(
    ("current", "lacking"),
    [
        ({"C.3.3.1": 0, "C.3.3.2": 0}, ("C.3.3.1", "C.3.3.2")),
        ({"C.3.3.1": 0, "C.3.3.2": 1}, ("C.3.3.1",)),
        ({"C.3.3.2": 0}, ("C.3.3.2",)),
        ({"C.3.3.1": 2, "C.3.3.2": 4, "C.3.3.3": 0}, ("C.3.3.3",)),
        ({"C.3.3.1": 0, "C.3.3.2": 0, "C.3.3.3": 0}, ("C.3.3.1", "C.3.3.2", "C.3.3.3")),
        ({"C.3.3.1": "unknown", "C.3.3.2": 1}, ()),
        ({}, ()),
    ],
)
def test_nobody_on_call_is_told_as_a_whole(current: dict[str, Any], lacking: tuple[str, ...], found: Found) -> None:
    expected = whole(
        "HRSI216",
        ("current", *lacking[:1]),
        arithmetic=Arithmetic((), ArithmeticTerm("promised", 6, "h"), ArithmeticTerm("on_call_below", 6.5, "h")),
        metrics=("A.1.3.2", *lacking),
        rto="6h",
        hours=6.0,
        limit=6.5,
        digits=1,
        reasons=all_of([Message(f"HRSI216.{metric}") for metric in lacking or ("C.3.3.1",)]),
    )
    made = found("HRSI216", Thresholds(on_call_hours=6.5), current=current, objectives={"failure": {"rto": "6h"}})
    assert made == ([expected] if lacking else [])


@pytest.mark.parametrize(("failure", "fires"), [({}, False), ({"rto": "12h"}, False), ({"rto": "11h"}, True), ({"rto": 0}, True)])
def test_a_short_target_needs_somebody_on_call(failure: dict[str, Any], fires: bool, found: Found) -> None:
    assert bool(found("HRSI216", current={"C.3.3.1": 0}, objectives={"failure": failure})) is fires
