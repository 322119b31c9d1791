"""Drop a plan into ``tests/examples/positive`` or ``negative`` and it is a test.

A file named ``HRSInnn*.yaml`` is about that rule: a positive plan does not raise it, a negative one does.
Every rule of the catalogue has one of each by its own name, which ``hrsi explain`` shows. Other plans of the same run
lie in a folder of the plan's name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.judgement import Finding
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import KnownLevel, UnknownLevel
from hrsi_cli.domain.policy import THRESHOLDS_OF, Thresholds
from hrsi_cli.engine.findings.registry import RULES
from hrsi_cli.engine.findings.subject import Subject
from hrsi_cli.knowledge.compiled import load_catalogue
from hrsi_cli.knowledge.store import load_examples

EXAMPLES = Path(__file__).parents[2] / "examples"
POSITIVE = sorted((EXAMPLES / "positive").glob("HRSI*.yaml"))
NEGATIVE = sorted((EXAMPLES / "negative").glob("HRSI*.yaml"))
AMBIGUOUS = re.compile("[\u00d7\u2013\u2014\u2026\u203b\u2190-\u21ff\u2460-\u24ff\u25a0-\u25ff]")
"""Characters that take one or two columns depending on the terminal."""
FindIn = Callable[..., tuple[Finding, ...]]


@pytest.fixture(scope="module")
def catalogues() -> tuple[Catalogue, Catalogue]:
    return load_catalogue("ja"), load_catalogue("en")


@pytest.mark.parametrize("path", POSITIVE, ids=lambda path: path.stem)
def test_positive_plan_passes_its_rule(path: Path, find_in: FindIn) -> None:
    assert path.stem[:7] not in {finding.rule for finding in find_in(path)}


@pytest.mark.parametrize("path", NEGATIVE, ids=lambda path: path.stem)
def test_negative_plan_raises_its_rule(path: Path, find_in: FindIn) -> None:
    assert path.stem[:7] in {finding.rule for finding in find_in(path)}


@pytest.mark.parametrize("path", POSITIVE + NEGATIVE, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_finding_has_place_grounds_and_words(
    path: Path, find_in: FindIn, knowledge: KnowledgeBase, catalogues: tuple[Catalogue, Catalogue]
) -> None:
    for finding in find_in(path):
        assert finding.position.line > 0, finding.rule
        assert finding.cases or finding.sources, finding.rule
        assert set(finding.cases) <= set(knowledge.outlines)
        assert set(finding.metrics) <= set(knowledge.requirements)
        for catalogue in catalogues:
            words = catalogue.tell(finding.message)
            assert "{" not in words
            assert not AMBIGUOUS.search(words)
            if finding.arithmetic is not None:
                limit = (finding.arithmetic.limit,) if finding.arithmetic.limit else ()
                for term in (*finding.arithmetic.terms, finding.arithmetic.result, *limit):
                    assert catalogue.say(f"term.{term.name}")


def test_every_rule_has_examples() -> None:
    for paths in (POSITIVE, NEGATIVE):
        assert {path.stem for path in paths} >= set(RULES)
    for rule in RULES:
        assert load_examples(rule) is not None


def test_every_rule_of_the_catalogue_is_written() -> None:
    expected = [f"HRSI{number}" for number in (*range(101, 119), *range(201, 217))]
    assert list(RULES) == expected


def test_texts_and_functions_go_together(knowledge: KnowledgeBase) -> None:
    assert sorted(knowledge.rules) == sorted(RULES)


@pytest.mark.parametrize("id", sorted(RULES))
def test_rule_texts_are_usable(id: str, knowledge: KnowledgeBase) -> None:
    rule = knowledge.rules[id]
    for text in (rule.title, rule.what, rule.why, rule.action, *([rule.arithmetic] if rule.arithmetic else [])):
        assert not AMBIGUOUS.search(text.ja + text.en)
    assert rule.cases or rule.sources
    assert set(rule.cases) <= set(knowledge.outlines)
    assert set(rule.metrics) <= set(knowledge.requirements)


@pytest.mark.parametrize("path", POSITIVE + NEGATIVE, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_more_input_removes_no_unrelated_finding(path: Path, find_in: FindIn, subject_of: Callable[..., Subject]) -> None:
    plan = subject_of(path).plan
    failure = plan.objectives.failure.model_copy(update={"rlo": "all"})
    fuller = plan.model_copy(
        update={
            "objectives": plan.objectives.model_copy(update={"failure": failure}),
            "current": {**plan.current, "F.4.1.1": KnownLevel(level=2), "C.5.9.1": UnknownLevel(level="unknown")},
            "notes": "書き足した",
        }
    )
    before = {(finding.rule, finding.path) for finding in find_in(plan)}
    assert before <= {(finding.rule, finding.path) for finding in find_in(fuller)}


EXTREMES: dict[str, tuple[float, float]] = {
    "drill_months": (1, 120),
    "evidence_months": (1, 240),
    "horizon_months": (1, 240),
    "efficiency": (0.01, 1.0),
    "first_copy_days": (0.01, 3650.0),
    "on_call_hours": (0.01, 1000.0),
    "headroom_metrics": (0, 27),
}


@pytest.mark.parametrize("name", list(Thresholds.model_fields))
def test_a_threshold_moves_the_rules_that_are_said_to_judge_by_it_and_no_other(name: str, find_in: FindIn) -> None:
    low, high = (Thresholds.model_validate({name: value}) for value in EXTREMES[name])
    moved = set()
    for path in POSITIVE + NEGATIVE:
        found = [Counter((each.rule, each.severity) for each in find_in(path, thresholds=limits)) for limits in (low, high)]
        moved |= {rule for rule, _ in (found[0] - found[1]) + (found[1] - found[0])}
    assert moved == {rule for rule, names in THRESHOLDS_OF.items() if name in names}
