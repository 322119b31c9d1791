"""What goes with the choice of a model system: its cost, its cases, the cloud, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass

from hrsi_cli.domain.assessment import Criterion
from hrsi_cli.domain.guide import CloudAdvice
from hrsi_cli.domain.model_system import Strength
from hrsi_cli.domain.selection import Selection
from hrsi_cli.domain.text import SourcedText


@dataclass(frozen=True, slots=True)
class Cost:
    """The investment of the recommended model system beside the next one down; the guide names no price."""

    investment: Strength
    below: int | None
    """The next model system down; None for the lowest."""
    below_investment: Strength | None


@dataclass(frozen=True, slots=True)
class ReferenceCase:
    """A case that the guide put under the recommended model system, and what it says."""

    id: str
    points: tuple[SourcedText, ...]
    """What the guide reports as the case's points of note."""
    plans: tuple[SourcedText, ...]
    """What the organisation meant to do next."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Answers that no model system meets together, while any fewer of them would be met."""

    criteria: tuple[Criterion, ...]
    met_by: tuple[tuple[int, ...], ...]
    """For each of them, the model systems that meet it."""


@dataclass(frozen=True, slots=True)
class Advice:
    """Everything around a selection that a reader wants to know."""

    cost: Cost | None
    conflicts: tuple[Conflict, ...]
    road: tuple[ReferenceCase, ...]
    cloud: tuple[CloudAdvice, ...]
    """Advice of the cloud chapter for the recommended model system, the most specific first."""


@dataclass(frozen=True, slots=True)
class SystemSelection:
    """One of several systems with its own selection."""

    id: str
    name: str | None
    importance: int | None
    selection: Selection
    advice: Advice
