"""The passages of a model system that a search goes through: its profile, its presets, what is said about it."""

from __future__ import annotations

from collections.abc import Iterator

from hrsi_cli.domain.browsing import FieldKind, Passage
from hrsi_cli.domain.guide_library import Library
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.language import LANGUAGES
from hrsi_cli.domain.model_system import ModelSystem, OfferedTime
from hrsi_cli.domain.text import Text
from hrsi_cli.engine.passages import NAME, Catalogues, joined, time_text

PROFILE, PRESET, SENTENCE = 2.5, 1.5, 1.2
"""Weights beside that of a name: rows of the table for choosing, presets, sentences."""


def model_passages(model: ModelSystem, knowledge: KnowledgeBase, library: Library, catalogues: Catalogues) -> Iterator[Passage]:
    """Everything in a model system that can be found."""

    def passage(field: FieldKind, key: str, text: Text, source: str, weight: float) -> Passage:
        return Passage(str(model.id), field, key, text, source, weight)

    about = model.description
    yield passage("id", "id", _said("model.short", catalogues, model=model.id), about.source, NAME)
    yield passage("name", "name", model.name, about.source, NAME)
    yield passage("description", "description", about, about.source, SENTENCE)
    for key, text, source in _profile(model, library, catalogues):
        yield passage("profile", key, text, source, PROFILE)
    for preset in model.presets:
        requirement = knowledge.requirements[preset.metric]
        text = joined(requirement.name, requirement.label(preset.level), preset.rationale)
        yield passage("preset", preset.metric, text, preset.source, PRESET)
    for number, note in enumerate(model.notes, start=1):
        yield passage("note", str(number), note, note.source, SENTENCE)


def _profile(model: ModelSystem, library: Library, catalogues: Catalogues) -> Iterator[tuple[str, Text, str]]:
    """The rows of the table for choosing: key, what it says, and where."""
    profile = model.profile
    for key, scale, name in (("strength", profile.strength, "show.strength"), ("budget", profile.investment, "criterion.budget")):
        yield key, _row(_said(name, catalogues), _said(f"strength.{scale.value}", catalogues)), scale.source
    for key in ("rto_failure", "rto_disaster", "rpo"):
        offered: OfferedTime = getattr(profile, key)
        times = dict.fromkeys((offered.best.text, offered.worst.text))
        row = _row(_said(f"criterion.{key}", catalogues), *(time_text(time, library) for time in times))
        yield key, joined(row, offered.note), offered.source
    backup = profile.backup
    ja, en = (catalogues[one].say(f"show.mode.{backup.mode}", interval=backup.interval.in_(one)) for one in LANGUAGES)
    yield "backup", _row(_said("show.backup", catalogues), Text(ja=ja, en=en)), backup.source
    for key in ("redundancy", "backup_site"):
        choice = getattr(profile, key)
        held = _said("common.yes" if choice.value else "common.no", catalogues)
        yield key, joined(_row(_said(f"criterion.{key}", catalogues), held), choice.note), choice.source


def _row(name: Text, *values: Text) -> Text:
    ja, en = (" - ".join(value.in_(one) for value in values) for one in LANGUAGES)
    return Text(ja=f"{name.ja} {ja}", en=f"{name.en} {en}")


def _said(id: str, catalogues: Catalogues, **values: object) -> Text:
    """A sentence of the program in both languages."""
    return Text(ja=catalogues["ja"].say(id, **values), en=catalogues["en"].say(id, **values))
