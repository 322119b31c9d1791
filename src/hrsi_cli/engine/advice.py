"""What to say around a selection: cost, cases, cloud, and the conflict where nothing fits."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from math import inf

from hrsi_cli.domain.advice import Advice, Conflict, Cost, ReferenceCase, SystemSelection
from hrsi_cli.domain.assessment import Criterion
from hrsi_cli.domain.case import Case, Topic
from hrsi_cli.domain.guide import CloudAdvice
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.selection import Selection
from hrsi_cli.domain.text import SourcedText


def build_advice(selection: Selection, knowledge: KnowledgeBase, cloud: Iterable[CloudAdvice]) -> Advice:
    """The advice for a selection; only the cases of the recommended model system are read in full."""
    model = selection.recommended
    if model is None:
        return Advice(cost=None, conflicts=_conflicts(selection), road=(), cloud=())
    fitting = sorted((advice for advice in cloud if model in advice.models), key=lambda advice: (len(advice.models), advice.id))
    return Advice(
        cost=_cost(model, knowledge),
        conflicts=(),
        road=tuple(_road(knowledge.cases[outline.id]) for outline in knowledge.outlines_of(model)),
        cloud=tuple(fitting),
    )


def by_importance(systems: Iterable[SystemSelection]) -> tuple[SystemSelection, ...]:
    """The systems in the order of recovery: those without a number last, equals in the order of the file."""
    return tuple(sorted(systems, key=lambda system: inf if system.importance is None else system.importance))


def _cost(model: int, knowledge: KnowledgeBase) -> Cost:
    below = max((other for other in knowledge.model_systems if other < model), default=None)
    investment = knowledge.model_systems[model].profile.investment.value
    return Cost(investment, below, None if below is None else knowledge.model_systems[below].profile.investment.value)


def _road(case: Case) -> ReferenceCase:
    return ReferenceCase(case.id, _statements(case, "points"), _statements(case, "plans"))


def _statements(case: Case, topic: Topic) -> tuple[SourcedText, ...]:
    return tuple(statement for statement in case.statements if statement.topic == topic)


def _conflicts(selection: Selection) -> tuple[Conflict, ...]:
    """Every smallest set of answers that no model system meets together."""
    met = {
        offer.criterion: {
            assessment.model
            for assessment in selection.assessments
            if any(other.criterion == offer.criterion and other.met == "yes" for other in assessment.offers)
        }
        for offer in selection.assessments[0].offers
        if offer.asked is not None
    }
    found: list[tuple[Criterion, ...]] = []
    for size in range(1, len(met) + 1):
        for criteria in combinations(met, size):
            if any(set(smaller).issubset(criteria) for smaller in found):
                continue
            if not set.intersection(*(met[criterion] for criterion in criteria)):
                found.append(criteria)
    return tuple(Conflict(criteria, tuple(tuple(sorted(met[criterion])) for criterion in criteria)) for criteria in found)
