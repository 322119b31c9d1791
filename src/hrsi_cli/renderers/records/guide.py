"""``hrsi.guide``, ``hrsi.observations`` and ``hrsi.kb_about``, for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypedDict

from hrsi_cli.domain.browsing import About, CountedClaim, StepProgress
from hrsi_cli.domain.guide import Activity, CaseExample, CloudCheck, Guide, Step
from hrsi_cli.domain.guide_library import Library
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.overlay import OverlayNote
from hrsi_cli.renderers.records.shapes import SourcedTextRecord, TextRecord, optional_text, sourced_record, text_record


class ExampleRecord(SourcedTextRecord):
    case: str


class ProgressRecord(TypedDict):
    state: Literal["answered", "partly", "open", "not_judged"]
    answered: list[str]
    missing: list[str]
    done: int | None
    total: int | None


class StepRecord(TypedDict):
    id: str
    title: TextRecord
    do: SourcedTextRecord
    deciders: list[str]
    watch: list[SourcedTextRecord]
    examples: list[ExampleRecord]
    commands: list[str]
    answered_by: list[str]
    progress: ProgressRecord | None


class ActivityRecord(TypedDict):
    number: int
    name: TextRecord
    purpose: SourcedTextRecord
    steps: list[StepRecord]


class AdviceRecord(SourcedTextRecord):
    id: str
    models: list[int]


class CheckRecord(SourcedTextRecord):
    id: str
    stage: str
    plan_key: str | None
    progress: ProgressRecord | None


class GuideRecord(TypedDict):
    schema: Literal["hrsi.guide"]
    schema_version: Literal[1]
    knowledge_version: str
    published: str
    plan: str | None
    """Id of the system whose plan was held against the guide."""
    activities: list[ActivityRecord]
    cloud_advice: list[AdviceRecord]
    cloud_checks: list[CheckRecord]


def guide_record(
    guide: Guide,
    activities: Iterable[Activity],
    progress: Mapping[str, StepProgress],
    plan: str | None,
    knowledge: KnowledgeBase,
    *,
    cloud: bool,
) -> GuideRecord:
    """Some activities, or the cloud chapter, or both."""
    return {
        "schema": "hrsi.guide",
        "schema_version": 1,
        "knowledge_version": knowledge.version,
        "published": guide.published,
        "plan": plan,
        "activities": [
            {
                "number": activity.number,
                "name": text_record(activity.name),
                "purpose": sourced_record(activity.purpose),
                "steps": [step_record(step, progress.get(step.id)) for step in activity.steps],
            }
            for activity in activities
        ],
        "cloud_advice": [
            {"id": advice.id, "models": list(advice.models), **sourced_record(advice)}
            for advice in (guide.cloud_advice if cloud else ())
        ],
        "cloud_checks": [check_record(check, progress.get(check.id)) for check in (guide.cloud_checks if cloud else ())],
    }


def step_record(step: Step, progress: StepProgress | None = None) -> StepRecord:
    """One step of an activity."""
    return {
        "id": step.id,
        "title": text_record(step.title),
        "do": sourced_record(step.do),
        "deciders": list(step.deciders),
        "watch": [sourced_record(watch) for watch in step.watch],
        "examples": [example_record(example) for example in step.examples],
        "commands": list(step.commands),
        "answered_by": list(step.answered_by),
        "progress": _progress(progress),
    }


def check_record(check: CloudCheck, progress: StepProgress | None = None) -> CheckRecord:
    """One question of the cloud chapter."""
    return {
        "id": check.id,
        "stage": check.stage,
        "plan_key": check.plan_key,
        **sourced_record(check),
        "progress": _progress(progress),
    }


def example_record(example: CaseExample) -> ExampleRecord:
    """What a case did."""
    return {"case": example.case, **sourced_record(example)}


def _progress(progress: StepProgress | None) -> ProgressRecord | None:
    if progress is None:
        return None
    return {
        "state": progress.state,
        "answered": list(progress.answered),
        "missing": list(progress.missing),
        "done": progress.done,
        "total": progress.total,
    }


class CountRecord(TypedDict):
    where: str
    metrics: list[str]
    expect: str
    number: int | None
    cases: list[str]
    count: int
    total: int
    holds: bool | None


class ClaimRecord(TypedDict):
    id: str
    about: str
    kind: str
    claim: SourcedTextRecord
    metrics: list[str]
    examples: list[ExampleRecord]
    check: CountRecord | None
    remark: TextRecord | None


class ObservationsRecord(TypedDict):
    schema: Literal["hrsi.observations"]
    schema_version: Literal[1]
    knowledge_version: str
    observations: list[ClaimRecord]


def observations_record(claims: Iterable[CountedClaim], knowledge: KnowledgeBase) -> ObservationsRecord:
    """Every observation with its count."""
    return {
        "schema": "hrsi.observations",
        "schema_version": 1,
        "knowledge_version": knowledge.version,
        "observations": [claim_record(claim) for claim in claims],
    }


def claim_record(claim: CountedClaim) -> ClaimRecord:
    """One observation; ``check`` is null where it cannot be counted."""
    observation, check = claim.observation, claim.observation.check
    count: CountRecord | None = None
    if check is not None:
        count = {
            "where": check.where,
            "metrics": list(check.metrics),
            "expect": check.expect,
            "number": check.number,
            "cases": list(claim.cases),
            "count": len(claim.cases),
            "total": claim.total,
            "holds": claim.holds,
        }
    return {
        "id": observation.id,
        "about": observation.about,
        "kind": observation.kind,
        "claim": sourced_record(observation.claim),
        "metrics": list(observation.metrics),
        "examples": [example_record(example) for example in observation.examples],
        "check": count,
        "remark": optional_text(observation.remark),
    }


class SourceRecord(TypedDict):
    id: str
    title: TextRecord
    edition: str
    published: str
    publisher: TextRecord
    terms: TextRecord
    used_for: TextRecord
    url: str | None


class OverlayRecord(TypedDict):
    id: str
    version: str
    title: TextRecord
    path: str
    source: str
    presets: int
    offers: int
    labels: int
    cases: list[str]
    thresholds: dict[str, Any]


class KbAboutRecord(TypedDict):
    schema: Literal["hrsi.kb_about"]
    schema_version: Literal[1]
    knowledge_version: str
    date: str
    counts: dict[str, int]
    presets: dict[str, dict[str, int]]
    sources: list[SourceRecord]
    overlay: OverlayRecord | None


def about_record(about: About, knowledge: KnowledgeBase, library: Library) -> KbAboutRecord:
    """Version, counts and sources of the knowledge base."""
    return {
        "schema": "hrsi.kb_about",
        "schema_version": 1,
        "knowledge_version": knowledge.version,
        "date": library.knowledge.date.text,
        "counts": dict(about.counts),
        "presets": {str(model): dict(counts) for model, counts in about.presets.items()},
        "sources": [
            {
                "id": source.id,
                "title": text_record(source.title),
                "edition": source.edition,
                "published": source.published,
                "publisher": text_record(source.publisher),
                "terms": text_record(source.terms),
                "used_for": text_record(source.used_for),
                "url": source.url,
            }
            for source in library.sources
        ],
        "overlay": None if knowledge.overlay is None else overlay_record(knowledge.overlay),
    }


def overlay_record(overlay: OverlayNote) -> OverlayRecord:
    """What an overlay changed."""
    chosen = overlay.thresholds
    return {
        "id": overlay.id,
        "version": overlay.version,
        "title": text_record(overlay.title),
        "path": overlay.path,
        "source": overlay.source,
        "presets": overlay.presets,
        "offers": overlay.offers,
        "labels": overlay.labels,
        "cases": list(overlay.cases),
        "thresholds": {} if chosen is None else {name: getattr(chosen, name) for name in sorted(chosen.model_fields_set)},
    }
