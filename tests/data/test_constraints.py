"""What the guide says about presets and cases (C01-C17), tested against the data.

Where a reading is open, its ``level`` counts, not the ends of its range: the level is what the comparison
tables show, and the guide's authors must have counted single readings too.
"""

from __future__ import annotations

import pytest

from hrsi_cli.domain.knowledge_base import KnowledgeBase

NETWORK_AND_STORAGE = ("A.2.3.1", "A.2.3.2", "A.2.4.1", "A.2.4.2", "A.2.5.1", "A.2.5.2", "A.2.5.3")
SERVERS = ("A.2.1.1", "A.2.1.2")
MODELS = (1, 2, 3, 4)


def presets(knowledge: KnowledgeBase, metric: str) -> list[int]:
    """The preset levels of a metric for models 1 to 4."""
    found = [knowledge.preset(model, metric) for model in MODELS]
    assert all(preset is not None for preset in found)
    return [preset.level for preset in found if preset is not None]


def above(knowledge: KnowledgeBase, metric: str, models: tuple[int, ...] = MODELS) -> list[str]:
    """The cases of some models whose level is above their own model's preset."""
    return [
        outline.id
        for model in models
        for outline in knowledge.outlines_of(model)
        if (level := outline.grades[metric].level) is not None and level > presets(knowledge, metric)[model - 1]
    ]


def below(knowledge: KnowledgeBase, metric: str) -> list[str]:
    return [
        outline.id
        for outline in knowledge.outlines.values()
        if (level := outline.grades[metric].level) is not None and level < presets(knowledge, metric)[outline.model - 1]
    ]


def test_c01_backup_interval_and_mode_by_model(knowledge: KnowledgeBase) -> None:
    profiles = [model.profile for model in knowledge.model_systems.values()]
    assert [profile.backup.mode for profile in profiles] == ["asynchronous"] * 3 + ["synchronous"]
    assert [profile.rpo.worst.hours for profile in profiles] == [30 * 24, 7 * 24, 8, 0]
    assert presets(knowledge, "A.2.6.1") == [1, 1, 2, 2]


def test_c02_c16_model_1_lacks_server_redundancy_and_the_others_have_it(knowledge: KnowledgeBase) -> None:
    for metric in SERVERS:
        assert presets(knowledge, metric)[0] == 0
        assert min(presets(knowledge, metric)[1:]) >= 1
    assert [model.profile.redundancy.value for model in knowledge.model_systems.values()] == [False, True, True, True]


def test_c03_backup_site_by_model(knowledge: KnowledgeBase) -> None:
    assert [model.profile.backup_site.value for model in knowledge.model_systems.values()] == [False, False, True, True]
    assert [level >= 3 for level in presets(knowledge, "A.3.1.1")] == [False, False, True, True]


def test_c04_strength_investment_and_recovery_times(knowledge: KnowledgeBase) -> None:
    profiles = [model.profile for model in knowledge.model_systems.values()]
    assert [profile.strength.value for profile in profiles] == ["low", "medium", "high", "high"]
    assert [profile.investment.value for profile in profiles] == ["low", "medium", "high", "high"]
    assert [(profile.rto_failure.worst.hours) for profile in profiles] == [72, 2, 2, 2]
    assert [(profile.rto_disaster.best.hours / 24, profile.rto_disaster.worst.hours / 24) for profile in profiles] == [
        (30, 180),
        (30, 180),
        (1, 7),
        (0, 2 / 24),
    ]


def test_c05_only_main_requirements_have_presets(knowledge: KnowledgeBase) -> None:
    main = [id for id, requirement in knowledge.requirements.items() if requirement.class_ == "main"]
    assert len(main) == 27
    for model in knowledge.model_systems.values():
        assert sorted(preset.metric for preset in model.presets) == sorted(main)


@pytest.mark.parametrize("metric", NETWORK_AND_STORAGE)
def test_c06_no_case_of_models_1_to_3_exceeds_network_and_storage_presets(knowledge: KnowledgeBase, metric: str) -> None:
    assert above(knowledge, metric, (1, 2, 3)) == []


def test_c07_servers_are_exceeded_somewhere(knowledge: KnowledgeBase) -> None:
    assert any(above(knowledge, metric, (1, 2, 3)) for metric in SERVERS)


def test_c08_some_case_of_model_4_exceeds_network_or_storage(knowledge: KnowledgeBase) -> None:
    assert {id for metric in NETWORK_AND_STORAGE for id in above(knowledge, metric, (4,))} == {"4-1", "4-2"}


def test_c09_most_cases_monitor_more_than_preset(knowledge: KnowledgeBase) -> None:
    assert above(knowledge, "C.1.3.1") == ["1-2", "1-3", "2-1", "2-2", "3-1", "4-1", "4-2", "4-3"]


def test_c10_most_cases_do_less_periodic_maintenance_than_preset(knowledge: KnowledgeBase) -> None:
    assert min(presets(knowledge, "C.2.5.1")) >= 1
    assert len(below(knowledge, "C.2.5.1")) == 9


def test_c11_off_site_storage_method_is_the_one_stated_preset(knowledge: KnowledgeBase) -> None:
    assert presets(knowledge, "A.3.2.2") == [0, 0, 2, 2]
    for model in knowledge.model_systems.values():
        assert [preset.metric for preset in model.presets if preset.basis == "stated"] == ["A.3.2.2"]


def test_c12_c13_remote_place_everywhere_and_hot_standby_in_model_4(knowledge: KnowledgeBase) -> None:
    assert presets(knowledge, "A.3.2.1") == [2, 2, 2, 2]
    assert presets(knowledge, "A.3.1.1")[3] == 4
    assert presets(knowledge, "C.3.2.1")[3] == 2


def test_c15_spares_stand_in_for_redundant_network_devices(knowledge: KnowledgeBase) -> None:
    assert presets(knowledge, "C.3.4.2") == [0, 1, 1, 1]
    with_spares = [outline.id for outline in knowledge.outlines.values() if (outline.grades["C.3.4.2"].level or 0) > 0]
    assert {"1-2", "1-3", "2-1"} <= set(with_spares)


def test_c17_every_case_takes_backups(knowledge: KnowledgeBase) -> None:
    assert all((outline.grades["A.2.6.1"].level or 0) >= 1 for outline in knowledge.outlines.values())


def test_p1_models_3_and_4_differ_only_in_disaster_and_backup_site_metrics(knowledge: KnowledgeBase) -> None:
    three, four = knowledge.model_systems[3], knowledge.model_systems[4]
    differing = [preset.metric for preset in three.presets if preset.level != four.preset(preset.metric).level]  # type: ignore[union-attr]
    assert differing == ["A.3.1.1", "C.3.2.1"]
