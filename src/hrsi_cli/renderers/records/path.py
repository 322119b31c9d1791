"""``hrsi.path``: the least ways to a goal, for programs."""

from __future__ import annotations

from typing import Literal, TypedDict

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.path import Move, PathResult, PhaseEffect, Route
from hrsi_cli.renderers.records.judgement import FindingRecord, SystemRecord, finding_record
from hrsi_cli.renderers.records.shapes import four_digits

RaiseRecord = TypedDict("RaiseRecord", {"metric": str, "from": int | None, "to": int})


class StepRecord(TypedDict):
    metric: str
    level: int


class MoveRecord(TypedDict):
    raises: list[RaiseRecord]
    package: str | None
    cost: float | None
    unpriced: list[StepRecord]
    needs: list[str]
    together: int | None
    attainment: float | None
    attained_model: int | None


class RouteRecord(TypedDict):
    model: int | None
    cost: float | None
    complete_cost: bool
    unpriced: list[StepRecord]
    steps: int
    levels: dict[str, int]
    moves: list[MoveRecord]


class PhaseRecord(TypedDict):
    id: str
    name: str | None
    by: str
    cost: float | None
    attainment: float | None
    attained_model: int | None
    closes: list[str]
    findings_came: list[FindingRecord]
    findings_went: list[FindingRecord]
    remaining: list[str]


class SkippedRecord(TypedDict):
    """A dependency that asks for what the plan calls not applicable."""

    dependency: str
    metrics: list[str]


class PathRecord(TypedDict):
    schema: Literal["hrsi.path"]
    schema_version: Literal[1]
    knowledge_version: str
    path: str
    system: SystemRecord
    goal_model: int | None
    unit: str | None
    attainment: float | None
    attained_model: int | None
    reachable: bool
    routes: list[RouteRecord]
    still_open: list[str]
    unknown: list[str]
    dependencies: list[str]
    skipped: list[SkippedRecord]
    follow_up: list[FindingRecord]
    phases: list[PhaseRecord]


def path_record(result: PathResult, knowledge_version: str, words: Catalogue) -> PathRecord:
    """The ways as a record, the cheapest first."""
    return {
        "schema": "hrsi.path",
        "schema_version": 1,
        "knowledge_version": knowledge_version,
        "path": result.path,
        "system": {"id": result.system_id, "name": result.system_name},
        "goal_model": result.goal_model,
        "unit": result.unit,
        "attainment": four_digits(result.attainment),
        "attained_model": result.attained_model,
        "reachable": result.applicable,
        "routes": [_route(route) for route in result.routes],
        "still_open": list(result.still_open),
        "unknown": list(result.unknown),
        "dependencies": list(result.dependencies),
        "skipped": [{"dependency": id, "metrics": list(metrics)} for id, metrics in result.skipped],
        "follow_up": [finding_record(finding, words) for finding in result.follow_up],
        "phases": [_phase(phase, words) for phase in result.phases],
    }


def _route(route: Route) -> RouteRecord:
    return {
        "model": route.goal.model,
        "cost": route.cost,
        "complete_cost": route.cost is not None and not route.unpriced,
        "unpriced": _steps(route.unpriced),
        "steps": route.steps,
        "levels": route.levels,
        "moves": [_move(move) for move in route.moves],
    }


def _move(move: Move) -> MoveRecord:
    return {
        "raises": [{"metric": each.metric, "from": each.before, "to": each.after} for each in move.raises],
        "package": None if move.package is None else move.package.id,
        "cost": move.cost,
        "unpriced": _steps(move.unpriced),
        "needs": list(move.needs),
        "together": move.together,
        "attainment": four_digits(move.attainment),
        "attained_model": move.attained_model,
    }


def _steps(steps: tuple[tuple[str, int], ...]) -> list[StepRecord]:
    return [{"metric": metric, "level": level} for metric, level in steps]


def _phase(phase: PhaseEffect, words: Catalogue) -> PhaseRecord:
    return {
        "id": phase.id,
        "name": phase.name,
        "by": phase.by,
        "cost": phase.cost,
        "attainment": four_digits(phase.attainment),
        "attained_model": phase.attained_model,
        "closes": list(phase.closes),
        "findings_came": [finding_record(finding, words) for finding in phase.came],
        "findings_went": [finding_record(finding, words) for finding in phase.went],
        "remaining": list(phase.remaining),
    }
