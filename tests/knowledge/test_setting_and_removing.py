"""One edit in a file as somebody wrote it: the whole text before and after, for every way of writing that is handled."""

from __future__ import annotations

from typing import Any

import pytest

from hrsi_cli.domain.problem import HrsiError
from hrsi_cli.knowledge.layout import NoPlace
from hrsi_cli.knowledge.plan_editor import DELETE, Edit, edit_text
from hrsi_cli.knowledge.rendering import predecessor
from hrsi_cli.knowledge.splice import remove, set_value
from hrsi_cli.knowledge.yaml_reader import Path, read_document


@pytest.mark.parametrize(
    ("old", "path", "value", "new"),
    [
        ('a:\n  -\n    - 1\n    - 2\n', ('a', 0), 5, 'a:\n  - 5\n'),
        ('a:\n  - # c\n    x: 1\n    y: 2\n  - 3\n', ('a', 0), {'z': 1}, 'a:\n  - # c\n    z: 1\n  - 3\n'),
        ('a:\n  - x: 1\n    y: 2\n  - 3\n', ('a', 0), [1], 'a:\n  - [1]\n  - 3\n'),
        ('a: # c\n  x: 1\n  # d\n  y: 2 # e\nb: 1\n', ('a',), 5, 'a: 5 # c\nb: 1\n'),
        ('a: |\n  x\n', ('a',), 5, 'a: 5\n'),
        ('a: |\n  x\n  y\nb: 1\n', ('a',), True, 'a: true\nb: 1\n'),
        ('a: |\n    X\n', ('a',), 'y\nz\n', 'a: |\n    y\n    z\n'),
        ('a: |\n    X\n      Y\n\n    Z\n', ('a',), 'one\ntwo\n', 'a: |\n    one\n    two\n'),
        ('a: |+\n  x\n\nb: 1\n', ('a',), 'y\n', 'a: "y\\n"\nb: 1\n'),
        ('a: | # +\n  x\nb: 1\n', ('a',), 'y\n', 'a: | # +\n  y\nb: 1\n'),
        ('a: |\n\nb: 1\n', ('a',), 'y\n', 'a: "y\\n"\n\nb: 1\n'),
        ('- B.1.1.1: 1\n- x: 1\n', (0, 'A.1.1.1'), 0, '- B.1.1.1: 1\n  A.1.1.1: 0\n- x: 1\n'),
        ('B.1.1.1: 1\nC.1.1.1: 2\n', ('A.1.1.1',), 0, 'B.1.1.1: 1\nA.1.1.1: 0\nC.1.1.1: 2\n'),
        ('a: 1\ncurrent: # c\n  # of B\n  B.1.1.1: 1\n', ('current', 'A.1.1.1'), 0, 'a: 1\ncurrent: # c\n  A.1.1.1: 0\n  # of B\n  B.1.1.1: 1\n'),
        ('- [1]\n- 2\n', (0,), {'a': {'b': {'c': 1}}}, '- a: {b: {c: 1}}\n- 2\n'),
        ('a:\n  -\n  - 2\n', ('a', 0), {'a': {'b': {'c': 1}}, 'd': 2}, 'a:\n  - a: {b: {c: 1}}\n    d: 2\n  - 2\n'),
        ('a:\n  -   # c\n  - 2\n', ('a', 0), {'a': [[1]], 'd': 2}, 'a:\n  - a:\n      - [1]\n    d: 2   # c\n  - 2\n'),
        ('a: [1]\nb: 1\n', ('a',), {'c': {'d': {'e': 1}}, 'f': 2}, 'a:\n  c: {d: {e: 1}}\n  f: 2\nb: 1\n'),
        ('a: # c\nb: 1\n', ('a',), {'c': 1}, 'a: # c\n  c: 1\nb: 1\n'),
        ('a: {}  # c\nb: 1\n', ('a',), {'c': 1}, 'a:  # c\n  c: 1\nb: 1\n'),
        ('x:\n  a: # c\n  b: 1\n', ('x', 'a'), {'c': 1}, 'x:\n  a: {c: 1} # c\n  b: 1\n'),
        ('x:\n  a: 1\n  b: 1\n', ('x', 'a'), {'c': {'d': {'e': 1}}}, 'x:\n  a: {c: {d: {e: 1}}}\n  b: 1\n'),
        ('x:\n      a: {}\n', ('x', 'a'), {'c': {'d': {'e': 1}}}, 'x:\n      a:\n            c: {d: {e: 1}}\n'),
        ('a: 1\n', ('z', 'a'), 2, 'a: 1\nz:\n  a: 2\n'),
        ('a: |\n  one\n  ', ('b',), 2, 'a: |\n  one\nb: 2\n  '),
        ('a: >\n  one\n   ', ('b',), 2, 'a: >-\n  one\n   \nb: 2'),
        ('x:\n  a: |\n    one', ('b',), 2, 'x:\n  a: |-\n    one\nb: 2'),
        ('x:\n  - |\n    one', ('x', 1), 'two', 'x:\n  - |-\n    one\n  - two'),
        ('a:\n  - b: 1\n', ('a', 1), {'b': 2}, 'a:\n  - b: 1\n  - b: 2\n'),
        ('a:\n  - b: 1\n', ('a', 1), 'x', 'a:\n  - b: 1\n  - x\n'),
        ('a:\n  - {}\n', ('a', 1), {'b': 1}, 'a:\n  - {}\n  - {b: 1}\n'),
        ('a:\n  - # c\n    b: 1\n', ('a', 1), {'b': 2}, 'a:\n  - # c\n    b: 1\n  - b: 2\n'),
        ('# head\na: 1\nb: 2\n', ('c',), 3, '# head\na: 1\nb: 2\nc: 3\n'),
        ('\na: 1\n', ('c',), 3, '\na: 1\n\nc: 3\n'),
        ('a: 1\n \t\nb: 2\n', ('c',), 3, 'a: 1\n \t\nb: 2\n\nc: 3\n'),
        ('a: 1\n\n# of b\n  # more\nb: 2\n', ('c',), 3, 'a: 1\n\n# of b\n  # more\nb: 2\n\nc: 3\n'),
        ('x:\n  a: 1\n\n  b: 2\n', ('x', 'c'), 3, 'x:\n  a: 1\n\n  b: 2\n  c: 3\n'),
        ('x: [a, b]\n', ('x', 0), 'c, d', 'x: ["c, d", b]\n'),
        ('x: [[a], b]\n', ('x', 0), {'c': 1}, 'x: [{c: 1}, b]\n'),
        ("x: {a: 'b'}\n", ('x', 'a'), "it's", "x: {a: 'it''s'}\n"),
        ('x: {a: "b"}\n', ('x', 'a'), 'c', 'x: {a: "c"}\n'),
        ('{? A.2.1.1 : 1}\n', ('A.1.1.1',), 0, '{A.1.1.1: 0, ? A.2.1.1 : 1}\n'),
        ('a: {\n  ? B.1.1.1 : 1,\n  C.1.1.1: 2\n}\n', ('a', 'A.1.1.1'), 0, 'a: {\n  A.1.1.1: 0,\n  ? B.1.1.1 : 1,\n  C.1.1.1: 2\n}\n'),
        ('a: {\n  b: 1,\n  c: 2 }\n', ('a', 'd'), 3, 'a: {\n  b: 1,\n  c: 2,\n  d: 3 }\n'),
        ('a: {\n  b: 1,\n  c: 2, }\n', ('a', 'd'), 3, 'a: {\n  b: 1,\n  c: 2,\n  d: 3, }\n'),
        ('a: {\n  b: 1,\n  c: 2, # x\n}\n', ('a', 'd'), 3, 'a: {\n  b: 1,\n  c: 2, # x\n  d: 3,\n}\n'),
        ('a: {\n  b: 1 # x\n}\n', ('a', 'd'), 3, 'a: {\n  b: 1, # x\n  d: 3\n}\n'),
        ('a: {\n  b: 1}\n', ('a', 'd'), 3, 'a: {\n  b: 1,\n  d: 3}\n'),
        ('a: {\n  b: }\n', ('a', 'd'), 3, 'a: {\n  b: ,\n  d: 3}\n'),
        ('a: {b: , c: 1}\n', ('a', 'd'), 3, 'a: {b: , c: 1, d: 3}\n'),
        ('a: [\n  1 # x\n  , 2\n]\n', ('a', 2), 3, 'a: [\n  1 # x\n  , 2, 3\n]\n'),
        ('current: {B.1.1.1: 1,\n  C.1.1.1: 2}\n', ('current', 'A.1.1.1'), 0, 'current: {A.1.1.1: 0, B.1.1.1: 1,\n  C.1.1.1: 2}\n'),
        ("a: {b: 1,}\n", ("a", "c"), 2, "a: {b: 1, c: 2}\n"),
        ('{"a":1,}', ("b",), 2, '{"a":1,"b":2}'),
        ("a: [\n  1,\n  2,]\n", ("a", 2), 3, "a: [\n  1,\n  2,\n  3,]\n"),
        ("a: [\n  1\n  ,\n  2\n]\n", ("a", 2), 3, "a: [\n  1\n  ,\n  2,\n  3\n]\n"),
        ("a: [\n  1 # x\n  , # y\n  2 # z\n]\n", ("a", 2), 3, "a: [\n  1 # x\n  , # y\n  2, # z\n  3\n]\n"),
        ("a: [\n  1,\n  2\n  ]\n", ("a", 2), 3, "a: [\n  1,\n  2,\n  3\n  ]\n"),
        ("a: {\n  A.1.1.1: 1, # x\n  C.1.1.1: 2\n}\n", ("a", "B.1.1.1"), 3, "a: {\n  A.1.1.1: 1, # x\n  B.1.1.1: 3,\n  C.1.1.1: 2\n}\n"),
        ("a: {A.1.1.1: 1, C.1.1.1: 2,}\n", ("a", "B.1.1.1"), 3, "a: {A.1.1.1: 1, B.1.1.1: 3, C.1.1.1: 2,}\n"),
        ("a: {A.1.1.1: 1 , C.1.1.1: 2}\n", ("a", "B.1.1.1"), 3, "a: {A.1.1.1: 1 , B.1.1.1: 3, C.1.1.1: 2}\n"),
    ],
)  # fmt: skip
def test_a_value_is_set(old: str, path: Path, value: Any, new: str) -> None:
    assert edit_text(old, [Edit(path, value)]) == new


