"""What counts towards attainment and a model system, and what closing one gap would bring."""

from __future__ import annotations

from typing import Any

import pytest
from tests.engine.test_gap import MAIN, judge, presets, waiver

from hrsi_cli.domain.judgement import ClosingEffect, MetricResult, PlanResult


def metric(result: PlanResult, id: str) -> MetricResult:
    return next(item for item in result.metrics if item.id == id)


def test_more_than_asked_counts_as_met() -> None:
    result = judge(presets(3) | {"A.2.4.1": 2})
    assert metric(result, "A.2.4.1").status == "exceeds"
    assert result.attainment == 1


def test_attainment_is_about_main_metrics_only() -> None:
    objectives = {"failure": {"rto": "2h"}}
    assert judge(presets(3) | {"A.1.3.2": 0}, objectives=objectives).attainment == 1
    assert judge(presets(3) | {"A.2.4.1": 0, "A.1.3.2": 4}, objectives=objectives).attainment == 26 / 27


def test_a_system_to_which_nothing_applies_attains_nothing() -> None:
    result = judge({id: {"not_applicable": "none here"} for id in MAIN})
    assert result.attainment is None
    assert result.attained_model is None


@pytest.mark.parametrize("id", ["A.2.1.1", "A.2.4.1", "A.3.1.1"])
def test_an_unknown_level_reaches_not_even_level_0_or_1(id: str) -> None:
    levels = presets(1)
    del levels[id]
    result = judge(levels, 1)
    assert result.attained_model is None
    assert metric(result, id).closing == ClosingEffect(1 / 27, 1)


def test_what_is_not_applicable_keeps_nobody_from_a_model() -> None:
    assert judge(presets(4) | {"A.3.1.1": 3}).attained_model == 3
    assert judge(presets(4) | {"A.3.1.1": {"not_applicable": "no site"}}).attained_model == 4


def closing(current: dict[str, Any], id: str, model: int = 3, **parts: Any) -> ClosingEffect | None:
    return metric(judge(presets(3) | current, model, **parts), id).closing


def test_closing_the_last_gap_reaches_the_model() -> None:
    assert closing({"A.2.5.3": 1}, "A.2.5.3") == ClosingEffect(1 / 27, 3)


def test_closing_one_of_two_gaps_reaches_what_was_reached() -> None:
    current = {"A.2.1.1": 0, "A.2.4.1": 0}
    assert closing(current, "A.2.4.1") == ClosingEffect(1 / 27, 1)
    current = {"A.2.5.1": 0, "A.2.5.2": 0}
    assert closing(current, "A.2.5.1") == ClosingEffect(1 / 27, None)
    current = {"A.3.1.1": 2, "A.3.2.2": 0}
    assert closing(current, "A.3.1.1") == ClosingEffect(1 / 27, 2)


def test_a_target_below_the_preset_does_not_reach_the_model() -> None:
    target = {"model": 3, "adjustments": {"F.4.4.4": {"level": 3, "reason": "short outages only"}}}
    assert closing({"F.4.4.4": 1}, "F.4.4.4", target=target) == ClosingEffect(1 / 27, 2)
    target = {"model": 3, "adjustments": {"F.4.4.4": {"level": 4, "reason": "as the preset"}}}
    assert closing({"F.4.4.4": 1}, "F.4.4.4", target=target) == ClosingEffect(1 / 27, 3)


def test_fewer_applicable_metrics_weigh_more() -> None:
    current = {"A.2.4.1": 0, "A.2.5.1": {"not_applicable": "x"}, "A.2.5.2": {"not_applicable": "x"}}
    assert closing(current, "A.2.4.1") == ClosingEffect(0.04, 3)


def test_closing_a_prerequisite_gains_no_attainment() -> None:
    assert closing({"A.1.3.2": 2}, "A.1.3.2", objectives={"failure": {"rto": "2h"}}) == ClosingEffect(0.0, 3)


def test_unknown_and_waived_metrics_have_an_effect_and_met_ones_none() -> None:
    assert closing({"A.2.4.1": "unknown"}, "A.2.4.1") == ClosingEffect(1 / 27, 3)
    assert closing({"A.2.4.1": 0}, "A.2.4.1", waivers=(waiver(),)) == ClosingEffect(1 / 27, 3)
    assert closing({}, "A.2.4.1") is None
    assert closing({"C.5.8.2": 1}, "C.5.8.2") is None, "no target, nothing to close"


def test_closing_something_else_does_not_close_the_last_gap_of_a_model() -> None:
    target = {"model": 3, "adjustments": {"C.5.8.2": {"level": 2, "reason": "drills"}}}
    assert closing({"A.2.1.1": 1, "C.5.8.2": 0}, "C.5.8.2", target=target) == ClosingEffect(0.0, 2)
    assert closing({"A.2.1.1": 1, "C.5.8.2": 0}, "A.2.1.1", target=target) == ClosingEffect(1 / 27, 3)
