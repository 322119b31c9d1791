"""The page of ``hrsi model show``: the rough table for choosing, and the presets with their grounds."""

from __future__ import annotations

from collections.abc import Iterator

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.model_system import ModelSystem, OfferedTime, Preset
from hrsi_cli.domain.text import SHIPPED
from hrsi_cli.renderers.blocks import Block, Cell, Column, Page, Table, bullets, cell, heading, paragraph
from hrsi_cli.renderers.options import RenderOptions
from hrsi_cli.renderers.words import basis_words, level_words, metric_name, origin_words, place, time_words


def model_page(model: ModelSystem, knowledge: KnowledgeBase, options: RenderOptions) -> Page:
    """A model system with its selection profile, presets and cases."""
    return tuple(_blocks(model, knowledge, options.catalogue, options.detail == "quiet"))


def _blocks(model: ModelSystem, knowledge: KnowledgeBase, words: Catalogue, quiet: bool) -> Iterator[Block]:
    yield heading(words.text(model.name), 1)
    yield paragraph(words.text(model.description))
    yield heading(words.say("show.profile"))
    columns = (
        Column(words.say("select.criterion"), share=2),
        Column(words.say("show.value"), share=3),
        Column(words.say("select.basis")),
    )
    yield Table(columns, tuple(_profile(model, words)))
    if quiet:
        return
    yield heading(words.say("show.presets"))
    yield _presets(model, knowledge, words)
    yield paragraph(_counted(model, knowledge, words), "muted")
    yield heading(words.say("show.cases"))
    yield bullets(
        cell(f"{words.say('case.name', case=outline.id)} {words.text(outline.label)}: {words.text(outline.feature)}")
        for outline in knowledge.outlines_of(model.id)
    )
    yield heading(words.say("show.notes"))
    yield bullets(cell(f"{words.text(note)} ({place(note.source, words)})") for note in model.notes)


def _counted(model: ModelSystem, knowledge: KnowledgeBase, words: Catalogue) -> str:
    """How many presets the guide states; what an overlay brings counts by itself."""
    shipped = [preset.basis for preset in model.presets if preset.origin == SHIPPED]
    counts = {"total": len(model.presets), "stated": shipped.count("stated"), "inferred": shipped.count("inferred")}
    own = len(model.presets) - len(shipped)
    if knowledge.overlay is None or not own:
        return words.say("show.preset_counts", **counts)
    return words.say("show.preset_counts_own", **counts, own=own, origin=origin_words(knowledge.overlay.origin, words))


def _profile(model: ModelSystem, words: Catalogue) -> Iterator[tuple[Cell, ...]]:
    profile = model.profile

    def row(name: str, value: str, basis: str, origin: str = SHIPPED) -> tuple[Cell, ...]:
        return cell(words.say(name)), cell(value), cell(basis_words(basis, origin, words), "muted")

    yield row("show.strength", words.say(f"strength.{profile.strength.value}"), profile.strength.basis)
    for name in ("rto_failure", "rto_disaster", "rpo"):
        offered: OfferedTime = getattr(profile, name)
        yield row(f"criterion.{name}", offered_words(offered, words), offered.basis, offered.origin)
    yield row("criterion.budget", words.say(f"strength.{profile.investment.value}"), profile.investment.basis)
    backup = words.say(f"show.mode.{profile.backup.mode}", interval=words.text(profile.backup.interval))
    yield row("show.backup", backup, profile.backup.basis)
    for name in ("redundancy", "backup_site"):
        choice = getattr(profile, name)
        yield row(f"criterion.{name}", words.say("common.yes" if choice.value else "common.no"), choice.basis)


def offered_words(offered: OfferedTime, words: Catalogue) -> str:
    """A range of times that a model system offers."""
    worst = time_words(offered.worst.seconds, words)
    if offered.best.seconds == offered.worst.seconds:
        return worst
    if offered.best.seconds == 0:
        return words.say("select.at_most", worst=worst)
    return words.say("select.range", best=time_words(offered.best.seconds, words), worst=worst)


def _presets(model: ModelSystem, knowledge: KnowledgeBase, words: Catalogue) -> Table:
    columns = (
        Column(words.say("compare.metric")),
        Column(words.say("compare.requirement"), share=3),
        Column(words.say("show.level"), share=3),
        Column(words.say("select.basis")),
        Column(words.say("show.rationale"), share=6),
    )
    rows = tuple(
        (
            cell(preset.metric),
            cell(metric_name(knowledge.requirements[preset.metric], knowledge, words)),
            cell(level_words(knowledge.requirements[preset.metric], preset.level, words)),
            cell(basis_words(preset.basis, preset.origin, words), "strong" if preset.basis == "stated" else "muted"),
            cell(f"{words.text(preset.rationale)} [{_grounds(preset, words)}]"),
        )
        for preset in model.presets
    )
    return Table(columns, rows)


def _grounds(preset: Preset, words: Catalogue) -> str:
    """The statements that a shipped preset rests on, or the document behind an overlay's."""
    return " ".join(preset.constraints) if preset.origin == SHIPPED else place(preset.source, words)
