"""``hrsi.compare`` and ``hrsi.compare_model``: two sides, or a model system beside its cases, for programs."""

from __future__ import annotations

from typing import Literal, TypedDict

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.comparison import RELATIONS, Comparison, Overview, Side, Standing
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.renderers.pages.comparison import caveats
from hrsi_cli.renderers.records.shapes import TextRecord, text_record

RelationName = Literal["above", "equal", "below", "not_comparable"]


class SideRecord(TypedDict):
    kind: Literal["model", "case", "plan"]
    id: str | int


class StandingRecord(TypedDict):
    level: int | None
    level_range: list[int] | None
    status: str
    basis: str | None
    origin: str | None


CompareRow = TypedDict(
    "CompareRow",
    {
        "metric": str,
        "class": str,
        "left": StandingRecord,
        "right": StandingRecord,
        "relation": RelationName,
        "summary": TextRecord,
        "source": str,
    },
)


class CompareRecord(TypedDict):
    schema: Literal["hrsi.compare"]
    schema_version: Literal[1]
    knowledge_version: str
    left: SideRecord
    right: SideRecord
    rows: list[CompareRow]
    summary: dict[RelationName, int]
    caveats: list[str]


def comparison_record(comparison: Comparison, knowledge: KnowledgeBase, words: Catalogue) -> CompareRecord:
    """The comparison as a record."""
    return {
        "schema": "hrsi.compare",
        "schema_version": 1,
        "knowledge_version": comparison.knowledge_version,
        "left": _side(comparison.left),
        "right": _side(comparison.right),
        "rows": [
            {
                "metric": row.metric,
                "class": knowledge.requirements[row.metric].class_,
                "left": standing_record(row.left),
                "right": standing_record(row.right),
                "relation": row.relation,
                "summary": text_record(row.summary),
                "source": row.source,
            }
            for row in comparison.rows
        ],
        "summary": {relation: comparison.count(relation) for relation in RELATIONS},
        "caveats": caveats(words, knowledge, comparison),
    }


class OverviewCase(StandingRecord):
    relation: RelationName


OverviewRow = TypedDict("OverviewRow", {"metric": str, "class": str, "preset": StandingRecord, "cases": dict[str, OverviewCase]})


class OverviewRecord(TypedDict):
    schema: Literal["hrsi.compare_model"]
    schema_version: Literal[1]
    knowledge_version: str
    model: int
    cases: list[str]
    rows: list[OverviewRow]
    caveats: list[str]


def overview_record(overview: Overview, knowledge: KnowledgeBase, words: Catalogue) -> OverviewRecord:
    """A model system beside its cases as a record."""
    return {
        "schema": "hrsi.compare_model",
        "schema_version": 1,
        "knowledge_version": overview.knowledge_version,
        "model": overview.model,
        "cases": [str(side.id) for side in overview.cases],
        "rows": [
            {
                "metric": row.metric,
                "class": knowledge.requirements[row.metric].class_,
                "preset": standing_record(row.preset),
                "cases": {id: {**standing_record(standing), "relation": relation} for id, standing, relation in row.cases},
            }
            for row in overview.rows
        ],
        "caveats": caveats(words, knowledge),
    }


def _side(side: Side) -> SideRecord:
    return {"kind": side.kind, "id": side.id}


def standing_record(standing: Standing) -> StandingRecord:
    """The level of one side for one metric."""
    return {
        "level": standing.level,
        "level_range": None if standing.level_range is None else list(standing.level_range),
        "status": standing.status,
        "basis": standing.basis,
        "origin": standing.origin,
    }
