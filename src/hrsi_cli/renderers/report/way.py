"""Where to go from here, for reports: the nearest cases, the least way to the target, the guide's activities."""

from __future__ import annotations

from collections.abc import Iterator

from hrsi_cli.domain.browsing import StepProgress
from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.guide import Step
from hrsi_cli.domain.guide_library import Library
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.path import Move, PathResult, Raise
from hrsi_cli.domain.report import PlanReport
from hrsi_cli.renderers.blocks import Block, Cell, Column, Table, Tone, bullets, cell, heading, paragraph
from hrsi_cli.renderers.words import level_words, metric_name, percent

NEAREST = 3
_STEP_TONE: dict[str, Tone] = {"answered": "good", "partly": "warn", "open": "bad", "not_judged": "muted"}


def near_blocks(report: PlanReport, knowledge: KnowledgeBase, words: Catalogue) -> Iterator[Block]:
    """The nearest cases metric by metric beside the plan."""
    near = report.near[:NEAREST]
    if not near:
        yield paragraph(words.say("report.no_near"))
        return
    outlines = [knowledge.outlines[one.case] for one in near]
    named = [f"{words.say('case.name', case=outline.id)} {words.text(outline.label)}" for outline in outlines]
    yield bullets(
        cell(words.say("report.near_case", case=name, percent=percent(one.similarity), feature=words.text(outline.feature)))
        for name, one, outline in zip(named, near, outlines, strict=True)
    )
    columns = (
        Column(words.say("compare.metric")),
        Column(words.say("compare.requirement"), share=3),
        Column(words.say("gap.current"), share=3),
        Column(words.say("gap.target"), share=3),
        *(Column(words.say("case.name", case=outline.id), share=3) for outline in outlines),
    )
    rows = []
    for metric in report.result.metrics:
        requirement = knowledge.requirements[metric.id]
        row = [
            cell(metric.id),
            cell(metric_name(requirement, knowledge, words)),
            cell(words.say("level.unknown") if metric.current is None else level_words(requirement, metric.current, words)),
            cell("-" if metric.target is None else level_words(requirement, metric.target, words)),
        ]
        for outline in outlines:
            grade = outline.grades[metric.id]
            if grade.level is None:
                row.append(cell(words.say(f"reading.{grade.status}"), "muted"))
                continue
            text = level_words(requirement, grade.level, words)
            row.append(cell(text + (" [{}-{}]".format(*grade.level_range) if grade.level_range else "")))
        rows.append(tuple(row))
    yield Table(columns, tuple(rows))
    yield paragraph(words.say("compare.caveat_convenience"), "muted")


def way_blocks(way: PathResult, knowledge: KnowledgeBase, words: Catalogue) -> Iterator[Block]:
    """The least way to the plan's own targets, in an order that can be worked in."""
    route = way.routes[0]
    if not route.moves:
        yield paragraph(words.say("report.way_done"), "good")
        return
    yield paragraph(words.say("report.way_how"))
    if route.cost is None:
        yield paragraph(words.say("report.way_no_cost"), "muted")
    else:
        yield paragraph(words.say("report.way_cost", cost=f"{route.cost:,g}", unit=way.unit or ""), "strong")
        if route.unpriced:
            yield paragraph(words.say("report.way_unpriced", count=len(route.unpriced)), "warn")
    columns = (
        Column(words.say("report.step"), right=True),
        Column(words.say("report.change"), share=6),
        Column(words.say("report.needs"), share=2),
        Column(words.say("report.after_attainment"), right=True),
        Column(words.say("report.after_model")),
    )
    yield Table(columns, tuple(_move(number, move, knowledge, words) for number, move in enumerate(route.moves, 1)))


def _move(number: int, move: Move, knowledge: KnowledgeBase, words: Catalogue) -> tuple[Cell, ...]:
    named = [_raise(one, knowledge, words) for one in move.raises]
    if move.package is not None:
        named.insert(0, move.package.name or move.package.id)
    return (
        cell(number),
        cell(words.say("common.list_separator").join(named)),
        cell(" ".join(move.needs) or "-"),
        cell("-" if move.attainment is None else percent(move.attainment)),
        cell(words.say("model.short", model=move.attained_model) if move.attained_model else "-"),
    )


def _raise(one: Raise, knowledge: KnowledgeBase, words: Catalogue) -> str:
    requirement = knowledge.requirements[one.metric]
    before = words.say("report.determine") if one.before is None else level_words(requirement, one.before, words)
    name = metric_name(requirement, knowledge, words)
    return words.say(
        "report.raise", metric=one.metric, name=name, before=before, after=level_words(requirement, one.after, words)
    )


def activity_blocks(report: PlanReport, library: Library, words: Catalogue) -> Iterator[Block]:
    """The guide's four activities, each step ticked as far as the plan answers it."""
    columns = (
        Column(words.say("report.step_name"), share=4),
        Column(words.say("report.state"), share=3),
        Column(words.say("report.missing"), share=3),
        Column(words.say("report.who"), share=2),
    )
    for activity in library.guide.activities:
        name = words.text(activity.name)
        yield heading(words.say("report.activity", number=activity.number, name=name), 3)
        yield Table(columns, tuple(_step(step, report.progress[step.id], words) for step in activity.steps))


def _step(step: Step, progress: StepProgress, words: Catalogue) -> tuple[Cell, ...]:
    state = words.say(f"report.tick.{progress.state}")
    if progress.done is not None and progress.total is not None:
        state += f" ({words.say('report.progress', done=progress.done, total=progress.total)})"
    deciders = [words.say(f"report.decider.{decider}") for decider in step.deciders]
    return (
        cell(f"{step.id} {words.text(step.title)}"),
        cell(state, _STEP_TONE[progress.state]),
        cell(" ".join(progress.missing) or "-"),
        cell(words.say("common.list_separator").join(deciders)),
    )
