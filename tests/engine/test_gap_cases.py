"""What the cases say about a gap: which of them reach the target, and between which levels they lie."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hrsi_cli.domain.judgement import MetricResult
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.outline import Grade
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.policy import Policy
from hrsi_cli.engine.appraisal import appraise
from hrsi_cli.knowledge.store import load_knowledge

SHIPPED = load_knowledge()
MAIN, RANGED, NEUTRAL = "A.2.4.1", "C.5.8.2", "C.5.9.1"


def graded(metric: str, *levels: int | None) -> KnowledgeBase:
    """A knowledge base whose cases c1, c2 and so on have these levels of a metric."""
    like = next(iter(SHIPPED.outlines.values()))
    outlines = {}
    for number, level in enumerate(levels, 1):
        grade = Grade(status="not_set" if level is None else "stated", level=level)
        outlines[f"c{number}"] = like.model_copy(update={"id": f"c{number}", "grades": {**like.grades, metric: grade}})
    return replace(SHIPPED, outlines=outlines)


def judged(knowledge: KnowledgeBase, metric: str, **parts: Any) -> MetricResult:
    plan = Plan.model_validate({"hrsi": 1, "system": {"id": "x"}, "target": {"model": 3}, **parts})
    result = appraise("p", plan, knowledge, today=date(2026, 11, 23), policy=Policy())
    return next(item for item in result.metrics if item.id == metric)


@pytest.mark.parametrize(
    ("current", "cases"),
    [(0, ("c2", "c4")), ("unknown", ("c2", "c4")), (1, ()), (2, ()), ({"not_applicable": "none"}, ())],
)
def test_cases_that_reach_the_target_are_named_beside_a_gap(current: Any, cases: tuple[str, ...]) -> None:
    knowledge = graded(MAIN, 0, 1, None, 2)
    assert judged(knowledge, MAIN, current={MAIN: current}).cases == cases


def test_of_alternatives_only_the_same_one_reaches_the_target() -> None:
    target = {"model": 3, "adjustments": {NEUTRAL: {"level": 3, "reason": "r"}}}
    assert judged(graded(NEUTRAL, 4, 3, 2, None), NEUTRAL, target=target, current={NEUTRAL: 1}).cases == ("c2",)


@pytest.mark.parametrize(
    ("levels", "between"), [((3, 1, None, 2), (1, 3)), ((2,), (2, 2)), ((0, None), (0, 0)), ((None, None), None), ((), None)]
)
def test_metrics_without_presets_show_the_range_of_the_cases(levels: tuple[int | None, ...], between: Any) -> None:
    assert judged(graded(RANGED, *levels), RANGED).case_range == between


def test_main_metrics_show_no_range() -> None:
    assert judged(graded(MAIN, 0, 2), MAIN).case_range is None


@pytest.mark.parametrize(
    ("answer", "note"),
    [
        (None, None),
        (1, None),
        ({"level": 1, "note": "half"}, "half"),
        ({"level": "unknown", "note": "asked"}, "asked"),
        ({"not_applicable": "no line"}, "no line"),
    ],
)
def test_a_metric_has_the_note_of_its_answer(answer: Any, note: str | None) -> None:
    assert judged(SHIPPED, MAIN, current={} if answer is None else {MAIN: answer}).note == note


def test_targets_follow_the_presets_of_the_knowledge_that_is_used() -> None:
    model = SHIPPED.model_systems[3]
    presets = tuple(
        preset.model_copy(update={"level": 2, "basis": "stated"}) if preset.metric == MAIN else preset for preset in model.presets
    )
    own = replace(SHIPPED, model_systems={**SHIPPED.model_systems, 3: model.model_copy(update={"presets": presets})})
    assert (judged(own, MAIN).target, judged(own, MAIN).basis) == (2, "stated")
    assert (judged(SHIPPED, MAIN).target, judged(SHIPPED, MAIN).basis) == (1, "inferred")
