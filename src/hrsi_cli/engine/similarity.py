"""Which cases are near to a plan, and in which metrics."""

from __future__ import annotations

from hrsi_cli.domain.browsing import NearCase, NearMetric
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.outline import CaseOutline
from hrsi_cli.domain.plan import Plan
from hrsi_cli.engine.levels import known_levels


def near_cases(plan: Plan, knowledge: KnowledgeBase) -> tuple[NearCase, ...]:
    """All cases, the nearest first; empty when the plan knows no level.

    The closeness of a metric is 1 minus the distance of the levels as a share of the scale; alternatives
    are the same or not. A metric that the case has no level for counts 0, so that a case does not come
    first by having little to compare. Ties go to the cases under the plan's target model.
    """
    levels = known_levels(plan)
    if not levels:
        return ()
    near = [_near(outline, levels, knowledge) for outline in knowledge.outlines.values()]

    def order(item: NearCase) -> tuple[float, bool, str]:
        return -round(item.similarity, 4), knowledge.outlines[item.case].model != plan.target.model, item.case

    return tuple(sorted(near, key=order))


def _near(outline: CaseOutline, levels: dict[str, int], knowledge: KnowledgeBase) -> NearCase:
    metrics: list[NearMetric] = []
    missing: list[str] = []
    for metric, requirement in knowledge.requirements.items():
        if metric not in levels:
            continue
        level = outline.grades[metric].level
        if level is None:
            missing.append(metric)
            continue
        apart = abs(levels[metric] - level)
        neutral = requirement.polarity == "neutral"
        closeness = float(apart == 0) if neutral else 1 - apart / requirement.highest
        metrics.append(NearMetric(metric, levels[metric], level, round(closeness, 4)))
    similarity = sum(metric.closeness for metric in metrics) / len(levels)
    return NearCase(outline.id, similarity, tuple(metrics), tuple(missing))
