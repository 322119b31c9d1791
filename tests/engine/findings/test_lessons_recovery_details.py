"""Lessons about the recovery itself: findings about tests and drills as a whole, and copies that say little."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.engine.findings.keyless import keyless

from hrsi_cli.domain.judgement import Arithmetic, ArithmeticTerm, Finding
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.problem import NOWHERE, Message
from hrsi_cli.engine.findings.registry import RULES
from hrsi_cli.engine.findings.subject import Subject
from hrsi_cli.knowledge.store import load_knowledge

KNOWLEDGE = load_knowledge()
Found = Callable[..., list[Finding]]
TOKYO, OSAKA = {"id": "tokyo", "role": "main"}, {"id": "osaka", "role": "backup", "name": "Osaka"}


@pytest.fixture
def found(subject_of: Callable[..., Subject]) -> Found:
    """The findings of one rule about these measures."""

    def run(rule: str, current: dict[str, Any] | None = None, model: int = 1, **measures: Any) -> list[Finding]:
        content = {"hrsi": 1, "system": {"id": "x"}, "target": {"model": model}}
        plan = Plan.model_validate({**content, "current": current or {}, "measures": measures})
        return keyless(RULES[rule](subject_of(plan)))

    return run


def whole(rule: str, *path: str | int, message: str = "", arithmetic: Arithmetic | None = None, **values: object) -> Finding:
    """A finding with the weight and the grounds of its rule."""
    known = KNOWLEDGE.rules[rule]
    told = Message(message or rule, values)
    return Finding(rule, known.severity, told, NOWHERE, path, known.metrics, known.cases, known.sources, arithmetic)


AGE = Arithmetic((), ArithmeticTerm("age", 366, "days"), ArithmeticTerm("oldest_accepted", 365, "days"))
OLD = {"day": "2025-11-22", "days": 366, "months": 12, "oldest": "2025-11-23"}


def test_a_restore_that_was_not_tested_is_told_as_a_whole(found: Found) -> None:
    backups = tuple(
        {"name": name, **({"restore_tested": day} if day else {})}
        for name, day in (("a", None), ("b", "2025-11-22"), ("c", "2025-11-23"), ("d", "2026-11-23"), ("e", "2026-11-24"))
    )
    place = ("measures", "backups")
    assert found("HRSI201", backups=backups) == [
        whole("HRSI201", *place, 0, "restore_tested", backup="a"),
        whole("HRSI201", *place, 1, "restore_tested", message="HRSI201.old", arithmetic=AGE, backup="b", **OLD),
        whole("HRSI201", *place, 4, "restore_tested", message="HRSI201.ahead", backup="e", day="2026-11-24"),
    ]


@pytest.mark.parametrize(
    ("drilled", "told"),
    [
        (None, {}),
        ("2025-11-22", {"message": "HRSI207.old", "arithmetic": AGE, **OLD}),
        ("2026-11-24", {"message": "HRSI207.ahead", "day": "2026-11-24"}),
        ("2025-11-23", None),
    ],
)
def test_a_drill_that_is_missing_is_told_as_a_whole(drilled: str | None, told: dict[str, Any] | None, found: Found) -> None:
    recovery = {"drilled": drilled} if drilled else {"detect": "1h"}
    expected = [] if told is None else [whole("HRSI207", "measures", "recovery", "drilled", backup="", **told)]
    assert found("HRSI207", recovery=recovery) == expected


@pytest.mark.parametrize(
    ("site", "fires"),
    [
        ({}, True),
        ({"failback": {}}, True),
        ({"failback": {"procedure": False, "time": "1d"}}, True),
        ({"failback": {"procedure": True}}, False),
    ],
)
def test_a_return_without_a_procedure_is_told_as_a_whole(site: dict[str, Any], fires: bool, found: Found) -> None:
    expected = [whole("HRSI202", "measures", "sites", 1, "failback", "procedure", site="Osaka")] if fires else []
    assert found("HRSI202", sites=(TOKYO, {**OSAKA, **site})) == expected


@pytest.mark.parametrize(
    ("activated", "fires"), [(None, False), ((), False), (("main",), True), (("backup",), False), (("main", "backup"), False)]
)
def test_a_site_that_only_the_main_site_can_start_is_told_as_a_whole(
    activated: tuple[str, ...] | None, fires: bool, found: Found
) -> None:
    site = {"id": "osaka", "role": "backup", **({} if activated is None else {"activated_from": activated})}
    expected = [whole("HRSI203", "measures", "sites", 1, "activated_from", site="osaka")] if fires else []
    assert found("HRSI203", sites=(TOKYO, site)) == expected


@pytest.mark.parametrize(
    ("copies", "told"),
    [
        (None, {}),
        ((), {}),
        (("tokyo",), {"message": "HRSI206.main_only", "sites": ("tokyo",)}),
        (("osaka",), None),
        (("tokyo", "osaka"), None),
    ],
)
def test_runbooks_at_the_main_site_alone_are_told_as_a_whole(
    copies: tuple[str, ...] | None, told: dict[str, Any] | None, found: Found
) -> None:
    recovery = {} if copies is None else {"runbook_copies": copies}
    expected = [] if told is None else [whole("HRSI206", "measures", "recovery", "runbook_copies", **told)]
    assert found("HRSI206", sites=(TOKYO, OSAKA), recovery=recovery) == expected


@pytest.mark.parametrize(
    ("copy", "place"),
    [
        ({}, None),
        ({"kept": "elsewhere"}, Message("HRSI208.another_place")),
        ({"kept": "elsewhere", "site": "tokyo"}, Message("HRSI208.another_place")),
        ({"kept": "same_room", "transport": "line"}, None),
        ({"transport": "road"}, Message("HRSI208.another_place")),
        ({"transport": "line"}, Message("HRSI208.another_place")),
        ({"site": "tokyo", "transport": "road"}, None),
        ({"site": "osaka"}, "Osaka"),
    ],
)
def test_an_unencrypted_copy_that_leaves_is_told_as_a_whole(copy: dict[str, Any], place: object, found: Found) -> None:
    expected = [] if place is None else [whole("HRSI208", "measures", "backups", 1, "encrypted", backup="b", site=place)]
    safe, silent = {"name": "a", "encrypted": True, "site": "osaka"}, {"name": "c", "site": "osaka"}
    made = found("HRSI208", backups=(safe, {"name": "b", "encrypted": False, **copy}, silent), sites=(TOKYO, OSAKA))
    assert made == expected


@pytest.mark.parametrize(
    ("copy", "fires"),
    [
        ({}, False),
        ({"site": "tokyo"}, False),
        ({"site": "tokyo", "medium": "cloud"}, True),
        ({"kept": "same_room", "medium": "cloud"}, True),
        ({"site": "osaka"}, True),
        ({"transport": "road"}, True),
        ({"kept": "same_room"}, False),
    ],
)
def test_a_copy_that_needs_a_line_that_is_single_is_named(copy: dict[str, Any], fires: bool, found: Found) -> None:
    made = found("HRSI209", {"A.2.4.1": 0}, backups=({"name": "b", **copy},), sites=(TOKYO, OSAKA))
    reasons = Message("HRSI209.copies", {"backups": ("b",)})
    assert [finding.message.values["reasons"] for finding in made] == ([reasons] if fires else [])


@pytest.mark.parametrize(("lines", "model", "fires"), [(0, 3, True), (0, 2, False), (1, 3, False), ("unknown", 3, False)])
def test_a_remote_backup_over_a_single_line_is_told(lines: Any, model: int, fires: bool, found: Found) -> None:
    made = found("HRSI209", {"A.2.4.1": lines}, model)
    reasons = Message("HRSI209.target", {"target": 2})
    assert [finding.message.values["reasons"] for finding in made] == ([reasons] if fires else [])


@pytest.mark.parametrize(("kept", "fires"), [("same_room", True), ("same_building", True), ("elsewhere", False), (None, False)])
def test_media_beside_the_machine_are_told_as_a_whole(kept: str | None, fires: bool, found: Found) -> None:
    backup = {"name": "b", **({"kept": kept} if kept else {})}
    expected = [whole("HRSI215", "measures", "backups", 1, "kept", message=f"HRSI215.{kept}", backup="b")] if fires else []
    assert found("HRSI215", backups=({"name": "a"}, backup)) == expected
