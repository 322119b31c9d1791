"""How far a plan has come: the share of main requirements met, and the model system reached."""

from __future__ import annotations

from collections.abc import Mapping, Set
from functools import lru_cache

from hrsi_cli.domain.judgement import ClosingEffect, MetricResult
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.requirement import Requirement


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


class ClosingEffects:
    """What closing each open metric alone would bring to a plan.

    Gains of attainment add up; models do not, since a model system asks for all of its presets at once.
    """

    def __init__(self, levels: Mapping[str, int], inapplicable: Set[str], knowledge: KnowledgeBase) -> None:
        counted = len(_main_metrics(knowledge) - inapplicable)
        self._presets = _presets(knowledge)
        self.reached = attained_model(levels, inapplicable, knowledge)
        """The model system attained as things are."""
        self._gain = 1 / counted if counted else 0.0
        self._usual = ClosingEffect(self._gain, self.reached), ClosingEffect(0.0, self.reached)
        self._last: dict[str, list[int]] = {}
        """The metrics that alone keep the plan from model systems."""
        for model in self._presets:
            missing = missing_for_model(model, levels, inapplicable, knowledge)
            if len(missing) == 1:
                self._last.setdefault(missing[0], []).append(model)

    def of(self, requirement: Requirement, target: int) -> ClosingEffect:
        """The effect of raising an open metric to its target."""
        counts = requirement.class_ == "main"
        if requirement.id not in self._last:
            return self._usual[0 if counts else 1]
        opened = [model for model in self._last[requirement.id] if target >= self._presets[model][requirement.id]]
        return ClosingEffect(self._gain if counts else 0.0, max((self.reached or 0, *opened)) or None)


@lru_cache(maxsize=4)
def _main_metrics(knowledge: KnowledgeBase) -> frozenset[str]:
    return frozenset(id for id, requirement in knowledge.requirements.items() if requirement.class_ == "main")
