"""The tightest policy that plans meet today: with it, one level less fails."""

from __future__ import annotations

from collections.abc import Iterable

from hrsi_cli.domain.judgement import BaselineEntry, Judgement
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.policy import FailOn, Floors, Policy
from hrsi_cli.engine.baseline import compare_with_baseline
from hrsi_cli.engine.gate import share_reached

_TRIED: tuple[FailOn, ...] = ("warning", "error")
"""Notes are left out: they come with time alone, such as a waiver that nears its end."""


def tightest_policy(
    judgement: Judgement, baseline: Iterable[BaselineEntry], knowledge: KnowledgeBase, policy: Policy
) -> Policy | None:
    """The policy with today's state as its demands; None when a waiver that no longer holds fails it anyway."""
    entries = tuple(baseline)
    models = [plan.attained_model for plan in judgement.plans]
    shares = [share_reached(plan, policy) for plan in judgement.plans if plan.attainment is not None]
    for fail_on in _TRIED:
        tried = policy.model_copy(update={"fail_on": fail_on})
        if compare_with_baseline(judgement, entries, knowledge, tried).verdict == "pass":
            return tried.model_copy(
                update={
                    "fail_under": min(shares, default=None),
                    "min_model": None if None in models else min((model for model in models if model), default=None),
                    "floors": _floors(judgement),
                }
            )
    return None


def _floors(judgement: Judgement) -> Floors:
    return {
        plan.system_id: {metric.id: metric.current for metric in plan.metrics if metric.current is not None}
        for plan in judgement.plans
    }
