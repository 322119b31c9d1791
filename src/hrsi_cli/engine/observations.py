"""The guide's observations across its cases, counted in our readings."""

from __future__ import annotations

from collections.abc import Iterable

from hrsi_cli.domain.browsing import CountedClaim
from hrsi_cli.domain.guide import Check, Observation
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.outline import CaseOutline
from hrsi_cli.domain.text import SHIPPED


def count_claims(observations: Iterable[Observation], knowledge: KnowledgeBase) -> tuple[CountedClaim, ...]:
    """Every observation with its count; the guide speaks of its own cases, so those of an overlay stay out."""
    outlines = [outline for outline in knowledge.outlines.values() if outline.origin == SHIPPED]
    return tuple(_counted(observation, outlines, knowledge) for observation in observations)


def _counted(observation: Observation, outlines: list[CaseOutline], knowledge: KnowledgeBase) -> CountedClaim:
    check = observation.check
    if check is None:
        return CountedClaim(observation)
    looked_at = [outline for outline in outlines if outline.model in check.models]
    cases = tuple(
        outline.id for outline in looked_at if any(_holds(check, metric, outline, knowledge) for metric in check.metrics)
    )
    return CountedClaim(observation, cases, len(looked_at), _as_expected(check, len(cases), len(looked_at)))


def _holds(check: Check, metric: str, outline: CaseOutline, knowledge: KnowledgeBase) -> bool:
    grade = outline.grades[metric]
    if check.where == "status":
        return grade.status in check.statuses
    if grade.level is None:
        return False
    preset = knowledge.preset(outline.model, metric)
    low, high = grade.level_range or (grade.level, grade.level)
    match check.where:
        case "above_preset":
            return preset is not None and grade.level > preset.level
        case "below_preset":
            return preset is not None and grade.level < preset.level
        case "level":
            return grade.level in check.levels
        case "level_or_range":
            return any(low <= level <= high for level in check.levels)


def _as_expected(check: Check, count: int, total: int) -> bool:
    match check.expect:
        case "most":
            return count * 2 > total
        case "half":
            return count * 2 == total
        case "few":
            return count * 2 < total
        case "none":
            return count == 0
        case "some":
            return count > 0
        case "exactly":
            return count == check.number
