"""How far a plan has come: the share of main requirements met, and the model system reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from functools import lru_cache

from hrsi_cli.domain.judgement import ClosingEffect, MetricResult
from hrsi_cli.domain.knowledge_base import KnowledgeBase


def attainment(metrics: tuple[MetricResult, ...]) -> float | None:
    """Share (0-1) of the applicable main metrics that are met; unknown and waived count as not met."""
    counted = [metric for metric in metrics if metric.class_ == "main" and metric.status != "not_applicable"]
    if not counted:
        return None
    return sum(metric.status in ("met", "exceeds") for metric in counted) / len(counted)


def attained_model(levels: Mapping[str, int], inapplicable: Set[str], knowledge: KnowledgeBase) -> int | None:
    """The highest model system whose presets are each met; None when not even the lowest is.

    Adjustments and waivers do not count: this is about the model system as the guide has it.
    """
    reached = None
    for model, presets in _presets(knowledge).items():
        judged = [metric for metric in presets if metric not in inapplicable]
        if judged and all(levels.get(metric, -1) >= presets[metric] for metric in judged):
            reached = max(reached or 0, model)
    return reached


def missing_for_model(model: int, levels: Mapping[str, int], inapplicable: Set[str], knowledge: KnowledgeBase) -> tuple[str, ...]:
    """The metrics that keep a plan from a model system."""
    return tuple(
        metric
        for metric, level in _presets(knowledge)[model].items()
        if metric not in inapplicable and levels.get(metric, -1) < level
    )


@lru_cache(maxsize=4)
def _presets(knowledge: KnowledgeBase) -> dict[int, dict[str, int]]:
    """The level per metric that each model system asks for."""
    return {model.id: {preset.metric: preset.level for preset in model.presets} for model in knowledge.model_systems.values()}


def with_closing_effects(
    metrics: tuple[MetricResult, ...], levels: Mapping[str, int], inapplicable: Set[str], knowledge: KnowledgeBase
) -> Iterator[MetricResult]:
    """The metrics, the open ones with what closing each alone would bring.

    Gains of attainment add up; models do not, since a model system asks for all of its presets at once.
    """
    counted = sum(metric.class_ == "main" and metric.status != "not_applicable" for metric in metrics)
    reached = attained_model(levels, inapplicable, knowledge)
    nearly: dict[int, str] = {}  # the model systems that a single metric keeps the plan from
    for model in knowledge.model_systems:
        missing = missing_for_model(model, levels, inapplicable, knowledge)
        if len(missing) == 1:
            nearly[model] = missing[0]
    gain = 1 / counted if counted else 0.0
    for metric in metrics:
        if metric.status not in ("gap", "unknown", "waived") or metric.target is None:
            yield metric
            continue
        opened = [
            model
            for model, last in nearly.items()
            if last == metric.id and metric.target >= _presets(knowledge)[model][metric.id]
        ]
        model_then = max((reached or 0, *opened)) or None
        yield metric._replace(closing=ClosingEffect(gain if metric.class_ == "main" else 0.0, model_then))
