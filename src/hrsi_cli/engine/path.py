"""The least ways to a model system, exactly.

Levels climb one by one, each step at its own price; a package brings several levels at once. For a chosen
set of packages the least set of steps is unique: what the goal asks, and what those steps need in turn. So
trying every set of packages (at most 2^12) finds every best way. What needs one another is done together.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import inf

from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.path import Goal, Move, Raise, Route
from hrsi_cli.domain.plan import Costs, Package, Plan, Prerequisite
from hrsi_cli.engine.graph import circles_and_order
from hrsi_cli.engine.levels import known_levels, not_applicable, plan_targets

Levels = Mapping[str, int]
_UNKNOWN = -1
"""A level that nobody knows lies below every level, so that it has to be determined at least."""


@dataclass(frozen=True, slots=True)
class Need:
    """A level that others must have been reached for."""

    id: str
    metric: str
    level: int
    needs: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PathProblem:
    """What a path has to solve: where it starts, what needs what, and what it costs."""

    start: Levels
    """Known levels; what is missing is unknown."""
    outside: frozenset[str]
    """Metrics that are not applicable: nothing has to be done about them."""
    needs: tuple[Need, ...]
    costs: Costs | None
    milestones: Levels
    """The lowest model system that asks more of a metric than the start; its changes come first."""

    def price(self, metric: str, level: int) -> float | None:
        """The user's price of the step to a level; None when there is none."""
        return self.costs.steps.get(metric, {}).get(str(level)) if self.costs else None


def path_problem(plan: Plan, shared: Iterable[Need], costs: Costs | None, knowledge: KnowledgeBase) -> PathProblem:
    """A plan as a problem to find a way for; ``shared`` are the needs that hold for every plan."""
    own = tuple(_need(str(number), required) for number, required in enumerate(costs.requires if costs else (), 1))
    start = known_levels(plan)
    milestones: dict[str, int] = {}
    for system in knowledge.model_systems.values():
        for preset in system.presets:
            if start.get(preset.metric, _UNKNOWN) < preset.level:
                milestones.setdefault(preset.metric, system.id)
    return PathProblem(start, not_applicable(plan), (*shared, *own), costs, milestones)


def _need(id: str, required: Prerequisite) -> Need:
    return Need(id, required.metric, required.level, required.needs)


def goals(plan: Plan, model: int | None, knowledge: KnowledgeBase) -> tuple[Goal, ...]:
    """What would do: the presets of the model or of a higher one; without a model, the plan's own main targets."""
    if model is None:
        targets = plan_targets(plan, knowledge)
        own = {id: level for id, (level, _) in targets.items() if knowledge.requirements[id].class_ == "main"}
        return (Goal(None, own),)
    return tuple(
        Goal(system.id, {preset.metric: preset.level for preset in system.presets})
        for system in knowledge.model_systems.values()
        if system.id >= model
    )


def least_routes(goals: Sequence[Goal], problem: PathProblem) -> tuple[Route, ...]:
    """The ways that no other beats in both cost and steps, the cheapest first.

    Ways with the fewest unpriced steps come before all others, because their cost is the better known;
    without prices there is one way, that of the fewest steps. Ties fall to the lower model system, then
    to fewer packages.
    """
    found = [_change_set(goal, bought, problem) for goal in goals for bought in _choices(problem)]
    fewest = min(len(route.unpriced) for route in found)
    best: list[_ChangeSet] = []
    for route in sorted((each for each in found if len(each.unpriced) == fewest), key=_rank):
        if not best or route.steps < best[-1].steps:
            best.append(route)
    return tuple(_route(each, problem) for each in best)


@dataclass(frozen=True, slots=True)
class _ChangeSet:
    """A way as a set of changes, before it is put in order."""

    goal: Goal
    bought: tuple[Package, ...]
    brought: Levels
    """Levels after the packages alone."""
    reached: Levels
    cost: float
    unpriced: tuple[tuple[str, int], ...]
    """None of them where there are no prices at all."""
    steps: int


def _rank(route: _ChangeSet) -> tuple[float, int, int, int]:
    return round(route.cost, 6), route.steps, route.goal.model or 0, len(route.bought)


