"""Edits that change little or nothing, values that are empty, and results that would not hold what was asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hrsi_cli.domain.problem import HrsiError, InputError, Message
from hrsi_cli.knowledge import plan_editor
from hrsi_cli.knowledge.plan_editor import DELETE, Edit, edit_plan_file, edit_text, format_plan, same_data

Place = tuple[str | int, ...]


@pytest.mark.parametrize("value", ["0", "null", "''", "false", "[]", "{}", ""])
def test_what_is_empty_can_be_taken_out_too(value: str) -> None:
    assert edit_text(f"a: {value}\nb: 1\n", [Edit(("a",), DELETE)]) == "b: 1\n"
    assert edit_text(f"- {value}\n- 1\n", [Edit((0,), DELETE)]) == "- 1\n"


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("a: 1.50\n", ("a",), 1.5),
        ("a: 'x'\n", ("a",), "x"),
        ("a: ~\n", ("a",), None),
        ("a: [1,  2 ]\n", ("a",), [1, 2]),
        ("a: {b:  1 }\n", ("a",), {"b": 1}),
        ("a: {b:  1, c: 2 }\n", ("a",), {"c": 2, "b": 1}),
        ("a: 1\n", ("b",), DELETE),
        ("a: 1\n", ("a", "b"), DELETE),
        ("a: [1]\n", ("a", 1), DELETE),
        ("a: [1]\n", ("a", "x"), DELETE),
    ],
)
def test_what_already_is_so_leaves_the_text_as_it_is(text: str, path: Place, value: Any) -> None:
    assert edit_text(text, [Edit(path, value)]) == text


@pytest.mark.parametrize(
    ("text", "path", "value", "new"),
    [
        ("a: 1\n", ("b",), None, "a: 1\nb: null\n"),
        ("a: 1\n", ("a",), None, "a: null\n"),
        ("a: 1\n", ("a",), True, "a: true\n"),
        ("a: 1.0\n", ("a",), 1, "a: 1\n"),
        ("a: [1]\n", ("a",), [1, 2, 3], "a: [1, 2, 3]\n"),
        ("a: [1, 2, 3]\n", ("a",), [0, 2], "a: [0, 2]\n"),
        ("a: {b: 1, c: [1, 2], d: 3}\n", ("a",), {"b": 1, "c": [1], "e": 4}, "a: {b: 1, c: [1], e: 4}\n"),
        ("a: {b: 1}\n", ("a",), [], "a: []\n"),
        ("a: [1]\n", ("a",), {}, "a: {}\n"),
        ("a:\n  - b: 1 # one\n  - b: 2 # two\n", ("a",), [{"b": 1}, {"b": 3}], "a:\n  - b: 1 # one\n  - b: 3 # two\n"),
        ("a: |\n  one\n", ("a",), "x \ny\n", 'a: "x \\ny\\n"\n'),
        ("a: |\n  one\n", ("a",), "x\n y\n", 'a: "x\\n y\\n"\n'),
        ("a: >\n  one\n", ("a",), "x\n\ny\n", "a: >\n  x\n\n\n  y\n"),
    ],
)
def test_only_what_differs_is_written(text: str, path: Place, value: Any, new: str) -> None:
    assert edit_text(text, [Edit(path, value)]) == new


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (1, 1, True), (1, 1.0, False), (1, True, False), (0, False, False), ("1", 1, False), (None, "", False), ((), (), True),
        ((1, 2), (1, 2), True), ((1, 2), (2, 1), False), ((1,), (1, 2), False), ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        ({"a": 1}, {"a": 2}, False), ({"a": 1}, {"b": 1}, False), ({}, (), False), ({"a": (1, {"b": 0})}, {"a": (1, {"b": False})}, False),
    ],
)  # fmt: skip
def test_when_data_is_the_same(left: object, right: object, same: bool) -> None:
    assert same_data(left, right) is same


def test_the_mark_of_byte_order_stays_and_faults_are_told_without_a_file() -> None:
    assert edit_text("\ufeffa: 1\n", [Edit(("a",), 2)]) == "\ufeffa: 2\n"
    for text in ("a: 1\na: 2\n", "\ufeffa: 1\na: 2\n"):
        with pytest.raises(InputError) as refused:
            edit_text(text, [Edit(("a",), 2)])
        assert [(found.path, found.message.id) for found in refused.value.problems] == [("", "input.duplicate_key")]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ((), Message("edit.whole_file")),
        (("a", "b"), Message("edit.no_place", {"where": "a.b"})),
        (("l", 2), Message("edit.no_place", {"where": "l[3]"})),
        (("l", "x\x1b", 0), Message("edit.no_place", {"where": "l.x\\x1b[1]"})),
        (("m", 0), Message("edit.no_place", {"where": "m[1]"})),
    ],
)
def test_an_edit_that_leads_nowhere_names_its_place(path: Place, message: Message) -> None:
    with pytest.raises(HrsiError) as refused:
        edit_text("a: 1\nl: [1]\nm: {n: 1}\n", [Edit(path, 5)])
    assert (refused.value.message, refused.value.hint) == (message, None)


@pytest.mark.parametrize("spoilt", ["a: 2\n", "a: 1\na: 1\n", "a: [\n"])
def test_what_would_not_hold_the_same_data_is_never_given_out(spoilt: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_editor, "format_text", lambda document: spoilt)
    with pytest.raises(HrsiError) as refused:
        format_plan("a: 1\n")
    assert (refused.value.message, refused.value.hint) == (
        Message("edit.not_verified", {"where": ""}),
        Message("edit.hint_by_hand"),
    )
    monkeypatch.setattr(plan_editor, "set_value", lambda document, path, value: spoilt)
    with pytest.raises(HrsiError) as refused:
        edit_text("a: 1\n", [Edit(("a",), 3)])
    assert refused.value.message == Message("edit.not_verified", {"where": "a"})


def test_several_edits_are_verified_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_editor, "set_value", lambda document, path, value: document.text)
    with pytest.raises(HrsiError) as refused:
        edit_text("a: 1\nb: 1\n", [Edit(("a",), 3), Edit(("b",), 4)])
    assert refused.value.message.values == {"where": "a, b"}


def test_a_file_is_checked_before_it_is_written_and_left_alone_where_nothing_changes(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\n")
    checked: list[str] = []

    def edited(value: int, *, dry_run: bool = False) -> tuple[str, str]:
        done = edit_plan_file(str(path), lambda document: [Edit(("a",), value)], checked.append, dry_run=dry_run)
        return done.old_text, done.new_text

    assert edited(1) == ("a: 1\r\n", "a: 1\r\n") and checked == []
    assert edited(2, dry_run=True) == ("a: 1\r\n", "a: 2\r\n") and path.read_bytes() == b"\xef\xbb\xbfa: 1\r\n"
    assert edited(2) == ("a: 1\r\n", "a: 2\r\n") and path.read_bytes() == b"\xef\xbb\xbfa: 2\r\n"
    assert checked == ["a: 2\r\n", "a: 2\r\n"] and [found.name for found in tmp_path.iterdir()] == ["plan.yaml"]
    path.write_bytes(b"a: 1\na: 2\n")
    with pytest.raises(InputError) as refused:
        edited(3)
    assert [found.path for found in refused.value.problems] == [str(path)]
