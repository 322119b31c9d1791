"""All plans together: the order to work in (activity 1 of the guide), what they need of one another and what they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from hrsi_cli.domain.judgement import MetricResult, PlanResult
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.policy import Policy
from hrsi_cli.domain.portfolio import DependencyProblem, Limits, Portfolio, SharedHazard, SystemState
from hrsi_cli.domain.problem import Message, Problem
from hrsi_cli.domain.quantity import fold
from hrsi_cli.domain.severity import WEIGHT
from hrsi_cli.domain.visible import echo
from hrsi_cli.engine.graph import circles_and_order, is_circle, named_circle
from hrsi_cli.engine.lapses import lapses
from hrsi_cli.engine.schedule import recovery_schedule

_NONE = 10_000
"""Stands behind every importance that a plan can state."""


def build_portfolio(
    root: str,
    plans: Sequence[Plan],
    results: Sequence[PlanResult],
    errors: tuple[Problem, ...],
    *,
    today: date,
    policy: Policy,
    limits: Limits,
    knowledge_version: str,
) -> Portfolio:
    """Put judged plans together; ``results`` belong to ``plans`` one by one."""
    by_id: dict[str, Plan] = {}
    for plan in plans:
        by_id.setdefault(plan.system.id, plan)
    pulled = _effective_importance(by_id)
    carried = _dependents(by_id)
    states = [
        _state(plan, result, pulled[plan.system.id], carried[plan.system.id], today, policy)
        for plan, result in zip(plans, results, strict=True)
    ]
    return Portfolio(
        root=root,
        systems=tuple(_numbered(sorted(states, key=_order))),
        problems=tuple(_problems(by_id, results)),
        schedule=recovery_schedule(by_id, {id: importance for id, (importance, _) in pulled.items()}, limits),
        limits=limits,
        hazards=tuple(_hazards(by_id)),
        errors=errors,
        knowledge_version=knowledge_version,
        as_of=today.isoformat(),
    )


def _effective_importance(plans: Mapping[str, Plan]) -> dict[str, tuple[int | None, str | None]]:
    """Each system's importance, or that of the most important one that rests on it, with its name."""
    wanted = {id: plan.system.depends_on for id, plan in plans.items()}
    found: dict[str, tuple[int, str]] = {id: (plan.system.importance or _NONE, id) for id, plan in plans.items()}
    for group in reversed(circles_and_order(wanted)):  # those that nothing rests on come first
        best = min(found[id] for id in group)
        for id in group:
            found[id] = min(found[id], best)
            for need in wanted[id]:
                if need in found:
                    found[need] = min(found[need], found[id])
    return {
        id: (None, None) if importance == _NONE else (importance, None if importance == plans[id].system.importance else by)
        for id, (importance, by) in found.items()
    }


def _dependents(plans: Mapping[str, Plan]) -> dict[str, int]:
    """How many systems rest on each, directly or through others, itself not counted."""
    wanted = {id: plan.system.depends_on for id, plan in plans.items()}
    bit = {id: 1 << number for number, id in enumerate(plans)}
    above: dict[str, int] = dict.fromkeys(plans, 0)
    for group in reversed(circles_and_order(wanted)):
        everything = 0
        members = frozenset(group)
        for id in group:
            everything |= above[id] | bit[id]
        for id in group:
            above[id] = everything & ~bit[id]
            for need in wanted[id]:
                if need in above and need not in members:
                    above[need] |= everything
    return {id: systems.bit_count() for id, systems in above.items()}


def _state(
    plan: Plan, result: PlanResult, pull: tuple[int | None, str | None], carried: int, today: date, policy: Policy
) -> SystemState:
    importance, pulled_by = pull
    worst = _worst(result)
    return SystemState(
        result=result,
        importance=plan.system.importance,
        effective_importance=importance,
        pulled_by=pulled_by,
        depends_on=plan.system.depends_on,
        dependents=carried,
        worst=worst,
        lapses=lapses(plan, today, policy),
        order=0,
        reasons=tuple(_reasons(result, importance, pulled_by, carried, worst)),
    )


def _worst(result: PlanResult) -> MetricResult | None:
    """The heaviest open metric: by severity, then by levels missing; what is unknown comes after a known gap."""
    open_ = [metric for metric in result.metrics if metric.status in ("gap", "unknown")]
    return min(open_, key=lambda metric: (-WEIGHT[metric.severity], -(metric.gap or 0), metric.id), default=None)


