"""Limits just met and just missed, and places that a plan may leave empty."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hrsi_cli.domain.guide import CloudCheck, Step
from hrsi_cli.domain.judgement import Finding
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import Objectives, Plan
from hrsi_cli.domain.policy import Policy, Thresholds
from hrsi_cli.domain.quantity import Rate, Volume
from hrsi_cli.engine.appraisal import appraise
from hrsi_cli.engine.findings.registry import RULES
from hrsi_cli.engine.findings.transfer import Transfer, capacity
from hrsi_cli.engine.guide_progress import guide_progress
from hrsi_cli.engine.objectives import (
    RESTART_METRIC,
    RLO_METRIC,
    RPO_METRIC,
    RTO_METRIC,
    level_of_time,
    longest_time,
    objective_levels,
)
from hrsi_cli.knowledge.store import load_knowledge, load_library

KNOWLEDGE = load_knowledge()


@pytest.mark.parametrize(
    ("metric", "hours", "level"),
    [
        (RPO_METRIC, 0.01, 2), (RPO_METRIC, 24.1, 1), (RPO_METRIC, 168.1, 0),
        (RTO_METRIC, 6, 3), (RTO_METRIC, 6.1, 2), (RTO_METRIC, 12.1, 1), (RTO_METRIC, 24.1, 0),
        (RESTART_METRIC, 24.1, 4), (RESTART_METRIC, 72.1, 3), (RESTART_METRIC, 168.1, 2), (RESTART_METRIC, 720.1, 1), (RESTART_METRIC, 4320.1, 0),
    ],
)  # fmt: skip
def test_a_time_a_little_longer_is_a_level_less(metric: str, hours: float, level: int) -> None:
    assert level_of_time(metric, hours * 3600) == level


def test_the_longest_time_of_a_level_is_of_that_level_and_the_next_second_is_not() -> None:
    for metric, highest in ((RPO_METRIC, 3), (RTO_METRIC, 4), (RESTART_METRIC, 5)):
        assert longest_time(metric, 0) is None
        for level in range(1, highest + 1):
            longest = longest_time(metric, level)
            assert longest is not None
            assert (level_of_time(metric, longest), level_of_time(metric, longest + 1)) == (level, level - 1)


@pytest.mark.parametrize(("rlo", "level"), [("system", 0), ("specific", 1), ("all", 2)])
def test_recovery_levels_are_levels(rlo: str, level: int) -> None:
    objectives = Objectives.model_validate({"failure": {"rto": "2h", "rpo": "0", "rlo": rlo}, "disaster": {"restart": "3d"}})
    assert objective_levels(objectives) == {RPO_METRIC: 3, RTO_METRIC: 4, RESTART_METRIC: 4, RLO_METRIC: level}
    assert objective_levels(Objectives()) == {}


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (80, "1.00 GB"),
        (79.9, "998.75 MB"),
        (80_000, "1.00 TB"),
        (79_999, "999.99 GB"),
        (8_000_000, "100.00 TB"),
        (0.08, "1.00 MB"),
        (0.04, "0.50 MB"),
    ],
)
def test_what_a_line_carries_is_told_in_round_units(seconds: float, said: str) -> None:
    backup = {"name": "b", "volume": "1 TB", "link": "100 Mbps"}
    plan = Plan.model_validate({"hrsi": 1, "system": {"id": "x"}, "target": {"model": 3}, "measures": {"backups": (backup,)}})
    volume, link = plan.measures.backups[0].volume, plan.measures.backups[0].link
    assert volume is not None and link is not None
    assert capacity(seconds, Transfer(volume, link, 1.0)) == said


def test_every_rule_of_the_catalogue_is_checked() -> None:
    assert list(RULES) == [*(f"HRSI{number}" for number in range(101, 119)), *(f"HRSI{number}" for number in range(201, 217))]


def plan(**parts: Any) -> Plan:
    return Plan.model_validate({"hrsi": 1, "system": {"id": "x"}, "target": {"model": 3}, **parts})


def test_progress_looks_at_single_levels_and_names_what_is_missing(knowledge: KnowledgeBase) -> None:
    guide = load_library().guide
    first = guide.activities[0].steps[0]

    def state(*keys: str, made: Plan) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        step: Step = first.model_copy(update={"id": "s", "answered_by": keys})
        activity = guide.activities[0].model_copy(update={"steps": (step,)})
        found = guide_progress(guide.model_copy(update={"activities": (activity,)}), made, knowledge)["s"]
        return found.state, found.answered, found.missing

    known = plan(current={"A.2.1.1": 0, "A.2.4.1": "unknown", "A.2.5.1": {"not_applicable": "x"}})
    assert state("current.A.2.1.1", made=known) == ("answered", ("current.A.2.1.1",), ())
    assert state("current.A.2.5.1", made=known)[0] == "answered"
    assert state("current.A.2.4.1", made=known) == ("open", (), ("current.A.2.4.1",))
    assert state("current.A.2.3.1", "current.A.2.1.1", made=known) == ("partly", ("current.A.2.1.1",), ("current.A.2.3.1",))
    assert state("measures.recovery.drilled", "no.such.place", made=known)[0] == "open"
    assert state("measures.backups", made=plan(measures={"backups": ({"name": "b"},)}))[0] == "answered"
    assert state("measures.backups", made=plan())[0] == "open"
    assert state(made=known)[0] == "not_judged"


def test_checks_name_their_key(knowledge: KnowledgeBase) -> None:
    guide = load_library().guide
    made = plan(measures={"cloud_checks": {"sla": True, "licences": False}})
    found = guide_progress(guide, made, knowledge)
    by_key = {check.plan_key: found[check.id] for check in guide.cloud_checks}
    assert (by_key["sla"].state, by_key["sla"].answered, by_key["sla"].missing) == (
        "answered",
        ("measures.cloud_checks.sla",),
        (),
    )
    assert (by_key["licences"].state, by_key["licences"].missing) == ("open", ("measures.cloud_checks.licences",))
    none: CloudCheck = guide.cloud_checks[0].model_copy(update={"plan_key": None})
    assert guide_progress(guide.model_copy(update={"cloud_checks": (none,)}), made, knowledge)[none.id].state == "not_judged"


def findings(rule: str, thresholds: Thresholds | None = None, **parts: Any) -> list[Finding]:
    made = plan(**parts)
    result = appraise("p", made, KNOWLEDGE, today=date(2026, 11, 23), policy=Policy(thresholds=thresholds or Thresholds()))
    return [found for found in result.findings if found.rule == rule]


@pytest.mark.parametrize(("horizon", "fires"), [(13, False), (14, True)])
def test_a_restore_outgrows_its_objective_within_the_horizon(horizon: int, fires: bool) -> None:
    backup = {"name": "n", "volume": "2 TB", "restore_throughput": "200 MB/s", "growth_per_year": "50%"}
    recovery = {"detect": "10m", "decide": "30m", "verify": "1h"}
    parts = {"objectives": {"failure": {"rto": "6h"}}, "measures": {"backups": (backup,), "recovery": recovery}}
    assert bool(findings("HRSI112", Thresholds(horizon_months=horizon), **parts)) is fires


def test_what_is_written_at_once_has_no_window_to_outgrow() -> None:
    backup = {"name": "n", "change": "667 GB", "link": "100 Mbps", "interval": "1d", "growth_per_year": "20%"}
    assert findings("HRSI112", measures={"backups": ({**backup, "mode": "asynchronous"},)})
    assert not findings("HRSI112", measures={"backups": ({**backup, "mode": "synchronous"},)})


@pytest.mark.parametrize(
    ("metric", "level", "objectives", "message", "limit"),
    [
        ("A.1.3.1", 3, {"failure": {"rpo": "1d"}}, "HRSI114.objective", ("objective_rpo", 24, "h")),
        ("A.1.3.2", 4, {"failure": {"rto": "1d"}}, "HRSI114.objective", ("objective_rto", 24, "h")),
        ("A.1.4.1", 5, {"disaster": {"restart": "7d"}}, "HRSI114.objective", ("objective_restart", 168, "h")),
        ("A.1.3.3", 2, {"failure": {"rlo": "specific"}}, "HRSI114.recovery_level", ("level_allowed", 1, "level")),
    ],
)
def test_a_level_above_its_objective_is_told_with_both(
    metric: str, level: int, objectives: Any, message: str, limit: tuple[str, float, str]
) -> None:
    (found,) = findings("HRSI114", current={metric: level}, objectives=objectives)
    assert (found.message.id, found.metrics, found.path) == (message, (metric,), ("current", metric))
    assert found.arithmetic is not None and tuple(found.arithmetic.limit or ()) == limit
    assert not findings("HRSI114", current={metric: level}), "without an objective nothing is contradicted"


def test_on_call_names_the_metrics_that_lack() -> None:
    (found,) = findings("HRSI216", current={"C.3.3.1": 0, "C.3.3.2": 0}, objectives={"failure": {"rto": "2h"}})
    assert found.metrics == ("A.1.3.2", "C.3.3.1", "C.3.3.2")


def test_conclusions_about_nothing_are_not_drawn() -> None:
    nothing = {metric: {"not_applicable": "x"} for metric in KNOWLEDGE.requirements}
    assert not findings("HRSI118", current=nothing)
    assert capacity(80, Transfer(Volume.parse("1 TB"), Rate.parse("100 Mbps"), 0.5)) == "500.00 MB"
