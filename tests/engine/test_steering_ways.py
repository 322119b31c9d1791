"""The path of a plan as a whole: its ways, its moves with what they bring, and its phases with their prices."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hrsi_cli.domain.dependency import Dependency
from hrsi_cli.domain.path import Goal, Move, PathResult, PhaseEffect, Raise, Route
from hrsi_cli.domain.plan import Costs, Plan
from hrsi_cli.domain.policy import Policy
from hrsi_cli.domain.problem import Position
from hrsi_cli.engine.steering import find_path
from hrsi_cli.knowledge.store import load_dependencies, load_knowledge

KNOWLEDGE = load_knowledge()
PRESETS = {number: {preset.metric: preset.level for preset in model.presets} for number, model in KNOWLEDGE.model_systems.items()}
A, B, C = "A.2.1.1", "A.2.4.1", "A.2.5.1"
"""Presets of model systems 1 to 4: 0 1 2 2, 0 1 1 1 and 1 2 2 2."""
RESTART = {"disaster": {"restart": "7d"}}


def plan(current: dict[str, Any], model: int = 2, **parts: Any) -> Plan:
    system = {"id": "shop", "name": "Shop"}
    content = {"hrsi": 1, "system": system, "target": {"model": model}, "objectives": RESTART, "current": current, **parts}
    return Plan.model_validate(content)


def path(made: Plan, model: int | None = 2, dependencies: tuple[Dependency, ...] = ()) -> PathResult:
    return find_path(
        "plan.yaml", made, model, KNOWLEDGE, dependencies=dependencies, costs=made.costs,
        today=date(2026, 11, 23), policy=Policy(), locate=lambda path: Position(7, 7),
    )  # fmt: skip


def test_a_path_is_told_as_a_whole() -> None:
    needs = load_dependencies()[0].model_copy(update={"id": "D99", "metric": A, "level": 1, "needs": {B: 1, "C.3.2.1": 1}})
    other = needs.model_copy(update={"id": "D98", "metric": A, "level": 2, "needs": {B: 2}})
    current = {**PRESETS[2], A: 0, B: "unknown", C: 2, "C.3.2.1": {"not_applicable": "no tool"}}
    costs = {"unit": "MJPY", "steps": {A: {"1": 3.0}, B: {"1": 2.0}}}
    found = path(plan(current, costs=costs), dependencies=(needs, other))
    assert found == PathResult(
        path="plan.yaml",
        system_id="shop",
        system_name="Shop",
        goal_model=2,
        unit="MJPY",
        attainment=24 / 26,
        attained_model=None,
        routes=(
            Route(
                goal=Goal(2, PRESETS[2]),
                moves=(
                    Move((Raise(B, None, 1),), None, 2.0, (), (), None, 25 / 26, 1),
                    Move((Raise(A, 0, 1),), None, 3.0, (), (B,), None, 1.0, 2),
                ),
                cost=5.0,
                unpriced=(),
                steps=2,
                levels={A: 1, B: 1},
            ),
        ),
        applicable=True,
        still_open=(),
        unknown=(B,),
        dependencies=("D99",),
        skipped=(("D99", ("C.3.2.1",)),),
        follow_up=(),
        phases=(),
    )


def test_the_attainment_on_the_way_counts_all_that_applies() -> None:
    outside = {id: {"not_applicable": "none"} for id in PRESETS[2] if id not in (A, B, C)}
    (route,) = path(plan({**outside, A: 0, B: 0, C: 1})).routes
    assert [(move.raises[0].metric, move.attainment) for move in route.moves] == [(A, 1 / 3), (B, 2 / 3), (C, 1.0)]
    lower = path(plan({**outside, A: 0, B: 0, C: 1}, model=3))
    assert [move.attainment for move in lower.routes[0].moves] == [0, 1 / 3, 2 / 3], "the share is of the plan's own targets"
    assert lower.still_open == (A,)


def test_a_level_that_nobody_knows_counts_for_nothing_on_the_way() -> None:
    outside = {id: {"not_applicable": "none"} for id in PRESETS[1] if id not in (A, B)}
    (route,) = path(plan(outside, model=1), 1).routes
    assert [(move.raises[0], move.attainment, move.attained_model) for move in route.moves] == [
        (Raise(A, None, 0), 0.5, None), (Raise(B, None, 0), 1.0, 1),
    ]  # fmt: skip


def test_a_package_brings_all_of_its_levels_at_once() -> None:
    costs = Costs.model_validate({"unit": "x", "packages": ({"id": "p", "cost": 1.0, "levels": {A: 1, B: 1}},)})
    (route,) = path(plan({**PRESETS[2], A: 0, B: 0}, costs=costs)).routes
    assert [(move.attainment, move.attained_model) for move in route.moves] == [(1.0, 2)]


def test_a_goal_that_is_reached_needs_no_move() -> None:
    found = path(plan(PRESETS[2]))
    assert (found.routes[0].moves, found.unit, found.unknown, found.dependencies) == ((), None, (), ())
    assert replace(found, routes=()) == PathResult("plan.yaml", "shop", "Shop", 2, None, 1.0, 2, (), True, (), (), (), (), (), ())


@pytest.mark.parametrize(
    ("start", "levels", "steps", "cost"),
    [
        ({A: 0}, {A: 2}, {A: {"1": 1.0, "2": 2.5}}, 3.5),
        ({A: 1}, {A: 2}, {A: {"1": 1.0, "2": 2.5}}, 2.5),
        ({A: "unknown"}, {A: 1}, {A: {"1": 1.0}}, 1.0),
        ({A: 0}, {A: 2}, {A: {"2": 2.5}}, None),
        ({A: 0}, {A: 2}, {A: {"1": 2.5}}, None),
        ({A: 2}, {A: 1}, {}, 0.0),
        ({A: 0, B: 0}, {A: 1, B: 1}, {A: {"1": 1.0}, B: {"1": 0.0}}, 1.0),
        ({A: 0}, {A: 1}, {A: {"1": 0.1234567}}, 0.123457),
    ],
)
def test_a_phase_costs_what_its_steps_cost(start: Any, levels: dict[str, int], steps: Any, cost: float | None) -> None:
    phases = ({"id": "one", "by": "2027-03-31", "levels": levels},)
    made = plan({**PRESETS[2], **start}, phases=phases, costs={"unit": "x", "steps": steps})
    assert [phase.cost for phase in path(made).phases] == [cost]


def test_phases_are_told_as_a_whole() -> None:
    phases = (
        {"id": "two", "by": "2027-09-30", "levels": {B: 1, "F.4.1.1": 3}},
        {"id": "one", "name": "first", "by": "2027-03-31", "levels": {A: 2}},
    )
    current = {**PRESETS[2], A: 0, B: "unknown", "F.4.1.1": 2, "F.4.4.4": {"not_applicable": "cloud"}}
    del current[C]
    assert path(plan(current, phases=phases)).phases == (
        PhaseEffect("one", "first", "2027-03-31", None, 23 / 26, None, (A,), (), (), (B, C, "F.4.1.1")),
        PhaseEffect("two", None, "2027-09-30", None, 25 / 26, None, (B, "F.4.1.1"), (), (), (C,)),
    )


def test_what_remains_includes_levels_that_nobody_knows_even_where_0_will_do() -> None:
    current = {id: level for id, level in PRESETS[1].items() if id != A}
    phases = ({"id": "one", "by": "2027-03-31", "levels": {B: 1}},)
    (effect,) = path(plan(current, model=1, phases=phases), 1).phases
    assert effect.remaining == (A,)


def test_findings_that_come_and_go_with_a_phase_are_told() -> None:
    sites = ({"id": "t", "role": "main", "ups": "10m", "generator": "0"},)
    phases = (
        {"id": "one", "by": "2027-03-31", "levels": {"C.3.3.1": 1}},
        {"id": "two", "by": "2027-09-30", "levels": {"F.4.4.4": 4}},
    )
    objectives = {"failure": {"rto": "2h"}, **RESTART}
    current = {**PRESETS[2], "F.4.4.4": 2, "C.3.3.1": 0}
    made = plan(current, phases=phases, measures={"sites": sites}, objectives=objectives)
    one, two = path(made).phases
    assert [(finding.rule, finding.position) for finding in one.went] == [("HRSI216", Position(7, 7))]
    assert (one.came, two.went) == ((), ())
    assert [(finding.rule, finding.position) for finding in two.came] == [("HRSI113", Position(7, 7))]
