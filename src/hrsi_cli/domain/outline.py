"""Cases without their texts: the levels that every command compares with."""

from __future__ import annotations

from typing import Literal

from hrsi_cli.domain.base import Frozen
from hrsi_cli.domain.model_system import ModelId
from hrsi_cli.domain.requirement import LevelNumber, MetricId
from hrsi_cli.domain.text import NonEmpty, SourcedText, Text

ReadingStatus = Literal["stated", "not_set", "no_answer", "not_applicable", "unknown", "ungradable"]
"""How the cell of the guide's table answers the metric; only ``stated`` carries a level."""


class Grade(Frozen):
    """The level that a case has for one metric, or why it has none."""

    status: ReadingStatus
    level: LevelNumber | None = None
    level_range: tuple[LevelNumber, LevelNumber] | None = None
    """Lowest and highest level that a competent reader could arrive at, where that is more than one."""


class CaseOutline(Frozen):
    """A case without its texts: enough to compare levels."""

    id: NonEmpty
    model: ModelId
    label: Text
    feature: SourcedText
    industry: NonEmpty
    grades: dict[MetricId, Grade]
    origin: NonEmpty = "shipped"
    """Where the value comes from: ``shipped``, or ``overlay:`` and the id of an organisation's overlay."""
