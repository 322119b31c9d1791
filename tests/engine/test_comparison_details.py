"""Comparisons as a whole: who stands on which side, and how levels stand to one another."""

from __future__ import annotations

import pytest

from hrsi_cli.domain.comparison import Comparison, Overview, OverviewRow, Side, Standing
from hrsi_cli.engine.comparison import compare, overview, relate
from hrsi_cli.knowledge.store import load_knowledge

KNOWLEDGE = load_knowledge()
STRONGER, NEUTRAL = KNOWLEDGE.requirements["A.2.1.1"], KNOWLEDGE.requirements["C.5.9.1"]


@pytest.mark.parametrize(
    ("left", "right", "relation"),
    [
        (1, 2, "above"),
        (2, 1, "below"),
        (1, 1, "equal"),
        (0, 0, "equal"),
        (None, 1, "not_comparable"),
        (1, None, "not_comparable"),
    ],
)
def test_the_right_side_stands_above_or_below_the_left(left: int | None, right: int | None, relation: str) -> None:
    def standing(level: int | None) -> Standing:
        return Standing(level, "stated", None)

    assert relate(STRONGER, standing(left), standing(right)) == relation
    assert relate(NEUTRAL, standing(left), standing(right)) == "not_comparable"


@pytest.mark.parametrize("model", [1, 4])
def test_an_overview_is_told_as_a_whole(model: int) -> None:
    outlines = [outline for outline in KNOWLEDGE.outlines.values() if outline.model == model]

    def row(metric: str) -> OverviewRow:
        preset = KNOWLEDGE.preset(model, metric)
        left = Standing(preset.level, "preset", preset.basis, origin="shipped") if preset else Standing(None, "no_preset", None)
        cases = []
        for outline in outlines:
            grade = outline.grades[metric]
            right = Standing(grade.level, grade.status, None if grade.level is None else "stated", grade.level_range, "shipped")
            cases.append((outline.id, right, relate(KNOWLEDGE.requirements[metric], left, right)))
        return OverviewRow(metric, left, tuple(cases))

    assert overview(model, KNOWLEDGE) == Overview(
        model=model,
        cases=tuple(Side("case", outline.id, outline.label) for outline in outlines),
        rows=tuple(row(metric) for metric in KNOWLEDGE.requirements),
        knowledge_version=KNOWLEDGE.version,
    )


def test_model_systems_are_compared_over_every_metric() -> None:
    left, right = Side("model", 1), Side("model", "4")
    found = compare(left, right, KNOWLEDGE)
    assert found == Comparison(left, right, found.rows, KNOWLEDGE.version)
    assert [row.metric for row in found.rows] == list(KNOWLEDGE.requirements)
    for row in found.rows:
        preset, requirement = KNOWLEDGE.preset(4, row.metric), KNOWLEDGE.requirements[row.metric]
        if preset is None:
            assert (row.summary, row.source, row.relation) == (requirement.name, requirement.source, "not_comparable")
        else:
            assert (row.summary, row.source) == (requirement.label(preset.level), preset.source)
