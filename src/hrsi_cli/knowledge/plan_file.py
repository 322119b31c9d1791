"""Plan files: read, validated against the schema, and checked against the knowledge base."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import Costs, KnownLevel, Plan
from hrsi_cli.domain.problem import Locate, Message, Problem
from hrsi_cli.knowledge.near import nearest_hint
from hrsi_cli.knowledge.text_file import read_text, shown_path
from hrsi_cli.knowledge.validation import key_problem, outside_scale, reference_problem, validate
from hrsi_cli.knowledge.yaml_reader import MAX_BYTES, Document, Path, read_document


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan with the document that it was read from."""

    path: str
    plan: Plan
    document: Document

    @property
    def locate(self) -> Locate:
        """What tells the line and column of a place in the plan, or of the place where it belongs."""
        return self.document.locate


def load_plan(path: str, knowledge: KnowledgeBase, rules: frozenset[str]) -> PlanFile:
    """Read a plan; raises InputError with every problem of the file."""
    return parse_plan(read_text(path, MAX_BYTES), shown_path(path), knowledge, rules)


def parse_plan(text: str, path: str, knowledge: KnowledgeBase, rules: frozenset[str]) -> PlanFile:
    """Validate the text of a plan; ``rules`` are the ids that a waiver may name."""
    document = read_document(text, path)
    plan = validate(document, Plan, lambda made: References(document, knowledge, rules).check(made), knowledge.requirements)
    return PlanFile(path, plan, document)


def load_costs(path: str, knowledge: KnowledgeBase) -> Costs:
    """Read a file that holds what a plan may hold under ``costs``; raises InputError with every problem."""
    document = read_document(read_text(path, MAX_BYTES), shown_path(path))
    references = References(document, knowledge, frozenset())

    def check(costs: Costs) -> list[Problem]:
        references.costs(costs, ())
        return references.problems

    return validate(document, Costs, check, knowledge.requirements)


class References:
    """Names in a plan that must point somewhere, and levels that must exist."""

    def __init__(self, document: Document, knowledge: KnowledgeBase, rules: frozenset[str]) -> None:
        self.document = document
        self.knowledge = knowledge
        self.rules = rules
        self.problems: list[Problem] = []

    def check(self, plan: Plan) -> list[Problem]:
        for metric, adjustment in plan.target.adjustments.items():
            self._level(("target", "adjustments", metric), metric, adjustment.level, "level")
        known = self.knowledge.requirements
        for metric, current in plan.current.items():
            level = current.level if isinstance(current, KnownLevel) else None
            if metric not in known or (level and level > known[metric].highest):  # seldom, and this is asked of every metric
                self._level(("current", metric), metric, level, "level")
        self._sites(plan)
        self._waivers(plan)
        self._road(plan)
        self._unique(("system", "depends_on"), plan.system.depends_on, lambda name: name)
        if plan.system.id in plan.system.depends_on:
            self.problems.append(reference_problem(self.document, ("system", "depends_on"), "input.depends_on_itself"))
        return self.problems

    def _waivers(self, plan: Plan) -> None:
        for index, waiver in enumerate(plan.waivers):
            if waiver.metric:
                self._waived_metric(index, waiver.metric, waiver.current, waiver.target)
            elif waiver.rule and waiver.rule not in self.rules:
                self._add(("waivers", index, "rule"), "input.unknown_rule", waiver.rule, self.rules)

    def _road(self, plan: Plan) -> None:
        """Levels named by phases and costs."""
        for index, phase in enumerate(plan.phases):
            for metric, level in phase.levels.items():
                self._level(("phases", index, "levels", metric), metric, level)
        if plan.costs is not None:
            self.costs(plan.costs, ("costs",))

    def costs(self, costs: Costs, place: Path) -> None:
        """Levels named by prices, packages and what they need."""
        for metric, steps in costs.steps.items():
            for step in steps:
                self._level((*place, "steps", metric, step), metric, int(step))
        for index, package in enumerate(costs.packages):
            for metric, level in package.levels.items():
                self._level((*place, "packages", index, "levels", metric), metric, level)
        self._unique((*place, "packages"), costs.packages, lambda package: package.id)
        for index, needed in enumerate(costs.requires):
            self._level((*place, "requires", index, "metric"), needed.metric, needed.level, on_key=False)
            for metric, level in needed.needs.items():
                self._level((*place, "requires", index, "needs", metric), metric, level)

    def _waived_metric(self, index: int, metric: str, current: int | str | None, target: int | None) -> None:
        where: Path = ("waivers", index, "metric")
        self._level(where, metric, None, on_key=False)
        if metric in self.knowledge.requirements:
            if isinstance(current, int):
                self._level(("waivers", index, "current"), metric, current)
            self._level(("waivers", index, "target"), metric, target)

    def _level(self, path: Path, metric: str, level: int | None, inner: str = "", *, on_key: bool = True) -> None:
        requirement = self.knowledge.requirements.get(metric)
        if requirement is None:
            self._add(path, "input.unknown_metric", metric, self.knowledge.requirements, key=on_key)
        elif level is not None and level > requirement.highest:
            spot = (*path, inner) if inner else path
            self.problems.append(outside_scale(self.document, spot, requirement, level))

    def _sites(self, plan: Plan) -> None:
        sites = [site.id for site in plan.measures.sites]
        self._unique(("measures", "sites"), plan.measures.sites, lambda site: site.id)
        self._unique(("measures", "backups"), plan.measures.backups, lambda backup: backup.name)
        for index, backup in enumerate(plan.measures.backups):
            if backup.site is not None and backup.site not in sites:
                self._add(("measures", "backups", index, "site"), "input.unknown_site", backup.site, sites)
        copies = plan.measures.recovery.runbook_copies if plan.measures.recovery else None
        for index, site in enumerate(copies or ()):
            if site not in sites:
                self._add(("measures", "recovery", "runbook_copies", index), "input.unknown_site", site, sites)

    def _unique(self, path: Path, items: tuple[Any, ...], name: Callable[[Any], str]) -> None:
        seen: set[str] = set()
        for index, item in enumerate(items):
            if name(item) in seen:
                self.problems.append(reference_problem(self.document, (*path, index), "input.same_name_twice", name=name(item)))
            seen.add(name(item))

    def _add(self, path: Path, message: str, word: str, known: Any, *, key: bool = False) -> None:
        hint: Message | None = nearest_hint(word, known)
        placed = key_problem if key else reference_problem
        self.problems.append(placed(self.document, path, message, hint, value=word))
