"""``hrsi.gap``: the judgement of plans, for programs."""

from __future__ import annotations

from typing import Literal, TypedDict

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.judgement import STATUSES, Arithmetic, ArithmeticTerm, Breach, Finding, Judgement, PlanResult, WaiverResult
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.visible import visible
from hrsi_cli.renderers.records.baseline import BaselineEntryRecord, entry_record
from hrsi_cli.renderers.records.errors import ErrorRecord, error_record
from hrsi_cli.renderers.records.shapes import four_digits
from hrsi_cli.renderers.words import target_origin

StatusName = Literal["met", "gap", "exceeds", "unknown", "not_applicable", "no_target", "waived"]
SeverityName = Literal["error", "warning", "note"]


class SystemRecord(TypedDict):
    id: str
    name: str | None


class ClosingRecord(TypedDict):
    """What closing one open metric alone would bring."""

    attainment: float
    attained_model: int | None


MetricRecord = TypedDict(
    "MetricRecord",
    {
        "id": str,
        "class": str,
        "current": int | None,
        "target": int | None,
        "gap": int | None,
        "status": StatusName,
        "basis": Literal["stated", "inferred", "plan"] | None,
        "origin": str | None,
        "severity": SeverityName | None,
        "line": int,
        "column": int,
        "waiver": str | None,
        "cases": list[str],
        "case_range": list[int] | None,
        "known": bool,
        "closing": ClosingRecord | None,
    },
)


class TermRecord(TypedDict):
    name: str
    value: float
    unit: str


class ArithmeticRecord(TypedDict):
    terms: list[TermRecord]
    result: TermRecord
    limit: TermRecord | None


class FindingRecord(TypedDict):
    rule: str
    severity: SeverityName
    message: str
    path: list[str | int]
    line: int
    column: int
    metrics: list[str]
    cases: list[str]
    sources: list[str]
    arithmetic: ArithmeticRecord | None
    waiver: str | None
    key: str
    known: bool


class WaiverRecord(TypedDict):
    id: str
    metric: str | None
    rule: str | None
    state: Literal["active", "expiring", "expired", "void", "unused"]
    severity: SeverityName | None
    expires: str
    reason: str
    owner: str
    approved_by: str
    created: str
    why: str | None
    line: int
    column: int


class BreachRecord(TypedDict):
    """A demand of the policy on the whole plan that is not met."""

    id: Literal["fail-under", "min-model", "floor"]
    subject: str
    message: str
    line: int
    column: int


class TurnedOffRecord(TypedDict):
    """A metric or rule that the policy does not weigh."""

    id: str
    reason: str
    count: int


class PlanRecord(TypedDict):
    path: str
    system: SystemRecord
    target_model: int
    knowledge_version: str
    pinned_knowledge: str | None
    attained_model: int | None
    resembles_model: int | None
    attainment: float | None
    metrics: list[MetricRecord]
    findings: list[FindingRecord]
    waivers: list[WaiverRecord]
    summary: dict[StatusName, int]
    breaches: list[BreachRecord]
    turned_off: list[TurnedOffRecord]
    inferred_left_out: int | None
    fixed: list[BaselineEntryRecord]
    unseen: list[BaselineEntryRecord]
    verdict: Literal["pass", "fail"]


class GapRecord(TypedDict):
    schema: Literal["hrsi.gap"]
    schema_version: Literal[1]
    knowledge_version: str
    at: str | None
    plans: list[PlanRecord]
    errors: list[ErrorRecord]
    stale: list[BaselineEntryRecord]
    verdict: Literal["pass", "fail", "error"]
    exit_code: int


def judgement_record(judgement: Judgement, knowledge: KnowledgeBase, words: Catalogue) -> GapRecord:
    """The judgement as a record; messages are in the run's language, everything else is not."""
    return {
        "schema": "hrsi.gap",
        "schema_version": 1,
        "knowledge_version": judgement.knowledge_version,
        "at": judgement.at,
        "plans": [plan_record(plan, knowledge, words) for plan in judgement.plans],
        "errors": [error_record(error, words) for error in judgement.errors],
        "stale": [entry_record(entry) for entry in judgement.stale],
        "verdict": judgement.verdict,
        "exit_code": judgement.exit_code,
    }


