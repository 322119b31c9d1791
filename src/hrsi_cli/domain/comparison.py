"""Two sides compared metric by metric: model systems, cases and plans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hrsi_cli.domain.text import Text

SideKind = Literal["model", "case", "plan"]
Relation = Literal["above", "equal", "below", "not_comparable"]
RELATIONS: tuple[Relation, ...] = ("above", "equal", "below", "not_comparable")


@dataclass(frozen=True, slots=True)
class Side:
    """What stands on one side of a comparison."""

    kind: SideKind
    id: str | int
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The level of one side for one metric, or why it has none."""

    level: int | None
    status: str
    """A case's reading status; a model's ``preset`` or ``no_preset``; a plan's ``stated``, ``unknown`` or ``not_applicable``."""
    basis: str | None
    """``stated`` or ``inferred``; None where there is no level."""
    level_range: tuple[int, int] | None = None
    origin: str | None = None
    """Where a preset or a case's reading comes from: ``shipped``, or ``overlay:`` and an id; None for a plan."""


@dataclass(frozen=True, slots=True)
class ComparedMetric:
    """One metric on both sides; the relation reads right against left."""

    metric: str
    left: Standing
    right: Standing
    relation: Relation
    summary: Text
    """What the right side (or else the left) does, in words."""
    source: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """All 37 metrics of two sides."""

    left: Side
    right: Side
    rows: tuple[ComparedMetric, ...]
    knowledge_version: str

    def count(self, relation: Relation) -> int:
        """How many metrics stand in this relation."""
        return sum(row.relation == relation for row in self.rows)


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One metric of a model system beside all of its cases."""

    metric: str
    preset: Standing
    cases: tuple[tuple[str, Standing, Relation], ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """A model system beside its cases: the table that the guide's appendix 5 was meant to hold."""

    model: int
    cases: tuple[Side, ...]
    rows: tuple[OverviewRow, ...]
    knowledge_version: str
