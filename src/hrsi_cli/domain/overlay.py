"""Overlays: an organisation's own values on top of the shipped knowledge base."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from hrsi_cli.domain.base import Frozen
from hrsi_cli.domain.case import CasePlan, ContinuityTarget, Contradiction, Figure, Site, Statement
from hrsi_cli.domain.model_system import Basis, ModelId
from hrsi_cli.domain.outline import ReadingStatus
from hrsi_cli.domain.policy import Thresholds
from hrsi_cli.domain.quantity import Duration
from hrsi_cli.domain.requirement import LevelNumber, MetricId
from hrsi_cli.domain.text import NonEmpty, Text


def _in_both(value: Any) -> Any:
    return {"ja": value, "en": value} if isinstance(value, str) else value


OwnText = Annotated[Text, BeforeValidator(_in_both, json_schema_input_type=NonEmpty | Text)]
"""A text in both languages, or one string that serves for both."""

OverlayId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
CaseId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,31}$")]
OfferedCriterion = Literal["rto_failure", "rto_disaster", "rpo"]


class OverlayPreset(Frozen):
    """A preset that replaces the shipped one."""

    model: ModelId
    metric: MetricId
    level: LevelNumber
    basis: Basis = "stated"
    """``stated``: the organisation's document says so."""
    rationale: OwnText | None = None
    source: NonEmpty | None = None
    """Place in the organisation's document; the overlay's own source where it is left out."""


class OverlayOffer(Frozen):
    """A time that a model system offers, replacing a row of the table for choosing."""

    model: ModelId
    criterion: OfferedCriterion
    best: Duration
    worst: Duration
    basis: Basis = "stated"
    note: OwnText | None = None
    source: NonEmpty | None = None


class OverlayLabel(Frozen):
    """A name of the organisation's own: of a model system, of a metric, or of one level of a metric."""

    model: ModelId | None = None
    metric: MetricId | None = None
    level: LevelNumber | None = None
    text: OwnText


class OverlayReading(Frozen):
    """The level of one metric in an organisation's case."""

    status: ReadingStatus = "stated"
    level: LevelNumber | None = None
    level_range: tuple[LevelNumber, LevelNumber] | None = None
    summary: OwnText
    reading: OwnText | None = None
    source: NonEmpty | None = None


class OverlayCase(Frozen):
    """A case of the organisation's own. Metrics that it leaves out count as unknown."""

    id: CaseId
    model: ModelId
    label: OwnText
    feature: OwnText
    industry: NonEmpty
    business: OwnText
    employees: Annotated[int, Field(ge=0)]
    source: NonEmpty | None = None
    sites: tuple[Site, ...] = ()
    statements: tuple[Statement, ...] = ()
    targets: tuple[ContinuityTarget, ...] = ()
    figures: tuple[Figure, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    readings: dict[MetricId, OverlayReading] = {}
    plan: CasePlan | None = None


class OverlayFile(Frozen):
    """An overlay file."""

    overlay: Literal[1]
    """Version of the overlay format."""
    id: OverlayId
    """Short name; it becomes part of the knowledge version and of every origin."""
    version: NonEmpty
    title: OwnText
    source: NonEmpty
    """The document that the values come from; stands for every value without a source of its own."""
    presets: tuple[OverlayPreset, ...] = ()
    offers: tuple[OverlayOffer, ...] = ()
    labels: tuple[OverlayLabel, ...] = ()
    thresholds: Thresholds | None = None
    cases: tuple[OverlayCase, ...] = ()


@dataclass(frozen=True, slots=True)
class OverlayNote:
    """What an overlay changed, for showing."""

    path: str
    id: str
    version: str
    title: Text
    source: str
    presets: int
    offers: int
    labels: int
    model_names: Mapping[int, Text]
    """The labels of model systems, by number."""
    thresholds: Thresholds | None
    cases: tuple[str, ...]

    @property
    def origin(self) -> str:
        """How values of the overlay name their origin."""
        return f"overlay:{self.id}"