def plan_record(plan: PlanResult, knowledge: KnowledgeBase, words: Catalogue) -> PlanRecord:
    """One plan's result as a record."""
    return {
        "path": plan.path,
        "system": {"id": plan.system_id, "name": plan.system_name},
        "target_model": plan.target_model,
        "knowledge_version": plan.knowledge_version,
        "pinned_knowledge": plan.pinned_version,
        "attained_model": plan.attained_model,
        "resembles_model": plan.resembles_model,
        "attainment": four_digits(plan.attainment),
        "metrics": [
            {
                "id": metric.id,
                "class": metric.class_,
                "current": metric.current,
                "target": metric.target,
                "gap": metric.gap,
                "status": metric.status,
                "basis": metric.basis,
                "origin": target_origin(metric, plan.target_model, knowledge),
                "severity": metric.severity,
                "line": metric.position.line,
                "column": metric.position.column,
                "waiver": metric.waiver,
                "cases": list(metric.cases),
                "case_range": None if metric.case_range is None else list(metric.case_range),
                "known": metric.known,
                "closing": None
                if metric.closing is None
                else {"attainment": four_digits(metric.closing.attainment), "attained_model": metric.closing.attained_model},
            }
            for metric in plan.metrics
        ],
        "findings": [finding_record(finding, words) for finding in plan.findings],
        "waivers": [waiver_record(waiver, words) for waiver in plan.waivers],
        "summary": {status: plan.count(status) for status in STATUSES},
        "breaches": [_breach(breach, words) for breach in plan.breaches],
        "turned_off": [{"id": item.id, "reason": item.reason, "count": item.count} for item in plan.turned_off],
        "inferred_left_out": plan.inferred_left_out,
        "fixed": [entry_record(entry) for entry in plan.fixed],
        "unseen": [entry_record(entry) for entry in plan.unseen],
        "verdict": plan.verdict,
    }


def finding_record(finding: Finding, words: Catalogue) -> FindingRecord:
    """One finding as a record."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": visible(words.tell(finding.message)),
        "path": list(finding.path),
        "line": finding.position.line,
        "column": finding.position.column,
        "metrics": list(finding.metrics),
        "cases": list(finding.cases),
        "sources": list(finding.sources),
        "arithmetic": _arithmetic(finding.arithmetic),
        "waiver": finding.waiver,
        "key": finding.key,
        "known": finding.known,
    }


def _arithmetic(arithmetic: Arithmetic | None) -> ArithmeticRecord | None:
    if arithmetic is None:
        return None
    return {
        "terms": [_term(term) for term in arithmetic.terms],
        "result": _term(arithmetic.result),
        "limit": _term(arithmetic.limit) if arithmetic.limit else None,
    }


def _term(term: ArithmeticTerm) -> TermRecord:
    return {"name": term.name, "value": term.value, "unit": term.unit}


def _breach(breach: Breach, words: Catalogue) -> BreachRecord:
    return {
        "id": breach.id,
        "subject": breach.subject,
        "message": words.tell(breach.message),
        "line": breach.position.line,
        "column": breach.position.column,
    }


def waiver_record(waiver: WaiverResult, words: Catalogue) -> WaiverRecord:
    """One waiver with its state as a record."""
    is_rule = waiver.subject.startswith("HRSI")
    return {
        "id": waiver.id,
        "metric": None if is_rule else waiver.subject,
        "rule": waiver.subject if is_rule else None,
        "state": waiver.state,
        "severity": waiver.severity,
        "expires": waiver.expires,
        "reason": waiver.reason,
        "owner": waiver.owner,
        "approved_by": waiver.approved_by,
        "created": waiver.created,
        "why": words.tell(waiver.why) if waiver.why else None,
        "line": waiver.position.line,
        "column": waiver.position.column,
    }
