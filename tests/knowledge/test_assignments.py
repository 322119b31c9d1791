"""Assignments as typed: where they point, what they mean, and what is refused with a hint."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrsi_cli.domain.problem import HrsiError, InputError
from hrsi_cli.knowledge.assignments import assigned_text, parse_assignment
from hrsi_cli.knowledge.plan_editor import DELETE
from hrsi_cli.knowledge.yaml_reader import read_document

PLAN = """\
hrsi: 1
system: {id: any, depends_on: [net]}
target: {model: 3}
current:
  A.2.1.1: {level: 1, note: half}   # why
  A.2.3.1: 1
measures:
  backups:
    - {name: nightly, interval: 1d}
    - {name: 日次, interval: 1d}
  sites:
    - {id: osaka, name: 大阪, role: backup}
"""
DATA = read_document(PLAN, "p").data


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("A.2.1.1=2", ("current", "A.2.1.1", "level"), 2),
        ("a.2.3.1 ＝ ２", ("current", "A.2.3.1"), 2),
        ("Ａ．２．３．１=2", ("current", "A.2.3.1"), 2),
        ("A.2.3.2=unknown", ("current", "A.2.3.2"), "unknown"),
        ("A.2.1.1.note=x: y # z", ("current", "A.2.1.1", "note"), "x: y # z"),
        ("notes=#123 を参照", ("notes",), "#123 を参照"),
        ("notes=# a", ("notes",), "# a"),
        ("A.2.5.1={not_applicable: none}", ("current", "A.2.5.1"), {"not_applicable": "none"}),
        ("target.adjustments.A.2.4.1.level=2", ("target", "adjustments", "A.2.4.1", "level"), 2),
        ("measures.backups[nightly].interval=1h", ("measures", "backups", 0, "interval"), "1h"),
        ("measures.backups[日次].encrypted=true", ("measures", "backups", 1, "encrypted"), True),
        ("measures.backups[2].encrypted=true", ("measures", "backups", 1, "encrypted"), True),
        ("measures.backups[+]={name: new}", ("measures", "backups", 2), {"name": "new"}),
        ("measures.sites[大阪].switch=manual", ("measures", "sites", 0, "switch"), "manual"),
        ("system.depends_on[net]=null", ("system", "depends_on", 0), DELETE),
        ('knowledge="2026.1"', ("knowledge",), "2026.1"),
        ("costs.steps.A.2.1.1.2=1.5", ("costs", "steps", "A.2.1.1", "2"), 1.5),
    ],
)
def test_an_assignment_names_a_place_and_a_value(text: str, path: tuple[Any, ...], value: Any) -> None:
    assert parse_assignment(text, DATA) == (path, value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A.2.1.1", "assign.no_equals"),
        ("a[b=2", "assign.no_equals"),
        ("=2", "assign.bad_place"),
        ("a..b=1", "assign.bad_place"),
        ("a]=1", "assign.bad_place"),
        ("measures.backups[].interval=1", "assign.bad_place"),
        ("A.2.1.1=", "assign.no_value"),
        ("A.2.1.1={level", "assign.bad_value"),
        ("A.2.1.1={level: 1}}", "assign.bad_value"),
        ("measures.backups[nigtly].interval=1h", "assign.no_item"),
        ("waivers[A.2.1.1]=null", "assign.no_item"),
        ("A.2.1.1=" + "9" * 3000, "assign.too_long"),
    ],
)
def test_what_is_no_assignment_is_refused(text: str, message: str) -> None:
    with pytest.raises(HrsiError) as refused:
        parse_assignment(text, DATA)
    assert refused.value.message.id == message


def test_later_assignments_see_what_earlier_ones_made() -> None:
    text = assigned_text(PLAN, ["measures.backups[+]={name: weekly, interval: 1w}", "measures.backups[weekly].interval=3d"])
    assert read_document(text, "p").data["measures"]["backups"][2] == {"name": "weekly", "interval": "3d"}
    assert "# why" in text


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_no_text_is_a_fault_of_the_program(text: str) -> None:
    try:
        assigned_text(PLAN, [text])
    except (HrsiError, InputError):
        pass
