"""Comparison of two sides metric by metric: model systems, cases and plans."""

from __future__ import annotations

from hrsi_cli.domain.comparison import ComparedMetric, Comparison, Overview, OverviewRow, Relation, Side, Standing
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.outline import CaseOutline
from hrsi_cli.domain.plan import KnownLevel, NotApplicable, Plan
from hrsi_cli.domain.requirement import Requirement
from hrsi_cli.domain.text import Text


def compare(left: Side, right: Side, knowledge: KnowledgeBase, plan: Plan | None = None) -> Comparison:
    """Compare two sides over all 37 metrics; ``plan`` is needed when a side is one."""
    rows = tuple(_compare_metric(requirement, left, right, knowledge, plan) for requirement in knowledge.requirements.values())
    return Comparison(left=left, right=right, rows=rows, knowledge_version=knowledge.version)


def overview(model: int, knowledge: KnowledgeBase) -> Overview:
    """A model system's presets beside all cases that the guide put under it."""
    outlines = knowledge.outlines_of(model)
    rows = []
    for requirement in knowledge.requirements.values():
        preset = _model_standing(model, requirement.id, knowledge)
        cases = []
        for outline in outlines:
            standing = _graded(outline, requirement.id)
            cases.append((outline.id, standing, relate(requirement, preset, standing)))
        rows.append(OverviewRow(requirement.id, preset, tuple(cases)))
    sides = tuple(Side("case", outline.id, outline.label) for outline in outlines)
    return Overview(model=model, cases=sides, rows=tuple(rows), knowledge_version=knowledge.version)


def relate(requirement: Requirement, left: Standing, right: Standing) -> Relation:
    """How the right side stands to the left; alternatives and missing levels cannot be compared."""
    if requirement.polarity == "neutral" or left.level is None or right.level is None:
        return "not_comparable"
    if right.level == left.level:
        return "equal"
    return "above" if right.level > left.level else "below"


def _compare_metric(
    requirement: Requirement, left: Side, right: Side, knowledge: KnowledgeBase, plan: Plan | None
) -> ComparedMetric:
    left_standing = _standing(left, requirement.id, knowledge, plan)
    right_standing = _standing(right, requirement.id, knowledge, plan)
    summary, source = _words(requirement, (right, right_standing), (left, left_standing), knowledge, plan)
    return ComparedMetric(
        metric=requirement.id,
        left=left_standing,
        right=right_standing,
        relation=relate(requirement, left_standing, right_standing),
        summary=summary,
        source=source,
    )


def _standing(side: Side, metric: str, knowledge: KnowledgeBase, plan: Plan | None) -> Standing:
    match side.kind:
        case "model":
            return _model_standing(int(side.id), metric, knowledge)
        case "case":
            return _graded(knowledge.outlines[str(side.id)], metric)
        case "plan":
            assert plan is not None
            answer = plan.current.get(metric)
            if isinstance(answer, KnownLevel):
                return Standing(answer.level, "stated", "stated")
            return Standing(None, "not_applicable" if isinstance(answer, NotApplicable) else "unknown", None)


def _model_standing(model: int, metric: str, knowledge: KnowledgeBase) -> Standing:
    preset = knowledge.preset(model, metric)
    if preset is None:
        return Standing(None, "no_preset", None)
    return Standing(preset.level, "preset", preset.basis, origin=preset.origin)


def _graded(outline: CaseOutline, metric: str) -> Standing:
    grade = outline.grades[metric]
    return Standing(grade.level, grade.status, "stated" if grade.level is not None else None, grade.level_range, outline.origin)


def _words(
    requirement: Requirement,
    right: tuple[Side, Standing],
    left: tuple[Side, Standing],
    knowledge: KnowledgeBase,
    plan: Plan | None,
) -> tuple[Text, str]:
    """What is done, in words, and where it is said: by the right side if it is a case, else by the left one."""
    for side, _ in (right, left):
        if side.kind == "case":
            reading = knowledge.cases[str(side.id)].readings[requirement.id]
            return reading.summary, reading.source
    for side, standing in (right, left):
        if standing.level is not None:
            preset = knowledge.preset(int(side.id), requirement.id) if side.kind == "model" else None
            return requirement.label(standing.level), preset.source if preset else requirement.source
    return requirement.name, requirement.source
