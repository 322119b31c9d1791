"""``hrsi.case_list``, ``hrsi.model_list``, ``hrsi.requirement_list``, the searches and ``hrsi.case_like``, for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, TypedDict

from hrsi_cli.domain.browsing import Found, Hit, NearCase, SearchReport
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.outline import CaseOutline
from hrsi_cli.domain.requirement import Requirement
from hrsi_cli.renderers.records.knowledge import offered_record
from hrsi_cli.renderers.records.shapes import SourcedTextRecord, TextRecord, four_digits, sourced_record, text_record


class ListedCase(TypedDict):
    id: str
    model: int
    industry: str
    label: TextRecord
    feature: SourcedTextRecord
    origin: str
    levels: dict[str, int | None]
    """Levels of the metrics that the filter names."""


class CaseListRecord(TypedDict):
    schema: Literal["hrsi.case_list"]
    schema_version: Literal[1]
    knowledge_version: str
    cases: list[ListedCase]


def case_list_record(outlines: Iterable[CaseOutline], metrics: Iterable[str], knowledge: KnowledgeBase) -> CaseListRecord:
    """The cases that a filter leaves."""
    asked = list(metrics)
    return {
        "schema": "hrsi.case_list",
        "schema_version": 1,
        "knowledge_version": knowledge.version,
        "cases": [
            {
                "id": outline.id,
                "model": outline.model,
                "industry": outline.industry,
                "label": text_record(outline.label),
                "feature": sourced_record(outline.feature),
                "origin": outline.origin,
                "levels": {metric: outline.grades[metric].level for metric in asked},
            }
            for outline in outlines
        ],
    }


class ListedModel(TypedDict):
    id: int
    name: TextRecord
    profile: dict[str, Any]
    cases: list[str]


class ModelListRecord(TypedDict):
    schema: Literal["hrsi.model_list"]
    schema_version: Literal[1]
    knowledge_version: str
    models: list[ListedModel]


def model_list_record(knowledge: KnowledgeBase) -> ModelListRecord:
    """All model systems with their selection profiles."""
    return {
        "schema": "hrsi.model_list",
        "schema_version": 1,
        "knowledge_version": knowledge.version,
        "models": [
            {
                "id": model.id,
                "name": text_record(model.name),
                "profile": {name: offered_record(getattr(model.profile, name)) for name in type(model.profile).model_fields},
                "cases": [outline.id for outline in knowledge.outlines_of(model.id)],
            }
            for model in knowledge.model_systems.values()
        ],
    }


class ListedPreset(TypedDict):
    level: int
    basis: str
    origin: str


ListedRequirement = TypedDict(
    "ListedRequirement",
    {
        "id": str,
        "class": str,
        "name": TextRecord,
        "path": TextRecord,
        "polarity": str,
        "highest": int,
        "presets": dict[str, ListedPreset] | None,
    },
)


class RequirementListRecord(TypedDict):
    schema: Literal["hrsi.requirement_list"]
    schema_version: Literal[1]
    knowledge_version: str
    requirements: list[ListedRequirement]


def requirement_list_record(requirements: Iterable[Requirement], knowledge: KnowledgeBase) -> RequirementListRecord:
    """Metrics with their presets by model number."""
    return {
        "schema": "hrsi.requirement_list",
        "schema_version": 1,
        "knowledge_version": knowledge.version,
        "requirements": [_requirement(requirement, knowledge) for requirement in requirements],
    }


def _requirement(requirement: Requirement, knowledge: KnowledgeBase) -> ListedRequirement:
    presets: dict[str, ListedPreset] = {
        str(model): {"level": preset.level, "basis": preset.basis, "origin": preset.origin}
        for model in knowledge.model_systems
        if (preset := knowledge.preset(model, requirement.id)) is not None
    }
    return {
        "id": requirement.id,
        "class": requirement.class_,
        "name": text_record(requirement.name),
        "path": text_record(requirement.path),
        "polarity": requirement.polarity,
        "highest": requirement.highest,
        "presets": presets or None,
    }


class HitRecord(TypedDict):
    field: str
    key: str
    text: TextRecord
    source: str
    match: Literal["phrase", "all_words", "some_words"]
    words: list[str]
    language: Literal["ja", "en"]
    score: float


class FoundRecord(TypedDict):
    id: str
    score: float
    hits: list[HitRecord]


class CaseSearchRecord(TypedDict):
    schema: Literal["hrsi.case_search"]
    schema_version: Literal[1]
    knowledge_version: str
    query: str
    found: list[FoundRecord]


class RequirementSearchRecord(TypedDict):
    schema: Literal["hrsi.requirement_search"]
    schema_version: Literal[1]
    knowledge_version: str
    query: str
    found: list[FoundRecord]


class FoundModelRecord(TypedDict):
    id: int
    score: float
    hits: list[HitRecord]


class ModelSearchRecord(TypedDict):
    schema: Literal["hrsi.model_search"]
    schema_version: Literal[1]
    knowledge_version: str
    query: str
    found: list[FoundModelRecord]


def case_search_record(report: SearchReport) -> CaseSearchRecord:
    """Cases that answer a query, with every hit."""
    return {
        "schema": "hrsi.case_search",
        "schema_version": 1,
        "knowledge_version": report.knowledge_version,
        "query": report.query,
        "found": [_found(found) for found in report.found],
    }


def requirement_search_record(report: SearchReport) -> RequirementSearchRecord:
    """Metrics that answer a query, with every hit."""
    return {
        "schema": "hrsi.requirement_search",
        "schema_version": 1,
        "knowledge_version": report.knowledge_version,
        "query": report.query,
        "found": [_found(found) for found in report.found],
    }


def model_search_record(report: SearchReport) -> ModelSearchRecord:
    """Model systems that answer a query, with every hit."""
    return {
        "schema": "hrsi.model_search",
        "schema_version": 1,
        "knowledge_version": report.knowledge_version,
        "query": report.query,
        "found": [
            {"id": int(found.owner), "score": found.score, "hits": [_hit(hit) for hit in found.hits]} for found in report.found
        ],
    }


def _found(found: Found) -> FoundRecord:
    return {"id": found.owner, "score": found.score, "hits": [_hit(hit) for hit in found.hits]}


def _hit(hit: Hit) -> HitRecord:
    return {
        "field": hit.passage.field,
        "key": hit.passage.key,
        "text": text_record(hit.passage.text),
        "source": hit.passage.source,
        "match": hit.match,
        "words": list(hit.words),
        "language": hit.language,
        "score": hit.score,
    }


class NearMetricRecord(TypedDict):
    id: str
    plan: int
    case: int
    closeness: float


class NearCaseRecord(TypedDict):
    case: str
    model: int
    label: TextRecord
    similarity: float
    metrics: list[NearMetricRecord]
    missing: list[str]


class CaseLikeRecord(TypedDict):
    schema: Literal["hrsi.case_like"]
    schema_version: Literal[1]
    knowledge_version: str
    path: str
    system: str
    cases: list[NearCaseRecord]


def case_like_record(path: str, system: str, near: Iterable[NearCase], knowledge: KnowledgeBase) -> CaseLikeRecord:
    """All cases in order of their nearness to a plan."""
    return {
        "schema": "hrsi.case_like",
        "schema_version": 1,
        "knowledge_version": knowledge.version,
        "path": path,
        "system": system,
        "cases": [_near(item, knowledge) for item in near],
    }


def _near(item: NearCase, knowledge: KnowledgeBase) -> NearCaseRecord:
    outline = knowledge.outlines[item.case]
    return {
        "case": item.case,
        "model": outline.model,
        "label": text_record(outline.label),
        "similarity": four_digits(item.similarity),
        "metrics": [
            {"id": metric.metric, "plan": metric.plan, "case": metric.case, "closeness": metric.closeness}
            for metric in item.metrics
        ],
        "missing": list(item.missing),
    }
