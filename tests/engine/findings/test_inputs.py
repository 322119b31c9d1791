"""What to measure next: which keys would let which rules run."""

from __future__ import annotations

from typing import Any

from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import Plan
from hrsi_cli.engine.findings.inputs import keys_by_use, rule_inputs


def inputs(knowledge: KnowledgeBase, **parts: Any) -> dict[str, tuple[bool, tuple[str, ...]]]:
    plan = Plan.model_validate({"hrsi": 1, "system": {"id": "x"}, "target": {"model": 3}, **parts})
    return {item.rule: (item.runs, item.missing) for item in rule_inputs(plan, knowledge.rules.values(), frozenset())}


def test_an_empty_plan_names_the_fewest_keys(knowledge: KnowledgeBase) -> None:
    found = inputs(knowledge)
    assert set(found) == set(knowledge.rules)
    assert found["HRSI103"] == (False, ("measures.backups[].volume", "measures.backups[].link"))
    assert found["HRSI116"] == (False, ("objectives.budget",))


def test_keys_of_one_backup_count_only_together(knowledge: KnowledgeBase) -> None:
    apart = ({"name": "a", "volume": "1 TB"}, {"name": "b", "link": "1 Gbps"})
    assert inputs(knowledge, measures={"backups": apart})["HRSI103"][1] == ("measures.backups[].link",)
    together = ({"name": "a", "volume": "1 TB", "link": "1 Gbps"},)
    assert inputs(knowledge, measures={"backups": together})["HRSI103"] == (True, ())


def test_zero_and_false_are_inputs_and_unknown_is_not(knowledge: KnowledgeBase) -> None:
    found = inputs(knowledge, objectives={"failure": {"rto": 0}}, current={"C.3.3.1": 0, "A.2.4.1": "unknown"})
    assert found["HRSI216"][0]
    assert not found["HRSI209"][0]
    assert inputs(knowledge, measures={"sites": ({"id": "a", "role": "main", "cloud": False},)})["HRSI212"][0]


def test_the_most_useful_key_comes_first(knowledge: KnowledgeBase) -> None:
    plan = Plan.model_validate({"hrsi": 1, "system": {"id": "x"}, "target": {"model": 3}})
    ranked = keys_by_use(rule_inputs(plan, knowledge.rules.values(), frozenset()))
    counts = [len(rules) for _, rules in ranked]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] >= 3


def test_a_rule_that_fired_runs(knowledge: KnowledgeBase) -> None:
    plan = Plan.model_validate({"hrsi": 1, "system": {"id": "x"}, "target": {"model": 3}})
    (found,) = [item for item in rule_inputs(plan, knowledge.rules.values(), frozenset({"HRSI204"})) if item.rule == "HRSI204"]
    assert found.runs
