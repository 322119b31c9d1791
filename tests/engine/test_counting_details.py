"""The counts of the knowledge base, by name."""

from __future__ import annotations

from hrsi_cli.domain.browsing import About
from hrsi_cli.engine.counting import count_knowledge, preset_counts
from hrsi_cli.knowledge.store import load_knowledge, load_library


def test_every_count_has_its_name() -> None:
    knowledge, library = load_knowledge(), load_library()
    cases = list(knowledge.cases.values())
    readings = [reading for case in cases for reading in case.readings.values()]
    counts = {
        "models": 4,
        "metrics": 37,
        "cases": 10,
        "readings": 370,
        "levels": len([reading for reading in readings if reading.level is not None]),
        "ranges": len([reading for reading in readings if reading.level_range is not None]),
        "figures": len([figure for case in cases for figure in case.figures]) + len(cases),
        "statements": len([statement for case in cases for statement in case.statements]),
        "contradictions": len([contradiction for case in cases for contradiction in case.contradictions]),
        "rules": len(knowledge.rules),
        "terms": len(library.terms),
        "steps": len([step for activity in library.guide.activities for step in activity.steps]),
        "observations": len(library.observations),
    }
    assert count_knowledge(knowledge, library) == About(counts, preset_counts(knowledge))
    assert all(counts.values())
