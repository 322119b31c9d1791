"""The page of ``hrsi requirement show``: one metric with its scale, its presets and the cases at each level."""

from __future__ import annotations

from collections.abc import Iterator

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.requirement import Requirement
from hrsi_cli.domain.text import SHIPPED
from hrsi_cli.renderers.blocks import Block, Cell, Column, Page, Table, cell, facts, heading, paragraph
from hrsi_cli.renderers.options import RenderOptions
from hrsi_cli.renderers.pages.contradictions import contradiction_blocks
from hrsi_cli.renderers.words import origin_words, place


def requirement_page(requirement: Requirement, knowledge: KnowledgeBase, options: RenderOptions) -> Page:
    """A metric as a page."""
    return tuple(_blocks(requirement, knowledge, options.catalogue))


def _blocks(requirement: Requirement, knowledge: KnowledgeBase, words: Catalogue) -> Iterator[Block]:
    yield heading(f"{requirement.id} {words.text(requirement.name)}", 1)
    yield facts(_headline(requirement, words))
    yield heading(words.say("show.scale"))
    yield from scale_blocks(requirement, knowledge, words)
    yield from contradiction_blocks(requirement.id, knowledge, words)


def scale_blocks(requirement: Requirement, knowledge: KnowledgeBase, words: Catalogue) -> Iterator[Block]:
    """What each level means, with the presets and the cases at it."""
    presets = {
        model.id: preset for model in knowledge.model_systems.values() if (preset := model.preset(requirement.id)) is not None
    }
    columns = (
        Column(words.say("show.level"), right=True),
        Column(words.say("show.value"), share=3),
        *((Column(words.say("show.presets_of"), share=3),) if presets else ()),
        Column(words.say("show.cases"), share=3),
    )
    rows = []
    for step in requirement.levels:
        cells: list[Cell] = [cell(step.level), cell(words.text(step.label) + _own(step.origin, words))]
        if presets:
            names = [
                words.say("model.short", model=model) + ("*" if preset.basis == "inferred" else "") + _own(preset.origin, words)
                for model, preset in presets.items()
                if preset.level == step.level
            ]
            cells.append(cell(words.say("common.list_separator").join(names)))
        cases = [outline.id for outline in knowledge.outlines.values() if outline.grades[requirement.id].level == step.level]
        cells.append(cell(" ".join(cases)))
        rows.append(tuple(cells))
    yield Table(columns, tuple(rows))
    without = [
        f"{outline.id} ({words.say(f'reading.{grade.status}')})"
        for outline in knowledge.outlines.values()
        if (grade := outline.grades[requirement.id]).level is None
    ]
    if without:
        yield paragraph(words.say("show.without_level", cases=words.say("common.list_separator").join(without)), "muted")
    if not presets:
        yield paragraph(words.say("show.no_preset"), "muted")
    elif any(preset.basis == "inferred" for preset in presets.values()):
        yield paragraph(words.say("browse.star"), "muted")


def _own(origin: str, words: Catalogue) -> str:
    """What an overlay brings is marked with its name."""
    return "" if origin == SHIPPED else f" ({origin_words(origin, words)})"


def _headline(requirement: Requirement, words: Catalogue) -> Iterator[tuple[str, Cell]]:
    yield words.say("show.class"), cell(words.say(f"class.{requirement.class_}"))
    yield words.say("show.path"), cell(words.text(requirement.path))
    yield words.say("show.polarity"), cell(words.say(f"polarity.{requirement.polarity}"))
    edition = words.say("show.edition_value", edition=requirement.edition)
    if requirement.edition_note:
        edition += f" {words.text(requirement.edition_note)}"
    yield words.say("show.edition"), cell(edition)
    yield words.say("show.source"), cell(place(requirement.source, words))
