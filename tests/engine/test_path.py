"""The least ways: equal to trying everything, and a way that is walked leads to its goal."""

from __future__ import annotations

from datetime import date
from itertools import chain, combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from hrsi_cli.domain.path import Goal, PathResult
from hrsi_cli.domain.plan import Costs, Package, Plan
from hrsi_cli.domain.policy import Policy
from hrsi_cli.engine.appraisal import appraise, nowhere
from hrsi_cli.engine.path import Need, PathProblem, goals, least_routes
from hrsi_cli.engine.phases import with_levels
from hrsi_cli.engine.steering import find_path
from hrsi_cli.knowledge.store import load_dependencies, load_knowledge

TODAY = date(2026, 11, 23)
KNOWLEDGE = load_knowledge()
METRICS = ("A.2.1.1", "A.2.1.2", "A.2.3.1", "A.2.4.1")
LEVELS = st.integers(0, 2)
PRICES = st.integers(0, 9).map(float)


def _levels(least: int, most: int) -> st.SearchStrategy[dict[str, int]]:
    return st.dictionaries(st.sampled_from(METRICS), LEVELS, min_size=least, max_size=most)


@st.composite
def problems(draw: st.DrawFn) -> tuple[Goal, PathProblem]:
    packages = tuple(
        Package(id=f"p{number}", cost=draw(PRICES), levels=draw(_levels(1, 3))) for number in range(draw(st.integers(0, 3)))
    )
    steps = draw(
        st.dictionaries(st.sampled_from(METRICS), st.dictionaries(st.sampled_from(("1", "2")), PRICES, max_size=2), max_size=4)
    )
    needs = tuple(
        Need(f"n{number}", draw(st.sampled_from(METRICS)), draw(st.integers(1, 2)), draw(_levels(1, 2)))
        for number in range(draw(st.integers(0, 3)))
    )
    outside = draw(st.frozensets(st.sampled_from(METRICS), max_size=1))
    start = {metric: level for metric, level in draw(_levels(0, 4)).items() if metric not in outside}
    costs = draw(st.sampled_from([None, Costs(unit="x", steps=steps, packages=packages)]))
    return Goal(1, draw(_levels(1, 4))), PathProblem(start, outside, needs, costs, {})


def _brute_force(goal: Goal, problem: PathProblem) -> list[tuple[int, float, int]]:
    """Unpriced steps, cost and steps of the best ways, found by trying every set of packages and every levels."""
    packages = problem.costs.packages if problem.costs else ()
    free = [metric for metric in METRICS if metric not in problem.outside]
    found = set()
    for bought in chain.from_iterable(combinations(packages, size) for size in range(len(packages) + 1)):
        brought = dict(problem.start)
        for package in bought:
            for metric, level in package.levels.items():
                if metric in free:
                    brought[metric] = max(level, brought.get(metric, -1))
        for levels in product(range(-1, 3), repeat=len(free)):
            final = dict(zip(free, levels, strict=True))
            if any(final[metric] < brought.get(metric, -1) for metric in free):
                continue
            if any(final[metric] < level for metric, level in goal.levels.items() if metric in free):
                continue
            if not all(
                final[metric] >= level
                for need in problem.needs
                if need.metric in free and problem.start.get(need.metric, -1) < need.level <= final[need.metric]
                for metric, level in need.needs.items()
                if metric in free
            ):
                continue
            steps = [(metric, level) for metric in free for level in range(max(brought.get(metric, 0), 0) + 1, final[metric] + 1)]
            prices = [problem.price(*step) for step in steps] if problem.costs else []
            cost = sum(price for price in prices if price is not None) + sum(package.cost for package in bought)
            found.add((prices.count(None), cost, len(steps) + len(bought)))
    fewest = min(unpriced for unpriced, _, _ in found)
    known = sorted(way for way in found if way[0] == fewest)
    best: list[tuple[int, float, int]] = []
    for way in known:
        if not best or way[2] < best[-1][2]:
            best.append(way)
    return best


@settings(max_examples=150, deadline=None)
@given(problems())
def test_the_least_ways_are_those_that_trying_everything_finds(given_: tuple[Goal, PathProblem]) -> None:
    goal, problem = given_
    routes = least_routes([goal], problem)
    assert [(len(route.unpriced), route.cost or 0.0, route.steps) for route in routes] == _brute_force(goal, problem)


