"""A case as a plan, from cases of which less is known."""

from __future__ import annotations

from typing import Any

from hrsi_cli.domain.case import Case
from hrsi_cli.domain.plan import NotApplicable
from hrsi_cli.domain.text import Text
from hrsi_cli.engine.case_plan import case_plan, case_plan_content
from hrsi_cli.knowledge.store import load_knowledge

SHIPPED = load_knowledge().cases["1-1"]


def made(content: dict[str, Any], **readings: Any) -> Case:
    """A case whose plan states only so much, and of which readings are changed."""
    changed = {
        metric.replace("_", "."): SHIPPED.readings[metric.replace("_", ".")].model_copy(update=changes)
        for metric, changes in readings.items()
    }
    plan = SHIPPED.plan.model_copy(update={"content": content})
    return SHIPPED.model_copy(update={"plan": plan, "readings": {**SHIPPED.readings, **changed}})


def test_a_case_without_measures_has_none_in_its_plan() -> None:
    content = case_plan_content(made({"system": {"id": "c"}}), "1.0", "en")
    assert list(content) == ["hrsi", "knowledge", "system", "target", "current"]
    assert (content["hrsi"], content["knowledge"], content["target"]) == (1, "1.0", {"model": 1})
    measures = {"recovery": {"detect": "1h"}}
    full = case_plan_content(made({"measures": measures, "system": {"id": "c"}, "objectives": {}}), "1.0", "en")
    assert list(full) == ["hrsi", "knowledge", "system", "target", "objectives", "current", "measures"]
    assert full["measures"] == measures


def test_levels_come_from_the_readings_unless_the_case_says_otherwise() -> None:
    text = {"status": "not_applicable", "level": None, "summary": Text(ja="なし", en="none")}
    case = made(
        {"system": {"id": "c"}, "current": {"A.2.5.1": 2}},
        A_2_1_1=text,
        A_2_4_1={"status": "unknown", "level": None},
        A_2_5_1={"status": "stated", "level": 1},
        A_2_3_1={"status": "stated", "level": 0},
    )
    current = case_plan_content(case, "1.0", "en")["current"]
    assert {metric: current[metric] for metric in ("A.2.1.1", "A.2.4.1", "A.2.5.1", "A.2.3.1")} == {
        "A.2.1.1": {"not_applicable": "none"}, "A.2.4.1": "unknown", "A.2.5.1": 2, "A.2.3.1": 0,
    }  # fmt: skip
    assert list(current) == list(SHIPPED.readings)
    assert case_plan(case, "1.0").current["A.2.1.1"] == NotApplicable(not_applicable="なし")
