"""The policy of a gate: what fails, what weighs how much, and how long a waiver may live."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hrsi_cli.domain.base import Frozen
from hrsi_cli.domain.model_system import ModelId
from hrsi_cli.domain.text import NonEmpty

FailOn = Literal["error", "warning", "note", "never"]


class Silenced(Frozen):
    """A rule or metric that was turned off, with the reason that reports show."""

    reason: NonEmpty


class WaiverPolicy(Frozen):
    """Limits on waivers."""

    warn_days: Annotated[int, Field(ge=0, le=3650)] = 30
    """A waiver that expires within this many days is shown as expiring."""
    longest_days: Annotated[int, Field(ge=1, le=36500)] | None = None
    most_active: Annotated[int, Field(ge=0)] | None = None
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
    severities: dict[str, Literal["error", "warning", "note"] | Silenced] = {}
    """Severity per metric or rule, or off with a reason."""
    waivers: WaiverPolicy = WaiverPolicy()
    thresholds: Thresholds = Thresholds()
