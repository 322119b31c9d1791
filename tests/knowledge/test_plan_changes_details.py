"""Evidence as typed, places that only look like levels, and a plan that is written anew as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hrsi_cli.domain.problem import HrsiError
from hrsi_cli.knowledge.plan_changes import Grounds, assigned, differences, read_evidence, rewrite_plan_file
from hrsi_cli.knowledge.plan_editor import DELETE, Edit
from hrsi_cli.knowledge.yaml_reader import read_document

PLAN = "hrsi: 1\nsystem: {id: a}\ncurrent:\n  A.2.1.1: {level: 1, note: half, evidence: {kind: claim}}\n  A.2.3.1: 1\n"


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("drill::訓練：春", {"kind": "drill", "ref": "訓練：春"}),
        ("drill:2026-05-01:訓練：春", {"kind": "drill", "date": "2026-05-01", "ref": "訓練：春"}),
        ("drill：2026-05-01", {"kind": "drill", "date": "2026-05-01"}),
        ("ｃｌａｉｍ", {"kind": "claim"}),
        ("EVENT: :", {"kind": "event"}),
        (" document :: https://x/y", {"kind": "document", "ref": "https://x/y"}),
    ],
)
def test_the_colons_of_evidence(text: str, evidence: dict[str, str]) -> None:
    assert read_evidence(text) == evidence


def test_a_refused_kind_of_evidence_is_shown_as_it_was_typed() -> None:
    with pytest.raises(HrsiError) as refused:
        read_evidence("Dril\x1b:2026-05-01")
    assert refused.value.message.values == {"text": "Dril\\x1b:2026-05-01"}


@pytest.mark.parametrize(
    ("assignment", "edit", "new"),
    [
        ("current.A.2.1.1.note=whole", Edit(("current", "A.2.1.1", "note"), "whole"), "whole"),
        ("current.A.2.1.1.note=2024", Edit(("current", "A.2.1.1", "note"), "2024"), "2024"),
        ("current.A.2.1.1.evidence.kind=drill", Edit(("current", "A.2.1.1", "evidence", "kind"), "drill"), "drill"),
        ("current.A.2.1.1.level=1", Edit(("current", "A.2.1.1"), {"level": 1, "note": "half", "evidence": {"kind": "claim"}}), {"level": 1, "note": "half", "evidence": {"kind": "claim"}}),
        ("current.A.2.1.1.note=null", Edit(("current", "A.2.1.1", "note"), DELETE), None),
        ("A.2.3.1=null", Edit(("current", "A.2.3.1"), DELETE), None),
        ("system.importance=2", Edit(("system", "importance"), 2), 2),
        ("system.name=true", Edit(("system", "name"), "true"), "true"),
    ],
)  # fmt: skip
def test_only_a_level_takes_its_note_and_evidence_along(assignment: str, edit: Edit, new: Any) -> None:
    edits, changes = assigned(read_document(PLAN, "p"), [assignment], Grounds())
    assert (edits, [change.new for change in changes]) == ([edit], [new])
    assert [change.path for change in changes] == [edit.path] and not changes[0].stale_evidence


@pytest.mark.parametrize("grounds", [Grounds(note="n"), Grounds(evidence={"kind": "claim"})])
def test_grounds_need_a_level_to_rest_on(grounds: Grounds) -> None:
    for assignment in ("current.A.2.1.1.note=x", "system.name=x", "notes=null"):
        with pytest.raises(HrsiError, match=r"change\.grounds_without_metric"):
            assigned(read_document(PLAN, "p"), [assignment], grounds)


def test_an_unknown_level_loses_its_evidence_and_keeps_its_new_note() -> None:
    edits, _ = assigned(read_document(PLAN, "p"), ["A.2.1.1=unknown"], Grounds(note="lost", evidence={"kind": "drill"}))
    assert edits == [Edit(("current", "A.2.1.1"), {"level": "unknown", "note": "lost"})]


def test_what_only_the_old_plan_has_is_no_difference_of_the_new_one() -> None:
    old = {"current": {"A.2.1.1": {"level": 1, "note": "x"}}, "notes": "x", "items": ("a", "b")}
    assert differences(old, {"current": {"A.2.1.1": 1}, "items": ("a",)}) == []
    assert [(change.path, change.old, change.new) for change in differences({"items": None}, {"items": ("a", None)})] == [
        (("items", 0), None, "a")
    ]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_plan_written_anew_keeps_its_mark_and_leaves_no_copy_unasked(mark: bytes, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(mark + "a: 計画\n".encode())
    seen: list[str] = []

    def rewrite(text: str) -> str:
        seen.append(text)
        return text.replace("計画", "本文")

    dry = rewrite_plan_file(str(path), rewrite, dry_run=True)
    assert (dry.old_text, dry.new_text) == ("a: 計画\n", "a: 本文\n")
    assert path.read_bytes() == mark + "a: 計画\n".encode()
    done = rewrite_plan_file(str(path), rewrite, dry_run=False)
    assert (done.old_text, done.new_text) == ("a: 計画\n", "a: 本文\n")
    assert path.read_bytes() == mark + "a: 本文\n".encode()
    assert [found.name for found in tmp_path.iterdir()] == ["plan.yaml"]
    before = path.stat().st_mtime_ns, path.stat().st_ino
    same = rewrite_plan_file(str(path), rewrite, dry_run=False)
    assert same.old_text == same.new_text and (path.stat().st_mtime_ns, path.stat().st_ino) == before
    assert seen == ["a: 計画\n", "a: 計画\n", "a: 本文\n"]
    rewrite_plan_file(str(path), lambda text: "a: 1\n", dry_run=False, keep=True)
    assert (tmp_path / "plan.yaml~").read_bytes() == mark + "a: 本文\n".encode()
