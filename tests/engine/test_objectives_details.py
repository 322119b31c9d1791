"""Times and levels at the edges of the Grades."""

from __future__ import annotations

import pytest

from hrsi_cli.domain.plan import Objectives
from hrsi_cli.engine.objectives import (
    RESTART_METRIC,
    RLO_METRIC,
    RPO_METRIC,
    RTO_METRIC,
    level_of_time,
    longest_time,
    objective_levels,
)

HOUR, DAY = 3600, 86400
LIMITS = [
    (RPO_METRIC, 3, 0), (RPO_METRIC, 2, DAY), (RPO_METRIC, 1, 7 * DAY),
    (RTO_METRIC, 4, 2 * HOUR), (RTO_METRIC, 3, 6 * HOUR), (RTO_METRIC, 2, 12 * HOUR), (RTO_METRIC, 1, DAY),
    (RESTART_METRIC, 5, DAY), (RESTART_METRIC, 4, 3 * DAY), (RESTART_METRIC, 3, 7 * DAY), (RESTART_METRIC, 2, 30 * DAY),
    (RESTART_METRIC, 1, 180 * DAY),
]  # fmt: skip


@pytest.mark.parametrize(("metric", "level", "seconds"), LIMITS)
def test_a_time_is_of_a_level_up_to_its_limit(metric: str, level: int, seconds: float) -> None:
    assert (level_of_time(metric, seconds), level_of_time(metric, seconds + 0.5)) == (level, level - 1)
    assert (longest_time(metric, level), longest_time(metric, 0)) == (seconds, None)


@pytest.mark.parametrize(
    ("objectives", "levels"),
    [
        ({}, {}),
        ({"failure": {"rpo": "1d"}}, {RPO_METRIC: 2}),
        ({"failure": {"rto": "6h"}}, {RTO_METRIC: 3}),
        ({"disaster": {"restart": "7d"}}, {RESTART_METRIC: 3}),
        ({"disaster": {"rpo": "0", "rlo": "all"}}, {}),
        ({"failure": {"rlo": "system"}}, {RLO_METRIC: 0}),
        ({"failure": {"rlo": "specific"}}, {RLO_METRIC: 1}),
        ({"failure": {"rlo": "all"}}, {RLO_METRIC: 2}),
        ({"failure": {"rto": 0, "rpo": 0}, "disaster": {"restart": 0}}, {RPO_METRIC: 3, RTO_METRIC: 4, RESTART_METRIC: 5}),
        (
            {"failure": {"rto": "2d", "rpo": "1y"}, "disaster": {"restart": "1y"}},
            {RPO_METRIC: 0, RTO_METRIC: 0, RESTART_METRIC: 0},
        ),
    ],
)
def test_objectives_speak_of_the_metrics_that_they_set(objectives: dict[str, object], levels: dict[str, int]) -> None:
    assert objective_levels(Objectives.model_validate(objectives)) == levels
