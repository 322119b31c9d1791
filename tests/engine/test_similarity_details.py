"""Cases near to a plan, as a whole, by cases made up for the purpose."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hrsi_cli.domain.browsing import NearCase, NearMetric
from hrsi_cli.domain.outline import CaseOutline, Grade
from hrsi_cli.domain.plan import Plan
from hrsi_cli.engine.similarity import near_cases
from hrsi_cli.knowledge.store import load_knowledge

SHIPPED = load_knowledge()
FIRST, SECOND, NEUTRAL = "A.2.6.1", "A.3.1.1", "C.5.9.1"
"""Scales to 3 and to 4, and alternatives."""


def case(id: str, model: int, first: int | None, second: int | None, neutral: int | None = None) -> CaseOutline:
    like = next(iter(SHIPPED.outlines.values()))
    levels = {FIRST: first, SECOND: second, NEUTRAL: neutral}
    grades = {metric: Grade(status="not_set" if level is None else "stated", level=level) for metric, level in levels.items()}
    return like.model_copy(update={"id": id, "model": model, "grades": {**like.grades, **grades}})


def near(current: dict[str, Any], *cases: CaseOutline, model: int = 2) -> tuple[NearCase, ...]:
    plan = Plan.model_validate({"hrsi": 1, "system": {"id": "x"}, "target": {"model": model}, "current": current})
    return near_cases(plan, replace(SHIPPED, outlines={each.id: each for each in cases}))


def test_a_near_case_is_told_as_a_whole() -> None:
    current = {SECOND: 1, FIRST: 1, NEUTRAL: 2, "A.2.1.1": "unknown", "A.2.4.1": {"not_applicable": "none"}}
    found = near(current, case("a", 1, 2, 2, 2), case("b", 1, None, 1, 3), case("c", 1, None, None, None))
    assert found == (
        NearCase(
            "a",
            (0.6667 + 0.75 + 1) / 3,
            (NearMetric(FIRST, 1, 2, 0.6667), NearMetric(SECOND, 1, 2, 0.75), NearMetric(NEUTRAL, 2, 2, 1.0)),
            (),
        ),
        NearCase("b", 1 / 3, (NearMetric(SECOND, 1, 1, 1.0), NearMetric(NEUTRAL, 2, 3, 0.0)), (FIRST,)),
        NearCase("c", 0.0, (), (FIRST, SECOND, NEUTRAL)),
    )


def test_metrics_without_a_level_hide_nothing_that_comes_after_them() -> None:
    (found,) = near({FIRST: 1, SECOND: 1}, case("a", 1, None, 4))
    assert (found.metrics, found.missing) == ((NearMetric(SECOND, 1, 4, 0.25),), (FIRST,))


def test_the_nearest_come_first_then_those_of_the_target_then_by_name() -> None:
    cases = (case("d", 1, 0, 0), case("c", 1, 1, 1), case("b", 2, 1, 1), case("a", 1, 1, 1), case("e", 2, 0, 0))
    assert [found.case for found in near({FIRST: 1, SECOND: 1}, *cases)] == ["b", "a", "c", "e", "d"]


def test_a_plan_that_knows_nothing_is_near_to_nothing() -> None:
    assert near({FIRST: "unknown"}, case("a", 1, 1, 1)) == ()
