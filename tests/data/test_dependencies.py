"""The dependencies between levels: they name what exists, and the model systems keep them."""

from __future__ import annotations

import pytest

from hrsi_cli.domain.dependency import Dependency
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.knowledge.store import load_dependencies

DEPENDENCIES = load_dependencies()


@pytest.mark.parametrize("dependency", DEPENDENCIES, ids=lambda each: each.id)
def test_levels_exist_and_nothing_needs_itself(dependency: Dependency, knowledge: KnowledgeBase) -> None:
    for metric, level in ((dependency.metric, dependency.level), *dependency.needs.items()):
        assert 0 < level <= knowledge.requirements[metric].highest
    assert dependency.needs
    assert dependency.metric not in dependency.needs


@pytest.mark.parametrize("dependency", DEPENDENCIES, ids=lambda each: each.id)
def test_the_presets_of_every_model_system_keep_it(dependency: Dependency, knowledge: KnowledgeBase) -> None:
    for model in knowledge.model_systems.values():
        presets = {preset.metric: preset.level for preset in model.presets}
        if presets[dependency.metric] >= dependency.level:
            assert all(presets[metric] >= level for metric, level in dependency.needs.items())


@pytest.mark.parametrize("dependency", DEPENDENCIES, ids=lambda each: each.id)
def test_the_exceptions_are_the_cases_that_do_without(dependency: Dependency, knowledge: KnowledgeBase) -> None:
    def lacks(levels: dict[str, int | None], metric: str, level: int) -> bool:
        has = levels[metric]
        return has is None or has < level  # a level that a case has not set is one that it does without

    without = []
    for case in knowledge.outlines.values():
        levels = {metric: grade.level for metric, grade in case.grades.items()}
        own = not lacks(levels, dependency.metric, dependency.level)
        if own and any(lacks(levels, metric, level) for metric, level in dependency.needs.items()):
            without.append(case.id)
    assert tuple(without) == dependency.exceptions
    assert len({each.id for each in DEPENDENCIES}) == len(DEPENDENCIES)
