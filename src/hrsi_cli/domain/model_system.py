"""Model systems: the four patterns of the guide, with their selection profile and their presets."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hrsi_cli.domain.base import Frozen
from hrsi_cli.domain.quantity import Duration
from hrsi_cli.domain.requirement import LevelNumber, MetricId
from hrsi_cli.domain.text import NonEmpty, SourcedText, Text

ModelId = Annotated[int, Field(ge=1, le=4)]
Basis = Literal["stated", "inferred"]
"""``stated``: the guide says so. ``inferred``: this project concluded it; never shown as stated."""

Strength = Literal["low", "medium", "high"]


class OfferedTime(Frozen):
    """A range of times that a model system offers: its best and its worst case."""

    best: Duration
    worst: Duration
    basis: Basis
    source: NonEmpty
    note: Text | None = None
    origin: NonEmpty = "shipped"
    """Where the value comes from: ``shipped``, or ``overlay:`` and the id of an organisation's overlay."""


class OfferedChoice(Frozen):
    """A property that a model system has or lacks."""

    value: bool
    basis: Basis
    source: NonEmpty
    note: Text | None = None


class OfferedBackup(Frozen):
    """How a model system takes backups."""

    mode: Literal["asynchronous", "synchronous"]
    interval: Text
    basis: Basis
    source: NonEmpty


class OfferedScale(Frozen):
    """A low / medium / high rating."""

    value: Strength
    basis: Basis
    source: NonEmpty


class SelectionProfile(Frozen):
    """The rough table for choosing a model system (table 3.1-1), rougher than the presets."""

    strength: OfferedScale
    rto_failure: OfferedTime
    rto_disaster: OfferedTime
    rpo: OfferedTime
    """Not in the table: inferred from the backup interval."""
    investment: OfferedScale
    backup: OfferedBackup
    redundancy: OfferedChoice
    backup_site: OfferedChoice


class Preset(Frozen):
    """The level that a model system sets beforehand for one main requirement."""

    metric: MetricId
    level: LevelNumber
    basis: Basis
    rationale: Text
    constraints: tuple[str, ...] = ()
    """Ids of the guide's statements (C01-C17) and of our rules (P1-P4) that the level rests on."""
    source: NonEmpty
    origin: NonEmpty = "shipped"
    """Where the value comes from: ``shipped``, or ``overlay:`` and the id of an organisation's overlay."""


class ModelSystem(Frozen):
    """One of the four model systems (モデルシステム)."""

    id: ModelId
    name: Text
    description: SourcedText
    profile: SelectionProfile
    presets: tuple[Preset, ...]
    notes: tuple[SourcedText, ...] = ()

    def preset(self, metric: str) -> Preset | None:
        """The preset of a metric, or None where the guide has none (prerequisites, considerations)."""
        return next((preset for preset in self.presets if preset.metric == metric), None)


class Constraint(Frozen):
    """Something the guide says that bears on the presets, in our own words."""

    id: NonEmpty
    """``C`` and a two-digit number."""
    statement: Text
    metrics: tuple[MetricId, ...] = ()
    """The metrics it bears on; empty when it bears on all alike."""
    source: NonEmpty


class PresetRule(Frozen):
    """A rule of this project for setting a preset where the guide decides nothing."""

    id: NonEmpty
    """``P`` and a number."""
    statement: Text
