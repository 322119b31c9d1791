"""What the rules of the findings catalogue still lack on a plan."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RuleInputs:
    """One rule and the keys it still lacks."""

    rule: str
    runs: bool
    missing: tuple[str, ...]
    """The fewest keys that would let it run; empty when it runs."""


@dataclass(frozen=True, slots=True)
class PlanInputs:
    """All rules on one plan."""

    path: str
    system_id: str
    rules: tuple[RuleInputs, ...]
    keys: tuple[tuple[str, tuple[str, ...]], ...]
    """Missing keys with the rules each would help, the most useful first."""
