"""Findings of the physics of copies as a whole: place, weight, values and sums, and the limits just met."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.engine.findings.keyless import keyless

from hrsi_cli.domain.judgement import Arithmetic, ArithmeticTerm, Finding
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.policy import Thresholds
from hrsi_cli.domain.problem import NOWHERE, Message
from hrsi_cli.domain.quantity import DAY
from hrsi_cli.engine.findings.registry import RULES
from hrsi_cli.engine.findings.subject import Subject
from hrsi_cli.knowledge.store import load_knowledge

KNOWLEDGE = load_knowledge()
Found = Callable[..., list[Finding]]
MAIN = {"id": "tokyo", "role": "main", "hazards": ("quake",)}
FAR = {"id": "osaka", "role": "backup", "hazards": ("flood",)}
LINE = {"link": "100 Mbps", "efficiency": 0.5}
"""8 GB take 1,280 s over it."""


@pytest.fixture
def found(subject_of: Callable[..., Subject]) -> Found:
    """The findings of one rule about these backups and sites."""

    def run(
        rule: str,
        *backups: dict[str, Any],
        sites: tuple[dict[str, Any], ...] = (MAIN, FAR),
        failure: dict[str, Any] | None = None,
        disaster: dict[str, Any] | None = None,
        thresholds: Thresholds | None = None,
    ) -> list[Finding]:
        named = tuple({"name": f"b{number}", **backup} for number, backup in enumerate(backups))
        plan = Plan.model_validate(
            {
                "hrsi": 1,
                "system": {"id": "x"},
                "target": {"model": 3},
                "objectives": {"failure": failure or {}, "disaster": disaster or {}},
                "measures": {"backups": named, "sites": sites},
            }
        )
        return keyless(RULES[rule](subject_of(plan, thresholds=thresholds)))

    return run


def whole(
    rule: str, path: tuple[str | int, ...], message: str, arithmetic: Arithmetic, severity: str = "error", **values: object
) -> Finding:
    """A finding with the grounds of its rule."""
    known = KNOWLEDGE.rules[rule]
    grounds = (known.metrics, known.cases, known.sources)
    return Finding(rule, severity, Message(message, values), NOWHERE, path, *grounds, arithmetic)  # type: ignore[arg-type]


def h(name: str, hours: float) -> ArithmeticTerm:
    return ArithmeticTerm(name, float(f"{hours:.15g}"), "h")


def copies(name: str, count: int) -> ArithmeticTerm:
    return ArithmeticTerm(name, count, "copies")


def hours(count: float) -> Message:
    return Message("finding.span", {"hours": count})


def line_terms(gigabytes: float, megabits: float = 100, efficiency: float = 0.5) -> tuple[ArithmeticTerm, ...]:
    return (
        ArithmeticTerm("data", gigabytes, "GB"),
        ArithmeticTerm("link", megabits, "Mbps"),
        ArithmeticTerm("efficiency", efficiency, "ratio"),
    )


def sum_of(data: str, time: Message) -> Message:
    return Message("finding.transfer", {"data": data, "link": "100 Mbps", "efficiency": 0.5, "time": time})


# HRSI101


def test_an_rpo_out_of_reach_is_told_as_a_whole(found: Found) -> None:
    worse = {"interval": "2d", "change": "90 GB", **LINE}
    best = {"interval": "1d", "change": "90 GB", **LINE}  # 14,400 s over the line
    (finding,) = found("HRSI101", worse, best, {"change": "1 GB"}, failure={"rpo": "1d"})
    assert finding == whole(
        "HRSI101",
        ("measures", "backups", 1, "interval"),
        "HRSI101",
        Arithmetic((h("interval", 24), *line_terms(90), h("transfer", 4)), h("achievable_rpo", 28), h("objective_rpo", 24)),
        event=Message("finding.event_failure"),
        backup="b1",
        interval=hours(24),
        transfer=hours(4),
        sum=sum_of("90 GB", hours(4)),
        best=hours(28),
        rpo=hours(24),
    )


def test_an_rpo_that_only_a_lower_bound_is_known_of_is_told_as_a_whole(found: Found) -> None:
    (finding,) = found("HRSI101", {"interval": "30h", "site": "osaka"}, disaster={"rpo": "1d"})
    assert finding == whole(
        "HRSI101",
        ("measures", "backups", 0, "interval"),
        "HRSI101.lower_bound",
        Arithmetic((h("interval", 30),), h("achievable_rpo_at_least", 30), h("objective_disaster_rpo", 24)),
        event=Message("finding.event_disaster"),
        backup="b0",
        interval=hours(30),
        transfer=hours(0),
        sum="",
        best=hours(30),
        rpo=hours(24),
    )


def test_an_rpo_of_data_that_does_not_change_is_told_as_a_whole(found: Found) -> None:
    steady = {"interval": "1d", "data_change_interval": "1d", "volume": "90 GB", **LINE}
    (finding,) = found("HRSI101", steady, failure={"rpo": "1h"})
    assert finding == whole(
        "HRSI101",
        ("measures", "backups", 0, "interval"),
        "HRSI101.unchanged",
        Arithmetic((*line_terms(90), h("transfer", 4)), h("achievable_rpo", 4), h("objective_rpo", 1)),
        event=Message("finding.event_failure"),
        backup="b0",
        interval=hours(0),
        transfer=hours(4),
        sum=sum_of("90 GB", hours(4)),
        best=hours(4),
        rpo=hours(1),
    )


def test_a_disaster_that_no_copy_outlives_is_told_as_a_whole(found: Found) -> None:
    near = {"interval": "1h", "site": "tokyo"}
    (finding,) = found("HRSI101", near, near, failure={"rpo": "1h"}, disaster={"rpo": "1d"})
    assert finding == whole(
        "HRSI101",
        ("objectives", "disaster", "rpo"),
        "HRSI101.none",
        Arithmetic((copies("backups_described", 2),), copies("backups_serving_disaster", 0), copies("backups_needed", 1)),
        rpo=hours(24),
    )


@pytest.mark.parametrize(
    ("backups", "objectives", "places"),
    [
        ((), {"failure": {"rpo": "0"}, "disaster": {"rpo": "0"}}, []),
        (({"interval": "1d"},), {}, []),
        (({"interval": "1d"},), {"failure": {"rpo": "1d"}}, []),
        (({"interval": "25h"},), {"failure": {"rpo": "1d"}}, ["failure"]),
        (({"interval": "25h"}, {"mode": "synchronous"}), {"failure": {"rpo": "1d"}}, []),
        (({"interval": "25h", "site": "osaka"}, {"mode": "synchronous"}), {"disaster": {"rpo": "1d"}}, []),
        (
            ({"interval": "25h", "site": "osaka"}, {"mode": "synchronous", "site": "tokyo"}),
            {"disaster": {"rpo": "1d"}},
            ["disaster"],
        ),
        (({"interval": "25h", "site": "osaka"},), {"failure": {"rpo": "1d"}, "disaster": {"rpo": "1d"}}, ["failure", "disaster"]),
        (({"interval": "25h", "data_change_interval": "1d"},), {"failure": {"rpo": "1d"}}, ["failure"]),
        (({"interval": "25h", "data_change_interval": "25h"},), {"failure": {"rpo": "0"}}, []),
    ],
)
def test_which_events_are_out_of_reach(
    backups: tuple[Any, ...], objectives: dict[str, Any], places: list[str], found: Found
) -> None:
    events = [finding.message.values["event"] for finding in found("HRSI101", *backups, **objectives)]
    assert events == [Message(f"finding.event_{place}") for place in places]


# HRSI102


def test_a_run_longer_than_its_interval_is_told_as_a_whole(found: Found) -> None:
    fits = {"interval": "4h", "change": "90 GB", **LINE}
    (finding,) = found("HRSI102", fits, {"interval": "3h", "change": "90 GB", **LINE})
    assert finding == whole(
        "HRSI102",
        ("measures", "backups", 1, "link"),
        "HRSI102",
        Arithmetic(line_terms(90), h("transfer", 4), h("interval", 3)),
        backup="b1",
        sum=sum_of("90 GB", hours(4)),
        interval=hours(3),
        capacity="67.50 GB",
    )


def test_every_run_over_a_line_is_looked_at(found: Found) -> None:
    long = {"interval": "3h", "change": "90 GB", **LINE}
    without = [{key: value for key, value in long.items() if key != left_out} for left_out in ("interval", "link")]
    runs = found("HRSI102", *without, {**long, "mode": "synchronous"}, long, {**long, "mode": "asynchronous"})
    assert [finding.path[2] for finding in runs] == [3, 4]


# HRSI103


@pytest.mark.parametrize(
    ("limit", "message", "severity", "digits"),
    [(2.0, "HRSI103.days", "note", 1), (1.99, "HRSI103.long", "warning", 2), (30.0, "HRSI103.days", "note", 1)],
)
def test_a_first_copy_is_told_as_a_whole(limit: float, message: str, severity: str, digits: int, found: Found) -> None:
    copy = {"volume": "1080 GB", "change": "1 GB", **LINE}
    (finding,) = found("HRSI103", {"change": "1 GB", **LINE}, copy, thresholds=Thresholds(first_copy_days=limit))
    days = {"data": "1080 GB", "link": "100 Mbps", "efficiency": 0.5, "days": 172_800 / DAY, "digits": digits}
    assert finding == whole(
        "HRSI103",
        ("measures", "backups", 1, "volume"),
        message,
        Arithmetic(line_terms(1080), ArithmeticTerm("first_copy", 2, "days"), ArithmeticTerm("first_copy_limit", limit, "days")),
        severity,
        backup="b1",
        sum=Message("finding.transfer_days", days),
        limit=limit,
    )


# HRSI106


def test_a_return_that_takes_longer_than_declared_is_told_as_a_whole(found: Found) -> None:
    near = {**FAR, "id": "nagoya", "failback": {"time": "1h"}}
    far = {**FAR, "failback": {"time": "3h"}}
    slower = {"volume": "180 GB", "site": "osaka", **LINE}
    fastest = {"volume": "90 GB", "change": "1 GB", "site": "osaka", **LINE}
    (finding,) = found("HRSI106", slower, fastest, {"site": "nagoya"}, sites=(MAIN, near, far))
    assert finding == whole(
        "HRSI106",
        ("measures", "sites", 2, "failback", "time"),
        "HRSI106",
        Arithmetic(line_terms(90), h("full_resynchronisation", 4), h("declared_failback", 3)),
        KNOWLEDGE.rules["HRSI106"].severity,
        site="osaka",
        backup="b1",
        sum=sum_of("90 GB", hours(4)),
        declared=hours(3),
        capacity="67.50 GB",
    )


@pytest.mark.parametrize(
    ("failback", "fires"),
    [({"time": "4h"}, False), ({"time": "14399s"}, True), ({"time": "0"}, True), ({"procedure": True}, False), (None, False)],
)
def test_a_return_is_held_against_what_is_declared(failback: dict[str, Any] | None, fires: bool, found: Found) -> None:
    site = {**FAR, **({"failback": failback} if failback else {})}
    assert bool(found("HRSI106", {"volume": "90 GB", "site": "osaka", **LINE}, sites=(MAIN, site))) is fires


# HRSI111


@pytest.mark.parametrize(
    ("allowed", "message", "severity", "key"),
    [
        (None, "HRSI111", "note", "mode"),
        ("5ms", "HRSI111", "note", "mode"),
        ("4ms", "HRSI111.above", "error", "max_write_latency"),
        ("0", "HRSI111.above", "error", "max_write_latency"),
    ],
)
def test_the_delay_of_a_synchronous_write_is_told_as_a_whole(
    allowed: str | None, message: str, severity: str, key: str, found: Found
) -> None:
    far = {**FAR, "distance": "500 km"}
    copy = {"mode": "synchronous", "site": "osaka", **({"max_write_latency": allowed} if allowed else {})}
    (finding,) = found("HRSI111", {"site": "osaka"}, {"mode": "synchronous"}, copy, sites=(MAIN, far))
    limit = None if allowed is None else float(allowed.removesuffix("ms"))
    assert finding == whole(
        "HRSI111",
        ("measures", "backups", 2, key),
        message,
        Arithmetic(
            (ArithmeticTerm("distance", 500, "km"), ArithmeticTerm("light_in_fibre", 200_000, "km/s")),
            ArithmeticTerm("write_delay", 5, "ms"),
            None if limit is None else ArithmeticTerm("max_write_latency", limit, "ms"),
        ),
        severity,
        backup="b2",
        site="osaka",
        distance="500 km",
        delay=5.0,
        allowed=limit,
        digits=2,
    )


def test_a_distance_that_is_unknown_delays_nothing(found: Found) -> None:
    assert found("HRSI111", {"mode": "synchronous", "site": "osaka"}) == []
    assert found("HRSI111", {"mode": "synchronous", "site": "tokyo"}, sites=({**MAIN, "distance": "0 km"},))[0].severity == "note"
