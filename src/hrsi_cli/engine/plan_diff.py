"""The difference between two states of a plan, and what a change would bring."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from hrsi_cli.domain.judgement import Finding, MetricResult, PlanResult
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.plan_diff import ChangeKind, FactChange, FindingChange, MetricChange, Part, PlanDiff, Single, WhatIf

OPEN = ("gap", "unknown")
_JUDGED = ("current", "target")
"""Parts of a plan that the metrics speak for."""
_NAMES = ("name", "id", "metric", "rule")


def diff_plans(before: PlanResult, after: PlanResult, old: Plan, new: Plan, knowledge: KnowledgeBase) -> PlanDiff:
    """Compare two judged states of a plan; swapping the sides mirrors the result."""
    by_id = {metric.id: metric for metric in after.metrics}
    changes = []
    for metric in before.metrics:
        neutral = knowledge.requirements[metric.id].polarity == "neutral"
        if kinds := tuple(_kinds(metric, by_id[metric.id], neutral)):
            changes.append(MetricChange(kinds, metric, by_id[metric.id]))
    came, went, changed = _findings(before, after)
    return PlanDiff(before, after, tuple(changes), came, went, changed, tuple(_facts(old, new)))


def what_if(assignments: Sequence[str], together: PlanDiff, alone: Sequence[PlanDiff | None]) -> WhatIf:
    """What the assignments bring together, and one by one; None for one that is not valid by itself."""
    before = {metric.id: metric for metric in together.before.metrics}
    closes: list[str] = []
    opens: list[str] = []
    remains: list[str] = []
    for metric in together.after.metrics:
        was, is_ = before[metric.id].status in OPEN, metric.status in OPEN
        if was or is_:
            (remains if was and is_ else closes if was else opens).append(metric.id)
    return WhatIf(
        assignments=tuple(assignments),
        diff=together,
        closes=tuple(closes),
        opens=tuple(opens),
        remains=tuple(remains),
        alone=tuple(
            Single(assignment, _gain(diff), diff.after.attained_model)
            for assignment, diff in zip(assignments, alone, strict=True)
            if diff is not None
        ),
        gain=_gain(together),
        not_additive_in=tuple(_not_additive_in(together, alone)),
    )


def _gain(diff: PlanDiff) -> float:
    return (diff.after.attainment or 0) - (diff.before.attainment or 0)


def _not_additive_in(together: PlanDiff, alone: Sequence[PlanDiff | None]) -> Iterator[Part]:
    """What changes together otherwise than one by one."""
    known = [diff for diff in alone if diff is not None]
    if len(known) != len(alone):
        yield "validity"
        return
    if abs(sum(map(_gain, known)) - _gain(together)) > 1e-9:  # sums of shares that are exact but for the last bit
        yield "attainment"
    if _rise(together) != _combined_rise([_rise(diff) for diff in known]):
        yield "attained_model"
    effects = [
        {(came, f.rule, f.key) for came, fs in ((True, diff.came), (False, diff.went)) for f in fs} for diff in (together, *known)
    ]
    if effects[0] != set().union(*effects[1:]):
        yield "findings"


def _rise(diff: PlanDiff) -> int:
    """By how many model systems the plan climbs; negative where it falls."""
    return (diff.after.attained_model or 0) - (diff.before.attained_model or 0)


def _combined_rise(rises: Sequence[int]) -> int | None:
    """The rise that changes bring when none meddles with another: the farthest; None where they go both ways."""
    low, high = min([0, *rises]), max([0, *rises])
    return None if low and high else low or high


def _kinds(before: MetricResult, after: MetricResult, neutral: bool) -> Iterator[ChangeKind]:
    was_out, is_out = before.status == "not_applicable", after.status == "not_applicable"
    if was_out != is_out:
        yield "not_applicable" if is_out else "applicable"
    elif before.current != after.current:
        if before.current is None or after.current is None:
            yield "new" if before.current is None else "removed"
        elif neutral:
            yield "changed"
        else:
            yield "improved" if after.current > before.current else "regressed"
    if before.target != after.target:
        old, new = (-1 if target is None else target for target in (before.target, after.target))
        yield "target_changed" if neutral and -1 not in (old, new) else "target_raised" if new > old else "target_lowered"
    if (before.status == "waived") != (after.status == "waived"):
        yield "waived" if after.status == "waived" else "unwaived"


def _findings(
    before: PlanResult, after: PlanResult
) -> tuple[tuple[Finding, ...], tuple[Finding, ...], tuple[FindingChange, ...]]:
    """Findings that came, that went, and that say something else; matched by rule and place, whatever the line."""
    left = {(finding.rule, finding.key): finding for finding in before.findings}
    right = {(finding.rule, finding.key): finding for finding in after.findings}
    both = sorted(left.keys() & right.keys())
    return (
        tuple(right[key] for key in sorted(right.keys() - left.keys())),
        tuple(left[key] for key in sorted(left.keys() - right.keys())),
        tuple(FindingChange(left[key], right[key]) for key in both if _says(left[key]) != _says(right[key])),
    )


def _says(finding: Finding) -> tuple[object, ...]:
    """What a finding says, without where in the file it stands."""
    return finding.severity, finding.message.id, finding.arithmetic, bool(finding.waiver), finding.metrics


def _name(item: dict[str, Any]) -> str:
    """What an item of a list is called; every kind of item has at least one of these names."""
    return str(next(item[key] for key in _NAMES if key in item))


def _facts(old: Plan, new: Plan) -> Iterator[FactChange]:
    """Places outside the levels and targets that differ: measures, objectives, waivers, notes and so on."""
    left, right = (dict(_leaves("", plan.model_dump(exclude_defaults=True))) for plan in (old, new))
    left, right = ({place: text for place, text in side.items() if place.split(".")[0] not in _JUDGED} for side in (left, right))
    for place in sorted({*left, *right}):
        if left.get(place) != right.get(place):
            yield FactChange(place, left.get(place), right.get(place))


def _leaves(place: str, value: Any) -> Iterator[tuple[str, str]]:
    """Every single value with its place; items of a list go by their names."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from _leaves(f"{place}.{key}" if place else key, item)
    elif isinstance(value, tuple | list) and any(isinstance(item, dict) for item in value):
        seen: dict[str, int] = defaultdict(int)
        for item in value:
            name = _name(item)
            seen[name] += 1
            yield from _leaves(f"{place}[{name}]" if seen[name] == 1 else f"{place}[{name}#{seen[name]}]", item)
    elif isinstance(value, tuple | list):
        yield place, ", ".join(str(item) for item in value)
    else:
        yield place, {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)
