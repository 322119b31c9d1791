"""Places of everything that was read, faults that do not stop the reading, and files that are almost another kind of file."""

from __future__ import annotations

from typing import Any

import pytest

from hrsi_cli.domain.problem import NOWHERE, InputError, Position
from hrsi_cli.knowledge.yaml_reader import MAX_EVENTS, MAX_KEY, MAX_LINES, MAX_SCALAR, Document, Node, read_document

Told = list[tuple[str, tuple[int, ...], str, dict[str, object]]]


def refused(text: str) -> Told:
    """Every problem of a text that stops the reading: what, where, in which line, and with which values."""
    with pytest.raises(InputError) as caught:
        read_document(text, "plan.yaml")
    assert {found.path for found in caught.value.problems} == {"plan.yaml"}
    return [
        (found.message.id, tuple(found.position), found.line_text, dict(found.message.values)) for found in caught.value.problems
    ]


def noted(text: str) -> tuple[Any, Told]:
    """What was read all the same, and the problems beside it."""
    document = read_document(text, "plan.yaml")
    return document.data, [
        (found.message.id, tuple(found.position), found.line_text, dict(found.message.values)) for found in document.problems
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: 1\nb: [*x]\n", ("input.alias", (2, 5), "b: [*x]", {})),
        ("a: 1\n{b: 1}: 2\n", ("input.key_not_text", (2, 1), "{b: 1}: 2", {})),
        ("a: {[b]: 2}\n", ("input.key_not_text", (1, 5), "a: {[b]: 2}", {})),
        ("? - a\n: 1\n", ("input.key_not_text", (1, 3), "? - a", {})),
        ("a: 1\n...\n---\nb: 2\n", ("input.second_document", (3, 1), "---", {})),
        ("---\na: 1\n---\n", ("input.second_document", (3, 1), "---", {})),
        ("%YAML 1.1\n---\na: 1\n", ("input.yaml_version", (1, 1), "%YAML 1.1", {})),
        ("# c\n%TAG !e! tag:e,2026:\n---\na: 1\n", ("input.tag", (2, 1), "%TAG !e! tag:e,2026:", {"tag": "%TAG"})),
        ("a:\n" + "- " * 32 + "1", ("input.too_deep", (2, 63), "- " * 32 + "1", {"limit": 32})),
        ("a: 1\nb: \x1b[2J\n", ("input.forbidden_character", (2, 4), "b: \x1b[2J", {"code": "U+001B"})),
        ("a: 1\r\nb: \x7f\r\n", ("input.forbidden_character", (2, 4), "b: \x7f", {"code": "U+007F"})),
        ("a: 1\rb: \x9f\r", ("input.forbidden_character", (2, 4), "b: \x9f", {"code": "U+009F"})),
        ("a: x\u2028  y\nb: \x07\n", ("input.forbidden_character", (2, 4), "b: \x07", {"code": "U+0007"})),
        ("a: 1\x85\x85\x0cb: 1\n", ("input.forbidden_character", (1, 5), "a: 1\x85\x85\x0cb: 1", {"code": "U+0085"})),
        ("\x00", ("input.forbidden_character", (1, 1), "\x00", {"code": "U+0000"})),
        ("a: 計\U000e0001画\n", ("input.forbidden_character", (1, 5), "a: 計\U000e0001画", {"code": "U+E0001"})),
        ("a: 1\n\ufeffb: 2\n", ("input.forbidden_character", (2, 1), "\ufeffb: 2", {"code": "U+FEFF"})),
        ("---\n", ("input.empty", (1, 1), "---", {})),
        ("~\n", ("input.empty", (1, 1), "~", {})),
        ("\n\n", ("input.empty", (1, 1), "", {})),
    ],
)  # fmt: skip
def test_what_stops_the_reading(text: str, found: tuple[object, ...]) -> None:
    assert refused(text) == [found]


