"""``hrsi.gap_inputs``: which keys would let which rules run, for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypedDict

from hrsi_cli.domain.inputs import PlanInputs


class RuleInputsRecord(TypedDict):
    rule: str
    runs: bool
    missing: list[str]


class KeyRecord(TypedDict):
    key: str
    rules: list[str]


class PlanInputsRecord(TypedDict):
    path: str
    system: str
    rules: list[RuleInputsRecord]
    keys: list[KeyRecord]


class GapInputsRecord(TypedDict):
    schema: Literal["hrsi.gap_inputs"]
    schema_version: Literal[1]
    knowledge_version: str
    at: str | None
    """The day that the plans were looked at as their phases say that they will stand."""
    plans: list[PlanInputsRecord]


def inputs_record(plans: Iterable[PlanInputs], knowledge_version: str, at: str | None) -> GapInputsRecord:
    """What the rules lack on each plan as a record."""
    return {
        "schema": "hrsi.gap_inputs",
        "schema_version": 1,
        "knowledge_version": knowledge_version,
        "at": at,
        "plans": [
            {
                "path": plan.path,
                "system": plan.system_id,
                "rules": [{"rule": item.rule, "runs": item.runs, "missing": list(item.missing)} for item in plan.rules],
                "keys": [{"key": key, "rules": list(rules)} for key, rules in plan.keys],
            }
            for plan in plans
        ],
    }
