"""``hrsi.case``, ``hrsi.model`` and ``hrsi.requirement``: the knowledge base, for programs."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

from hrsi_cli.domain.case import Case, Contradiction, Figure, Qualifier, Reading
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.model_system import ModelSystem, Preset
from hrsi_cli.domain.quantity import Duration
from hrsi_cli.domain.requirement import Requirement
from hrsi_cli.renderers.pages.contradictions import contradictions_about
from hrsi_cli.renderers.records.shapes import SourcedTextRecord, TextRecord, optional_text, sourced_record, text_record


class ReadingRecord(TypedDict):
    id: str
    status: str
    level: int | None
    level_range: list[int] | None
    summary: TextRecord
    reading: TextRecord | None
    source: str


class FigureRecord(TypedDict):
    item: str
    value: float
    high: float | None
    unit: str
    qualifier: Qualifier
    scope: TextRecord | None
    source: str


class TargetRecord(TypedDict):
    measure: str
    event: str
    status: str
    value: str | None
    high: str | None
    iso: str | None
    scope: TextRecord | None
    condition: TextRecord | None
    note: TextRecord | None
    source: str


class StatementRecord(SourcedTextRecord):
    topic: str


class ContradictionRecord(TypedDict):
    topic: TextRecord
    metrics: list[str]
    sides: list[SourcedTextRecord]


class CaseContradictionRecord(ContradictionRecord):
    case: str


class SiteRecord(TypedDict):
    role: str
    name: TextRecord
    source: str


class CaseRecord(TypedDict):
    schema: Literal["hrsi.case"]
    schema_version: Literal[1]
    knowledge_version: str
    id: str
    model: int
    label: TextRecord
    feature: SourcedTextRecord
    industry: str
    business: SourcedTextRecord
    employees: FigureRecord
    sites: list[SiteRecord]
    statements: list[StatementRecord]
    targets: list[TargetRecord]
    figures: list[FigureRecord]
    contradictions: list[ContradictionRecord]
    measures: dict[str, Any]
    metrics: list[ReadingRecord]
    source: str
    origin: str


def case_record(case: Case, knowledge: KnowledgeBase) -> CaseRecord:
    """A case as a record, its 37 metrics in the order of the guide."""
    return {
        "schema": "hrsi.case",
        "schema_version": 1,
        "knowledge_version": knowledge.version,
        "id": case.id,
        "model": case.model,
        "label": text_record(case.label),
        "feature": sourced_record(case.feature),
        "industry": case.industry,
        "business": sourced_record(case.business),
        "employees": figure_record(case.employees),
        "sites": [{"role": site.role, "name": text_record(site.name), "source": site.source} for site in case.sites],
        "statements": [{"topic": item.topic, "ja": item.ja, "en": item.en, "source": item.source} for item in case.statements],
        "targets": [
            {
                "measure": target.measure,
                "event": target.event,
                "status": target.status,
                "value": target.value,
                "high": target.high,
                "iso": Duration.parse(target.value).iso if target.value is not None and target.measure != "rlo" else None,
                "scope": optional_text(target.scope),
                "condition": optional_text(target.condition),
                "note": optional_text(target.note),
                "source": target.source,
            }
            for target in case.targets
        ],
        "figures": [figure_record(figure) for figure in case.figures],
        "contradictions": [contradiction_record(item) for item in case.contradictions],
        "measures": case.plan.content.get("measures", {}),
        "metrics": [reading_record(metric, case.readings[metric]) for metric in knowledge.requirements],
        "source": case.source,
        "origin": case.origin,
    }


def figure_record(figure: Figure) -> FigureRecord:
    """A number with its unit."""
    return {
        "item": figure.item,
        "value": figure.value,
        "high": figure.high,
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "scope": optional_text(figure.scope),
        "source": figure.source,
    }


def contradiction_record(item: Contradiction) -> ContradictionRecord:
    """Both sides of a contradiction."""
    return {
        "topic": text_record(item.topic),
        "metrics": list(item.metrics),
        "sides": [sourced_record(side) for side in item.sides],
    }


def reading_record(metric: str, reading: Reading) -> ReadingRecord:
    """What a case says about one metric."""
    return {
        "id": metric,
        "status": reading.status,
        "level": reading.level,
        "level_range": None if reading.level_range is None else list(reading.level_range),
        "summary": text_record(reading.summary),
        "reading": optional_text(reading.reading),
        "source": reading.source,
    }


class PresetRecord(TypedDict):
    metric: str
    level: int
    basis: str
    rationale: TextRecord
    constraints: list[str]
    source: str
    origin: str
    """``shipped``, or ``overlay:`` and the id of an organisation's overlay."""


