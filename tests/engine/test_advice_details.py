"""Advice around selections made by hand: conflicts of any size, the cloud, and the road of the cases."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest

from hrsi_cli.domain.advice import Advice, Conflict, Cost, ReferenceCase, SystemSelection
from hrsi_cli.domain.assessment import Assessment, Criterion, Met, Offer
from hrsi_cli.domain.guide import CloudAdvice
from hrsi_cli.domain.quantity import Duration
from hrsi_cli.domain.selection import Answers, Selection
from hrsi_cli.engine.advice import build_advice, by_importance
from hrsi_cli.knowledge.store import load_cloud_advice, load_knowledge

KNOWLEDGE = load_knowledge()
ANSWERS = Answers(rto_failure=Duration.parse("2h"), rto_disaster=Duration.parse("2h"), rpo=Duration.parse("0"), budget="high")
LETTER: dict[str, Met] = {"y": "yes", "p": "partly", "n": "no"}


def selection(recommended: int | None = None, **met: str) -> Selection:
    """A selection of models 1, 2 and so on; ``rpo="ypn"`` says what each of them makes of the answer."""
    count = len(next(iter(met.values()), "n"))
    asked = {name: None if letters.isupper() else "x" for name, letters in met.items()}
    assessments = tuple(
        Assessment(
            number + 1,
            0,
            False,
            tuple(_offer(name, asked[name], LETTER[letters[number].lower()]) for name, letters in met.items()),
        )
        for number in range(count)
    )
    return Selection(ANSWERS, recommended, assessments, (), (), (), (), "1")


def _offer(name: str, asked: str | None, met: Met) -> Offer:
    criterion: Any = name
    assert criterion in get_args(Criterion)
    return Offer(criterion, asked, "a", "b", met, "stated", "s")


def conflicts(**met: Any) -> list[tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]]:
    found = build_advice(selection(**met), KNOWLEDGE, ())
    assert found == Advice(None, found.conflicts, (), ())
    return [(conflict.criteria, conflict.met_by) for conflict in found.conflicts]


@pytest.mark.parametrize(
    ("met", "expected"),
    [
        ({"rpo": "n"}, [(("rpo",), ((),))]),
        ({"rpo": "nnn"}, [(("rpo",), ((),))]),
        ({"rpo": "ppp"}, [(("rpo",), ((),))]),
        ({"rpo": "ynn", "budget": "nyy"}, [(("rpo", "budget"), ((1,), (2, 3)))]),
        ({"budget": "nny", "rpo": "yyn"}, [(("budget", "rpo"), ((3,), (1, 2)))]),
        (
            {"rto_failure": "yyn", "rto_disaster": "yny", "rpo": "nyy"},
            [(("rto_failure", "rto_disaster", "rpo"), ((1, 2), (1, 3), (2, 3)))],
        ),
        (
            {"rto_failure": "yyyn", "rto_disaster": "yyny", "rpo": "ynyy", "budget": "nyyy"},
            [(("rto_failure", "rto_disaster", "rpo", "budget"), ((1, 2, 3), (1, 2, 4), (1, 3, 4), (2, 3, 4)))],
        ),
        (
            {"rto_failure": "ynn", "rto_disaster": "nyn", "rpo": "nnn"},
            [(("rpo",), ((),)), (("rto_failure", "rto_disaster"), ((1,), (2,)))],
        ),
        ({"rpo": "ypn", "budget": "npy"}, [(("rpo", "budget"), ((1,), (3,)))]),
    ],
)
def test_conflicts_are_the_smallest_sets_that_nothing_meets(met: dict[str, str], expected: Any) -> None:
    assert conflicts(**met) == expected


def test_what_was_not_asked_is_in_no_conflict() -> None:
    assert conflicts(rpo="nnn", redundancy="NNN") == [(("rpo",), ((),))]


def test_a_conflict_names_who_meets_each_answer() -> None:
    assert build_advice(selection(rpo="yn", budget="ny"), KNOWLEDGE, ()).conflicts == (Conflict(("rpo", "budget"), ((1,), (2,))),)


@pytest.mark.parametrize(
    ("model", "cost"),
    [(1, Cost("low", None, None)), (2, Cost("medium", 1, "low")), (3, Cost("high", 2, "medium")), (4, Cost("high", 3, "high"))],
)
def test_the_cost_stands_beside_that_of_the_next_model_system_down(model: int, cost: Cost) -> None:
    assert build_advice(selection(model), KNOWLEDGE, ()).cost == cost


@pytest.mark.parametrize("model", [1, 2, 3, 4])
def test_the_road_is_what_the_cases_of_the_model_system_say(model: int) -> None:
    def said(case: str, topic: str) -> tuple[object, ...]:
        return tuple(statement for statement in KNOWLEDGE.cases[case].statements if statement.topic == topic)

    found = build_advice(selection(model), KNOWLEDGE, ())
    assert found.conflicts == ()
    assert found.road == tuple(
        ReferenceCase(outline.id, said(outline.id, "points"), said(outline.id, "plans"))  # type: ignore[arg-type]
        for outline in KNOWLEDGE.outlines.values()
        if outline.model == model
    )
    assert any(case.points for case in found.road)


def test_advice_about_the_cloud_comes_most_specific_first_then_by_its_id() -> None:
    like = load_cloud_advice()[0]
    shipped: list[CloudAdvice] = [
        like.model_copy(update={"id": id, "models": models})
        for id, models in (("d", (2, 3)), ("c", (1, 2, 3)), ("b", (2,)), ("a", (2, 4)), ("e", (1, 3)), ("f", (2,)))
    ]
    assert [advice.id for advice in build_advice(selection(2), KNOWLEDGE, iter(shipped)).cloud] == ["b", "f", "a", "d", "c"]


def test_systems_of_one_importance_keep_their_order() -> None:
    like = SystemSelection("x", None, None, selection(), Advice(None, (), (), ()))
    systems = [replace(like, id=id, importance=importance) for id, importance in (("a", None), ("b", 1), ("c", 999), ("d", 1))]
    assert [system.id for system in by_importance(iter(systems))] == ["b", "d", "c", "a"]
