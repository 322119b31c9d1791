"""What a rule looks at, and how it words what it finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from hrsi_cli.domain.judgement import Arithmetic, ArithmeticTerm, Finding
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.policy import Thresholds
from hrsi_cli.domain.problem import Message, Position
from hrsi_cli.domain.severity import Severity

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """One plan with everything a rule may look at."""

    plan: Plan
    knowledge: KnowledgeBase
    today: date
    thresholds: Thresholds
    locate: Callable[[Path], Position]
    """Line and column of a place in the plan, or of the place where it belongs."""
    levels: Mapping[str, int]
    """Levels that the plan knows today."""
    targets: Mapping[str, int]
    """Target levels, from presets, objectives and adjustments."""
    others: Mapping[str, Plan] = field(default_factory=dict)
    """The other plans of the same run, by system id."""

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
            message=Message(message or rule, values),
            position=self.locate(path),
            path=path,
            metrics=metrics or known.metrics,
            cases=known.cases,
            sources=known.sources,
            arithmetic=arithmetic,
        )


def term(name: str, value: float, unit: str) -> ArithmeticTerm:
    """A term of a calculation, rounded to what the message shows and a little more."""
    return ArithmeticTerm(name, round(value, 4), unit)
