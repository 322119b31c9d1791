"""How a finding is put together from its rule, how reasons are joined, and how terms are rounded."""

from __future__ import annotations

from datetime import date

import pytest

from hrsi_cli.domain.judgement import Arithmetic, ArithmeticTerm, Finding
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.policy import Thresholds
from hrsi_cli.domain.problem import Message, Position
from hrsi_cli.domain.rule import Rule
from hrsi_cli.engine.findings.subject import Subject, all_of, term
from hrsi_cli.knowledge.compiled import load_catalogue
from hrsi_cli.knowledge.store import load_knowledge

KNOWLEDGE = load_knowledge()
PLACE = Position(7, 3)


def subject() -> Subject:
    plan = Plan.model_validate({"hrsi": 1, "system": {"id": "x"}, "target": {"model": 3}})
    return Subject.of(plan, KNOWLEDGE, today=date(2026, 11, 23), thresholds=Thresholds(), locate=lambda path: PLACE)


@pytest.mark.parametrize("rule", KNOWLEDGE.rules.values(), ids=lambda rule: rule.id)
def test_a_finding_has_the_weight_and_the_grounds_of_its_rule(rule: Rule) -> None:

    assert subject().finding(rule.id, ("system", "id")) == Finding(
        rule=rule.id,
        severity=rule.severity,
        message=Message(rule.id),
        position=PLACE,
        path=("system", "id"),
        metrics=rule.metrics,
        cases=rule.cases,
        sources=rule.sources,
        key="system.id",
    )


def test_a_finding_may_say_more_than_its_rule() -> None:
    arithmetic = Arithmetic((), term("age", 3, "days"))
    found = subject().finding(
        "HRSI101", ("a", 0), message="HRSI101.none", severity="note", metrics=("A.1.3.1",), arithmetic=arithmetic, more=1
    )
    rule = KNOWLEDGE.rules["HRSI101"]
    assert found == Finding(
        "HRSI101",
        "note",
        Message("HRSI101.none", {"more": 1}),
        PLACE,
        ("a", 0),
        ("A.1.3.1",),
        rule.cases,
        rule.sources,
        arithmetic,
        key="a[1]",
    )


def test_a_plan_alone_knows_no_others() -> None:
    assert subject().others == {}


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.1 + 0.2, 0.3), (1, 1), (2 / 3, 0.666666666666667), (1e-5 / 3, 3.33333333333333e-06), (1e6 + 1e-8, 1e6 + 1e-8)],
)
def test_terms_are_told_without_binary_noise_and_otherwise_in_full(value: float, shown: float) -> None:
    assert term("age", value, "days") == ArithmeticTerm("age", shown, "days")


@pytest.mark.parametrize(
    ("count", "ja", "en"),
    [
        (1, "保守員の駆けつけがない(C.3.3.2 = 0)", "no maintenance staff is called out (C.3.3.2 = 0)"),
        (2, "(C.3.3.2 = 0)し、SEの駆けつけがない", "(C.3.3.2 = 0) and no system engineer is called out"),
    ],
)
def test_reasons_are_joined_as_a_sentence(count: int, ja: str, en: str) -> None:
    joined = all_of([Message("HRSI216.C.3.3.2"), Message("HRSI216.C.3.3.3")][:count])
    assert ja in load_catalogue("ja").tell(joined)
    assert en in load_catalogue("en").tell(joined)
