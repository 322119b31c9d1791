"""The levels of a plan: what it knows today, what does not apply, and what it is held against."""

from __future__ import annotations

from functools import lru_cache

from hrsi_cli.domain.judgement import TargetBasis
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import KnownLevel, NotApplicable, Plan
from hrsi_cli.engine.objectives import objective_levels

Target = tuple[int, TargetBasis]
"""A target level and where it comes from."""


def known_levels(plan: Plan) -> dict[str, int]:
    """The levels that the plan knows today."""
    return {metric: current.level for metric, current in plan.current.items() if isinstance(current, KnownLevel)}


def not_applicable(plan: Plan) -> frozenset[str]:
    """The metrics that have nothing to measure in the plan's system."""
    return frozenset(metric for metric, current in plan.current.items() if type(current) is NotApplicable)


def plan_targets(plan: Plan, knowledge: KnowledgeBase) -> dict[str, Target]:
    """The target level of every metric that has one: presets, then objectives, then adjustments."""
    targets = _preset_targets(plan.target.model, knowledge).copy()
    targets.update((metric, (level, "plan")) for metric, level in objective_levels(plan.objectives).items())
    targets.update((metric, (adjustment.level, "plan")) for metric, adjustment in plan.target.adjustments.items())
    return targets


@lru_cache(maxsize=16)
def _preset_targets(model: int, knowledge: KnowledgeBase) -> dict[str, Target]:
    return {preset.metric: (preset.level, preset.basis) for preset in knowledge.model_systems[model].presets}