class ModelRecord(TypedDict):
    schema: Literal["hrsi.model"]
    schema_version: Literal[1]
    knowledge_version: str
    id: int
    name: TextRecord
    description: SourcedTextRecord
    profile: dict[str, Any]
    presets: list[PresetRecord]
    cases: list[str]
    notes: list[SourcedTextRecord]


def model_record(model: ModelSystem, knowledge: KnowledgeBase) -> ModelRecord:
    """A model system as a record."""
    profile: dict[str, Any] = {}
    for name in ("strength", "rto_failure", "rto_disaster", "rpo", "investment", "backup", "redundancy", "backup_site"):
        profile[name] = offered_record(getattr(model.profile, name))
    return {
        "schema": "hrsi.model",
        "schema_version": 1,
        "knowledge_version": knowledge.version,
        "id": model.id,
        "name": text_record(model.name),
        "description": sourced_record(model.description),
        "profile": profile,
        "presets": [preset_record(preset) for preset in model.presets],
        "cases": [outline.id for outline in knowledge.outlines_of(model.id)],
        "notes": [sourced_record(note) for note in model.notes],
    }


def preset_record(preset: Preset) -> PresetRecord:
    """A preset with its grounds and its origin."""
    return {
        "metric": preset.metric,
        "level": preset.level,
        "basis": preset.basis,
        "rationale": text_record(preset.rationale),
        "constraints": list(preset.constraints),
        "source": preset.source,
        "origin": preset.origin,
    }


def offered_record(offered: Any) -> dict[str, Any]:
    """One row of the selection profile."""
    record: dict[str, Any] = {}
    for name in type(offered).model_fields:
        value = getattr(offered, name)
        if isinstance(value, Duration):
            value = {"text": value.text, "iso": value.iso}
        elif hasattr(value, "ja"):
            value = text_record(value)
        record[name] = value
    return record


class LevelRecord(TypedDict):
    level: int
    label: TextRecord
    origin: str


class PresetSourceRecord(TypedDict):
    source: str
    origin: str


RequirementRecord = TypedDict(
    "RequirementRecord",
    {
        "schema": Literal["hrsi.requirement"],
        "schema_version": Literal[1],
        "knowledge_version": str,
        "id": str,
        "class": str,
        "names": TextRecord,
        "path": TextRecord,
        "polarity": str,
        "edition": str,
        "edition_note": TextRecord | None,
        "levels": list[LevelRecord],
        "presets": dict[str, dict[str, Any]] | None,
        "preset_sources": dict[str, PresetSourceRecord] | None,
        "cases": dict[str, dict[str, Any]],
        "contradictions": list[CaseContradictionRecord],
        "source": str,
    },
)


def requirement_record(requirement: Requirement, knowledge: KnowledgeBase) -> RequirementRecord:
    """A metric as a record: presets by model number, readings by case."""
    presets = {
        str(model.id): {"level": preset.level, "basis": preset.basis}
        for model in knowledge.model_systems.values()
        if (preset := model.preset(requirement.id)) is not None
    }
    sources: dict[str, PresetSourceRecord] = {
        str(model.id): {"source": preset.source, "origin": preset.origin}
        for model in knowledge.model_systems.values()
        if (preset := model.preset(requirement.id)) is not None
    }
    grades = {outline.id: outline.grades[requirement.id] for outline in knowledge.outlines.values()}
    return {
        "schema": "hrsi.requirement",
        "schema_version": 1,
        "knowledge_version": knowledge.version,
        "id": requirement.id,
        "class": requirement.class_,
        "names": text_record(requirement.name),
        "path": text_record(requirement.path),
        "polarity": requirement.polarity,
        "edition": requirement.edition,
        "edition_note": optional_text(requirement.edition_note),
        "levels": [{"level": step.level, "label": text_record(step.label), "origin": step.origin} for step in requirement.levels],
        "presets": presets or None,
        "preset_sources": sources or None,
        "cases": {
            id: {"status": grade.status, "level": grade.level, "level_range": grade.level_range and list(grade.level_range)}
            for id, grade in grades.items()
        },
        "contradictions": [
            {"case": case, **contradiction_record(item)} for case, item in contradictions_about(requirement.id, knowledge)
        ],
        "source": requirement.source,
    }
