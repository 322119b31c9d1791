"""Two states of a plan: nothing against itself, and mirrored when the sides are swapped."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hrsi_cli.domain.judgement import PlanResult
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.plan_diff import ChangeKind, PlanDiff
from hrsi_cli.domain.policy import Policy
from hrsi_cli.engine.appraisal import appraise
from hrsi_cli.engine.plan_diff import diff_plans, what_if
from hrsi_cli.knowledge.store import load_knowledge

TODAY = date(2026, 11, 23)
KNOWLEDGE = load_knowledge()
MIRRORED: dict[ChangeKind, ChangeKind] = {
    "regressed": "improved",
    "improved": "regressed",
    "removed": "new",
    "new": "removed",
    "changed": "changed",
    "not_applicable": "applicable",
    "applicable": "not_applicable",
    "target_raised": "target_lowered",
    "target_lowered": "target_raised",
    "target_changed": "target_changed",
    "waived": "unwaived",
    "unwaived": "waived",
}
"""What a change of a metric is called when the plans are swapped."""
METRICS = ("A.1.3.2", "A.2.1.1", "A.3.1.1", "C.5.5.1", "F.4.4.4")

_ANSWERS: st.SearchStrategy[Any] = st.one_of(
    st.integers(0, 2), st.just("unknown"), st.just({"not_applicable": "none here"}), st.just({"level": 1, "note": "n"})
)
_WAIVER = {"reason": "r", "owner": "o", "approved_by": "b", "created": "2026-10-01", "expires": "2027-03-31"}


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    backup = {"name": "nightly", "interval": draw(st.sampled_from(["1h", "1d"])), "encrypted": draw(st.booleans())}
    waivers = [
        {"metric": "A.2.1.1", "current": "unknown", "target": target, **_WAIVER}
        for target in draw(st.sets(st.integers(0, 2), max_size=1))
    ]
    return Plan.model_validate(
        {
            "hrsi": 1,
            "system": {"id": "any", "importance": draw(st.integers(1, 2))},
            "target": {
                "model": draw(st.integers(1, 4)),
                "adjustments": {
                    metric: {"level": draw(st.integers(0, 2)), "reason": "r"}
                    for metric in draw(st.sets(st.sampled_from(METRICS), max_size=2))
                },
            },
            "objectives": {"failure": {"rto": draw(st.sampled_from(["0", "2h", "1d"]))}},
            "current": draw(st.dictionaries(st.sampled_from(METRICS), _ANSWERS)),
            "measures": {"backups": tuple([backup] * draw(st.integers(0, 1)))},
            "waivers": tuple(waivers),
        }
    )


def _judged(plan: Plan) -> PlanResult:
    return appraise("p", plan, KNOWLEDGE, today=TODAY, policy=Policy())


def _diff(before: Plan, after: Plan) -> PlanDiff:
    return diff_plans(_judged(before), _judged(after), before, after, KNOWLEDGE)


@settings(max_examples=60, deadline=None)
@given(plans())
def test_a_plan_does_not_differ_from_itself(plan: Plan) -> None:
    diff = _diff(plan, plan)
    assert diff.empty
    assert diff.regressions == ()


@settings(max_examples=80, deadline=None)
@given(plans(), plans())
def test_swapping_the_sides_mirrors_the_difference(one: Plan, other: Plan) -> None:
    there, back = _diff(one, other), _diff(other, one)
    assert {change.id: {MIRRORED[kind] for kind in change.kinds} for change in there.metrics} == {
        change.id: set(change.kinds) for change in back.metrics
    }
    assert there.came == back.went
    assert there.went == back.came
    assert [(change.before, change.after) for change in there.changed] == [
        (change.after, change.before) for change in back.changed
    ]
    assert [(fact.place, fact.before, fact.after) for fact in there.facts] == [
        (fact.place, fact.after, fact.before) for fact in back.facts
    ]


@settings(max_examples=40, deadline=None)
@given(plans(), plans())
def test_open_metrics_are_closed_or_remain_and_nothing_is_lost(one: Plan, other: Plan) -> None:
    diff = _diff(one, other)
    found = what_if(["x"], diff, [diff])
    before = {metric.id for metric in diff.before.metrics if metric.status in ("gap", "unknown")}
    after = {metric.id for metric in diff.after.metrics if metric.status in ("gap", "unknown")}
    assert set(found.closes) | set(found.remains) == before
    assert set(found.opens) | set(found.remains) == after
    assert found.additive


def _plan(**parts: Any) -> Plan:
    return Plan.model_validate({"hrsi": 1, "system": {"id": "any"}, "target": {"model": 3}, **parts})


def test_each_kind_of_change_has_its_name() -> None:
    waiver = {"metric": "A.2.3.1", "current": 1, "target": 2, **_WAIVER}
    before = _plan(current={"A.2.1.1": 2, "A.2.1.2": 1, "A.2.3.1": 1, "A.2.4.1": 1, "C.5.5.1": 0, "A.2.5.1": 1, "A.2.5.2": 1})
    after = _plan(
        target={"model": 3, "adjustments": {"A.2.5.2": {"level": 1, "reason": "r"}}},
        current={
            "A.2.1.1": 1,
            "A.2.1.2": 2,
            "A.2.3.1": 1,
            "A.2.4.2": 1,
            "C.5.5.1": 2,
            "A.2.5.1": {"not_applicable": "r"},
            "A.2.5.2": 1,
        },
        waivers=(waiver,),
    )
    kinds = {change.id: change.kinds for change in _diff(before, after).metrics}
    assert kinds == {
        "A.2.1.1": ("regressed",),
        "A.2.1.2": ("improved",),
        "A.2.3.1": ("waived",),
        "A.2.4.1": ("removed",),
        "A.2.4.2": ("new",),
        "A.2.5.1": ("not_applicable",),
        "A.2.5.2": ("target_lowered",),
        "C.5.5.1": ("changed",),
    }
    assert {"A.2.1.1", "A.2.4.1"} <= set(_diff(before, after).regressions)


def test_moving_an_item_changes_nothing() -> None:
    backups = tuple({"name": name, "encrypted": False, "site": "far", "medium": "tape"} for name in ("one", "two"))
    sites = ({"id": "home", "role": "main"}, {"id": "far", "role": "storage"})
    before = _plan(measures={"backups": backups, "sites": sites})
    after = _plan(measures={"backups": backups[::-1], "sites": sites[::-1]})
    assert _judged(before).findings
    assert _diff(before, after).empty


def test_closing_the_last_gap_is_more_than_the_sum_of_its_parts() -> None:
    presets = {preset.metric: preset.level for preset in KNOWLEDGE.model_systems[1].presets}
    low = {**presets, "A.2.3.1": 0, "A.2.3.2": 0}
    start = Plan.model_validate({"hrsi": 1, "system": {"id": "any"}, "target": {"model": 1}, "current": low})
    steps = [{**low, "A.2.3.1": 1}, {**low, "A.2.3.2": 1}, presets]
    one, other, both = (
        _diff(start, Plan.model_validate({"hrsi": 1, "system": {"id": "any"}, "target": {"model": 1}, "current": levels}))
        for levels in steps
    )
    assert both.after.attained_model == 1
    assert not what_if(["a", "b"], both, [one, other]).additive
    closing = {metric.id: metric.closing for metric in one.after.metrics if metric.closing}
    assert closing["A.2.3.2"].attained_model == 1
    assert {metric.id: metric.closing.attained_model for metric in start_metrics(start)} == {"A.2.3.1": None, "A.2.3.2": None}


def test_models_of_pairs_of_changes_are_explained_by_those_of_the_single_ones() -> None:
    """All pairs around a plan that holds model 2 and nothing more: falls, rises and changes that move nothing."""
    start = {preset.metric: preset.level for preset in KNOWLEDGE.model_systems[2].presets}
    steps = [(metric, level) for metric in ("A.2.1.1", "A.2.3.1", "A.3.2.2", "C.4.3.1") for level in (0, 1, 2, 3)]
    steps = [(metric, level) for metric, level in steps if level <= KNOWLEDGE.requirements[metric].highest]
    plans = {step: _plan(current=start | dict([step])) for step in steps}
    before = _plan(current=start)
    single = {step: _diff(before, plan) for step, plan in plans.items()}
    for one, other in itertools.combinations(steps, 2):
        if one[0] == other[0]:
            continue
        both = _diff(before, _plan(current=start | dict([one, other])))
        models = {step: single[step].after.attained_model or 0 for step in (one, other)}
        lowest, highest = min(models.values()), max(models.values())
        expected = {(True, False): lowest, (False, True): highest, (False, False): 2}.get((lowest < 2, highest > 2))
        found = what_if(["a", "b"], both, [single[one], single[other]])
        assert ("attained_model" in found.not_additive_in) == ((both.after.attained_model or 0) != expected), models


def test_another_count_of_metrics_is_named_as_what_does_not_add_up() -> None:
    levels = {"A.2.1.1": 1, "A.2.1.2": {"not_applicable": "none"}, "C.2.5.1": 2}
    steps = [levels | {"A.2.1.2": 1}, levels | {"A.2.3.1": 1}, levels | {"A.2.1.2": 1, "A.2.3.1": 1}]
    one, other, both = (
        _diff(_plan(target={"model": 2}, current=levels), _plan(target={"model": 2}, current=changed)) for changed in steps
    )
    assert what_if(["a", "b"], both, [one, other]).not_additive_in == ("attainment",)


def start_metrics(plan: Plan):
    return [metric for metric in _judged(plan).metrics if metric.closing and metric.class_ == "main"]