@pytest.mark.parametrize(
    ("old", "path", "new"),
    [
        ('a: 1\n\nb: 2', ('b',), 'a: 1\n'),
        ('a: 1\r\n\r\nb: 2', ('b',), 'a: 1\r\n'),
        ('a:\n  b: 1\n  # c\n    # d\n  e: 2\n', ('a', 'b'), 'a:\n  # c\n    # d\n  e: 2\n'),
        ('a:\n  b: 1\n    # d\n  e: 2\n', ('a', 'b'), 'a:\n  e: 2\n'),
        ('a:\n  b: 1\n  # of e\n  e: 2\n# end\n', ('a', 'e'), 'a:\n  b: 1\n  # of e\n# end\n'),
        ('a:\n  b: 1\n', ('a', 'b'), 'a: {}\n'),
        ('a:\n  - 1\n', ('a', 0), 'a: []\n'),
        ('a:\n  - b: 1 # c\n    d: 2\n', ('a', 0, 'b'), 'a:\n  -  # c\n    d: 2\n'),
        ('a:\n  - b: 1\n    # c\n    d: 2\n', ('a', 0, 'b'), 'a:\n  - \n    # c\n    d: 2\n'),
        ('a:\n  - b: 1\n    d: 2\n    e: 3\n', ('a', 0, 'd'), 'a:\n  - b: 1\n    e: 3\n'),
        ('- - 1\n  - 2\n- 3\n', (0, 0), '- - 2\n- 3\n'),
        ('a: 1\nb: |\n  x\nc: 2', ('c',), 'a: 1\nb: |\n  x\n'),
        ('a: 1\nb: 2', ('a',), 'b: 2'),
        ('a: {? b : 1, c: 2}\n', ('a', 'b'), 'a: {c: 2}\n'),
        ('a: {c: 2, ? b : 1}\n', ('a', 'b'), 'a: {c: 2}\n'),
        ('a: {\n  ? B.1.1.1 : 1,\n  C.1.1.1: 2\n}\n', ('a', 'B.1.1.1'), 'a: {\n  C.1.1.1: 2\n}\n'),
        ('a: [\n  1,\n  2\n]\n', ('a', 0), 'a: [\n  2\n]\n'),
        ('a: [\n  1, # x\n  2 # y\n]\n', ('a', 1), 'a: [\n  1 # x\n]\n'),
        ('a: [\n  1, # x\n\n  # of two\n  2\n]\n', ('a', 1), 'a: [\n  1 # x\n\n  # of two\n]\n'),
        ('a: [1,\n\n  2]\n', ('a', 1), 'a: [1]\n'),
        ('{"a": 1,\n "b": 2}\n', ('b',), '{"a": 1}\n'),
        ("a: [\n  1,\n\n  2\n]\n", ("a", 1), "a: [\n  1\n\n]\n"),
    ],
)  # fmt: skip
def test_an_entry_is_taken_out(old: str, path: Path, new: str) -> None:
    assert edit_text(old, [Edit(path, DELETE)]) == new


