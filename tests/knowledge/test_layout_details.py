"""The geometry of a text: where each entry starts and ends, how it is written, and which lines and comments belong to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hrsi_cli.knowledge.layout import Layout, NoPlace, Place, is_collection
from hrsi_cli.knowledge.scalars import Style
from hrsi_cli.knowledge.yaml_reader import Path, read_document


def layout_of(text: str) -> Layout:
    return Layout(read_document(text, "plan.yaml"))


def places(layout: Layout, place: Place) -> Iterator[Place]:
    """A value and all values inside it, in the order of the file."""
    yield place
    if is_collection(place.data):
        for child in layout.children(place):
            yield from places(layout, child)


def kind(layout: Layout, place: Place) -> str:
    """How a value is written; no value is written in two ways."""
    found = [
        name
        for name, holds in (
            ("flow", layout.is_flow(place)),
            ("block", layout.is_block(place)),
            ("text", layout.block_scalar(place)),
            (layout.quote(place), bool(layout.quote(place))),
        )
        if holds
    ]
    assert len(found) < 2
    return found[0] if found else "pair" if is_collection(place.data) else "plain"


def entries(text: str) -> list[tuple[Path, str, str, str | None]]:
    """Of every value but the whole: path, kind, its entry from the key or dash to the end, and the key with its colon."""
    layout = layout_of(text)
    found = []
    for place in places(layout, layout.root):
        if place.parent is None:
            continue
        start = layout.entry_start(place)
        key: str | None = None
        if place.node.key is not None:
            try:
                key = text[place.node.key.index : layout.colon_end(place)]
            except NoPlace:
                key = text[place.node.key.index : layout.key_end(place)]
        found.append((place.path, kind(layout, place), text[start : layout.end(place)], key))
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "a: Xyz\nb:\n  - one\n  -\n    c: 'it''s' # d\n    d: \"e\\\"f\"\n  - - 1\n    - |\n      g\n\n",
            [
                (("a",), "plain", "a: Xyz", "a:"),
                (("b",), "block", "b:\n  - one\n  -\n    c: 'it''s' # d\n    d: \"e\\\"f\"\n  - - 1\n    - |\n      g", "b:"),
                (("b", 0), "plain", "- one", None),
                (("b", 1), "block", "-\n    c: 'it''s' # d\n    d: \"e\\\"f\"", None),
                (("b", 1, "c"), "'", "c: 'it''s'", "c:"),
                (("b", 1, "d"), '"', 'd: "e\\"f"', "d:"),
                (("b", 2), "block", "- - 1\n    - |\n      g", None),
                (("b", 2, 0), "plain", "- 1", None),
                (("b", 2, 1), "text", "- |\n      g", None),
            ],
        ),
        (
            "a: {b: 1, 'c d' : [x, {}], e, \"f\": }\n",
            [
                (("a",), "flow", "a: {b: 1, 'c d' : [x, {}], e, \"f\": }", "a:"),
                (("a", "b"), "plain", "b: 1", "b:"),
                (("a", "c d"), "flow", "'c d' : [x, {}]", "'c d' :"),
                (("a", "c d", 0), "plain", "x", None),
                (("a", "c d", 1), "flow", "{}", None),
                (("a", "e"), "plain", "e", "e"),
                (("a", "f"), "plain", '"f": ', '"f":'),
            ],
        ),
        (
            "a: [x: 1, y]\nb: {}\n",
            [
                (("a",), "flow", "a: [x: 1, y]", "a:"),
                (("a", 0), "pair", "x: 1", None),
                (("a", 0, "x"), "plain", "x: 1", "x:"),
                (("a", 1), "plain", "y", None),
                (("b",), "flow", "b: {}", "b:"),
            ],
        ),
        (
            "? a\n: 1\n?  b c\n: - 2\n",
            [
                (("a",), "plain", "? a\n: 1", "a"),
                (("b c",), "block", "?  b c\n: - 2", "b c"),
                (("b c", 0), "plain", "- 2", None),
            ],
        ),
        (
            "a: |+\n  x\n\n\nb: |+ # c\n  y",
            [(("a",), "text", "a: |+\n  x\n\n", "a:"), (("b",), "text", "b: |+ # c\n  y", "b:")],
        ),
        (
            "a: |\n  x  \n\nb: >\n  y\n   \n  \nc: | # +\n  z\n\n",
            [
                (("a",), "text", "a: |\n  x  ", "a:"),
                (("b",), "text", "b: >\n  y\n   \n  ", "b:"),
                (("c",), "text", "c: | # +\n  z", "c:"),
            ],
        ),
        ("a:\n  b:", [(("a",), "block", "a:\n  b:", "a:"), (("a", "b"), "plain", "b:", "b:")]),
        ("a: |\n  x\t\n\nb: |-\n  y\n  \n", [(("a",), "text", "a: |\n  x\t", "a:"), (("b",), "text", "b: |-\n  y", "b:")]),
        (
            "- # - c\n    x: 1\n- -\n  - 2\n",
            [
                ((0,), "block", "- # - c\n    x: 1", None),
                ((0, "x"), "plain", "x: 1", "x:"),
                ((1,), "block", "- -\n  - 2", None),
                ((1, 0), "plain", "-", None),
                ((1, 1), "plain", "- 2", None),
            ],
        ),
        (
            "a:\n  -\n# - not this\n    x\n  - y\n",
            [
                (("a",), "block", "a:\n  -\n# - not this\n    x\n  - y", "a:"),
                (("a", 0), "plain", "-\n# - not this\n    x", None),
                (("a", 1), "plain", "- y", None),
            ],
        ),
    ],
)  # fmt: skip
def test_where_entries_start_and_end(text: str, found: list[tuple[Path, str, str, str | None]]) -> None:
    assert entries(text) == found


@pytest.mark.parametrize(
    ("text", "styles"),
    [
        ("a: 1\nb: [x]\n", {("a",): Style(), ("b",): Style(), ("b", 0): Style(True)}),
        ("[x, [y], {k: z}]", {(0,): Style(True), (1, 0): Style(True), (2, "k"): Style(True)}),
        ('{"a":{"b":[1]},"c":[]}', {("a",): Style(True, True, ":", ","), ("a", "b", 0): Style(True, True, ":", ",")}),
        ('{"a" : {"b" : [1]}}', {("a",): Style(True, True), ("a", "b", 0): Style(True, True)}),
        ('{"a": {b: [1]}}', {("a", "b"): Style(True, True), ("a", "b", 0): Style(True, True)}),
        ('{a: {"b":1}}', {("a",): Style(True), ("a", "b"): Style(True, True, ":", ",")}),
    ],
)
def test_the_style_around_a_value(text: str, styles: dict[Path, Style]) -> None:
    layout = layout_of(text)
    assert layout.root.style == Style()
    assert {path: layout.place(path).style for path in styles} == styles


def test_the_style_inside_of_what_is_empty_is_that_around_it() -> None:
    layout = layout_of('{"a":{"b":[],"c":{}},"d":1}')
    for path in (("a", "b"), ("a", "c")):
        assert layout.inner_style(layout.place(path)) == Style(True, True, ":", ",")
    layout = layout_of("a: []\nb: 1\n")
    assert layout.inner_style(layout.place(("a",))) == Style(True)
    assert layout.inner_style(layout.root) == Style()


def test_the_place_of_a_path_is_that_of_its_nearest_parent() -> None:
    layout = layout_of("a: {b: [1, 2]}\nc: 3\n")
    for path, nearest in (
        (("a", "b", 1), ("a", "b", 1)),
        (("a", "b", 2), ("a", "b")),
        (("a", "x", "b"), ("a",)),
        (("x", "a"), ()),
        (("c", "a"), ("c",)),
        ((), ()),
    ):
        assert layout.place(path).path == nearest
    assert layout.place(("a", "b")).data == (1, 2)
    assert layout.last_scalar(layout.place(("a",))).path == ("a", "b", 1)
    assert layout.last_scalar(layout.place(("c",))).path == ("c",)
    assert layout.last_scalar(layout.root).path == ("c",)


def test_lines_whatever_ends_them() -> None:
    text = "a: 1\r\nb: 2\rc: 3\rd: 4\u2028e: 5\u2029f: 6\n\ng: 7"
    layout = layout_of(text)
    lines = ["a: 1", "b: 2", "c: 3", "d: 4", "e: 5", "f: 6", "", "g: 7"]
    ends = ["\r\n", "\r", "\r", "\u2028", "\u2029", "\n", "\n"]
    at = 0
    for number, line in enumerate(lines):
        end = ends[number] if number < len(ends) else ""
        for index in range(at, at + len(line) + bool(end)):
            assert (layout.line_start(index), layout.line_end(index)) == (at, at + len(line))
            assert (layout.next_line(index), layout.column(index)) == (at + len(line) + len(end), index - at)
            assert layout.ending(index) == (end or "\n")
        at += len(line) + len(end)
    assert [line for _, line in layout.lines_after(0)] == lines[1:]
    assert [text[start : start + 1] for start, _ in layout.lines_after(0)] == ["b", "c", "d", "e", "f", "\n", "g"]
    assert list(layout.lines_after(len(text))) == []


@pytest.mark.parametrize(
    ("text", "ending"),
    [("a: 1", "\n"), ("a: 1\r\nb: 2", "\r\n"), ("a: 1\nb: 2\r\nc: 3", "\r\n"), ("a: 1\r", "\r"), ("a: 1\n", "\n")],
)
def test_a_last_line_without_an_ending_takes_that_of_the_line_before(text: str, ending: str) -> None:
    assert layout_of(text).ending(len(text)) == ending


def test_what_stands_before_and_behind_on_a_line() -> None:
    text = "a: 1 # one\n \tb\n  c  \n"
    layout = layout_of("x: 1\n")
    layout.text, layout.starts = text, [0, 11, 15]
    assert [layout.starts_line(index) for index in (0, 3, 11, 13, 14)] == [True, False, True, True, False]
    assert [layout.rest_is_blank(index) for index in (0, 3, 4, 5, 14, 18, 20)] == [False, False, True, True, True, True, True]


COMMENTS = """\
a:
  b: 1 # beside
    # deeper

    # deeper still
  # beside the entry
