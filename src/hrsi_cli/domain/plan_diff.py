"""What differs between two judgements of a plan: levels, targets, waivers, findings and what they add up to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from hrsi_cli.domain.judgement import Finding, MetricResult, PlanResult
from hrsi_cli.domain.problem import Message
from hrsi_cli.domain.severity import WEIGHT

ChangeKind = Literal[
    "regressed",
    "removed",
    "improved",
    "new",
    "changed",
    "not_applicable",
    "applicable",
    "target_raised",
    "target_lowered",
    "target_changed",
    "waived",
    "unwaived",
]
"""``new``: a level where none was known; ``removed``: the other way; ``changed``: another of equal alternatives."""

Part = Literal["attainment", "attained_model", "findings", "validity"]
"""In what changes need not bring together what they bring one by one; ``validity``: one of them is no valid plan alone."""

CHANGE_KINDS: tuple[ChangeKind, ...] = (
    "regressed",
    "removed",
    "improved",
    "new",
    "changed",
    "not_applicable",
    "applicable",
    "target_raised",
    "target_lowered",
    "target_changed",
    "waived",
    "unwaived",
)


@dataclass(frozen=True, slots=True)
class MetricChange:
    """A metric that is not the same on both sides."""

    kinds: tuple[ChangeKind, ...]
    before: MetricResult
    after: MetricResult

    @property
    def id(self) -> str:
        """The metric."""
        return self.after.id


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding that is there on both sides and says something else."""

    before: Finding
    after: Finding

    @property
    def worse(self) -> bool:
        """Whether it weighs more than before, a waiver taken into account."""
        return weight(self.after) > weight(self.before)


@dataclass(frozen=True, slots=True)
class FactChange:
    """A place outside the levels and targets that holds something else; None for what is not there."""

    place: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class PlanDiff:
    """The difference between two judgements; empty when nothing a reader would care about differs."""

    before: PlanResult
    after: PlanResult
    metrics: tuple[MetricChange, ...]
    came: tuple[Finding, ...]
    went: tuple[Finding, ...]
    changed: tuple[FindingChange, ...]
    facts: tuple[FactChange, ...]

    @property
    def empty(self) -> bool:
        """Whether the two sides say the same."""
        return not (
            self.metrics or self.came or self.went or self.changed or self.facts or self.before.system_id != self.after.system_id
        )

    @property
    def regressions(self) -> tuple[str, ...]:
        """What got worse: metrics whose level fell or is no longer known, weightier findings, and ``model``."""
        worse = [change.id for change in self.metrics if {"regressed", "removed"} & set(change.kinds)]
        worse += [finding.rule for finding in self.came if weight(finding) >= WEIGHT["warning"]]
        worse += [change.after.rule for change in self.changed if change.worse]
        if (self.after.attained_model or 0) < (self.before.attained_model or 0):
            worse.append("model")
        return tuple(dict.fromkeys(worse))


def weight(finding: Finding) -> int:
    """How much a finding weighs: 0 when it is waived."""
    return 0 if finding.waiver else WEIGHT[finding.severity]


@dataclass(frozen=True, slots=True)
class Single:
    """What one assignment would bring alone."""

    assignment: str
    gain: float
    """Attainment (0-1) that it brings."""
    attained_model: int | None
    """Model system reached with it."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a change of a plan would bring; the plan itself stays as it is."""

    assignments: tuple[str, ...]
    diff: PlanDiff
    closes: tuple[str, ...]
    """Metrics whose gap or unknown state ends."""
    opens: tuple[str, ...]
    """Metrics that are short or unknown only afterwards."""
    remains: tuple[str, ...]
    """Metrics that are short or unknown before and afterwards."""
    alone: tuple[Single, ...]
    """What each assignment would bring alone; one that is not valid by itself is left out."""
    gain: float
    """Attainment (0-1) that they bring together."""
    not_additive_in: tuple[Part, ...]
    """In what the assignments bring together something else than one by one."""

    @property
    def additive(self) -> bool:
        """Whether the assignments bring together what they bring one by one, in attainment, model and findings."""
        return not self.not_additive_in


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of a plan in the history of its file."""

    id: str
    """Name of the commit; empty for the file as it stands."""
    day: date
    subject: str
    """First line of the commit's message."""
    result: PlanResult | None
    """None when the plan could not be judged."""
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class History:
    """A plan through the history of its file, oldest first."""

    path: str
    revisions: tuple[Revision, ...]
    left_out: int
    """How many older commits the limit left out."""
