"""How far a plan has come: the share of main requirements met, and the model system reached."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import TYPE_CHECKING

from hrsi_cli.domain.knowledge_base import KnowledgeBase

if TYPE_CHECKING:
    from hrsi_cli.domain.judgement import MetricResult


def attainment(metrics: tuple[MetricResult, ...]) -> float | None:
    """Share (0-1) of the applicable main metrics that are met; unknown and waived count as not met."""
    counted = [metric for metric in metrics if metric.class_ == "main" and metric.status != "not_applicable"]
    if not counted:
        return None
    return round(sum(metric.status in ("met", "exceeds") for metric in counted) / len(counted), 4)


def attained_model(levels: Mapping[str, int], inapplicable: Set[str], knowledge: KnowledgeBase) -> int | None:
    """The highest model system whose presets are each met; None when not even the lowest is.

    Adjustments and waivers do not count: this is about the model system as the guide has it.
    """
    reached = None
    for model in knowledge.model_systems.values():
        judged = [preset for preset in model.presets if preset.metric not in inapplicable]
        if judged and all(levels.get(preset.metric, -1) >= preset.level for preset in judged):
            reached = max(reached or 0, model.id)
    return reached


def missing_for_model(model: int, levels: Mapping[str, int], inapplicable: Set[str], knowledge: KnowledgeBase) -> tuple[str, ...]:
    """The metrics that keep a plan from a model system."""
    return tuple(
        preset.metric
        for preset in knowledge.model_systems[model].presets
        if preset.metric not in inapplicable and levels.get(preset.metric, -1) < preset.level
    )