@settings(max_examples=150, deadline=None)
@given(problems())
def test_no_move_comes_before_what_it_needs(given_: tuple[Goal, PathProblem]) -> None:
    goal, problem = given_
    for route in least_routes([goal], problem):
        done = dict(problem.start)
        for group in _groups(route.moves):
            before = dict(done)
            for move in group:
                for each in move.raises:
                    done[each.metric] = max(each.after, done.get(each.metric, -1))
            assert done != before or not any(move.raises for move in group) or all(move.package for move in group)
            for need in problem.needs:
                if need.metric not in problem.outside and problem.start.get(need.metric, -1) < need.level <= done.get(
                    need.metric, -1
                ):
                    assert all(
                        done.get(metric, -1) >= level for metric, level in need.needs.items() if metric not in problem.outside
                    )
        assert all(done.get(metric, -1) >= level for metric, level in goal.levels.items() if metric not in problem.outside)


def _groups(moves):
    groups: list[list] = []
    for move in moves:
        if move.together is not None and groups and groups[-1][0].together == move.together:
            groups[-1].append(move)
        else:
            groups.append([move])
    return groups


PRESET_METRICS = tuple(preset.metric for preset in KNOWLEDGE.model_systems[1].presets)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    levels = {
        metric: draw(st.integers(0, KNOWLEDGE.requirements[metric].highest))
        for metric in draw(st.sets(st.sampled_from(PRESET_METRICS)))
    }
    # the short form of a level becomes the long one when the plan is made
    return Plan.model_validate(
        {"hrsi": 1, "system": {"id": "any"}, "target": {"model": draw(st.integers(1, 4))}, "current": levels}
    )


@st.composite
def price_lists(draw: st.DrawFn) -> Costs:
    """Prices of some steps, and packages of some presets."""
    metrics = st.sampled_from(PRESET_METRICS)
    steps = draw(st.dictionaries(metrics, st.dictionaries(st.sampled_from(("1", "2", "3")), PRICES, max_size=3), max_size=20))
    packages = tuple(
        Package(
            id=f"p{number}",
            cost=draw(PRICES),
            levels={metric: KNOWLEDGE.requirements[metric].highest for metric in draw(st.sets(metrics, min_size=1, max_size=8))},
        )
        for number in range(draw(st.integers(0, 3)))
    )
    return Costs(unit="x", steps=steps, packages=packages)


def _path(plan: Plan, model: int | None, costs: Costs | None = None) -> PathResult:
    return find_path(
        "p", plan, model, KNOWLEDGE, dependencies=load_dependencies(), costs=costs, today=TODAY, policy=Policy(), locate=nowhere
    )


@settings(max_examples=40, deadline=None)
@given(plans(), st.integers(1, 4), st.one_of(st.none(), price_lists()))
def test_a_way_that_is_walked_reaches_its_model(plan: Plan, model: int, costs: Costs | None) -> None:
    result = _path(plan, model, costs)
    today = appraise("p", plan, KNOWLEDGE, today=TODAY, policy=Policy())
    assert (result.attained_model, result.attainment) == (today.attained_model, today.attainment)
    assert result.routes
    for route in result.routes:
        walked = appraise("p", with_levels(plan, route.levels, KNOWLEDGE), KNOWLEDGE, today=TODAY, policy=Policy())
        assert (walked.attained_model or 0) >= model
        if route.moves:
            assert route.moves[-1].attained_model == walked.attained_model
            assert route.moves[-1].attainment == walked.attainment
        else:
            assert (result.attained_model or 0) >= model


@settings(max_examples=40, deadline=None)
@given(plans(), price_lists())
def test_a_way_to_the_own_targets_leaves_no_main_metric_open(plan: Plan, costs: Costs) -> None:
    result = _path(plan, None, costs)
    walked = appraise("p", with_levels(plan, result.routes[0].levels, KNOWLEDGE), KNOWLEDGE, today=TODAY, policy=Policy())
    assert result.still_open == ()
    assert walked.attainment == 1


@settings(max_examples=40, deadline=None)
@given(plans(), st.integers(1, 4))
def test_no_price_comes_from_us(plan: Plan, model: int) -> None:
    result = _path(plan, model)
    assert result.unit is None
    assert [route.cost for route in result.routes] == [None]
    assert all(move.cost is None for route in result.routes for move in route.moves)