def _choices(problem: PathProblem) -> Iterator[tuple[Package, ...]]:
    packages = problem.costs.packages if problem.costs else ()
    for size in range(len(packages) + 1):
        yield from combinations(packages, size)


def _change_set(goal: Goal, bought: tuple[Package, ...], problem: PathProblem) -> _ChangeSet:
    brought = dict(problem.start)
    for package in bought:
        _lift(brought, package.levels, problem)
    reached = dict(brought)
    _lift(reached, goal.levels, problem)
    _close(reached, problem)
    climbed = [step for metric in reached for step in _steps(metric, brought, reached)]
    cost, unpriced = _priced(climbed, problem)
    cost += sum(package.cost for package in bought)
    return _ChangeSet(goal, bought, brought, reached, cost, unpriced, len(climbed) + len(bought))


def _priced(steps: Iterable[tuple[str, int]], problem: PathProblem) -> tuple[float, tuple[tuple[str, int], ...]]:
    """What steps cost as far as their prices are known, and those without one, if there are prices at all."""
    if problem.costs is None:
        return 0.0, ()
    prices = [(step, problem.price(*step)) for step in steps]
    unpriced = tuple(step for step, price in prices if price is None)
    return sum(price for _, price in prices if price is not None), unpriced


def _lift(levels: dict[str, int], to: Levels, problem: PathProblem) -> bool:
    """Raise levels in place to at least others; whether that changed anything."""
    changed = False
    for metric, level in to.items():
        if metric not in problem.outside and levels.get(metric, _UNKNOWN) < level:
            levels[metric] = level
            changed = True
    return changed


def _close(levels: dict[str, int], problem: PathProblem) -> None:
    """Add what the steps need, and what that needs in turn."""
    while any(_lift(levels, need.needs, problem) for need in problem.needs if _applies(need, levels, problem)):
        continue


def _applies(need: Need, levels: Levels, problem: PathProblem) -> bool:
    """Whether the way takes the step that has the need; what the plan has already is not asked again."""
    return problem.start.get(need.metric, _UNKNOWN) < need.level <= levels.get(need.metric, _UNKNOWN)


def _steps(metric: str, before: Levels, after: Levels) -> Iterator[tuple[str, int]]:
    """The steps of one metric; from an unknown level they count from 0."""
    for level in range(max(before.get(metric, 0), 0) + 1, after[metric] + 1):
        yield metric, level


def _route(changes: _ChangeSet, problem: PathProblem) -> Route:
    changed = {metric: level for metric, level in changes.reached.items() if problem.start.get(metric, _UNKNOWN) < level}
    return Route(
        goal=changes.goal,
        moves=tuple(_in_order(changes, problem)),
        cost=round(changes.cost, 6) if problem.costs else None,
        unpriced=changes.unpriced,
        steps=changes.steps,
        levels=dict(sorted(changed.items())),
    )


def _in_order(changes: _ChangeSet, problem: PathProblem) -> Iterator[Move]:
    """The moves so that each comes after what it needs; among those that are free, the cheapest and smallest first."""
    moves = {f"package:{package.id}": _package_move(package, problem) for package in changes.bought}
    for metric, level in changes.reached.items():
        if changes.brought.get(metric, _UNKNOWN) < level:
            moves[metric] = _step_move(metric, changes, problem)
    makers = _makers(moves)
    wanted = {name: _wanted(move, problem) for name, move in moves.items()}
    before = {name: _suppliers(name, wanted[name], makers) for name in moves}
    groups = circles_and_order(before)
    numbers = {name: number for number, group in enumerate(groups) for name in group}
    waiting = [{numbers[other] for name in group for other in before[name]} - {number} for number, group in enumerate(groups)]
    free = [(_size(group, moves, problem), number) for number, group in enumerate(groups) if not waiting[number]]
    heapq.heapify(free)
    circles = 0
    while free:
        _, number = heapq.heappop(free)
        circles += len(groups[number]) > 1
        for name in sorted(groups[number]):
            needs = tuple(sorted(metric for metric, level in wanted[name].items() if _supplier(metric, level, makers) != name))
            yield replace(moves[name], needs=needs, together=circles if len(groups[number]) > 1 else None)
        for other, left in enumerate(waiting):
            if number in left:
                left.discard(number)
                if not left:
                    heapq.heappush(free, (_size(groups[other], moves, problem), other))


