"""The tightest policy, from judgements made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hrsi_cli.domain.judgement import BaselineEntry, Judgement, MetricResult, PlanResult
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.policy import Policy
from hrsi_cli.domain.problem import Position
from hrsi_cli.engine.appraisal import appraise
from hrsi_cli.engine.ratchet import tightest_policy
from hrsi_cli.knowledge.store import load_knowledge

KNOWLEDGE = load_knowledge()
PLAN = Plan.model_validate({"hrsi": 1, "system": {"id": "x"}, "target": {"model": 3}})
RESULT = replace(appraise("p", PLAN, KNOWLEDGE, today=date(2026, 11, 23), policy=Policy()), metrics=(), findings=())


def metric(
    id: str, status: str = "met", severity: str | None = None, current: int | None = 1, class_: str = "main"
) -> MetricResult:
    known: Any = (status, severity)
    return MetricResult(id, class_, current, 1, 1, known[0], "stated", known[1], Position(1, 1))


def result(system: str, *metrics: MetricResult, model: int | None = 1, attainment: float | None = 1.0) -> PlanResult:
    return replace(RESULT, system_id=system, metrics=metrics, attained_model=model, attainment=attainment)


def tightest(*plans: PlanResult, baseline: tuple[BaselineEntry, ...] = (), policy: Policy | None = None) -> Policy | None:
    return tightest_policy(Judgement(plans, (), "1"), iter(baseline), KNOWLEDGE, policy or Policy())


MET, GAP, NOTE = (
    metric("A.2.1.1"),
    metric("A.2.4.1", "gap", "error", 0),
    metric("A.1.4.1", "unknown", "note", None, "prerequisite"),
)
WARNING = metric("A.1.3.2", "gap", "warning", 0, "prerequisite")


@pytest.mark.parametrize(
    ("parts", "fail_on"),
    [((MET,), "warning"), ((MET, NOTE), "warning"), ((MET, WARNING), "error"), ((MET, GAP), None), ((MET, WARNING, GAP), None)],
)
def test_the_gate_fails_from_the_least_that_passes_today(parts: tuple[MetricResult, ...], fail_on: str | None) -> None:
    found = tightest(result("x", *parts))
    assert (found.fail_on if found else None) == fail_on


def test_what_the_baseline_knows_does_not_count() -> None:
    found = tightest(result("x", MET, GAP), baseline=(BaselineEntry("x", "A.2.4.1", "", "error", 1),))
    assert found is not None
    assert (found.fail_on, found.fail_under, found.floors) == ("warning", 50.0, {"x": {"A.2.1.1": 1, "A.2.4.1": 0}})


@pytest.mark.parametrize(("models", "least"), [((3, 2, 4), 2), ((3,), 3), ((3, None), None), ((None,), None), ((), None)])
def test_the_least_model_system_of_all_is_demanded(models: tuple[int | None, ...], least: int | None) -> None:
    found = tightest(*(result(f"s{number}", MET, model=model) for number, model in enumerate(models)))
    assert found is not None and found.min_model == least


def test_the_least_attainment_of_those_that_have_one_is_demanded() -> None:
    half, whole, none = (MET, metric("A.2.4.1", "waived")), (MET,), (metric("A.2.1.1", "not_applicable", None, None),)
    found = tightest(result("a", *whole), result("b", *half), result("c", *none, attainment=None))
    assert found is not None and found.fail_under == 50.0
    nothing = tightest(result("c", *none, attainment=None))
    assert nothing is not None and nothing.fail_under is None


def test_levels_of_today_are_floors_and_everything_else_stays_as_it_was() -> None:
    policy = Policy(fail_on="never", only_stated=True, floors={"old": {"A.2.1.1": 2}})
    found = tightest(result("x", MET, NOTE), result("y", metric("A.2.4.1", current=0)), policy=policy)
    assert found == policy.model_copy(
        update={
            "fail_on": "warning",
            "fail_under": 100.0,
            "min_model": 1,
            "floors": {"x": {"A.2.1.1": 1}, "y": {"A.2.4.1": 0}},
        }
    )
