"""Findings with their arithmetic, and waivers with their dates, for reports."""

from __future__ import annotations

from collections.abc import Iterator

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.judgement import ArithmeticTerm, Finding, PlanResult, WaiverResult
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import Waiver
from hrsi_cli.domain.quantity import digits_apart
from hrsi_cli.domain.report import PlanReport
from hrsi_cli.domain.severity import WEIGHT, Severity
from hrsi_cli.renderers.blocks import Block, Cell, Column, Table, Tone, cell, heading, paragraph
from hrsi_cli.renderers.words import marked_known, place

_TONE: dict[Severity, Tone] = {"error": "bad", "warning": "warn", "note": "plain"}


def finding_blocks(result: PlanResult, knowledge: KnowledgeBase, words: Catalogue) -> Iterator[Block]:
    """Every finding: what it says, how it was calculated, why it matters, what to do, and on what grounds."""
    if not result.findings:
        yield paragraph(words.say("report.no_findings"), "good")
    for finding in sorted(result.findings, key=lambda one: (one.waiver is not None, -WEIGHT[one.severity], one.rule)):
        rule = knowledge.rules[finding.rule]
        weight = words.say("status.waived") if finding.waiver else words.say(f"severity.{finding.severity}")
        weight = marked_known(weight, finding.known, words)
        yield heading(words.say("report.finding", rule=finding.rule, title=words.text(rule.title), severity=weight), 3)
        yield paragraph(words.tell(finding.message), "plain" if finding.waiver else _TONE[finding.severity])
        if finding.arithmetic is not None:
            yield _arithmetic(finding, words)
        yield paragraph(words.say("report.why", text=words.text(rule.why)))
        yield paragraph(words.say("report.action", text=words.text(rule.action)))
        grounds = [words.say("case.name", case=case) for case in finding.cases]
        grounds += [place(source, words) for source in finding.sources]
        if grounds:
            listed = words.say("common.list_separator").join(grounds)
            yield paragraph(words.say("report.grounds", text=listed), "muted")


def _arithmetic(finding: Finding, words: Catalogue) -> Table:
    assert finding.arithmetic is not None
    arithmetic = finding.arithmetic
    result, limit = arithmetic.result, arithmetic.limit
    digits = digits_apart(result.value, result.value if limit is None else limit.value)
    rows = [_term(term, "term", words) for term in arithmetic.terms]
    rows.append(_term(result, "result", words, digits))
    if limit is not None:
        rows.append(_term(limit, "limit", words, digits))
    columns = (
        Column(words.say("report.term"), share=4),
        Column(words.say("report.value"), right=True),
        Column(words.say("report.unit")),
        Column(words.say("report.role")),
    )
    return Table(columns, tuple(rows))


def _term(term: ArithmeticTerm, role: str, words: Catalogue, digits: int = 1) -> tuple[Cell, ...]:
    tone: Tone = "strong" if role == "result" else "plain"
    large = abs(term.value) >= 1
    amount = f"{term.value:,.{digits}f}".removesuffix(".0") if large else f"{term.value:.{max(3, digits)}g}"
    return (
        cell(words.say(f"term.{term.name}"), tone),
        cell(amount, tone),
        cell(words.sentences.get(f"report.unit.{term.unit}", term.unit)),
        cell(words.say(f"report.role.{role}")),
    )


def waiver_blocks(report: PlanReport, words: Catalogue) -> Iterator[Block]:
    """Every waiver with its state, dates and people."""
    if not report.result.waivers:
        yield paragraph(words.say("report.no_waivers"))
        return
    titles = (
        "report.subject",
        "report.state",
        "report.created",
        "report.expires",
        "report.owner",
        "report.approver",
        "report.reason",
    )
    shares = (0, 3, 0, 0, 2, 2, 4)
    columns = tuple(Column(words.say(title), share=share) for title, share in zip(titles, shares, strict=True))
    pairs = zip(report.result.waivers, report.plan.waivers, strict=True)
    yield Table(columns, tuple(_waiver(result, waiver, words) for result, waiver in pairs))


def _waiver(result: WaiverResult, waiver: Waiver, words: Catalogue) -> tuple[Cell, ...]:
    tone: Tone = "plain" if result.state == "active" else "warn" if result.state in ("expiring", "unused") else "bad"
    state = words.say(f"waiver.state.{result.state}")
    if result.why is not None:
        why = words.tell(result.why)
        state = why if result.state in ("expiring", "expired") else f"{state}: {why}"  # such a cause names the state
    return (
        cell(result.subject),
        cell(state, tone),
        cell(waiver.created.text),
        cell(waiver.expires.text),
        cell(waiver.owner),
        cell(waiver.approved_by),
        cell(waiver.reason),
    )
