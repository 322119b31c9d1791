"""What the steering commands start from: the plan, the policy and the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated

import typer

from hrsi_cli.commands.speech import help_text

if TYPE_CHECKING:
    from datetime import date

    from hrsi_cli.domain.judgement import BaselineEntry, PlanResult
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.domain.policy import Policy
    from hrsi_cli.knowledge.plan_file import PlanFile

PlanArgument = Annotated[str, typer.Argument(metavar="PLAN", help=help_text("steer_plan"), show_default=False)]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=help_text("as_of"))]


@dataclass(frozen=True)
class SteeringContext:
    """What every judgement of a run shares."""

    knowledge: KnowledgeBase
    policy: Policy
    today: date

    def parse(self, text: str, path: str) -> PlanFile:
        """A plan from its text; raises InputError with everything that is wrong with it."""
        from hrsi_cli.knowledge.plan_file import parse_plan

        return parse_plan(text, path, self.knowledge, frozenset(self.knowledge.rules))

    def judge(self, file: PlanFile, day: date | None = None) -> PlanResult:
        """A plan judged on its own, on the day of the run or another."""
        from hrsi_cli.engine.appraisal import appraise

        day = day or self.today
        result = appraise(file.path, file.plan, self.knowledge, today=day, policy=self.policy, locate=file.locate)
        return self.against_baseline([result])[0]

    def against_baseline(self, results: Sequence[PlanResult]) -> tuple[PlanResult, ...]:
        """The results of one run with what the configured baseline knows taken out of the gate, as ``hrsi gap`` does."""
        if not self._baseline:
            return tuple(results)
        from hrsi_cli.engine.baseline import without_known

        return without_known(results, self._baseline, self.policy)

    @cached_property
    def _baseline(self) -> tuple[BaselineEntry, ...]:
        """Read only where a verdict is told."""
        from hrsi_cli.commands.baselines import configured_baseline

        return configured_baseline()


def steering_context(as_of: str | None) -> SteeringContext:
    """The knowledge base, the configured policy and the day."""
    from hrsi_cli.commands.judging import configured_policy, read_day
    from hrsi_cli.knowledge.store import load_knowledge

    today = read_day(as_of)
    knowledge = load_knowledge()
    return SteeringContext(knowledge, configured_policy(knowledge), today)


def read_plan_text(path: str) -> str:
    """The text of a plan file, or of standard input."""
    from hrsi_cli.knowledge.text_file import read_text
    from hrsi_cli.knowledge.yaml_reader import MAX_BYTES

    return read_text(path, MAX_BYTES)
