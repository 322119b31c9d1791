"""The path of a plan: the least ways to a goal, what each move brings, and what the plan's phases buy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hrsi_cli.domain.dependency import Dependency
from hrsi_cli.domain.judgement import Finding, PlanResult
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.path import Goal, Move, PathResult, PhaseEffect, Route
from hrsi_cli.domain.plan import Costs, Plan
from hrsi_cli.domain.policy import Policy
from hrsi_cli.domain.problem import Locate
from hrsi_cli.engine.appraisal import appraise
from hrsi_cli.engine.attainment import attained_model
from hrsi_cli.engine.levels import known_levels, not_applicable
from hrsi_cli.engine.path import Need, PathProblem, goals, least_routes, path_problem, skipped_needs, used_needs
from hrsi_cli.engine.phases import phases_in_order, with_levels
from hrsi_cli.engine.plan_diff import OPEN


def find_path(
    path: str,
    plan: Plan,
    model: int | None,
    knowledge: KnowledgeBase,
    *,
    dependencies: Sequence[Dependency],
    costs: Costs | None,
    today: date,
    policy: Policy,
    locate: Locate,
) -> PathResult:
    """The least ways of a plan to a model system, or to its own targets when ``model`` is None."""
    now = appraise(path, plan, knowledge, today=today, policy=policy, locate=locate)
    shared = [Need(each.id, each.metric, each.level, each.needs) for each in dependencies]
    problem = path_problem(plan, shared, costs, knowledge)
    wanted = goals(plan, model, knowledge)
    routes = tuple(_valued(route, plan, knowledge, now) for route in least_routes(wanted, problem))
    first = routes[0]
    after = appraise(path, with_levels(plan, first.levels, knowledge), knowledge, today=today, policy=policy, locate=locate)
    return PathResult(
        path=path,
        system_id=plan.system.id,
        system_name=plan.system.name,
        goal_model=model,
        unit=costs.unit if costs else None,
        attainment=now.attainment,
        attained_model=now.attained_model,
        routes=routes,
        applicable=any(metric not in problem.outside for metric in wanted[0].levels),
        still_open=tuple(metric.id for metric in after.metrics if metric.class_ == "main" and metric.status in OPEN),
        unknown=tuple(metric for metric in first.levels if metric not in problem.start),
        dependencies=used_needs(first, problem),
        skipped=skipped_needs(first, problem),
        follow_up=tuple(finding for finding in _came(now, after) if finding.severity != "note"),
        phases=tuple(_phases(path, plan, wanted[0], knowledge, problem, today, policy, locate)),
    )


def _valued(route: Route, plan: Plan, knowledge: KnowledgeBase, now: PlanResult) -> Route:
    """The route with what each move has brought by then."""
    moves: list[Move] = []
    levels = known_levels(plan)
    for move in route.moves:
        levels |= {each.metric: max(each.after, levels.get(each.metric, 0)) for each in move.raises}
        moves.append(replace(move, attainment=_share(levels, now), attained_model=_model(levels, plan, knowledge)))
    return replace(route, moves=tuple(moves))


def _share(levels: dict[str, int], now: PlanResult) -> float | None:
    """Attainment (0-1) of the plan's own targets by levels: main presets are all of the kind where more is better."""
    main = [metric for metric in now.metrics if metric.class_ == "main" and metric.status != "not_applicable"]
    if not main:
        return None
    met = sum(metric.target is not None and levels.get(metric.id, -1) >= metric.target for metric in main)
    return met / len(main)


def _model(levels: dict[str, int], plan: Plan, knowledge: KnowledgeBase) -> int | None:
    return attained_model(levels, not_applicable(plan), knowledge)


def _phases(
    path: str,
    plan: Plan,
    goal: Goal,
    knowledge: KnowledgeBase,
    problem: PathProblem,
    today: date,
    policy: Policy,
    locate: Locate,
) -> list[PhaseEffect]:
    """What each phase brings over the one before, judged by the day of the run."""
    effects = []
    before = appraise(path, plan, knowledge, today=today, policy=policy, locate=locate)
    for phase in phases_in_order(plan):
        raised = with_levels(plan, phase.levels, knowledge)
        after = appraise(path, raised, knowledge, today=today, policy=policy, locate=locate)
        was_open = {metric.id for metric in before.metrics if metric.status in OPEN}
        levels = known_levels(raised)
        effects.append(
            PhaseEffect(
                id=phase.id,
                name=phase.name,
                by=phase.by.text,
                cost=_phase_cost(plan, raised, problem),
                attainment=after.attainment,
                attained_model=after.attained_model,
                closes=tuple(metric.id for metric in after.metrics if metric.id in was_open and metric.status not in OPEN),
                came=_came(before, after),
                went=_came(after, before),
                remaining=tuple(
                    metric
                    for metric, level in goal.levels.items()
                    if metric not in problem.outside and levels.get(metric, -1) < level
                ),
            )
        )
        plan, before = raised, after
    return effects


def _phase_cost(before: Plan, after: Plan, problem: PathProblem) -> float | None:
    """The prices of a phase's steps one by one; None when one has none (packages are not looked for here)."""
    old = known_levels(before)
    total = 0.0
    for metric, level in known_levels(after).items():
        for step in range(old.get(metric, 0) + 1, level + 1):
            price = problem.price(metric, step)
            if price is None:
                return None
            total += price
    return round(total, 6)


def _came(before: PlanResult, after: PlanResult) -> tuple[Finding, ...]:
    """Findings that are there only afterwards."""
    known = {(finding.rule, finding.key) for finding in before.findings}
    return tuple(finding for finding in after.findings if (finding.rule, finding.key) not in known)
