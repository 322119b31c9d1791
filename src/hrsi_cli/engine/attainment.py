"""How far a plan has come: the share of main requirements met, and the model system reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace

from hrsi_cli.domain.judgement import ClosingEffect, MetricResult
from hrsi_cli.domain.knowledge_base import KnowledgeBase


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


def with_closing_effects(
    metrics: tuple[MetricResult, ...], levels: Mapping[str, int], inapplicable: Set[str], knowledge: KnowledgeBase
) -> Iterator[MetricResult]:
    """The metrics, the open ones with what closing each alone would bring.

    Gains of attainment add up; models do not, since a model system asks for all of its presets at once.
    """
    counted = sum(metric.class_ == "main" and metric.status != "not_applicable" for metric in metrics)
    missing = {model: missing_for_model(model, levels, inapplicable, knowledge) for model in knowledge.model_systems}
    reached = attained_model(levels, inapplicable, knowledge)
    for metric in metrics:
        if metric.status not in ("gap", "unknown", "waived") or metric.target is None:
            yield metric
            continue
        model = reached
        for system in knowledge.model_systems.values():
            if missing[system.id] != (metric.id,):
                continue
            preset = system.preset(metric.id)
            if preset is not None and metric.target >= preset.level:
                model = max(model or 0, system.id)
        gain = round(1 / counted, 4) if metric.class_ == "main" else 0.0
        yield replace(metric, closing=ClosingEffect(gain, model))
