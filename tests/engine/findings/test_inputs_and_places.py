"""Which keys a rule still lacks, and where a copy counts as lying."""

from __future__ import annotations

from typing import Any

import pytest

from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.rule import Rule
from hrsi_cli.engine.findings.inputs import keys_by_use, rule_inputs
from hrsi_cli.engine.findings.places import is_outside, main_site, serves_disaster, shared, site_of, strikes_copy


def plan(**parts: Any) -> Plan:
    return Plan.model_validate({"hrsi": 1, "system": {"id": "x"}, "target": {"model": 3}, **parts})


def rule(knowledge: KnowledgeBase, *inputs: tuple[str, ...]) -> Rule:
    return knowledge.rules["HRSI101"].model_copy(update={"inputs": inputs})


def lacks(made: Plan, wanted: Rule) -> tuple[bool, tuple[str, ...]]:
    (found,) = rule_inputs(made, [wanted], frozenset())
    return found.runs, found.missing


def test_of_several_ways_the_shortest_is_named(knowledge: KnowledgeBase) -> None:
    ways = rule(knowledge, ("system.name", "notes"), ("objectives.budget",))
    assert lacks(plan(), ways) == (False, ("objectives.budget",))
    assert lacks(plan(notes="x"), rule(knowledge, ("system.name", "notes"), ("costs", "phases"))) == (False, ("system.name",))
    assert lacks(plan(objectives={"budget": "low"}), ways) == (True, ())
    assert lacks(plan(), rule(knowledge)) == (True, ()), "a rule that needs nothing runs"


def test_keys_of_a_list_are_asked_of_the_item_that_lacks_least(knowledge: KnowledgeBase) -> None:
    wanted = rule(knowledge, ("measures.backups[].volume", "measures.backups[].link", "measures.backups[].interval"))
    backups = ({"name": "a"}, {"name": "b", "link": "1 Gbps", "interval": "1d"}, {"name": "c", "volume": "1 TB"})
    assert lacks(plan(measures={"backups": backups}), wanted) == (False, ("measures.backups[].volume",))
    assert lacks(plan(), wanted) == (False, wanted.inputs[0])


def test_an_empty_or_unknown_place_holds_nothing(knowledge: KnowledgeBase) -> None:
    levels = rule(knowledge, ("current.A.2.4.1",))
    assert lacks(plan(current={"A.2.4.1": {"level": "unknown", "note": "asked"}}), levels)[0] is False
    assert lacks(plan(current={"A.2.4.1": {"not_applicable": "x"}}), levels)[0] is True
    assert lacks(plan(current={"A.2.4.1": 0}), levels)[0] is True
    any_level = rule(knowledge, ("current.*",))
    assert lacks(plan(current={"A.2.4.1": "unknown"}), any_level)[0] is False
    assert lacks(plan(current={"A.2.4.1": "unknown", "A.2.1.1": 0}), any_level)[0] is True
    assert lacks(plan(system={"id": "x", "business_functions": ()}), rule(knowledge, ("system.business_functions",)))[0] is False
    evidence = rule(knowledge, ("current.*.evidence",))
    assert lacks(plan(current={"A.2.4.1": 1}), evidence)[0] is False
    assert lacks(plan(current={"A.2.4.1": {"level": 1, "evidence": {"kind": "claim"}}}), evidence)[0] is True
    recovery = rule(knowledge, ("measures.recovery.vendor.needed",))
    assert lacks(plan(), recovery)[0] is False
    assert lacks(plan(measures={"recovery": {"vendor": {"needed": False}}}), recovery)[0] is True


def test_keys_are_ranked_by_the_rules_that_they_help(knowledge: KnowledgeBase) -> None:
    rules = [
        knowledge.rules["HRSI101"].model_copy(update={"id": id, "inputs": (keys,)})
        for id, keys in (("R1", ("notes",)), ("R2", ("system.name", "notes")), ("R3", ("costs",)))
    ]
    found = keys_by_use(rule_inputs(plan(), rules, frozenset()))
    assert found == (("notes", ("R1", "R2")), ("costs", ("R3",)), ("system.name", ("R2",)))


SITES = (
    {"id": "vault", "role": "storage", "hazards": ("flood",)},
    {"id": "tokyo", "role": "main", "hazards": ("quake", "flood")},
    {"id": "annex", "role": "main", "hazards": ("fire",)},
    {"id": "osaka", "role": "backup", "hazards": ("typhoon",)},
    {"id": "chiba", "role": "backup", "hazards": ("ＱＵＡＫＥ",)},
)


@pytest.mark.parametrize(
    ("copy", "outside", "serves", "struck"),
    [
        ({"site": "osaka"}, True, True, ("typhoon",)),
        ({"site": "chiba"}, True, False, ("ＱＵＡＫＥ",)),
        ({"site": "vault"}, True, False, ("flood",)),
        ({"site": "tokyo"}, False, False, ("quake", "flood")),
        ({"site": "osaka", "kept": "same_room"}, False, False, ("quake", "flood")),
        ({"site": "osaka", "kept": "same_building"}, False, False, ("quake", "flood")),
        ({"site": "osaka", "kept": "elsewhere"}, True, True, ("typhoon",)),
        ({"site": "tokyo", "kept": "elsewhere"}, True, True, None),
        ({"site": "tokyo", "medium": "cloud"}, True, True, None),
        ({"site": "chiba", "medium": "cloud"}, True, False, ("ＱＵＡＫＥ",)),
        ({"medium": "cloud", "kept": "same_room"}, False, False, ("quake", "flood")),
        ({"kept": "elsewhere"}, True, True, None),
        ({"medium": "cloud"}, True, True, None),
        ({"medium": "tape"}, False, None, None),
        ({"transport": "line"}, False, None, None),
        ({}, False, None, None),
    ],
    ids=str,
)
def test_where_a_copy_lies(copy: dict[str, str], outside: bool, serves: bool | None, struck: tuple[str, ...] | None) -> None:
    measures = plan(measures={"sites": SITES, "backups": ({"name": "b", **copy},)}).measures
    backup = measures.backups[0]
    site = site_of(measures, backup)
    assert (site.id if site else None) == copy.get("site")
    assert is_outside(measures, backup) is outside
    assert serves_disaster(measures, backup) is serves
    assert strikes_copy(measures, backup) == struck


def test_the_first_main_site_is_the_main_site() -> None:
    main = main_site(plan(measures={"sites": SITES}).measures)
    assert main is not None and main.id == "tokyo"
    assert main_site(plan().measures) is None


def test_without_a_main_site_every_other_site_serves() -> None:
    measures = plan(measures={"sites": SITES[3:], "backups": ({"name": "b", "site": "chiba"},)}).measures
    assert serves_disaster(measures, measures.backups[0])
    measures = plan(measures={"sites": SITES[3:], "backups": ({"name": "b", "kept": "same_room"},)}).measures
    assert strikes_copy(measures, measures.backups[0]) is None


def test_names_are_the_same_whatever_their_width_or_case() -> None:
    assert shared(("Quake", "fire"), ("ｑｕａｋｅ", "flood")) == ("Quake",)
