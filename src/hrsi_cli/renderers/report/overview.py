"""The overview over a folder of plans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.guide_library import Library
from hrsi_cli.domain.judgement import Finding, Judgement, PlanResult
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.renderers.blocks import Block, Cell, Column, Table, bullets, cell, facts, paragraph
from hrsi_cli.renderers.html import HtmlDocument, Section
from hrsi_cli.renderers.pages.gate import breach_lines, failing_facts, known_facts, left_out_lines
from hrsi_cli.renderers.pages.judgement import resembled_words
from hrsi_cli.renderers.report.heat_map import groups
from hrsi_cli.renderers.report.sections import OPEN, metric_table, source_blocks
from hrsi_cli.renderers.words import marked_known, percent

MOST_IN_DETAIL = 200
"""Plans shown one by one; the overview lists all of them."""


def overview_document(
    judgement: Judgement, importance: Mapping[str, int], knowledge: KnowledgeBase, library: Library, day: date, words: Catalogue
) -> HtmlDocument:
    """All plans of a folder; ``importance`` is by path of the plan, where it is known."""
    plans = sorted(judgement.plans, key=lambda plan: (importance.get(plan.path, 1000), plan.system_id, plan.path))
    broken = list(dict.fromkeys(error.path for error in judgement.errors))
    sections = [
        Section("plans", words.say("report.plans"), tuple(_plans(plans, broken, importance, words))),
        Section("groups", words.say("report.by_group"), (_by_group(plans, knowledge, words),)) if plans else None,
        Section("unreadable", words.say("report.unreadable"), (_errors(judgement, words),)) if broken else None,
        *(
            Section(f"plan-{number}", _name(plan), tuple(_plan(plan, knowledge, words)))
            for number, plan in enumerate(plans[:MOST_IN_DETAIL], 1)
        ),
        Section("sources", words.say("report.sources"), tuple(source_blocks(library, words))),
    ]
    title = words.say("report.overview_title", count=len(plans) + len(broken))
    made = words.say("report.made", day=day.isoformat(), version=knowledge.version)
    return HtmlDocument(title, tuple(section for section in sections if section is not None), made)


def _name(plan: PlanResult) -> str:
    return cell(f"{plan.system_name} ({plan.system_id})" if plan.system_name else plan.system_id).text


def _plans(plans: list[PlanResult], broken: list[str], importance: Mapping[str, int], words: Catalogue) -> Iterator[Block]:
    passed = sum(plan.verdict == "pass" for plan in plans)
    counts = {"passed": passed, "failed": len(plans) - passed, "broken": len(broken)}
    yield paragraph(words.say("report.counts", **counts), "strong")
    titles = (
        ("gap.system", 4), ("report.importance", 0), ("gap.verdict", 0), ("report.target", 0), ("gap.attained", 2),
        ("gap.attainment", 0), ("gap.open", 0), ("report.errors", 0), ("report.waivers_due", 0), ("gap.plan", 3),
    )  # fmt: skip
    if len(plans) > MOST_IN_DETAIL:
        yield paragraph(words.say("report.most_in_detail", count=MOST_IN_DETAIL), "warn")
    right = ("report.importance", "gap.attainment", "gap.open", "report.errors", "report.waivers_due")
    columns = tuple(Column(words.say(id), share=share, right=id in right) for id, share in titles)
    rows = [_row(plan, importance, words) for plan in plans]
    rows += [
        (cell("-"), cell("-"), cell(words.say("gap.error"), "bad"), *(cell("-") for _ in range(6)), cell(path)) for path in broken
    ]
    yield Table(columns, tuple(rows))


def _row(plan: PlanResult, importance: Mapping[str, int], words: Catalogue) -> tuple[Cell, ...]:
    errors = sum(finding.severity == "error" and finding.waiver is None for finding in plan.findings)
    due = sum(waiver.state in ("expiring", "expired", "void") for waiver in plan.waivers)
    return (
        cell(_name(plan)),
        cell(importance.get(plan.path, "-")),
        cell(words.say(f"gap.{plan.verdict}"), "good" if plan.verdict == "pass" else "bad"),
        cell(words.say("model.short", model=plan.target_model)),
        cell(words.say("model.short", model=plan.attained_model) if plan.attained_model else words.say("common.none")),
        cell("-" if plan.attainment is None else percent(plan.attainment)),
        cell(plan.count("gap") + plan.count("unknown")),
        cell(errors, "bad" if errors else "plain"),
        cell(due, "warn" if due else "plain"),
        cell(plan.path, "muted"),
    )


def _by_group(plans: list[PlanResult], knowledge: KnowledgeBase, words: Catalogue) -> Table:
    names = list(groups(plans[0], knowledge, words))
    columns = (Column(words.say("gap.system"), share=3), *(Column(name, share=2) for name in names))
    rows = []
    for plan in plans:
        cells = [cell(_name(plan))]
        for metrics in groups(plan, knowledge, words).values():
            judged = [metric for metric in metrics if metric.status not in ("no_target", "not_applicable")]
            met = sum(metric.status in ("met", "exceeds") for metric in judged)
            text = words.say("report.share_value", met=met, total=len(judged)) if judged else "-"
            cells.append(cell(text, "plain" if not judged else "good" if met == len(judged) else "bad"))
        rows.append(tuple(cells))
    return Table(columns, tuple(rows))


def _errors(judgement: Judgement, words: Catalogue) -> Block:
    return bullets(
        cell(
            words.say(
                "report.unreadable_item",
                path=f"{error.path}:{error.position.line}" if error.position.line else error.path,
                message=words.tell(error.message),
            ),
            "bad",
        )
        for error in judgement.errors
    )


def _plan(plan: PlanResult, knowledge: KnowledgeBase, words: Catalogue) -> Iterator[Block]:
    reached = words.say("model.name", model=plan.attained_model) if plan.attained_model else words.say("gap.attained_none")
    yield facts(
        (
            (words.say("gap.verdict"), cell(words.say(f"gap.{plan.verdict}"), "good" if plan.verdict == "pass" else "bad")),
            *failing_facts(plan, words),
            *known_facts(plan.known, words),
            (words.say("report.target"), cell(words.say("model.name", model=plan.target_model))),
            (words.say("gap.attained"), cell(reached)),
            (words.say("gap.resembles"), cell(resembled_words(plan, words))),
        )
    )
    yield from left_out_lines(plan, words)
    yield from breach_lines(plan, words)
    open_ones = [metric for metric in plan.metrics if metric.status in OPEN]
    if open_ones:
        yield metric_table(open_ones, plan.target_model, knowledge, words, with_cases=True)
    if plan.findings:
        yield bullets(
            cell(f"{finding.rule} {_weight(finding, words)}: {words.tell(finding.message)}") for finding in plan.findings
        )


def _weight(finding: Finding, words: Catalogue) -> str:
    return marked_known(words.say(f"severity.{finding.severity}"), finding.known, words)
