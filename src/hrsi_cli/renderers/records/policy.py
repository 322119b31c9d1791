"""``hrsi.gate_init``: the policy and the baseline that were written."""

from __future__ import annotations

from typing import Literal, TypedDict

from hrsi_cli.domain.policy import Policy


class TightestPolicyRecord(TypedDict):
    """The demands that today's plans just meet."""

    fail_on: Literal["error", "warning", "note", "never"]
    fail_under: float | None
    min_model: int | None
    floors: dict[str, dict[str, int]]


class GateInitRecord(TypedDict):
    """``entries`` are the gaps and findings that the baseline knows."""

    schema: Literal["hrsi.gate_init"]
    schema_version: Literal[1]
    knowledge_version: str
    path: str
    baseline: str
    entries: int
    policy: TightestPolicyRecord


def gate_init_record(path: str, baseline: str, entries: int, policy: Policy, version: str) -> GateInitRecord:
    """What a pipeline will be judged by from now on."""
    return {
        "schema": "hrsi.gate_init",
        "schema_version": 1,
        "knowledge_version": version,
        "path": path,
        "baseline": baseline,
        "entries": entries,
        "policy": {
            "fail_on": policy.fail_on,
            "fail_under": policy.fail_under,
            "min_model": policy.min_model,
            "floors": policy.floors,
        },
    }
