"""Which model system fits: answers against the selection profiles of table 3.1-1.

Everything offered comes from ``data/models.yaml``; this module only compares. A model offers a range
per row: a time asked for that its worst case keeps is met, one that only its best case keeps is partly
met and worth an adjustment, anything shorter is not met. Only met criteria count towards a choice.
"""

from __future__ import annotations

from collections.abc import Iterable

from hrsi_cli.domain.assessment import CRITERIA, Assessment, Criterion, Met, Offer
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.model_system import ModelSystem, OfferedChoice, OfferedTime, Strength
from hrsi_cli.domain.outline import CaseOutline
from hrsi_cli.domain.quantity import Duration
from hrsi_cli.domain.selection import Answers, Note, Relaxation, Selection, SimilarCase, SwitchPoint
from hrsi_cli.engine.assessment import assessment, time_offer
from hrsi_cli.engine.objectives import RESTART_METRIC, RPO_METRIC, RTO_METRIC, level_of_time

_RANK: dict[Strength, int] = {"low": 0, "medium": 1, "high": 2}
_SHOWN_CASES = 4
_MOST_CHANGES = 3
"""A relaxation that gives up more answers than this is no advice."""


def select_model(answers: Answers, knowledge: KnowledgeBase) -> Selection:
    """Assess every model system and recommend the one of least investment that meets every answer."""
    models = tuple(knowledge.model_systems.values())
    assessments = tuple(_assess(model, answers) for model in models)
    recommended = _recommended(models, answers)
    return Selection(
        answers=answers,
        recommended=recommended,
        assessments=assessments,
        relaxations=() if recommended else _relaxations(models, answers),
        switch_points=_switch_points(models, answers, recommended),
        cases=_similar_cases(answers, knowledge, recommended),
        notes=_notes(knowledge, recommended),
        knowledge_version=knowledge.version,
    )


def _recommended(models: Iterable[ModelSystem], answers: Answers) -> int | None:
    fitting = [model for model in models if _assess(model, answers).meets_all]
    return min(fitting, key=lambda model: (_RANK[model.profile.investment.value], model.id)).id if fitting else None


def _assess(model: ModelSystem, answers: Answers) -> Assessment:
    return assessment(model, tuple(_offer(model, criterion, answers) for criterion in CRITERIA))


def _offer(model: ModelSystem, criterion: Criterion, answers: Answers) -> Offer:
    profile = model.profile
    if criterion == "budget":
        met: Met = "yes" if _RANK[answers.budget] >= _RANK[profile.investment.value] else "no"
        scale = profile.investment
        return Offer(criterion, answers.budget, scale.value, scale.value, met, scale.basis, scale.source)
    offered: OfferedTime | OfferedChoice = getattr(profile, criterion)
    asked = getattr(answers, criterion)
    if isinstance(offered, OfferedTime):
        return time_offer(criterion, asked, offered)
    met = "no" if asked and not offered.value else "yes"
    return Offer(criterion, asked, offered.value, offered.value, met, offered.basis, offered.source, offered.note)


def _relaxations(models: tuple[ModelSystem, ...], answers: Answers) -> tuple[Relaxation, ...]:
    """The fewest and smallest changes that let some model meet everything, one way out per direction."""
    found: list[tuple[int, int, dict[str, str], int]] = []
    for model in models:
        unmet = [offer.criterion for offer in _assess(model, answers).offers if offer.met != "yes"]
        if not unmet or len(unmet) > _MOST_CHANGES:
            continue
        changes: dict[str, str] = {criterion: _limit(model, criterion) for criterion in unmet}
        again = _recommended(models, _changed(answers, changes))
        if again is not None:
            size = sum(_steps(models, answers, criterion, model) for criterion in unmet)
            found.append((len(changes), size, changes, again))
    found.sort(key=lambda item: (item[0], item[1], item[3]))
    return tuple(
        Relaxation(changes, model_id)
        for index, (_, _, changes, model_id) in enumerate(found)
        if not any(_gives_up_no_more(other[2], changes) for other in found[:index])
    )


def _gives_up_no_more(changes: dict[str, str], other: dict[str, str]) -> bool:
    """Whether changes touch no answer that others leave alone, and none further than they do."""
    return all(name in other and _looseness(name, text) <= _looseness(name, other[name]) for name, text in changes.items())


def _looseness(criterion: str, text: str) -> float:
    if criterion == "budget":
        return _RANK[text]  # type: ignore[index]  # a change of the budget is a rating
    return 0 if criterion in ("redundancy", "backup_site") else Duration.parse(text).seconds


