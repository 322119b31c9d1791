"""Portfolios of judgements made by hand: importance that is pulled, the order and its reasons, problems and hazards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hrsi_cli.domain.judgement import Finding, MetricResult, PlanResult
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.policy import Policy, WaiverPolicy
from hrsi_cli.domain.portfolio import DependencyProblem, Lapse, Limits, Portfolio, SharedHazard, SystemState
from hrsi_cli.domain.problem import Message, Position, Problem
from hrsi_cli.engine.appraisal import appraise
from hrsi_cli.engine.portfolio import build_portfolio
from hrsi_cli.engine.schedule import recovery_schedule
from hrsi_cli.knowledge.store import load_knowledge

TODAY = date(2026, 11, 23)
PLACE = Position(1, 1)


def plan(id: str, *needs: str, importance: int | None = None, **parts: Any) -> Plan:
    system = {"id": id, "depends_on": needs, **({"importance": importance} if importance else {})}
    return Plan.model_validate({"hrsi": 1, "system": system, "target": {"model": 1}, **parts})


RESULT = replace(
    appraise("p", plan("x"), load_knowledge(), today=TODAY, policy=Policy()),
    metrics=(),
    findings=(),
    verdict="fail",
    attained_model=1,
)
"""A judgement that finds nothing."""


def judged(plan: Plan, path: str | None = None, **changes: Any) -> PlanResult:
    id = plan.system.id
    return replace(RESULT, system_id=id, path=path or f"{id}.yaml", target_model=plan.target.model, **changes)


def portfolio(*plans: Plan, results: tuple[PlanResult, ...] | None = None, **more: Any) -> Portfolio:
    told: dict[str, Any] = {"today": TODAY, "policy": Policy(), "limits": Limits(), "knowledge_version": "1", **more}
    return build_portfolio("root", plans, results or tuple(judged(plan) for plan in plans), (), **told)


def metric(id: str, status: str = "gap", severity: str | None = "error", gap: int | None = 1) -> MetricResult:
    known: Any = (status, severity)
    return MetricResult(id, "main", 0, 1, gap, known[0], "stated", known[1], PLACE)


def finding(rule: str = "HRSI101", message: str = "HRSI101", severity: str = "error", waiver: str | None = None) -> Finding:
    known: Any = severity
    return Finding(rule, known, Message(message, {"a": 1}), PLACE, (), waiver=waiver)


def test_a_portfolio_holds_what_it_was_made_from() -> None:
    made, errors = plan("a"), (Problem("b.yaml", Message("plan.broken")),)
    limits = Limits(3, (("far", 1),))
    found = build_portfolio(
        "root", [made], [judged(made)], errors, today=TODAY, policy=Policy(), limits=limits, knowledge_version="9"
    )
    assert found == Portfolio(
        root="root",
        systems=found.systems,
        problems=(),
        schedule=recovery_schedule({"a": made}, {"a": None}, limits),
        limits=limits,
        hazards=(),
        errors=errors,
        knowledge_version="9",
        as_of="2026-11-23",
    )
    assert len(found.systems) == 1 and len(found.schedule) == 1


def test_each_plan_has_its_judgement() -> None:
    with pytest.raises(ValueError, match="zip"):
        portfolio(plan("a"), plan("b"), results=(RESULT,))


# importance


def test_a_system_is_told_as_a_whole() -> None:
    waiver = {"metric": "A.2.1.1", "current": 0, "target": 1, "reason": "r", "owner": "o", "approved_by": "b"}
    waivers = ({**waiver, "created": "2026-10-01", "expires": "2026-12-01"},)
    db, web = plan("db", "net", importance=5, waivers=waivers), plan("web", "db", importance=2)
    worst = metric("A.2.5.1")
    result = judged(db, metrics=(worst,))
    found = portfolio(web, db, results=(judged(web), result))
    assert found.systems[0] == SystemState(
        result=result,
        importance=5,
        effective_importance=2,
        pulled_by="web",
        depends_on=("net",),
        dependents=1,
        worst=worst,
        lapses=(Lapse("waiver", "A.2.1.1", "2026-12-01", 8),),
        order=1,
        reasons=(
            Message("portfolio.reason_pulled", {"system": "web", "importance": 2}),
            Message("portfolio.reason_carries", {"count": 1}),
            Message("portfolio.reason_open", {"count": 1, "metric": "A.2.5.1"}),
        ),
    )
    short = portfolio(web, db, results=(judged(web), result), policy=Policy(waivers=WaiverPolicy(warn_days=7)))
    assert short.systems[0].lapses == ()


@pytest.mark.parametrize(
    ("plans", "pulled"),
    [
        ([plan("a")], {"a": (None, None)}),
        ([plan("a", importance=3)], {"a": (3, None)}),
        ([plan("a", "b", importance=3), plan("b")], {"a": (3, None), "b": (3, "a")}),
        ([plan("a", "b"), plan("b", importance=3)], {"a": (None, None), "b": (3, None)}),
        ([plan("a", "b", importance=4), plan("b", importance=3)], {"a": (4, None), "b": (3, None)}),
        ([plan("a", "b", importance=3), plan("b", importance=3)], {"a": (3, None), "b": (3, None)}),
        (  # through another, and the first by name of equals
            [plan("d", "c", importance=2), plan("a", "b", importance=2), plan("b", "c"), plan("c", importance=9)],
            {"a": (2, None), "b": (2, "a"), "c": (2, "a"), "d": (2, None)},
        ),
        (  # around a circle, and on to what it needs
            [plan("a", "b"), plan("b", "a", importance=7), plan("c", "a", importance=4), plan("b2", "c")],
            {"a": (4, "c"), "b": (4, "c"), "c": (4, None), "b2": (None, None)},
        ),
        ([plan("a", "b", "gone", importance=1), plan("b", "b", importance=2)], {"a": (1, None), "b": (1, "a")}),
        (
            [plan("b", "a", importance=2), plan("a", "b", importance=1), plan("c")],
            {"a": (1, None), "b": (1, "a"), "c": (None, None)},
        ),
    ],
)
def test_importance_reaches_what_a_system_needs(plans: list[Plan], pulled: dict[str, Any]) -> None:
    found = portfolio(*plans)
    assert {state.result.system_id: (state.effective_importance, state.pulled_by) for state in found.systems} == pulled


@pytest.mark.parametrize(
    ("plans", "dependents"),
    [
        ([plan("a", "b"), plan("b", "c"), plan("c")], {"a": 0, "b": 1, "c": 2}),
        ([plan("a", "b", "c"), plan("b", "d"), plan("c", "d"), plan("d")], {"a": 0, "b": 1, "c": 1, "d": 3}),
        ([plan("a", "b"), plan("b", "a", "c"), plan("c")], {"a": 1, "b": 1, "c": 2}),
        ([plan("a", "a", "gone"), plan("b")], {"a": 0, "b": 0}),
        ([plan("x", "a"), plan("a", "b"), plan("b", "a"), plan("y", "b")], {"x": 0, "a": 3, "b": 3, "y": 0}),
    ],
)
def test_whoever_rests_on_a_system_is_counted_once(plans: list[Plan], dependents: dict[str, int]) -> None:
    assert {state.result.system_id: state.dependents for state in portfolio(*plans).systems} == dependents


# the worst metric, the reasons and the order


@pytest.mark.parametrize(
    ("metrics", "worst"),
    [
        ((), None),
        ((metric("a", "met"), metric("b", "waived"), metric("c", "exceeds")), None),
        ((metric("b"), metric("a")), "a"),
        ((metric("a", severity="warning", gap=4), metric("b", gap=1)), "b"),
        ((metric("a", severity="note", gap=4), metric("b", severity="warning")), "b"),
        ((metric("a", severity=None, gap=4), metric("b", severity="note")), "b"),
        ((metric("a", gap=1), metric("b", gap=2)), "b"),
        ((metric("a", "unknown", gap=None), metric("b", gap=1)), "b"),
        ((metric("a", "unknown", gap=None),), "a"),
    ],
)
def test_the_worst_metric_is_the_heaviest_open_one(metrics: tuple[MetricResult, ...], worst: str | None) -> None:
    made = plan("x")
    found = portfolio(made, results=(judged(made, metrics=metrics),)).systems[0].worst
    assert (found.id if found else None) == worst


@pytest.mark.parametrize(
    ("importance", "changes", "reasons"),
    [
        (None, {}, [("no_importance", {})]),
        (3, {"verdict": "pass"}, [("importance", {"importance": 3}), ("passes", {})]),
        (3, {"target_model": 3}, [("importance", {"importance": 3}), ("models", {"count": 2})]),
        (3, {"target_model": 3, "attained_model": None}, [("importance", {"importance": 3}), ("models", {"count": 3})]),
        (3, {"attained_model": 2}, [("importance", {"importance": 3})]),
        (
            3,
            {"metrics": (metric("a"), metric("b", "unknown"), metric("c", "met"))},
            [("importance", {"importance": 3}), ("open", {"count": 2, "metric": "a"})],
        ),
        (
            3,
            {"findings": (finding(), finding(), finding(waiver="w"), finding(severity="warning"))},
            [("importance", {"importance": 3}), ("errors", {"count": 2})],
        ),
        (3, {"findings": (finding(waiver="w"), finding(severity="note"))}, [("importance", {"importance": 3})]),
    ],
)
def test_reasons_are_told_in_order(importance: int | None, changes: dict[str, Any], reasons: Any) -> None:
    made = plan("x", importance=importance)
    told = portfolio(made, results=(replace(judged(made), **changes),)).systems[0].reasons
    assert told == tuple(Message(f"portfolio.reason_{name}", values) for name, values in reasons)


def test_the_order_of_the_work_is_numbered() -> None:
    plans: dict[str, tuple[Plan, dict[str, Any]]] = {
        "passes": (plan("passes", importance=1), {"verdict": "pass"}),
        "none": (plan("none"), {"target_model": 4}),
        "late": (plan("late", importance=2), {"target_model": 4}),
        "soon": (plan("soon", importance=1), {}),
        "far": (plan("far", importance=1), {"target_model": 3}),
        "errors": (plan("errors", importance=1), {"findings": (finding(), finding(waiver="w"))}),
        "metrics": (
            plan("metrics", importance=1),
            {"metrics": (metric("a"), metric("b", "unknown", "note"), metric("c", "met"))},
        ),
        "one": (plan("one", importance=1), {"metrics": (metric("a"),), "findings": (finding(),) * 3}),
        "carries": (plan("carries", importance=1), {}),
        "rests": (plan("rests", "carries", importance=3), {"target_model": 4}),
    }
    results = tuple(replace(judged(made), **changes) for made, changes in plans.values())
    found = portfolio(*(made for made, _ in plans.values()), results=results)
    assert [(state.order, state.result.system_id) for state in found.systems] == list(
        enumerate(("carries", "far", "metrics", "one", "errors", "soon", "late", "rests", "none", "passes"), 1)
    )


def test_equals_come_by_name_then_by_file() -> None:
    plans = (plan("b"), plan("a"), plan("a"))
    results = (judged(plans[0]), judged(plans[1], "2.yaml"), judged(plans[2], "1.yaml"))
    assert [state.result.path for state in portfolio(*plans, results=results).systems] == ["1.yaml", "2.yaml", "b.yaml"]


# problems


def test_circles_are_told_as_a_whole() -> None:
    def told(kind: str, circle: str, *systems: str) -> DependencyProblem:
        values = {"circle": circle, "systems": systems, "count": len(systems)}
        return DependencyProblem("circle", systems, Message(f"portfolio.{kind}", values))

    found = portfolio(plan("c", "a"), plan("b", "c"), plan("a", "b"), plan("self", "self"), plan("free", "a"))
    assert found.problems == (told("circle", "a -> b -> c -> a", "a", "b", "c"), told("circle", "self -> self", "self"))
    knot = portfolio(plan("a", "b", "d"), plan("b", "c"), plan("c", "a"), plan("d", "a"))
    assert knot.problems == (told("knot", "a -> d -> a", "a", "b", "c", "d"),), "one walk does not pass all of them"


def test_missing_systems_are_told_as_a_whole() -> None:
    found = portfolio(plan("b", "gone", "lost"), plan("a", "b", "gone"))
    assert found.problems == tuple(
        DependencyProblem("missing", (id,), Message("portfolio.missing", {"system": id, "name": name}))
        for id, name in (("a", "gone"), ("b", "gone"), ("b", "lost"))
    )


def test_a_name_used_twice_is_told_with_its_files() -> None:
    plans = (plan("b"), plan("a"), plan("b"))
    results = (judged(plans[0], "2.yaml"), judged(plans[1]), judged(plans[2], "1\u202e.yaml"))
    values = {"system": "b", "count": 2, "paths": ("2.yaml", "1\\u202e.yaml")}
    found = portfolio(*plans, results=results)
    assert found.problems == (DependencyProblem("same_id", ("b",), Message("portfolio.same_id", values)),)


def test_of_two_plans_of_one_name_the_first_says_what_it_needs() -> None:
    found = portfolio(plan("a", "gone"), plan("a", "lost"))
    assert [problem.message.values.get("name") for problem in found.problems if problem.kind == "missing"] == ["gone"]


def test_targets_that_come_too_early_are_taken_from_the_findings() -> None:
    late = finding("HRSI117", "HRSI117.late")
    made = plan("a")
    result = judged(made, findings=(finding(), late, finding("HRSI117", "HRSI117.cycle"), finding("HRSI116", "HRSI116")))
    assert portfolio(made, results=(result,)).problems == (DependencyProblem("itself_late", ("a",), late.message),)


# hazards


def sites(**hazards: tuple[str, ...]) -> dict[str, Any]:
    """Sites by role; a number behind the role tells several apart."""
    return {
        "sites": tuple({"id": name, "role": name.rstrip("0123456789"), "hazards": struck} for name, struck in hazards.items())
    }


def test_shared_hazards_are_told_as_a_whole() -> None:
    found = portfolio(
        plan("e", measures=sites(main=("Fire", "quake"), backup=("flood",))),
        plan("d", measures=sites(main=("ｆｉｒｅ ", "wind"), backup=("FIRE",), backup2=("fire", "quake"))),
        plan("c", measures=sites(main=("fire",), backup=("fire",), backup2=())),
        plan("b", measures=sites(main=("quake",), storage=("wind",))),
        plan("a", measures=sites(backup=("wind", "fire"))),
        plan("f", measures=sites(main=("wind",))),
    )
    assert found.hazards == (
        SharedHazard("Fire", ("c", "d", "e"), ("d",)),
        SharedHazard("quake", ("b", "e"), ("b",)),
        SharedHazard("wind", ("d", "f"), ("f",)),
    )


def test_a_hazard_that_a_plan_names_twice_strikes_it_once() -> None:
    twice = plan("a", measures=sites(main=("fire", "FIRE"), main2=("fire",)))
    assert portfolio(twice).hazards == ()
