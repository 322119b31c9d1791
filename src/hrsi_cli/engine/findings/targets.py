"""Targets that do not fit: a model system below the objectives or above the budget, a dependency that comes back later."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from hrsi_cli.domain.assessment import Assessment, Criterion, Offer
from hrsi_cli.domain.judgement import Arithmetic, Finding
from hrsi_cli.domain.model_system import ModelSystem, Strength
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.problem import Message
from hrsi_cli.domain.quantity import HOUR, Duration
from hrsi_cli.domain.visible import echo
from hrsi_cli.engine.assessment import assess_times
from hrsi_cli.engine.findings.spans import span
from hrsi_cli.engine.findings.subject import Subject, model_name, term

_RANK: dict[Strength, int] = {"low": 1, "medium": 2, "high": 3}


def target_too_low(subject: Subject) -> Iterator[Finding]:
    """HRSI115: the objectives, budget left out, need a higher model system by table 3.1-1 than the plan targets.

    The RPO is the tighter of the two; objectives that are not set ask for nothing. Where no model system keeps them
    all, the nearest one counts. Cases 3-1 and 3-2 want to restart within 3 days; their model promises 7.
    """
    asked = _asked(subject.plan)
    if not asked:
        return
    assessments = assess_times(asked, subject.knowledge)
    fitting = [one for one in assessments if one.meets_all]
    nearest = sorted(assessments, key=lambda one: (-one.fit, *_cost(subject, one)))
    needed = min(fitting, key=lambda one: _cost(subject, one)) if fitting else nearest[0]
    target = subject.plan.target.model
    if needed.model <= target:
        return
    mine = next(one for one in assessments if one.model == target)
    deciding = [offer for offer in mine.offers if offer.met != "yes"]
    yield subject.finding(
        "HRSI115",
        ("target", "model"),
        message="HRSI115" if fitting else "HRSI115.nearest",
        arithmetic=Arithmetic(
            tuple(term(offer.criterion, _hours(offer.asked), "h") for offer in deciding)
            + tuple(term(f"{offer.criterion}_offered", _hours(offer.worst), "h") for offer in deciding),
            term("model_needed", needed.model, "model"),
            term("model_targeted", target, "model"),
        ),
        needed=model_name(needed.model),
        target=model_name(target),
        criteria=tuple(_criterion(target, offer) for offer in deciding),
    )


def over_budget(subject: Subject) -> Iterator[Finding]:
    """HRSI116: the investment of the target model (low, medium, high: table 3.1-1) is above the budget.

    Says what would have to give within the budget. Case 3-2 gave up a synchronous copy for its cost; case 4-3
    made do with servers it had.
    """
    budget, plan = subject.plan.objectives.budget, subject.plan
    investment = _investment(subject, plan.target.model)
    if budget is None or _RANK[investment] <= _RANK[budget]:
        return
    affordable = [
        model for model in subject.knowledge.model_systems.values() if _RANK[model.profile.investment.value] <= _RANK[budget]
    ]
    message, wording = _given_up(subject, affordable)
    yield subject.finding(
        "HRSI116",
        ("objectives", "budget"),
        message=message,
        arithmetic=Arithmetic(
            (term("model_targeted", plan.target.model, "model"),),
            term("investment", _RANK[investment], "rank"),
            term("budget", _RANK[budget], "rank"),
        ),
        target=model_name(plan.target.model),
        investment=Message(f"strength.{investment}"),
        budget=Message(f"strength.{budget}"),
        **wording,
    )


def _given_up(subject: Subject, affordable: list[ModelSystem]) -> tuple[str, dict[str, Any]]:
    """A sentence and its values: the model system within the budget that keeps most objectives, and those it does not keep."""
    asked = _asked(subject.plan)
    if not affordable:
        return "HRSI116.nothing", {}
    if not asked:
        return "HRSI116.no_objectives", {"model": model_name(affordable[-1].id)}
    within = {model.id for model in affordable}
    assessments = [one for one in assess_times(asked, subject.knowledge) if one.model in within]
    best = max(assessments, key=lambda one: (one.fit, one.model))
    unmet = tuple(_criterion(best.model, offer) for offer in best.offers if offer.met != "yes")
    return "HRSI116" if unmet else "HRSI116.enough", {"model": model_name(best.model), "criteria": unmet}


def dependency_later(subject: Subject) -> Iterator[Finding]:
    """HRSI117: a system in ``depends_on`` has a longer target (hours) than this one, or depends on this one in turn.

    Compared per event: failure RTO with failure RTO, disaster restart with disaster restart. Systems outside the
    run and times that are not set are left alone.
    """
    mine = _times(subject.plan)
    for index, name in enumerate(subject.plan.system.depends_on):
        other = subject.others.get(name)
        if other is None:
            continue
        for event, theirs in _times(other).items():
            if theirs is None or (own := mine[event]) is None or theirs.seconds <= own.seconds:
                continue
            objective = "objective_rto" if event == "failure" else "objective_restart"
            yield subject.finding(
                "HRSI117",
                ("system", "depends_on", index),
                arithmetic=Arithmetic((), term("dependency_time", theirs.hours, "h"), term(objective, own.hours, "h")),
                event=Message(f"finding.event_{event}"),
                objective=Message(f"term.{objective}"),
                system=echo(subject.plan.system.id),
                dependency=echo(name),
                theirs=span(theirs.seconds),
                own=span(own.seconds),
            )
    cycle = _cycle(subject.plan, subject.others)
    if cycle:
        yield subject.finding(
            "HRSI117",
            ("system", "depends_on", subject.plan.system.depends_on.index(cycle[1])),
            message="HRSI117.cycle",
            arithmetic=Arithmetic((), term("cycle_length", len(cycle) - 1, "systems"), term("cycle_allowed", 0, "systems")),
            cycle=" -> ".join(echo(name) for name in cycle),
        )


def _cycle(plan: Plan, others: Mapping[str, Plan]) -> tuple[str, ...]:
    """The shortest way along ``depends_on`` from a system back to itself; empty when there is none."""
    start = plan.system.id
    waiting = deque(plan.system.depends_on)
    came_from = dict.fromkeys(waiting, start)  # the way back is walked once, so that long chains stay cheap
    while waiting:
        last = waiting.popleft()
        if last == start:
            way = [start]
            while way[-1] != start or len(way) == 1:
                way.append(came_from[way[-1]])
            return tuple(reversed(way))
        for name in others[last].system.depends_on if last in others else ():
            if name not in came_from:
                came_from[name] = last
                waiting.append(name)
    return ()


def looks_past(rule: str, key: str, system: str, run: Mapping[str, Sequence[str]]) -> bool:
    """Whether a finding speaks of systems that are not in the run, so that nobody can say that it is gone.

    ``run`` names for each system of the run what it depends on. A later return is a matter of the dependency alone,
    a circle one of everything behind it.
    """
    name, _, event = key.removeprefix("system.depends_on[").partition("]")
    if rule != "HRSI117" or name not in run[system]:
        return False
    behind, waiting = {name}, [] if event else [name]
    while waiting:
        further = set(run.get(waiting.pop(), ())) - behind
        behind |= further
        waiting += further
    return not behind <= run.keys()


def unseen_rules(subject: Subject) -> frozenset[str]:
    """The rules whose silence says nothing, because a plan that they look at is not in the run."""
    absent = any(name not in subject.others for name in subject.plan.system.depends_on)
    return frozenset({"HRSI117"} if absent else ())


def _times(plan: Plan) -> dict[str, Duration | None]:
    return {"failure": plan.objectives.failure.rto, "disaster": plan.objectives.disaster.restart}


def _asked(plan: Plan) -> dict[Criterion, Duration]:
    """The objectives as answers to the selection; the RPO is the tighter of the two."""
    failure, disaster = plan.objectives.failure, plan.objectives.disaster
    points = [rpo for rpo in (failure.rpo, disaster.rpo) if rpo is not None]
    answers: dict[Criterion, Duration | None] = {
        "rto_failure": failure.rto,
        "rto_disaster": disaster.restart,
        "rpo": min(points, key=lambda rpo: rpo.seconds) if points else None,
    }
    return {criterion: time for criterion, time in answers.items() if time is not None}


def _criterion(model: int, offer: Offer) -> Message:
    """An objective with what was asked and what a model system promises at its worst."""
    asked, worst = (span(_hours(time) * HOUR) for time in (offer.asked, offer.worst))
    values = {"criterion": Message(f"criterion.{offer.criterion}"), "asked": asked, "model": model, "offered": worst}
    return Message("finding.criterion", values)


def _hours(time: object) -> float:
    return time.hours if isinstance(time, Duration) else 0.0


def _investment(subject: Subject, model: int) -> Strength:
    return subject.knowledge.model_systems[model].profile.investment.value


def _cost(subject: Subject, assessment: Assessment) -> tuple[int, int]:
    return _RANK[_investment(subject, assessment.model)], assessment.model


CHECKS: dict[str, Callable[[Subject], Iterator[Finding]]] = {
    "HRSI115": target_too_low,
    "HRSI116": over_budget,
    "HRSI117": dependency_later,
}
