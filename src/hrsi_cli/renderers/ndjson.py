"""NDJSON: one JSON record a line, for log pipelines and line-wise tools."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Literal, NamedTuple, TypedDict

from hrsi_cli.domain.judgement import STATUSES, Judgement, PlanResult
from hrsi_cli.domain.severity import Severity
from hrsi_cli.renderers.issues import Issue, IssueKind, IssueState
from hrsi_cli.renderers.json_format import paint_json_line
from hrsi_cli.renderers.records.judgement import StatusName, SystemRecord
from hrsi_cli.renderers.records.shapes import four_digits


class RunLine(TypedDict):
    """The last line: the whole run."""

    schema: Literal["hrsi.gap_line"]
    schema_version: Literal[1]
    type: Literal["run"]
    knowledge_version: str
    plans: int
    errors: int
    verdict: Literal["pass", "fail", "error"]
    exit_code: int


class PlanLine(TypedDict):
    """One plan; its issues follow it."""

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
    inferred_left_out: int | None
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
    """Each plan with its issues, then what could not be judged, then the run."""
    by_plan: dict[str, list[Issue]] = defaultdict(list)
    errors: list[Issue] = []
    for issue in issues:
        (errors if issue.kind == "error" else by_plan[issue.path]).append(issue)
    plans = b"".join(paint_plan(plan, by_plan[plan.path]) for plan in judgement.plans)
    counts = (len(judgement.plans), len(judgement.errors))
    run = RunTally(judgement.knowledge_version, *counts, judgement.verdict, judgement.exit_code)
    return plans + paint_end(run, errors)


class RunTally(NamedTuple):
    """What the last line tells of a run."""

    knowledge_version: str
    plans: int
    errors: int
    """Problems that kept plans from being judged."""
    verdict: Literal["pass", "fail", "error"]
    exit_code: int


def paint_plan(plan: PlanResult, issues: Iterable[Issue]) -> bytes:
    """The lines of a plan, as soon as it is judged."""
    return paint_json_line(_plan(plan)) + b"".join(paint_json_line(_issue(issue)) for issue in issues)


def paint_end(run: RunTally, errors: Iterable[Issue]) -> bytes:
    """The lines after all plans: what could not be judged, and the run."""
    last: RunLine = {
        "schema": "hrsi.gap_line",
        "schema_version": 1,
        "type": "run",
        "knowledge_version": run.knowledge_version,
        "plans": run.plans,
        "errors": run.errors,
        "verdict": run.verdict,
        "exit_code": run.exit_code,
    }
    return b"".join(paint_json_line(_issue(error)) for error in errors) + paint_json_line(last)


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
        "attainment": four_digits(plan.attainment),
        "summary": {status: plan.count(status) for status in STATUSES},
        "inferred_left_out": plan.inferred_left_out,
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
