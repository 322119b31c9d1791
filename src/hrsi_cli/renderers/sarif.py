"""SARIF 2.1.0 as GitHub code scanning reads it.

Waived and known issues are left out: GitHub shows suppressed results as open ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from hrsi_cli import __version__
from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.judgement import Judgement
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.severity import Severity
from hrsi_cli.renderers.issues import Issue, Root, open_issues
from hrsi_cli.renderers.json_format import paint_json
from hrsi_cli.renderers.words import level_words, metric_name

_LONGEST = 1024
"""GitHub cuts longer descriptions."""
_LINK = re.compile(r"([\[\]\\])")


def paint_sarif(judgement: Judgement, issues: Iterable[Issue], knowledge: KnowledgeBase, words: Catalogue, root: Root) -> bytes:
    """One run with the open issues and the rules behind them."""
    listed = open_issues(issues)
    rules = {rule: _rule(rule, issue, knowledge, words) for issue in reversed(listed) for rule in (issue.rule,)}
    order = {rule: index for index, rule in enumerate(sorted(rules))}
    single = judgement.plans[0].system_id + "/" if len(judgement.plans) == 1 else ""
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "hrsi",
                "semanticVersion": __version__,
                "rules": [rules[rule] for rule in order],
                "properties": {"knowledgeVersion": judgement.knowledge_version},
            }
        },
        "automationDetails": {"id": f"hrsi/gap/{single}"},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not judgement.errors, "exitCode": judgement.exit_code}],
        "results": [_result(issue, order, root) for issue in listed],
    }
    return paint_json({"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]})


def _rule(rule: str, issue: Issue, knowledge: KnowledgeBase, words: Catalogue) -> dict[str, Any]:
    short, full = _texts(rule, issue, knowledge, words)
    return {
        "id": rule,
        "name": re.sub(r"[^0-9A-Za-z]", "", rule.removeprefix("hrsi/").title()),
        "shortDescription": {"text": short[:_LONGEST]},
        "fullDescription": {"text": full[:_LONGEST]},
        "help": {"text": full},
        "defaultConfiguration": {"level": _default(issue, knowledge)},
        "properties": {"tags": ["it-service-continuity", issue.kind], "precision": "high", "problem.severity": _problem(issue)},
    }


def _texts(rule: str, issue: Issue, knowledge: KnowledgeBase, words: Catalogue) -> tuple[str, str]:
    """A short and a full description of a rule, in the language of the run."""
    if issue.kind == "gap":
        requirement = knowledge.requirements[issue.id]
        short = words.say("issue.rule_gap", name=metric_name(requirement, knowledge, words))
        scale = words.say("common.list_separator").join(
            level_words(requirement, level.level, words) for level in requirement.levels
        )
        return short, words.say("issue.gap_help", path=requirement.path.in_(words.language), short=short, scale=scale)
    if issue.kind == "finding":
        known = knowledge.rules[issue.id]
        why, action = (words.text(text) for text in (known.why, known.action))
        help = " ".join(
            (words.text(known.what), words.say("issue.why_rule", why=why), words.say("issue.what_to_do", action=action))
        )
        return words.text(known.title), help
    title = words.say("issue.rule." + rule.removeprefix("hrsi/"))
    return title, title


def _default(issue: Issue, knowledge: KnowledgeBase) -> Severity:
    return knowledge.rules[issue.id].severity if issue.kind == "finding" else issue.severity


def _problem(issue: Issue) -> str:
    return "recommendation" if issue.severity == "note" else issue.severity


def _result(issue: Issue, order: dict[str, int], root: Root) -> dict[str, Any]:
    line = max(issue.line, 1)
    return {
        "ruleId": issue.rule,
        "ruleIndex": order[issue.rule],
        "level": issue.severity,
        # brackets would make a link of a user's text
        "message": {"text": _LINK.sub(r"\\\1", issue.message)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(root.relative(issue.path))},
                    "region": {"startLine": line, "startColumn": max(issue.column, 1), "endLine": line},
                }
            }
        ],
        "partialFingerprints": {"hrsiFindingId/v1": issue.fingerprint},
    }
