"""Objectives in real units as levels of the Grades.

A level is read as the guide's tables are read: the highest level whose time the objective stays within.
The Grades speak of business days where plans speak of hours; a day of 24 hours is taken for one business
day here, seven days for a business week, and the guide's "several months" for six (table 3.1-1).
"""

from __future__ import annotations

from hrsi_cli.domain.plan import Objectives
from hrsi_cli.domain.quantity import DAY, HOUR, MONTH, WEEK, Duration

RPO_METRIC, RTO_METRIC, RLO_METRIC, RESTART_METRIC = "A.1.3.1", "A.1.3.2", "A.1.3.3", "A.1.4.1"

_LIMITS: dict[str, tuple[tuple[float, int], ...]] = {
    RPO_METRIC: ((0, 3), (DAY, 2), (WEEK, 1)),
    RTO_METRIC: ((2 * HOUR, 4), (6 * HOUR, 3), (12 * HOUR, 2), (DAY, 1)),
    RESTART_METRIC: ((DAY, 5), (3 * DAY, 4), (WEEK, 3), (MONTH, 2), (6 * MONTH, 1)),
}
_RECOVERY_LEVELS = {"system": 0, "specific": 1, "all": 2}


def level_of_time(metric: str, seconds: float) -> int:
    """The level that a time stands for; 0 when it is longer than every level of the scale."""
    return next((level for limit, level in _LIMITS[metric] if seconds <= limit), 0)


def longest_time(metric: str, level: int) -> float | None:
    """The longest time, in seconds, that a level still allows; None for level 0, which sets no limit."""
    return next((limit for limit, known in _LIMITS[metric] if known == level), None)


def objective_levels(objectives: Objectives) -> dict[str, int]:
    """Target levels of the prerequisite metrics that the objectives speak about."""
    failure, disaster = objectives.failure, objectives.disaster
    levels: dict[str, int] = {}
    times: tuple[tuple[str, Duration | None], ...] = (
        (RPO_METRIC, failure.rpo),
        (RTO_METRIC, failure.rto),
        (RESTART_METRIC, disaster.restart),
    )
    for metric, time in times:
        if time is not None:
            levels[metric] = level_of_time(metric, time.seconds)
    if failure.rlo is not None:
        levels[RLO_METRIC] = _RECOVERY_LEVELS[failure.rlo]
    return levels
