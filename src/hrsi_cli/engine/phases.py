"""A plan as it will stand on a later day, and with levels that are not there yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import CurrentLevel, KnownLevel, NotApplicable, Phase, Plan


def plan_at(plan: Plan, day: date, knowledge: KnowledgeBase) -> Plan:
    """The plan as its phases say it will stand on a day: every phase due by then has been reached.

    A phase never lowers a level, and does not touch what is not applicable; of levels that are mere
    alternatives the latest phase counts.
    """
    for phase in phases_in_order(plan):
        if phase.by.date <= day:
            plan = with_levels(plan, phase.levels, knowledge)
    return plan


def phases_in_order(plan: Plan) -> tuple[Phase, ...]:
    """The phases of a plan by their days; those of one day in the order of the file."""
    return tuple(sorted(plan.phases, key=lambda phase: phase.by.date))


def with_levels(plan: Plan, levels: Mapping[str, int], knowledge: KnowledgeBase) -> Plan:
    """The plan with metrics raised to levels; what is raised has its note, but no evidence yet."""
    current: dict[str, CurrentLevel] = dict(plan.current)
    for metric, level in levels.items():
        answer = current.get(metric)
        if isinstance(answer, NotApplicable):
            continue
        neutral = knowledge.requirements[metric].polarity == "neutral"
        if isinstance(answer, KnownLevel) and (answer.level == level or (answer.level > level and not neutral)):
            continue
        current[metric] = KnownLevel(level=level, note=answer.note if answer is not None else None)
    return plan.model_copy(update={"current": current})