def _limit(model: ModelSystem, criterion: Criterion) -> str:
    """What a model system can promise for a criterion, in words that the flags accept."""
    if criterion == "budget":
        return model.profile.investment.value
    offered: OfferedTime | OfferedChoice = getattr(model.profile, criterion)
    return offered.worst.text if isinstance(offered, OfferedTime) else ("yes" if offered.value else "no")


def _steps(models: tuple[ModelSystem, ...], answers: Answers, criterion: Criterion, model: ModelSystem) -> int:
    """How far a change goes, counted in the different offers between the answer and the model's."""
    if criterion == "budget":
        return _RANK[model.profile.investment.value] - _RANK[answers.budget]
    offered: OfferedTime | OfferedChoice = getattr(model.profile, criterion)
    if not isinstance(offered, OfferedTime):
        return 1
    asked: Duration = getattr(answers, criterion)
    limits = {getattr(other.profile, criterion).worst.seconds for other in models}
    return sum(asked.seconds < limit <= offered.worst.seconds for limit in limits)


def _changed(answers: Answers, changes: dict[str, str]) -> Answers:
    values: dict[str, object] = {}
    for name, text in changes.items():
        if name in ("redundancy", "backup_site"):
            values[name] = text == "yes"
        else:
            values[name] = text if name == "budget" else Duration.parse(text)
    return answers.model_copy(update=values)


def _switch_points(models: tuple[ModelSystem, ...], answers: Answers, recommended: int | None) -> tuple[SwitchPoint, ...]:
    """For each answer, the nearest value that would change the recommendation, in either direction."""
    points: dict[tuple[str, int], SwitchPoint] = {}
    for criterion in CRITERIA:
        limits = [_limit(model, criterion) for model in models]
        for text in limits:
            again = _recommended(models, _changed(answers, {criterion: text}))
            if again is None or again == recommended:
                continue
            point = SwitchPoint(criterion, text, again, _below(text, getattr(answers, criterion), limits))
            known = points.get((criterion, again))
            if known is None or _steps_between(answers, point) < _steps_between(answers, known):
                points[(criterion, again)] = point
    return tuple(points.values())


def _below(to: str, asked: object, limits: list[str]) -> str | None:
    """Where the choice turns on the way down to a shorter time: at the next limit above it, as it changes at limits alone."""
    if not isinstance(asked, Duration):
        return None
    shorter = Duration.parse(to).seconds
    if shorter >= asked.seconds:
        return None
    above = (text for text in limits if Duration.parse(text).seconds > shorter)
    return min(above, key=lambda text: Duration.parse(text).seconds, default=None)


def _steps_between(answers: Answers, point: SwitchPoint) -> float:
    asked = getattr(answers, point.criterion)
    return abs(Duration.parse(point.to).seconds - asked.seconds) if isinstance(asked, Duration) else 0


def _similar_cases(answers: Answers, knowledge: KnowledgeBase, recommended: int | None) -> tuple[SimilarCase, ...]:
    """Cases whose own targets lie nearest to the answers; those of the recommended model first among equals."""
    asked = {
        RTO_METRIC: level_of_time(RTO_METRIC, answers.rto_failure.seconds),
        RESTART_METRIC: level_of_time(RESTART_METRIC, answers.rto_disaster.seconds),
        RPO_METRIC: level_of_time(RPO_METRIC, answers.rpo.seconds),
    }
    similar = [_similarity(outline, asked, knowledge) for outline in knowledge.outlines.values()]
    similar.sort(key=lambda case: (-case.similarity, case.model != recommended, case.id))
    return tuple(similar[:_SHOWN_CASES])


def _similarity(outline: CaseOutline, asked: dict[str, int], knowledge: KnowledgeBase) -> SimilarCase:
    matching: list[str] = []
    differing: list[str] = []
    nearness = 0.0
    for metric, level in asked.items():
        grade = outline.grades[metric]
        if grade.level is None:
            continue
        nearness += 1 - abs(grade.level - level) / knowledge.requirements[metric].highest
        (matching if grade.level == level else differing).append(metric)
    # a case that sets no target says nothing about it: it counts as unlike, not as alike
    return SimilarCase(outline.id, outline.model, round(nearness / len(asked), 2), tuple(matching), tuple(differing))


def _notes(knowledge: KnowledgeBase, recommended: int | None) -> tuple[Note, ...]:
    if recommended is None:
        return ()
    model = knowledge.model_systems[recommended]
    return tuple(Note(f"model-{model.id}-{number}", text) for number, text in enumerate(model.notes, start=1))