Y, Z = "y" * 30, "z" * 30


@pytest.mark.parametrize(
    ("old", "path", "value", "most"),
    [
        # the place, a value with a text of so many characters that still goes on its line
        ("l:\n  m: [1]\n", ("l", "m"), {"a": Y, "b": Z}, 20),
        ("l:\n  - [1]\n", ("l", 0), {"a": Y, "b": Z}, 21),
        ("l: {x: 1}\n", ("l",), [Y, Z], 31),
        ("l:\n  - {}\n", ("l", 1), {"a": Y, "b": Z}, 21),
    ],
)
def test_a_collection_goes_on_one_line_of_a_hundred_characters(old: str, path: Path, value: Any, most: int) -> None:
    def lines(length: int) -> list[str]:
        last = "w" * length
        filled = {**value, "c": last} if isinstance(value, dict) else [*value, last]
        text = edit_text(old, [Edit(path, filled)])
        return [line for line in text.split("\n") if set(line) & set("yzw")]

    assert [len(line) for line in lines(most)] == [100]
    assert len(lines(most + 1)) == 3


def test_a_text_or_number_that_becomes_a_collection_stays_on_its_line_however_long() -> None:
    """That is the smallest change."""
    value = {"a": "y" * 70, "b": {"c": "z" * 50}}
    assert edit_text("l: 5\nm: 1\n", [Edit(("l",), value)]) == f"l: {{a: {'y' * 70}, b: {{c: {'z' * 50}}}}}\nm: 1\n"


