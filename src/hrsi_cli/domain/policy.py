"""The policy of a gate: what fails, what weighs how much, and how long a waiver may live."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from hrsi_cli.domain.base import Frozen
from hrsi_cli.domain.model_system import ModelId
from hrsi_cli.domain.requirement import LevelNumber, MetricId
from hrsi_cli.domain.text import NonEmpty

FailOn = Literal["error", "warning", "note", "never"]


class Weight(Frozen):
    """How much a rule or metric weighs at the gate, or that it is turned off and why."""

    severity: Literal["error", "warning", "note", "off"]
    reason: NonEmpty | None = None
    """Shown in reports; required where something is turned off."""

    @model_validator(mode="after")
    def _says_why(self) -> Weight:
        if self.severity == "off" and self.reason is None:
            raise PydanticCustomError("weight_reason", "what is turned off has a reason")
        return self


class WaiverPolicy(Frozen):
    """Limits on waivers. A waiver outside them is void, and says why."""

    warn_days: Annotated[int, Field(ge=0, le=3650)] = 30
    """A waiver that expires within this many days is shown as expiring."""
    longest_days: Annotated[int, Field(ge=1, le=36500)] | None = None
    """Days from ``created`` to ``expires`` that a waiver may live."""
    most_active: Annotated[int, Field(ge=0)] | None = None
    """How many may hold at once in one plan; the later ones in the file are void."""
    never: tuple[NonEmpty, ...] = ()
    """Metrics and rules that nobody may waive."""
    approver_differs_from_owner: bool = False


class Thresholds(Frozen):
    """Numbers that rules hold plans against."""

    drill_months: Annotated[int, Field(ge=1, le=120)] = 12
    """A drill or a restore test older than this no longer counts."""
    evidence_months: Annotated[int, Field(ge=1, le=240)] = 24
    horizon_months: Annotated[int, Field(ge=1, le=240)] = 36
    """How far ahead growth is looked at."""
    efficiency: Annotated[float, Field(gt=0, le=1)] = 0.7
    """Share of a line that a copy can use, where a backup does not say."""
    first_copy_days: Annotated[float, Field(gt=0)] = 30.0
    """A first full copy that takes longer than this is a warning."""
    on_call_hours: Annotated[float, Field(gt=0)] = 12.0
    """A failure RTO below this needs somebody on call."""
    headroom_metrics: Annotated[int, Field(ge=0, le=27)] = 3
    """How many metrics short of the next model still counts as near."""


THRESHOLDS_OF = {
    "HRSI101": ("efficiency",),
    "HRSI102": ("efficiency",),
    "HRSI103": ("efficiency", "first_copy_days"),
    "HRSI106": ("efficiency",),
    "HRSI112": ("efficiency", "horizon_months"),
    "HRSI118": ("headroom_metrics",),
    "HRSI201": ("drill_months",),
    "HRSI207": ("drill_months",),
    "HRSI213": ("evidence_months",),
    "HRSI216": ("on_call_hours",),
}
"""The thresholds that each rule judges by."""

Floors = dict[str, dict[MetricId, LevelNumber]]
"""Least level per system id and metric: what has been reached and must not be lost."""


class Policy(Frozen):
    """Everything that decides between passing and failing."""

    fail_on: FailOn = "error"
    fail_under: Annotated[float, Field(ge=0, le=100)] | None = None
    """Least attainment in percent."""
    min_model: ModelId | None = None
    """Least model that the plan must attain."""
    only_stated: bool = False
    """Judge by stated presets and the plan's own targets alone."""
    use_waivers: bool = True
    severities: dict[str, Weight] = {}
    """Weight per metric or rule."""
    floors: Floors = {}
    waivers: WaiverPolicy = WaiverPolicy()
    thresholds: Thresholds = Thresholds()
