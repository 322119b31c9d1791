"""``hrsi.select``: the result of choosing a model system, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypedDict

from hrsi_cli.domain.advice import Advice, Conflict, SystemSelection
from hrsi_cli.domain.assessment import CRITERIA, Assessment
from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.quantity import Duration
from hrsi_cli.domain.selection import Answers, Selection, SimilarCase
from hrsi_cli.renderers.records.shapes import (
    DurationRecord,
    SourcedTextRecord,
    TextRecord,
    optional_text,
    sourced_record,
    text_record,
)

Value = DurationRecord | str | bool | None


class Range(TypedDict):
    best: Value
    worst: Value


class CriterionRecord(TypedDict):
    id: str
    asked: Value
    offered: Range
    met: Literal["yes", "partly", "no"] | None
    basis: str
    origin: str
    source: str
    note: TextRecord | None


class ModelRecord(TypedDict):
    id: int
    fit: int
    meets_all: bool
    criteria: list[CriterionRecord]


class RelaxationRecord(TypedDict):
    changes: dict[str, str]
    model: int


class SwitchPointRecord(TypedDict):
    criterion: str
    to: str
    model: int
    below: str | None


class CaseRecord(TypedDict):
    id: str
    model: int
    similarity: float
    why: str
    same_level: list[str]
    other_level: list[str]


class NoteRecord(TypedDict):
    id: str
    text: TextRecord
    source: str


class CostRecord(TypedDict):
    investment: Literal["low", "medium", "high"]
    next_down: int | None
    next_down_investment: Literal["low", "medium", "high"] | None


class ConflictSideRecord(TypedDict):
    criterion: str
    met_by: list[int]


class ConflictRecord(TypedDict):
    criteria: list[ConflictSideRecord]


class RoadRecord(TypedDict):
    id: str
    points: list[SourcedTextRecord]
    plans: list[SourcedTextRecord]


class CloudRecord(TypedDict):
    id: str
    text: SourcedTextRecord


class SelectRecord(TypedDict):
    schema: Literal["hrsi.select"]
    schema_version: Literal[1]
    knowledge_version: str
    answers: dict[str, Value]
    recommended: int | None
    achievable: bool
    models: list[ModelRecord]
    relaxations: list[RelaxationRecord]
    switch_points: list[SwitchPointRecord]
    cases: list[CaseRecord]
    notes: list[NoteRecord]
    conflicts: list[ConflictRecord]
    cost: CostRecord | None
    road: list[RoadRecord]
    cloud: list[CloudRecord]


class SystemSelectionRecord(TypedDict):
    id: str
    name: str | None
    importance: int | None
    selection: SelectRecord


class SelectManyRecord(TypedDict):
    schema: Literal["hrsi.select_many"]
    schema_version: Literal[1]
    knowledge_version: str
    achievable: bool
    systems: list[SystemSelectionRecord]


def selection_record(selection: Selection, advice: Advice, knowledge: KnowledgeBase, words: Catalogue) -> SelectRecord:
    """The selection as a record; only ``why`` is worded in the run's language."""
    return {
        "schema": "hrsi.select",
        "schema_version": 1,
        "knowledge_version": selection.knowledge_version,
        "answers": _answers(selection.answers),
        "recommended": selection.recommended,
        "achievable": selection.achievable,
        "models": [_model(assessment) for assessment in selection.assessments],
        "relaxations": [{"changes": dict(item.changes), "model": item.model} for item in selection.relaxations],
        "switch_points": [
            {"criterion": item.criterion, "to": item.to, "model": item.model, "below": item.below}
            for item in selection.switch_points
        ],
        "cases": [_case(case, knowledge, words) for case in selection.cases],
        "notes": [{"id": note.id, "text": text_record(note.text), "source": note.text.source} for note in selection.notes],
        "conflicts": [_conflict(conflict) for conflict in advice.conflicts],
        "cost": None
        if advice.cost is None
        else {
            "investment": advice.cost.investment,
            "next_down": advice.cost.below,
            "next_down_investment": advice.cost.below_investment,
        },
        "road": [
            {
                "id": case.id,
                "points": [sourced_record(said) for said in case.points],
                "plans": [sourced_record(said) for said in case.plans],
            }
            for case in advice.road
        ],
        "cloud": [{"id": item.id, "text": sourced_record(item)} for item in advice.cloud],
    }


def selection_many_record(systems: Sequence[SystemSelection], knowledge: KnowledgeBase, words: Catalogue) -> SelectManyRecord:
    """Several selections in the order of recovery."""
    return {
        "schema": "hrsi.select_many",
        "schema_version": 1,
        "knowledge_version": knowledge.version,
        "achievable": all(system.selection.achievable for system in systems),
        "systems": [
            {
                "id": system.id,
                "name": system.name,
                "importance": system.importance,
                "selection": selection_record(system.selection, system.advice, knowledge, words),
            }
            for system in systems
        ],
    }


def _conflict(conflict: Conflict) -> ConflictRecord:
    sides = zip(conflict.criteria, conflict.met_by, strict=True)
    return {"criteria": [{"criterion": criterion, "met_by": list(models)} for criterion, models in sides]}


def _answers(answers: Answers) -> dict[str, Value]:
    return {criterion: _value(getattr(answers, criterion)) for criterion in CRITERIA}


def _value(value: Duration | str | bool | None) -> Value:
    return {"text": value.text, "iso": value.iso} if isinstance(value, Duration) else value


def _model(assessment: Assessment) -> ModelRecord:
    return {
        "id": assessment.model,
        "fit": assessment.fit,
        "meets_all": assessment.meets_all,
        "criteria": [
            {
                "id": offer.criterion,
                "asked": _value(offer.asked),
                "offered": {"best": _value(offer.best), "worst": _value(offer.worst)},
                "met": None if offer.asked is None else offer.met,
                "basis": offer.basis,
                "origin": offer.origin,
                "source": offer.source,
                "note": optional_text(offer.note),
            }
            for offer in assessment.offers
        ],
    }


def _case(case: SimilarCase, knowledge: KnowledgeBase, words: Catalogue) -> CaseRecord:
    names = words.say("common.list_separator").join(words.text(knowledge.requirements[metric].name) for metric in case.matching)
    return {
        "id": case.id,
        "model": case.model,
        "similarity": case.similarity,
        "why": words.say("select.case_same", metrics=names) if names else words.text(knowledge.outlines[case.id].feature),
        "same_level": list(case.matching),
        "other_level": list(case.differing),
    }
