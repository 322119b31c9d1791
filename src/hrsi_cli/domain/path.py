"""The road to a model system: what has to be raised, in which order, at which price of the user's own."""

from __future__ import annotations

from dataclasses import dataclass

from hrsi_cli.domain.judgement import Finding
from hrsi_cli.domain.plan import Package


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a path leads: a model system, or the plan's own targets (model None)."""

    model: int | None
    levels: dict[str, int]
    """Levels that the metrics must reach."""


@dataclass(frozen=True, slots=True)
class Raise:
    """One metric brought up."""

    metric: str
    before: int | None
    """None when nobody knows the level; its steps are then counted from 0."""
    after: int

    @property
    def steps(self) -> int:
        """How many levels it climbs."""
        return self.after - (self.before or 0)


@dataclass(frozen=True, slots=True)
class Move:
    """One thing to do: raise a metric, or take a package."""

    raises: tuple[Raise, ...]
    package: Package | None
    cost: float | None
    """In the user's unit; None when a step of it has no price, or none is known at all."""
    unpriced: tuple[tuple[str, int], ...]
    """Steps without a price: metric and level."""
    needs: tuple[str, ...] = ()
    """Metrics that are raised before, because this needs them."""
    together: int | None = None
    """Moves of the same number need one another and are done together; None for a move on its own."""
    attainment: float | None = None
    """Attainment (0-1) of the plan's own targets after this move."""
    attained_model: int | None = None
    """Model system reached after this move."""


@dataclass(frozen=True, slots=True)
class Route:
    """A set of changes that leads to the goal, in an order that can be worked in."""

    goal: Goal
    moves: tuple[Move, ...]
    cost: float | None
    """Sum of the known prices; None when the user gave none."""
    unpriced: tuple[tuple[str, int], ...]
    """Steps without a price: with any, the cost is a lower bound."""
    steps: int
    """Levels climbed one by one, plus one for each package."""
    levels: dict[str, int]
    """The levels that the changes bring."""


@dataclass(frozen=True, slots=True)
class PhaseEffect:
    """What one phase of the plan buys."""

    id: str
    name: str | None
    by: str
    cost: float | None
    """Sum of the user's prices of its steps; None when one of them has no price."""
    attainment: float | None
    attained_model: int | None
    closes: tuple[str, ...]
    """Metrics whose gap or unknown state ends."""
    came: tuple[Finding, ...]
    went: tuple[Finding, ...]
    remaining: tuple[str, ...]
    """Metrics of the goal that are still short afterwards."""


@dataclass(frozen=True, slots=True)
class PathResult:
    """The least ways to a goal, the cheapest first, and what the plan's own phases bring."""

    path: str
    system_id: str
    system_name: str | None
    goal_model: int | None
    unit: str | None
    """Unit of the user's prices; None when there are none."""
    attainment: float | None
    attained_model: int | None
    routes: tuple[Route, ...]
    """No other has both a lower cost and fewer steps; a single empty one when the goal is reached already."""
    applicable: bool
    """Whether any metric of the goal applies to the system; if none does, no change reaches a model system."""
    still_open: tuple[str, ...]
    """Main metrics of the plan's own targets that are short or unknown even at the end of the first route."""
    unknown: tuple[str, ...]
    """Metrics of the first route whose level nobody knows."""
    dependencies: tuple[str, ...]
    """Ids of the dependencies that the first route had to keep, of ours (D01) or of the plan (1, 2 ...)."""
    skipped: tuple[tuple[str, tuple[str, ...]], ...]
    """Dependencies that ask for metrics which are not applicable, so that these count as met."""
    follow_up: tuple[Finding, ...]
    """Findings that the first route would bring, because the rest of the plan does not follow by itself."""
    phases: tuple[PhaseEffect, ...]
