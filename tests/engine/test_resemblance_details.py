"""What a plan looks like, row by row of table 3.1-1."""

from __future__ import annotations

from typing import Any

import pytest

from hrsi_cli.domain.plan import Plan
from hrsi_cli.engine.levels import known_levels
from hrsi_cli.engine.resemblance import resembled_model

POLICY, AUTOMATION, SPARES = "A.3.1.1", "C.3.2.1", "C.3.4.2"
SERVERS, NETWORK, STORAGE = "A.2.1.1", "A.2.3.1", "A.2.5.1"
FAR: dict[str, Any] = {"id": "far", "role": "backup"}
NONE = {"not_applicable": "none"}


def model(current: dict[str, Any], *backups: dict[str, Any], sites: tuple[dict[str, Any], ...] = ()) -> int | None:
    named = tuple({"name": f"b{number}", **backup} for number, backup in enumerate(backups))
    plan = Plan.model_validate(
        {
            "hrsi": 1,
            "system": {"id": "x"},
            "target": {"model": 1},
            "current": current,
            "measures": {"backups": named, "sites": sites},
        }
    )
    return resembled_model(plan, known_levels(plan))


@pytest.mark.parametrize(
    ("current", "sites", "expected"),
    [
        ({AUTOMATION: 2}, (), None),  # nothing says whether there is a site
        ({AUTOMATION: 2, POLICY: 3}, (), 4),
        ({AUTOMATION: 2, POLICY: 4}, (), 4),
        ({AUTOMATION: 2, SPARES: 2, POLICY: 2}, (), 2),
        ({AUTOMATION: 2, SPARES: 2, POLICY: 2}, ({**FAR, "standby": "hot"},), 2),  # the level counts before the sites
        ({AUTOMATION: 2, SPARES: 2}, ({**FAR, "standby": "cold"},), 4),
        ({AUTOMATION: 2, SPARES: 2}, (FAR,), 2),
        ({AUTOMATION: 2, SPARES: 2}, ({**FAR, "role": "storage", "standby": "hot"},), 2),
        ({AUTOMATION: 2, SPARES: 2}, ({"id": "main", "role": "main", "standby": "hot"}, {**FAR, "standby": "warm"}), 4),
    ],
)
def test_whether_there_is_a_backup_site(current: dict[str, Any], sites: tuple[dict[str, Any], ...], expected: int | None) -> None:
    assert model(current, sites=sites) == expected


@pytest.mark.parametrize(
    ("current", "backups", "expected"),
    [
        ({}, [], None),
        ({AUTOMATION: 1}, [], 3),
        ({AUTOMATION: 2}, [], 4),
        ({AUTOMATION: 0}, [{"site": "far", "mode": "synchronous"}], 4),
        ({AUTOMATION: 0}, [{"site": "far", "mode": "synchronous", "interval": "1d"}], 4),
        ({AUTOMATION: 0}, [{"site": "far", "interval": "20m"}], 4),
        ({AUTOMATION: 2}, [{"site": "far", "interval": "1201s"}], 3),
        ({AUTOMATION: 2}, [{"site": "far", "interval": "1d"}, {"site": "far", "interval": "0"}], 4),
        ({AUTOMATION: 2}, [{"site": "far"}], 4),  # says nothing about its interval
        ({AUTOMATION: 1}, [{"site": "far", "mode": "asynchronous"}], 3),
        ({}, [{"site": "far", "mode": "asynchronous"}], None),
        ({}, [{"site": "far", "interval": "1d"}, {"site": "far"}], 3),
        ({AUTOMATION: 2}, [{"mode": "synchronous"}], 3),  # goes to no site
        ({AUTOMATION: 2}, [{"site": "store", "mode": "synchronous"}], 3),
        ({AUTOMATION: 2}, [{"site": "gone", "mode": "synchronous"}], 3),
        ({}, [{"site": "store", "interval": "1d"}], 3),
        ({AUTOMATION: 2}, [{"site": "store", "interval": "1m"}, {"site": "far"}], 4),  # how often it reaches the site is unsaid
    ],
)
def test_with_a_backup_site_its_copies_decide_then_automation(
    current: dict[str, Any], backups: list[dict[str, Any]], expected: int | None
) -> None:
    assert model({POLICY: 3, **current}, *backups, sites=(FAR, {"id": "store", "role": "storage"})) == expected


@pytest.mark.parametrize(
    ("current", "expected"),
    [
        ({}, None),
        ({SPARES: 2}, 2),
        ({SPARES: 2, SERVERS: 0}, 2),
        ({SPARES: 1, SERVERS: 0}, 1),
        ({SPARES: 0, NETWORK: 0}, 1),
        ({SERVERS: 0, NETWORK: 1, STORAGE: 1}, None),  # spares might cover it
        ({SERVERS: 1, NETWORK: 2, STORAGE: 1}, 2),
        ({SERVERS: 1, NETWORK: 1}, None),
        ({SERVERS: 1, NETWORK: 1, STORAGE: "unknown"}, None),
        ({SERVERS: 1, NETWORK: 1, STORAGE: NONE}, 2),
        ({SERVERS: NONE, NETWORK: NONE, STORAGE: NONE}, None),
        ({SPARES: 1, SERVERS: 1, NETWORK: 1, STORAGE: 0}, 1),
    ],
)
def test_without_a_backup_site_the_equipment_decides(current: dict[str, Any], expected: int | None) -> None:
    assert model({POLICY: 2, **current}) == expected
