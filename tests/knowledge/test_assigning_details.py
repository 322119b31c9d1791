"""Names, brackets, quotes and kinds of an assignment; and what a changed level does to its note and evidence."""

from __future__ import annotations

from typing import Any

import pytest

from hrsi_cli.domain.problem import HrsiError, InputError
from hrsi_cli.knowledge.assignments import assigned_text, parse_assignment
from hrsi_cli.knowledge.plan_changes import (
    Grounds,
    adjusted,
    assigned,
    differences,
    level_change,
    lookup,
    read_evidence,
    rewrite_plan_file,
)
from hrsi_cli.knowledge.plan_editor import DELETE, edit_text
from hrsi_cli.knowledge.yaml_reader import Document, read_document

PLAN = """\
hrsi: 1
system: {id: any, depends_on: [net, ＤＢ]}
target: {model: 3}
current:
  A.2.1.1: {level: 1, note: half, evidence: {kind: claim}}
  A.2.3.1: 1
  A.2.5.1: {not_applicable: none}
waivers:
  - {metric: A.2.4.1, reason: r}
  - {rule: HRSI201, reason: r}
measures:
  backups:
    - {name: "2", interval: 1d}
    - {name: nightly, interval: 1d}
"""


def document() -> Document:
    return read_document(PLAN, "p")


DATA = document().data


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("waivers[A.2.4.1].reason=x", ("waivers", 0, "reason"), "x"),
        ("waivers[HRSI201].reason=x", ("waivers", 1, "reason"), "x"),
        ("system.depends_on[DB]=null", ("system", "depends_on", 1), DELETE),
        ("system.depends_on[DB]=~", ("system", "depends_on", 1), DELETE),
        ("measures.backups[2].interval=2d", ("measures", "backups", 0, "interval"), "2d"),
        ("measures.backups[1].interval=2d", ("measures", "backups", 0, "interval"), "2d"),
        ("measures.backups[nightly].tags[+]=x", ("measures", "backups", 1, "tags", 0), "x"),
        ("notes='it''s'", ("notes",), "it's"),
        ('notes="a\\tb"', ("notes",), "a\tb"),
        ("notes=[1, two]", ("notes",), (1, "two")),
        ("notes={a: 1}", ("notes",), {"a": 1}),
        ("notes=a=b", ("notes",), "a=b"),
        ("notes＝x", ("notes",), "x"),
        ("notes=- x", ("notes",), "- x"),
        ("notes=x #y", ("notes",), "x #y"),
        ("notes=x: y", ("notes",), "x: y"),
        ("notes=*x", ("notes",), "*x"),
        ("notes=1.5", ("notes",), "1.5"),
        ("notes=true", ("notes",), "true"),
        ("notes=no", ("notes",), "no"),
        ("measures.backups[1].efficiency=0.5", ("measures", "backups", 0, "efficiency"), 0.5),
        ("measures.backups[1].online=true", ("measures", "backups", 0, "online"), True),
        ("A.2.5.1=1", ("current", "A.2.5.1"), 1),
        ("A.2.1.1={level: 2}", ("current", "A.2.1.1"), {"level": 2}),
        ("A.2.1.1=null", ("current", "A.2.1.1"), DELETE),
        ("current.A.2.1.1=2", ("current", "A.2.1.1", "level"), 2),
        ("system．name=x", ("system", "name"), "x"),
        ("Xnotes=X", ("Xnotes",), "X"),
    ],
)
def test_places_and_values(text: str, path: tuple[Any, ...], value: Any) -> None:
    found = parse_assignment(text, DATA)
    assert found == (path, value)
    assert type(found[1]) is type(value)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("x" * 1990 + "=" + "y" * 10, "assign.too_long", None),
        ("A.2.1.1", "assign.no_equals", "assign.hint_form"),
        ("[a]=1", "assign.bad_place", "assign.hint_form"),
        ("a[ ]=1", "assign.bad_place", "assign.hint_form"),
        ("a[b]c=1", "assign.bad_place", "assign.hint_form"),
        (".a=1", "assign.bad_place", "assign.hint_form"),
        ("notes=", "assign.no_value", "assign.hint_null"),
        ("notes=[a", "assign.bad_value", "assign.hint_quotes"),
        ("notes={a: 1} x", "assign.bad_value", "assign.hint_quotes"),
        ('notes="a" b', "assign.bad_value", "assign.hint_quotes"),
        ("notes={a: &x 1}", "assign.bad_value", "assign.hint_quotes"),
        ("measures.backups[nightli].interval=1", "assign.no_item", "input.hint_near"),
        ("measures.backups[3].interval=1", "assign.no_item", "input.hint_known"),
        ("measures.backups[0].interval=1", "assign.no_item", "input.hint_known"),
        ("measures.sites[x].role=main", "assign.no_item", "assign.hint_new"),
    ],
)
def test_refusals_say_what_and_how(text: str, message: str, hint: str | None) -> None:
    with pytest.raises(HrsiError) as refused:
        parse_assignment(text, DATA)
    assert (refused.value.message.id, refused.value.hint.id if refused.value.hint else None) == (message, hint)


