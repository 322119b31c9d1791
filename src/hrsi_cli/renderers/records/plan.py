"""``hrsi.plan_init``, ``plan_edit``, ``plan_fmt`` and ``plan_validate``: what happened to a plan file, for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypedDict

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.problem import Problem
from hrsi_cli.renderers.records.errors import ErrorRecord, error_record


class PlanInitRecord(TypedDict):
    """A starter plan that was written, with the target model that it begins with."""

    schema: Literal["hrsi.plan_init"]
    schema_version: Literal[1]
    knowledge_version: str
    path: str
    system: str
    model: int


class PlanChangeRecord(TypedDict):
    path: list[str | int]
    old: Any
    new: Any


class PlanEditRecord(TypedDict):
    schema: Literal["hrsi.plan_edit"]
    schema_version: Literal[1]
    knowledge_version: str
    path: str
    changed: bool
    written: bool
    changes: list[PlanChangeRecord]
    diff: str
    notes: list[str]


class TidiedPlanRecord(TypedDict):
    """One plan: ``tidy`` before the run; ``diff`` is a unified diff of the file."""

    path: str
    tidy: bool
    written: bool
    diff: str


class PlanFmtRecord(TypedDict):
    schema: Literal["hrsi.plan_fmt"]
    schema_version: Literal[1]
    knowledge_version: str
    plans: list[TidiedPlanRecord]
    errors: list[ErrorRecord]
    exit_code: int


class ValidatedPlanRecord(TypedDict):
    path: str
    valid: bool
    system: str | None


class PlanValidateRecord(TypedDict):
    schema: Literal["hrsi.plan_validate"]
    schema_version: Literal[1]
    knowledge_version: str
    plans: list[ValidatedPlanRecord]
    errors: list[ErrorRecord]
    valid: bool
    exit_code: int


def plan_init_record(path: str, version: str, system: str, model: int) -> PlanInitRecord:
    """A starter plan, as it was written."""
    return {
        "schema": "hrsi.plan_init",
        "schema_version": 1,
        "knowledge_version": version,
        "path": path,
        "system": system,
        "model": model,
    }


def plan_edit_record(
    path: str,
    version: str,
    changes: Iterable[tuple[tuple[str | int, ...], Any, Any]],
    *,
    diff: str,
    written: bool,
    notes: list[str],
) -> PlanEditRecord:
    """An edit of a plan: each place with its old and new value, and the diff of the file."""
    return {
        "schema": "hrsi.plan_edit",
        "schema_version": 1,
        "knowledge_version": version,
        "path": path,
        "changed": bool(diff),
        "written": written,
        "changes": [{"path": list(place), "old": old, "new": new} for place, old, new in changes],
        "diff": diff,
        "notes": notes,
    }


def plan_fmt_record(
    diffs: Mapping[str, str], errors: Iterable[Problem], version: str, words: Catalogue, exit_code: int, *, written: bool
) -> PlanFmtRecord:
    """Plans tidied: ``diffs`` maps each path to what changes in the file, nothing where it is tidy."""
    return {
        "schema": "hrsi.plan_fmt",
        "schema_version": 1,
        "knowledge_version": version,
        "plans": [
            {"path": path, "tidy": not diff, "written": written and bool(diff), "diff": diff} for path, diff in diffs.items()
        ],
        "errors": [error_record(error, words) for error in errors],
        "exit_code": exit_code,
    }


def plan_validate_record(
    systems: Mapping[str, str | None], errors: Iterable[Problem], version: str, words: Catalogue
) -> PlanValidateRecord:
    """The form of plans: ``systems`` maps each path to the system's id, or to None where the plan is unsound."""
    valid = all(system is not None for system in systems.values())
    return {
        "schema": "hrsi.plan_validate",
        "schema_version": 1,
        "knowledge_version": version,
        "plans": [{"path": path, "valid": system is not None, "system": system} for path, system in systems.items()],
        "errors": [error_record(error, words) for error in errors],
        "valid": valid,
        "exit_code": 0 if valid else 2,
    }
