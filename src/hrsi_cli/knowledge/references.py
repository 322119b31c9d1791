"""Names in a plan that must point somewhere, levels that must exist, and names that must differ.

They are looked up in the data as it stands in the file, so that they are told together with what the schema refuses.
What has no shape to be looked up in is passed over: the schema tells of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic_core import PydanticCustomError

from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.problem import Message, Problem
from hrsi_cli.domain.quantity import Day
from hrsi_cli.domain.visible import echo
from hrsi_cli.knowledge.near import nearest_hint
from hrsi_cli.knowledge.validation import key_problem, outside_scale, reference_problem
from hrsi_cli.knowledge.yaml_reader import Document, Path

_LEVELS = ("0", "1", "2", "3", "4", "5")
"""Levels as keys; what is none of them the schema refuses."""


class References:
    """The problems of one file; ``rules`` are the ids that a waiver may name."""

    def __init__(self, document: Document, knowledge: KnowledgeBase, rules: frozenset[str]) -> None:
        self.document = document
        self.knowledge = knowledge
        self.rules = rules
        self.problems: list[Problem] = []

    def of_plan(self) -> list[Problem]:
        """What is wrong with the names and levels of a plan."""
        plan = _mapping(self.document.data)
        self._levels_of_today(_mapping(plan.get("current")))
        for metric, adjustment in _mapping(_mapping(plan.get("target")).get("adjustments")).items():
            self._level(("target", "adjustments", metric), metric, _mapping(adjustment).get("level"), "level")
        self._sites(_mapping(plan.get("measures")))
        for index, waiver in _mappings(plan.get("waivers")):
            self._waiver(("waivers", index), waiver)
        phases = list(_mappings(plan.get("phases")))
        for index, phase in phases:
            self._levels(("phases", index, "levels"), phase.get("levels"))
        self._different(("phases",), phases, "id")
        self._costs(("costs",), _mapping(plan.get("costs")))
        self._dependencies(_mapping(plan.get("system")))
        return self.problems

    def of_costs(self) -> list[Problem]:
        """The same for a file that holds what a plan may hold under ``costs``."""
        self._costs((), _mapping(self.document.data))
        return self.problems

    def _levels_of_today(self, current: Mapping[str, Any]) -> None:
        highest = _highest(self.knowledge)
        for metric, answer in current.items():
            level = answer.get("level") if type(answer) is dict else answer
            if metric not in highest or (type(level) is int and level > highest[metric]):  # seldom, and asked of every metric
                self._level(("current", metric), metric, level, "level")

    def _dependencies(self, system: Mapping[str, Any]) -> None:
        names = system.get("depends_on")
        place = ("system", "depends_on")
        self._unique([((*place, index), name) for index, name in enumerate(names if isinstance(names, tuple) else ())])
        if isinstance(names, tuple) and system.get("id") in names:
            self.problems.append(reference_problem(self.document, place, "input.depends_on_itself"))

    def _waiver(self, place: Path, waiver: Mapping[str, Any]) -> None:
        metric, rule = waiver.get("metric"), waiver.get("rule")
        created, expires = _day(waiver.get("created")), _day(waiver.get("expires"))
        if created is not None and expires is not None and expires < created:
            where = f"waivers[{int(place[-1]) + 1}]"
            self.problems.append(reference_problem(self.document, (*place, "expires"), "input.waiver_dates", where=where))
        if isinstance(metric, str):
            self._level((*place, "metric"), metric, None, on_key=False)
            if metric in self.knowledge.requirements:
                self._level((*place, "current"), metric, waiver.get("current"))
                self._level((*place, "target"), metric, waiver.get("target"))
        elif isinstance(rule, str) and rule not in self.rules:
            self._add((*place, "rule"), "input.unknown_rule", rule, self.rules)

    def _costs(self, place: Path, costs: Mapping[str, Any]) -> None:
        """Levels named by prices, packages and what they need."""
        for metric, steps in _mapping(costs.get("steps")).items():
            self._level((*place, "steps", metric), metric, None)
            for step in _mapping(steps):
                if step in _LEVELS and metric in self.knowledge.requirements:
                    self._level((*place, "steps", metric, step), metric, int(step))
        packages = list(_mappings(costs.get("packages")))
        for index, package in packages:
            self._levels((*place, "packages", index, "levels"), package.get("levels"))
        self._different((*place, "packages"), packages, "id")
        for index, needed in _mappings(costs.get("requires")):
            named = needed.get("metric")
            if isinstance(named, str):
                self._level((*place, "requires", index, "metric"), named, needed.get("level"), on_key=False)
            self._levels((*place, "requires", index, "needs"), needed.get("needs"))

    def _levels(self, place: Path, levels: object) -> None:
        for metric, level in _mapping(levels).items():
            self._level((*place, metric), metric, level)

    def _level(self, path: Path, metric: str, level: object, inner: str = "", *, on_key: bool = True) -> None:
        requirement = self.knowledge.requirements.get(metric)
        if requirement is None:
            known = self.knowledge.requirements
            self._add(path, "input.unknown_metric", metric, known, Message("input.hint_metrics"), key=on_key)
        elif type(level) is int and level > requirement.highest:
            spot = (*path, inner) if inner else path
            self.problems.append(outside_scale(self.document, spot, requirement, level))

    def _sites(self, measures: Mapping[str, Any]) -> None:
        sites, backups = list(_mappings(measures.get("sites"))), list(_mappings(measures.get("backups")))
        names = [site.get("id") for _, site in sites]
        self._different(("measures", "sites"), sites, "id")
        self._different(("measures", "backups"), backups, "name")
        for index, backup in backups:
            self._site(("measures", "backups", index, "site"), backup.get("site"), names)
        copies = _mapping(measures.get("recovery")).get("runbook_copies")
        for index, site in enumerate(copies if isinstance(copies, tuple) else ()):
            self._site(("measures", "recovery", "runbook_copies", index), site, names)

    def _site(self, path: Path, site: object, names: list[Any]) -> None:
        if isinstance(site, str) and site not in names:
            known = dict.fromkeys(name for name in names if isinstance(name, str))
            self._add(path, "input.unknown_site", site, known, None if known else Message("input.hint_sites"))

    def _different(self, path: Path, items: list[tuple[int, Mapping[str, Any]]], key: str) -> None:
        self._unique([((*path, index, key), item.get(key)) for index, item in items])

    def _unique(self, names: list[tuple[Path, Any]]) -> None:
        first: dict[str, Path] = {}
        for path, name in names:
            if isinstance(name, str) and first.setdefault(name, path) != path:
                line = self.document.locate(first[name]).line
                twice = reference_problem(self.document, path, "input.same_name_twice", name=echo(name), first=line)
                self.problems.append(twice)

    def _add(
        self, path: Path, message: str, word: str, known: Any, otherwise: Message | None = None, *, key: bool = False
    ) -> None:
        placed = key_problem if key else reference_problem
        self.problems.append(placed(self.document, path, message, nearest_hint(word, known) or otherwise, value=word))


@lru_cache(maxsize=4)
def _highest(knowledge: KnowledgeBase) -> dict[str, int]:
    return {id: requirement.highest for id, requirement in knowledge.requirements.items()}


def _day(value: object) -> date | None:
    """The day of a date that can be read."""
    try:
        return Day.parse(value).date
    except PydanticCustomError:
        return None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _mappings(value: object) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The mappings of a list, each with its place in it."""
    return ((index, item) for index, item in enumerate(value if isinstance(value, tuple) else ()) if isinstance(item, dict))
