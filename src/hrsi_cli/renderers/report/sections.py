"""The report on one plan, section by section."""

from __future__ import annotations

from collections.abc import Iterator

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.guide_library import Library
from hrsi_cli.domain.judgement import STATUSES, MetricResult, PlanResult
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.report import PlanReport
from hrsi_cli.domain.requirement import CLASSES
from hrsi_cli.domain.severity import WEIGHT
from hrsi_cli.renderers.blocks import Block, Cell, Column, Table, bullets, cell, facts, heading, paragraph
from hrsi_cli.renderers.html import HtmlDocument, Section
from hrsi_cli.renderers.pages.gate import breach_lines, failing_facts, known_facts, left_out_lines
from hrsi_cli.renderers.pages.judgement import resembled_words
from hrsi_cli.renderers.report.findings import finding_blocks, waiver_blocks
from hrsi_cli.renderers.report.heat_map import groups, heat_map
from hrsi_cli.renderers.report.way import activity_blocks, near_blocks, way_blocks
from hrsi_cli.renderers.words import (
    STATUS_TONE,
    basis_words,
    legend_words,
    level_words,
    levels_short,
    marked_known,
    metric_name,
    percent,
    target_origin,
)

OPEN = ("gap", "unknown", "waived")


def report_document(report: PlanReport, knowledge: KnowledgeBase, library: Library, words: Catalogue) -> HtmlDocument:
    """The whole report."""
    result = report.result
    figure = heat_map(result, knowledge, words)
    sections = (
        Section("verdict", words.say("report.verdict"), tuple(_verdict(report, words))),
        Section("map", words.say("report.map"), (group_table(result, knowledge, words),), figure),
        Section("gaps", words.say("report.gaps"), tuple(_gaps(result, knowledge, words))),
        Section("findings", words.say("report.findings"), tuple(finding_blocks(result, knowledge, words))),
        Section("waivers", words.say("report.waivers"), tuple(waiver_blocks(report, words))),
        Section("near", words.say("report.near"), tuple(near_blocks(report, knowledge, words))),
        Section("way", words.say("report.way"), tuple(way_blocks(report.way, knowledge, words))),
        Section("activities", words.say("report.activities"), tuple(activity_blocks(report, library, words))),
        Section("sources", words.say("report.sources"), tuple(source_blocks(library, words))),
    )
    name = cell(result.system_name or result.system_id).text
    return HtmlDocument(words.say("report.title", system=name), sections, made(report, knowledge, words))


def made(report: PlanReport, knowledge: KnowledgeBase, words: Catalogue) -> str:
    """On which day and by which knowledge."""
    return words.say("report.made", day=report.day.isoformat(), version=knowledge.version)


def _verdict(report: PlanReport, words: Catalogue) -> Iterator[Block]:
    yield paragraph(words.say(f"report.verdict_{report.result.verdict}"), "good" if report.result.verdict == "pass" else "bad")
    yield facts(headline(report, words))
    yield from left_out_lines(report.result, words)
    yield from breach_lines(report.result, words)
    if report.result.pinned_version not in (None, report.result.knowledge_version):
        values = {"pinned": report.result.pinned_version, "version": report.result.knowledge_version}
        yield paragraph(words.say("gap.pinned", **values), "warn")


def headline(report: PlanReport, words: Catalogue) -> Iterator[tuple[str, Cell]]:
    """What it fails for, system, target, what is reached, in a few lines."""
    result, system = report.result, report.plan.system
    yield from failing_facts(result, words)
    yield from known_facts(result.known, words)
    yield words.say("gap.system"), cell(f"{system.name} ({system.id})" if system.name else system.id)
    separator = words.say("common.list_separator")
    if system.business_functions:
        yield words.say("report.functions"), cell(separator.join(system.business_functions))
    if system.importance is not None:
        yield words.say("report.importance"), cell(system.importance)
    if system.approved_by:
        yield words.say("report.approved"), cell(system.approved_by)
    yield words.say("report.target"), cell(words.say("model.name", model=result.target_model))
    reached = words.say("model.name", model=result.attained_model) if result.attained_model else words.say("gap.attained_none")
    yield words.say("gap.attained"), cell(reached)
    yield words.say("gap.resembles"), cell(resembled_words(result, words))
    yield words.say("gap.attainment"), cell(_attainment(result, words))
    counts = [f"{words.say(f'status.{status}')} {result.count(status)}" for status in STATUSES if result.count(status)]
    yield words.say("gap.counts"), cell(separator.join(counts))