@pytest.mark.parametrize(
    ("item", "lines"),
    [
        ("1", ["  - b: " + "x" * 90, "    c: 1"]),
        ("{}", ["  - b: " + "x" * 90, "    c: 1"]),
        ("b: 1", ["  - b: " + "x" * 90, "    c: 1"]),
        ("{b: 1}", ["  - {b: " + "x" * 90 + ", c: 1}"]),
    ],
)
def test_a_new_item_is_written_like_the_one_before_it(item: str, lines: list[str]) -> None:
    old = f"a:\n  - {item}\n"
    assert edit_text(old, [Edit(("a", 1), {"b": "x" * 90, "c": 1})]).removeprefix(old).splitlines() == lines


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a: 1\n", ("a", "b")),
        ("a: x\n", ("a", 0)),
        ("a: {b: 1}\n", ("a", 0)),
        ("a: [1]\n", ("a", "b")),
        ("a:\n  b: 1\n", ("a", 0)),
        ("a:\n  - 1\n", ("a", "b")),
        ("a:\n  - 1\n", ("a", 2)),
        ("a: [1]\n", ("a", 2)),
        ("{}\n", ("a",)),
        ("a: 1\n", ()),
        ("a: [b: 1]\n", ("a", 0, "c")),
        ("? a\n  b\n: 1\n", ("a b", "c")),
        ("? a\n  b\n:\n", ("a b",)),
    ],
)
def test_what_cannot_be_set_has_no_place(text: str, path: Path) -> None:
    with pytest.raises(NoPlace):
        set_value(read_document(text, "p"), path, 2)


@pytest.mark.parametrize(("text", "path"), [("a: 1\n", ()), ("a: 1\n", ("a",)), ("a: [{b: 1}, b: 1]\n", ("a", 1, "b"))])
def test_what_cannot_be_taken_out_has_no_place_or_leaves_its_brackets(text: str, path: Path) -> None:
    document = read_document(text, "p")
    if len(path) > 1:
        assert remove(document, path) == "a: [{b: 1}, {}]\n"
    else:
        with pytest.raises(NoPlace):
            remove(document, path)


def test_the_last_entry_of_a_file_cannot_be_taken_out() -> None:
    with pytest.raises(HrsiError) as refused:
        edit_text("a: 1", [Edit(("a",), DELETE)])
    assert (refused.value.message.id, refused.value.message.values) == ("edit.not_verified", {"where": "a"})


@pytest.mark.parametrize(
    ("keys", "key", "number"),
    [
        ([], "A.1.1.1", -1),
        (["A.1.1.1", "A.10.1.1"], "A.2.1.1", 0),
        (["A.1.1.1", "A.10.1.1"], "B.1.1.1", 1),
        (["A.2.1.1"], "A.1.1.1", -1),
        (["A.2.1.1", "A.1.1.1"], "notes", 1),
        (["A.2.1.1", "notes"], "A.1.1.1", 1),
    ],
)
def test_where_a_new_key_goes(keys: list[str], key: str, number: int) -> None:
    assert predecessor(keys, key) == number
