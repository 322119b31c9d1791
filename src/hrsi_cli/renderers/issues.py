"""A judgement as one flat list of issues: what every format for pipelines is made from.

An issue is a gap, a finding, a waiver that needs attention, a demand of the policy that is not met, or a
plan that cannot be judged. Its fingerprint holds no line number and no word of any language, so that it
stays the same when text moves about in the file.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Literal, NamedTuple

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.judgement import Judgement, MetricResult, PlanResult
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.problem import Position, Problem
from hrsi_cli.domain.severity import WEIGHT, Severity
from hrsi_cli.domain.visible import visible
from hrsi_cli.renderers.words import level_words, metric_name

IssueKind = Literal["gap", "finding", "waiver", "gate", "error"]
IssueState = Literal["open", "waived", "known"]


class Issue(NamedTuple):
    """One thing that a reader of a pipeline should see."""

    kind: IssueKind
    id: str
    """Metric, rule, waived subject, or the name of the demand."""
    rule: str
    """Id of the check for tools that list rules, for example ``hrsi/A.2.1.1`` or ``hrsi/HRSI101``."""
    severity: Severity
    message: str
    path: str
    line: int
    column: int
    system: str | None
    key: str
    """The place by names; with the rest it makes the fingerprint."""
    state: IssueState = "open"
    """``waived`` by the plan, ``known`` from the baseline, or open; only open ones count."""
    reason: str | None = None
    """Why it is waived."""
    cases: tuple[str, ...] = ()
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Root:
    """Where paths start: the folder of the run and the repository around it, both absolute with slashes."""

    repository: str
    folder: str

    def relative(self, path: str) -> str:
        """A path from the root of the repository with forward slashes; outside of it, only the name."""
        if path.startswith("<"):
            return path.strip("<>")
        whole = posixpath.normpath(posixpath.join(self.folder, path))
        inside = posixpath.relpath(whole, self.repository)
        return posixpath.basename(whole) if inside == ".." or inside.startswith("../") else inside


class IssueBook:
    """Makes the issues of a run plan by plan, each with the fingerprint that it has in the whole run."""

    def __init__(self, paths: Iterable[str], knowledge: KnowledgeBase, words: Catalogue, root: Root) -> None:
        self.knowledge = knowledge
        self.words = words
        listed = list(paths)
        self.places = {path: root.relative(path) for path in listed}
        """Where each path lies in the repository."""
        shared = Counter(self.places[path] for path in listed)
        self.seen: dict[str, Counter[str]] = {place: Counter() for place, count in shared.items() if count > 1}
        """What was seen at places that several files share, as files outside of the repository do that have one name."""

    def of_plan(self, plan: PlanResult) -> list[Issue]:
        """The issues of a plan, the worst first."""
        issues = _plan(plan, self.knowledge, self.words)
        ordered = sorted(issues, key=lambda issue: (-WEIGHT[issue.severity], issue.line, issue.id))
        return list(self._fingerprinted(ordered, plan.path))

    def of_errors(self, errors: Iterable[Problem]) -> list[Issue]:
        """What keeps plans from being judged."""
        made: list[Issue] = []
        for path, found in groupby(errors, key=lambda error: error.path):
            made += self._fingerprinted([_error(error, self.words) for error in found], path)
        return made

    def _fingerprinted(self, issues: Iterable[Issue], path: str) -> Iterator[Issue]:
        place = self.places[path]
        seen = self.seen[place] if place in self.seen else Counter()
        for issue in issues:
            identity = "\0".join((issue.rule, issue.id, place, issue.system or "", issue.key))
            seen[identity] += 1
            if seen[identity] > 1:
                identity += f"\0{seen[identity]}"
            yield issue._replace(fingerprint=hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest())


def issues_of(judgement: Judgement, knowledge: KnowledgeBase, words: Catalogue, root: Root) -> tuple[Issue, ...]:
    """All issues, plan by plan, the worst first within a plan; those that cannot be judged come first."""
    paths = dict.fromkeys([*(error.path for error in judgement.errors), *(plan.path for plan in judgement.plans)])
    book = IssueBook(paths, knowledge, words, root)
    return (*book.of_errors(judgement.errors), *(issue for plan in judgement.plans for issue in book.of_plan(plan)))


def open_issues(issues: Iterable[Issue]) -> list[Issue]:
    """The issues that count, the worst first."""
    return sorted((issue for issue in issues if issue.state == "open"), key=lambda issue: -WEIGHT[issue.severity])


def gap_words(metric: MetricResult, knowledge: KnowledgeBase, words: Catalogue) -> str:
    """A gap or an unknown in one sentence."""
    return _gap_words(metric.id, metric.current, metric.target, knowledge, words)


@lru_cache(maxsize=4096)
def _gap_words(id: str, current: int | None, target: int | None, knowledge: KnowledgeBase, words: Catalogue) -> str:
    requirement = knowledge.requirements[id]
    name = metric_name(requirement, knowledge, words)
    wanted = level_words(requirement, target, words) if target is not None else "-"
    if current is None:
        return words.say("issue.unknown", name=name, target=wanted)
    now = level_words(requirement, current, words)
    if target is not None and target > current and requirement.polarity != "neutral":
        return words.say("issue.gap", name=name, current=now, target=wanted, gap=target - current)
    return words.say("issue.gap_other", name=name, current=now, target=wanted)


def _plan(plan: PlanResult, knowledge: KnowledgeBase, words: Catalogue) -> Iterator[Issue]:
    reasons = {waiver.id: waiver.reason for waiver in plan.waivers}

    def issue(kind: IssueKind, id: str, severity: Severity, message: str, place: Position, key: str = "") -> Issue:
        rule = f"hrsi/{id}"
        return Issue(kind, id, rule, severity, visible(message), plan.path, place.line, place.column, plan.system_id, key)

    for breach in plan.breaches:
        made = issue("gate", breach.subject, "error", words.tell(breach.message), breach.position, breach.subject)
        yield made._replace(rule=f"hrsi/{breach.id}")
    for metric in plan.metrics:
        if metric.status == "waived" or (metric.severity is not None and metric.status in ("gap", "unknown")):
            made = issue("gap", metric.id, metric.severity or "note", gap_words(metric, knowledge, words), metric.position)
            state: IssueState = "waived" if metric.waiver else "known" if metric.known else "open"
            yield made._replace(state=state, reason=_reason(reasons, metric.waiver), cases=metric.cases)
    for finding in plan.findings:
        made = issue("finding", finding.rule, finding.severity, words.tell(finding.message), finding.position, finding.key)
        state = "waived" if finding.waiver else "known" if finding.known else "open"
        yield made._replace(state=state, reason=_reason(reasons, finding.waiver), cases=finding.cases)
    for waiver in plan.waivers:
        if waiver.severity is not None:
            why = words.tell(waiver.why) if waiver.why else waiver.reason
            name = words.say(f"waiver.state.{waiver.state}")
            message = words.say("issue.waiver", subject=waiver.subject, state=name, why=why)
            made = issue("waiver", waiver.subject, waiver.severity, message, waiver.position, waiver.subject)
            yield made._replace(rule=f"hrsi/waiver-{waiver.state}")


def _reason(reasons: dict[str, str], waiver: str | None) -> str | None:
    return visible(reasons.get(waiver, "")) if waiver else None


def _error(error: Problem, words: Catalogue) -> Issue:
    message = visible(words.tell(error.message))
    key = error.message.id + " " + str(error.message.values.get("where", ""))
    place = error.position
    return Issue("error", "plan-error", "hrsi/plan-error", "error", message, error.path, place.line, place.column, None, key)
