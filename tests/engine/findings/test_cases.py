"""The ten cases as plans: exactly the findings written down, each with its grounds, in ``expected_cases.yaml``."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from hrsi_cli.domain.judgement import Finding
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.engine.case_plan import case_plan_content

HERE = Path(__file__).parent
BEFORE = HERE.parents[1] / "examples" / "cases" / "1-3-before.yaml"
EXPECTED = YAML(typ="safe").load(HERE / "expected_cases.yaml")
FindIn = Callable[..., tuple[Finding, ...]]


def plan_of(case: str, knowledge: KnowledgeBase) -> str:
    """The text of a case's plan; JSON is YAML."""
    if case == "1-3-before":
        return BEFORE.read_text(encoding="utf-8")
    return written(case_plan_content(knowledge.cases[case], knowledge.version, "ja"))


def written(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1)


def raised(findings: tuple[Finding, ...]) -> list[str]:
    return sorted(f"{finding.rule} {'.'.join(map(str, finding.path))} {finding.severity}" for finding in findings)


def written_down(entries: list[dict[str, str]], knowledge: KnowledgeBase) -> list[str]:
    return sorted(
        f"{entry['rule']} {entry['at']} {entry.get('severity', knowledge.rules[entry['rule']].severity)}" for entry in entries
    )


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda expected: expected["case"])
def test_case_raises_exactly_what_is_written_down(expected: dict[str, Any], find_in: FindIn, knowledge: KnowledgeBase) -> None:
    found = find_in(plan_of(expected["case"], knowledge))
    assert raised(found) == written_down(expected["findings"], knowledge)


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda expected: expected["case"])
def test_every_expectation_is_justified(expected: dict[str, Any], knowledge: KnowledgeBase) -> None:
    for entry in expected["findings"]:
        assert entry["because"]
        assert entry["source"].startswith(("section", "table"))
    fired = {entry["rule"] for entry in expected["findings"]}
    for entry in expected.get("silent", []):
        assert entry["because"]
        assert entry["rule"] in knowledge.rules
        assert entry["rule"] not in fired


def test_all_ten_cases_are_there(knowledge: KnowledgeBase) -> None:
    assert sorted(expected["case"] for expected in EXPECTED) == sorted([*knowledge.outlines, "1-3-before"])


def test_case_1_1_rests_on_the_delivery_time(find_in: FindIn, knowledge: KnowledgeBase) -> None:
    """Two weeks are the maker's delivery time and nothing else: a target of one week cannot hold."""
    content = deepcopy(case_plan_content(knowledge.cases["1-1"], knowledge.version, "ja"))
    content["objectives"]["disaster"]["restart"] = "1w"
    late = [finding for finding in find_in(written(content)) if finding.rule == "HRSI105"]
    assert len(late) == 1
    arithmetic = late[0].arithmetic
    assert arithmetic is not None
    assert arithmetic.limit is not None
    assert (arithmetic.result.value, arithmetic.limit.value, arithmetic.result.unit) == (336, 168, "h")


def test_case_4_1_shows_both_numbers(find_in: FindIn, knowledge: KnowledgeBase) -> None:
    (worse,) = [finding for finding in find_in(plan_of("4-1", knowledge)) if finding.rule == "HRSI214"]
    assert worse.arithmetic is not None
    assert worse.arithmetic.result.value == 0.5
    assert worse.arithmetic.limit is not None
    assert worse.arithmetic.limit.value == pytest.approx(5 / 60, abs=1e-4)


@pytest.mark.parametrize("case", [expected["case"] for expected in EXPECTED])
def test_order_of_findings_is_that_of_the_rules(case: str, find_in: FindIn, knowledge: KnowledgeBase) -> None:
    rules = [finding.rule for finding in find_in(plan_of(case, knowledge))]
    assert rules == sorted(rules)
