"""What is struck together or fed together, where a plan says it for one side only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hrsi_cli.domain.plan import Plan
from hrsi_cli.engine.findings.logic import CHECKS
from hrsi_cli.engine.findings.subject import Subject


@pytest.mark.parametrize(
    ("main", "backup", "fires"),
    [
        ({"grid": "east"}, {"grid": "ＥＡＳＴ"}, True),
        ({"grid": "east"}, {}, False),
        ({}, {"grid": "east"}, False),
        ({}, {}, False),
    ],
)
def test_one_grid_must_be_named_on_both_sides(
    main: dict[str, Any], backup: dict[str, Any], fires: bool, subject_of: Callable[..., Subject]
) -> None:
    sites = ({"id": "tokyo", "role": "main", **main}, {"id": "osaka", "role": "backup", **backup})
    plan = Plan.model_validate({"hrsi": 1, "system": {"id": "x"}, "target": {"model": 3}, "measures": {"sites": sites}})
    assert bool(list(CHECKS["HRSI108"](subject_of(plan)))) is fires


@pytest.mark.parametrize("rule", ["HRSI107", "HRSI108", "HRSI109", "HRSI118"])
def test_a_plan_that_describes_nothing_is_told_nothing(rule: str, subject_of: Callable[..., Subject]) -> None:
    plan = Plan.model_validate({"hrsi": 1, "system": {"id": "x"}, "target": {"model": 3}})
    assert list(CHECKS[rule](subject_of(plan))) == []
