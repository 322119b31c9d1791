"""Cases: the ten surveyed organisations, read into levels, statements and numbers."""

from __future__ import annotations

from typing import Any, Literal, get_args

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from hrsi_cli.domain.base import Frozen
from hrsi_cli.domain.model_system import ModelId
from hrsi_cli.domain.outline import CaseOutline, Grade
from hrsi_cli.domain.plan import RecoveryLevel
from hrsi_cli.domain.quantity import Duration
from hrsi_cli.domain.requirement import MetricId
from hrsi_cli.domain.text import NonEmpty, SourcedText, Text

Topic = Literal[
    "business",
    "important_business",
    "why_important",
    "background",
    "trigger",
    "investment",
    "continuity",
    "configuration",
    "recovery",
    "points",
    "event_effect",
    "operation",
    "plans",
]
"""What a statement of a case is about."""

Qualifier = Literal["exact", "about", "equivalent", "over", "just_over", "within", "under", "just_under", "range"]
"""How the guide takes a number; ``over`` (以上) and ``within`` (以内) include it, ``under`` (未満) does not,
``just_over`` and ``just_under`` are 強 and 弱, ``equivalent`` is 相当. Of a range it goes with the upper end."""


class Reading(Grade):
    """What one cell of a case's table says, read as a level."""

    summary: Text
    reading: Text | None = None
    """Why this level, where it is not obvious."""
    source: NonEmpty


class Statement(SourcedText):
    """One thing that the guide reports about a case."""

    topic: Topic


class Figure(Frozen):
    """A number that the guide states about a case."""

    item: NonEmpty
    """What is counted or measured: a key of the vocabulary's ``figures``."""
    value: float
    high: float | None = None
    """Upper end where the guide gives a range."""
    unit: NonEmpty
    """Key of the vocabulary's ``units``."""
    qualifier: Qualifier = "exact"
    scope: Text | None = None
    """What the number holds for, when not for the whole case."""
    source: NonEmpty


class ContinuityTarget(Frozen):
    """A continuity target of a case in real units, as far as the organisation has one."""

    measure: Literal["rto", "rpo", "rlo", "restart"]
    event: Literal["failure", "disaster"]
    status: Literal["set", "estimate", "wish", "conditional", "not_set"]
    """``estimate``: expected, not agreed; ``wish``: wanted, not set; ``conditional``: holds under a condition."""
    value: str | None = None
    """A duration (``2w``, ``0`` for the point of failure), or for rlo ``system``, ``specific`` or ``all``."""
    high: str | None = None
    """Upper end where a range is given."""
    scope: Text | None = None
    condition: Text | None = None
    note: Text | None = None
    source: NonEmpty

    @model_validator(mode="after")
    def _is_a_time_or_a_level(self) -> ContinuityTarget:
        for value in (self.value, self.high):
            if self.measure == "rlo":
                if value is not None and value not in get_args(RecoveryLevel):
                    raise PydanticCustomError("target_recovery_level", "the recovery level is system, specific or all")
            elif value is not None:
                try:
                    Duration.parse(value)
                except PydanticCustomError as error:
                    raise PydanticCustomError("target_time", "value and high are times") from error
        return self


class Contradiction(Frozen):
    """Two places of the guide that say different things; both are kept."""

    topic: Text
    metrics: tuple[MetricId, ...] = ()
    sides: tuple[SourcedText, ...] = Field(min_length=2)


class Site(Frozen):
    """A place that a case works from."""

    role: Literal["main", "backup", "storage", "office"]
    name: Text
    source: NonEmpty


class PlanFact(Frozen):
    """Where one value of the case's plan comes from."""

    key: NonEmpty
    """Dotted place in the plan, for example ``measures.backups[nightly].interval``."""
    basis: Literal["stated", "inferred"]
    note: Text | None = None
    source: NonEmpty


class CasePlan(Frozen):
    """The computable facts of a case, in the form of a plan file."""

    content: dict[str, Any]
    """``system``, ``objectives``, ``measures`` and exceptions of ``current``; levels come from the readings."""
    facts: tuple[PlanFact, ...]


class Case(Frozen):
    """A surveyed organisation. The guide put it under a model system for convenience; it chose none."""

    id: NonEmpty
    model: ModelId
    label: Text
    """Our own short name for the organisation, which the guide keeps anonymous."""
    feature: SourcedText
    """What marks its measures out, in one sentence."""
    industry: NonEmpty
    """Key of the vocabulary's ``industries``."""
    business: SourcedText
    employees: Figure
    sites: tuple[Site, ...]
    statements: tuple[Statement, ...]
    targets: tuple[ContinuityTarget, ...]
    figures: tuple[Figure, ...]
    contradictions: tuple[Contradiction, ...] = ()
    plan: CasePlan
    readings: dict[MetricId, Reading]
    source: NonEmpty
    origin: NonEmpty = "shipped"
    """Where the value comes from: ``shipped``, or ``overlay:`` and the id of an organisation's overlay."""

    def outline(self) -> CaseOutline:
        """The case reduced to what comparing levels needs."""
        grades = {
            metric: Grade(status=reading.status, level=reading.level, level_range=reading.level_range)
            for metric, reading in self.readings.items()
        }
        return CaseOutline(
            id=self.id,
            model=self.model,
            label=self.label,
            feature=self.feature,
            industry=self.industry,
            grades=grades,
            origin=self.origin,
        )
