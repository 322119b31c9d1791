"""The pages of ``case list``, ``model list`` and ``requirement list``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.model_system import ModelSystem, OfferedTime, Preset
from hrsi_cli.domain.outline import CaseOutline
from hrsi_cli.domain.requirement import CLASSES, Requirement
from hrsi_cli.domain.text import SHIPPED
from hrsi_cli.renderers.blocks import Block, Cell, Column, Page, Table, cell, heading, paragraph
from hrsi_cli.renderers.options import RenderOptions
from hrsi_cli.renderers.pages.model_system import offered_words
from hrsi_cli.renderers.words import level_words, metric_name, origin_words


def case_list_page(
    outlines: Iterable[CaseOutline], metrics: Iterable[str], knowledge: KnowledgeBase, options: RenderOptions
) -> Page:
    """Cases, one a line; the metrics of the filter are shown with their levels."""
    words = options.catalogue
    listed, asked = list(outlines), list(metrics)
    title = heading(words.say("browse.cases_title", count=len(listed)), 1)
    if not listed:
        return title, paragraph(words.say("browse.no_case"), "muted")
    mixed = any(outline.origin != SHIPPED for outline in listed)
    columns = [
        Column(words.say("browse.case")),
        Column(words.say("browse.model"), right=True),
        Column(words.say("show.industry"), share=4),
        Column(words.say("browse.organisation"), share=5),
        *(Column(metric, share=5) for metric in asked),
        *(() if asked else (Column(words.say("show.feature"), share=8),)),
        *((Column(words.say("browse.origin")),) if mixed else ()),
    ]
    rows = []
    for outline in listed:
        row = [
            cell(outline.id),
            cell(outline.model),
            cell(words.say(f"industry.{outline.industry}")),
            cell(words.text(outline.label)),
        ]
        row += [cell(_level(outline, knowledge.requirements[metric], words)) for metric in asked]
        row += [] if asked else [cell(words.text(outline.feature))]
        row += [cell(origin_words(outline.origin, words), "muted")] if mixed else []
        rows.append(tuple(row))
    return title, Table(tuple(columns), tuple(rows)), *_note("compare.caveat_convenience", options)


def _note(id: str, options: RenderOptions) -> Page:
    """How to read a list; quiet leaves it out."""
    return () if options.detail == "quiet" else (paragraph(options.catalogue.say(id), "muted"),)


def _level(outline: CaseOutline, requirement: Requirement, words: Catalogue) -> str:
    grade = outline.grades[requirement.id]
    if grade.level is None:
        return words.say(f"reading.{grade.status}")
    return level_words(requirement, grade.level, words) + (" [{}-{}]".format(*grade.level_range) if grade.level_range else "")


def model_list_page(knowledge: KnowledgeBase, options: RenderOptions) -> Page:
    """The model systems beside one another, as in the table for choosing one."""
    times = [
        offered
        for model in knowledge.model_systems.values()
        for offered in (model.profile.rto_failure, model.profile.rto_disaster, model.profile.rpo)
    ]
    return *_models(knowledge, options.catalogue), *_marks(times, knowledge, options)


def _mark(value: OfferedTime | Preset) -> str:
    """``*`` for what this project inferred, ``+`` for what an overlay brings."""
    return ("*" if value.basis == "inferred" else "") + ("" if value.origin == SHIPPED else "+")


def _marks(values: Iterable[OfferedTime | Preset], knowledge: KnowledgeBase, options: RenderOptions) -> Page:
    """What the marks mean that stand in a list; quiet leaves it out."""
    marks, words = {mark for value in values for mark in _mark(value)}, options.catalogue
    if options.detail == "quiet":
        return ()
    star = (paragraph(words.say("browse.star"), "muted"),) if "*" in marks else ()
    if "+" not in marks or knowledge.overlay is None:
        return star
    return *star, paragraph(words.say("browse.own", id=knowledge.overlay.id), "muted")


def _models(knowledge: KnowledgeBase, words: Catalogue) -> Iterator[Block]:
    yield heading(words.say("browse.models_title"), 1)
    models = list(knowledge.model_systems.values())
    columns = (Column(words.say("select.criterion"), share=4), *(Column(words.text(model.name), share=3) for model in models))

    def row(name: str, value: Callable[[ModelSystem], str]) -> tuple[Cell, ...]:
        return cell(words.say(name)), *(cell(value(model)) for model in models)

    def yes(choice: bool) -> str:
        return words.say("common.yes" if choice else "common.no")

    def marked(offered: OfferedTime) -> str:
        return offered_words(offered, words) + _mark(offered)

    rows = (
        row("show.strength", lambda model: words.say(f"strength.{model.profile.strength.value}")),
        row("criterion.rto_failure", lambda model: marked(model.profile.rto_failure)),
        row("criterion.rto_disaster", lambda model: marked(model.profile.rto_disaster)),
        row("criterion.rpo", lambda model: marked(model.profile.rpo)),
        row("criterion.budget", lambda model: words.say(f"strength.{model.profile.investment.value}")),
        row("criterion.redundancy", lambda model: yes(model.profile.redundancy.value)),
        row("criterion.backup_site", lambda model: yes(model.profile.backup_site.value)),
        row("show.cases", lambda model: " ".join(outline.id for outline in knowledge.outlines_of(model.id))),
    )
    yield Table(columns, rows)


def requirement_list_page(requirements: Iterable[Requirement], knowledge: KnowledgeBase, options: RenderOptions) -> Page:
    """Metrics by class with their presets; ``*`` marks an inferred one, ``+`` one of an overlay."""
    words = options.catalogue
    listed = list(requirements)
    blocks: list[Block] = [heading(words.say("browse.requirements_title", count=len(listed)), 1)]
    for class_ in CLASSES:
        own = [requirement for requirement in listed if requirement.class_ == class_]
        if own:
            blocks += [heading(words.say(f"class.{class_}")), _requirements(own, knowledge, words)]
    models = knowledge.model_systems.values()
    presets = (preset for each in listed for model in models if (preset := model.preset(each.id)) is not None)
    return *blocks, *_marks(presets, knowledge, options)


def _requirements(own: list[Requirement], knowledge: KnowledgeBase, words: Catalogue) -> Table:
    models = list(knowledge.model_systems) if own[0].class_ == "main" else []
    columns = (
        Column(words.say("compare.metric")),
        Column(words.say("compare.requirement"), share=3),
        Column(words.say("browse.levels")),
        *(Column(words.say("model.short", model=model)) for model in models),
    )
    rows = []
    for requirement in own:
        presets: list[Cell] = []
        for model in models:
            preset = knowledge.preset(model, requirement.id)
            presets.append(cell("-" if preset is None else f"{preset.level}{_mark(preset)}"))
        rows.append(
            (cell(requirement.id), cell(metric_name(requirement, knowledge, words)), cell(f"0-{requirement.highest}"), *presets)
        )
    return Table(columns, tuple(rows))
