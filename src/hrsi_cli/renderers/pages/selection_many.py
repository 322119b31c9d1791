"""The page of ``hrsi select`` for several systems: a table in the order of recovery (activity 1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from hrsi_cli.domain.advice import SystemSelection
from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.renderers.blocks import Block, Cell, Column, Page, Table, cell, heading, paragraph
from hrsi_cli.renderers.options import RenderOptions
from hrsi_cli.renderers.pages.selection import relaxation_words, value_words


def selection_many_page(systems: Sequence[SystemSelection], options: RenderOptions) -> Page:
    """One row per system, with what stands in the way where nothing fits."""
    words = options.catalogue
    columns = (
        Column(words.say("select.many_priority"), right=True),
        Column(words.say("select.many_system"), share=2),
        Column(words.say("select.many_times"), share=2),
        Column(words.say("select.many_model")),
        Column(words.say("select.many_cost")),
        Column(words.say("select.many_remark"), share=4),
    )
    title = heading(words.say("select.many_title", count=len(systems)), 1)
    table = Table(columns, tuple(_row(system, words) for system in systems))
    return (title, table) if options.detail == "quiet" else (title, table, *_remarks(systems, words))


def _row(system: SystemSelection, words: Catalogue) -> tuple[Cell, ...]:
    selection = system.selection
    answers = selection.answers
    times = " / ".join(value_words(time, words) for time in (answers.rto_failure, answers.rto_disaster, answers.rpo))
    name = f"{system.id} {system.name}" if system.name else system.id
    priority = cell("-" if system.importance is None else system.importance)
    if selection.recommended is None or system.advice.cost is None:
        ways = [relaxation_words(relaxation, words) for relaxation in selection.relaxations[:1]]
        remark = cell(ways[0] if ways else words.say("select.no_way_out"), "bad")
        return (priority, cell(name), cell(times), cell(words.say("select.many_none"), "bad"), cell("-"), remark)
    return (
        priority,
        cell(name),
        cell(times),
        cell(words.say("model.short", model=selection.recommended), "good"),
        cell(words.say(f"strength.{system.advice.cost.investment}")),
        cell(words.say("select.many_fits")),
    )


def _remarks(systems: Sequence[SystemSelection], words: Catalogue) -> Iterator[Block]:
    ranks: dict[int | None, list[str]] = defaultdict(list)
    for system in systems:
        ranks[system.importance].append(system.id)
    separator = words.say("common.list_separator")
    for importance, ids in ranks.items():
        if importance is None:
            yield paragraph(words.say("select.many_unranked", systems=separator.join(ids)), "warn")
        elif len(ids) > 1:
            yield paragraph(words.say("select.many_same", importance=importance, systems=separator.join(ids)), "warn")
    yield paragraph(words.say("select.many_note"), "muted")
