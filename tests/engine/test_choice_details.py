"""The figures of a choice worked out by hand: fit, offers, ways out, switch points, near cases and counted claims."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.engine.test_selection import answers

from hrsi_cli.domain.advice import SystemSelection
from hrsi_cli.domain.assessment import CRITERIA
from hrsi_cli.domain.guide import Check
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.quantity import Duration
from hrsi_cli.engine.advice import build_advice, by_importance
from hrsi_cli.engine.assessment import assess_times
from hrsi_cli.engine.observations import count_claims
from hrsi_cli.engine.resemblance import resembled_model
from hrsi_cli.engine.selection import select_model
from hrsi_cli.engine.similarity import near_cases
from hrsi_cli.knowledge.store import load_cloud_advice, load_library


def test_fit_counts_met_twice_and_partly_once_over_what_was_asked(knowledge: KnowledgeBase) -> None:
    selection = select_model(answers("1d", "2h", "8h", "medium"), knowledge)
    # of failure, disaster, loss, budget: model 1 partly no no yes, 2 yes no no yes, 3 yes no yes no, 4 yes yes yes no
    assert [item.fit for item in selection.assessments] == [37, 50, 50, 75]
    asked = select_model(answers("1d", "2h", "8h", "medium", redundancy=True, backup_site=False), knowledge)
    assert [item.fit for item in asked.assessments] == [41, 66, 66, 83], "a wish and a refusal that is met weigh as much"
    assert [item.meets_all for item in asked.assessments] == [False] * 4


def test_offers_say_what_was_asked_and_what_is_offered(knowledge: KnowledgeBase) -> None:
    selection = select_model(answers("1d", "1mo", "30d", "low", redundancy=True), knowledge)
    offers = {offer.criterion: offer for offer in selection.assessments[0].offers}
    assert tuple(offers) == CRITERIA
    assert {name: offer.met for name, offer in offers.items()} == {
        "rto_failure": "partly", "rto_disaster": "partly", "rpo": "yes", "budget": "yes", "redundancy": "no", "backup_site": "yes",
    }  # fmt: skip
    time = offers["rto_failure"]
    assert isinstance(time.asked, Duration) and isinstance(time.best, Duration) and isinstance(time.worst, Duration)
    assert (time.asked.text, time.best.text, time.worst.text) == ("1d", "1d", "3d")
    assert (offers["budget"].asked, offers["budget"].best) == ("low", "low")
    assert (offers["redundancy"].asked, offers["redundancy"].best, offers["backup_site"].asked) == (True, False, None)
    assert all(offer.source for offer in offers.values())


def test_times_alone_are_judged_by_themselves(knowledge: KnowledgeBase) -> None:
    found = assess_times({"rpo": Duration.parse("8h")}, knowledge)
    assert [(item.model, item.meets_all, item.fit) for item in found] == [
        (1, False, 0), (2, False, 0), (3, True, 100), (4, True, 100),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "ways"),
    [
        (answers("3d", "2h", budget="low"), [({"rto_disaster": "6mo"}, 1), ({"budget": "high"}, 4)]),
        (answers("2h", "7d", "8h", "medium"), [({"budget": "high"}, 3), ({"rto_disaster": "6mo", "rpo": "7d"}, 2)]),
        (answers("0", "2h", "0"), [({"rto_failure": "2h"}, 4)]),
        (
            answers("3d", "6mo", redundancy=True, backup_site=True, budget="low"),
            [({"budget": "high"}, 3), ({"redundancy": "no", "backup_site": "no"}, 1)],
        ),
    ],
)
def test_ways_out_start_with_the_fewest_and_smallest_changes(
    asked: Any, ways: list[tuple[dict[str, str], int]], knowledge: KnowledgeBase
) -> None:
    found = select_model(asked, knowledge).relaxations
    assert [(way.changes, way.model) for way in found if (way.changes, way.model) in ways] == ways
    sizes = [len(way.changes) for way in found]
    assert sizes == sorted(sizes) and max(sizes) <= 3


def test_no_way_out_gives_up_more_than_three_answers(knowledge: KnowledgeBase) -> None:
    asked = answers("0", "0", "0", "low", redundancy=True, backup_site=True)
    found = select_model(asked, knowledge).relaxations
    assert found and all(len(way.changes) <= 3 for way in found)
    assert all("redundancy" not in way.changes for way in found), "model 4 gives up two answers, model 1 would give up five"


def test_switch_points_lie_nearest_to_what_was_asked(knowledge: KnowledgeBase) -> None:
    selection = select_model(answers("2h", "7d", "1d"), knowledge)
    assert selection.recommended == 3
    points = {(point.criterion, point.to, point.model) for point in selection.switch_points}
    assert ("rto_disaster", "2h", 4) in points
    assert ("rpo", "0", 4) in points
    assert not {model for _, _, model in points} & {3}
    assert len({(criterion, model) for criterion, _, model in points}) == len(points), "one point for an answer and a model"


def test_the_nearest_cases_are_worked_out_by_hand(knowledge: KnowledgeBase) -> None:
    selection = select_model(answers("2h", "2h", "0"), knowledge)  # levels 4, 5 and 3 of scales to 4, 5 and 3
    by_id = {case.id: case for case in selection.cases}
    assert len(selection.cases) == 4
    nearness = [case.similarity for case in selection.cases]
    assert nearness == sorted(nearness, reverse=True)
    assert (by_id["4-2"].similarity, by_id["4-2"].matching, by_id["4-2"].differing) == (
        1.0,
        ("A.1.3.2", "A.1.4.1", "A.1.3.1"),
        (),
    )
    # 3-2: failure level 3 of 4, disaster 4 of 5, loss 2 of 3: (3/4 + 4/5 + 2/3) / 3
    assert by_id["3-2"].similarity == 0.74
    assert by_id["3-2"].differing == ("A.1.3.2", "A.1.4.1", "A.1.3.1")
    # 4-1 sets no target for data loss, which is no likeness: (1 + 1 + 0) / 3
    assert (by_id["4-1"].similarity, by_id["4-1"].matching) == (0.67, ("A.1.3.2", "A.1.4.1"))


def test_notes_are_those_of_the_recommended_model(knowledge: KnowledgeBase) -> None:
    selection = select_model(answers("2h", "2h", "0"), knowledge)
    assert [note.id for note in selection.notes] == [f"model-4-{number}" for number in range(1, 6)]
    assert [note.text for note in selection.notes] == list(knowledge.model_systems[4].notes)
    assert select_model(answers("0", "0", "0"), knowledge).notes == ()


def test_advice_weighs_the_model_below_and_tells_what_conflicts(knowledge: KnowledgeBase) -> None:
    cloud = load_cloud_advice()
    cost = build_advice(select_model(answers("2h", "7d", "1d"), knowledge), knowledge, cloud).cost
    assert cost is not None
    assert (cost.investment, cost.below, cost.below_investment) == ("high", 2, "medium")
    least = build_advice(select_model(answers("3d", "6mo"), knowledge), knowledge, cloud)
    assert least.cost is not None
    assert (least.cost.investment, least.cost.below, least.cost.below_investment) == ("low", None, None)
    assert [case.id for case in least.road] == ["1-1", "1-2", "1-3"] and any(case.points for case in least.road)
    for case in least.road:
        told = knowledge.cases[case.id].statements
        assert case.points == tuple(statement for statement in told if statement.topic == "points")
        assert case.plans == tuple(statement for statement in told if statement.topic == "plans")
    conflicts = build_advice(select_model(answers("3d", "2h", "8h", "medium"), knowledge), knowledge, cloud).conflicts
    assert [(item.criteria, item.met_by) for item in conflicts] == [
        (("rto_disaster", "budget"), ((4,), (1, 2))),
        (("rpo", "budget"), ((3, 4), (1, 2))),
    ]
    impossible = build_advice(select_model(answers("0", "6mo"), knowledge), knowledge, cloud).conflicts
    assert [(item.criteria, item.met_by) for item in impossible] == [(("rto_failure",), ((),))]


def test_systems_come_by_importance_and_those_without_last(knowledge: KnowledgeBase) -> None:
    selection = select_model(answers("2h", "7d", "1d"), knowledge)
    advice = build_advice(selection, knowledge, ())
    systems = [
        SystemSelection(id, None, importance, selection, advice)
        for id, importance in (("a", None), ("b", 2), ("c", 1), ("d", 2), ("e", None))
    ]
    assert [system.id for system in by_importance(systems)] == ["c", "b", "d", "a", "e"]


def plan(model: int = 3, **current: Any) -> Plan:
    levels = {metric.replace("_", "."): level for metric, level in current.items()}
    return Plan.model_validate({"hrsi": 1, "system": {"id": "x"}, "target": {"model": model}, "current": levels})


def test_likeness_is_worked_out_by_hand(knowledge: KnowledgeBase) -> None:
    near = {case.case: case for case in near_cases(plan(A_3_2_2=1, A_3_1_1=3, C_5_9_1=3), knowledge)}
    # 3-1: off-site storage 2 of a scale to 2, recovery policy 4 of 4, and the same alternative
    assert [(item.metric, item.plan, item.case, item.closeness) for item in near["3-1"].metrics] == [
        ("A.3.1.1", 3, 4, 0.75), ("A.3.2.2", 1, 2, 0.5), ("C.5.9.1", 3, 3, 1.0),
    ]  # fmt: skip
    assert near["3-1"].similarity == 0.75
    assert near["3-2"].similarity == pytest.approx((0.75 + 0.5 + 0) / 3), "another alternative is not like at all"
    assert (near["4-1"].missing, near["4-1"].similarity) == (("C.5.9.1",), pytest.approx(1.25 / 3))
    assert next(iter(near)) == "3-1"


def test_ties_go_to_the_cases_of_the_target(knowledge: KnowledgeBase) -> None:
    assert [case.case for case in near_cases(plan(4, A_3_2_2=2), knowledge)][:4] == ["4-1", "4-2", "4-3", "1-2"]
    assert [case.case for case in near_cases(plan(1, A_3_2_2=2), knowledge)][:2] == ["1-2", "2-1"]


@pytest.mark.parametrize(
    ("check", "cases", "total", "holds"),
    [
        ({"where": "level", "levels": (2,), "metrics": ("C.3.4.2",), "expect": "few"}, ("2-1", "4-3"), 10, True),
        ({"where": "level", "levels": (2,), "metrics": ("C.3.4.2",), "expect": "exactly", "number": 2}, ("2-1", "4-3"), 10, True),
        (
            {"where": "level", "levels": (2,), "metrics": ("C.3.4.2",), "expect": "exactly", "number": 3},
            ("2-1", "4-3"),
            10,
            False,
        ),
        ({"where": "level", "levels": (2,), "metrics": ("C.3.4.2",), "expect": "some"}, ("2-1", "4-3"), 10, True),
        ({"where": "level", "levels": (2,), "metrics": ("C.3.4.2",), "expect": "none"}, ("2-1", "4-3"), 10, False),
        ({"where": "level", "levels": (2,), "metrics": ("C.3.4.2",), "models": (2,), "expect": "half"}, ("2-1",), 2, True),
        ({"where": "level", "levels": (2,), "metrics": ("C.3.4.2",), "models": (2,), "expect": "most"}, ("2-1",), 2, False),
        ({"where": "level", "levels": (2,), "metrics": ("C.3.4.2",), "models": (2,), "expect": "few"}, ("2-1",), 2, False),
        (
            {"where": "level_or_range", "levels": (3,), "metrics": ("A.1.3.2",), "models": (1,), "expect": "some"},
            ("1-1",),
            3,
            True,
        ),
        ({"where": "level_or_range", "levels": (4,), "metrics": ("A.1.3.2",), "models": (1,), "expect": "none"}, (), 3, True),
        (
            {"where": "status", "statuses": ("no_answer",), "metrics": ("A.2.6.3",), "expect": "few"},
            ("1-1", "2-2", "4-2"),
            10,
            True,
        ),
        ({"where": "below_preset", "metrics": ("A.2.5.1",), "models": (4,), "expect": "some"}, ("4-3",), 3, True),
        ({"where": "above_preset", "metrics": ("A.2.4.1",), "models": (4,), "expect": "most"}, ("4-1", "4-2"), 3, True),
        ({"where": "above_preset", "metrics": ("A.1.4.1",), "expect": "none"}, (), 10, True),
    ],
)
def test_claims_are_counted_over_the_cases_that_they_are_about(
    check: dict[str, Any], cases: tuple[str, ...], total: int, holds: bool, knowledge: KnowledgeBase
) -> None:
    like = load_library().observations["O12"]
    observation = like.model_copy(update={"check": Check.model_validate({"models": (1, 2, 3, 4), **check})})
    (claim,) = count_claims([observation], knowledge)
    assert (claim.cases, claim.total, claim.holds) == (cases, total, holds)


def test_claims_of_the_guide_are_not_counted_over_an_organisations_own_cases(knowledge: KnowledgeBase) -> None:
    own = knowledge.outlines["2-1"].model_copy(update={"id": "own", "origin": "overlay:acme"})
    wider = replace(knowledge, outlines={**knowledge.outlines, "own": own})
    observation = load_library().observations["O12"]
    assert count_claims([observation], wider) == count_claims([observation], knowledge)


@pytest.mark.parametrize(
    ("sites", "backups", "current", "model"),
    [
        ([("second", "backup", None)], [], {"C.3.2.1": 2}, None),
        ([("second", "backup", "cold")], [], {"C.3.2.1": 2}, 4),
        ([("second", "storage", "cold")], [], {"C.3.2.1": 2}, None),
        ([("second", "backup", "cold")], [{"site": "second"}], {"C.3.2.1": 1}, 3),
        ([("second", "backup", "cold")], [{"site": "second", "interval": "1h"}, {"site": "second", "interval": "10m"}], {}, 4),
        ([("second", "backup", "cold")], [{"interval": "10m"}], {"C.3.2.1": 1}, 3),
        ([("second", "backup", "cold")], [{"interval": "10m"}], {}, 3),
        ([("second", "backup", "cold")], [{"site": "main", "interval": "10m"}], {"C.3.2.1": 2}, 3),
        ([], [], {"A.3.1.1": 2, "A.2.1.1": 0, "C.3.4.2": 0}, 1),
        ([], [], {"A.3.1.1": 2, "A.2.1.1": 0, "A.2.3.1": 1, "A.2.5.1": 1}, None),
    ],
)
def test_what_a_plan_looks_like(sites: Any, backups: Any, current: dict[str, int], model: int | None) -> None:
    measures = {
        "sites": (
            {"id": "main", "role": "main"},
            *({"id": id, "role": role} | ({"standby": standby} if standby else {}) for id, role, standby in sites),
        ),
        "backups": tuple({"name": f"b{number}", **backup} for number, backup in enumerate(backups)),
    }
    if not sites:
        measures = {}
    made = Plan.model_validate(
        {"hrsi": 1, "system": {"id": "x"}, "target": {"model": 1}, "current": current, "measures": measures}
    )
    assert resembled_model(made, current) == model
