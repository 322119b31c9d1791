"""Which model a plan looks like, and when that stays undecided."""

from __future__ import annotations

from typing import Any

import pytest

from hrsi_cli.domain.plan import Plan
from hrsi_cli.engine.levels import known_levels
from hrsi_cli.engine.resemblance import resembled_model

SITES = (
    {"id": "main", "role": "main"},
    {"id": "second", "role": "backup", "standby": "warm"},
)


def resembles(current: dict[str, Any], **measures: Any) -> int | None:
    content = {"hrsi": 1, "system": {"id": "x"}, "target": {"model": 1}, "current": current, "measures": measures}
    plan = Plan.model_validate(content)
    return resembled_model(plan, known_levels(plan))


def copy(**facts: Any) -> dict[str, Any]:
    return {"name": "copy", "site": "second", **facts}


@pytest.mark.parametrize(
    ("facts", "model"),
    [
        ({"mode": "synchronous"}, 4),
        ({"mode": "asynchronous", "interval": "20m"}, 4),
        ({"mode": "asynchronous", "interval": "21m"}, 3),
        ({"mode": "asynchronous", "interval": "30d"}, 3),
    ],
)
def test_with_a_backup_site_the_interval_decides(facts: dict[str, Any], model: int) -> None:
    assert resembles({}, sites=SITES, backups=(copy(**facts),)) == model


def test_a_copy_elsewhere_says_nothing_about_the_backup_site() -> None:
    sites = (*SITES, {"id": "vault", "role": "storage"})
    elsewhere = {"name": "other", "site": "vault", "mode": "synchronous"}
    assert resembles({"C.3.2.1": 1}, sites=sites, backups=(elsewhere,)) == 3


@pytest.mark.parametrize(("automation", "model"), [(2, 4), (1, 3), (0, 3)])
def test_without_backup_data_automation_decides(automation: int, model: int) -> None:
    assert resembles({"A.3.1.1": 3, "C.3.2.1": automation}) == model


@pytest.mark.parametrize(
    ("current", "model"),
    [
        ({"A.3.1.1": 1, "A.2.1.1": 1, "A.2.3.1": 1, "A.2.5.1": 1}, 2),
        ({"A.3.1.1": 1, "A.2.1.1": 1, "A.2.3.1": 0, "A.2.5.1": 1, "C.3.4.2": 1}, 1),
        ({"A.3.1.1": 1, "A.2.1.1": 0, "A.2.3.1": 0, "A.2.5.1": 0, "C.3.4.2": 2}, 2),
        ({"A.3.1.1": 1, "A.2.1.1": 1, "A.2.3.1": 1, "A.2.5.1": {"not_applicable": "none"}}, 2),
    ],
)
def test_without_a_backup_site_redundancy_or_spares_decide(current: dict[str, Any], model: int) -> None:
    assert resembles(current) == model


@pytest.mark.parametrize(
    "current",
    [{}, {"A.3.1.1": 4}, {"A.3.1.1": 1, "A.2.1.1": 1}, {"A.3.1.1": 1, "A.2.1.1": 0}],
    ids=["nothing", "site without copies or automation", "layers unknown", "spares unknown"],
)
def test_what_the_plan_does_not_say_stays_undecided(current: dict[str, Any]) -> None:
    assert resembles(current) is None