def _attainment(result: PlanResult, words: Catalogue) -> str:
    if result.attainment is None:
        return words.say("gap.no_attainment")
    main = [metric for metric in result.metrics if metric.class_ == "main" and metric.status != "not_applicable"]
    met = sum(metric.status in ("met", "exceeds") for metric in main)
    return words.say("gap.attainment_value", percent=percent(result.attainment), applicable=len(main), met=met)


def group_table(result: PlanResult, knowledge: KnowledgeBase, words: Catalogue) -> Table:
    """How much of each group is met; what the drawing shows, in words."""
    columns = (
        Column(words.say("report.group"), share=3),
        Column(words.say("report.share"), right=True),
        Column(words.say("report.open_metrics"), share=6),
    )
    return Table(columns, tuple(_group(name, metrics, words) for name, metrics in groups(result, knowledge, words).items()))


def _group(name: str, metrics: list[MetricResult], words: Catalogue) -> tuple[Cell, ...]:
    judged = [metric for metric in metrics if metric.status not in ("no_target", "not_applicable")]
    met = sum(metric.status in ("met", "exceeds") for metric in judged)
    open_ones = [metric for metric in metrics if metric.status in OPEN]
    named = [f"{metric.id} {words.say(f'status.{metric.status}')}" for metric in open_ones]
    return (
        cell(name),
        cell(words.say("report.share_value", met=met, total=len(judged)), "good" if met == len(judged) else "bad"),
        cell(words.say("common.list_separator").join(named) or "-"),
    )


def _gaps(result: PlanResult, knowledge: KnowledgeBase, words: Catalogue) -> Iterator[Block]:
    open_ones = sorted(
        (metric for metric in result.metrics if metric.status in OPEN),
        key=lambda metric: (-WEIGHT[metric.severity], -(metric.gap or 0), metric.id),
    )
    if open_ones:
        yield metric_table(open_ones, result.target_model, knowledge, words, with_cases=True)
    else:
        yield paragraph(words.say("report.no_gaps"), "good")
    for class_ in CLASSES:
        named = words.say(f"class.{class_}")
        yield heading(f"{words.say('report.all_metrics')}: {named}", 3)
        members = [metric for metric in result.metrics if metric.class_ == class_]
        yield metric_table(members, result.target_model, knowledge, words, with_cases=False)
    yield paragraph(legend_words("gap.legend", knowledge, words), "muted")


def metric_table(
    metrics: list[MetricResult], model: int, knowledge: KnowledgeBase, words: Catalogue, *, with_cases: bool
) -> Table:
    """Metrics with today's level, target and difference; the last column names cases, or holds the plan's note."""
    titles = ["compare.metric", "compare.requirement", "gap.current", "gap.target", "gap.short", "gap.basis"]
    titles += ["report.weight", "gap.cases"] if with_cases else ["workbook.column.note"]
    shares = (0, 4, 4, 4, 0, 0, 0, 3) if with_cases else (0, 4, 4, 4, 0, 0, 3)
    columns = tuple(Column(words.say(title), share=share) for title, share in zip(titles, shares, strict=True))
    return Table(columns, tuple(_metric_row(metric, model, knowledge, words, with_cases=with_cases) for metric in metrics))


def _metric_row(
    metric: MetricResult, model: int, knowledge: KnowledgeBase, words: Catalogue, *, with_cases: bool
) -> tuple[Cell, ...]:
    requirement = knowledge.requirements[metric.id]
    status = words.say(f"status.{metric.status}")
    short = levels_short(metric, knowledge)
    if short and metric.status in ("gap", "waived"):
        status += f" {short}"
    if with_cases:
        weight = words.say(f"severity.{metric.severity}") if metric.severity else "-"
        last: tuple[Cell, ...] = (cell(weight), cell(" ".join(metric.cases) or "-"))
    else:
        last = (cell(metric.note or "-", "muted"),)
    return (
        cell(metric.id),
        cell(metric_name(requirement, knowledge, words)),
        cell(words.say("level.unknown") if metric.current is None else level_words(requirement, metric.current, words)),
        cell("-" if metric.target is None else level_words(requirement, metric.target, words)),
        cell(marked_known(status, metric.known, words), STATUS_TONE[metric.status]),
        cell(basis_words(metric.basis, target_origin(metric, model, knowledge), words) if metric.basis else "-"),
        *last,
    )


def source_blocks(library: Library, words: Catalogue) -> Iterator[Block]:
    """The documents behind the report, and what a reader must know about them."""
    notes = ("note_inferred", "note_convenience", "note_2012")
    yield bullets(cell(words.say(f"report.{note}")) for note in notes)
    yield bullets(
        cell(
            words.say(
                "report.document",
                title=words.text(source.title),
                edition=source.edition,
                publisher=words.text(source.publisher),
            ),
            "muted",
        )
        for source in library.sources
    )
