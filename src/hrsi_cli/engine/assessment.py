"""One model system against times asked for: its worst case keeps them, only its best case does, or neither."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from hrsi_cli.domain.assessment import Assessment, Criterion, Met, Offer
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.model_system import ModelSystem, OfferedTime
from hrsi_cli.domain.quantity import Duration


def assess_times(asked: Mapping[Criterion, Duration], knowledge: KnowledgeBase) -> tuple[Assessment, ...]:
    """Assess every model system by the times asked for and by nothing else, for judging a plan's objectives alone."""
    return _assess_times(tuple(asked.items()), knowledge)


@lru_cache(maxsize=1024)
def _assess_times(asked: tuple[tuple[Criterion, Duration], ...], knowledge: KnowledgeBase) -> tuple[Assessment, ...]:
    assessments = []
    for model in knowledge.model_systems.values():
        offers = tuple(time_offer(criterion, time, getattr(model.profile, criterion)) for criterion, time in asked)
        assessments.append(assessment(model, offers))
    return tuple(assessments)


def assessment(model: ModelSystem, offers: tuple[Offer, ...]) -> Assessment:
    """A model system by what it offers for every criterion."""
    asked = [offer for offer in offers if offer.asked is not None]
    points = sum({"yes": 2, "partly": 1, "no": 0}[offer.met] for offer in asked)
    return Assessment(
        model=model.id,
        fit=points * 100 // (2 * len(asked)),
        meets_all=all(offer.met == "yes" for offer in asked),
        offers=offers,
    )


def time_offer(criterion: Criterion, asked: Duration, offered: OfferedTime) -> Offer:
    """What a model system offers for a time asked for."""
    met = _time_met(asked, offered)
    said = (offered.basis, offered.source, offered.note, offered.origin)
    return Offer(criterion, asked, offered.best, offered.worst, met, *said)


def _time_met(asked: Duration, offered: OfferedTime) -> Met:
    if asked.seconds >= offered.worst.seconds:
        return "yes"
    return "partly" if asked.seconds >= offered.best.seconds else "no"
