"""The page of ``hrsi kb about``: version, sources and counts of the knowledge base."""

from __future__ import annotations

from collections.abc import Iterator

from hrsi_cli.domain.browsing import About
from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.guide_library import Library
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.overlay import OverlayNote
from hrsi_cli.domain.requirement import CLASSES
from hrsi_cli.domain.source import Source
from hrsi_cli.renderers.blocks import Block, Cell, Column, Page, Table, cell, facts, heading, paragraph
from hrsi_cli.renderers.options import RenderOptions


def about_page(about: About, knowledge: KnowledgeBase, library: Library, options: RenderOptions) -> Page:
    """Where the knowledge comes from and how much there is of it."""
    return tuple(_blocks(about, knowledge, library, options.catalogue, options.detail == "quiet"))


def _blocks(about: About, knowledge: KnowledgeBase, library: Library, words: Catalogue, quiet: bool) -> Iterator[Block]:
    yield heading(words.say("about.title", version=knowledge.version), 1)
    yield facts(_facts(about, knowledge, library, words))
    yield heading(words.say("about.presets"))
    yield _presets(about, knowledge, words)
    yield paragraph(words.say("about.preset_note"), "muted")
    if quiet:
        return
    yield heading(words.say("about.sources"))
    for source in library.sources:
        yield heading(words.text(source.title), 3)
        yield facts(_source(source, words))
    yield heading(words.say("about.overlay"))
    if knowledge.overlay is None:
        yield paragraph(words.say("about.no_overlay"), "muted")
    else:
        yield facts(_overlay(knowledge.overlay, words))


def _facts(about: About, knowledge: KnowledgeBase, library: Library, words: Catalogue) -> Iterator[tuple[str, Cell]]:
    counts = about.counts
    classes = {class_: sum(item.class_ == class_ for item in knowledge.requirements.values()) for class_ in CLASSES}
    yield words.say("about.date"), cell(library.knowledge.date.text)
    yield words.say("about.models"), cell(counts["models"])
    yield words.say("about.metrics"), cell(f"{counts['metrics']} ({words.say('about.classes', **classes)})")
    yield words.say("about.cases"), cell(counts["cases"])
    readings = words.say("about.readings_value", total=counts["readings"], levels=counts["levels"], ranges=counts["ranges"])
    yield words.say("about.readings"), cell(readings)
    for name in ("statements", "figures", "contradictions", "rules", "terms", "steps", "observations"):
        yield words.say(f"about.{name}"), cell(counts[name])


def _presets(about: About, knowledge: KnowledgeBase, words: Catalogue) -> Table:
    counts = about.presets
    columns = (
        Column(words.say("browse.model")),
        Column(words.say("about.preset_total"), right=True),
        Column(words.say("about.stated"), right=True),
        Column(words.say("about.inferred"), right=True),
        *((Column(words.say("about.own"), right=True),) if knowledge.overlay else ()),
    )
    rows = []
    for model, count in counts.items():
        row = [cell(words.say("model.short", model=model)), cell(count["total"]), cell(count["stated"]), cell(count["inferred"])]
        rows.append(tuple(row + ([cell(count["overlay"])] if knowledge.overlay else [])))
    total = {name: sum(count[name] for count in counts.values()) for name in ("total", "stated", "inferred", "overlay")}
    last = [
        cell(words.say("about.preset_total"), "strong"),
        *(cell(total[name], "strong") for name in ("total", "stated", "inferred")),
    ]
    rows.append(tuple(last + ([cell(total["overlay"], "strong")] if knowledge.overlay else [])))
    return Table(columns, tuple(rows))


def _source(source: Source, words: Catalogue) -> Iterator[tuple[str, Cell]]:
    yield words.say("about.publisher"), cell(words.text(source.publisher))
    yield words.say("about.edition"), cell(source.edition)
    yield words.say("about.published"), cell(source.published)
    yield words.say("about.terms_of_use"), cell(words.text(source.terms))
    yield words.say("about.used_for"), cell(words.text(source.used_for))
    if source.url:
        yield words.say("about.url"), cell(source.url)


def _overlay(overlay: OverlayNote, words: Catalogue) -> Iterator[tuple[str, Cell]]:
    yield words.say("about.overlay"), cell(f"{overlay.id} {words.text(overlay.title)}")
    yield words.say("about.overlay_version"), cell(overlay.version)
    yield words.say("about.file"), cell(overlay.path)
    yield words.say("about.overlay_source"), cell(overlay.source)
    counts = {"presets": overlay.presets, "offers": overlay.offers, "labels": overlay.labels, "cases": len(overlay.cases)}
    yield words.say("show.value"), cell(words.say("about.overlay_counts", **counts))
    if overlay.thresholds is not None:
        changed = {name: getattr(overlay.thresholds, name) for name in sorted(overlay.thresholds.model_fields_set)}
        yield words.say("about.thresholds"), cell(", ".join(f"{name} {value}" for name, value in changed.items()))
