"""Claims counted over cases made up for the purpose."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hrsi_cli.domain.browsing import CountedClaim
from hrsi_cli.domain.guide import Check
from hrsi_cli.domain.outline import CaseOutline, Grade
from hrsi_cli.engine.observations import count_claims
from hrsi_cli.knowledge.store import load_knowledge, load_library

SHIPPED = load_knowledge()
OBSERVATION = next(iter(load_library().observations.values()))
METRIC, OTHER = "A.2.4.1", "A.2.5.1"
"""Presets of model systems 1 to 4: 0, 1, 1, 1 of the first and 1, 2, 2, 2 of the second."""


def case(id: str, model: int, level: int | None, between: tuple[int, int] | None = None, other: int | None = None) -> CaseOutline:
    like = next(iter(SHIPPED.outlines.values()))
    grades = {
        METRIC: Grade(status="not_set" if level is None else "stated", level=level, level_range=between),
        OTHER: Grade(status="unknown" if other is None else "stated", level=other),
        "C.5.9.1": Grade(status="stated", level=1),
    }
    return like.model_copy(update={"id": id, "model": model, "grades": {**like.grades, **grades}})


def counted(check: dict[str, Any], *cases: CaseOutline) -> tuple[tuple[str, ...], int, bool]:
    knowledge = replace(SHIPPED, outlines={each.id: each for each in cases})
    told = OBSERVATION.model_copy(update={"check": Check.model_validate({"metrics": (METRIC,), "expect": "some", **check})})
    (claim,) = count_claims([told], knowledge)
    assert claim == CountedClaim(told, claim.cases, claim.total, claim.holds)
    assert claim.holds is not None
    return claim.cases, claim.total, claim.holds


CASES = (case("a", 1, 1), case("b", 2, 1, (0, 1)), case("c", 2, 0), case("d", 3, 2, (1, 3)), case("e", 4, None, None, 2))


@pytest.mark.parametrize(
    ("check", "cases", "total"),
    [
        ({"where": "above_preset"}, ("a", "d"), 5),
        ({"where": "below_preset"}, ("c",), 5),
        ({"where": "above_preset", "metrics": ("C.5.9.1",)}, (), 5),
        ({"where": "below_preset", "metrics": ("C.5.9.1",)}, (), 5),
        ({"where": "level", "levels": (1, 2)}, ("a", "b", "d"), 5),
        ({"where": "level", "levels": (0,), "models": (2, 3)}, ("c",), 3),
        ({"where": "level", "levels": (2,), "metrics": (METRIC, OTHER)}, ("d", "e"), 5),
        ({"where": "level_or_range", "levels": (0,)}, ("b", "c"), 5),
        ({"where": "level_or_range", "levels": (3,)}, ("d",), 5),
        ({"where": "level_or_range", "levels": (1,)}, ("a", "b", "d"), 5),
        ({"where": "level_or_range", "levels": (4, 5)}, (), 5),
        ({"where": "status", "statuses": ("not_set",)}, ("e",), 5),
        ({"where": "status", "statuses": ("stated", "not_set")}, ("a", "b", "c", "d", "e"), 5),
    ],
)
def test_cases_count_where_the_condition_holds(check: dict[str, Any], cases: tuple[str, ...], total: int) -> None:
    assert counted(check, *CASES) == (cases, total, bool(cases))


@pytest.mark.parametrize(
    ("expect", "counts"),
    [
        ("most", [False, False, False, True, True]),
        ("half", [False, False, True, False, False]),
        ("few", [True, True, False, False, False]),
        ("none", [True, False, False, False, False]),
        ("some", [False, True, True, True, True]),
        ("exactly", [False, False, False, True, False]),
    ],
)
def test_a_claim_holds_for_some_counts(expect: str, counts: list[bool]) -> None:
    for count, holds in enumerate(counts):
        cases = (case(f"c{number}", 1, int(number < count)) for number in range(4))
        check = {"where": "level", "levels": (1,), "expect": expect, "number": 3}
        assert counted(check, *cases) == (tuple(f"c{number}" for number in range(count)), 4, holds)


@pytest.mark.parametrize(("expect", "holds"), [("few", True), ("half", False), ("most", False)])
def test_one_of_three_is_few(expect: str, holds: bool) -> None:
    check = {"where": "level", "levels": (1,), "expect": expect}
    assert counted(check, case("a", 1, 1), case("b", 1, 0), case("c", 1, 0)) == (("a",), 3, holds)


def test_a_claim_that_cannot_be_counted_is_told_without_a_count() -> None:
    bare = OBSERVATION.model_copy(update={"check": None})
    (claim,) = count_claims(iter([bare]), SHIPPED)
    assert claim == CountedClaim(bare)


def test_only_the_guides_own_cases_count() -> None:
    own = case("own", 1, 1).model_copy(update={"origin": "overlay:acme"})
    assert counted({"where": "level", "levels": (1,)}, own, case("a", 1, 1)) == (("a",), 1, True)
