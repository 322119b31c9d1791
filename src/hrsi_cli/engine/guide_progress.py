"""How far a plan answers the guide's steps and its questions about cloud services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hrsi_cli.domain.browsing import StepProgress, StepState
from hrsi_cli.domain.guide import CloudCheck, Guide, Step
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import Plan, UnknownLevel
from hrsi_cli.engine.findings.places import backup_sites

_ALL_LEVELS = "current"
"""This key counts as filled in when every main metric has an answer."""
_FAILBACK = "measures.sites[].failback.procedure"
"""This key counts as filled in when every backup site has one, and there is a backup site."""
_AGREEMENT = "measures.recovery.vendor.disaster_agreement"
"""This key counts as filled in, too, when the plan says that no vendor is needed."""


def guide_progress(guide: Guide, plan: Plan, knowledge: KnowledgeBase) -> Mapping[str, StepProgress]:
    """The progress of every step and every cloud check, by id."""
    steps = {step.id: _step(step, plan, knowledge) for activity in guide.activities for step in activity.steps}
    return steps | {check.id: _check(check, plan) for check in guide.cloud_checks}


def _step(step: Step, plan: Plan, knowledge: KnowledgeBase) -> StepProgress:
    if not step.answered_by:
        return StepProgress(step.id, "not_judged")
    done, total = _levels(plan, knowledge) if _ALL_LEVELS in step.answered_by else (None, None)
    answered = []
    for key in step.answered_by:
        if done == total if key == _ALL_LEVELS else _filled(plan, key):
            answered.append(key)
    missing = tuple(key for key in step.answered_by if key not in answered)
    state: StepState = "answered" if not missing else "partly" if answered or done else "open"
    return StepProgress(step.id, state, tuple(answered), missing, done, total)


def _check(check: CloudCheck, plan: Plan) -> StepProgress:
    if check.plan_key is None:
        return StepProgress(check.id, "not_judged")
    key = f"measures.cloud_checks.{check.plan_key}"
    if _value(plan, key) is True:
        return StepProgress(check.id, "answered", answered=(key,))
    return StepProgress(check.id, "open", missing=(key,))


def _levels(plan: Plan, knowledge: KnowledgeBase) -> tuple[int, int]:
    main = [metric for metric, requirement in knowledge.requirements.items() if requirement.class_ == "main"]
    known = [metric for metric in main if not isinstance(plan.current.get(metric), UnknownLevel | None)]
    return len(known), len(main)


def _value(plan: Plan, key: str) -> Any:
    """The value at a dotted key of a plan; None where nothing stands. Levels are looked up by their metric."""
    if key.startswith("current."):
        answer = plan.current.get(key.removeprefix("current."))
        return None if isinstance(answer, UnknownLevel) else answer
    value: Any = plan
    for part in key.split("."):
        value = getattr(value, part, None)
        if value is None:
            return None
    return value


def _filled(plan: Plan, key: str) -> bool:
    """Whether a plan gives an answer at a key; ``false`` says that what the step asks for is not there, so it is none."""
    if key == _FAILBACK:
        sites = [site for _, site in backup_sites(plan.measures)]
        return bool(sites) and all(site.failback is not None and site.failback.procedure for site in sites)
    if key == _AGREEMENT and _value(plan, "measures.recovery.vendor.needed") is False:
        return True
    value = _value(plan, key)
    return value is not None and value is not False and value not in ((), {})
