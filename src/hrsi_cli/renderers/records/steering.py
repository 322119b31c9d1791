"""``hrsi.whatif``, ``hrsi.plan_diff`` and ``hrsi.history``: states of a plan side by side, for programs."""

from __future__ import annotations

from typing import Literal, TypedDict

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.judgement import STATUSES, MetricResult, PlanResult
from hrsi_cli.domain.plan_diff import ChangeKind, History, MetricChange, Part, PlanDiff, WhatIf
from hrsi_cli.renderers.records.judgement import FindingRecord, StatusName, SystemRecord, finding_record
from hrsi_cli.renderers.records.shapes import four_digits


class StateRecord(TypedDict):
    """One state of a plan, summed up."""

    path: str
    system: SystemRecord
    target_model: int
    attained_model: int | None
    resembles_model: int | None
    attainment: float | None
    summary: dict[StatusName, int]
    known: int
    verdict: Literal["pass", "fail"]


class MetricStateRecord(TypedDict):
    current: int | None
    target: int | None
    gap: int | None
    status: StatusName


class MetricChangeRecord(TypedDict):
    id: str
    kinds: list[ChangeKind]
    before: MetricStateRecord
    after: MetricStateRecord


class FindingChangeRecord(TypedDict):
    before: FindingRecord
    after: FindingRecord
    worse: bool


class FindingsRecord(TypedDict):
    came: list[FindingRecord]
    went: list[FindingRecord]
    changed: list[FindingChangeRecord]


class FactRecord(TypedDict):
    """A place outside the levels and targets that holds something else."""

    place: str
    before: str | None
    after: str | None


class GainRecord(TypedDict):
    assignment: str
    attainment: float
    attained_model: int | None


class WhatIfRecord(TypedDict):
    schema: Literal["hrsi.whatif"]
    schema_version: Literal[1]
    knowledge_version: str
    assignments: list[str]
    before: StateRecord
    after: StateRecord
    closes: list[str]
    opens: list[str]
    remains: list[str]
    metrics: list[MetricChangeRecord]
    findings: FindingsRecord
    alone: list[GainRecord]
    additive: bool
    not_additive_in: list[Part]


class PlanDiffRecord(TypedDict):
    schema: Literal["hrsi.plan_diff"]
    schema_version: Literal[1]
    knowledge_version: str
    before: StateRecord
    after: StateRecord
    empty: bool
    metrics: list[MetricChangeRecord]
    findings: FindingsRecord
    facts: list[FactRecord]
    regressions: list[str]
    exit_code: int


class RevisionRecord(TypedDict):
    commit: str | None
    date: str
    subject: str
    state: StateRecord | None
    findings: int | None
    error: str | None


class HistoryRecord(TypedDict):
    schema: Literal["hrsi.history"]
    schema_version: Literal[1]
    knowledge_version: str
    path: str
    revisions: list[RevisionRecord]
    left_out: int


def what_if_record(what_if: WhatIf, words: Catalogue) -> WhatIfRecord:
    """What a change would bring, as a record."""
    diff = what_if.diff
    return {
        "schema": "hrsi.whatif",
        "schema_version": 1,
        "knowledge_version": diff.after.knowledge_version,
        "assignments": list(what_if.assignments),
        "before": state_record(diff.before),
        "after": state_record(diff.after),
        "closes": list(what_if.closes),
        "opens": list(what_if.opens),
        "remains": list(what_if.remains),
        "metrics": [_change(change) for change in diff.metrics],
        "findings": _findings(diff, words),
        "alone": [
            {"assignment": one.assignment, "attainment": four_digits(one.gain), "attained_model": one.attained_model}
            for one in what_if.alone
        ],
        "additive": what_if.additive,
        "not_additive_in": list(what_if.not_additive_in),
    }


def plan_diff_record(diff: PlanDiff, words: Catalogue, exit_code: int) -> PlanDiffRecord:
    """Two states of a plan as a record."""
    return {
        "schema": "hrsi.plan_diff",
        "schema_version": 1,
        "knowledge_version": diff.after.knowledge_version,
        "before": state_record(diff.before),
        "after": state_record(diff.after),
        "empty": diff.empty,
        "metrics": [_change(change) for change in diff.metrics],
        "findings": _findings(diff, words),
        "facts": [{"place": fact.place, "before": fact.before, "after": fact.after} for fact in diff.facts],
        "regressions": list(diff.regressions),
        "exit_code": exit_code,
    }


def history_record(history: History, words: Catalogue, knowledge_version: str) -> HistoryRecord:
    """A plan's history as a record, oldest first."""
    return {
        "schema": "hrsi.history",
        "schema_version": 1,
        "knowledge_version": knowledge_version,
        "path": history.path,
        "revisions": [
            {
                "commit": revision.id or None,
                "date": revision.day.isoformat(),
                "subject": revision.subject,
                "state": None if revision.result is None else state_record(revision.result),
                "findings": None if revision.result is None else len(revision.result.findings),
                "error": None if revision.problem is None else words.tell(revision.problem),
            }
            for revision in history.revisions
        ],
        "left_out": history.left_out,
    }


def state_record(result: PlanResult) -> StateRecord:
    """A judged plan, summed up."""
    return {
        "path": result.path,
        "system": {"id": result.system_id, "name": result.system_name},
        "target_model": result.target_model,
        "attained_model": result.attained_model,
        "resembles_model": result.resembles_model,
        "attainment": four_digits(result.attainment),
        "summary": {status: result.count(status) for status in STATUSES},
        "known": result.known,
        "verdict": result.verdict,
    }


def _change(change: MetricChange) -> MetricChangeRecord:
    return {"id": change.id, "kinds": list(change.kinds), "before": _metric(change.before), "after": _metric(change.after)}


def _metric(metric: MetricResult) -> MetricStateRecord:
    return {"current": metric.current, "target": metric.target, "gap": metric.gap, "status": metric.status}


def _findings(diff: PlanDiff, words: Catalogue) -> FindingsRecord:
    return {
        "came": [finding_record(finding, words) for finding in diff.came],
        "went": [finding_record(finding, words) for finding in diff.went],
        "changed": [
            {"before": finding_record(each.before, words), "after": finding_record(each.after, words), "worse": each.worse}
            for each in diff.changed
        ],
    }
