"""``hrsi.compare_all``: the ten cases by metric, for programs."""

from __future__ import annotations

from typing import Literal, TypedDict

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.comparison import Overview, Standing
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.renderers.pages.case_map import standings
from hrsi_cli.renderers.pages.comparison import caveats
from hrsi_cli.renderers.records.comparison import OverviewCase, StandingRecord, standing_record


class MappedCase(TypedDict):
    id: str
    model: int


MapRow = TypedDict(
    "MapRow", {"metric": str, "class": str, "presets": dict[str, StandingRecord | None], "cases": dict[str, OverviewCase]}
)


class CaseMapRecord(TypedDict):
    schema: Literal["hrsi.compare_all"]
    schema_version: Literal[1]
    knowledge_version: str
    cases: list[MappedCase]
    rows: list[MapRow]
    caveats: list[str]


def case_map_record(overviews: tuple[Overview, ...], knowledge: KnowledgeBase, words: Catalogue) -> CaseMapRecord:
    """The map as a record."""
    presets = {overview.model: {row.metric: row.preset for row in overview.rows} for overview in overviews}
    return {
        "schema": "hrsi.compare_all",
        "schema_version": 1,
        "knowledge_version": knowledge.version,
        "cases": [{"id": str(side.id), "model": overview.model} for overview in overviews for side in overview.cases],
        "rows": [
            {
                "metric": metric,
                "class": requirement.class_,
                "presets": {str(model): _preset(rows[metric]) for model, rows in presets.items()},
                "cases": {
                    id: {**standing_record(standing), "relation": relation}
                    for id, (standing, relation) in standings(metric, overviews).items()
                },
            }
            for metric, requirement in knowledge.requirements.items()
        ],
        "caveats": caveats(words, knowledge),
    }


def _preset(standing: Standing) -> StandingRecord | None:
    return None if standing.level is None else standing_record(standing)