@pytest.mark.parametrize(
    ("text", "data", "found"),
    [
        ("a: 1\nb: 2\na: 3\n", {"a": 1, "b": 2}, [("duplicate_key", (3, 1), "a: 3", {"key": "a", "first": 1})]),
        ("x:\n  a: 1\n  a: 2\n  a: 3\n", {"x": {"a": 1}}, [
            ("duplicate_key", (3, 3), "  a: 2", {"key": "a", "first": 2}), ("duplicate_key", (4, 3), "  a: 3", {"key": "a", "first": 2}),
        ]),
        ("b: 1\na: 1\n'a': 2\n", {"b": 1, "a": 1}, [("duplicate_key", (3, 1), "'a': 2", {"key": "a", "first": 2})]),
        ("a: {b: 1}\na: {c: 2}\n", {"a": {"b": 1}}, [("duplicate_key", (2, 1), "a: {c: 2}", {"key": "a", "first": 1})]),
        ("a: 1\n<<: {b: 2}\nc: 3\n", {"a": 1, "c": 3}, [("merge_key", (2, 1), "<<: {b: 2}", {})]),
        ('"<<": 1\n', {"<<": 1}, []),
        ("a: &x [1]\nb: !y {c: &z 1}\n", {"a": (1,), "b": {"c": 1}}, [
            ("anchor", (1, 4), "a: &x [1]", {"tag": "x"}), ("tag", (2, 4), "b: !y {c: &z 1}", {"tag": "!y"}),
            ("anchor", (2, 11), "b: !y {c: &z 1}", {"tag": "z"}),
        ]),
        ("!k a: 1\n&l b: !!int 2\n", {"a": 1, "b": 2}, [
            ("tag", (1, 1), "!k a: 1", {"tag": "!k"}), ("tag", (2, 7), "&l b: !!int 2", {"tag": "!!int"}),
            ("anchor", (2, 1), "&l b: !!int 2", {"tag": "l"}),
        ]),
        ("a: '!x &y'\nb: R&D!\n", {"a": "!x &y", "b": "R&D!"}, []),
        (f"{'k' * (MAX_KEY + 1)}: 1\nb: 2\n", {"b": 2}, [("key_too_long", (1, 1), "k" * (MAX_KEY + 1) + ": 1", {"limit": MAX_KEY})]),
        ('a: "\\e"\n"\\b": 2\n', {"a": "\x1b", "\b": 2}, [
            ("forbidden_character", (1, 4), 'a: "\\e"', {"code": "U+001B"}), ("forbidden_character", (2, 1), '"\\b": 2', {"code": "U+0008"}),
        ]),
        ("a: [\"\\U000E0041\", '計画', \"\\n\\t\\x85\\u2028\"]\n", {"a": ("\U000e0041", "計画", "\n\t\x85\u2028")}, [
            ("forbidden_character", (1, 5), "a: [\"\\U000E0041\", '計画', \"\\n\\t\\x85\\u2028\"]", {"code": "U+E0041"}),
        ]),
    ],
)  # fmt: skip
def test_what_does_not_stop_the_reading(text: str, data: object, found: Told) -> None:
    assert noted(text) == (data, [(f"input.{id}", place, line, values) for id, place, line, values in found])


def test_a_value_that_is_too_long_is_cut_and_told() -> None:
    data, found = noted(f"a: {'x' * (MAX_SCALAR + 5)}\nb: '{'y' * (MAX_SCALAR + 1)}'\nc: '{'z' * MAX_SCALAR}'\n")
    assert data == {"a": "x" * MAX_SCALAR, "b": "y" * MAX_SCALAR, "c": "z" * MAX_SCALAR}
    assert [(id, place, values) for id, place, _, values in found] == [
        ("input.value_too_long", (1, 4), {"limit": MAX_SCALAR}),
        ("input.value_too_long", (2, 4), {"limit": MAX_SCALAR}),
    ]


@pytest.mark.parametrize("text", ["{key}: {value}\n", "'{key}': '{value}'\n", '"{key}": # R&D!\n  "{value}"\n'])
def test_keys_and_values_may_be_just_so_long(text: str) -> None:
    key, value = "k" * MAX_KEY, "v" * MAX_SCALAR
    assert noted(text.format(key=key, value=value)) == ({key: value}, [])
    data, found = noted(text.format(key=f"{key}k", value=f"{value}v"))
    assert (data, [id for id, _, _, _ in found]) == ({}, ["input.value_too_long", "input.key_too_long"])
    assert noted(f"a: !x {value}\n")[0] == {"a": value}


def test_faults_found_before_the_one_that_stops_are_told_with_it() -> None:
    assert [(id, place) for id, place, _, _ in refused("a: 1\na: 2\nb: *x\n")] == [
        ("input.duplicate_key", (2, 1)),
        ("input.alias", (3, 4)),
    ]
    assert [(id, place) for id, place, _, _ in refused("a: 1\na: 2\nb: [\n")] == [
        ("input.duplicate_key", (2, 1)),
        ("input.syntax", (3, 5)),
    ]


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("%YAML 1.2\n---\na: 1\n", {"a": 1}),
        ("---\na: 1\n...\n", {"a": 1}),
        ("--- {a: 1}", {"a": 1}),
        ("- 1\n- [a, {b: 2}]\n-\n", (1, ("a", {"b": 2}), None)),
        ("text\n", "text"),
        ("0\n", 0),
        ("{}\n", {}),
        ("[]\n", ()),
        ("''\n", ""),
        ("false\n", False),
        ("? a\n: 1\n? b\n", {"a": 1, "b": None}),
        ("1: a\ntrue: b\n~: c\n", {"1": "a", "true": "b", "~": "c"}),
        ("{a, b: , c}\n", {"a": None, "b": None, "c": None}),
        ("a: [b: 1, c]\n", {"a": ({"b": 1}, "c")}),
        ("a: |\n  x\n   y\n\nb: >-\n  x\n  y\n", {"a": "x\n y\n", "b": "x y"}),
        ("a: one\n  two\n\n  three\n", {"a": "one two\nthree"}),
        ("a: 123456789012345678\nb: -12345678901234567\nc: -123456789012345678\n", {"a": 123456789012345678, "b": -12345678901234567, "c": "-123456789012345678"}),
        ("[1e308, 1e309, -1e308, 1.5e-3, 0.10, 1.e3, 01.5, -, --1, 1-, 0x, 12e, 1e1234, -0.0]", (1e308, "1e309", -1e308, 0.0015, 0.1, "1.e3", "01.5", "-", "--1", "1-", "0x", "12e", "1e1234", -0.0)),
    ],
)  # fmt: skip
def test_what_a_text_stands_for(text: str, data: object) -> None:
    read = read_document(text, "p")
    assert (read.data, repr(read.data), read.problems, read.path, read.text) == (data, repr(data), (), "p", text)


