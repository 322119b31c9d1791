"""How the tests of the findings put a plan to the rules: ``find_in`` and ``rules_in``, on a fixed day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest

from hrsi_cli.domain.judgement import Finding
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.policy import Thresholds
from hrsi_cli.domain.problem import NOWHERE, Position
from hrsi_cli.engine.findings import find
from hrsi_cli.engine.findings.subject import Subject
from hrsi_cli.knowledge.plan_file import PlanFile, parse_plan
from hrsi_cli.knowledge.store import load_knowledge

TODAY = date(2026, 11, 23)
EXAMPLES = Path(__file__).parents[2] / "examples"

PlanLike = Path | str | Plan
"""A path, the text of a plan (anything with a line break), a path as text, or a plan object."""
FindIn = Callable[..., tuple[Finding, ...]]
RulesIn = Callable[..., set[str]]
SubjectOf = Callable[..., Subject]


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    """The shipped knowledge base."""
    return load_knowledge()


@pytest.fixture(scope="session")
def subject_of(knowledge: KnowledgeBase) -> SubjectOf:
    """A plan as the subject of the rules, with the other plans of the run.

    An example that needs other plans has them in a folder of its own name beside it.
    """

    def build(
        plan: PlanLike, others: Iterable[PlanLike] = (), *, today: date = TODAY, thresholds: Thresholds | None = None
    ) -> Subject:
        made, locate = _read(plan, knowledge)
        known = [_read(other, knowledge)[0] for other in (*others, *_beside(plan))]
        return Subject.of(
            made,
            knowledge,
            today=today,
            thresholds=thresholds or Thresholds(),
            locate=locate,
            others={other.system.id: other for other in known},
        )

    return build


@pytest.fixture(scope="session")
def find_in(subject_of: SubjectOf) -> FindIn:
    """``find_in(path_or_text, others=...)``: every finding about a plan."""

    def findings(plan: PlanLike, others: Iterable[PlanLike] = (), **options: object) -> tuple[Finding, ...]:
        return find(subject_of(plan, others, **options))

    return findings


@pytest.fixture(scope="session")
def rules_in(find_in: FindIn) -> RulesIn:
    """``rules_in(path_or_text, others=...)``: the ids of the rules that fire on a plan."""

    def rules(plan: PlanLike, others: Iterable[PlanLike] = (), **options: object) -> set[str]:
        return {finding.rule for finding in find_in(plan, others, **options)}

    return rules


def _beside(plan: PlanLike) -> list[Path]:
    return sorted(plan.with_suffix("").glob("*.yaml")) if isinstance(plan, Path) else []


def _read(plan: PlanLike, knowledge: KnowledgeBase) -> tuple[Plan, Callable[[tuple[str | int, ...]], Position]]:
    if isinstance(plan, Plan):
        return plan, lambda path: NOWHERE
    is_text = isinstance(plan, str) and "\n" in plan
    text = str(plan) if is_text else Path(plan).read_text(encoding="utf-8")
    file: PlanFile = parse_plan(text, "plan.yaml" if is_text else str(plan), knowledge, frozenset(knowledge.rules))
    return file.plan, file.locate