def test_the_longest_assignment_is_taken() -> None:
    assert parse_assignment("notes=" + "y" * 1994, DATA)[1] == "y" * 1994
    with pytest.raises(InputError):
        assigned_text("a: 1\na: 2\n", ["notes=x"])


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("claim", {"kind": "claim"}),
        ("document:2026-05-01", {"kind": "document", "date": "2026-05-01"}),
        ("drill::docs/a:b.md", {"kind": "drill", "ref": "docs/a:b.md"}),
        (" Event : ２０２６-05-01 : x ", {"kind": "event", "date": "2026-05-01", "ref": "x"}),
        ("drill：2026-05-01：docs", {"kind": "drill", "date": "2026-05-01", "ref": "docs"}),
    ],
)
def test_evidence_as_typed(text: str, evidence: dict[str, str]) -> None:
    assert read_evidence(text) == evidence


def test_other_evidence_is_refused_with_what_is_near() -> None:
    with pytest.raises(HrsiError) as refused:
        read_evidence("dril:2026-05-01")
    assert refused.value.message.id == "change.bad_evidence"
    assert refused.value.hint is not None and refused.value.hint.values["near"] == "drill"


CLAIM = {"kind": "claim"}
DRILL = {"kind": "drill", "date": "2026-05-01"}


@pytest.mark.parametrize(
    ("metric", "value", "grounds", "new", "stale"),
    [
        ("A.2.1.1", 2, Grounds(), {"level": 2, "note": "half", "evidence": CLAIM}, True),
        ("A.2.1.1", 1, Grounds(), {"level": 1, "note": "half", "evidence": CLAIM}, False),
        ("A.2.1.1", "２", Grounds(note="all", evidence=DRILL), {"level": 2, "note": "all", "evidence": DRILL}, False),
        ("A.2.1.1", "unknown", Grounds(), {"level": "unknown", "note": "half"}, False),
        ("A.2.3.1", "unknown", Grounds(evidence=DRILL), "unknown", False),
        ("A.2.3.1", 2, Grounds(), 2, False),
        ("A.2.3.1", 2, Grounds(note="x"), {"level": 2, "note": "x"}, False),
        ("A.2.5.1", 2, Grounds(), 2, False),
        ("A.2.1.1", {"level": 0}, Grounds(), {"level": 0}, False),
        ("A.2.1.1", "該当なし", Grounds(reason="none"), {"not_applicable": "none"}, False),
        ("A.2.1.1", "N/A", Grounds(reason="none"), {"not_applicable": "none"}, False),
        ("A.2.1.1", "対象外", Grounds(reason="none"), {"not_applicable": "none"}, False),
        ("A.2.4.1", 1, Grounds(evidence=CLAIM), {"level": 1, "evidence": CLAIM}, False),
    ],
)
def test_a_level_and_what_it_rests_on(metric: str, value: Any, grounds: Grounds, new: Any, stale: bool) -> None:
    change, edit = level_change(document(), metric, value, grounds)
    assert (change.new, change.stale_evidence, edit.value, edit.path) == (new, stale, new, ("current", metric))
    assert change.old == DATA["current"].get(metric)
    held = lookup(read_document(edit_text(PLAN, [edit]), "p").data, ("current", metric))
    assert held == new


def test_not_applicable_needs_its_reason() -> None:
    with pytest.raises(HrsiError) as refused:
        level_change(document(), "A.2.1.1", "not_applicable", Grounds())
    assert (refused.value.message.id, refused.value.message.values["metric"]) == ("change.needs_reason", "A.2.1.1")


def test_an_adjustment_carries_its_reason() -> None:
    edit, change = adjusted(document(), "A.2.4.1", "２", "lines failed")
    assert edit.value == change.new == {"level": 2, "reason": "lines failed"}
    assert (edit.path, change.old) == (("target", "adjustments", "A.2.4.1"), None)


