"""The JSON outputs by name, for ``hrsi schema NAME``. A new record gets a line here; a test looks for it."""

from __future__ import annotations

import importlib
from typing import Any, Literal, TypedDict

_HERE = "hrsi_cli.renderers.records"
RECORDS: dict[str, str] = {
    "baseline": f"{_HERE}.baseline:BaselineRecord",
    "case": f"{_HERE}.knowledge:CaseRecord",
    "case_like": f"{_HERE}.browsing:CaseLikeRecord",
    "case_list": f"{_HERE}.browsing:CaseListRecord",
    "case_search": f"{_HERE}.browsing:CaseSearchRecord",
    "compare": f"{_HERE}.comparison:CompareRecord",
    "compare_all": f"{_HERE}.case_map:CaseMapRecord",
    "compare_model": f"{_HERE}.comparison:OverviewRecord",
    "config_show": f"{_HERE}.config:ConfigRecord",
    "explain": f"{_HERE}.explain:ExplainRecord",
    "explain_many": f"{_HERE}.explain:ExplainManyRecord",
    "gap": f"{_HERE}.judgement:GapRecord",
    "gap_inputs": f"{_HERE}.inputs:GapInputsRecord",
    "gap_line": "hrsi_cli.renderers.ndjson:GapLine",
    "gate_init": f"{_HERE}.policy:GateInitRecord",
    "guide": f"{_HERE}.guide:GuideRecord",
    "history": f"{_HERE}.steering:HistoryRecord",
    "kb_about": f"{_HERE}.guide:KbAboutRecord",
    "kb_check": f"{_HERE}.integrity:KbCheckRecord",
    "model": f"{_HERE}.knowledge:ModelRecord",
    "model_list": f"{_HERE}.browsing:ModelListRecord",
    "model_search": f"{_HERE}.browsing:ModelSearchRecord",
    "observations": f"{_HERE}.guide:ObservationsRecord",
    "path": f"{_HERE}.path:PathRecord",
    "plan_diff": f"{_HERE}.steering:PlanDiffRecord",
    "plan_edit": f"{_HERE}.plan:PlanEditRecord",
    "plan_fmt": f"{_HERE}.plan:PlanFmtRecord",
    "plan_import": f"{_HERE}.plan_import:PlanImportRecord",
    "plan_init": f"{_HERE}.plan:PlanInitRecord",
    "plan_validate": f"{_HERE}.plan:PlanValidateRecord",
    "portfolio": f"{_HERE}.portfolio:PortfolioRecord",
    "portfolio_line": f"{_HERE}.portfolio:PortfolioLine",
    "portfolio_row": f"{_HERE}.portfolio:ExportRow",
    "requirement": f"{_HERE}.knowledge:RequirementRecord",
    "requirement_list": f"{_HERE}.browsing:RequirementListRecord",
    "requirement_search": f"{_HERE}.browsing:RequirementSearchRecord",
    "schema_list": f"{_HERE}.registry:SchemaListRecord",
    "select": f"{_HERE}.selection:SelectRecord",
    "select_many": f"{_HERE}.selection:SelectManyRecord",
    "waiver_edit": f"{_HERE}.waivers:WaiverEditRecord",
    "waivers": f"{_HERE}.waivers:WaiversRecord",
    "whatif": f"{_HERE}.steering:WhatIfRecord",
}
"""Module and name of each record; imported when its schema is asked for."""
FILES = ("config", "plan")
"""What users write themselves."""


class SchemaListRecord(TypedDict):
    """The names that ``hrsi schema`` knows."""

    schema: Literal["hrsi.schema_list"]
    schema_version: Literal[1]
    knowledge_version: str
    names: list[str]


def schema_list_record(names: list[str], version: str) -> SchemaListRecord:
    """The names as a record."""
    return {"schema": "hrsi.schema_list", "schema_version": 1, "knowledge_version": version, "names": names}


def schema_names() -> list[str]:
    """Every name that ``hrsi schema`` knows, sorted."""
    return sorted([*RECORDS, *FILES])


def record_of(name: str) -> Any:
    """The TypedDict (or union of them) of an output."""
    module, _, record = RECORDS[name].partition(":")
    return getattr(importlib.import_module(module), record)
