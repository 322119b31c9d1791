"""Edits change what they are asked to and nothing else."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.knowledge.pure_parser import PureParser

from hrsi_cli.domain.problem import HrsiError, InputError, Message, Problem
from hrsi_cli.knowledge import plan_editor, yaml_reader
from hrsi_cli.knowledge.plan_editor import DELETE, Edit, edit_plan_file, edit_text, format_plan
from hrsi_cli.knowledge.yaml_reader import Document, read_document

METRIC = ("current", "A.2.1.1")

STYLES = {
    "plain": "hrsi: 1\ncurrent:\n  A.2.1.1: @\n  A.3.1.1: 2\n",
    "four columns": "hrsi: 1\ncurrent:\n    A.2.1.1: @\n    A.3.1.1: 2\n",
    "one column, root indented": "  hrsi: 1\n  current:\n   A.2.1.1: @\n",
    "CRLF": "hrsi: 1\r\ncurrent:\r\n  A.2.1.1: @\r\n  A.3.1.1: 2\r\n",
    "CR only": "hrsi: 1\rcurrent:\r  A.2.1.1: @\r  A.3.1.1: 2\r",
    "mixed endings": "hrsi: 1\r\ncurrent:\n  A.2.1.1: @\r  A.3.1.1: 2\r\n",
    "byte-order mark": "\ufeffhrsi: 1\ncurrent:\n  A.2.1.1: @\n",
    "byte-order mark, CRLF, wide characters": "\ufeff# 𠮷😀\r\nhrsi: 1\r\nnotes: 復旧\u3000計画😀\r\ncurrent: {A.2.1.1: @}\r\n",
    "tabs behind values": "hrsi: 1\t\ncurrent:\t# c\n  A.2.1.1: @\t# one\n  A.3.1.1: 2\t\n",
    "trailing blanks": "hrsi: 1   \ncurrent:  \n  A.2.1.1: @   \n   \n",
    "no last newline": "hrsi: 1\ncurrent:\n  A.2.1.1: @",
    "comments everywhere": "# a\nhrsi: 1 # b\n# c\ncurrent: # d\n  # e\n  A.2.1.1: @ # f: 1\n    # g\n# h\n",
    "wide gap": "hrsi:    1\ncurrent:\n  A.2.1.1   :    @\n",
    "quoted keys": '\'hrsi\': 1\n"current":\n  "A.2.1.1": @\n',
    "flow": "hrsi: 1\ncurrent: {A.1.1.1: 0, A.2.1.1: @, A.3.1.1: 2}\n",
    "flow over lines": "hrsi: 1\ncurrent: {\n  A.1.1.1: 0, # zero\n    A.2.1.1: @ , # one\n  A.3.1.1: 2,\n}\n",
    "JSON": '{"hrsi": 1, "current": {"A.2.1.1": @, "A.3.1.1": 2}}',
    "tight JSON": '{"hrsi":1,"current":{"A.2.1.1":@,"A.3.1.1":2}}\n',
    "JSON with tabs": '{\n\t"hrsi": 1,\n\t"current": {\n\t\t"A.2.1.1": @\n\t}\n}\n',
    "document markers": "%YAML 1.2\n---\nhrsi: 1\ncurrent:\n  A.2.1.1: @\n...\n",
    "explicit keys": "? hrsi\n: 1\n? current\n: ? A.2.1.1\n  : @\n",
    "behind long texts": "notes: |\n  a: 1\n\n  b\n\n\nhrsi: 1\nx: 'a\n\n  b'\ncurrent:\n  A.2.1.1: @\n",
    "value on its own line": "hrsi: 1\ncurrent:\n\n  A.2.1.1:\n    @\n\n\n",
    "unusual line ends": "hrsi: 1\u2028current:\u2028  A.2.1.1: @\u2029",
}
NEEDS_LIBYAML = {"tabs behind values", "JSON with tabs"}
"""PyYAML's own scanner takes a tab outside quotes for the start of a token."""


