"""A report on a plan: everything that a reader who does not run commands is to see in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hrsi_cli.domain.browsing import NearCase, StepProgress
from hrsi_cli.domain.judgement import PlanResult
from hrsi_cli.domain.path import PathResult
from hrsi_cli.domain.plan import Plan


@dataclass(frozen=True, slots=True)
class PlanReport:
    """One plan with its judgement, the cases near to it, the least way to its target, and the guide's steps."""

    plan: Plan
    data: Mapping[str, Any]
    """The content of the plan file as typed."""
    result: PlanResult
    near: tuple[NearCase, ...]
    """All cases, the nearest first; empty when the plan knows no level."""
    way: PathResult
    """The least ways to the plan's own main targets."""
    progress: Mapping[str, StepProgress]
    """By id of the guide's step."""
    unadjusted: Mapping[str, int]
    """Target levels without the plan's adjustments: presets and objectives."""
    day: date
    """The day that the plan was judged by."""
