"""The page of ``hrsi case show``: one organisation with everything the guide says about it."""

from __future__ import annotations

from collections.abc import Iterator

from hrsi_cli.domain.amount import figure_words
from hrsi_cli.domain.case import Case, ContinuityTarget, Reading
from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.quantity import Duration
from hrsi_cli.domain.requirement import CLASSES, Requirement, RequirementClass
from hrsi_cli.renderers.blocks import Block, Cell, Column, Page, Table, Tone, bullets, cell, facts, heading, paragraph
from hrsi_cli.renderers.options import RenderOptions
from hrsi_cli.renderers.words import level_words, metric_name, place, time_words

_TARGET_TONE: dict[str, Tone] = {"set": "plain", "estimate": "warn", "wish": "warn", "conditional": "warn", "not_set": "muted"}


def case_page(case: Case, knowledge: KnowledgeBase, options: RenderOptions) -> Page:
    """A case, from the organisation down to its 37 readings."""
    return tuple(_blocks(case, knowledge, options.catalogue, options.detail == "quiet"))


def _blocks(case: Case, knowledge: KnowledgeBase, words: Catalogue, quiet: bool) -> Iterator[Block]:
    yield heading(words.say("show.case_title", case=case.id, label=words.text(case.label)), 1)
    yield facts(headline(case, words))
    if quiet:
        return
    yield heading(words.say("show.statements"))
    yield Table(
        (
            Column(words.say("show.item")),
            Column(words.say("compare.summary"), share=3),
            Column(words.say("show.source"), share=1),
        ),
        tuple(
            (cell(words.say(f"show.topic.{item.topic}")), cell(words.text(item)), cell(place(item.source, words), "muted"))
            for item in case.statements
        ),
    )
    yield heading(words.say("show.targets"))
    yield Table(
        (
            Column(words.say("show.item")),
            Column(words.say("show.value")),
            Column(words.say("compare.summary"), share=3),
            Column(words.say("show.source"), share=2),
        ),
        tuple(_target(target, words) for target in case.targets),
    )
    yield heading(words.say("show.figures"))
    yield Table(
        (
            Column(words.say("show.item"), share=3),
            Column(words.say("show.value"), share=2),
            Column(words.say("show.source"), share=3),
        ),
        tuple(
            (
                cell(words.say(f"figure.{figure.item}") + (f" ({words.text(figure.scope)})" if figure.scope else "")),
                cell(figure_words(figure, words)),
                cell(place(figure.source, words), "muted"),
            )
            for figure in case.figures
        ),
    )
    if case.contradictions:
        yield heading(words.say("show.contradictions"))
        for contradiction in case.contradictions:
            metrics = f" ({' '.join(contradiction.metrics)})" if contradiction.metrics else ""
            yield paragraph(words.text(contradiction.topic) + metrics, "strong")
            yield bullets(
                cell(words.say("compare.side", text=words.text(side), source=place(side.source, words)))
                for side in contradiction.sides
            )
    yield heading(words.say("show.readings"))
    for class_ in CLASSES:
        yield heading(words.say(f"class.{class_}"), 3)
        yield _readings(case, class_, knowledge, words)
    yield paragraph(words.say("compare.caveat_reading"), "muted")


def headline(case: Case, words: Catalogue) -> Iterator[tuple[str, Cell]]:
    """What a case is, in a few lines."""
    model = words.say("model.name", model=case.model)
    yield words.say("select.model"), cell(words.say("show.case_model", model=model))
    yield words.say("show.industry"), cell(words.say(f"industry.{case.industry}"))
    yield words.say("show.business"), cell(words.text(case.business))
    yield words.say("show.employees"), cell(figure_words(case.employees, words))
    sites = words.say("common.list_separator").join(
        f"{words.say(f'show.site.{site.role}')}: {words.text(site.name)}" for site in case.sites
    )
    yield words.say("show.sites"), cell(sites)
    yield words.say("show.feature"), cell(words.text(case.feature))


def _target(target: ContinuityTarget, words: Catalogue) -> tuple[Cell, ...]:
    name = f"{words.say(f'show.event.{target.event}')} {words.say(f'show.measure.{target.measure}')}"
    value = words.say(f"show.target.{target.status}")
    if target.value is not None:
        value = _amount(target, words) + ("" if target.status == "set" else f" ({value})")
    notes = [words.text(text) for text in (target.scope, target.condition, target.note) if text is not None]
    tone = _TARGET_TONE[target.status]
    return (
        cell(name),
        cell(value, tone),
        cell(words.say("common.list_separator").join(notes)),
        cell(place(target.source, words), "muted"),
    )


def _amount(target: ContinuityTarget, words: Catalogue) -> str:
    if target.measure == "rlo":
        return words.say(f"show.rlo.{target.value}")
    amount = time_words(Duration.parse(target.value).seconds, words)
    if target.high is None:
        return amount
    return words.say("show.range", low=amount, high=time_words(Duration.parse(target.high).seconds, words))


def _readings(case: Case, class_: RequirementClass, knowledge: KnowledgeBase, words: Catalogue) -> Table:
    columns = (
        Column(words.say("compare.metric")),
        Column(words.say("compare.requirement"), share=3),
        Column(words.say("show.level"), share=3),
        Column(words.say("compare.summary"), share=6),
    )
    rows = []
    for requirement in knowledge.requirements.values():
        if requirement.class_ != class_:
            continue
        reading = case.readings[requirement.id]
        text = words.text(reading.summary) + (f" [{words.text(reading.reading)}]" if reading.reading else "")
        rows.append(
            (
                cell(requirement.id),
                cell(metric_name(requirement, knowledge, words)),
                _level(requirement, reading, words),
                cell(text),
            )
        )
    return Table(columns, tuple(rows))


def _level(requirement: Requirement, reading: Reading, words: Catalogue) -> Cell:
    if reading.level is None:
        return cell(words.say(f"reading.{reading.status}"), "muted")
    text = level_words(requirement, reading.level, words)
    return cell(text + (" [{}-{}]".format(*reading.level_range) if reading.level_range else ""))
