"""Names that must point somewhere, levels that must exist, and names that must be different: each at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.problem import InputError
from hrsi_cli.knowledge.compiled import load_catalogue
from hrsi_cli.knowledge.plan_file import load_costs, parse_plan

HEAD = "hrsi: 1\nsystem: {id: a}\ntarget: {model: 3}\n"
WAIVER = "reason: r, owner: o, approved_by: b, created: 2026-01-01, expires: 2026-02-01}\n"


def problems(text: str, knowledge: KnowledgeBase) -> list[tuple[str, tuple[int, int]]]:
    try:
        parse_plan(text, "plan.yaml", knowledge, frozenset(knowledge.rules))
    except InputError as error:
        return [(found.message.id.removeprefix("input."), tuple(found.position)) for found in error.problems]
    return []


@pytest.mark.parametrize(
    ("rest", "found"),
    [
        ("current:\n  A.2.1.1: {level: 2}\n", []),
        ("current:\n  A.2.1.1: {level: 3}\n", [("level_outside_scale", (5, 20))]),
        ("current:\n  A.9.9.9: {level: 1}\n", [("unknown_metric", (5, 3))]),
        ("current:\n  A.9.9.9: unknown\n", [("unknown_metric", (5, 3))]),
        ("phases:\n  - {id: p, by: 2027-01-01, levels: {A.2.1.1: 2}}\n", []),
        ("phases:\n  - {id: p, by: 2027-01-01, levels: {A.2.1.1: 3}}\n", [("level_outside_scale", (5, 47))]),
        ("phases:\n  - {id: p, by: 2027-01-01, levels: {A.9.9.9: 1}}\n", [("unknown_metric", (5, 38))]),
        ("costs: {unit: x, steps: {A.2.1.1: {2: 1}}}\n".replace("2: 1", '"2": 1'), []),
        ('costs: {unit: x, steps: {A.2.1.1: {"3": 1}}}\n', [("level_outside_scale", (4, 41))]),
        ('costs: {unit: x, steps: {A.9.9.9: {"1": 1}}}\n', [("unknown_metric", (4, 26))]),
        ("costs:\n  unit: x\n  packages:\n    - {id: p, cost: 1, levels: {A.2.1.1: 3}}\n", [("level_outside_scale", (7, 42))]),
        ("costs:\n  unit: x\n  packages:\n    - {id: p, cost: 1, levels: {A.9.9.9: 3}}\n", [("unknown_metric", (7, 33))]),
        (
            "costs:\n  unit: x\n  packages:\n    - {id: p, cost: 1, levels: {A.2.1.1: 1}}\n    - {id: p, cost: 2, levels: {A.2.1.1: 2}}\n",
            [("same_name_twice", (8, 12))],
        ),
        ("costs:\n  unit: x\n  requires:\n    - {metric: A.2.1.1, level: 3, needs: {A.2.4.1: 1}}\n", [("level_outside_scale", (7, 16))]),
        ("costs:\n  unit: x\n  requires:\n    - {metric: A.9.9.9, level: 1, needs: {A.2.4.1: 1}}\n", [("unknown_metric", (7, 16))]),
        ("costs:\n  unit: x\n  requires:\n    - {metric: A.2.1.1, level: 1, needs: {A.2.4.1: 3}}\n", [("level_outside_scale", (7, 52))]),
        ("waivers:\n  - {metric: A.2.4.1, current: 0, target: 1, " + WAIVER, []),
        ("waivers:\n  - {metric: A.9.9.9, current: 9, target: 1, ".replace("9,", "1,") + WAIVER, [("unknown_metric", (5, 14))]),
        ("waivers:\n  - {metric: A.2.4.1, current: 3, target: 1, " + WAIVER, [("level_outside_scale", (5, 32))]),
        ("waivers:\n  - {metric: A.2.4.1, current: unknown, target: 3, " + WAIVER, [("level_outside_scale", (5, 49))]),
        ("waivers:\n  - {rule: HRSI999, " + WAIVER, [("unknown_rule", (5, 12))]),
        ("waivers:\n  - {rule: HRSI101, " + WAIVER, []),
        ("measures:\n  sites:\n    - {id: a, role: main}\n    - {id: a, role: backup}\n", [("same_name_twice", (7, 12))]),
        ("measures:\n  backups:\n    - {name: b}\n    - {name: c}\n    - {name: b}\n", [("same_name_twice", (8, 14))]),
        ("measures:\n  sites: [{id: a, role: main}]\n  backups: [{name: b, site: a}, {name: c, site: x}]\n", [("unknown_site", (6, 49))]),
        (
            "measures:\n  sites: [{role: main}, {id: a, role: backup}]\n  backups: [{name: b, site: x}]\n",
            [("missing_key", (5, 11)), ("unknown_site", (6, 29))],
        ),
        ("measures:\n  sites: [{id: a, role: main}]\n  recovery: {runbook_copies: [a, x]}\n", [("unknown_site", (6, 34))]),
    ],
)  # fmt: skip
def test_references_are_checked_at_their_place(
    rest: str, found: list[tuple[str, tuple[int, int]]], knowledge: KnowledgeBase
) -> None:
    assert problems(HEAD + rest, knowledge) == found


@pytest.mark.parametrize(
    ("system", "target", "found"),
    [
        ("{id: a, depends_on: [b, c]}", "{model: 3}", []),
        ("{id: a, depends_on: [b, b]}", "{model: 3}", [("same_name_twice", (2, 33))]),
        ("{id: a, depends_on: [b, a]}", "{model: 3}", [("depends_on_itself", (2, 29))]),
        ("{id: a}", "{model: 3, adjustments: {A.2.1.1: {level: 3, reason: r}}}", [("level_outside_scale", (3, 51))]),
        ("{id: a}", "{model: 3, adjustments: {A.9.9.9: {level: 1, reason: r}}}", [("unknown_metric", (3, 34))]),
    ],
)
def test_systems_and_targets_too(
    system: str, target: str, found: list[tuple[str, tuple[int, int]]], knowledge: KnowledgeBase
) -> None:
    assert problems(f"hrsi: 1\nsystem: {system}\ntarget: {target}\n", knowledge) == found


def test_a_near_name_is_suggested_and_the_word_is_named(knowledge: KnowledgeBase) -> None:
    text = HEAD + "measures:\n  sites: [{id: osaka, role: main}]\n  backups: [{name: b, site: osaks}]\n"
    with pytest.raises(InputError) as caught:
        parse_plan(text, "plan.yaml", knowledge, frozenset())
    (found,) = caught.value.problems
    assert (found.message.values["value"], found.message.values["where"]) == ("osaks", "measures.backups[1].site")
    assert found.hint is not None and found.hint.values["near"] == "osaka"
    with pytest.raises(InputError) as caught:
        parse_plan(HEAD + "measures:\n  sites: [{id: a, role: main}, {id: a, role: main}]\n", "p", knowledge, frozenset())
    assert caught.value.problems[0].message.values["name"] == "a"


def test_a_file_of_costs_is_checked_like_the_costs_of_a_plan(tmp_path: Path, knowledge: KnowledgeBase) -> None:
    path = tmp_path / "costs.yaml"
    path.write_text('unit: MJPY\nsteps: {A.2.1.1: {"1": 2}}\n', encoding="utf-8")
    costs = load_costs(str(path), knowledge)
    assert (costs.unit, costs.steps) == ("MJPY", {"A.2.1.1": {"1": 2.0}})
    path.write_text('unit: MJPY\nsteps: {A.2.1.1: {"5": 2}}\n', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_costs(str(path), knowledge)
    assert [(found.message.id, found.path, tuple(found.position)) for found in caught.value.problems] == [
        ("input.level_outside_scale", str(path), (2, 24))
    ]
    path.write_text("unit: MJPY\nrequires: [{metric: A.2.1.1, level: high, needs: {}}]\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_costs(str(path), knowledge)
    assert [found.message.values["scale"] for found in caught.value.problems] == ["0, 1, 2"]
    path.write_text("unit: MJPY\nrequires: [{level: 1, needs: {A.9.9.9: 1}}]\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_costs(str(path), knowledge)
    assert [found.message.id for found in caught.value.problems] == ["input.missing_key", "input.unknown_metric"]


def test_names_and_levels_are_told_together_with_what_the_schema_refuses(knowledge: KnowledgeBase) -> None:
    text = (
        "hrsi: 1\nsystem: {id: a, depends_on: [a]}\ntarget: {model: 9}\ncurrent:\n  A.2.1.1: 9\n  A.7.7.7: 1\n"
        "measures:\n  backups: [{name: x, site: nowhere, interval: often}]\nwaivers: [{metric: A.9.9.9}]\n"
    )
    assert problems(text, knowledge) == [
        ("depends_on_itself", (2, 29)),
        ("out_of_range", (3, 17)),
        ("level_outside_scale", (5, 12)),
        ("unknown_metric", (6, 3)),
        ("unknown_site", (8, 29)),
        ("bad_duration", (8, 48)),
        ("missing_keys", (9, 11)),
        ("unknown_metric", (9, 20)),
    ]


def test_all_keys_that_something_lacks_are_named_at_once(knowledge: KnowledgeBase) -> None:
    with pytest.raises(InputError) as caught:
        parse_plan("hrsi: 1\nwaivers: [{metric: A.2.4.1, owner: o}]\n", "plan.yaml", knowledge, frozenset())
    words = load_catalogue("en")
    assert [words.tell(found.message) for found in caught.value.problems] == [
        "system, target are missing",
        "reason, approved_by, created, expires are missing",
    ]
