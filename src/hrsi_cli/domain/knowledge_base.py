"""The knowledge base as one object: what the engine reads and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hrsi_cli.domain.case import Case
    from hrsi_cli.domain.model_system import ModelSystem, Preset
    from hrsi_cli.domain.outline import CaseOutline
    from hrsi_cli.domain.overlay import OverlayNote
    from hrsi_cli.domain.policy import Thresholds
    from hrsi_cli.domain.requirement import Requirement
    from hrsi_cli.domain.rule import Rule


@dataclass(frozen=True, slots=True, eq=False)
class KnowledgeBase:
    """Model systems, requirements and cases, sound and complete. Equal only to itself, so that results can be kept by it."""

    version: str
    requirements: Mapping[str, Requirement]
    """By metric id, in the order of the guide's tables."""
    model_systems: Mapping[int, ModelSystem]
    rules: Mapping[str, Rule]
    """The findings catalogue, by rule id."""
    outlines: Mapping[str, CaseOutline]
    """Every case without its texts, by id."""
    cases: Mapping[str, Case]
    """Every case in full; read from disk when asked for."""
    overlay: OverlayNote | None = None
    """The organisation's own values on top, if any."""

    @property
    def thresholds(self) -> Thresholds:
        """What rules judge by where nothing is configured: the organisation's own values, or ours."""
        from hrsi_cli.domain.policy import Thresholds

        return (self.overlay.thresholds if self.overlay else None) or Thresholds()

    def preset(self, model: int, metric: str) -> Preset | None:
        """The preset of a model system for a metric, or None where the guide has none."""
        return self.model_systems[model].preset(metric)

    def outlines_of(self, model: int) -> tuple[CaseOutline, ...]:
        """The cases that the guide put under a model system."""
        return tuple(outline for outline in self.outlines.values() if outline.model == model)
