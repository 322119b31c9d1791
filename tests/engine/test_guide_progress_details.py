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
