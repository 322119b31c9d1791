"""The library: the guide's own texts and the record of sources, read only by the commands that show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hrsi_cli.domain.guide import Guide, Observation, Term
from hrsi_cli.domain.model_system import Constraint, PresetRule
from hrsi_cli.domain.source import KnowledgeVersion, Source
from hrsi_cli.domain.text import Text


@dataclass(frozen=True, slots=True)
class Library:
    """What the knowledge base holds beside model systems, requirements and cases."""

    knowledge: KnowledgeVersion
    guide: Guide
    observations: Mapping[str, Observation]
    """By id, in the order of section 3.2."""
    terms: Mapping[str, Term]
    sources: tuple[Source, ...]
    constraints: Mapping[str, Constraint]
    """What the guide says that bears on the presets, by id."""
    preset_rules: Mapping[str, PresetRule]
    """Our rules where the guide decides nothing, by id."""
    units: Mapping[str, Text]
    """Labels of the vocabulary's units."""
    figures: Mapping[str, Text]
    """Labels of the vocabulary's figures."""
    industries: Mapping[str, Text]
