"""The judgement of a plan: gaps, findings, waivers and the verdict of the gate.

What is made by the thousand in a run over many plans is a named tuple, which takes a third of the time of a frozen dataclass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from hrsi_cli.domain.problem import Message, Position, Problem
from hrsi_cli.domain.severity import Severity

Status = Literal["met", "gap", "exceeds", "unknown", "not_applicable", "no_target", "waived"]
STATUSES: tuple[Status, ...] = ("met", "gap", "exceeds", "unknown", "not_applicable", "no_target", "waived")
TargetBasis = Literal["stated", "inferred", "plan"]
"""Where a target comes from: a preset of the guide, an inferred preset, or the plan's own words."""
WaiverState = Literal["active", "expiring", "expired", "void", "unused"]
Verdict = Literal["pass", "fail"]
RunVerdict = Literal["pass", "fail", "error"]


class ClosingEffect(NamedTuple):
    """What it would bring to reach the target of one open metric and leave everything else as it is."""

    attainment: float
    """Attainment (0-1) gained; 0 for metrics that do not count for it."""
    attained_model: int | None
    """Model system attained then."""


class MetricResult(NamedTuple):
    """One metric of a plan against its target."""

    id: str
    class_: str
    current: int | None
    target: int | None
    gap: int | None
    """Levels missing to the target; None where one of them is unknown."""
    status: Status
    basis: TargetBasis | None
    severity: Severity | None
    """How much the status weighs at the gate; None for what needs no action."""
    position: Position
    waiver: str | None = None
    """Id of the waiver that covers the metric."""
    cases: tuple[str, ...] = ()
    """Cases that reach the target."""
    case_range: tuple[int, int] | None = None
    """Lowest and highest level among the cases, shown where there is no preset."""
    note: str | None = None
    known: bool = False
    """Whether the baseline holds it already, no worse than it is now."""
    closing: ClosingEffect | None = None
    """What closing it would bring; None for what is not open."""


class ArithmeticTerm(NamedTuple):
    """One term of a calculation."""

    name: str
    """Key of the catalogue: ``term.NAME``."""
    value: float
    unit: str
    """``h``, ``days``, ``GB``, ``Mbps``, ``ms``, ``km``, ``level``, ``ratio`` ..."""


class Arithmetic(NamedTuple):
    """How a finding was calculated: its terms, the result and the limit it is held against."""

    terms: tuple[ArithmeticTerm, ...]
    result: ArithmeticTerm
    limit: ArithmeticTerm | None = None


class Finding(NamedTuple):
    """A contradiction in a plan, or a lesson not heeded (指摘)."""

    rule: str
    severity: Severity
    message: Message
    position: Position
    path: tuple[str | int, ...]
    """Place in the plan that the finding is about."""
    metrics: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    arithmetic: Arithmetic | None = None
    waiver: str | None = None
    key: str = ""
    """The place by names instead of line numbers, so that it stays the same when the file moves on."""
    known: bool = False
    """Whether the baseline holds it already, no worse than it is now."""


class WaiverResult(NamedTuple):
    """What became of a waiver."""

    id: str
    subject: str
    state: WaiverState
    expires: str
    reason: str
    why: Message | None
    """Why it is void, expired or unused."""
    position: Position
    severity: Severity | None = None
    """How much its state weighs at the gate; None while it holds."""
    owner: str = ""
    approved_by: str = ""
    created: str = ""


@dataclass(frozen=True, slots=True)
class TurnedOff:
    """A metric or rule that the policy does not weigh, and what that leaves out."""

    id: str
    reason: str
    count: int
    """Gaps or findings of this plan that do not count because of it."""


class Breach(NamedTuple):
    """A demand of the policy on the plan as a whole that is not met."""

    id: Literal["fail-under", "min-model", "floor"]
    subject: str
    message: Message
    position: Position


class BaselineEntry(NamedTuple):
    """Something that was open when a baseline was written."""

    system: str
    id: str
    """Metric or rule."""
    where: str = ""
    """Key of a finding's place; empty for a metric."""
    severity: Severity = "error"
    gap: int | None = None
    """Levels missing; None when the level was unknown or for a finding."""


@dataclass(frozen=True, slots=True)
class PlanResult:
    """Everything that was found out about one plan."""

    path: str
    system_id: str
    system_name: str | None
    target_model: int
    knowledge_version: str
    pinned_version: str | None
    attained_model: int | None
    resembles_model: int | None
    attainment: float | None
    """Share of the applicable main metrics that are met; None when none applies."""
    metrics: tuple[MetricResult, ...]
    findings: tuple[Finding, ...]
    waivers: tuple[WaiverResult, ...]
    verdict: Verdict
    failing: tuple[tuple[Severity, int], ...] = ()
    """What the verdict fails for besides breaches: how many gaps, findings and waivers of each severity that counts."""
    breaches: tuple[Breach, ...] = ()
    turned_off: tuple[TurnedOff, ...] = ()
    inferred_left_out: int | None = None
    """Open metrics that do not count because their presets are inferred; None where the policy lets them count."""
    depends_on: tuple[str, ...] = ()
    """Systems that this one needs, whether they are in the run or not."""
    fixed: tuple[BaselineEntry, ...] = ()
    """What the baseline holds and the plan no longer shows."""
    unseen: tuple[BaselineEntry, ...] = ()
    """What the baseline holds and this run could not look for, because a plan that it speaks of is not in the run."""

    @property
    def known(self) -> int:
        """How many gaps and findings the baseline holds already, no worse than they are now."""
        return sum(metric.known for metric in self.metrics) + sum(finding.known for finding in self.findings)

    def count(self, status: Status) -> int:
        """How many metrics have this status."""
        return [metric.status for metric in self.metrics].count(status)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The judgement of all plans of one run."""

    plans: tuple[PlanResult, ...]
    errors: tuple[Problem, ...]
    knowledge_version: str
    exit_zero: bool = False
    """Whether a failed gate still exits with 0."""
    stale: tuple[BaselineEntry, ...] = ()
    """Entries of the baseline that belong to no plan of this run, or name nothing that exists."""
    at: str | None = None
    """The day by which phases count as done (ISO 8601); None for the plans as they stand."""

    @property
    def verdict(self) -> RunVerdict:
        """The worst verdict of all."""
        return run_verdict(errors=bool(self.errors), failed=any(plan.verdict == "fail" for plan in self.plans))

    @property
    def exit_code(self) -> int:
        """0 passed, 1 failed, 2 could not judge."""
        return run_exit_code(self.verdict, exit_zero=self.exit_zero)


def run_verdict(*, errors: bool, failed: bool) -> RunVerdict:
    """The verdict on a run: a plan that cannot be judged weighs more than one that fails."""
    return "error" if errors else "fail" if failed else "pass"


def run_exit_code(verdict: RunVerdict, *, exit_zero: bool) -> int:
    """0 passed, 1 failed, 2 could not judge; with ``exit_zero`` a failed gate exits with 0 too."""
    return {"pass": 0, "fail": 0 if exit_zero else 1, "error": 2}[verdict]