@pytest.fixture(params=["libyaml", "pure"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both parsers that the reader may run on: their marks differ in small ways."""
    name: str = request.param
    if name == "pure":
        monkeypatch.setattr(yaml_reader, "_Parser", PureParser)
    return name


def _always(edit: Edit, document: Document) -> list[Edit]:
    return [edit]


@pytest.mark.parametrize("style", STYLES)
def test_one_changed_value_changes_only_its_own_bytes(style: str, parser: str, tmp_path: Path) -> None:
    if parser == "pure" and style in NEEDS_LIBYAML:
        pytest.skip("PyYAML's own scanner does not accept a tab outside quotes")
    for value, written in ((2, "2"), ("unknown", '"unknown"' if "JSON" in style else "unknown")):
        path = tmp_path / "plan.yaml"
        path.write_bytes(STYLES[style].replace("@", "1").encode())
        edit = Edit(METRIC, value)
        edit_plan_file(str(path), partial(_always, edit), lambda text: None)
        assert path.read_bytes() == STYLES[style].replace("@", written).encode()


@pytest.mark.parametrize("style", STYLES)
def test_a_short_form_becomes_a_long_one_on_its_line(style: str, parser: str) -> None:
    if parser == "pure" and style in NEEDS_LIBYAML:
        pytest.skip("PyYAML's own scanner does not accept a tab outside quotes")
    written = "{level: 2, note: 大阪へ}"
    if "JSON" in style:
        written = '{"level": 2, "note": "大阪へ"}' if style != "tight JSON" else '{"level":2,"note":"大阪へ"}'
    new = edit_text(STYLES[style].replace("@", "1"), [Edit(METRIC, {"level": 2, "note": "大阪へ"})])
    assert new == STYLES[style].replace("@", written)


@pytest.mark.parametrize("style", STYLES)
def test_every_style_takes_a_new_entry_and_gives_it_back(style: str, parser: str) -> None:
    if parser == "pure" and style in NEEDS_LIBYAML:
        pytest.skip("PyYAML's own scanner does not accept a tab outside quotes")
    old = STYLES[style].replace("@", "1")
    grown = edit_text(old, [Edit(("current", "A.2.5.1"), {"level": 3, "note": "x, y"}), Edit(("waivers", 0, "reason"), "z")])
    signs = iter(grown)
    assert all(sign in signs for sign in old), "what was there is there, in its order"
    back = edit_text(grown, [Edit(("current", "A.2.5.1"), DELETE), Edit(("waivers",), DELETE)])
    assert back == old


@pytest.mark.parametrize(
    ("old", "value", "new"),
    [
        ("a: x", "z", "a: z"),
        ("a: 'x'", "it's", "a: 'it''s'"),
        ('a: "x"', 'say "y"', 'a: "say \\"y\\""'),
        ("a: 'x'", "two\nlines", 'a: "two\\nlines"'),
        ("a: 'x' # c", 5, "a: 5 # c"),
        ("a: x", "yes", 'a: "yes"'),
        ("a: x", "b, c", "a: b, c"),
        ("a: [x]", None, "a: null"),
        ("a: |  # c\n    one\n    two\n\nb: 1", "three\n\nfour\n", "a: |  # c\n    three\n\n    four\n\nb: 1"),
        ("a: |\n  one\nb: 1", "three", "a: |-\n  three\nb: 1"),
        ("a: >\n  one\n  two\nb: 1", "three\nfour\n", "a: >\n  three\n\n  four\nb: 1"),
        ("a: |\n  one\nb: 1", " leading", 'a: " leading"\nb: 1'),
        ("a: |+\n  one\n\nb: 1", 3, "a: 3\nb: 1"),
        ("a: one\n  two\nb: 1", "x", "a: x\nb: 1"),
        ("a:\nb: 1", "x", "a: x\nb: 1"),
        ("a:   # c\nb: 1", "x", "a: x   # c\nb: 1"),
        ("a:  # c\n  k: 1 # d\n\n  l: 2\n# e\nb: 1", 7, "a: 7  # c\n# e\nb: 1"),
        ("a:\n- 1\n- 2\nb: 1", [], "a: []\nb: 1"),
        ("a: {k: 1, l: 2}", {"k": 1, "l": 3, "m": 4}, "a: {k: 1, l: 3, m: 4}"),
        ("a:\n  k: 1 # d\n  l: 2 # e\n", {"k": 1, "m": 4}, "a:\n  k: 1 # d\n  m: 4\n"),
        ("a: {level: 2}", {"not_applicable": "理由"}, "a: {not_applicable: 理由}"),
        ("a: [1, 2, 3]", [1, 5], "a: [1, 5]"),
    ],
)
def test_replacing_keeps_the_style(old: str, value: Any, new: str, parser: str) -> None:
    assert edit_text(old, [Edit(("a",), value)]) == new


def test_metrics_are_inserted_in_order_with_comments_left_where_they_belong() -> None:
    old = (
        "current:\n  # first\n  A.2.1.1: 1  # one\n    # more on one\n  # about the site\n"
        "  A.10.1.1: 2\n\n# target\ntarget: {model: 3}\n"
    )
    new = edit_text(old, [Edit(("current", metric), 0) for metric in ("C.1.1.1", "A.9.1.1", "A.1.1.1")])
    assert new == (
        "current:\n  A.1.1.1: 0\n  # first\n  A.2.1.1: 1  # one\n    # more on one\n  A.9.1.1: 0\n  # about the site\n"
        "  A.10.1.1: 2\n  C.1.1.1: 0\n\n# target\ntarget: {model: 3}\n"
    )


def test_missing_parents_are_made_at_the_end() -> None:
    old = "hrsi: 1\r\n\r\ntarget:\r\n  model: 3  # c\r\n\r\n# 終わり\r\n"
    new = edit_text(
        old,
        [
            Edit(("target", "adjustments", "A.2.4.1"), {"level": 2, "reason": "停止があった"}),
            Edit(METRIC, 1),
            Edit(("waivers", 0), {"metric": "C.2.5.1", "current": 0}),
        ],
    )
    assert new == (
        "hrsi: 1\r\n\r\ntarget:\r\n  model: 3  # c\r\n  adjustments:\r\n    A.2.4.1: {level: 2, reason: 停止があった}\r\n\r\n"
        "current:\r\n  A.2.1.1: 1\r\n\r\nwaivers:\r\n  - {metric: C.2.5.1, current: 0}\r\n\r\n# 終わり\r\n"
    )


@pytest.mark.parametrize("empty", ["current:\n", "current: {}\n", "current: { }  \n", "current: null\n", "current: ~\n"])
def test_an_empty_mapping_grows_by_lines(empty: str) -> None:
    new = edit_text(f"hrsi: 1\n{empty}notes: x", [Edit(METRIC, 1), Edit(("current", "A.1.1.1"), 2)])
    assert [line.rstrip() for line in new.splitlines()] == ["hrsi: 1", "current:", "  A.1.1.1: 2", "  A.2.1.1: 1", "notes: x"]


@pytest.mark.parametrize(
    ("old", "value", "new"),
    [
        ("w:\n- a: 1\n  b: 2\n# c\nx: 1\n", {"a": 3}, "w:\n- a: 1\n  b: 2\n- a: 3\n# c\nx: 1\n"),
        ("w:\n  -   a: 1\n      b: 2", {"a": 3, "b": 4}, "w:\n  -   a: 1\n      b: 2\n  -   a: 3\n      b: 4"),
        ("w:\n  - {a: 1}\n", {"a": 3, "b": 4}, "w:\n  - {a: 1}\n  - {a: 3, b: 4}\n"),
        ("w: [{a: 1}]\n", {"a": 3}, "w: [{a: 1}, {a: 3}]\n"),
        ("w: [x, y,]\n", "z", "w: [x, y, z]\n"),
        ("w: [\n  x,\n  y # c\n]\n", "z", "w: [\n  x,\n  y, # c\n  z\n]\n"),
        ("w: [\n  x,\n  y, # c\n]\n", "z", "w: [\n  x,\n  y, # c\n  z,\n]\n"),
        ("w: [\n  x,\n  y]\n", "z", "w: [\n  x,\n  y,\n  z]\n"),
        ('{"w": [\n  1\n]}', 2, '{"w": [\n  1,\n  2\n]}'),
        ('{"w":[1,3]}', {"a": "b"}, '{"w":[1,3,{"a":"b"}]}'),
        ("w: []\n", "x", "w: [x]\n"),
        ("w:\n", {"a": 1}, "w:\n  - {a: 1}\n"),
        ("x: |\n  cut off\nw:\n- |\n  cut off", "b", "x: |\n  cut off\nw:\n- |-\n  cut off\n- b"),
    ],
)
def test_appending(old: str, value: Any, new: str, parser: str) -> None:
    length = len(read_document(old, "").data["w"] or ())
    assert edit_text(old, [Edit(("w", length), value)]) == new


@pytest.mark.parametrize(
    ("old", "path", "new"),
    [
        ("a: 1 # c\nb: 2\n", ("a",), "b: 2\n"),
        ("a: 1\n# c\nb: 2", ("b",), "a: 1\n# c"),
        ("a:\n  b: 1\n", ("a", "b"), "a: {}\n"),
        ("a:\n- 1\n", ("a", 0), "a: []\n"),
        ("a:\n  b: 1\n  # of c\n    # deeper\n  c: 2\n", ("a", "b"), "a:\n  # of c\n    # deeper\n  c: 2\n"),
        ("a:\n  b: |\n    x\n\n  c: 2\n", ("a", "b"), "a:\n\n  c: 2\n"),
        ("a: >-\n x\n\nb:\n  c: 1\n  # in b\n# of d\nd: 1\n", ("b",), "a: >-\n x\n\n# of d\nd: 1\n"),
        ("- x: 1\n  y: 2\n- z: 1\n", (0, "x"), "- y: 2\n- z: 1\n"),
        ("- x: 1\n  # c\n  y: 2\n", (0, "x"), "- \n  # c\n  y: 2\n"),
        ("- x: 1\n- y: 2\n", (0,), "- y: 2\n"),
        ("a: [1, 2, 3]", ("a", 0), "a: [2, 3]"),
        ("a: [1, 2, 3]", ("a", 1), "a: [1, 3]"),
        ("a: [1, 2, 3]", ("a", 2), "a: [1, 2]"),
        ("a: [1]", ("a", 0), "a: []"),
        ("a: {\n  b: 1, # c\n  d: 2, # e\n}\n", ("a", "d"), "a: {\n  b: 1, # c\n}\n"),
        ('{\n  "b": 1,\n  "d": 2\n}', ("d",), '{\n  "b": 1\n}'),
        ('{\n  "b": 1,\n  "d": 2\n}', ("b",), '{\n  "d": 2\n}'),
        ("a: 1\nb: 2\n", ("c",), "a: 1\nb: 2\n"),
    ],
)
def test_deleting(old: str, path: tuple[str | int, ...], new: str, parser: str) -> None:
    assert edit_text(old, [Edit(path, DELETE)]) == new


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (Edit((), 1), "edit.whole_file"),
        (Edit(("a", "b"), 1), "edit.no_place"),
        (Edit(("l", 5), 1), "edit.no_place"),
        (Edit(("l", "x"), 1), "edit.no_place"),
        (Edit(("new", 3), 1), "edit.no_place"),
        (Edit(("a",), "\x1b[31m"), "edit.forbidden_character"),
        (Edit(("a",), "\ud800"), "edit.forbidden_character"),
        (Edit(("a",), float("nan")), "edit.number"),
        (Edit(("a",), 10**18), "edit.number"),
        (Edit(("a",), "x" * 10_001), "edit.too_long"),
        (Edit(("k" * 129,), 1), "edit.too_long"),
        (Edit(("pair", 0, "y"), 1), "edit.not_verified"),
    ],
)
def test_what_cannot_be_done_safely_is_refused(edit: Edit, message: str) -> None:
    with pytest.raises(HrsiError) as caught:
        edit_text("a: 1\nl: [1]\npair: [x: 1]\n", [edit])
    assert caught.value.message.id == message


@pytest.mark.parametrize(
    "spliced", ["a: 2\nb: 2\n", "a: 2\nb: '1'\n", "a: 2\nb: true\n", "a: 2\nb: 1.0\n", "a: 2\n", "a: [\n", "a: 2\nb: 1\nb: 1\n"]
)
def test_a_splice_that_goes_wrong_is_found(spliced: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_editor, "set_value", lambda document, path, value: spliced)
    with pytest.raises(HrsiError, match=r"edit\.not_verified"):
        edit_text("a: 1\nb: 1\n", [Edit(("a",), 2)])
    monkeypatch.setattr(plan_editor, "format_text", lambda document: spliced)
    with pytest.raises(HrsiError, match=r"edit\.not_verified"):
        format_plan("a: 2\nb: 1\n")


def test_an_unsound_text_is_not_edited() -> None:
    with pytest.raises(InputError):
        edit_text("a: 1\na: 2\n", [Edit(("a",), 3)])


def test_nothing_is_written_when_nothing_changes_or_the_check_refuses(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("a: 1\n", encoding="utf-8")
    before = os.stat(path)
    assert edit_plan_file(str(path), lambda document: [Edit(("a",), 1)], pytest.fail).new_text == "a: 1\n"

    def refuse(text: str) -> None:
        assert text == "a: 2\n"
        raise InputError((Problem("plan.yaml", Message("input.empty")),))

    with pytest.raises(InputError):
        edit_plan_file(str(path), lambda document: [Edit(("a",), 2)], refuse)
    result = edit_plan_file(str(path), lambda document: [Edit(("a",), document.data["a"] + 2)], lambda text: None, dry_run=True)
    assert (result.old_text, result.new_text) == ("a: 1\n", "a: 3\n")
    after = os.stat(path)
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    edit_plan_file(str(path), lambda document: [Edit(("a",), 2)], lambda text: None)
    assert os.listdir(tmp_path) == ["plan.yaml"], "no copy is kept that was not asked for"
    with pytest.raises(HrsiError, match=r"edit\.stdin"):
        edit_plan_file("-", lambda document: [], lambda text: None)
    with pytest.raises(InputError):
        edit_plan_file(str(tmp_path / "none.yaml"), lambda document: [], lambda text: None)


def test_a_plan_of_a_thousand_measures_takes_every_level_quickly() -> None:
    measures = "".join(
        f"    - {{name: n{number}, mode: asynchronous, interval: 1d, volume: 2 TB, site: osaka}}\n" for number in range(1000)
    )
    text = f"hrsi: 1\nmeasures:\n  backups:\n{measures}"
    new = edit_text(text, [Edit(("current", f"A.{number}.1.1"), 1) for number in range(1, 38)])
    assert new.startswith(text) and new.endswith("  A.37.1.1: 1\n")
