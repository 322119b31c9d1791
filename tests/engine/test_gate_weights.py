"""How much a gap or finding weighs, and what a policy turns off or demands."""

from __future__ import annotations

from typing import Any

import pytest
from tests.engine.test_gap import KNOWLEDGE, TODAY, judge, presets

from hrsi_cli.domain.judgement import Finding, PlanResult
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.policy import Policy, Thresholds, Weight
from hrsi_cli.domain.problem import NOWHERE, Message, Position
from hrsi_cli.engine.appraisal import appraise
from hrsi_cli.engine.findings.subject import Subject
from hrsi_cli.engine.gap import judge_plan
from hrsi_cli.engine.gate import share_reached

RTO = {"failure": {"rto": "2h"}}


def finding(
    rule: str = "HRSI101", severity: Any = "error", path: tuple[str | int, ...] = ("measures",), **values: Any
) -> Finding:
    return Finding(rule, severity, Message("x", values), NOWHERE, path)


def with_findings(*findings: Finding, policy: Policy | None = None) -> PlanResult:
    plan = Plan.model_validate({"hrsi": 1, "system": {"id": "test"}, "target": {"model": 3}, "current": presets(3)})
    subject = Subject.of(plan, KNOWLEDGE, today=TODAY, thresholds=Thresholds(), locate=lambda path: NOWHERE)
    return judge_plan("plan.yaml", subject, policy or Policy(), findings)


def severity(result: PlanResult, id: str) -> str | None:
    return next(item.severity for item in result.metrics if item.id == id)


def test_each_kind_of_metric_has_its_weight() -> None:
    result = judge(
        presets(3) | {"A.2.4.1": 0, "A.2.1.1": "unknown", "A.1.3.2": 0}, objectives=RTO | {"disaster": {"restart": "3d"}}
    )
    weights = [severity(result, id) for id in ("A.2.4.1", "A.2.1.1", "A.1.3.2", "A.1.4.1", "A.2.3.1", "C.5.8.2")]
    assert weights == ["error", "error", "warning", "note", None, None]


@pytest.mark.parametrize(
    ("fail_on", "failing"),
    [("error", {"error"}), ("warning", {"error", "warning"}), ("note", {"error", "warning", "note"}), ("never", set())],
)
def test_a_gate_fails_from_its_severity_upwards(fail_on: Any, failing: set[str]) -> None:
    for weight in ("error", "warning", "note"):
        result = with_findings(finding(severity=weight), policy=Policy(fail_on=fail_on))
        assert result.verdict == ("fail" if weight in failing else "pass")
    assert with_findings(policy=Policy(fail_on=fail_on)).verdict == "pass"


def test_inferred_presets_can_be_left_out_of_the_judgement() -> None:
    current = presets(3) | {"A.2.4.1": 0}
    policy = Policy(only_stated=True)
    result = judge(current, policy=policy)
    assert (severity(result, "A.2.4.1"), result.verdict) == (None, "pass")
    assert share_reached(result, policy) == 100
    assert share_reached(result, Policy()) == round(100 * 26 / 27, 2)
    own = {"model": 3, "adjustments": {"A.2.4.1": {"level": 2, "reason": "lines failed"}}}
    result = judge(current, policy=policy, target=own)
    assert (severity(result, "A.2.4.1"), result.verdict) == ("error", "fail"), "the plan's own target is no inference"
    assert share_reached(result, policy) == 50, "the one stated preset is met, the plan's own target is not"
    assert judge(current | {"A.3.2.2": 0}, policy=policy).verdict == "fail", "and one preset is stated"


