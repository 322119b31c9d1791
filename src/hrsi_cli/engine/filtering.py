"""Choosing cases by industry, model system and level."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable

from hrsi_cli.domain.browsing import Condition
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.outline import CaseOutline

_MEETS: dict[str, Callable[[int, int], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
    "!=": operator.ne,
}


def filter_cases(
    knowledge: KnowledgeBase, *, industry: str | None = None, model: int | None = None, conditions: Iterable[Condition] = ()
) -> tuple[CaseOutline, ...]:
    """The cases that meet every demand; one without a level meets no condition on it."""
    wanted = tuple(conditions)
    return tuple(
        outline
        for outline in knowledge.outlines.values()
        if industry in (None, outline.industry)
        and model in (None, outline.model)
        and all(_holds(condition, outline) for condition in wanted)
    )


def _holds(condition: Condition, outline: CaseOutline) -> bool:
    level = outline.grades[condition.metric].level
    return level is not None and _MEETS[condition.sign](level, condition.level)