TEXT = """\
# head
system:
  id: order  # a
  "names": [受注, {first: x,
    second: 'y'}]
items:
- one
- key: |
    lines
  empty:
last: >
  folded
"""


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), (2, 1), (2, 1)),
        (("system",), (3, 3), (2, 1)),
        (("system", "id"), (3, 7), (3, 3)),
        (("system", "names"), (4, 12), (4, 3)),
        (("system", "names", 0), (4, 13), (4, 13)),
        (("system", "names", 1), (4, 17), (4, 17)),
        (("system", "names", 1, "first"), (4, 25), (4, 18)),
        (("system", "names", 1, "second"), (5, 13), (5, 5)),
        (("items",), (7, 1), (6, 1)),
        (("items", 0), (7, 3), (7, 3)),
        (("items", 1), (8, 3), (8, 3)),
        (("items", 1, "key"), (8, 8), (8, 3)),
        (("items", 1, "empty"), (10, 9), (10, 3)),
        (("last",), (11, 7), (11, 1)),
        # what is not there stands where its nearest parent does
        (("system", "name"), (3, 3), (2, 1)),
        (("items", 7, "key"), (7, 1), (6, 1)),
        (("nothing", "last"), (11, 7), (11, 1)),
        (("last", "x", 0), (11, 7), (11, 1)),
    ],
)
def test_where_a_value_and_its_key_stand(path: tuple[str | int, ...], value: tuple[int, int], key: tuple[int, int]) -> None:
    document = read_document(TEXT, "p")
    assert (tuple(document.locate(path)), tuple(document.locate(path, key=True))) == (value, key)


def test_the_nodes_span_what_they_stand_for() -> None:
    document = read_document(TEXT, "p")

    def span(*path: str | int) -> str:
        node = document.node(path)
        return TEXT[node.start.index : node.end.index]

    assert span("system", "id") == "order"
    assert span("system", "names") == "[受注, {first: x,\n    second: 'y'}]"
    assert span("system", "names", 1) == "{first: x,\n    second: 'y'}"
    assert span("items", 1, "key") == "|\n    lines\n"
    assert span("items", 1, "empty") == ""
    assert list(document.root.children) == ["system", "items", "last"]
    assert list(document.node(("items",)).children) == [0, 1]
    assert document.node(("system",)) is document.node(("system",)), "made once"
    assert document.node(("items", 0)).key is None and document.node(()) is document.root


@pytest.mark.parametrize(
    ("line", "text"), [(1, "# head"), (3, "  id: order  # a"), (12, "  folded"), (13, ""), (99, ""), (0, ""), (-1, "")]
)
def test_the_text_of_a_line(line: int, text: str) -> None:
    assert read_document(TEXT, "p").line(Position(line, 5)) == text
    assert read_document(TEXT, "p").line(NOWHERE) == ""


def test_what_was_not_read_from_a_text_stands_nowhere() -> None:
    document = Document("p", "", {"a": 1}, Node(None, None), ())
    assert (document.locate(("a",)), document.locate((), key=True), document.line(NOWHERE)) == (NOWHERE, NOWHERE, "")


def test_the_most_values_of_a_file_are_counted_with_keys_and_brackets() -> None:
    fitting = "a: [" + "1," * (MAX_EVENTS - 9) + "]"
    assert len(read_document(fitting, "p").data["a"]) == MAX_EVENTS - 9
    assert [(id, values) for id, _, _, values in refused("a: [" + "1," * (MAX_EVENTS - 8) + "]")] == [
        ("input.too_many_values", {"limit": MAX_EVENTS})
    ]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_hundred_thousand_lines_are_read_and_no_more(end: str) -> None:
    text = "a: 1" + end * MAX_LINES
    assert read_document(text, "p").data == {"a": 1}
    assert refused(text + end) == [("input.too_many_lines", (100_001, 1), "", {"limit": 100_000})]