def test_a_policy_changes_weights_or_turns_them_off_and_says_so() -> None:
    severities = {
        "A.2.4.1": Weight(severity="note"),
        "A.2.1.1": Weight(severity="off", reason="one machine by design"),
        "HRSI101": Weight(severity="warning"),
        "HRSI201": Weight(severity="off", reason="tested elsewhere"),
        "A.2.3.1": Weight(severity="error"),
    }
    policy = Policy(severities=severities)
    result = judge(presets(3) | {"A.2.4.1": 0, "A.2.1.1": 0}, policy=policy)
    assert [severity(result, id) for id in ("A.2.4.1", "A.2.1.1", "A.2.3.1")] == ["note", None, None]
    assert result.verdict == "pass"
    result = with_findings(finding(), finding("HRSI201", "warning"), finding("HRSI201", "warning"), policy=policy)
    assert [(item.rule, item.severity) for item in result.findings] == [("HRSI101", "warning")]
    told = [(item.id, item.reason, item.count) for item in result.turned_off]
    assert told == [("A.2.1.1", "one machine by design", 0), ("HRSI201", "tested elsewhere", 2)]


def test_what_is_turned_off_is_counted_with_what_it_would_have_weighed() -> None:
    policy = Policy(severities={"A.2.1.1": Weight(severity="off", reason="by design")})
    assert [item.count for item in judge(presets(3) | {"A.2.1.1": 0}, policy=policy).turned_off] == [1]


def breaches(policy: Policy, current: dict[str, Any], **parts: Any) -> list[tuple[str, str, dict[str, object]]]:
    return [(item.id, item.subject, dict(item.message.values)) for item in judge(current, policy=policy, **parts).breaches]


def test_a_least_attainment_is_met_at_the_figure_itself() -> None:
    current = presets(3) | {id: {"not_applicable": "x"} for id in ("A.2.1.1", "A.2.1.2")} | {"A.2.4.1": 0}
    assert judge(current).attainment == 0.96
    assert breaches(Policy(fail_under=96), current) == []
    assert breaches(Policy(fail_under=96.5), current) == [("fail-under", "test", {"percent": "96.0", "least": "96.5"})]
    assert breaches(Policy(fail_under=1), {id: {"not_applicable": "x"} for id in presets(3)}) == [
        ("fail-under", "test", {"percent": "0.0", "least": "1"})
    ]
    assert judge(current, policy=Policy(fail_under=97, fail_on="never")).verdict == "fail"


def test_a_least_model() -> None:
    assert breaches(Policy(min_model=3), presets(3)) == []
    assert breaches(Policy(min_model=4), presets(3)) == [("min-model", "test", {"least": "4", "attained": 3})]
    assert breaches(Policy(min_model=1), {}) == [("min-model", "test", {"least": "1", "attained": Message("gate.no_model")})]


def test_floors_hold_for_their_system_and_for_what_applies() -> None:
    floors = {"test": {"A.2.4.1": 1, "A.2.1.1": 2, "A.2.3.1": 1, "A.2.3.2": 1}, "other": {"A.2.1.2": 2}}
    current = presets(3) | {"A.2.4.1": 0, "A.2.1.1": "unknown", "A.2.3.1": {"not_applicable": "x"}, "A.2.1.2": 0}
    assert breaches(Policy(floors=floors), current) == [
        ("floor", "A.2.1.1", {"metric": "A.2.1.1", "floor": 2, "now": Message("level.unknown")}),
        ("floor", "A.2.4.1", {"metric": "A.2.4.1", "floor": 1, "now": 0}),
    ]
    assert breaches(Policy(floors={"test": {"A.2.4.1": 1}}), presets(3)) == []


def test_demands_point_at_the_target_and_at_the_level() -> None:
    plan = Plan.model_validate({"hrsi": 1, "system": {"id": "test"}, "target": {"model": 3}, "current": {"A.2.4.1": 0}})
    places = {("target", "model"): Position(7, 3), ("current", "A.2.4.1"): Position(9, 5)}
    policy = Policy(fail_under=90, min_model=1, floors={"test": {"A.2.4.1": 1}})
    result = appraise("p", plan, KNOWLEDGE, locate=lambda path: places.get(path, NOWHERE), today=TODAY, policy=policy)
    assert [item.position for item in result.breaches] == [Position(7, 3), Position(7, 3), Position(9, 5)]
