"""Requirements: the 37 metrics of the Non-Functional Requirements Grades that the guide works with."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from hrsi_cli.domain.base import Frozen
from hrsi_cli.domain.text import NonEmpty, Text

MetricId = Annotated[str, StringConstraints(pattern=r"^[A-F]\.[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{1,2}$")]
"""Number of a metric (項番), for example ``A.2.1.1``."""

LevelNumber = Annotated[int, Field(ge=0, le=5)]
"""A level; it means nothing without its metric."""

RequirementClass = Literal["prerequisite", "main", "consideration"]
CLASSES: tuple[RequirementClass, ...] = ("prerequisite", "main", "consideration")
"""In the order of appendix 5."""
Polarity = Literal["stronger", "neutral"]


class Level(Frozen):
    """One step of a metric's scale."""

    level: LevelNumber
    label: Text
    """What the step means, in a few words of our own."""
    origin: NonEmpty = "shipped"
    """Where the value comes from: ``shipped``, or ``overlay:`` and the id of an organisation's overlay."""


class Requirement(Frozen):
    """A metric with its scale, as the guide's tables 3.3.x-y list it."""

    id: MetricId
    class_: RequirementClass = Field(alias="class")
    """Prerequisite 前提要件, main 主要要件 or consideration 考慮要件; only main ones have presets."""
    name: Text
    path: Text
    """Where the metric stands in the Grades: major, middle and minor item."""
    polarity: Polarity
    """``stronger``: a higher level demands more. ``neutral``: levels are alternatives, not better or worse."""
    edition: NonEmpty
    """Edition of the Grades whose wording the scale follows."""
    edition_note: Text | None = None
    """Where the 2010 and 2018 editions differ and what that means for a reader."""
    levels: tuple[Level, ...] = Field(min_length=2)
    source: NonEmpty

    @property
    def highest(self) -> int:
        """The top of the scale."""
        return self.levels[-1].level

    def label(self, level: int) -> Text:
        """The words of a level; raises IndexError for a level outside the scale."""
        return self.levels[level].label
