"""Attainment and model systems by knowledge made up for the purpose."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hrsi_cli.domain.judgement import ClosingEffect
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.engine.attainment import ClosingEffects, attained_model, missing_for_model
from hrsi_cli.knowledge.store import load_knowledge

KNOWLEDGE = load_knowledge()
A, B, OTHER = "A.2.1.1", "A.2.4.1", "A.1.3.2"


def made(*presets: dict[str, int]) -> KnowledgeBase:
    """A knowledge base of the main metrics A and B and one other, whose model systems 1, 2 and so on ask for these levels."""
    like = KNOWLEDGE.model_systems[1]
    systems = {
        number: like.model_copy(
            update={
                "id": number,
                "presets": tuple(
                    like.presets[0].model_copy(update={"metric": id, "level": level}) for id, level in asked.items()
                ),
            }
        )
        for number, asked in enumerate(presets, 1)
    }
    return replace(KNOWLEDGE, model_systems=systems, requirements={id: KNOWLEDGE.requirements[id] for id in (A, OTHER, B)})


@pytest.mark.parametrize(
    ("levels", "outside", "model", "missing"),
    [
        ({}, set(), None, [(A, B), (A, B)]),
        ({A: 0}, set(), None, [(B,), (A, B)]),
        ({A: 0, B: 0}, set(), 1, [(), (A, B)]),
        ({A: 2, B: 0}, set(), 1, [(), (B,)]),
        ({A: 2, B: 1}, set(), 2, [(), ()]),
        ({A: 3, B: 3}, set(), 2, [(), ()]),
        ({A: 2}, {B}, 2, [(), ()]),
        ({A: 1}, {B}, 1, [(), (A,)]),
        ({}, {A, B}, None, [(), ()]),
    ],
)
def test_the_highest_model_system_that_misses_nothing_is_attained(
    levels: dict[str, int], outside: set[str], model: int | None, missing: list[tuple[str, ...]]
) -> None:
    knowledge = made({A: 0, B: 0}, {A: 2, B: 1})
    assert attained_model(levels, outside, knowledge) == model
    assert [missing_for_model(number, levels, outside, knowledge) for number in (1, 2)] == missing


def test_a_higher_model_system_may_be_attained_without_the_lower_one() -> None:
    assert attained_model({A: 1, B: 1}, set(), made({A: 2}, {B: 1}, {A: 1}, {B: 2})) == 3


@pytest.mark.parametrize(
    ("levels", "outside", "metric", "target", "effect"),
    [
        ({A: 0, B: 0}, set(), A, 2, ClosingEffect(0.5, 1)),  # model 2 asks for more of B as well
        ({A: 0, B: 1}, set(), A, 2, ClosingEffect(0.5, 3)),  # 2 and 3 both wait for A alone
        ({A: 0, B: 1}, set(), A, 1, ClosingEffect(0.5, 2)),
        ({B: 1}, set(), A, 0, ClosingEffect(0.5, 1)),
        ({A: 0}, {B}, A, 1, ClosingEffect(1.0, 2)),
        ({A: 0, B: 1}, set(), OTHER, 4, ClosingEffect(0.0, 1)),
        ({}, {A, B}, A, 1, ClosingEffect(0.0, None)),
        ({}, {A, B}, OTHER, 1, ClosingEffect(0.0, None)),
    ],
)
def test_what_closing_one_metric_brings(
    levels: dict[str, int], outside: set[str], metric: str, target: int, effect: ClosingEffect
) -> None:
    knowledge = made({A: 0, B: 0}, {A: 1, B: 1}, {A: 2, B: 1})
    assert ClosingEffects(levels, outside, knowledge).of(knowledge.requirements[metric], target) == effect


def test_a_target_that_falls_short_of_the_lowest_model_system_attains_none() -> None:
    knowledge = made({A: 2})
    assert ClosingEffects({A: 0}, set(), knowledge).of(knowledge.requirements[A], 1) == ClosingEffect(0.5, None)
    assert ClosingEffects({A: 0}, set(), knowledge).of(knowledge.requirements[A], 2) == ClosingEffect(0.5, 1)


def test_a_metric_that_does_not_count_gains_nothing_even_if_a_model_system_waits_for_it() -> None:
    knowledge = made({OTHER: 2})
    assert ClosingEffects({}, set(), knowledge).of(knowledge.requirements[OTHER], 2) == ClosingEffect(0.0, 1)
