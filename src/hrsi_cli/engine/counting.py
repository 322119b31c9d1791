"""How much the knowledge base holds."""

from __future__ import annotations

from hrsi_cli.domain.browsing import About
from hrsi_cli.domain.guide_library import Library
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.text import SHIPPED


def count_knowledge(knowledge: KnowledgeBase, library: Library) -> About:
    """The counts that ``hrsi kb about`` shows."""
    return About(knowledge_counts(knowledge, library), preset_counts(knowledge))


def knowledge_counts(knowledge: KnowledgeBase, library: Library) -> dict[str, int]:
    """How much of everything there is."""
    cases = list(knowledge.cases.values())
    readings = [reading for case in cases for reading in case.readings.values()]
    return {
        "models": len(knowledge.model_systems),
        "metrics": len(knowledge.requirements),
        "cases": len(cases),
        "readings": len(readings),
        "levels": sum(reading.level is not None for reading in readings),
        "ranges": sum(reading.level_range is not None for reading in readings),
        "figures": sum(len(case.figures) + 1 for case in cases),
        "statements": sum(len(case.statements) for case in cases),
        "contradictions": sum(len(case.contradictions) for case in cases),
        "rules": len(knowledge.rules),
        "terms": len(library.terms),
        "steps": sum(len(activity.steps) for activity in library.guide.activities),
        "observations": len(library.observations),
    }


def preset_counts(knowledge: KnowledgeBase) -> dict[int, dict[str, int]]:
    """Presets per model system: how many there are, shipped ones stated and inferred, and those from an overlay."""
    return {
        model.id: {
            "total": len(model.presets),
            "stated": sum(preset.basis == "stated" and preset.origin == SHIPPED for preset in model.presets),
            "inferred": sum(preset.basis == "inferred" and preset.origin == SHIPPED for preset in model.presets),
            "overlay": sum(preset.origin != SHIPPED for preset in model.presets),
        }
        for model in knowledge.model_systems.values()
    }
