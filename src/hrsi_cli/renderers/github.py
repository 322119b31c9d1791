"""GitHub workflow commands: annotations on the lines of a plan, the worst first (GitHub shows ten of a kind)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.judgement import Judgement
from hrsi_cli.domain.severity import Severity
from hrsi_cli.domain.visible import visible
from hrsi_cli.renderers.issues import Issue, Root, open_issues

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}


def paint_github(judgement: Judgement, issues: Iterable[Issue], words: Catalogue, root: Root) -> bytes:
    """One command per open issue, then one plain line per plan; no line begins with a user's text."""
    lines = [_annotation(issue, root) for issue in open_issues(issues)]
    return ("\n".join([*lines, *_summary(judgement, words)]) + "\n").encode()


def _annotation(issue: Issue, root: Root) -> str:
    properties = {
        "file": root.relative(issue.path),
        "line": str(max(issue.line, 1)),
        "col": str(max(issue.column, 1)),
        "title": issue.rule,
    }
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[issue.severity]} {listed}::{_data(issue.message)}"


def _summary(judgement: Judgement, words: Catalogue) -> Iterator[str]:
    for plan in judgement.plans:
        yield f"hrsi: {words.say(f'gap.{plan.verdict}')} {visible(plan.path)} ({plan.system_id})"
    for path in dict.fromkeys(error.path for error in judgement.errors):
        yield f"hrsi: {words.say('gap.error')} {visible(path)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
