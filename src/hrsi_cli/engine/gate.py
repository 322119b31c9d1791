"""The gate: how much a gap or finding weighs under a policy, and whether the plan passes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from hrsi_cli.domain.judgement import Breach, Finding, MetricResult, PlanResult, Status, TargetBasis, TurnedOff, WaiverResult
from hrsi_cli.domain.policy import FailOn, Policy
from hrsi_cli.domain.problem import Locate, Message
from hrsi_cli.domain.severity import SEVERITIES, WEIGHT, Severity
from hrsi_cli.engine.attainment import attainment

_NEVER = 9
"""Heavier than any severity."""


def fails(severity: Severity | None, fail_on: FailOn) -> bool:
    """Whether something of this severity keeps a plan from passing."""
    return WEIGHT[severity] >= (_NEVER if fail_on == "never" else WEIGHT[fail_on])


def heavier(left: Severity | None, right: Severity | None) -> bool:
    """Whether the left severity weighs more than the right one."""
    return WEIGHT[left] > WEIGHT[right]


def metric_severity(id: str, class_: str, status: Status, basis: TargetBasis | None, policy: Policy) -> Severity | None:
    """How much the status of a metric weighs: main ones are errors, the other ten warn or note; None for what is in order."""
    return _chosen(_own_severity(class_, status, basis, policy), policy, id)


def _own_severity(class_: str, status: Status, basis: TargetBasis | None, policy: Policy) -> Severity | None:
    if status not in ("gap", "unknown") or (policy.only_stated and basis == "inferred"):
        return None
    return "error" if class_ == "main" else "warning" if status == "gap" else "note"


def weighed_findings(findings: Iterable[Finding], policy: Policy) -> tuple[Finding, ...]:
    """The findings with the severity of the policy; those of rules turned off are left out."""
    return tuple(
        finding if severity == finding.severity else finding._replace(severity=severity)
        for finding in findings
        if (severity := _chosen(finding.severity, policy, finding.rule)) is not None
    )


def _chosen(severity: Severity | None, policy: Policy, id: str) -> Severity | None:
    weight = policy.severities.get(id)
    if severity is None or weight is None:
        return severity
    return None if weight.severity == "off" else weight.severity


def turned_off(metrics: Iterable[MetricResult], findings: Iterable[Finding], policy: Policy) -> tuple[TurnedOff, ...]:
    """What the policy turns off, with what that leaves out of this plan's judgement."""
    off = [(id, weight) for id, weight in sorted(policy.severities.items()) if weight.severity == "off"]
    if not off:
        return ()
    counts = Counter(finding.rule for finding in findings)
    counts.update(metric.id for metric in metrics if _own_severity(metric.class_, metric.status, metric.basis, policy))
    return tuple(TurnedOff(id, weight.reason or "", counts[id]) for id, weight in off)


def inferred_left_out(metrics: Iterable[MetricResult], policy: Policy) -> int | None:
    """How many open metrics do not count because their presets are inferred; None where they count."""
    if not policy.only_stated:
        return None
    return sum(metric.status in ("gap", "unknown") and metric.basis == "inferred" for metric in metrics)


def share_reached(result: PlanResult, policy: Policy) -> float:
    """Attainment in percent, over the metrics that the policy judges by."""
    judged = tuple(metric for metric in result.metrics if not (policy.only_stated and metric.basis == "inferred"))
    return round((attainment(judged) or 0.0) * 100, 2)


def breaches(result: PlanResult, policy: Policy, locate: Locate) -> tuple[Breach, ...]:
    """Demands on the plan as a whole that it does not meet: attainment, model, and levels once reached."""
    found = []
    at_target = locate(("target", "model"))
    if policy.fail_under is not None:
        share = share_reached(result, policy)
        if share < policy.fail_under:
            shares = {"percent": f"{share:.1f}", "least": f"{policy.fail_under:g}"}
            found.append(Breach("fail-under", result.system_id, Message("gate.fail_under", shares), at_target))
    if policy.min_model is not None and (result.attained_model or 0) < policy.min_model:
        values = {"least": str(policy.min_model), "attained": result.attained_model or Message("gate.no_model")}
        found.append(Breach("min-model", result.system_id, Message("gate.min_model", values), at_target))
    floors = sorted(policy.floors.get(result.system_id, {}).items())
    metrics = {metric.id: metric for metric in result.metrics} if floors else {}
    for id, floor in floors:
        metric = metrics.get(id)
        if metric is None or metric.status == "not_applicable" or (metric.current is not None and metric.current >= floor):
            continue
        now: object = Message("level.unknown") if metric.current is None else metric.current
        message = Message("gate.floor", {"metric": id, "floor": floor, "now": now})
        found.append(Breach("floor", id, message, metric.position))
    return tuple(found)


def failing(
    metrics: Iterable[MetricResult], findings: Iterable[Finding], waivers: Iterable[WaiverResult], policy: Policy
) -> tuple[tuple[Severity, int], ...]:
    """How much of each severity keeps a plan from passing; what is waived or known from the baseline does not count."""
    severities: list[Severity | None] = [metric.severity for metric in metrics if not metric.known]
    severities += [finding.severity for finding in findings if finding.waiver is None and not finding.known]
    severities += [waiver.severity for waiver in waivers]
    counts = [(severity, severities.count(severity)) for severity in SEVERITIES if fails(severity, policy.fail_on)]
    return tuple((severity, count) for severity, count in counts if count)
