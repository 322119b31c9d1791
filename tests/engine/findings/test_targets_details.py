"""Targets that do not fit, each finding as a whole, with model systems made up where the shipped ones leave a case out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.engine.findings.keyless import keyless
from tests.engine.test_selection_details import models

from hrsi_cli.domain.judgement import Arithmetic, ArithmeticTerm, Finding
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.problem import NOWHERE, Message
from hrsi_cli.engine.findings.subject import Subject
from hrsi_cli.engine.findings.targets import CHECKS
from hrsi_cli.knowledge.store import load_knowledge

KNOWLEDGE = load_knowledge()
Found = Callable[..., list[Finding]]


def plan(id: str = "x", *needs: str, model: int = 3, rto: str | None = None, restart: str | None = None, **more: Any) -> Plan:
    """A plan by its objectives; more of them as ``rpo``, ``disaster_rpo`` and ``budget``."""
    failure = {name: value for name, value in (("rto", rto), ("rpo", more.get("rpo"))) if value}
    disaster = {name: value for name, value in (("restart", restart), ("rpo", more.get("disaster_rpo"))) if value}
    objectives = {"failure": failure, "disaster": disaster, **({"budget": more["budget"]} if "budget" in more else {})}
    system = {"id": id, "depends_on": needs}
    return Plan.model_validate({"hrsi": 1, "system": system, "target": {"model": model}, "objectives": objectives})


@pytest.fixture
def found(subject_of: Callable[..., Subject]) -> Found:
    """The findings of one rule about a plan, beside others."""

    def run(rule: str, made: Plan, *others: Plan, knowledge: KnowledgeBase = KNOWLEDGE) -> list[Finding]:
        return keyless(CHECKS[rule](replace(subject_of(made, others), knowledge=knowledge)))

    return run


def whole(rule: str, path: tuple[str | int, ...], message: str, arithmetic: Arithmetic, /, **values: object) -> Finding:
    known = KNOWLEDGE.rules[rule]
    return Finding(
        rule, known.severity, Message(message, values), NOWHERE, path, known.metrics, known.cases, known.sources, arithmetic
    )


def model_name(model: int) -> Message:
    return Message("model.name", {"model": model})


def span(hours: float) -> Message:
    if hours >= 48:
        return Message("finding.span_days", {"hours": hours, "days": hours / 24})
    return Message("finding.span", {"hours": hours})


def criterion(name: str, asked: float, model: int, offered: float) -> Message:
    values = {"criterion": Message(f"criterion.{name}"), "asked": span(asked), "model": model, "offered": span(offered)}
    return Message("finding.criterion", values)


def h(name: str, hours: float) -> ArithmeticTerm:
    return ArithmeticTerm(name, hours, "h")


def number(name: str, model: int) -> ArithmeticTerm:
    return ArithmeticTerm(name, model, "model")


# HRSI115


def test_a_target_below_the_objectives_is_told_as_a_whole(found: Found) -> None:
    made = plan(model=1, rto="1h", restart="9h", rpo="5h", disaster_rpo="3h")
    knowledge = models(("2h", "9h", "4h", "low", ""), ("1h", "9h", "1h", "medium", ""), ("1h", "1h", "1h", "high", ""))
    assert found("HRSI115", made, knowledge=knowledge) == [
        whole(
            "HRSI115",
            ("target", "model"),
            "HRSI115",
            Arithmetic(
                (h("rto_failure", 1), h("rpo", 3), h("rto_failure_offered", 2), h("rpo_offered", 4)),
                number("model_needed", 2),
                number("model_targeted", 1),
            ),
            needed=model_name(2),
            target=model_name(1),
            criteria=(criterion("rto_failure", 1, 1, 2), criterion("rpo", 3, 1, 4)),
        )
    ]


@pytest.mark.parametrize(
    ("investments", "needed"), [(("low", "high", "medium"), 3), (("low", "medium", "medium"), 2), (("low", "high", "low"), 3)]
)
def test_of_model_systems_that_fit_the_cheapest_is_needed(investments: tuple[str, str, str], needed: int, found: Found) -> None:
    knowledge = models(
        *((time, "9h", "9h", investment, "") for time, investment in zip(("9h", "1h", "1h"), investments, strict=True))
    )
    (finding,) = found("HRSI115", plan(model=1, rto="1h"), knowledge=knowledge)
    assert finding.message.values["needed"] == model_name(needed)


@pytest.mark.parametrize(
    ("systems", "needed"),
    [
        ((("9h", "9h", "9h", "low", ""), ("9h", "1h", "9h", "low", ""), ("9h", "1h", "1h", "low", "")), 3),
        ((("9h", "9h", "9h", "low", ""), ("9h", "1h", "9h", "high", ""), ("9h", "1h", "9h", "low", "")), 3),
        ((("9h", "9h", "9h", "low", ""), ("9h", "1h", "9h", "low", ""), ("9h", "1h", "9h", "low", "")), 2),
        ((("9h", "9h", "9h", "low", ""), ("9h", "9h", "9h", "low", "")), None),
    ],
)
def test_where_nothing_fits_the_nearest_counts(systems: Any, needed: int | None, found: Found) -> None:
    made = plan(model=1, rto="1h", restart="1h", rpo="1h")
    told = [
        (finding.message.id, finding.message.values["needed"]) for finding in found("HRSI115", made, knowledge=models(*systems))
    ]
    assert told == ([] if needed is None else [("HRSI115.nearest", model_name(needed))])


@pytest.mark.parametrize(
    ("made", "fires"),
    [
        (plan(model=1), False),
        (plan(model=1, budget="high"), False),
        (plan(model=1, rto="3d"), False),
        (plan(model=1, rto="2h"), True),
        (plan(model=2, rto="2h"), False),
        (plan(model=4, rto="2h"), False),
        (plan(model=2, restart="7d"), True),
        (plan(model=2, rpo="8h"), True),
        (plan(model=2, rpo="7d", disaster_rpo="8h"), True),
        (plan(model=2, rpo="7d", disaster_rpo="30d"), False),
        (plan(model=1, disaster_rpo="30d"), False),
    ],
)
def test_objectives_may_need_a_higher_model_system(made: Plan, fires: bool, found: Found) -> None:
    assert bool(found("HRSI115", made)) is fires


# HRSI116


def test_an_investment_above_the_budget_is_told_as_a_whole(found: Found) -> None:
    made = plan(model=3, rto="2h", restart="7d", budget="medium")
    profile = KNOWLEDGE.model_systems[2].profile
    assert found("HRSI116", made) == [
        whole(
            "HRSI116",
            ("objectives", "budget"),
            "HRSI116",
            Arithmetic(
                (number("model_targeted", 3),), ArithmeticTerm("investment", 3, "rank"), ArithmeticTerm("budget", 2, "rank")
            ),
            target=model_name(3),
            investment=Message("strength.high"),
            budget=Message("strength.medium"),
            model=model_name(2),
            criteria=(criterion("rto_disaster", 168, 2, profile.rto_disaster.worst.hours),),
        )
    ]


@pytest.mark.parametrize(
    ("made", "message", "values"),
    [
        (plan(model=3, budget="low"), "HRSI116.no_objectives", {"model": model_name(1)}),
        (plan(model=3, budget="medium"), "HRSI116.no_objectives", {"model": model_name(2)}),
        (plan(model=3, rto="2h", budget="medium"), "HRSI116.enough", {"model": model_name(2), "criteria": ()}),
        (plan(model=2, rto="3d", budget="low"), "HRSI116.enough", {"model": model_name(1), "criteria": ()}),
        (plan(model=4, rto="3d", budget="medium"), "HRSI116.enough", {"model": model_name(2), "criteria": ()}),
    ],
)
def test_what_the_budget_still_pays_for_is_told(made: Plan, message: str, values: dict[str, object], found: Found) -> None:
    (finding,) = found("HRSI116", made)
    told = {name: value for name, value in finding.message.values.items() if name not in ("target", "investment", "budget")}
    assert (finding.message.id, told) == (message, values)


def test_a_budget_that_pays_for_nothing_is_told(found: Found) -> None:
    knowledge = models(("1h", "1h", "1h", "medium", ""), ("1h", "1h", "1h", "high", ""))
    (finding,) = found("HRSI116", plan(model=2, rto="2h", budget="low"), knowledge=knowledge)
    assert finding.message == Message(
        "HRSI116.nothing",
        {"target": model_name(2), "investment": Message("strength.high"), "budget": Message("strength.low")},
    )


def test_the_affordable_model_system_that_keeps_most_is_told(found: Found) -> None:
    knowledge = models(
        ("1h", "1h", "9h", "low", ""),
        ("9h", "9h", "9h", "low", ""),
        ("1h", "9h", "1h", "low", ""),
        ("1h", "1h", "1h", "high", ""),
    )
    (finding,) = found("HRSI116", plan(model=4, rto="1h", restart="1h", rpo="1h", budget="medium"), knowledge=knowledge)
    assert (finding.message.values["model"], finding.message.values["criteria"]) == (
        model_name(3),
        (criterion("rto_disaster", 1, 3, 9),),
    )


def test_a_lower_model_system_that_keeps_more_is_told(found: Found) -> None:
    knowledge = models(("1h", "1h", "9h", "low", ""), ("9h", "9h", "9h", "low", ""), ("1h", "1h", "1h", "high", ""))
    (finding,) = found("HRSI116", plan(model=3, rto="1h", restart="1h", rpo="1h", budget="medium"), knowledge=knowledge)
    assert (finding.message.values["model"], finding.message.values["criteria"]) == (model_name(1), (criterion("rpo", 1, 1, 9),))


@pytest.mark.parametrize(
    ("model", "budget", "fires"),
    [(1, "low", False), (2, "low", True), (2, "medium", False), (3, "medium", True), (3, "high", False), (4, "high", False)],
)
def test_an_investment_is_held_against_the_budget(model: int, budget: str, fires: bool, found: Found) -> None:
    assert bool(found("HRSI116", plan(model=model, budget=budget))) is fires
    assert not found("HRSI116", plan(model=model))


# HRSI117


@pytest.mark.parametrize(
    ("event", "name", "objective"), [("failure", "rto", "objective_rto"), ("disaster", "restart", "objective_restart")]
)
def test_a_dependency_with_a_longer_target_is_told_as_a_whole(event: str, name: str, objective: str, found: Found) -> None:
    times: dict[str, Any] = {name: "3h"}
    db = plan("db", **times)
    assert found("HRSI117", plan("web", "gone", "db", **{**times, name: "2h"}), db) == [
        whole(
            "HRSI117",
            ("system", "depends_on", 1),
            "HRSI117",
            Arithmetic((), h("dependency_time", 3), h(objective, 2)),
            event=Message(f"finding.event_{event}"),
            objective=Message(f"term.{objective}"),
            system="web",
            dependency="db",
            theirs=span(3),
            own=span(2),
        )
    ]


@pytest.mark.parametrize(
    ("mine", "theirs", "events"),
    [
        ({"rto": "2h", "restart": "2h"}, {"rto": "3h", "restart": "3h"}, ["failure", "disaster"]),
        ({"rto": "2h", "restart": "2h"}, {"restart": "3h"}, ["disaster"]),
        ({"restart": "2h"}, {"rto": "3h", "restart": "3h"}, ["disaster"]),
        ({"rto": "3h", "restart": "2h"}, {"rto": "3h", "restart": "3h"}, ["disaster"]),
        ({"rto": "2h"}, {"restart": "3h"}, []),
        ({"rto": "3h"}, {"rto": "3h"}, []),
        ({}, {"rto": "3h"}, []),
    ],
)
def test_times_are_compared_event_by_event(mine: Any, theirs: Any, events: list[str], found: Found) -> None:
    made = found("HRSI117", plan("web", "db", **mine), plan("db", **theirs))
    assert [finding.message.values["event"] for finding in made] == [Message(f"finding.event_{event}") for event in events]


@pytest.mark.parametrize(
    ("mine", "others", "index", "cycle"),
    [
        (plan("a", "x", "b"), [plan("b", "c"), plan("c", "a")], 1, "a -> b -> c -> a"),
        (plan("a", "b", "c"), [plan("b", "c"), plan("c", "a")], 1, "a -> c -> a"),
        (plan("a", "a"), [], 0, "a -> a"),
        (plan("a", "b", "a"), [plan("b", "a")], 1, "a -> a"),
        (plan("a", "b"), [plan("b", "b")], None, ""),
        (plan("a", "b"), [plan("b", "c"), plan("c", "b", "gone")], None, ""),
        (plan("a"), [plan("b", "a")], None, ""),
    ],
)
def test_a_circle_is_told_as_a_whole(mine: Plan, others: list[Plan], index: int | None, cycle: str, found: Found) -> None:
    expected = whole(
        "HRSI117",
        ("system", "depends_on", index or 0),
        "HRSI117.cycle",
        Arithmetic(
            (), ArithmeticTerm("cycle_length", cycle.count("->"), "systems"), ArithmeticTerm("cycle_allowed", 0, "systems")
        ),
        cycle=cycle,
    )
    assert found("HRSI117", mine, *others) == ([] if index is None else [expected])
