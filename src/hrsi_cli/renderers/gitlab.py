"""GitLab Code Quality: the report behind the widget of a merge request."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Literal, TypedDict

from hrsi_cli.domain.severity import Severity
from hrsi_cli.domain.visible import json_escaped
from hrsi_cli.renderers.issues import Issue, Root, open_issues

GitlabSeverity = Literal["info", "minor", "major", "critical", "blocker"]
_SEVERITIES: dict[Severity, GitlabSeverity] = {"error": "major", "warning": "minor", "note": "info"}


class LinesRecord(TypedDict):
    begin: int


class LocationRecord(TypedDict):
    path: str
    lines: LinesRecord


class CodeQualityRecord(TypedDict):
    description: str
    check_name: str
    fingerprint: str
    severity: GitlabSeverity
    location: LocationRecord


def paint_gitlab(issues: Iterable[Issue], root: Root) -> bytes:
    """The open issues as a JSON array, without a byte-order mark."""
    records = [_record(issue, root) for issue in open_issues(issues)]
    return (json_escaped(json.dumps(records, ensure_ascii=False, indent=2)) + "\n").encode()


def _record(issue: Issue, root: Root) -> CodeQualityRecord:
    return {
        "description": issue.message,
        "check_name": issue.rule,
        "fingerprint": issue.fingerprint,
        "severity": _SEVERITIES[issue.severity],
        "location": {"path": root.relative(issue.path), "lines": {"begin": max(issue.line, 1)}},
    }
