"""``hrsi.select``: the result of choosing a model system, for programs."""

from __future__ import annotations

from typing import Literal, TypedDict

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.quantity import Duration
from hrsi_cli.domain.selection import CRITERIA, Answers, Assessment, Selection, SimilarCase
from hrsi_cli.renderers.records.shapes import DurationRecord, TextRecord, optional_text, text_record

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


def selection_record(selection: Selection, knowledge: KnowledgeBase, words: Catalogue) -> SelectRecord:
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
        "switch_points": [{"criterion": item.criterion, "to": item.to, "model": item.model} for item in selection.switch_points],
        "cases": [_case(case, knowledge, words) for case in selection.cases],
        "notes": [{"id": note.id, "text": text_record(note.text), "source": note.text.source} for note in selection.notes],
    }


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
