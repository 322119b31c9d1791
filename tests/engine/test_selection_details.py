"""Choices among model systems made up for the purpose: offers, the least investment, ways out, switch points, near cases."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.engine.test_selection import answers

from hrsi_cli.domain.assessment import CRITERIA, Offer
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.outline import CaseOutline, Grade
from hrsi_cli.domain.quantity import Duration
from hrsi_cli.domain.selection import Answers, Note, Relaxation, SimilarCase, SwitchPoint
from hrsi_cli.engine.assessment import assess_times
from hrsi_cli.engine.selection import select_model
from hrsi_cli.knowledge.store import load_knowledge

KNOWLEDGE = load_knowledge()


def models(*systems: tuple[str, str, str, str, str]) -> KnowledgeBase:
    """Model systems 1, 2 and so on: worst failure, disaster and loss, the investment, and what it has (r and s).

    The best case of a time is half of the worst.
    """
    made = {}
    for number, (failure, disaster, loss, investment, has) in enumerate(systems, 1):
        like = KNOWLEDGE.model_systems[1]
        profile: dict[str, Any] = {
            "investment": like.profile.investment.model_copy(update={"value": investment}),
            "redundancy": like.profile.redundancy.model_copy(update={"value": "r" in has}),
            "backup_site": like.profile.backup_site.model_copy(update={"value": "s" in has}),
        }
        for name, worst in (("rto_failure", failure), ("rto_disaster", disaster), ("rpo", loss)):
            hours = Duration.parse(worst).seconds / 3600
            times = {"worst": Duration.parse(worst), "best": Duration.parse(f"{hours / 2:g}h")}
            profile[name] = getattr(like.profile, name).model_copy(update=times)
        made[number] = like.model_copy(update={"id": number, "profile": like.profile.model_copy(update=profile)})
    return replace(KNOWLEDGE, model_systems=made)


def ways(asked: Answers, knowledge: KnowledgeBase) -> list[tuple[dict[str, str], int]]:
    found = select_model(asked, knowledge)
    assert found.recommended is None
    assert all(isinstance(way, Relaxation) for way in found.relaxations)
    return [(way.changes, way.model) for way in found.relaxations]


# offers


@pytest.mark.parametrize("model", [1, 4])
def test_offers_are_told_as_a_whole(model: int) -> None:
    asked = answers("3d", "3mo", "1d", "medium", redundancy=True)
    profile = KNOWLEDGE.model_systems[model].profile
    found = select_model(asked, KNOWLEDGE).assessments[model - 1]
    met = {1: ("yes", "partly", "no", "yes", "no", "yes"), 4: ("yes", "yes", "yes", "no", "yes", "yes")}[model]
    times = [
        Offer(name, getattr(asked, name), offered.best, offered.worst, met[number], offered.basis, offered.source, offered.note)  # type: ignore[arg-type]
        for number, name in enumerate(CRITERIA[:3])
        for offered in [getattr(profile, name)]
    ]
    scale = profile.investment
    budget = Offer("budget", "medium", scale.value, scale.value, met[3], scale.basis, scale.source)  # type: ignore[arg-type]
    choices = [
        Offer(name, wish, offered.value, offered.value, met[number], offered.basis, offered.source, offered.note)  # type: ignore[arg-type]
        for number, name, wish in ((4, "redundancy", True), (5, "backup_site", None))
        for offered in [getattr(profile, name)]
    ]
    assert found.offers == (*times, budget, *choices)
    assert (found.model, found.meets_all) == (model, False)


@pytest.mark.parametrize(
    ("asked", "met", "fit"), [("8h", "yes", 100), ("7h", "partly", 50), ("4h", "partly", 50), ("3h", "no", 0), ("9h", "yes", 100)]
)
def test_a_time_is_met_by_the_worst_case_and_partly_by_the_best(asked: str, met: str, fit: int) -> None:
    (found,) = assess_times({"rto_failure": Duration.parse(asked)}, models(("8h", "1d", "1d", "low", "")))
    assert ([offer.met for offer in found.offers], found.fit, found.meets_all) == ([met], fit, met == "yes")


@pytest.mark.parametrize(
    ("budget", "fitting"), [("low", [True, False, False]), ("medium", [True, True, False]), ("high", [True, True, True])]
)
def test_a_budget_pays_for_its_own_rating_and_those_below(budget: str, fitting: list[bool]) -> None:
    made = models(*(("1h", "1h", "1h", investment, "") for investment in ("low", "medium", "high")))
    found = select_model(answers("1h", "1h", "1h", budget), made)
    assert [assessment.meets_all for assessment in found.assessments] == fitting


@pytest.mark.parametrize(("wish", "fitting"), [(None, [True, True]), (False, [True, True]), (True, [False, True])])
def test_a_wish_is_met_by_what_is_there_and_a_refusal_always(wish: bool | None, fitting: list[bool]) -> None:
    made = models(("1h", "1h", "1h", "low", ""), ("1h", "1h", "1h", "low", "rs"))
    for name in ("redundancy", "backup_site"):
        found = select_model(answers("1h", "1h", "1h").model_copy(update={name: wish}), made)
        assert [assessment.meets_all for assessment in found.assessments] == fitting


# the recommendation


@pytest.mark.parametrize(
    ("investments", "model"), [(("high", "low", "low"), 2), (("high", "medium", "low"), 3), (("high", "high", "high"), 1)]
)
def test_the_least_investment_is_recommended_then_the_lower_number(investments: tuple[str, ...], model: int) -> None:
    made = models(*(("1h", "1h", "1h", investment, "") for investment in investments))
    found = select_model(answers("1h", "1h", "1h"), made)
    assert (found.recommended, found.relaxations, found.achievable) == (model, (), True)


def test_the_notes_of_the_recommended_model_system_are_numbered() -> None:
    found = select_model(answers("2h", "6mo"), KNOWLEDGE)
    assert found.notes == tuple(
        Note(f"model-2-{number}", text) for number, text in enumerate(KNOWLEDGE.model_systems[2].notes, 1)
    )
    assert found.notes and found.knowledge_version == KNOWLEDGE.version


# ways out


def test_three_answers_may_give_way_and_not_four() -> None:
    three = models(("9h", "9h", "9h", "low", "rs"))
    assert ways(answers("1h", "1h", "1h"), three) == [({"rto_failure": "9h", "rto_disaster": "9h", "rpo": "9h"}, 1)]
    four = models(("9h", "9h", "9h", "low", "s"))
    assert ways(answers("1h", "1h", "1h", redundancy=True), four) == []


def test_every_kind_of_answer_can_give_way() -> None:
    made = models(("1h", "1h", "1h", "high", ""))
    changes = {"budget": "high", "redundancy": "no", "backup_site": "no"}
    assert ways(answers("1h", "1h", "1h", "low", redundancy=True, backup_site=True), made) == [(changes, 1)]


def test_fewer_changes_come_before_smaller_ones_and_smaller_ones_before_larger() -> None:
    made = models(
        ("9h", "1h", "1h", "low", ""),  # two steps of failure times away
        ("5h", "1h", "1h", "low", ""),  # one step, but redundancy is missing too
        ("1h", "5h", "1h", "low", "r"),  # one step of disaster times
        ("1h", "1h", "1h", "high", "r"),  # two steps of budget
    )
    assert ways(answers("1h", "1h", "1h", "low", redundancy=True), made) == [
        ({"rto_disaster": "5h"}, 3),
        ({"budget": "high"}, 4),
        ({"rto_failure": "5h", "redundancy": "no"}, 2),
    ]


def test_a_budget_is_as_far_as_its_ratings_are_apart() -> None:
    made = models(("1h", "1h", "1h", "high", ""), ("5h", "1h", "1h", "low", ""), ("3h", "9h", "9h", "low", ""))
    assert ways(answers("1h", "1h", "1h", "low"), made)[:2] == [({"budget": "high"}, 1), ({"rto_failure": "5h"}, 2)]
    assert ways(answers("1h", "1h", "1h", "medium"), made)[:2] == [({"budget": "high"}, 1), ({"rto_failure": "5h"}, 2)]
    nearer = models(("1h", "1h", "1h", "high", ""), ("5h", "1h", "1h", "low", ""), ("5h", "9h", "9h", "low", ""))
    assert ways(answers("1h", "1h", "1h", "low"), nearer)[0] == ({"rto_failure": "5h"}, 2)


def test_to_do_without_something_is_one_step() -> None:
    made = models(("9h", "1h", "1h", "low", "r"), ("1h", "1h", "1h", "low", ""), ("5h", "9h", "9h", "low", ""))
    assert ways(answers("1h", "1h", "1h", "low", redundancy=True), made)[:2] == [
        ({"redundancy": "no"}, 2),
        ({"rto_failure": "9h"}, 1),
    ]


def test_a_way_out_that_gives_up_more_than_another_is_left_out() -> None:
    made = models(("5h", "1h", "1h", "low", "r"), ("9h", "1h", "1h", "low", "r"), ("5h", "5h", "1h", "low", "r"))
    assert ways(answers("1h", "1h", "1h", "low"), made) == [({"rto_failure": "5h"}, 1)]


def test_a_way_out_leads_to_the_cheapest_that_fits_then() -> None:
    made = models(("5h", "1h", "1h", "high", ""), ("4h", "1h", "1h", "low", ""))
    assert ways(answers("1h", "1h", "1h", "high"), made) == [({"rto_failure": "4h"}, 2)]
    made = models(("4h", "1h", "1h", "high", ""), ("4h", "1h", "1h", "low", ""))
    assert ways(answers("1h", "1h", "1h", "high"), made) == [({"rto_failure": "4h"}, 2)]


# switch points


def switch_points(asked: Answers, knowledge: KnowledgeBase) -> list[tuple[str, str, int]]:
    found = select_model(asked, knowledge).switch_points
    assert all(isinstance(point, SwitchPoint) for point in found)
    return [(point.criterion, point.to, point.model) for point in found]


def test_each_answer_has_its_switch_points() -> None:
    made = models(("9h", "9h", "9h", "low", ""), ("4h", "9h", "9h", "medium", "r"), ("1h", "1h", "1h", "high", "rs"))
    assert switch_points(answers("9h", "9h", "9h", "high"), made) == [
        ("rto_failure", "4h", 2),
        ("rto_failure", "1h", 3),
        ("rto_disaster", "1h", 3),
        ("rpo", "1h", 3),
        ("redundancy", "yes", 2),
        ("backup_site", "yes", 3),
    ]
    assert switch_points(answers("4h", "9h", "9h", "medium"), made) == [("rto_failure", "9h", 1)]
    assert switch_points(answers("1h", "1h", "1h", "medium"), made) == [("budget", "high", 3)]


def test_of_two_budgets_for_one_model_system_the_first_is_told() -> None:
    made = models(("1h", "1h", "9h", "low", ""), ("1h", "1h", "1h", "medium", ""), ("1h", "1h", "1h", "high", ""))
    assert switch_points(answers("1h", "1h", "1h", "low"), made) == [("rpo", "9h", 1), ("budget", "medium", 2)]


def test_of_two_switch_points_to_one_model_system_the_nearer_counts() -> None:
    made = models(("72h", "1h", "1h", "low", ""), ("24h", "9h", "1h", "low", ""), ("2h", "1h", "1h", "high", ""))
    assert switch_points(answers("100h", "1h", "1h"), made) == [("rto_failure", "24h", 3)]
    swapped = models(("72h", "1h", "1h", "low", ""), ("2h", "1h", "1h", "high", ""), ("24h", "9h", "1h", "low", ""))
    assert switch_points(answers("100h", "1h", "1h"), swapped) == [("rto_failure", "24h", 2)]
    upwards = models(("72h", "1h", "1h", "low", ""), ("24h", "9h", "1h", "low", ""), ("96h", "9h", "1h", "low", ""))
    assert switch_points(answers("12h", "1h", "1h"), upwards) == [("rto_failure", "72h", 1)]


# near cases


def outline(id: str, model: int, *levels: int | None) -> CaseOutline:
    """A case with levels for failure, disaster and loss."""
    like = next(iter(KNOWLEDGE.outlines.values()))
    grades = {
        metric: Grade(status="not_set" if level is None else "stated", level=level)
        for metric, level in zip(("A.1.3.2", "A.1.4.1", "A.1.3.1"), levels, strict=True)
    }
    return like.model_copy(update={"id": id, "model": model, "grades": {**like.grades, **grades}})


def test_near_cases_are_told_as_a_whole() -> None:
    outlines = [
        outline("far", 3, 0, 0, 0),
        outline("none", 3, None, None, None),
        outline("same", 2, 4, 3, 2),
        outline("twin", 3, 4, 3, 2),
        outline("again", 3, 4, 3, 2),
        outline("part", 1, 4, None, 1),
        outline("more", 1, 3, 5, 3),
    ]
    knowledge = replace(KNOWLEDGE, outlines={each.id: each for each in outlines})
    found = select_model(answers("2h", "7d", "1d"), knowledge)  # levels 4 of 4, 3 of 5 and 2 of 3
    assert found.recommended == 3
    both = ("A.1.3.2", "A.1.4.1", "A.1.3.1")
    assert found.cases == (
        SimilarCase("again", 3, 1.0, both, ()),
        SimilarCase("twin", 3, 1.0, both, ()),
        SimilarCase("same", 2, 1.0, both, ()),
        SimilarCase("more", 1, 0.67, (), both),  # (3/4 + 3/5 + 2/3) / 3
    )
    fewer = replace(knowledge, outlines={each.id: each for each in (outlines[0], outlines[1], outlines[5])})
    assert select_model(answers("2h", "7d", "1d"), fewer).cases == (
        SimilarCase("part", 1, 0.56, ("A.1.3.2",), ("A.1.3.1",)),  # (1 + 0 + 2/3) / 3
        SimilarCase("far", 3, 0.24, (), both),  # (0 + 2/5 + 1/3) / 3
        SimilarCase("none", 3, 0.0, (), ()),
    )