def test_a_higher_model_that_costs_less_is_the_way() -> None:
    highest = {preset.metric: preset.level for preset in KNOWLEDGE.model_systems[4].presets}
    costs = Costs(unit="x", packages=(Package(id="all", cost=3.0, levels=highest),))
    plan = Plan.model_validate({"hrsi": 1, "system": {"id": "any"}, "target": {"model": 2}})
    route = _path(plan, 2, costs).routes[0]
    assert (route.cost, route.steps, route.moves[-1].attained_model) == (3.0, 1, 4)
    assert [goal.model for goal in goals(plan, 2, KNOWLEDGE)] == [2, 3, 4]


def test_a_model_that_is_reached_needs_nothing() -> None:
    levels = {preset.metric: preset.level for preset in KNOWLEDGE.model_systems[2].presets}
    result = _path(Plan.model_validate({"hrsi": 1, "system": {"id": "any"}, "target": {"model": 2}, "current": levels}), 1)
    assert (result.attained_model, result.attainment, result.routes[0].moves) == (2, 1, ())


def test_a_goal_of_which_nothing_applies_is_said_to_be_out_of_reach() -> None:
    none = {metric: {"not_applicable": "r"} for metric in PRESET_METRICS}
    plan = Plan.model_validate({"hrsi": 1, "system": {"id": "any"}, "target": {"model": 2}, "current": none})
    result = _path(plan, 2)
    assert (result.applicable, result.attained_model, result.routes[0].moves) == (False, None, ())


def test_a_need_of_what_is_not_applicable_counts_as_met_and_is_named() -> None:
    plan = Plan.model_validate(
        {
            "hrsi": 1,
            "system": {"id": "any"},
            "target": {"model": 3},
            "current": {"A.3.1.1": {"not_applicable": "no site"}, "A.3.2.2": 0},
        }
    )
    assert ("D01", ("A.3.1.1",)) in _path(plan, 3).skipped
    assert _path(plan, 1).skipped == ()


def test_a_move_names_what_it_needs_and_not_all_that_a_package_brings() -> None:
    costs = Costs(unit="x", packages=(Package(id="move", cost=1.0, levels={"A.2.1.1": 2, "A.2.3.1": 1, "A.2.4.1": 1}),))
    needs = (Need("n", "A.2.1.2", 1, {"A.2.3.1": 1}),)
    zero = dict.fromkeys(METRICS, 0)
    problem = PathProblem(zero, frozenset(), needs, costs, {})
    route = least_routes([Goal(1, {"A.2.1.1": 2, "A.2.1.2": 1})], problem)[0]
    assert [move.needs for move in route.moves] == [(), ("A.2.3.1",)]


def test_what_needs_one_another_is_done_together() -> None:
    needs = (Need("a", "A.2.1.1", 1, {"A.2.3.1": 1}), Need("b", "A.2.3.1", 1, {"A.2.1.1": 1}))
    problem = PathProblem({"A.2.1.1": 0, "A.2.3.1": 0}, frozenset(), needs, None, {})
    (route,) = least_routes([Goal(1, {"A.2.1.1": 1})], problem)
    assert [move.together for move in route.moves] == [1, 1]
    assert route.levels == {"A.2.1.1": 1, "A.2.3.1": 1}


def test_a_dearer_package_is_a_choice_when_it_saves_steps() -> None:
    costs = Costs(
        unit="x",
        steps={"A.2.1.1": {"1": 1.0, "2": 1.0}},
        packages=(Package(id="all", cost=5.0, levels={"A.2.1.1": 2}),),
    )
    problem = PathProblem({"A.2.1.1": 0}, frozenset(), (), costs, {})
    routes = least_routes([Goal(1, {"A.2.1.1": 2})], problem)
    assert [(route.cost, route.steps) for route in routes] == [(2.0, 2), (5.0, 1)]


def test_no_price_is_made_up() -> None:
    problem = PathProblem({"A.2.1.1": 0}, frozenset(), (), Costs(unit="x", steps={"A.2.1.1": {"1": 3.0}}), {})
    (route,) = least_routes([Goal(1, {"A.2.1.1": 2})], problem)
    assert route.cost == 3.0
    assert route.unpriced == (("A.2.1.1", 2),)
    assert route.moves[0].cost is None
