"""The shape of each file under ``data/``: top-level keys around the domain objects."""

from __future__ import annotations

from hrsi_cli.domain.base import Frozen
from hrsi_cli.domain.guide import Guide, Observation, Term
from hrsi_cli.domain.model_system import Constraint, ModelSystem, PresetRule
from hrsi_cli.domain.requirement import Requirement
from hrsi_cli.domain.rule import Rule
from hrsi_cli.domain.source import KnowledgeVersion, Source
from hrsi_cli.domain.text import Text


class RequirementsFile(Frozen):
    """``requirements.yaml``"""

    requirements: tuple[Requirement, ...]


class ModelsFile(Frozen):
    """``models.yaml``"""

    model_systems: tuple[ModelSystem, ...]
    constraints: tuple[Constraint, ...] = ()
    rules: tuple[PresetRule, ...] = ()


class SourcesFile(Frozen):
    """``sources.yaml``"""

    knowledge: KnowledgeVersion
    sources: tuple[Source, ...]


class VocabularyFile(Frozen):
    """``vocabulary.yaml``: closed lists, their keys with labels."""

    industries: dict[str, Text]
    units: dict[str, Text]
    figures: dict[str, Text]
    rows: dict[str, Text]


class RulesFile(Frozen):
    """``rules/logic.yaml`` (physics and logic) and ``rules/lessons.yaml`` (lessons)."""

    rules: tuple[Rule, ...]


class ObservationsFile(Frozen):
    """``observations.yaml``"""

    observations: tuple[Observation, ...]


class GlossaryFile(Frozen):
    """``glossary.yaml``"""

    terms: tuple[Term, ...]


class LibraryFile(Frozen):
    """What only the showing commands need, compiled into one file."""

    guide: Guide
    observations: ObservationsFile
    glossary: GlossaryFile
    sources: SourcesFile
    vocabulary: VocabularyFile
    constraints: tuple[Constraint, ...]
    preset_rules: tuple[PresetRule, ...]
