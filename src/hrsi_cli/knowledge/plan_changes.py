"""What a person means by changing a plan: levels with notes and evidence, adjustments, any other key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hrsi_cli.domain.plan import EVIDENCE_KINDS
from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.domain.quantity import fold
from hrsi_cli.domain.visible import echo
from hrsi_cli.knowledge.assignments import level_typed, parse_assignment
from hrsi_cli.knowledge.file_writer import lock_for_edit, replace_file
from hrsi_cli.knowledge.near import nearest_hint
from hrsi_cli.knowledge.plan_editor import DELETE, Edit, EditResult, edit_text
from hrsi_cli.knowledge.text_file import decode, read_regular_file, shown_path
from hrsi_cli.knowledge.yaml_reader import MAX_BYTES, Document, Path, read_document

_NOT_APPLICABLE = ("not_applicable", "n/a", "該当なし", "対象外")


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a level rests on, as far as it was said."""

    note: str | None = None
    evidence: dict[str, Any] | None = None
    reason: str | None = None
    """Why the metric does not apply."""


@dataclass(frozen=True, slots=True)
class Change:
    """One place of a plan before and after; None where nothing stood or stands."""

    path: Path
    old: Any
    new: Any
    stale_evidence: bool = False
    """The level changed and the evidence beside it is still that of the old one."""


def read_evidence(text: str) -> dict[str, Any]:
    """Evidence as typed: ``drill:2026-05-01:docs/drill.md``; date and reference may be left out."""
    parts = (text if ":" in text else text.replace("：", ":")).split(":", 2)
    kind, day, ref = (*(part.strip() for part in parts), "", "")[:3]
    kind = fold(kind).casefold()
    if kind not in EVIDENCE_KINDS:
        hint = nearest_hint(kind, EVIDENCE_KINDS)
        raise HrsiError(Message("change.bad_evidence", {"text": echo(text)}), hint)
    evidence: dict[str, Any] = {"kind": kind}
    if day:
        evidence["date"] = fold(day)
    if ref:
        evidence["ref"] = ref
    return evidence


def assigned(document: Document, assignments: Sequence[str], grounds: Grounds) -> tuple[list[Edit], list[Change]]:
    """The edits for assignments, each read against the plan as the ones before it leave it."""
    edits: list[Edit] = []
    changes: list[Change] = []
    for assignment in assignments:
        path, value = parse_assignment(assignment, document.data)
        metric = _metric(path)
        if metric is not None and value is not DELETE:
            change, edit = level_change(document, metric, value, grounds)
        else:
            change = Change(path, lookup(document.data, path), None if value is DELETE else value)
            edit = Edit(path, value)
        edits.append(edit)
        changes.append(change)
        document = read_document(edit_text(document.text, [edit]), document.path)
    if (grounds.note or grounds.evidence) and not any(_metric(change.path) for change in changes):
        raise HrsiError(Message("change.grounds_without_metric"))
    return edits, changes


def level_change(document: Document, metric: str, value: Any, grounds: Grounds) -> tuple[Change, Edit]:
    """The edit that gives a metric a level; the note and the evidence beside it stay unless new ones are given."""
    path: Path = ("current", metric)
    old = lookup(document.data, path)
    if isinstance(value, str) and fold(value).casefold() in _NOT_APPLICABLE:
        if not grounds.reason:
            raise HrsiError(Message("change.needs_reason", {"metric": metric}))
        new: Any = {"not_applicable": grounds.reason}
        return Change(path, old, new), Edit(path, new)
    value = level_typed(value)
    if isinstance(value, dict):  # {level: 2, note: ...} as typed
        return Change(path, old, value), Edit(path, value)
    kept = dict(old) if isinstance(old, dict) and "level" in old else {}
    content = kept | {"level": value}
    if grounds.note is not None:
        content["note"] = grounds.note
    if grounds.evidence is not None:
        content["evidence"] = grounds.evidence
    stale = "evidence" in kept and grounds.evidence is None and kept.get("level") != value
    if value == "unknown":
        # nothing can prove a level that nobody knows
        content = {key: item for key, item in content.items() if key != "evidence"}
        stale = False
    new = content if len(content) > 1 or kept else value
    return Change(path, old, new, stale), Edit(path, new)


def adjusted(document: Document, metric: str, level: Any, reason: str) -> tuple[Edit, Change]:
    """The edit that changes a preset on purpose; a note beside it stays."""
    path: Path = ("target", "adjustments", metric)
    old = lookup(document.data, path)
    new = {**(old if isinstance(old, dict) else {}), "level": level_typed(level), "reason": reason}
    return Edit(path, new), Change(path, old, new)


def lookup(data: Any, path: Path) -> Any:
    """What stands at a place, or None."""
    for part in path:
        held = part in data if isinstance(data, dict) else isinstance(data, tuple) and part in range(len(data))
        if not held:
            return None
        data = data[part]
    return data


def differences(old: Any, new: Any, path: Path = ()) -> list[Change]:
    """Every place where two plans differ: a level with its metric, anything else as the single value that it is."""
    if old == new:
        return []
    found: list[Change] = []
    if path[:-1] in (("current",), ("target", "adjustments")):
        if _level_of(old) != _level_of(new):
            found.append(Change(path, old, new))
        old, new = (value if isinstance(value, dict) else {} for value in (old, new))
        inside = [key for key in new if key not in ("level", "not_applicable")]
    elif isinstance(new, dict) and isinstance(old, dict | None):
        inside = list(new)
    elif isinstance(new, tuple) and isinstance(old, tuple | None):
        inside = list(range(len(new)))
    else:
        return [Change(path, old, new)]
    for part in inside:
        held = part in old if isinstance(old, dict) else old is not None and part < len(old)
        found += differences(old[part] if held else None, new[part], (*path, part))
    return found


def _level_of(answer: Any) -> Any:
    """The level of an answer in its short or its long form, or the reason why there is none."""
    return answer.get("level", answer.get("not_applicable")) if isinstance(answer, dict) else answer


def _metric(path: Path) -> str | None:
    """The metric whose level a path names."""
    is_level = path[:1] == ("current",) and (len(path) == 2 or (len(path) == 3 and path[2] == "level"))
    return str(path[1]) if is_level else None


def rewrite_plan_file(path: str, rewrite: Callable[[str], str], *, dry_run: bool, keep: bool = False) -> EditResult:
    """Give a plan a new text as a whole, with what `edit_plan_file` promises."""
    if path == "-":
        raise HrsiError(Message("edit.stdin"))
    with lock_for_edit(path):
        shown = shown_path(path)
        old_bytes = read_regular_file(path, shown, MAX_BYTES)
        old_text = decode(old_bytes, shown)
        new_text = rewrite(old_text)
        if new_text == old_text or dry_run:
            return EditResult(old_text, new_text)
        mark = b"\xef\xbb\xbf" if old_bytes.startswith(b"\xef\xbb\xbf") else b""
        replace_file(path, old_bytes, mark + new_text.encode(), locked=True, keep=keep)
        return EditResult(old_text, new_text)