c: |
  text

  # inside the text
d: 2
# at the end
"""


@pytest.mark.parametrize(
    ("path", "column", "last"),
    [
        (("a", "b"), 2, "    # deeper still"),
        (("a", "b"), 3, "    # deeper still"),
        (("a", "b"), 4, "  b: 1 # beside"),
        (("a",), 0, "  # beside the entry"),
        (("a",), 1, "  # beside the entry"),
        (("c",), 0, "  # inside the text"),
        (("d",), 0, "d: 2"),
    ],
)
def test_deeper_comments_belong_to_the_entry_above_them(path: Path, column: int, last: str) -> None:
    layout = layout_of(COMMENTS)
    tail = layout.tail(layout.place(path), column)
    assert COMMENTS[layout.line_start(tail) : tail] == last


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("a:\n    b: 1\n", 4),
        ("a: 1\nb: {c: 1}\nc:\n - 1\nd:\n   e: 1\nf:\n  g: 1\n", 3),
        ("  a:\n    b: 1\n", 2),
        ("a: 1\n", 2),
        ("a: {b: 1}\nc: {}\n", 2),
        ("- a: 1\n", 2),
        ("-    a: 1\n", 5),
        ("a:\n b: 1\n", 1),
    ],
)
def test_a_file_indents_by_its_first_nested_entry(text: str, step: int) -> None:
    assert layout_of(text).step() == step


def test_what_has_no_place_is_refused() -> None:
    layout = layout_of("? a\n  b\n: 1\nc: {d}\n")
    with pytest.raises(NoPlace):
        layout.entry_start(layout.root)
    with pytest.raises(NoPlace):
        layout.key_end(layout.place(("a b",)))
    with pytest.raises(NoPlace):
        layout.colon_end(layout.place(("c", "d")))
