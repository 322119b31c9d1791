"""What a baseline holds, what it knows, and what has been fixed since."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hrsi_cli.domain.judgement import BaselineEntry, Finding, Judgement, MetricResult, PlanResult, TurnedOff
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.policy import Policy
from hrsi_cli.domain.problem import Message, Position
from hrsi_cli.engine.appraisal import appraise
from hrsi_cli.engine.baseline import baseline_of, compare_with_baseline, kept_entries, shared_system
from hrsi_cli.knowledge.store import load_knowledge

KNOWLEDGE = load_knowledge()
PLACE = Position(1, 1)
PLAN = Plan.model_validate({"hrsi": 1, "system": {"id": "x"}, "target": {"model": 1}})
RESULT = replace(
    appraise("p", PLAN, KNOWLEDGE, today=date(2026, 11, 23), policy=Policy()), metrics=(), findings=(), turned_off=()
)
A, B = "A.2.1.1", "A.2.4.1"


def metric(id: str = A, status: str = "gap", severity: str | None = "error", gap: int | None = 1) -> MetricResult:
    told: Any = (status, severity)
    return MetricResult(id, "main", 0, 1, gap, told[0], "stated", told[1], PLACE)


def finding(rule: str = "HRSI101", key: str = "k", severity: str = "error", waiver: str | None = None) -> Finding:
    told: Any = severity
    return Finding(rule, told, Message("m"), PLACE, (), key=key, waiver=waiver)


def result(*parts: MetricResult | Finding, system: str = "x", **more: Any) -> PlanResult:
    metrics = tuple(part for part in parts if isinstance(part, MetricResult))
    findings = tuple(part for part in parts if isinstance(part, Finding))
    return replace(RESULT, system_id=system, path=f"{system}.yaml", metrics=metrics, findings=findings, **more)


@pytest.mark.parametrize(
    ("part", "entry"),
    [
        (metric(), BaselineEntry("x", A, "", "error", 1)),
        (metric(gap=-2, severity="warning"), BaselineEntry("x", A, "", "warning", 2)),
        (metric(status="unknown", gap=None), BaselineEntry("x", A, "", "error", None)),
        (metric(severity=None), None),
        (metric(status="waived", severity=None), None),
        (metric(status="waived", severity="error"), None),
        (metric(status="met"), None),
        (finding(severity="note"), BaselineEntry("x", "HRSI101", "k", "note", None)),
        (finding(waiver="w"), None),
    ],
)
def test_a_baseline_holds_what_is_open(part: MetricResult | Finding, entry: BaselineEntry | None) -> None:
    assert baseline_of([result(part)]) == (() if entry is None else (entry,))


def test_a_baseline_is_sorted_by_system_id_and_place() -> None:
    first = result(metric(B), metric(A), finding("HRSI102", "b"), finding("HRSI102", "a"), system="b")
    found = baseline_of([first, result(metric(), system="a")])
    assert [entry[:3] for entry in found] == [
        ("a", A, ""), ("b", A, ""), ("b", B, ""), ("b", "HRSI102", "a"), ("b", "HRSI102", "b"),
    ]  # fmt: skip
    twice = baseline_of([result(metric(status="unknown", gap=None)), result(metric(gap=1))])
    assert [entry.gap for entry in twice] == [None, 1], "plans of one name keep their order"


def compared(plan: PlanResult, *entries: BaselineEntry) -> Judgement:
    return compare_with_baseline(Judgement((plan,), (), "1"), entries, KNOWLEDGE, Policy())


@pytest.mark.parametrize(
    ("now", "then", "known"),
    [
        (metric(gap=1), 1, True),
        (metric(gap=1), 2, True),
        (metric(gap=2), 1, False),
        (metric(gap=-1), 1, True),
        (metric(gap=-2), 1, False),
        (metric(gap=2), None, True),
        (metric(status="unknown", gap=None), None, True),
        (metric(status="unknown", gap=None), 2, False),
        (metric(severity=None), 1, False),
        (metric(B), 1, False),
    ],
)
def test_a_gap_is_known_when_it_is_no_larger(now: MetricResult, then: int | None, known: bool) -> None:
    (plan,) = compared(result(now), BaselineEntry("x", A, "", "error", then)).plans
    assert plan.metrics == (now._replace(known=known),)


@pytest.mark.parametrize(
    ("now", "then", "known"),
    [
        (finding(), "error", True),
        (finding(severity="warning"), "error", True),
        (finding(severity="error"), "warning", False),
        (finding(severity="note"), "note", True),
        (finding(waiver="w"), "error", False),
        (finding(key="other"), "error", False),
        (finding("HRSI102"), "error", False),
    ],
)
def test_a_finding_is_known_when_it_weighs_no_more(now: Finding, then: Any, known: bool) -> None:
    (plan,) = compared(result(now), BaselineEntry("x", "HRSI101", "k", then)).plans
    assert plan.findings == (now._replace(known=known),)


@pytest.mark.parametrize(
    ("now", "fixed"),
    [
        ([], True),
        ([metric(status="met")], True),
        ([metric()], False),
        ([metric(status="unknown")], False),
        ([metric(status="waived", severity=None)], False),
        ([metric(B)], True),
    ],
)
def test_what_is_no_longer_open_is_fixed(now: list[MetricResult], fixed: bool) -> None:
    entry = BaselineEntry("x", A, "", "error", 1)
    judgement = compared(result(*now), entry)
    assert (judgement.plans[0].fixed, judgement.stale) == ((entry,) if fixed else (), ())


def test_a_finding_that_is_gone_is_fixed_unless_its_rule_is_turned_off() -> None:
    entry = BaselineEntry("x", "HRSI101", "k")
    assert compared(result(finding(key="other")), entry).plans[0].fixed == (entry,)
    assert compared(result(finding()), entry).plans[0].fixed == ()
    assert compared(result(finding(waiver="w")), entry).plans[0].fixed == ()
    off = TurnedOff("HRSI101", "not for us", 1)
    assert compared(result(turned_off=(off,)), entry).plans[0].fixed == ()


def test_entries_of_nothing_that_exists_are_stale() -> None:
    entries = tuple(BaselineEntry(system, id) for system, id in (("x", A), ("x", "HRSI101"), ("gone", A), ("x", "HRSI999")))
    judgement = compared(result(), *entries)
    assert judgement.stale == (entries[2], entries[3])
    assert judgement.plans[0].fixed == (entries[0], entries[1], entries[3])


@pytest.mark.parametrize(
    ("where", "run", "unseen"),
    [
        ("system.depends_on[y]:disaster", {"x": "y"}, True),
        ("system.depends_on[y]:failure", {"x": "y", "y": "z"}, False),
        ("system.depends_on[y]:disaster", {"x": "z"}, False),
        ("system.depends_on[y]", {"x": "y"}, True),
        ("system.depends_on[y]", {"x": "y", "y": "z"}, True),
        ("system.depends_on[y]", {"x": "y", "y": "z", "z": "yx"}, False),
        ("system.depends_on[y]", {"x": "yw", "y": ""}, False),
    ],
)
def test_what_speaks_of_an_absent_plan_is_neither_fixed_nor_dropped(where: str, run: dict[str, str], unseen: bool) -> None:
    entry = BaselineEntry("x", "HRSI117", where)
    plans = tuple(result(system=system, depends_on=tuple(needs)) for system, needs in run.items())
    plan = compare_with_baseline(Judgement(plans, (), "1"), [entry], KNOWLEDGE, Policy()).plans[0]
    assert (plan.unseen, plan.fixed) == (((entry,), ()) if unseen else ((), (entry,)))
    assert kept_entries(plans, [entry]) == plan.unseen


def test_of_several_plans_with_one_id_the_first_says_what_it_needs() -> None:
    circle = BaselineEntry("x", "HRSI117", "system.depends_on[y]")
    plan, alone, waits = result(depends_on=("y",)), result(system="y"), result(system="y", depends_on=("z",))
    assert kept_entries([plan, alone, waits], [circle]) == ()
    assert kept_entries([plan, waits, alone], [circle]) == (circle,)


def test_only_what_a_run_says_nothing_about_is_kept() -> None:
    late = BaselineEntry("x", "HRSI117", "system.depends_on[y]:disaster")
    gone, other = BaselineEntry("gone", A), BaselineEntry("gone", "HRSI999", "k")
    plan = result(depends_on=("y",))
    assert kept_entries([plan], [BaselineEntry("x", A), gone, BaselineEntry("x", "HRSI101", "k"), late, other]) == (
        gone,
        other,
        late,
    )
    here = replace(plan, findings=(finding("HRSI117", late.where),))
    assert kept_entries([here], [late]) == (), "what is there is written with today's weight"
    off = replace(plan, turned_off=(TurnedOff("HRSI117", "not for us", 0),))
    assert kept_entries([off], [late]) == ()


def test_the_first_two_plans_of_one_system_are_named() -> None:
    plans = tuple(replace(RESULT, system_id=id, path=path) for id, path in (("a", "1"), ("b", "2"), ("a", "3"), ("b", "4")))
    assert shared_system(Judgement(plans, (), "1")) == {"system": "a", "first": "1", "second": "3"}
    assert shared_system(Judgement(plans[:2], (), "1")) is None


def test_what_is_known_is_no_longer_what_a_plan_fails_for() -> None:
    judged = Judgement((result(metric(), metric(B), finding(), verdict="fail", failing=(("error", 3),)),), (), "1")
    entries = [BaselineEntry("x", A, "", "error", 1), BaselineEntry("x", "HRSI101", "k", "error", None)]
    (plan,) = compare_with_baseline(judged, entries, KNOWLEDGE, Policy()).plans
    assert (plan.verdict, plan.failing) == ("fail", (("error", 1),))
    (plan,) = compare_with_baseline(judged, [*entries, BaselineEntry("x", B, "", "error", 1)], KNOWLEDGE, Policy()).plans
    assert (plan.verdict, plan.failing) == ("pass", ())
