"""``hrsi.plan_import``: what was taken from a worksheet and what was left, for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, TypedDict

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.problem import Message
from hrsi_cli.domain.sheet import SheetReading
from hrsi_cli.renderers.records.plan import PlanChangeRecord


class TakenRecord(TypedDict):
    metric: str
    level: int | Literal["unknown", "not_applicable"]
    cell: str
    note: str | None


class LeftRecord(TypedDict):
    metric: str
    cell: str | None
    reason: str


class ImportSource(TypedDict):
    path: str
    kind: Literal["hrsi", "grades"]
    sheet: str
    column: str | None


class PlanImportRecord(TypedDict):
    schema: Literal["hrsi.plan_import"]
    schema_version: Literal[1]
    knowledge_version: str
    source: ImportSource
    taken_as: Literal["current", "target"]
    taken: list[TakenRecord]
    left: list[LeftRecord]
    foreign: int
    notes: list[str]
    output: str | None
    changed: bool
    changes: list[PlanChangeRecord]
    """Every place of the plan that the sheet changes, with --into."""
    plan: str


def plan_import_record(
    reading: SheetReading,
    plan: str,
    notes: tuple[Message, ...],
    version: str,
    words: Catalogue,
    *,
    output: str | None,
    changed: bool,
    changes: Iterable[tuple[tuple[str | int, ...], Any, Any]],
) -> PlanImportRecord:
    """The reading as a record; ``plan`` is the text of the plan that follows from it."""
    return {
        "schema": "hrsi.plan_import",
        "schema_version": 1,
        "knowledge_version": version,
        "source": {"path": reading.path, "kind": reading.kind, "sheet": reading.sheet, "column": reading.column},
        "taken_as": reading.taken_as,
        "taken": [
            {"metric": one.metric, "level": one.answer, "cell": one.cell, "note": words.tell(one.note) if one.note else None}
            for one in reading.taken
        ],
        "left": [{"metric": one.metric, "cell": one.cell, "reason": words.tell(one.reason)} for one in reading.left],
        "foreign": reading.foreign,
        "notes": [words.tell(note) for note in notes],
        "output": output,
        "changed": changed,
        "changes": [{"path": list(place), "old": old, "new": new} for place, old, new in changes],
        "plan": plan,
    }
