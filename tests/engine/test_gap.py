"""Gaps, attainment, attained and resembled model, waivers and the verdict."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrsi_cli.domain.judgement import PlanResult
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.policy import Policy, Thresholds
from hrsi_cli.domain.problem import NOWHERE
from hrsi_cli.engine.findings.subject import Subject
from hrsi_cli.engine.gap import judge_plan
from hrsi_cli.engine.objectives import level_of_time
from hrsi_cli.knowledge.store import load_knowledge

KNOWLEDGE = load_knowledge()
MAIN = [id for id, requirement in KNOWLEDGE.requirements.items() if requirement.class_ == "main"]
TODAY = date(2026, 11, 23)


def presets(model: int) -> dict[str, Any]:
    return {preset.metric: preset.level for preset in KNOWLEDGE.model_systems[model].presets}


def judge(current: dict[str, Any], model: int = 3, policy: Policy | None = None, today: date = TODAY, **parts: Any) -> PlanResult:
    content = {"hrsi": 1, "system": {"id": "test"}, "target": {"model": model}, "current": current, **parts}
    plan = Plan.model_validate(content)
    subject = Subject.of(plan, KNOWLEDGE, today=today, thresholds=Thresholds(), locate=lambda path: NOWHERE)
    return judge_plan("plan.yaml", subject, policy or Policy())


def status(result: PlanResult, metric: str) -> str:
    return next(item.status for item in result.metrics if item.id == metric)


@pytest.mark.parametrize("model", [1, 2, 3, 4])
def test_a_plan_at_the_presets_passes_attains_and_resembles_its_model(model: int) -> None:
    result = judge(presets(model), model)
    assert (result.verdict, result.attainment, result.attained_model, result.resembles_model) == ("pass", 1.0, model, model)


def test_unknown_is_never_met() -> None:
    result = judge({})
    assert result.attainment == 0
    assert result.attained_model is None
    assert result.count("unknown") == 27
    assert result.verdict == "fail"


def test_not_applicable_leaves_the_denominator() -> None:
    current = presets(3) | {"A.2.5.1": {"not_applicable": "no storage device"}, "A.2.1.1": 0}
    result = judge(current)
    assert result.attainment == 25 / 26
    assert status(result, "A.2.5.1") == "not_applicable"


def test_a_gap_on_a_prerequisite_warns_and_does_not_fail() -> None:
    result = judge(presets(3) | {"A.1.3.2": 2}, objectives={"failure": {"rto": "2h"}})
    assert status(result, "A.1.3.2") == "gap"
    assert result.verdict == "pass"
    assert (
        judge(presets(3) | {"A.1.3.2": 2}, policy=Policy(fail_on="warning"), objectives={"failure": {"rto": "2h"}}).verdict
        == "fail"
    )


def test_prerequisites_and_considerations_have_no_target_of_their_own() -> None:
    result = judge(presets(3) | {"C.5.8.2": 3})
    assert status(result, "C.5.8.2") == "no_target"
    assert next(item for item in result.metrics if item.id == "C.5.8.2").case_range == (0, 2)


def test_adjustments_move_the_target() -> None:
    result = judge(presets(3), target={"model": 3, "adjustments": {"A.2.4.1": {"level": 2, "reason": "lines failed"}}})
    metric = next(item for item in result.metrics if item.id == "A.2.4.1")
    assert (metric.status, metric.target, metric.basis, metric.gap) == ("gap", 2, "plan", 1)
    assert result.attained_model == 3, "the attained model is about the presets, not about adjustments"


def test_alternatives_of_a_neutral_metric_satisfy_only_themselves() -> None:
    target = {"model": 3, "adjustments": {"C.5.9.1": {"level": 3, "reason": "quarterly"}}}
    assert status(judge(presets(3) | {"C.5.9.1": 4}, target=target), "C.5.9.1") == "gap"
    assert status(judge(presets(3) | {"C.5.9.1": 3}, target=target), "C.5.9.1") == "met"


@given(st.sampled_from(MAIN), st.dictionaries(st.sampled_from(MAIN), st.integers(0, 2)))
def test_raising_a_level_never_adds_a_gap(metric: str, current: dict[str, int]) -> None:
    lower = judge(current)
    raised = judge(current | {metric: KNOWLEDGE.requirements[metric].highest})
    assert raised.count("gap") + raised.count("unknown") <= lower.count("gap") + lower.count("unknown")
    assert (raised.attainment or 0) >= (lower.attainment or 0)
    assert (raised.attained_model or 0) >= (lower.attained_model or 0)


@given(st.permutations(list(presets(2).items())))
def test_order_does_not_matter(items: list[tuple[str, int]]) -> None:
    assert judge(dict(items), 3) == judge(presets(2), 3)


def waiver(**changes: Any) -> dict[str, Any]:
    base = {
        "metric": "A.2.4.1",
        "current": 0,
        "target": 1,
        "reason": "second line in May",
        "owner": "ops",
        "approved_by": "head",
        "created": "2026-10-01",
        "expires": "2027-03-31",
    }
    return base | changes


def test_a_waiver_moves_a_gap_out_of_the_gate_and_never_hides_it() -> None:
    result = judge(presets(3) | {"A.2.4.1": 0}, waivers=(waiver(),))
    metric = next(item for item in result.metrics if item.id == "A.2.4.1")
    assert (metric.status, metric.gap, metric.waiver) == ("waived", 1, "waiver-1")
    assert result.verdict == "pass"
    assert result.attainment is not None
    assert result.attainment < 1, "waived is not met"
    assert result.attained_model != 3


@pytest.mark.parametrize(
    ("day", "state", "verdict"),
    [
        (date(2027, 2, 28), "active", "pass"),
        (date(2027, 3, 1), "expiring", "pass"),
        (date(2027, 3, 31), "expiring", "pass"),
        (date(2027, 4, 1), "expired", "fail"),
    ],
)
def test_the_last_day_still_holds_and_the_day_after_counts_again(day: date, state: str, verdict: str) -> None:
    result = judge(presets(3) | {"A.2.4.1": 0}, today=day, waivers=(waiver(),))
    assert (result.waivers[0].state, result.verdict) == (state, verdict)


@pytest.mark.parametrize(
    ("level", "changes", "state"),
    [
        (1, {}, "unused"),
        (0, {"target": 2}, "void"),
        (0, {"current": 1}, "void"),
        ("unknown", {}, "void"),
        ("unknown", {"current": "unknown"}, "active"),
    ],
)
def test_a_waiver_is_bound_to_what_it_accepted(level: int | str, changes: dict[str, Any], state: str) -> None:
    result = judge(presets(3) | {"A.2.4.1": level}, waivers=(waiver(**changes),))
    assert result.waivers[0].state == state


@pytest.mark.parametrize(
    ("metric", "hours", "level"),
    [
        ("A.1.3.2", 0, 4),
        ("A.1.3.2", 2, 4),
        ("A.1.3.2", 2.1, 3),
        ("A.1.3.2", 12, 2),
        ("A.1.3.2", 24, 1),
        ("A.1.3.2", 24.1, 0),
        ("A.1.3.1", 0, 3),
        ("A.1.3.1", 24, 2),
        ("A.1.3.1", 168, 1),
        ("A.1.4.1", 24, 5),
        ("A.1.4.1", 72, 4),
        ("A.1.4.1", 168, 3),
        ("A.1.4.1", 720, 2),
        ("A.1.4.1", 4320, 1),
    ],
)
def test_objectives_in_real_units_become_levels(metric: str, hours: float, level: int) -> None:
    assert level_of_time(metric, hours * 3600) == level