def _reasons(
    result: PlanResult, importance: int | None, pulled_by: str | None, carried: int, worst: MetricResult | None
) -> Iterator[Message]:
    if pulled_by is not None:
        yield Message("portfolio.reason_pulled", {"system": echo(pulled_by), "importance": importance})
    elif importance is not None:
        yield Message("portfolio.reason_importance", {"importance": importance})
    else:
        yield Message("portfolio.reason_no_importance")
    if carried:
        yield Message("portfolio.reason_carries", {"count": carried})
    if result.verdict == "pass":
        yield Message("portfolio.reason_passes")
    missing = _models_missing(result)
    if missing > 0:
        yield Message("portfolio.reason_models", {"count": missing})
    if worst is not None:
        yield Message("portfolio.reason_open", {"count": _open(result), "metric": worst.id})
    if errors := _open_errors(result):
        yield Message("portfolio.reason_errors", {"count": errors})


def _models_missing(result: PlanResult) -> int:
    return result.target_model - (result.attained_model or 0)


def _open(result: PlanResult) -> int:
    """Metrics that are short or unknown."""
    return result.count("gap") + result.count("unknown")


def _open_errors(result: PlanResult) -> int:
    """Findings that are errors and not waived."""
    return sum(finding.severity == "error" and finding.waiver is None for finding in result.findings)


def _order(state: SystemState) -> tuple[object, ...]:
    """By what the reasons name, in their order: importance, dependents, models missing, open metrics, error findings.

    What passes needs no work now and comes after everything that fails.
    """
    result = state.result
    importance = _NONE if state.effective_importance is None else state.effective_importance
    passes = result.verdict == "pass"
    work = -_models_missing(result), -_open(result), -_open_errors(result)
    return passes, importance, -state.dependents, *work, result.system_id, result.path


def _numbered(states: Sequence[SystemState]) -> Iterator[SystemState]:
    for number, state in enumerate(states, 1):
        yield replace(state, order=number)


def _problems(by_id: Mapping[str, Plan], results: Sequence[PlanResult]) -> Iterator[DependencyProblem]:
    """Circles (each named once), names that no plan has, restart targets that cannot hold, ids used twice."""
    wanted = {id: plan.system.depends_on for id, plan in by_id.items()}
    for group in circles_and_order(wanted):
        if is_circle(group, wanted):
            yield DependencyProblem("circle", tuple(sorted(group)), _circle(group, named_circle(group, wanted)))
    for result in results:
        for finding in result.findings:
            if finding.rule == "HRSI117" and finding.message.id != "HRSI117.cycle":
                yield DependencyProblem("itself_late", (result.system_id,), finding.message)
    for id in sorted(wanted):
        for name in wanted[id]:
            if name not in by_id:
                yield DependencyProblem("missing", (id,), Message("portfolio.missing", {"system": echo(id), "name": echo(name)}))
    files: dict[str, list[str]] = defaultdict(list)
    for result in results:
        files[result.system_id].append(result.path)
    for id, paths in sorted(files.items()):
        if len(paths) > 1:
            values = {"system": echo(id), "count": len(paths), "paths": tuple(echo(path) for path in paths)}
            yield DependencyProblem("same_id", (id,), Message("portfolio.same_id", values))


def _circle(group: tuple[str, ...], way: tuple[str, ...]) -> Message:
    """A circle in words: where one walk does not pass all its members, they are named beside it."""
    names = tuple(echo(name) for name in sorted(group))
    values: dict[str, object] = {"count": len(group), "systems": names, "circle": " -> ".join(echo(name) for name in way)}
    return Message("portfolio.circle" if set(way) == set(group) else "portfolio.knot", values)


def _hazards(plans: Mapping[str, Plan]) -> Iterator[SharedHazard]:
    """Hazards that strike the main sites of two systems or more, those that strike most first."""
    names: dict[str, str] = {}
    struck: dict[str, list[str]] = defaultdict(list)
    stuck: dict[str, list[str]] = defaultdict(list)
    for id, plan in plans.items():
        backups = [{_key(name) for name in site.hazards} for site in plan.measures.sites if site.role == "backup"]
        own = {_key(name): name for site in plan.measures.sites if site.role == "main" for name in site.hazards}
        for key, name in own.items():
            names.setdefault(key, name)
            struck[key].append(id)
            if all(key in hazards for hazards in backups):
                stuck[key].append(id)
    for key in sorted(struck, key=lambda key: (-len(struck[key]), key)):
        if len(struck[key]) > 1:
            yield SharedHazard(names[key], tuple(sorted(struck[key])), tuple(sorted(stuck[key])))


def _key(name: str) -> str:
    return fold(name).casefold()
