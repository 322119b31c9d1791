"""Recoveries that take too long, each finding as a whole, and which way back is the quickest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.engine.findings.keyless import keyless

from hrsi_cli.domain.judgement import Arithmetic, ArithmeticTerm, Finding
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.problem import NOWHERE, Message
from hrsi_cli.engine.findings.recovery_times import CHECKS
from hrsi_cli.engine.findings.subject import Subject
from hrsi_cli.knowledge.store import load_knowledge

KNOWLEDGE = load_knowledge()
Found = Callable[..., list[Finding]]
MAIN = {"id": "tokyo", "role": "main", "hazards": ("quake",)}
COPY = {"name": "copy", "volume": "720 GB", "restore_throughput": "100 MB/s"}
"""Restored in 2 hours."""
PEOPLE = {"detect": "15m", "decide": "30m", "verify": "1h", "provision": "10h"}


@pytest.fixture
def found(subject_of: Callable[..., Subject]) -> Found:
    """The findings of one rule about these objectives and measures."""

    def run(rule: str, rto: str | None = None, restart: str | None = None, **measures: Any) -> list[Finding]:
        objectives = {
            "failure": {} if rto is None else {"rto": rto},
            "disaster": {} if restart is None else {"restart": restart},
        }
        content = {"hrsi": 1, "system": {"id": "x"}, "target": {"model": 3}}
        return keyless(CHECKS[rule](subject_of(Plan.model_validate({**content, "objectives": objectives, "measures": measures}))))

    return run


def h(name: str, hours: float) -> ArithmeticTerm:
    return ArithmeticTerm(name, float(f"{hours:.15g}"), "h")


def span(hours: float) -> Message:
    if hours < 1:
        return Message("finding.span_minutes", {"hours": hours, "minutes": hours * 60})
    return Message("finding.span", {"hours": hours})


RESTORE = Message("finding.restore", {"volume": "720 GB", "speed": "100 MB/s", "time": span(2)})


def late(
    rule: str,
    path: tuple[str | int, ...],
    steps: dict[str, float],
    limit: tuple[str, float],
    /,
    missing: tuple[str, ...] = (),
    **values: object,
) -> Finding:
    """A finding about steps in hours that exceed a limit, with the grounds of its rule."""
    known = KNOWLEDGE.rules[rule]
    total = sum(steps.values())
    told: dict[str, object] = {
        "steps": tuple(
            Message("finding.step", {"name": Message(f"term.{name}"), "time": RESTORE if name == "restore" else span(hours)})
            for name, hours in steps.items()
        ),
        "total": span(total),
        "limit": span(limit[1]),
        "missing": tuple(Message(f"term.{name}") for name in missing),
        **values,
    }
    arithmetic = Arithmetic(
        tuple(h(name, hours) for name, hours in steps.items()),
        h("recovery_at_least" if missing else "recovery", total),
        h(*limit),
    )
    message = Message(f"{rule}.lower_bound" if missing else rule, told)
    return Finding(rule, known.severity, message, NOWHERE, path, known.metrics, known.cases, known.sources, arithmetic)


# HRSI104


def test_a_restore_that_takes_too_long_is_told_as_a_whole(found: Found) -> None:
    slow = {**COPY, "name": "slow", "restore_throughput": "50 MB/s"}
    silent = ({"name": "a", "volume": "1 TB"}, {"name": "b", "restore_throughput": "1 GB/s"})
    path = ("measures", "backups", 3, "restore_throughput")
    steps = {"detect": 0.25, "decide": 0.5, "restore": 2.0, "verify": 1.0}
    assert found("HRSI104", "3h", backups=(*silent, slow, COPY), recovery=PEOPLE) == [
        late("HRSI104", path, steps, ("objective_rto", 3), backup="copy")
    ]


def test_a_restore_with_unknown_steps_is_told_as_a_whole(found: Found) -> None:
    path = ("measures", "backups", 0, "restore_throughput")
    assert found("HRSI104", "1h", backups=(COPY,)) == [
        late("HRSI104", path, {"restore": 2.0}, ("objective_rto", 1), missing=("detect", "decide", "verify"), backup="copy")
    ]


@pytest.mark.parametrize(
    ("rto", "measures", "fires"),
    [
        ("2h", {"backups": (COPY,)}, False),
        ("7199s", {"backups": (COPY,)}, True),
        (None, {"backups": (COPY,)}, False),
        ("0", {"backups": ({"name": "a", "volume": "1 TB"},)}, False),
        ("1h", {"backups": (COPY,), "sites": (MAIN, {"id": "o", "role": "backup", "standby": "cold"})}, True),
        ("1h", {"backups": (COPY,), "sites": (MAIN, {"id": "o", "role": "backup", "standby": "hot"})}, False),
    ],
)
def test_a_restore_is_held_against_the_failure_rto(rto: str | None, measures: Any, fires: bool, found: Found) -> None:
    assert bool(found("HRSI104", rto, **measures)) is fires


# HRSI105


@pytest.mark.parametrize(
    ("standby", "way", "restores"),
    [
        ("hot", "HRSI105.way_hot", False),
        ("warm", "HRSI105.way_warm", False),
        ("cold", "HRSI105.way_cold", True),
        (None, "HRSI105.way_site", False),
    ],
)
def test_a_restart_that_comes_too_late_is_told_as_a_whole(standby: str | None, way: str, restores: bool, found: Found) -> None:
    site = {"id": "osaka", "role": "backup", "switch_time": "1h", **({"standby": standby} if standby else {})}
    path = ("measures", "sites", 1, "switch_time")
    steps = {"detect": 0.25, "decide": 0.5, "switch_time": 1.0, **({"restore": 2.0} if restores else {}), "verify": 1.0}
    assert found("HRSI105", restart="2h", backups=(COPY,), recovery=PEOPLE, sites=(MAIN, site)) == [
        late("HRSI105", path, steps, ("objective_restart", 2), way=Message(way, {"site": "osaka"}))
    ]


def test_a_restart_without_a_site_is_told_as_a_whole(found: Found) -> None:
    path = ("measures", "recovery", "provision")
    assert found("HRSI105", restart="11h", backups=(COPY,), recovery=PEOPLE, sites=(MAIN,)) == [
        late(
            "HRSI105",
            path,
            {"provision": 10.0, "restore": 2.0},
            ("objective_restart", 11),
            way=Message("HRSI105.way_none", {"site": ""}),
        )
    ]
    assert found("HRSI105", restart="12h", backups=(COPY,), recovery=PEOPLE, sites=(MAIN,)) == []


def test_the_quickest_site_counts(found: Found) -> None:
    def site(id: str, time: str | None) -> dict[str, Any]:
        return {"id": id, "role": "backup", "standby": "warm", **({"switch_time": time} if time else {})}

    nobody: dict[str, Any] = {"recovery": {}}
    (finding,) = found(
        "HRSI105", restart="1h", sites=(site("a", "5h"), site("b", None), site("c", "3h"), site("d", "4h")), **nobody
    )
    assert finding.path == ("measures", "sites", 2, "switch_time")
    assert not found("HRSI105", restart="3h", sites=(site("a", "5h"), site("b", "3h")), **nobody)
    assert not found("HRSI105", restart="0", sites=(site("b", None),), **nobody), "nothing is known of any way"


def test_after_a_disaster_the_fastest_copy_that_outlives_it_is_restored(found: Found) -> None:
    site = {"id": "osaka", "role": "backup", "standby": "cold", "hazards": ("flood",)}
    near = {**COPY, "name": "near", "site": "tokyo", "restore_throughput": "1 GB/s"}
    slow = {**COPY, "name": "slow", "site": "osaka", "restore_throughput": "50 MB/s"}
    far = {**COPY, "name": "far", "site": "osaka"}
    (finding,) = found("HRSI105", restart="1h", backups=(near, slow, far), sites=(MAIN, site))
    assert finding.arithmetic is not None and finding.arithmetic.terms == (h("restore", 2),)
    assert found("HRSI105", restart="10m", backups=(near, {**near, "restore_throughput": "1 MB/s"}), sites=(MAIN, site))[
        0
    ].arithmetic == Arithmetic((h("restore", 0.2),), h("recovery_at_least", 0.2), h("objective_restart", 1 / 6)), (
        "where none outlives it, another rule says so, and the fastest of all counts here"
    )


# HRSI110


def test_a_switch_by_hand_that_takes_too_long_is_told_as_a_whole(found: Found) -> None:
    itself = {"id": "self", "role": "backup", "switch": "automatic", "switch_time": "9h"}
    osaka = {"id": "osaka", "role": "backup", "switch": "manual", "switch_time": "2h"}
    path = ("measures", "sites", 2, "switch")
    steps = {"decide": 0.5, "switch_time": 2.0}
    assert found("HRSI110", "2h", "1h", sites=(MAIN, itself, osaka), recovery=PEOPLE) == [
        late(
            "HRSI110",
            path,
            steps,
            (name, hours),
            site="osaka",
            target=Message(f"term.{name}"),
            event=Message(f"finding.event_{event}"),
        )
        for event, name, hours in (("failure", "objective_rto", 2), ("disaster", "objective_restart", 1))
    ]


@pytest.mark.parametrize(
    ("site", "recovery", "rto", "fires"),
    [
        ({"switch": "manual", "switch_time": "2h"}, {}, "2h", False),
        ({"switch": "manual", "switch_time": "2h"}, {}, "7199s", True),
        ({"switch": "manual"}, {"decide": "1h"}, "30m", True),
        ({"switch": "manual"}, {"decide": "1h"}, "1h", False),
        ({"switch": "manual"}, {}, "0", False),
        ({"switch_time": "2h"}, {"decide": "1h"}, "0", False),
    ],
)
def test_a_switch_by_hand_is_held_against_the_targets(
    site: dict[str, Any], recovery: dict[str, Any], rto: str, fires: bool, found: Found
) -> None:
    assert bool(found("HRSI110", rto, sites=(MAIN, {"id": "o", "role": "backup", **site}), recovery=recovery)) is fires
