"""``hrsi gap --inputs``: which keys would let which rules look at a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrsi_cli.commands.options import View, checked_format, show_report
from hrsi_cli.commands.speech import catalogue

if TYPE_CHECKING:
    from hrsi_cli.commands.judging import PlanJudge
    from hrsi_cli.domain.problem import Problem

FORMATS = ("text", "json", "markdown")


def show_inputs(paths: list[str], plan_judge: PlanJudge, view: View) -> int:
    """List the missing inputs of every plan; exit code 0, or 2 when a plan cannot be read."""
    checked_format(view.format, FORMATS)
    from hrsi_cli.commands.errors import say_problems
    from hrsi_cli.domain.inputs import PlanInputs
    from hrsi_cli.engine.findings.inputs import keys_by_use, rule_inputs
    from hrsi_cli.renderers.pages.inputs import inputs_page
    from hrsi_cli.renderers.records.inputs import inputs_record

    knowledge = plan_judge.knowledge
    at = None if plan_judge.at is None else plan_judge.at.isoformat()
    plans = []
    errors: list[Problem] = []
    for plan, result, problems in plan_judge.judge_all(paths):
        errors += problems
        if plan is not None and result is not None:
            fired = frozenset(finding.rule for finding in result.findings)
            rules = rule_inputs(plan, knowledge.rules.values(), fired)
            plans.append(PlanInputs(result.path, result.system_id, rules, keys_by_use(rules)))
    if plans or view.format == "json":
        show_report(
            view,
            lambda options: inputs_record(plans, knowledge.version, at),
            lambda options: inputs_page(plans, knowledge, at, options),
        )
    if errors:
        say_problems(errors, catalogue())
    return 2 if errors else 0
