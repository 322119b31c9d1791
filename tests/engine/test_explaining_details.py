"""Names, suggestions and relations in a small knowledge base made up for the purpose."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hrsi_cli.domain.browsing import Explainable
from hrsi_cli.domain.guide import CaseExample, Term
from hrsi_cli.domain.guide_library import Library
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.text import Text
from hrsi_cli.engine.explaining import Index, related
from hrsi_cli.knowledge.store import load_knowledge, load_library

KNOWLEDGE: KnowledgeBase = replace(load_knowledge(), requirements={}, rules={}, model_systems={}, outlines={})
SHIPPED = load_library()
LIBRARY: Library = replace(
    SHIPPED,
    guide=SHIPPED.guide.model_copy(update={"activities": (), "cloud_advice": (), "cloud_checks": ()}),
    observations={},
    terms={},
    constraints={},
    preset_rules={},
)
METRIC, OTHER = "A.2.1.1", "A.2.4.1"


def term(id: str, en: str, *also: str, see: tuple[str, ...] = ()) -> Term:
    name = Text(ja=f"{en}の訳", en=en)
    return Term(id=id, name=name, also=also, definition=name, see=see)


def index(*terms: Term) -> Index:
    return Index(KNOWLEDGE, replace(LIBRARY, terms={each.id: each for each in terms}))


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("b", ("bb", "bcd")),  # one letter begins a name and is no part of one
        ("cd", ("bcd", "abcd")),
        ("bc", ("bcd", "abcd")),
        ("", ()),
        ("zzzz", ()),
    ],
)
def test_suggestions_hold_what_was_typed_the_shortest_first(words: str, near: tuple[str, ...]) -> None:
    made = index(term("t1", "abcd"), term("t2", "bcd"), term("t3", "bb"))
    ids = {"abcd": "t1", "bcd": "t2", "bb": "t3"}
    assert made.near(words) == tuple(ids[name] for name in near)


def test_two_letters_within_a_long_name_suggest_it() -> None:
    assert index(term("t1", "zzzzzzzz cd")).near("cd") == ("t1",)


def test_up_to_five_slips_are_understood() -> None:
    names = [Text(ja=f"failback{sign}", en=f"failback{sign}") for sign in "abcdef"]
    made = index(*(term(f"t{number}", "-").model_copy(update={"name": name}) for number, name in enumerate(names)))
    assert len(made.near("failbakc")) == 5


def test_at_most_five_are_suggested() -> None:
    names = [f"name {letter * count}" for count, letter in enumerate("abcdefg", 1)]
    made = index(*(term(f"t{number}", name) for number, name in enumerate(names)))
    assert made.near("name") == ("t0", "t1", "t2", "t3", "t4")


@pytest.mark.parametrize(
    ("words", "near"),
    [("failbakc", ("t1",)), ("feilback", ("t1",)), ("fall", ()), ("backfail", ())],
)
def test_slips_are_understood_and_other_words_are_not(words: str, near: tuple[str, ...]) -> None:
    assert index(term("t1", "failback")).near(words) == near


def test_names_that_hold_the_words_come_before_names_that_are_alike() -> None:
    made = index(term("alike", "standbi"), term("holds", "hot standby site"))
    assert made.near("standby") == ("holds", "alike")


def test_an_id_comes_first_then_terms() -> None:
    knowledge = replace(KNOWLEDGE, rules={"HRSI101": load_knowledge().rules["HRSI101"].model_copy(update={"slug": "rpo"})})
    made = Index(knowledge, replace(LIBRARY, terms={"x": term("x", "RPO")}))
    assert [subject.id for subject in made.find("rpo")] == ["x", "HRSI101"]
    assert [subject.id for subject in made.find("hrsi101")] == ["HRSI101"]
    assert made.find("none") == ()


def test_what_has_a_number_alone_is_named_by_what_it_says() -> None:
    made = Index(KNOWLEDGE, SHIPPED)
    observation = next(iter(SHIPPED.observations.values()))
    advice, check = SHIPPED.guide.cloud_advice[0], SHIPPED.guide.cloud_checks[0]
    rule, constraint = next(iter(SHIPPED.preset_rules.values())), next(iter(SHIPPED.constraints.values()))
    told: list[tuple[Any, str, Text]] = [
        ("observation", observation.id, observation.claim),
        ("advice", advice.id, advice),
        ("check", check.id, check),
        ("preset_rule", rule.id, rule.statement),
        ("constraint", constraint.id, constraint.statement),
    ]
    for kind, id, text in told:
        assert made.named(id) == Explainable(kind, id, Text(ja=text.ja, en=text.en))


def test_relations_are_told_in_order_once_and_without_the_subject_itself() -> None:
    shipped = load_knowledge()
    rule, requirement = shipped.rules["HRSI101"], shipped.requirements[METRIC]
    knowledge = replace(
        KNOWLEDGE,
        requirements={METRIC: requirement, OTHER: shipped.requirements[OTHER]},
        rules={
            "HRSI101": rule.model_copy(update={"metrics": (METRIC, OTHER), "cases": ("1-1",)}),
            "HRSI102": rule.model_copy(update={"id": "HRSI102", "slug": "b", "metrics": (), "cases": ()}),
        },
    )
    constraint = next(iter(SHIPPED.constraints.values()))
    observation = next(iter(SHIPPED.observations.values())).model_copy(update={"examples": (), "metrics": ()})
    example = CaseExample(case="1-1", ja="例", en="example", source="s")
    library = replace(
        LIBRARY,
        terms={each.id: each for each in (term("t1", "one", see=(METRIC, "t1", "t2", "gone")), term("t2", "two"))},
        constraints={
            id: constraint.model_copy(update={"id": id, "metrics": metrics})
            for id, metrics in (("C01", (METRIC,)), ("C02", (OTHER,)))
        },
        observations={
            "O01": observation.model_copy(update={"id": "O01", "metrics": (METRIC,)}),
            "O02": observation.model_copy(update={"id": "O02", "examples": (example,)}),
            "O03": observation.model_copy(update={"id": "O03"}),
        },
    )
    made = Index(knowledge, library)

    def ids(id: str) -> list[str]:
        return [subject.id for subject in related(id, made, knowledge, library)]

    assert ids(METRIC) == ["HRSI101", "t1", "C01", "O01"]
    assert ids(OTHER) == ["HRSI101", "C02"]
    assert ids("1-1") == ["HRSI101", "O02"]
    assert ids("t1") == [METRIC, "t2"], "itself and what does not exist are left out"
    assert ids("t2") == ["t1"]
    assert ids("HRSI101") == [METRIC, OTHER]
    assert ids("HRSI102") == []
