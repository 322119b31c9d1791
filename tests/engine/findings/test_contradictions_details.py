"""Levels against measures and objectives: findings as a whole, level by level."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.engine.findings.keyless import keyless

from hrsi_cli.domain.judgement import Arithmetic, ArithmeticTerm, Finding
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.problem import NOWHERE, Message
from hrsi_cli.engine.findings.contradictions import CHECKS
from hrsi_cli.engine.findings.subject import Subject
from hrsi_cli.knowledge.store import load_knowledge

KNOWLEDGE = load_knowledge()
Found = Callable[..., list[Finding]]
TOKYO, OSAKA = {"id": "tokyo", "role": "main"}, {"id": "osaka", "role": "backup"}


@pytest.fixture
def found(subject_of: Callable[..., Subject]) -> Found:
    """The findings of one rule about these levels, measures and objectives."""

    def run(rule: str, current: dict[str, Any], objectives: dict[str, Any] | None = None, **measures: Any) -> list[Finding]:
        plan = Plan.model_validate(
            {
                "hrsi": 1,
                "system": {"id": "x"},
                "target": {"model": 3},
                "current": current,
                "objectives": objectives or {},
                "measures": measures,
            }
        )
        return keyless(CHECKS[rule](subject_of(plan)))

    return run


def whole(
    rule: str, metric: str, message: str, arithmetic: Arithmetic, metrics: tuple[str, ...] | None = None, /, **values: object
) -> Finding:
    known = KNOWLEDGE.rules[rule]
    grounds = (known.metrics if metrics is None else metrics, known.cases, known.sources)
    return Finding(rule, known.severity, Message(message, values), NOWHERE, ("current", metric), *grounds, arithmetic)


def h(name: str, hours: float) -> ArithmeticTerm:
    return ArithmeticTerm(name, float(f"{hours:.15g}"), "h")


def level(name: str, value: int) -> ArithmeticTerm:
    return ArithmeticTerm(name, value, "level")


@pytest.mark.parametrize(
    ("claimed", "lasts", "falls_short"),
    [(1, "0", "0"), (2, "10m", "599s"), (3, "1h", "59m"), (4, "1d", "23h"), (5, "7d", "6d")],
)
def test_power_lasts_as_long_as_its_level_says(claimed: int, lasts: str, falls_short: str, found: Found) -> None:
    short = found("HRSI113", {"F.4.4.4": claimed}, sites=({**TOKYO, "ups": "0", "generator": falls_short},))
    enough = found("HRSI113", {"F.4.4.4": claimed}, sites=({**TOKYO, "ups": "1s", "generator": lasts},))
    assert (len(short), len(enough)) == (1, 0)
    assert claimed == 1 or not found("HRSI113", {"F.4.4.4": claimed}, sites=({**TOKYO, "generator": lasts},))


def test_power_that_falls_short_is_told_as_a_whole(found: Found) -> None:
    def hours(count: float) -> Message:
        return Message("finding.span", {"hours": count})

    assert found("HRSI113", {"F.4.4.4": 4}, sites=({**TOKYO, "ups": "1h", "generator": "20h"},)) == [
        whole(
            "HRSI113",
            "F.4.4.4",
            "HRSI113",
            Arithmetic((h("ups", 1), h("generator", 20)), h("endurance", 21), h("endurance_claimed", 24)),
            level=4,
            label=KNOWLEDGE.requirements["F.4.4.4"].label(4),
            site="tokyo",
            ups=hours(1),
            generator=hours(20),
            total=hours(21),
            needed=hours(24),
        )
    ]


@pytest.mark.parametrize(
    ("current", "site", "fires"),
    [
        ({"F.4.4.4": 0}, {"ups": "0"}, False),
        ({}, {"ups": "0"}, False),
        ({"F.4.4.4": 5}, {}, False),
        ({"F.4.4.4": 5}, {"ups": "1h"}, True),
        ({"F.4.4.4": 5}, {"generator": "1h"}, True),
        ({"F.4.4.4": 5}, {"ups": "1h", "role": "backup"}, False),
    ],
)
def test_power_is_judged_where_it_is_known(current: dict[str, int], site: dict[str, Any], fires: bool, found: Found) -> None:
    assert bool(found("HRSI113", current, sites=({**TOKYO, **site},))) is fires


@pytest.mark.parametrize(
    ("metric", "claimed", "allowed", "variant", "measures"),
    [
        ("A.3.2.2", 2, 1, "remote_backup", {"backups": ({"name": "b", "site": "osaka", "medium": "tape"},)}),
        ("A.3.2.2", 2, 1, "remote_backup", {"backups": ({"name": "b", "site": "osaka", "transport": "road"},)}),
        ("A.3.1.1", 3, 2, "backup_site", {"sites": (TOKYO,)}),
        ("A.3.1.1", 4, 2, "backup_site", {"sites": (TOKYO,)}),
        ("A.3.2.1", 2, 1, "remote_copy", {"backups": ({"name": "b", "site": "tokyo"},)}),
        ("A.2.6.1", 2, 1, "offline", {"backups": ({"name": "b", "online": False},)}),
    ],
)
def test_a_level_above_what_the_measures_allow_is_told_as_a_whole(
    metric: str, claimed: int, allowed: int, variant: str, measures: dict[str, Any], found: Found
) -> None:
    requirement = KNOWLEDGE.requirements[metric]
    assert found("HRSI114", {metric: claimed}, **{"sites": (TOKYO, OSAKA), **measures}) == [
        whole(
            "HRSI114",
            metric,
            f"HRSI114.{variant}",
            Arithmetic((), level("level_claimed", claimed), level("level_allowed", allowed)),
            (metric,),
            metric=metric,
            level=claimed,
            label=requirement.label(claimed),
            allowed=allowed,
            allowed_label=requirement.label(allowed),
        )
    ]
    assert found("HRSI114", {metric: allowed}, **{"sites": (TOKYO, OSAKA), **measures}) == []
    assert found("HRSI114", {metric: claimed}) == [], "nothing is said where no measures are described"


@pytest.mark.parametrize(
    ("metric", "measures"),
    [
        ("A.3.2.2", {"backups": ({"name": "b", "site": "osaka"},)}),
        ("A.3.2.2", {"backups": ({"name": "b", "site": "osaka", "medium": "tape", "link": "1 Gbps"},)}),
        ("A.3.2.2", {"backups": ({"name": "b", "site": "osaka", "medium": "tape", "transport": "line"},)}),
        ("A.3.1.1", {}),
        ("A.3.2.1", {"backups": ({"name": "b", "site": "osaka"}, {"name": "c", "site": "tokyo"})}),
        ("A.2.6.1", {"backups": ({"name": "b", "online": False}, {"name": "c", "online": True})}),
        ("A.2.6.1", {"backups": ({"name": "b"},)}),
        ("A.2.6.1", {}),
    ],
)
def test_levels_that_the_measures_bear_out_are_left_alone(metric: str, measures: dict[str, Any], found: Found) -> None:
    assert found("HRSI114", {metric: 3 if metric == "A.3.1.1" else 2}, sites=(TOKYO, OSAKA), **measures) == []


@pytest.mark.parametrize(
    ("claimed", "switches", "by_hand"),
    [(2, ("manual", "automatic", "manual"), ("s0", "s2")), (1, ("manual",), ()), (2, ("automatic",), ()), (2, (None,), ())],
)
def test_a_switch_by_hand_is_not_automatic(
    claimed: int, switches: tuple[str | None, ...], by_hand: tuple[str, ...], found: Found
) -> None:
    sites = tuple({"id": f"s{n}", "role": "backup", **({"switch": how} if how else {})} for n, how in enumerate(switches))
    made = found("HRSI114", {"C.3.2.1": claimed}, sites=sites)
    assert [(finding.message.id, finding.message.values["sites"]) for finding in made] == (
        [("HRSI114.manual_switch", by_hand)] if by_hand else []
    )


@pytest.mark.parametrize(
    ("metric", "claimed", "objectives", "name", "hours", "promised"),
    [
        ("A.1.3.1", 2, {"failure": {"rpo": "2d"}}, "objective_rpo", 24, 48),
        ("A.1.3.2", 4, {"failure": {"rto": "3h"}}, "objective_rto", 2, 3),
        ("A.1.4.1", 5, {"disaster": {"restart": "2d"}}, "objective_restart", 24, 48),
    ],
)
def test_a_level_stricter_than_its_objective_is_told_as_a_whole(
    metric: str, claimed: int, objectives: dict[str, Any], name: str, hours: float, promised: float, found: Found
) -> None:
    def span(count: float) -> Message:
        days = {"days": count / 24} if count >= 48 else {}
        return Message("finding.span_days" if days else "finding.span", {"hours": count, **days})

    assert found("HRSI114", {metric: claimed}, objectives) == [
        whole(
            "HRSI114",
            metric,
            "HRSI114.objective",
            Arithmetic((level("level_claimed", claimed),), h("level_time", hours), h(name, promised)),
            (metric,),
            metric=metric,
            level=claimed,
            label=KNOWLEDGE.requirements[metric].label(claimed),
            longest=span(hours),
            name=Message(f"term.{name}"),
            time=span(promised),
        )
    ]


@pytest.mark.parametrize(
    ("current", "objectives"),
    [
        ({"A.1.3.1": 2}, {"failure": {"rpo": "1d"}}),
        ({"A.1.3.1": 0}, {"failure": {"rpo": "1d"}}),
        ({}, {"failure": {"rpo": "1d", "rto": "1d", "rlo": "system"}, "disaster": {"restart": "1d"}}),
        ({"A.1.3.1": 3, "A.1.3.2": 4, "A.1.4.1": 5, "A.1.3.3": 2}, {}),
        ({"A.1.3.3": 1}, {"failure": {"rlo": "specific"}}),
        ({"A.1.3.3": 1}, {"failure": {"rlo": "all"}}),
    ],
)
def test_levels_that_keep_to_their_objectives_are_left_alone(
    current: dict[str, int], objectives: dict[str, Any], found: Found
) -> None:
    assert found("HRSI114", current, objectives) == []


def test_every_objective_is_looked_at_whatever_comes_before_it(found: Found) -> None:
    current = {"A.1.3.1": 3, "A.1.4.1": 5, "A.1.3.3": 2}
    objectives = {"failure": {"rpo": "1d", "rlo": "system"}, "disaster": {"restart": "2d"}}
    assert [finding.metrics for finding in found("HRSI114", current, objectives)] == [("A.1.3.1",), ("A.1.4.1",), ("A.1.3.3",)]
