"""Limits just met and just missed, and places that a plan may leave empty."""

from __future__ import annotations

from typing import Any

import pytest

from hrsi_cli.domain.guide import CloudCheck, Step
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import Objectives, Plan
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
from hrsi_cli.knowledge.store import load_library


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
