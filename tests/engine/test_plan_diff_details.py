"""Differences put together by hand: every kind of change, findings that say something else, facts, and sums of changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hrsi_cli.domain.judgement import Arithmetic, ArithmeticTerm, Finding, MetricResult, PlanResult
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.plan_diff import FactChange, FindingChange, MetricChange, PlanDiff, Single, WhatIf
from hrsi_cli.domain.policy import Policy
from hrsi_cli.domain.problem import Message, Position
from hrsi_cli.engine.appraisal import appraise
from hrsi_cli.engine.plan_diff import diff_plans, what_if
from hrsi_cli.knowledge.store import load_knowledge

KNOWLEDGE = load_knowledge()
PLACE = Position(1, 1)
STRONGER, NEUTRAL = "A.2.1.1", "C.5.9.1"


def plan(**parts: Any) -> Plan:
    return Plan.model_validate({"hrsi": 1, "system": {"id": "x"}, "target": {"model": 3}, **parts})


PLAN = plan()
RESULT = replace(appraise("p", PLAN, KNOWLEDGE, today=date(2026, 11, 23), policy=Policy()), findings=())


def metric(id: str, current: int | None, target: int | None, status: str = "gap") -> MetricResult:
    known: Any = status
    return MetricResult(id, "main", current, target, None, known, "plan", None, PLACE)


def result(*metrics: MetricResult, findings: tuple[Finding, ...] = (), **more: Any) -> PlanResult:
    return replace(RESULT, metrics=metrics, findings=findings, **more)


def finding(rule: str = "HRSI101", key: str = "k", **more: Any) -> Finding:
    told: dict[str, Any] = {"severity": "error", "message": Message("m"), "position": PLACE, "path": (), **more}
    return Finding(rule=rule, key=key, **told)


def differ(before: PlanResult, after: PlanResult) -> PlanDiff:
    return diff_plans(before, after, PLAN, PLAN, KNOWLEDGE)


@pytest.mark.parametrize(
    ("id", "before", "after", "kinds"),
    [
        (STRONGER, (1, 2), (1, 2), ()),
        (STRONGER, (1, 2), (2, 2), ("improved",)),
        (STRONGER, (2, 2), (1, 2), ("regressed",)),
        (STRONGER, (None, 2), (0, 2), ("new",)),
        (STRONGER, (0, 2), (None, 2), ("removed",)),
        (NEUTRAL, (1, 2), (2, 2), ("changed",)),
        (NEUTRAL, (2, 2), (1, 2), ("changed",)),
        (NEUTRAL, (None, 2), (1, 2), ("new",)),
        (NEUTRAL, (1, 2), (None, 2), ("removed",)),
        (STRONGER, (1, 1), (1, 2), ("target_raised",)),
        (STRONGER, (1, 2), (1, 1), ("target_lowered",)),
        (STRONGER, (1, None), (1, 0), ("target_raised",)),
        (STRONGER, (1, 0), (1, None), ("target_lowered",)),
        (NEUTRAL, (1, 2), (1, 3), ("target_changed",)),
        (NEUTRAL, (1, 3), (1, 2), ("target_changed",)),
        (NEUTRAL, (1, 1), (1, 0), ("target_changed",)),
        (NEUTRAL, (1, 2), (1, 1), ("target_changed",)),
        (NEUTRAL, (1, None), (1, 3), ("target_raised",)),
        (NEUTRAL, (1, 3), (1, None), ("target_lowered",)),
        (STRONGER, (1, 2, "gap"), (1, 2, "waived"), ("waived",)),
        (STRONGER, (1, 2, "waived"), (1, 2, "gap"), ("unwaived",)),
        (STRONGER, (1, 2, "waived"), (0, 2, "waived"), ("regressed",)),
        (STRONGER, (1, 2, "gap"), (None, 2, "not_applicable"), ("not_applicable",)),
        (STRONGER, (None, 2, "not_applicable"), (1, 2, "gap"), ("applicable",)),
        (STRONGER, (None, 2, "not_applicable"), (None, 2, "not_applicable"), ()),
        (STRONGER, (1, 1, "met"), (0, 2, "waived"), ("regressed", "target_raised", "waived")),
        (STRONGER, (None, 1, "not_applicable"), (0, 2, "waived"), ("applicable", "target_raised", "waived")),
    ],
)
def test_each_change_of_a_metric_has_its_kinds(id: str, before: Any, after: Any, kinds: Any) -> None:
    assert KNOWLEDGE.requirements[NEUTRAL].polarity == "neutral"
    old, new, same = metric(id, *before), metric(id, *after), metric("A.2.4.1", 1, 1)
    diff = differ(result(same, old), result(new, same))
    assert diff.metrics == ((MetricChange(kinds, old, new),) if kinds else ())


def test_findings_come_and_go_by_rule_and_place() -> None:
    stays, moved = finding(), finding(position=Position(9, 9), path=("a", 1))
    first, second, third = finding("HRSI102", "a"), finding("HRSI102", "b"), finding("HRSI103", "a")
    diff = differ(result(findings=(stays, third, first)), result(findings=(second, moved)))
    assert (diff.came, diff.went, diff.changed) == ((second,), (first, third), ())
    back = differ(result(findings=(second, moved)), result(findings=(third, stays, first)))
    assert (back.came, back.went, back.changed) == ((first, third), (second,), ())


@pytest.mark.parametrize(
    ("changes", "says_something_else"),
    [
        ({"severity": "warning"}, True),
        ({"message": Message("other")}, True),
        ({"message": Message("m", {"limit": 3})}, False),
        ({"arithmetic": Arithmetic((), ArithmeticTerm("age", 3, "days"))}, True),
        ({"waiver": "w1"}, True),
        ({"metrics": ("A.2.1.1",)}, True),
        ({"position": Position(5, 5), "path": ("x",), "cases": ("1-1",), "sources": ("s",), "known": True}, False),
    ],
)
def test_a_finding_is_changed_when_it_says_something_else(changes: dict[str, Any], says_something_else: bool) -> None:
    old, new = finding(), finding(**changes)
    diff = differ(result(findings=(old,)), result(findings=(new,)))
    assert (diff.came, diff.went) == ((), ())
    assert diff.changed == ((FindingChange(old, new),) if says_something_else else ())


def test_another_waiver_of_the_same_finding_changes_nothing() -> None:
    assert differ(result(findings=(finding(waiver="w1"),)), result(findings=(finding(waiver="w2"),))).changed == ()


def test_changed_findings_are_told_in_the_order_of_rule_and_place() -> None:
    pairs = [(rule, key) for rule in ("HRSI103", "HRSI102") for key in ("b", "a")]
    before = result(findings=tuple(finding(*pair) for pair in pairs))
    after = result(findings=tuple(finding(*pair, severity="note") for pair in pairs))
    assert [(change.after.rule, change.after.key) for change in differ(before, after).changed] == sorted(pairs)


def facts(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str | None, str | None]]:
    diff = diff_plans(RESULT, RESULT, plan(**old), plan(**new), KNOWLEDGE)
    assert all(isinstance(fact, FactChange) for fact in diff.facts)
    return [(fact.place, fact.before, fact.after) for fact in diff.facts]


def backups(*items: dict[str, Any]) -> dict[str, Any]:
    return {"measures": {"backups": items}}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ({}, {"notes": "n"}, [("notes", None, "n")]),
        ({"notes": "n"}, {}, [("notes", "n", None)]),
        ({"notes": "n"}, {"notes": "m"}, [("notes", "n", "m")]),
        ({"current": {"A.2.1.1": 1}}, {"target": {"model": 1}}, []),
        ({}, {"objectives": {"failure": {"rto": "2h"}}}, [("objectives.failure.rto", None, "2h")]),
        (
            {"system": {"id": "x", "importance": 1, "depends_on": ("a", "b")}},
            {"system": {"id": "x", "importance": 2, "depends_on": ("b",)}},
            [("system.depends_on", "a, b", "b"), ("system.importance", "1", "2")],
        ),
        ({}, backups({"name": "n"}), [("measures.backups[n].name", None, "n")]),
        (
            backups({"name": "n", "encrypted": True}),
            backups({"name": "n", "encrypted": False}),
            [("measures.backups[n].encrypted", "true", "false")],
        ),
        (
            backups({"name": "n", "interval": "1d"}, {"name": "n", "interval": "2d"}, {"name": "n", "interval": "3d"}),
            backups({"name": "n", "interval": "1h"}, {"name": "n", "interval": "2h"}, {"name": "n", "interval": "3h"}),
            [
                ("measures.backups[n#2].interval", "2d", "2h"),
                ("measures.backups[n#3].interval", "3d", "3h"),
                ("measures.backups[n].interval", "1d", "1h"),
            ],
        ),
        (
            {"measures": {"sites": ({"id": "t", "role": "main", "name": "Tokyo"}, {"id": "o", "role": "backup"})}},
            {
                "measures": {
                    "sites": ({"id": "t", "role": "main", "name": "Tokyo", "cloud": True}, {"id": "o", "role": "storage"})
                }
            },
            [("measures.sites[Tokyo].cloud", None, "true"), ("measures.sites[o].role", "backup", "storage")],
        ),
        (
            {"costs": {"unit": "x", "steps": {"A.2.1.1": {"1": 2}}}},
            {
                "costs": {
                    "unit": "x",
                    "steps": {"A.2.1.1": {"1": 3}},
                    "packages": ({"id": "p", "cost": 1, "levels": {"A.2.1.1": 1}},),
                }
            },
            [
                ("costs.packages[p].cost", None, "1.0"),
                ("costs.packages[p].id", None, "p"),
                ("costs.packages[p].levels.A.2.1.1", None, "1"),
                ("costs.steps.A.2.1.1.1", "2.0", "3.0"),
            ],
        ),
    ],
)
def test_facts_have_a_place_and_both_values(old: dict[str, Any], new: dict[str, Any], told: Any) -> None:
    assert facts(old, new) == told
    assert facts(new, old) == [(place, after, before) for place, before, after in told]


def change(
    gain: float,
    model: int | None = None,
    came: tuple[Finding, ...] = (),
    went: tuple[Finding, ...] = (),
    start: float | None = 0.5,
    was: int | None = None,
) -> PlanDiff:
    """What an assignment brings: attainment, a model system, findings."""
    after = replace(RESULT, attainment=None if start is None else start + gain, attained_model=model)
    return PlanDiff(replace(RESULT, attainment=start, attained_model=was), after, (), came, went, (), ())


ONE, OTHER = finding("HRSI101", "a"), finding("HRSI102", "b")


@pytest.mark.parametrize(
    ("together", "alone", "additive"),
    [
        (change(0.25), [change(0.125), change(0.125)], True),
        (change(0.1 + 0.2), [change(0.1), change(0.2)], True),
        (change(0.25 + 5e-10), [change(0.125), change(0.125)], True),
        (change(0.25 + 2e-9), [change(0.125), change(0.125)], False),
        (change(0.25), [change(0.125), change(0.25)], False),
        (change(0.5), [change(0.125), change(0.125)], False),
        (change(0.25), [change(0.25), None], False),
        (change(0.25, 2), [change(0.125, 1), change(0.125, 2)], True),
        (change(0.25, 2), [change(0.125, 2), change(0.125, None)], True),
        (change(0.25, 3), [change(0.125, 1), change(0.125, 2)], False),
        (change(0.25, 1), [change(0.125, 1), change(0.125, 2)], False),
        (change(0.25, 1), [change(0.125), change(0.125)], False),
        (change(0.25, None), [change(0.125, 1), change(0.125)], False),
        (change(0, None, start=None), [change(0, None, start=None)], True),
        (change(0.0), [], True),
        (change(0.0, 1), [], False),
        (change(0.25, None, (ONE,), (OTHER,)), [change(0.125, None, (ONE,)), change(0.125, None, (), (OTHER,))], True),
        (change(0.25, None, (ONE,)), [change(0.125, None, (ONE,)), change(0.125, None, (ONE,))], True),
        (change(0.25, None, (ONE,)), [change(0.125), change(0.125)], False),
        (change(0.25), [change(0.125, None, (ONE,)), change(0.125)], False),
        (change(0.25, None, (ONE,)), [change(0.125, None, (), (ONE,)), change(0.125)], False),
        (change(0.25, None, (finding(key="other"),)), [change(0.125, None, (finding(),)), change(0.125)], False),
        (change(0.25, None, (finding("HRSI102"),)), [change(0.125, None, (finding(),)), change(0.125)], False),
        (change(0.25, None, (finding(severity="note"),)), [change(0.125, None, (finding(),)), change(0.125)], True),
    ],
)
def test_changes_add_up_in_attainment_model_and_findings(together: PlanDiff, alone: Any, additive: bool) -> None:
    assert what_if([str(number) for number in range(len(alone))], together, alone).additive is additive


@pytest.mark.parametrize(
    ("together", "alone", "additive"),
    [
        (2, (2, 2), True),
        (1, (1, 2), True),
        (1, (1, 1), True),
        (None, (None, 1), True),
        (4, (3, 4), True),
        (1, (2, 2), False),
        (3, (2, 2), False),
        (2, (1, 2), False),
        (None, (1, 1), False),
        (2, (1, 3), False),
        (1, (1, 3), False),
        (3, (1, 3), False),
    ],
)
def test_models_are_held_against_the_one_before(together: int | None, alone: tuple[int | None, ...], additive: bool) -> None:
    diffs = [change(0, model, was=2) for model in alone]
    found = what_if(["a", "b"], change(0, together, was=2), diffs)
    assert found.not_additive_in == (() if additive else ("attained_model",))


def test_what_does_not_add_up_is_named() -> None:
    parts = what_if(["a", "b"], change(0.5, 1, (ONE,)), [change(0.125), change(0.125)]).not_additive_in
    assert parts == ("attainment", "attained_model", "findings")
    assert what_if(["a", "b"], change(0.5, 1, (ONE,)), [change(0.125), None]).not_additive_in == ("validity",)


def test_what_if_tells_what_closes_opens_and_remains() -> None:
    states = {
        "a": ("gap", "met"),
        "b": ("unknown", "gap"),
        "c": ("met", "unknown"),
        "d": ("waived", "exceeds"),
        "e": ("gap", "waived"),
    }
    before = replace(result(*(metric(id, 1, 1, was) for id, (was, _) in states.items())), attainment=None, attained_model=None)
    after = replace(result(*(metric(id, 1, 1, now) for id, (_, now) in states.items())), attainment=0.25, attained_model=2)
    diff = PlanDiff(before, after, (), (), (), (), ())
    gone = PlanDiff(after, before, (), (), (), (), ())
    assert what_if(["x", "y", "z"], diff, [diff, None, gone]) == WhatIf(
        assignments=("x", "y", "z"),
        diff=diff,
        closes=("a", "e"),
        opens=("c",),
        remains=("b",),
        alone=(Single("x", 0.25, 2), Single("z", -0.25, None)),
        gain=0.25,
        not_additive_in=("validity",),
    )
