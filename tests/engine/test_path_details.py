"""Small ways whose every move, price and reason is known beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from hrsi_cli.domain.path import Goal, Move, Raise, Route
from hrsi_cli.domain.plan import Costs, Package, Plan
from hrsi_cli.engine.path import Need, PathProblem, goals, least_routes, path_problem, skipped_needs, used_needs
from hrsi_cli.knowledge.store import load_knowledge

KNOWLEDGE = load_knowledge()
A, B, C, D = "A.2.1.1", "A.2.1.2", "A.2.3.1", "A.2.4.1"
ZERO = dict.fromkeys((A, B, C, D), 0)


def problem(
    start: Mapping[str, int],
    *needs: tuple[str, int, Mapping[str, int]],
    outside: tuple[str, ...] = (),
    costs: Costs | None = None,
    milestones: Mapping[str, int] | None = None,
) -> PathProblem:
    """The given of a way; its needs are called n1, n2 and so on."""
    named = tuple(Need(f"n{number}", *need) for number, need in enumerate(needs, 1))
    return PathProblem(start, frozenset(outside), named, costs, milestones or {})


def prices(steps: Mapping[str, Mapping[str, float]] | None = None, *packages: Package) -> Costs:
    return Costs(unit="x", steps={metric: dict(levels) for metric, levels in (steps or {}).items()}, packages=packages)


def package(id: str, cost: float, **levels: int) -> Package:
    """A package whose levels are given by the letters of the metrics."""
    return Package(id=id, cost=cost, levels={globals()[letter]: level for letter, level in levels.items()})


def only(levels: dict[str, int], given: PathProblem) -> Route:
    (route,) = least_routes([Goal(1, levels)], given)
    return route


def step(metric: str, before: int | None, after: int, cost: float | None = None, **more: Any) -> Move:
    """A move of one metric as a route tells it, before anybody knows what it brings."""
    return Move((Raise(metric, before, after),), None, cost, **{"unpriced": (), **more})


def names(route: Route) -> list[str]:
    return [move.package.id if move.package else move.raises[0].metric for move in route.moves]


def test_a_route_without_prices_tells_every_step_and_no_cost() -> None:
    goal = Goal(2, {A: 2, B: 1})
    (route,) = least_routes([goal], problem({A: 0, B: 0}))
    assert route == Route(goal, (step(B, 0, 1), step(A, 0, 2)), None, (), 3, {A: 2, B: 1})


def test_a_route_with_prices_tells_what_is_priced_and_what_is_not() -> None:
    goal = Goal(2, {B: 1, A: 2, C: 1})
    given = problem({A: 0, B: 0, C: 0}, costs=prices({A: {"1": 3.0}, C: {"1": 5.0}}))
    (route,) = least_routes([goal], given)
    assert route == Route(
        goal,
        (
            step(B, 0, 1, unpriced=((B, 1),)),
            step(A, 0, 2, unpriced=((A, 2),)),
            step(C, 0, 1, 5.0),
        ),
        8.0,
        ((A, 2), (B, 1)),
        4,
        {A: 2, B: 1, C: 1},
    )
    assert list(route.levels) == [A, B, C], "the levels are told in the order of the metrics"


def test_a_route_with_a_package_tells_what_it_raises() -> None:
    bought = package("move", 4.0, A=1, B=2, C=0, D=1)
    given = problem({A: 0, C: 1}, outside=(D,), costs=prices({A: {"2": 1.0}}, bought))
    (route,) = least_routes([Goal(2, {A: 2, B: 1, D: 1})], given)
    raised = Move((Raise(A, 0, 1), Raise(B, None, 2)), bought, 4.0, ())
    assert route == Route(Goal(2, {A: 2, B: 1, D: 1}), (raised, step(A, 1, 2, 1.0, needs=(A,))), 5.0, (), 2, {A: 2, B: 2})


def test_a_step_that_is_free_costs_nothing_and_has_a_price() -> None:
    route = only({A: 1}, problem({A: 0}, costs=prices({A: {"1": 0.0}})))
    assert (route.cost, route.unpriced, route.moves) == (0.0, (), (step(A, 0, 1, 0.0),))


def test_costs_are_told_to_a_millionth() -> None:
    assert only({A: 1}, problem({A: 0}, costs=prices({A: {"1": 1.0000004}}))).cost == 1.0


def test_an_unknown_level_has_to_be_determined_even_where_0_will_do() -> None:
    route = only({A: 0, B: 1}, problem({}))
    assert (route.moves, route.steps, route.levels) == ((step(A, None, 0), step(B, None, 1)), 1, {A: 0, B: 1})


def test_what_is_reached_already_takes_no_move() -> None:
    assert only({A: 1, B: 0}, problem({A: 1, B: 0})) == Route(Goal(1, {A: 1, B: 0}), (), None, (), 0, {})
    assert only({A: 1}, problem({A: 2})).moves == (), "a higher level will do as well"


def test_what_is_not_applicable_is_never_raised() -> None:
    route = only({A: 1, B: 1}, problem({A: 0}, (A, 1, {B: 1, C: 1}), outside=(B,)))
    assert route.levels == {A: 1, C: 1}


@pytest.mark.parametrize(
    ("start", "level", "goal", "asked"),
    [
        (0, 1, 2, True),
        (0, 2, 2, True),
        (0, 3, 2, False),  # the step that needs it is not taken
        (1, 1, 2, False),  # the plan has that step already
        (1, 2, 2, True),
        (0, 0, 2, False),
    ],
)
def test_a_need_is_asked_of_the_steps_that_are_taken(start: int, level: int, goal: int, asked: bool) -> None:
    given = problem({A: start, B: 0}, (A, level, {B: 1}))
    route = only({A: goal}, given)
    assert (B in route.levels) is asked
    assert used_needs(route, given) == (("n1",) if asked else ())


def test_a_need_of_level_0_is_asked_where_nobody_knows_the_level() -> None:
    given = problem({B: 0}, (A, 0, {B: 1}))
    assert only({A: 0}, given).levels == {A: 0, B: 1}


def test_what_is_needed_has_needs_of_its_own() -> None:
    given = problem(ZERO, (C, 1, {D: 1}), (B, 1, {C: 1}), (A, 1, {B: 1}))
    route = only({A: 1}, given)
    assert route.moves == (step(D, 0, 1), step(C, 0, 1, needs=(D,)), step(B, 0, 1, needs=(C,)), step(A, 0, 1, needs=(B,)))
    assert used_needs(route, given) == ("n1", "n2", "n3")


def test_the_higher_of_two_needs_counts_and_all_needed_metrics_are_named_in_order() -> None:
    given = problem(ZERO, (A, 1, {C: 2, B: 1}), (A, 2, {C: 1}))
    route = only({A: 2}, given)
    assert route.moves == (step(B, 0, 1), step(C, 0, 2), step(A, 0, 2, needs=(B, C)))


def test_a_move_does_not_name_what_the_plan_has_or_what_does_not_apply() -> None:
    given = problem({A: 0, B: 1, C: 0}, (A, 1, {B: 1, C: 1, D: 1}), outside=(D,))
    assert only({A: 1}, given).moves == (step(C, 0, 1), step(A, 0, 1, needs=(C,)))


def test_a_need_that_asks_for_nothing_new_is_kept_without_being_told() -> None:
    given = problem({A: 0, B: 1, C: 0}, (A, 1, {B: 1}), (A, 1, {D: 1}), (A, 1, {B: 1, C: 1}), outside=(D,))
    route = only({A: 1}, given)
    assert used_needs(route, given) == ("n3",)
    assert skipped_needs(route, given) == (("n2", (D,)),)


def test_a_need_is_skipped_only_with_the_metrics_that_do_not_apply_and_where_its_step_is_taken() -> None:
    given = problem({A: 0, B: 0}, (A, 1, {B: 1, C: 1, D: 1}), (A, 2, {C: 1}), (B, 1, {A: 1}), outside=(C, D))
    assert skipped_needs(only({A: 1}, given), given) == (("n1", (C, D)),)
    assert skipped_needs(only({}, given), given) == ()


def test_what_a_package_passes_over_at_once_needs_what_each_of_its_levels_needs() -> None:
    given = problem(ZERO, (A, 1, {B: 1}), (A, 2, {C: 1}), costs=prices({B: {"1": 2.0}, C: {"1": 1.0}}, package("p", 1.0, A=2)))
    route = only({A: 2}, given)
    assert [(name, move.needs) for name, move in zip(names(route), route.moves, strict=True)] == [
        (C, ()),
        (B, ()),
        ("p", (B, C)),
    ]


def test_a_step_on_top_of_a_package_needs_only_what_its_own_levels_need() -> None:
    given = problem(
        ZERO, (A, 1, {B: 1}), (A, 2, {C: 1}), costs=prices({A: {"2": 1.0}, C: {"1": 9.0}}, package("p", 1.0, A=1, B=1))
    )
    route = only({A: 2}, given)
    assert [(name, move.needs) for name, move in zip(names(route), route.moves, strict=True)] == [
        ("p", ()),
        (C, ()),
        (A, (A, C)),
    ]


def test_moves_that_are_free_go_by_price_then_steps_then_name() -> None:
    goal = {A: 2, B: 1, C: 1, D: 1}
    assert names(only(goal, problem(ZERO))) == [B, C, D, A], "without prices the smallest comes first"
    dear = prices({A: {"1": 1.0, "2": 1.0}, B: {"1": 3.0}, C: {"1": 2.0}, D: {"1": 2.0}})
    assert names(only(goal, problem(ZERO, costs=dear))) == [C, D, A, B]
    assert names(only({**goal, D: 0}, problem({**ZERO, A: 1, C: 1}, costs=dear))) == [A, B]


def test_what_brings_a_model_system_sooner_comes_before_what_is_cheaper() -> None:
    costs = prices({A: {"1": 9.0}, B: {"1": 5.0}, C: {"1": 1.0}, D: {"1": 2.0}})
    given = problem(ZERO, costs=costs, milestones={A: 1, B: 2, C: 4})
    assert names(only(dict.fromkeys(ZERO, 1), given)) == [A, B, C, D]
    assert names(only({C: 1, D: 1}, problem(ZERO, costs=costs, milestones={C: 4}))) == [C, D]


def test_a_package_is_as_urgent_as_the_soonest_model_system_that_it_helps() -> None:
    costs = prices({A: {"1": 1.0}}, package("p", 9.0, B=1, C=1))
    given = problem(ZERO, costs=costs, milestones={A: 2, B: 3, C: 1})
    assert names(only({A: 1, B: 1, C: 1}, given)) == ["p", A]


def test_a_package_counts_as_one_step() -> None:
    costs = prices({D: {"1": 0.0, "2": 2.0}, A: {"1": 2.0}}, package("p", 2.0, B=2, C=2))
    assert names(only({A: 1, B: 2, C: 2, D: 2}, problem({**ZERO}, costs=costs))) == [A, "p", D]


def test_circles_are_numbered_in_the_order_of_the_work() -> None:
    given = problem(
        {**ZERO, "A.2.5.1": 0, "A.2.6.1": 0},
        (A, 2, {B: 1}),
        (B, 1, {A: 2}),
        (C, 1, {D: 1}),
        (D, 1, {C: 1}),
        ("A.2.6.1", 1, {A: 2}),
    )
    route = only({A: 2, C: 1, "A.2.5.1": 1, "A.2.6.1": 1}, given)
    assert route.moves == (
        step("A.2.5.1", 0, 1),
        step(C, 0, 1, needs=(D,), together=1),
        step(D, 0, 1, needs=(C,), together=1),
        step(A, 0, 2, needs=(B,), together=2),
        step(B, 0, 1, needs=(A,), together=2),
        step("A.2.6.1", 0, 1, needs=(A,)),
    )


def test_a_circle_comes_after_what_one_of_its_members_needs() -> None:
    given = problem(ZERO, (A, 1, {B: 1}), (B, 1, {A: 1, C: 2}), (D, 1, {A: 1, C: 1}))
    route = only({A: 1, D: 1}, given)
    assert route.moves == (
        step(C, 0, 2),
        step(A, 0, 1, needs=(B,), together=1),
        step(B, 0, 1, needs=(A, C), together=1),
        step(D, 0, 1, needs=(A, C)),
    )


def test_what_has_no_price_comes_before_what_costs_something() -> None:
    assert names(only({A: 1, B: 1}, problem(ZERO, costs=prices({A: {"1": 0.5}})))) == [B, A]


def test_a_needed_level_that_nobody_knows_is_determined_first() -> None:
    given = problem({A: 0}, (A, 1, {C: 0}))
    assert only({A: 1}, given).moves == (step(C, None, 0), step(A, 0, 1, needs=(C,)))


def test_what_a_package_raises_hides_nothing_that_its_other_levels_need() -> None:
    given = problem(ZERO, (B, 1, {A: 2}), costs=prices({A: {"2": 9.0}}, package("p", 1.0, B=1, A=1)))
    assert given.costs is not None
    assert only({B: 1}, given).moves == (
        step(A, 1, 2, 9.0, needs=(A,), together=1),
        Move((Raise(B, 0, 1), Raise(A, 0, 1)), given.costs.packages[0], 1.0, (), (A,), 1),
    )


def test_a_circle_weighs_what_its_members_cost_together() -> None:
    costs = prices({A: {"1": 2.0}, B: {"1": 2.0}, C: {"1": 3.0}, D: {"1": 5.0}})
    assert names(only(dict.fromkeys(ZERO, 1), problem(ZERO, (A, 1, {B: 1}), (B, 1, {A: 1}), costs=costs))) == [C, A, B, D]


def test_a_level_that_a_package_brings_is_supplied_by_the_first_that_reaches_it() -> None:
    costs = prices({A: {"2": 1.0}, B: {"1": 1.0}, C: {"1": 0.5}}, package("p", 1.0, A=1))
    given = problem(ZERO, (B, 1, {A: 1}), (C, 1, {A: 2}), costs=costs)
    route = only({A: 2, B: 1, C: 1}, given)
    assert names(route) == ["p", A, C, B]
    assert route.moves[1:] == (step(A, 1, 2, 1.0, needs=(A,)), step(C, 0, 1, 0.5, needs=(A,)), step(B, 0, 1, 1.0, needs=(A,)))


def test_ways_that_leave_fewer_prices_open_come_before_cheaper_ones() -> None:
    costs = prices({A: {"1": 1.0}}, package("p", 50.0, A=2))
    (route,) = least_routes([Goal(1, {A: 2})], problem({A: 0}, costs=costs))
    assert (names(route), route.cost, route.unpriced) == (["p"], 50.0, ())


def test_packages_are_bought_together_where_that_costs_least() -> None:
    costs = prices({A: {"1": 5.0}, B: {"1": 5.0}}, package("p", 1.0, A=1), package("q", 2.0, B=1), package("r", 4.0, A=1, B=1))
    routes = least_routes([Goal(1, {A: 1, B: 1})], problem(ZERO, costs=costs))
    assert [(names(route), route.cost, route.steps) for route in routes] == [(["p", "q"], 3.0, 2), (["r"], 4.0, 1)]


def test_of_ways_that_cost_the_same_the_one_with_fewer_steps_is_told() -> None:
    costs = prices({A: {"1": 1.0, "2": 1.0}}, package("p", 2.0, A=2))
    (route,) = least_routes([Goal(1, {A: 2})], problem({A: 0}, costs=costs))
    assert (names(route), route.cost, route.steps) == (["p"], 2.0, 1)


def test_of_equal_ways_the_one_to_the_lower_model_system_is_told() -> None:
    given = problem(ZERO, costs=prices({A: {"1": 1.0}, B: {"1": 1.0000004}}))
    (route,) = least_routes([Goal(4, {A: 1}), Goal(3, {B: 1}), Goal(5, {B: 1})], given)
    assert (route.goal.model, names(route)) == (3, [B])
    (route,) = least_routes([Goal(1, {A: 1}), Goal(None, {A: 1})], given)
    assert route.goal.model is None


def test_of_equal_ways_the_one_with_fewer_packages_is_told() -> None:
    costs = prices({A: {"1": 2.0}}, package("p", 2.0, A=1))
    (route,) = least_routes([Goal(1, {A: 1})], problem(ZERO, costs=costs))
    assert names(route) == [A]


def test_without_prices_the_lowest_model_system_of_the_fewest_steps_is_the_way() -> None:
    (route,) = least_routes([Goal(2, {A: 2}), Goal(3, {B: 1}), Goal(4, {C: 1})], problem(ZERO))
    assert (route.goal.model, route.steps) == (3, 1)


def plan(**parts: Any) -> Plan:
    return Plan.model_validate({"hrsi": 1, "system": {"id": "x"}, "target": {"model": 2}, **parts})


def test_the_ground_of_a_plan_is_what_it_knows_needs_and_pays() -> None:
    requires = ({"metric": B, "level": 1, "needs": {A: 2}}, {"metric": A, "level": 2, "needs": {D: 1}})
    costs = Costs.model_validate({"unit": "x", "steps": {A: {"1": 2.5}}, "requires": requires})
    made = plan(current={A: 1, B: "unknown", C: {"not_applicable": "none"}, D: 0})
    shared = Need("D01", C, 1, {D: 1})
    given = path_problem(made, iter([shared]), costs, KNOWLEDGE)
    assert given.start == {A: 1, D: 0}
    assert given.outside == {C}
    assert given.needs == (shared, Need("1", B, 1, {A: 2}), Need("2", A, 2, {D: 1}))
    assert given.costs is costs
    assert (given.price(A, 1), given.price(A, 2), given.price(B, 1)) == (2.5, None, None)
    bare = path_problem(made, [shared], None, KNOWLEDGE)
    assert (bare.needs, bare.costs, bare.price(A, 1)) == ((shared,), None, None)


@pytest.mark.parametrize(
    ("current", "milestone"),
    [({}, 1), ({A: "unknown"}, 1), ({A: 0}, 2), ({A: 1}, 3), ({A: 2}, None)],
)
def test_a_milestone_is_the_lowest_model_system_that_asks_for_more(current: dict[str, Any], milestone: int | None) -> None:
    assert path_problem(plan(current=current), (), None, KNOWLEDGE).milestones.get(A) == milestone


def test_the_goals_of_a_model_system_are_its_presets_and_those_above() -> None:
    found = goals(plan(), 3, KNOWLEDGE)
    assert [goal.model for goal in found] == [3, 4]
    assert found[0].levels == {preset.metric: preset.level for preset in KNOWLEDGE.model_systems[3].presets}


def test_the_own_goal_is_the_main_targets_with_adjustments() -> None:
    made = plan(target={"model": 2, "adjustments": {A: {"level": 0, "reason": "r"}}}, objectives={"failure": {"rto": "2h"}})
    (goal,) = goals(made, None, KNOWLEDGE)
    presets = {preset.metric: preset.level for preset in KNOWLEDGE.model_systems[2].presets}
    assert goal == Goal(None, {**presets, A: 0})
