"""All systems of an organisation: what they reach, what they need from one another, and which comes first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hrsi_cli.domain.judgement import MetricResult, PlanResult
from hrsi_cli.domain.problem import Message, Problem

DurationBasis = Literal["measures", "objective", "unknown"]
"""Where the time of a recovery comes from: the plan's measures, its restart target, or nowhere."""
LapseKind = Literal["waiver", "evidence", "drill", "restore_test"]
WaitReason = Literal["nothing", "dependency", "staff", "site", "circle", "no_plan"]
"""``circle``: it needs itself in the end, so that no order holds; ``no_plan``: nobody knows when what it needs is back."""


@dataclass(frozen=True, slots=True)
class Lapse:
    """Something that stops counting soon, or has stopped already."""

    kind: LapseKind
    subject: str
    """Metric, rule or backup."""
    day: str
    """The last day on which it counts."""
    days_left: int
    """Negative once it has passed."""


@dataclass(frozen=True, slots=True)
class SystemState:
    """One system with everything that decides when it is worked on."""

    result: PlanResult
    importance: int | None
    effective_importance: int | None
    """The importance of the most important system that rests on this one, or its own."""
    pulled_by: str | None
    """The system that makes it more important than it says itself."""
    depends_on: tuple[str, ...]
    dependents: int
    """How many systems rest on it, directly or through others."""
    worst: MetricResult | None
    """The open metric that weighs most."""
    lapses: tuple[Lapse, ...]
    order: int
    """Place in the order to work in, from 1."""
    reasons: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class DependencyProblem:
    """A dependency that cannot hold."""

    kind: Literal["circle", "missing", "itself_late", "same_id"]
    systems: tuple[str, ...]
    message: Message


@dataclass(frozen=True, slots=True)
class Slot:
    """When a system comes back after a disaster that strikes everything at once."""

    system: str
    start: float | None
    """Seconds after the disaster; None, like the end, where it waits for a circle or for a time that nobody knows."""
    end: float | None
    duration: float
    basis: DurationBasis
    waits_for: tuple[str, ...]
    """What it started after: the systems it rests on that ended last, or the one that freed the staff or the site.
    Without a start, what keeps it from one: within its circle, without a plan, or without a time themselves."""
    waits_why: WaitReason
    site: str | None
    """The backup site that it comes back at."""
    target: float | None
    """Its restart target in seconds."""
    late: bool | None
    """None while nobody knows when it is back: only measures say so, its own and those of all that it waits for."""


@dataclass(frozen=True, slots=True)
class SharedHazard:
    """One hazard and what it strikes at once."""

    hazard: str
    struck: tuple[str, ...]
    """Systems whose main site it strikes."""
    no_way_out: tuple[str, ...]
    """Of these, systems whose every backup site is struck as well, or that have none."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What recoveries share."""

    staff: int | None = None
    """How many recoveries people can carry at a time; None for no limit."""
    sites: tuple[tuple[str, int], ...] = ()
    """How many recoveries a site can take at a time."""


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Every system of a folder, in the order to work in."""

    root: str
    systems: tuple[SystemState, ...]
    problems: tuple[DependencyProblem, ...]
    schedule: tuple[Slot, ...]
    limits: Limits
    hazards: tuple[SharedHazard, ...]
    errors: tuple[Problem, ...]
    knowledge_version: str
    as_of: str
