"""``hrsi.portfolio``: all systems of a folder, for programs; and the flat rows of ``--export``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypedDict

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.portfolio import DependencyProblem, Lapse, LapseKind, Portfolio, SharedHazard, Slot, SystemState, WaitReason
from hrsi_cli.domain.quantity import iso_duration
from hrsi_cli.domain.visible import visible
from hrsi_cli.renderers.json_format import paint_json_line
from hrsi_cli.renderers.records.errors import ErrorRecord, error_record
from hrsi_cli.renderers.records.judgement import SeverityName, StatusName
from hrsi_cli.renderers.records.shapes import four_digits
from hrsi_cli.renderers.records.steering import StateRecord, state_record


class LapseRecord(TypedDict):
    kind: LapseKind
    subject: str
    last_day: str
    days_left: int


class WorstRecord(TypedDict):
    metric: str
    current: int | None
    target: int | None
    status: StatusName


class PortfolioSystemRecord(TypedDict):
    order: int
    importance: int | None
    effective_importance: int | None
    pulled_by: str | None
    depends_on: list[str]
    dependents: int
    state: StateRecord
    worst: WorstRecord | None
    findings: dict[SeverityName, int]
    waived_findings: int
    lapses: list[LapseRecord]
    reasons: list[str]


class DependencyRecord(TypedDict):
    kind: Literal["circle", "missing", "itself_late", "same_id"]
    systems: list[str]
    message: str


class SlotRecord(TypedDict):
    system: str
    start: str | None
    end: str | None
    start_hours: float | None
    end_hours: float | None
    basis: Literal["measures", "objective", "unknown"]
    waits_for: list[str]
    waits_why: WaitReason
    site: str | None
    target: str | None
    late: bool | None


class HazardRecord(TypedDict):
    hazard: str
    struck: list[str]
    no_way_out: list[str]


class LimitsRecord(TypedDict):
    staff: int | None
    sites: dict[str, int]


class PortfolioRecord(TypedDict):
    schema: Literal["hrsi.portfolio"]
    schema_version: Literal[1]
    knowledge_version: str
    as_of: str
    root: str
    systems: list[PortfolioSystemRecord]
    dependencies: list[DependencyRecord]
    limits: LimitsRecord
    schedule: list[SlotRecord]
    hazards: list[HazardRecord]
    errors: list[ErrorRecord]
    exit_code: int


class PortfolioLine(TypedDict):
    """A line of ``--format ndjson``: the run first, then its parts."""

    schema: Literal["hrsi.portfolio_line"]
    schema_version: Literal[1]
    type: Literal["run", "system", "dependency", "slot", "hazard", "error"]
    knowledge_version: str
    as_of: str
    systems: int | None
    system: PortfolioSystemRecord | None
    dependency: DependencyRecord | None
    slot: SlotRecord | None
    hazard: HazardRecord | None
    error: ErrorRecord | None


ExportRow = TypedDict(
    "ExportRow",
    {
        "as_of": str,
        "knowledge_version": str,
        "path": str,
        "system_id": str,
        "system_name": str | None,
        "order": int,
        "importance": int | None,
        "effective_importance": int | None,
        "target_model": int,
        "attained_model": int | None,
        "resembles_model": int | None,
        "attainment": float | None,
        "verdict": str,
        "kind": str,
        "id": str,
        "class": str | None,
        "status": str | None,
        "severity": str | None,
        "current": int | None,
        "target": int | None,
        "gap": int | None,
        "waived": bool,
        "known": bool,
        "message": str | None,
    },
)
EXPORT_COLUMNS: tuple[tuple[str, str], ...] = tuple(
    (name, "int" if "int" in text else "float" if "float" in text else "bool" if "bool" in text else "text")
    for name, text in ((name, str(kind)) for name, kind in ExportRow.__annotations__.items())
)
"""Names and kinds of the columns of an export, in order."""


def portfolio_record(portfolio: Portfolio, words: Catalogue) -> PortfolioRecord:
    """Everything about the portfolio as one record."""
    return {
        "schema": "hrsi.portfolio",
        "schema_version": 1,
        "knowledge_version": portfolio.knowledge_version,
        "as_of": portfolio.as_of,
        "root": portfolio.root,
        "systems": [_system(state, words) for state in portfolio.systems],
        "dependencies": [_dependency(problem, words) for problem in portfolio.problems],
        "limits": {"staff": portfolio.limits.staff, "sites": dict(portfolio.limits.sites)},
        "schedule": [_slot(slot) for slot in portfolio.schedule],
        "hazards": [_hazard(hazard) for hazard in portfolio.hazards],
        "errors": [error_record(error, words) for error in portfolio.errors],
        "exit_code": 2 if portfolio.errors else 0,
    }


def paint_portfolio_lines(portfolio: Portfolio, words: Catalogue) -> bytes:
    """The portfolio as NDJSON: the run, its systems in the order to work in, and what was found over all."""
    return b"".join(paint_json_line(dict(line)) for line in _lines(portfolio, words))


def _lines(portfolio: Portfolio, words: Catalogue) -> Iterator[PortfolioLine]:
    bare: PortfolioLine = {
        "schema": "hrsi.portfolio_line",
        "schema_version": 1,
        "type": "run",
        "knowledge_version": portfolio.knowledge_version,
        "as_of": portfolio.as_of,
        "systems": None,
        "system": None,
        "dependency": None,
        "slot": None,
        "hazard": None,
        "error": None,
    }
    yield {**bare, "systems": len(portfolio.systems)}
    for state in portfolio.systems:
        yield {**bare, "type": "system", "system": _system(state, words)}
    for problem in portfolio.problems:
        yield {**bare, "type": "dependency", "dependency": _dependency(problem, words)}
    for slot in portfolio.schedule:
        yield {**bare, "type": "slot", "slot": _slot(slot)}
    for hazard in portfolio.hazards:
        yield {**bare, "type": "hazard", "hazard": _hazard(hazard)}
    for error in portfolio.errors:
        yield {**bare, "type": "error", "error": error_record(error, words)}


def export_rows(portfolio: Portfolio, words: Catalogue) -> Iterator[ExportRow]:
    """One flat row per metric and per finding of each system, for analysis elsewhere."""
    for state in portfolio.systems:
        bare = _bare_row(state, portfolio)
        for metric in state.result.metrics:
            yield {
                **bare,
                "kind": "metric",
                "id": metric.id,
                "class": metric.class_,
                "status": metric.status,
                "severity": metric.severity,
                "current": metric.current,
                "target": metric.target,
                "gap": metric.gap,
                "waived": metric.status == "waived",
                "known": metric.known,
            }
        for finding in state.result.findings:
            yield {
                **bare,
                "kind": "finding",
                "id": finding.rule,
                "severity": finding.severity,
                "waived": finding.waiver is not None,
                "known": finding.known,
                "message": visible(words.tell(finding.message)),
            }


def _bare_row(state: SystemState, portfolio: Portfolio) -> ExportRow:
    result = state.result
    return {
        "as_of": portfolio.as_of,
        "knowledge_version": portfolio.knowledge_version,
        "path": result.path,
        "system_id": result.system_id,
        "system_name": None if result.system_name is None else visible(result.system_name),
        "order": state.order,
        "importance": state.importance,
        "effective_importance": state.effective_importance,
        "target_model": result.target_model,
        "attained_model": result.attained_model,
        "resembles_model": result.resembles_model,
        "attainment": four_digits(result.attainment),
        "verdict": result.verdict,
        "kind": "",
        "id": "",
        "class": None,
        "status": None,
        "severity": None,
        "current": None,
        "target": None,
        "gap": None,
        "waived": False,
        "known": False,
        "message": None,
    }


def _system(state: SystemState, words: Catalogue) -> PortfolioSystemRecord:
    open_ = [finding for finding in state.result.findings if finding.waiver is None]
    return {
        "order": state.order,
        "importance": state.importance,
        "effective_importance": state.effective_importance,
        "pulled_by": state.pulled_by,
        "depends_on": list(state.depends_on),
        "dependents": state.dependents,
        "state": state_record(state.result),
        "worst": None
        if state.worst is None
        else {
            "metric": state.worst.id,
            "current": state.worst.current,
            "target": state.worst.target,
            "status": state.worst.status,
        },
        "findings": {
            "error": sum(finding.severity == "error" for finding in open_),
            "warning": sum(finding.severity == "warning" for finding in open_),
            "note": sum(finding.severity == "note" for finding in open_),
        },
        "waived_findings": len(state.result.findings) - len(open_),
        "lapses": [_lapse(lapse) for lapse in state.lapses],
        "reasons": [words.tell(reason) for reason in state.reasons],
    }


def _lapse(lapse: Lapse) -> LapseRecord:
    return {"kind": lapse.kind, "subject": lapse.subject, "last_day": lapse.day, "days_left": lapse.days_left}


def _dependency(problem: DependencyProblem, words: Catalogue) -> DependencyRecord:
    return {"kind": problem.kind, "systems": list(problem.systems), "message": visible(words.tell(problem.message))}


def _slot(slot: Slot) -> SlotRecord:
    return {
        "system": slot.system,
        "start": None if slot.start is None else iso_duration(slot.start),
        "end": None if slot.end is None else iso_duration(slot.end),
        "start_hours": None if slot.start is None else round(slot.start / 3600, 4),
        "end_hours": None if slot.end is None else round(slot.end / 3600, 4),
        "basis": slot.basis,
        "waits_for": list(slot.waits_for),
        "waits_why": slot.waits_why,
        "site": slot.site,
        "target": None if slot.target is None else iso_duration(slot.target),
        "late": slot.late,
    }


def _hazard(hazard: SharedHazard) -> HazardRecord:
    return {"hazard": hazard.hazard, "struck": list(hazard.struck), "no_way_out": list(hazard.no_way_out)}
