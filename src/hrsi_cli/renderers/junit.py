"""JUnit XML: a test case for every metric and finding, so that test tabs show what passes too."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.judgement import Judgement, MetricResult, PlanResult
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.visible import visible
from hrsi_cli.renderers.issues import Issue, Root
from hrsi_cli.renderers.words import level_words, metric_name


def paint_junit(judgement: Judgement, issues: Iterable[Issue], knowledge: KnowledgeBase, words: Catalogue, root: Root) -> bytes:
    """One suite per plan. Waived and known issues are skipped cases; a plan that cannot be judged is an error."""
    listed = list(issues)
    suites = ElementTree.Element("testsuites", name="hrsi")
    for plan in judgement.plans:
        own = [issue for issue in listed if issue.path == plan.path and issue.kind != "error"]
        _suite(suites, f"hrsi {visible(plan.path)}", _cases(plan, own, knowledge, words, root))
    for path in dict.fromkeys(error.path for error in judgement.errors):
        errors = [issue for issue in listed if issue.kind == "error" and issue.path == path]
        cases = [_issue_case(issue, f"{issue.rule} {number}", root) for number, issue in enumerate(errors, start=1)]
        _suite(suites, f"hrsi {visible(path)}", cases)
    _count(suites, suites.iter("testcase"))
    ElementTree.indent(suites)
    text: bytes = ElementTree.tostring(suites, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _suite(parent: ElementTree.Element, name: str, cases: Iterable[ElementTree.Element]) -> None:
    suite = ElementTree.SubElement(parent, "testsuite", name=name)
    suite.extend(cases)
    _count(suite, suite.iter("testcase"))


def _count(element: ElementTree.Element, cases: Iterable[ElementTree.Element]) -> None:
    listed = list(cases)
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(name, str(sum(case.find(tag) is not None for case in listed)))
    element.set("tests", str(len(listed)))
    element.set("time", "0")


def _cases(
    plan: PlanResult, issues: list[Issue], knowledge: KnowledgeBase, words: Catalogue, root: Root
) -> Iterable[ElementTree.Element]:
    gaps = {issue.id: issue for issue in issues if issue.kind == "gap"}
    for metric in plan.metrics:
        name = f"{metric.id} {metric_name(knowledge.requirements[metric.id], knowledge, words)}"
        if metric.id in gaps:
            yield _issue_case(gaps[metric.id], name, root)
        else:
            case = _case(plan.system_id, name, root.relative(plan.path), metric.position.line)
            ElementTree.SubElement(case, "system-out").text = _state(metric, knowledge, words)
            yield case
    for issue in issues:
        if issue.kind != "gap":
            name = issue.id if issue.kind == "finding" else f"{issue.rule.removeprefix('hrsi/')} {issue.id}"
            yield _issue_case(issue, visible(f"{name} {issue.key}".strip()) if issue.kind == "finding" else name, root)


def _issue_case(issue: Issue, name: str, root: Root) -> ElementTree.Element:
    path = root.relative(issue.path)
    case = _case(issue.system or "plan", name, path, issue.line)
    if issue.state != "open":
        ElementTree.SubElement(case, "skipped", message=issue.reason or issue.message)
        return case
    tag = "error" if issue.kind == "error" else "failure"
    outcome = ElementTree.SubElement(case, tag, message=issue.message, type=issue.severity)
    outcome.text = f"{path}:{max(issue.line, 1)}:{max(issue.column, 1)}: {issue.severity} {issue.rule} {issue.message}"
    return case


def _case(system: str, name: str, path: str, line: int) -> ElementTree.Element:
    # GitLab shows the class name as the suite and leaves the suite's own name out
    return ElementTree.Element("testcase", classname=f"hrsi.{system}", name=name, file=path, line=str(max(line, 1)), time="0")


def _state(metric: MetricResult, knowledge: KnowledgeBase, words: Catalogue) -> str:
    requirement = knowledge.requirements[metric.id]
    levels = ["-" if level is None else level_words(requirement, level, words) for level in (metric.current, metric.target)]
    return words.say("issue.passed", status=words.say(f"status.{metric.status}"), current=levels[0], target=levels[1])
