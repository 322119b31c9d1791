"""The pages of ``case search``, ``requirement search``, ``model search`` and ``case like``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from hrsi_cli.domain.browsing import Found, Hit, NearCase, SearchReport
from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.renderers.blocks import Block, Cell, Column, Page, Table, cell, heading, paragraph
from hrsi_cli.renderers.options import RenderOptions
from hrsi_cli.renderers.words import metric_name, percent, place

HITS_SHOWN = 3
"""Passages shown of each case; the rest is counted."""
FURTHEST_SHOWN = 5
Searched = Literal["cases", "metrics", "models"]


def search_page(report: SearchReport, what: Searched, knowledge: KnowledgeBase, options: RenderOptions) -> Page:
    """What a search found, the best first, with the reason for each hit."""
    return tuple(_found(report, what, knowledge, options))


def _found(report: SearchReport, what: Searched, knowledge: KnowledgeBase, options: RenderOptions) -> Iterator[Block]:
    words = options.catalogue
    yield heading(words.say("browse.search_title", query=report.query), 1)
    if not report.found:
        yield paragraph(words.say("browse.nothing"), "muted")
        return
    yield paragraph(words.say(f"browse.found_{what}", count=len(report.found)))
    if report.found[0].hits[0].match == "some_words":
        yield paragraph(words.say("browse.partly"), "warn")
    shown = {"quiet": 1, "normal": HITS_SHOWN, "verbose": 10_000}[options.detail]
    for found in report.found:
        yield heading(_owner(found.owner, what, knowledge, words))
        yield _hits(found, shown, words)
        if len(found.hits) > shown:
            yield paragraph(words.say("browse.more", count=len(found.hits) - shown), "muted")


def _owner(owner: str, what: Searched, knowledge: KnowledgeBase, words: Catalogue) -> str:
    if what == "cases":
        return words.say("show.case_title", case=owner, label=words.text(knowledge.outlines[owner].label))
    if what == "models":
        return words.text(knowledge.model_systems[int(owner)].name)
    return f"{owner} {metric_name(knowledge.requirements[owner], knowledge, words)}"


def _hits(found: Found, shown: int, words: Catalogue) -> Table:
    columns = (
        Column(words.say("browse.field"), share=2),
        Column(words.say("browse.text"), share=6),
        Column(words.say("browse.match"), share=2),
        Column(words.say("show.source"), share=3),
    )
    rows = tuple(
        (
            cell(field_words(hit, words)),
            cell(words.text(hit.passage.text)),
            cell(match_words(hit, words), "muted"),
            cell(place(hit.passage.source, words), "muted"),
        )
        for hit in found.hits[:shown]
    )
    return Table(columns, rows)


def field_words(hit: Hit, words: Catalogue) -> str:
    """Which part of a case or a metric a hit stands in."""
    passage = hit.passage
    if passage.field == "statement":
        return words.say(f"show.topic.{passage.key}")
    return words.say(f"browse.field.{passage.field}", key=passage.key)


def match_words(hit: Hit, words: Catalogue) -> str:
    """How the passage matched, and in which language when that is not the reader's."""
    joined = words.say("common.list_separator").join(hit.words)
    match = words.say(f"browse.match.{hit.match}", words=joined)
    if hit.language == words.language:
        return match
    return words.say("browse.match.other", match=match, language=words.say(f"browse.language.{hit.language}"))


def like_page(system: str, near: tuple[NearCase, ...], knowledge: KnowledgeBase, options: RenderOptions) -> Page:
    """The cases in order of nearness; the nearest three in normal detail."""
    words = options.catalogue
    columns = (
        Column(words.say("browse.case"), share=3),
        Column(words.say("browse.model"), right=True),
        Column(words.say("browse.similarity"), right=True),
        Column(words.say("browse.compared"), right=True),
        Column(words.say("browse.same"), share=5),
        Column(words.say("browse.apart"), share=5),
    )
    shown = {"quiet": 1, "normal": 5, "verbose": len(near)}[options.detail]
    rows = tuple(_near(item, knowledge, words) for item in near[:shown])
    return (
        heading(words.say("browse.like_title", system=system), 1),
        Table(columns, rows),
        paragraph(words.say("browse.like_note"), "muted"),
        paragraph(words.say("compare.caveat_convenience"), "muted"),
    )


def _near(item: NearCase, knowledge: KnowledgeBase, words: Catalogue) -> tuple[Cell, ...]:
    outline = knowledge.outlines[item.case]
    same = [metric.metric for metric in item.metrics if metric.plan == metric.case]
    apart = sorted((metric for metric in item.metrics if metric.plan != metric.case), key=lambda metric: metric.closeness)
    furthest = [f"{metric.metric} {metric.plan}/{metric.case}" for metric in apart[:FURTHEST_SHOWN]]
    return (
        cell(f"{item.case} {words.text(outline.label)}"),
        cell(outline.model),
        cell(percent(item.similarity)),
        cell(f"{len(item.metrics)}/{len(item.metrics) + len(item.missing)}"),
        cell(f"{len(same)}: {' '.join(same)}" if same else "0"),
        cell(words.say("common.list_separator").join(furthest) or words.say("common.none")),
    )
