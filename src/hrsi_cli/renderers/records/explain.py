"""``hrsi.explain``: one thing of the knowledge base with what bears on it, for programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, TypedDict

from hrsi_cli.domain.browsing import Explainable, ExplainedKind
from hrsi_cli.domain.policy import THRESHOLDS_OF
from hrsi_cli.renderers.pages.explain import Told
from hrsi_cli.renderers.records.guide import check_record, claim_record, step_record
from hrsi_cli.renderers.records.knowledge import (
    case_record,
    model_record,
    preset_record,
    reading_record,
    requirement_record,
)
from hrsi_cli.renderers.records.shapes import TextRecord, optional_text, sourced_record, text_record


class SubjectRecord(TypedDict):
    kind: str
    id: str
    name: TextRecord


class ExplainRecord(TypedDict):
    schema: Literal["hrsi.explain"]
    schema_version: Literal[1]
    knowledge_version: str
    kind: str
    id: str
    name: TextRecord
    details: dict[str, Any]
    """By kind: the record of the metric, model or case as its own command gives it; else the fields of the thing."""
    also: list[SubjectRecord]
    related: list[SubjectRecord]


class ExplainManyRecord(TypedDict):
    """Several things, in the order of the command line."""

    schema: Literal["hrsi.explain_many"]
    schema_version: Literal[1]
    knowledge_version: str
    subjects: list[ExplainRecord]


def explain_many_record(told: Sequence[Told]) -> ExplainManyRecord:
    """Several subjects as one record."""
    return {
        "schema": "hrsi.explain_many",
        "schema_version": 1,
        "knowledge_version": told[0].knowledge.version,
        "subjects": [explain_record(one) for one in told],
    }


def explain_record(told: Told) -> ExplainRecord:
    """The subject as a record."""
    subject = told.explanation.subject
    return {
        "schema": "hrsi.explain",
        "schema_version": 1,
        "knowledge_version": told.knowledge.version,
        "kind": subject.kind,
        "id": subject.id,
        "name": text_record(subject.name),
        "details": _DETAILS[subject.kind](told),
        "also": [_subject(other) for other in told.explanation.also],
        "related": [_subject(other) for other in told.explanation.related],
    }


def _subject(subject: Explainable) -> SubjectRecord:
    return {"kind": subject.kind, "id": subject.id, "name": text_record(subject.name)}


def _metric(told: Told) -> dict[str, Any]:
    record: dict[str, Any] = dict(requirement_record(told.knowledge.requirements[told.id], told.knowledge))
    presets = {model: told.knowledge.preset(model, told.id) for model in told.knowledge.model_systems}
    record["presets"] = {str(model): preset_record(preset) for model, preset in presets.items() if preset is not None} or None
    record["cases"] = {id: reading_record(told.id, case.readings[told.id]) for id, case in told.knowledge.cases.items()}
    return record


def _rule(told: Told) -> dict[str, Any]:
    rule = told.knowledge.rules[told.id]
    return {
        "slug": rule.slug,
        "severity": rule.severity,
        "what": text_record(rule.what),
        "why": text_record(rule.why),
        "action": text_record(rule.action),
        "arithmetic": optional_text(rule.arithmetic),
        "metrics": list(rule.metrics),
        "inputs": [list(keys) for keys in rule.inputs],
        "thresholds": {name: getattr(told.knowledge.thresholds, name) for name in THRESHOLDS_OF.get(rule.id, ())},
        "cases": list(rule.cases),
        "sources": list(rule.sources),
        "examples": {
            kind: {"caption": text_record(example.caption), "plans": list(example.plans)}
            for kind, example in (("fails", told.examples.fails), ("passes", told.examples.passes))
        }
        if told.examples
        else None,
    }


def _model(told: Told) -> dict[str, Any]:
    return dict(model_record(told.knowledge.model_systems[int(told.id)], told.knowledge))


def _case(told: Told) -> dict[str, Any]:
    return dict(case_record(told.knowledge.cases[told.id], told.knowledge))


def _term(told: Told) -> dict[str, Any]:
    term = told.guide_library.terms[told.id]
    return {
        "definition": text_record(term.definition),
        "also": list(term.also),
        "see": list(term.see),
        "source": term.source,
        "metrics": [requirement_record(metric, told.knowledge) for metric in told.metrics],
    }


def _constraint(told: Told) -> dict[str, Any]:
    constraint = told.guide_library.constraints[told.id]
    statement = text_record(constraint.statement)
    return {"statement": statement, "metrics": list(constraint.metrics), "source": constraint.source, "presets": _resting(told)}


def _preset_rule(told: Told) -> dict[str, Any]:
    return {"statement": text_record(told.guide_library.preset_rules[told.id].statement), "presets": _resting(told)}


def _resting(told: Told) -> list[dict[str, Any]]:
    """The presets that rest on a statement."""
    return [
        {"model": model.id, "metric": preset.metric}
        for model in told.knowledge.model_systems.values()
        for preset in model.presets
        if told.id in preset.constraints
    ]


def _observation(told: Told) -> dict[str, Any]:
    assert told.claim is not None, "the command counts the claim that it explains"
    return dict(claim_record(told.claim))


def _step(told: Told) -> dict[str, Any]:
    guide = told.guide_library.guide
    step = next(step for activity in guide.activities for step in activity.steps if step.id == told.id)
    return {**step_record(step), "published": guide.published}


def _advice(told: Told) -> dict[str, Any]:
    guide = told.guide_library.guide
    advice = next(advice for advice in guide.cloud_advice if advice.id == told.id)
    return {**sourced_record(advice), "models": list(advice.models), "published": guide.published}


def _check(told: Told) -> dict[str, Any]:
    guide = told.guide_library.guide
    check = next(check for check in guide.cloud_checks if check.id == told.id)
    return {**check_record(check), "published": guide.published}


_DETAILS: dict[ExplainedKind, Callable[[Told], dict[str, Any]]] = {
    "metric": _metric,
    "rule": _rule,
    "model": _model,
    "case": _case,
    "term": _term,
    "constraint": _constraint,
    "preset_rule": _preset_rule,
    "observation": _observation,
    "step": _step,
    "advice": _advice,
    "check": _check,
}
