"""NDJSON: one JSON record a line, for log pipelines and line-wise tools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypedDict

from hrsi_cli.domain.judgement import STATUSES, Judgement, PlanResult, Severity
from hrsi_cli.renderers.issues import Issue, IssueKind, IssueState
from hrsi_cli.renderers.json_format import paint_json_line
from hrsi_cli.renderers.records.judgement import StatusName, SystemRecord


class RunLine(TypedDict):
    """The first line: the whole run."""

    schema: Literal["hrsi.gap_line"]
    schema_version: Literal[1]
    type: Literal["run"]
    knowledge_version: str
    plans: int
    errors: int
    verdict: Literal["pass", "fail", "error"]
    exit_code: int


class PlanLine(TypedDict):
    """One plan, before its issues."""

    schema: Literal["hrsi.gap_line"]
    schema_version: Literal[1]
    type: Literal["plan"]
    path: str
    system: SystemRecord
    target_model: int
    attained_model: int | None
    resembles_model: int | None
    attainment: float | None
    summary: dict[StatusName, int]
    verdict: Literal["pass", "fail"]


class IssueLine(TypedDict):
    """One issue; only those whose state is open count."""

    schema: Literal["hrsi.gap_line"]
    schema_version: Literal[1]
    type: Literal["issue"]
    path: str
    line: int
    column: int
    system: str | None
    kind: IssueKind
    id: str
    rule: str
    severity: Severity
    state: IssueState
    message: str
    reason: str | None
    cases: list[str]
    fingerprint: str


GapLine = RunLine | PlanLine | IssueLine


def paint_ndjson(judgement: Judgement, issues: Iterable[Issue]) -> bytes:
    """The run, then each plan with its issues; plans that cannot be judged come first."""
    return b"".join(paint_json_line(dict(line)) for line in _lines(judgement, list(issues)))


def _lines(judgement: Judgement, issues: list[Issue]) -> Iterator[GapLine]:
    yield {
        "schema": "hrsi.gap_line",
        "schema_version": 1,
        "type": "run",
        "knowledge_version": judgement.knowledge_version,
        "plans": len(judgement.plans),
        "errors": len(judgement.errors),
        "verdict": judgement.verdict,
        "exit_code": judgement.exit_code,
    }
    yield from (_issue(issue) for issue in issues if issue.kind == "error")
    for plan in judgement.plans:
        yield _plan(plan)
        yield from (_issue(issue) for issue in issues if issue.kind != "error" and issue.path == plan.path)


def _plan(plan: PlanResult) -> PlanLine:
    return {
        "schema": "hrsi.gap_line",
        "schema_version": 1,
        "type": "plan",
        "path": plan.path,
        "system": {"id": plan.system_id, "name": plan.system_name},
        "target_model": plan.target_model,
        "attained_model": plan.attained_model,
        "resembles_model": plan.resembles_model,
        "attainment": plan.attainment,
        "summary": {status: plan.count(status) for status in STATUSES},
        "verdict": plan.verdict,
    }


def _issue(issue: Issue) -> IssueLine:
    return {
        "schema": "hrsi.gap_line",
        "schema_version": 1,
        "type": "issue",
        "path": issue.path,
        "line": issue.line,
        "column": issue.column,
        "system": issue.system,
        "kind": issue.kind,
        "id": issue.id,
        "rule": issue.rule,
        "severity": issue.severity,
        "state": issue.state,
        "message": issue.message,
        "reason": issue.reason,
        "cases": list(issue.cases),
        "fingerprint": issue.fingerprint,
    }