def _size(group: tuple[str, ...], moves: Mapping[str, Move], problem: PathProblem) -> tuple[float, float, int, str]:
    """What goes first among moves that are free: a model system reached soon, then the price, then the steps."""
    members = [moves[name] for name in group]
    steps = sum(1 if move.package else move.raises[0].steps for move in members)
    # what is bought raises something, since without it the way would have fewer steps and cost no more
    milestone = min(problem.milestones.get(each.metric, inf) for move in members for each in move.raises)
    return milestone, sum(move.cost or 0 for move in members), steps, min(group)


def _makers(moves: Mapping[str, Move]) -> dict[str, list[tuple[int, str]]]:
    """Which move brings a metric to which level; packages come before the steps on top of them."""
    makers: dict[str, list[tuple[int, str]]] = {}
    for name, move in moves.items():
        for each in move.raises:
            makers.setdefault(each.metric, []).append((each.after, name))
    return {metric: sorted(made) for metric, made in makers.items()}


def _wanted(move: Move, problem: PathProblem) -> dict[str, int]:
    """The levels that a move needs and the plan does not have yet: what its steps need, and what it builds on."""
    wanted: dict[str, int] = {}
    for each in move.raises:
        below = _UNKNOWN if each.before is None else each.before
        wanted[each.metric] = max(below, wanted.get(each.metric, below))
        for need in problem.needs:
            if need.metric == each.metric and below < need.level <= each.after:
                for metric, level in need.needs.items():
                    wanted[metric] = max(level, wanted.get(metric, 0))
    return {
        metric: level
        for metric, level in wanted.items()
        if problem.start.get(metric, _UNKNOWN) < level and metric not in problem.outside
    }


def _supplier(metric: str, level: int, makers: Mapping[str, list[tuple[int, str]]]) -> str:
    """The first move that brings a metric to a level."""
    return next(maker for made, maker in makers[metric] if made >= level)


def _suppliers(name: str, wanted: Mapping[str, int], makers: Mapping[str, list[tuple[int, str]]]) -> set[str]:
    """The moves that must come before one."""
    return {_supplier(metric, level, makers) for metric, level in wanted.items()} - {name}


def _package_move(package: Package, problem: PathProblem) -> Move:
    raises = tuple(
        Raise(metric, problem.start.get(metric), level)
        for metric, level in package.levels.items()
        if metric not in problem.outside and problem.start.get(metric, _UNKNOWN) < level
    )
    return Move(raises, package, package.cost, ())


def _step_move(metric: str, changes: _ChangeSet, problem: PathProblem) -> Move:
    before = changes.brought.get(metric)
    steps = tuple(_steps(metric, changes.brought, changes.reached))
    cost, unpriced = _priced(steps, problem)
    known = problem.costs is not None and not unpriced
    return Move((Raise(metric, before, changes.reached[metric]),), None, cost if known else None, unpriced)


def used_needs(route: Route, problem: PathProblem) -> tuple[str, ...]:
    """The ids of the needs that a route had to keep: without them it would have fewer changes or another order."""
    reached = {**problem.start, **route.levels}
    return tuple(
        need.id
        for need in problem.needs
        if _applies(need, reached, problem)
        and any(
            problem.start.get(metric, _UNKNOWN) < level for metric, level in need.needs.items() if metric not in problem.outside
        )
    )


def skipped_needs(route: Route, problem: PathProblem) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Needs of a route that ask for what the plan calls not applicable: they were taken as met, with those metrics."""
    reached = {**problem.start, **route.levels}
    found = [
        (need.id, tuple(metric for metric in need.needs if metric in problem.outside))
        for need in problem.needs
        if _applies(need, reached, problem)
    ]
    return tuple(each for each in found if each[1])
