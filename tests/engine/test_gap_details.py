"""What a judged metric says of itself: the levels missing, the cases that reach the target, its range and its note."""

from __future__ import annotations

from typing import Any

import pytest
from tests.engine.test_gap import KNOWLEDGE, TODAY, judge, presets

from hrsi_cli.domain.judgement import MetricResult, PlanResult
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.policy import Policy, Weight
from hrsi_cli.domain.problem import NOWHERE, Position
from hrsi_cli.engine.appraisal import appraise


def metric(result: PlanResult, id: str) -> MetricResult:
    return next(item for item in result.metrics if item.id == id)


@pytest.mark.parametrize(
    ("answer", "gap", "status"),
    [
        (0, 2, "gap"),
        (1, 1, "gap"),
        (2, 0, "met"),
        ("unknown", None, "unknown"),
        ({"not_applicable": "one machine"}, None, "not_applicable"),
    ],
)
def test_levels_missing_to_the_target(answer: Any, gap: int | None, status: str) -> None:
    found = metric(judge(presets(3) | {"A.2.1.1": answer}), "A.2.1.1")
    assert (found.gap, found.status, found.target) == (gap, status, 2)


def test_without_a_target_nothing_is_missing() -> None:
    found = metric(judge(presets(3) | {"C.5.8.2": 1}), "C.5.8.2")
    assert (found.gap, found.target, found.basis, found.cases, found.closing) == (None, None, None, (), None)


def test_the_way_out_names_the_cases_that_reach_the_target() -> None:
    levels = {id: outline.grades["A.3.1.1"].level for id, outline in KNOWLEDGE.outlines.items()}
    for answer in (2, "unknown"):
        found = metric(judge(presets(3) | {"A.3.1.1": answer}), "A.3.1.1")
        assert found.cases == tuple(id for id, level in levels.items() if level is not None and level >= 3)
    assert "3-1" in found.cases and "1-1" not in found.cases
    assert metric(judge(presets(3)), "A.3.1.1").cases == (), "what is met needs no example"


def test_of_alternatives_only_the_same_one_is_an_example() -> None:
    target = {"model": 3, "adjustments": {"C.5.9.2": {"level": 1, "reason": "as agreed"}}}
    found = metric(judge(presets(3) | {"C.5.9.2": 0}, target=target), "C.5.9.2")
    levels = {id: outline.grades["C.5.9.2"].level for id, outline in KNOWLEDGE.outlines.items()}
    assert found.status == "gap"
    assert found.cases == tuple(id for id, level in levels.items() if level == 1)


def test_where_there_is_no_preset_the_range_of_the_cases_is_shown() -> None:
    result = judge(presets(3))
    assert metric(result, "A.2.1.1").case_range is None
    levels = [outline.grades["A.1.4.1"].level for outline in KNOWLEDGE.outlines.values()]
    known = [level for level in levels if level is not None]
    assert metric(result, "A.1.4.1").case_range == (min(known), max(known))


@pytest.mark.parametrize(
    ("answer", "note"),
    [
        ({"level": 1, "note": "half of them"}, "half of them"),
        ({"level": "unknown", "note": "asked the vendor"}, "asked the vendor"),
        ({"not_applicable": "one machine"}, "one machine"),
        (1, None),
    ],
)
def test_a_note_is_carried_along(answer: Any, note: str | None) -> None:
    assert metric(judge({"A.2.1.1": answer}), "A.2.1.1").note == note


def test_stated_and_inferred_presets_are_told_apart() -> None:
    result = judge(presets(3), objectives={"failure": {"rto": "2h"}})
    assert [metric(result, id).basis for id in ("A.3.2.2", "A.2.1.1", "A.1.3.2")] == ["stated", "inferred", "plan"]


def test_a_result_carries_demands_and_what_was_turned_off() -> None:
    policy = Policy(min_model=4, severities={"HRSI201": Weight(severity="off", reason="tested elsewhere")})
    result = judge(presets(3), policy=policy)
    assert [item.id for item in result.breaches] == ["min-model"]
    assert [item.id for item in result.turned_off] == ["HRSI201"]
    assert result.verdict == "fail"


def test_positions_and_names_come_from_the_plan() -> None:
    content = {"hrsi": 1, "knowledge": "2025.4", "system": {"id": "web", "name": "予約"}, "target": {"model": 3}, "current": {}}
    result = appraise(
        "plan.yaml",
        Plan.model_validate(content),
        KNOWLEDGE,
        locate=lambda path: Position(4, 2) if path == ("current", "A.2.1.1") else NOWHERE,
        today=TODAY,
        policy=Policy(),
    )
    assert metric(result, "A.2.1.1").position == Position(4, 2)
    named = (
        result.path,
        result.system_id,
        result.system_name,
        result.target_model,
        result.pinned_version,
        result.knowledge_version,
    )
    assert named == ("plan.yaml", "web", "予約", 3, "2025.4", KNOWLEDGE.version)


def test_a_plan_in_no_file_is_judged_with_its_neighbours() -> None:
    def plan(id: str, restart: str, *needs: str) -> Plan:
        content = {"hrsi": 1, "system": {"id": id, "depends_on": needs}, "target": {"model": 3}, "current": {}}
        return Plan.model_validate({**content, "objectives": {"disaster": {"restart": restart}}})

    web, base = plan("web", "1d", "base"), plan("base", "3d")
    alone = appraise("web.yaml", web, KNOWLEDGE, today=TODAY, policy=Policy())
    together = appraise("web.yaml", web, KNOWLEDGE, today=TODAY, policy=Policy(), others={"base": base})
    assert "HRSI117" not in {item.rule for item in alone.findings}
    (late,) = [item for item in together.findings if item.rule == "HRSI117"]
    assert late.position == NOWHERE
