"""Progress of single steps as a whole."""

from __future__ import annotations

from typing import Any

import pytest

from hrsi_cli.domain.browsing import StepProgress
from hrsi_cli.domain.plan import Plan
from hrsi_cli.engine.guide_progress import guide_progress
from hrsi_cli.knowledge.store import load_knowledge, load_library

KNOWLEDGE, GUIDE = load_knowledge(), load_library().guide
MAIN = [id for id, requirement in KNOWLEDGE.requirements.items() if requirement.class_ == "main"]


def progress(*keys: str, **parts: Any) -> StepProgress:
    step = GUIDE.activities[0].steps[0].model_copy(update={"id": "s", "answered_by": keys})
    guide = GUIDE.model_copy(
        update={"activities": (GUIDE.activities[0].model_copy(update={"steps": (step,)}),), "cloud_checks": ()}
    )
    plan = Plan.model_validate({"hrsi": 1, "system": {"id": "x"}, "target": {"model": 3}, **parts})
    (found,) = guide_progress(guide, plan, KNOWLEDGE).values()
    return found


@pytest.mark.parametrize(
    ("keys", "parts", "expected"),
    [
        ((), {}, StepProgress("s", "not_judged")),
        (("notes",), {}, StepProgress("s", "open", (), ("notes",), None, None)),
        (("notes",), {"notes": "n"}, StepProgress("s", "answered", ("notes",), (), None, None)),
        (("notes", "measures.sites"), {"notes": "n"}, StepProgress("s", "partly", ("notes",), ("measures.sites",), None, None)),
        (("measures.recovery.detect",), {"measures": {"recovery": {"detect": 0}}}, StepProgress("s", "answered", ("measures.recovery.detect",))),
        (("current",), {}, StepProgress("s", "open", (), ("current",), 0, 27)),
        (("current",), {"current": {"A.2.1.1": 0, "A.1.3.2": 1}}, StepProgress("s", "partly", (), ("current",), 1, 27)),
        (("current",), {"current": {"A.2.1.1": "unknown"}}, StepProgress("s", "open", (), ("current",), 0, 27)),
        (("current",), {"current": dict.fromkeys(MAIN, 0)}, StepProgress("s", "answered", ("current",), (), 27, 27)),
        (
            ("current",),
            {"current": {id: {"not_applicable": "none"} for id in MAIN}},
            StepProgress("s", "answered", ("current",), (), 27, 27),
        ),
        (("current.A.2.1.1",), {"current": {"A.2.1.1": "unknown"}}, StepProgress("s", "open", (), ("current.A.2.1.1",))),
        (("current.A.2.1.1",), {"current": {"A.2.1.1": 0}}, StepProgress("s", "answered", ("current.A.2.1.1",))),
    ],
)  # fmt: skip
def test_a_step_is_told_as_a_whole(keys: tuple[str, ...], parts: dict[str, Any], expected: StepProgress) -> None:
    assert progress(*keys, **parts) == expected


FAILBACK = "measures.sites[].failback.procedure"
AGREEMENT = "measures.recovery.vendor.disaster_agreement"


@pytest.mark.parametrize(
    ("failbacks", "state"),
    [
        ([{"procedure": True}], "answered"),
        ([{"procedure": True}, {"procedure": True}], "answered"),
        ([{"procedure": False}], "open"),
        ([{"procedure": True}, {"procedure": False}], "open"),
        ([{"time": "7d"}], "open"),
        ([None], "open"),
        ([], "open"),
    ],
)
def test_a_return_is_planned_when_every_backup_site_has_one(failbacks: list[dict[str, Any] | None], state: str) -> None:
    sites = [{"id": f"s{number}", "role": "backup", "failback": each} for number, each in enumerate(failbacks)]
    measures = {"sites": ({"id": "home", "role": "main"}, *sites)}
    assert progress(FAILBACK, measures=measures).state == state
    assert progress("measures.sites", FAILBACK, measures=measures).missing == (() if state == "answered" else (FAILBACK,))
    assert progress("measures.sites", FAILBACK).state == "open"


@pytest.mark.parametrize(
    ("vendor", "state"),
    [
        ({"needed": True, "disaster_agreement": True}, "answered"),
        ({"needed": True, "disaster_agreement": False}, "open"),
        ({"needed": True}, "open"),
        ({"needed": False}, "answered"),
        ({"needed": False, "disaster_agreement": False}, "answered"),
        ({}, "open"),
    ],
)
def test_help_is_agreed_on_or_not_needed(vendor: dict[str, bool], state: str) -> None:
    assert progress(AGREEMENT, measures={"recovery": {"vendor": vendor}}).state == state


@pytest.mark.parametrize("example", [True, False])
def test_the_step_about_switching_is_not_done_without_a_way_back(example: bool) -> None:
    sites = ({"id": "far", "role": "backup", "failback": {"procedure": example}},)
    plan = Plan.model_validate({"hrsi": 1, "system": {"id": "x"}, "target": {"model": 3}, "measures": {"sites": sites}})
    assert guide_progress(GUIDE, plan, KNOWLEDGE)["4.4"].state == ("answered" if example else "partly")
