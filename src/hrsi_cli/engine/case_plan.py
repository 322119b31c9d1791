"""A case written as a plan: its stated facts, its levels as the state today, its model as the target."""

from __future__ import annotations

from typing import Any

from hrsi_cli.domain.case import Case, PlanFact
from hrsi_cli.domain.language import Language
from hrsi_cli.domain.plan import Plan

_ORDER = ("system", "target", "objectives", "current", "measures")


def case_plan_content(case: Case, version: str, language: Language) -> dict[str, Any]:
    """The content of the case's plan file; what the guide leaves open stays ``unknown``."""
    content: dict[str, Any] = {"hrsi": 1, "knowledge": version} | case.plan.content
    content["target"] = {"model": case.model}
    current: dict[str, Any] = {}
    for metric, reading in case.readings.items():
        if reading.status == "not_applicable":
            current[metric] = {"not_applicable": reading.summary.in_(language)}
        else:
            current[metric] = "unknown" if reading.level is None else reading.level
    content["current"] = current | case.plan.content.get("current", {})
    return {key: content[key] for key in ("hrsi", "knowledge", *_ORDER) if key in content}


def case_plan_facts(case: Case) -> tuple[PlanFact, ...]:
    """Where the values of the case's plan come from, in their order; the levels are our readings of its table."""
    model = PlanFact(key="target.model", basis="stated", source=case.source)
    tables = {reading.source.removesuffix(f", {metric}"): None for metric, reading in case.readings.items()}
    levels = (PlanFact(key="current", basis="inferred", source=table) for table in tables)
    order = {name: position for position, name in enumerate(_ORDER)}
    facts = (model, *levels, *case.plan.facts)
    return tuple(sorted(facts, key=lambda fact: order.get(fact.key.split(".")[0], len(order))))


def case_plan(case: Case, version: str) -> Plan:
    """The case as a plan object."""
    return Plan.model_validate(_frozen(case_plan_content(case, version, "ja")))


def _frozen(value: Any) -> Any:
    """JSON arrays as the tuples that domain objects hold."""
    if isinstance(value, dict):
        return {key: _frozen(inner) for key, inner in value.items()}
    return tuple(_frozen(inner) for inner in value) if isinstance(value, list | tuple) else value
