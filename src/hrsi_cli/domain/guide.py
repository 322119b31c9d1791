"""The guide itself: its four activities, its cloud chapter, its observations and its terms."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from hrsi_cli.domain.base import Frozen
from hrsi_cli.domain.model_system import ModelId
from hrsi_cli.domain.requirement import LevelNumber, MetricId
from hrsi_cli.domain.text import NonEmpty, SourcedText, Text

Decider = Literal["management", "business", "it"]


class CaseExample(SourcedText):
    """A case that shows what a step or a piece of advice means."""

    case: NonEmpty


class Step(Frozen):
    """One step of an activity."""

    id: NonEmpty
    """Activity and number, for example ``1.2``."""
    title: Text
    do: SourcedText
    deciders: tuple[Decider, ...]
    watch: tuple[SourcedText, ...] = ()
    examples: tuple[CaseExample, ...] = ()
    commands: tuple[NonEmpty, ...] = ()
    """The hrsi commands that do the step or help with it."""
    answered_by: tuple[NonEmpty, ...] = ()
    """Dotted keys of a plan; the step counts as answered when all of them are filled in."""


class Activity(Frozen):
    """One of the guide's four activities (アクティビティ)."""

    number: int = Field(ge=1, le=4)
    name: Text
    purpose: SourcedText
    steps: tuple[Step, ...]


class CloudAdvice(SourcedText):
    """Advice of chapter 4 for some model systems."""

    id: NonEmpty
    models: tuple[ModelId, ...]


class CloudCheck(SourcedText):
    """A question to settle before a cloud service is used."""

    id: NonEmpty
    stage: Literal["before_use", "backup", "backup_site"]
    plan_key: NonEmpty | None = None
    """Key under ``measures.cloud_checks`` that records the check in a plan."""


class Guide(Frozen):
    """Activities and cloud chapter."""

    published: NonEmpty
    """Month of publication; the advice is of that date."""
    activities: tuple[Activity, ...]
    cloud_advice: tuple[CloudAdvice, ...]
    cloud_checks: tuple[CloudCheck, ...]


class Check(Frozen):
    """How an observation is counted over the cases."""

    where: Literal["above_preset", "below_preset", "level", "status", "level_or_range"]
    """``level``: the reading is one of ``levels``. ``status``: the reading's status is one of ``statuses``."""
    metrics: tuple[MetricId, ...]
    """A case counts when the condition holds for at least one of them."""
    models: tuple[ModelId, ...] = (1, 2, 3, 4)
    levels: tuple[LevelNumber, ...] = ()
    statuses: tuple[NonEmpty, ...] = ()
    expect: Literal["most", "half", "none", "some", "few", "exactly"]
    """most: more than half; half: exactly half; few: less than half; some: at least one; exactly: ``number``."""
    number: int | None = None


class Observation(Frozen):
    """Something that section 3.2 says across the cases."""

    id: NonEmpty
    """``O`` and a two-digit number."""
    about: Literal["activity_1", "activity_2_3", "activity_4", "prerequisite", "main", "consideration", "improvement"]
    kind: Literal["finding", "caution", "improvement"]
    claim: SourcedText
    examples: tuple[CaseExample, ...] = ()
    metrics: tuple[MetricId, ...] = ()
    check: Check | None = None
    """Present when the claim can be counted in the data."""
    remark: Text | None = None
    """What to know when the count does not bear the claim out."""


class Term(Frozen):
    """A term of the field."""

    id: NonEmpty
    """Lower-case key, for example ``rto``."""
    name: Text
    also: tuple[NonEmpty, ...] = ()
    """Other spellings, abbreviations and full forms in both languages, for search."""
    definition: Text
    see: tuple[NonEmpty, ...] = ()
    """Ids of metrics, models, rules or other terms."""
    source: NonEmpty | None = None