def test_assignments_are_read_in_their_order_and_text_stays_text() -> None:
    edits, changes = assigned(
        document(),
        ["measures.backups[+]={name: w}", "measures.backups[w].interval=1w", "system.name=2024", "A.2.1.1=2", "notes=null"],
        Grounds(note="n"),
    )
    assert [edit.path for edit in edits] == [
        ("measures", "backups", 2), ("measures", "backups", 2, "interval"), ("system", "name"), ("current", "A.2.1.1"), ("notes",),
    ]  # fmt: skip
    assert [change.new for change in changes] == [{"name": "w"}, "1w", "2024", {"level": 2, "note": "n", "evidence": CLAIM}, None]
    assert [change.stale_evidence for change in changes] == [False, False, False, True, False]
    with pytest.raises(HrsiError) as refused:
        assigned(document(), ["notes=x"], Grounds(note="n"))
    assert refused.value.message.id == "change.grounds_without_metric"
    assigned(document(), ["notes=x"], Grounds(reason="r"))
    assert assigned(document(), ["notes=ｔrue"], Grounds())[1][0].new == "ｔrue"
    assert assigned(document(), ["system.name=１２=3"], Grounds())[1][0].new == "１２=3"


def test_lookup_finds_nothing_where_nothing_stands() -> None:
    assert lookup(DATA, ("system", "depends_on", 1)) == "ＤＢ"
    assert lookup(DATA, ("system", "depends_on", 2)) is None
    assert lookup(DATA, ("system", "depends_on", "x")) is None
    assert lookup(DATA, ("hrsi", "x")) is None
    assert lookup(DATA, ()) == DATA


def test_differences_are_levels_with_their_metric_and_single_values() -> None:
    old = {
        "current": {"A.2.1.1": 1, "A.2.3.1": {"level": 1, "note": "x"}, "A.2.4.1": 1, "A.2.5.1": {"not_applicable": "x"}},
        "target": {"model": 3, "adjustments": {"A.2.6.1": {"level": 1, "reason": "r"}}},
        "measures": {"backups": ({"name": "a", "interval": "1d"},)},
        "notes": "x",
    }
    new = {
        "current": {
            "A.2.1.1": {"level": 1, "note": "half"},
            "A.2.3.1": {"level": 2, "note": "x"},
            "A.2.4.1": 1,
            "A.2.5.1": {"not_applicable": "y"},
            "A.2.5.2": 0,
        },
        "target": {"model": 2, "adjustments": {"A.2.6.1": {"level": 2, "reason": "s"}}},
        "measures": {"backups": ({"name": "a", "interval": "1h"}, {"name": "b"}), "sites": ({"id": "s"},)},
        "notes": ("x",),
    }
    assert differences(old, old) == []
    assert [(".".join(map(str, change.path)), change.old, change.new) for change in differences(old, new)] == [
        ("current.A.2.1.1.note", None, "half"),
        ("current.A.2.3.1", {"level": 1, "note": "x"}, {"level": 2, "note": "x"}),
        ("current.A.2.5.1", {"not_applicable": "x"}, {"not_applicable": "y"}),
        ("current.A.2.5.2", None, 0),
        ("target.model", 3, 2),
        ("target.adjustments.A.2.6.1", {"level": 1, "reason": "r"}, {"level": 2, "reason": "s"}),
        ("target.adjustments.A.2.6.1.reason", "r", "s"),
        ("measures.backups.0.interval", "1d", "1h"),
        ("measures.backups.1.name", None, "b"),
        ("measures.sites.0.id", None, "s"),
        ("notes", "x", ("x",)),
    ]


def test_a_whole_plan_is_written_anew_only_where_it_can_be() -> None:
    with pytest.raises(HrsiError, match=r"edit\.stdin"):
        rewrite_plan_file("-", lambda text: text, dry_run=False)


def test_the_place_of_a_missing_item_is_named() -> None:
    with pytest.raises(HrsiError) as refused:
        parse_assignment("measures.sites[x].role=main", DATA)
    assert refused.value.message.values["where"] == "measures.sites"
    assert refused.value.hint is not None and refused.value.hint.values["where"] == "measures.sites"
    data = {"measures": {"sites": ({"id": "osaka", "role": "main"},)}}
    assert parse_assignment("measures.sites[osaka].role=main", data)[0] == ("measures", "sites", 0, "role")


def test_text_is_text_whatever_brackets_it_stands_behind() -> None:
    plan = read_document('measures: {backups: [{name: "a=b", interval: 1d}]}\nsystem: {id: x}\n', "p")
    assert parse_assignment("measures.backups[a=b].note=2024", plan.data) == (("measures", "backups", 0, "note"), "2024")
    assert parse_assignment("system.importance=2", plan.data) == (("system", "importance"), 2)


def test_what_if_reads_text_as_an_edit_does() -> None:
    assert 'name: "2024"' in assigned_text("hrsi: 1\nsystem: {id: x, name: y}\ntarget: {model: 1}\n", ["system.name=2024"])
