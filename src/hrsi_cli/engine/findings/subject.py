"""What a rule looks at, and how it words what it finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import reduce

from hrsi_cli.domain.judgement import Arithmetic, ArithmeticTerm, Finding
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.policy import Thresholds
from hrsi_cli.domain.problem import Locate, Message
from hrsi_cli.domain.severity import Severity
from hrsi_cli.engine.findings.keys import finding_key
from hrsi_cli.engine.findings.spans import spans_apart
from hrsi_cli.engine.levels import Target, known_levels, not_applicable, plan_targets

Path = tuple[str | int, ...]

_ALONE: Mapping[str, Plan] = {}


@dataclass(frozen=True, slots=True)
class Subject:
    """One plan with everything a rule may look at."""

    plan: Plan
    knowledge: KnowledgeBase
    today: date
    thresholds: Thresholds
    locate: Locate
    others: Mapping[str, Plan]
    """The other plans of the same run, by system id."""
    levels: Mapping[str, int]
    """Levels that the plan knows today."""
    inapplicable: Set[str]
    """Metrics that have nothing to measure in the plan's system."""
    targets: Mapping[str, Target]
    """Target levels, from presets, objectives and adjustments, each with where it comes from."""

    @classmethod
    def of(
        cls,
        plan: Plan,
        knowledge: KnowledgeBase,
        *,
        today: date,
        thresholds: Thresholds,
        locate: Locate,
        others: Mapping[str, Plan] = _ALONE,
    ) -> Subject:
        """A plan as a subject, with its levels and targets worked out."""
        levels, inapplicable, targets = known_levels(plan), not_applicable(plan), plan_targets(plan, knowledge)
        return cls(plan, knowledge, today, thresholds, locate, others, levels, inapplicable, targets)

    def target(self, metric: str) -> int | None:
        """The target level of a metric; None where there is none."""
        level, _ = self.targets.get(metric, (None, None))
        return level

    def finding(
        self,
        rule: str,
        path: Path,
        *,
        message: str | None = None,
        severity: Severity | None = None,
        metrics: tuple[str, ...] = (),
        arithmetic: Arithmetic | None = None,
        **values: object,
    ) -> Finding:
        """A finding of a rule at a place of the plan; its words are the catalogue's sentence of that id."""
        known = self.knowledge.rules[rule]
        return Finding(
            rule=rule,
            severity=severity or known.severity,
            message=Message(message or rule, spans_apart(values)),
            position=self.locate(path),
            path=path,
            metrics=metrics or known.metrics,
            cases=known.cases,
            sources=known.sources,
            arithmetic=arithmetic,
            key=finding_key(self.plan, path, values.get("event")),
        )


def all_of(reasons: Sequence[Message]) -> Message:
    """Reasons that hold together, as one."""
    return reduce(lambda first, second: Message("finding.and", {"first": first, "second": second}), reasons)


def model_name(model: int) -> Message:
    """A model system by its name, which may be the organisation's own."""
    return Message("model.name", {"model": model})


def term(name: str, value: float, unit: str) -> ArithmeticTerm:
    """A term of a calculation: without the noise of the last binary digits, with all that tells a result from its limit."""
    return ArithmeticTerm(name, value if isinstance(value, int) else float(f"{value:.15g}"), unit)
