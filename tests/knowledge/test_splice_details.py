"""Edits in unusual surroundings: empty values, brackets on one line and on many, orders, block texts, indents, and limits of scalars."""

from __future__ import annotations

from typing import Any

import pytest

from hrsi_cli.domain.problem import HrsiError
from hrsi_cli.knowledge.plan_editor import DELETE, Edit, edit_text, format_plan
from hrsi_cli.knowledge.scalars import Style, format_flow, format_key, format_scalar
from hrsi_cli.knowledge.yaml_reader import MAX_DIGITS, MAX_KEY, MAX_SCALAR, read_document

Path = tuple[str | int, ...]


def edited(old: str, path: Path, value: Any) -> str:
    return edit_text(old, [Edit(path, value)])


@pytest.mark.parametrize(
    ("old", "path", "value", "new"),
    [
        # nothing stands there yet
        ("a: {b: , c: 1}", ("a", "b"), 2, "a: {b: 2 , c: 1}"),
        ("a: {b, c: 1}", ("a", "b"), 2, "a: {b: 2, c: 1}"),
        ("a: {b: , c: 1}", ("a", "b"), "x, y", 'a: {b: "x, y" , c: 1}'),
        ("a:\n  - \n  - 1\n", ("a", 0), 2, "a:\n  - 2 \n  - 1\n"),
        ("a:\n  -\n  - 1\n", ("a", 0), "x", "a:\n  - x\n  - 1\n"),
        # a block text that the end of the file cuts off, or that a comment ends
        ("a:\n  b: |2 # c\n      x", ("z",), 1, "a:\n  b: |2- # c\n      x\nz: 1"),
        ("a:\n  b: |\n    x\n  # end", ("z",), 1, "a:\n  b: |\n    x\n  # end\nz: 1"),
        # brackets
        ("a: {b: 1}", ("a", "c"), 2, "a: {b: 1, c: 2}"),
        ("a: {b: 1 }", ("a", "c"), 2, "a: {b: 1, c: 2 }"),
        ("a: {b: 1,}", ("a", "c"), 2, "a: {b: 1, c: 2}"),
        ("a: {b: 1 ,}", ("a", "c"), 2, "a: {b: 1 , c: 2}"),
        ('a: {"b":}', ("a", "c"), 2, 'a: {"b": ,"c":2}'),
        ("a: {b: 1\n}", ("a", "c"), 2, "a: {b: 1, c: 2\n}"),
        ("a: {\n  b: 1\n  # c\n}", ("a", "c"), 2, "a: {\n  b: 1,\n  c: 2\n  # c\n}"),
        ("a: {\n  b: 1, # one\n  c: 2 # two\n}", ("a", "d"), 3, "a: {\n  b: 1, # one\n  c: 2, # two\n  d: 3\n}"),
        ("a: {\r\n  b: 1,\r\n  c: 2}", ("a", "d"), 3, "a: {\r\n  b: 1,\r\n  c: 2,\r\n  d: 3}"),
        ("a: [1]", ("a", 1), {"k": "v"}, "a: [1, {k: v}]"),
        ("a: [\n  {b: 1},\n  {b: 2}\n]", ("a", 2), {"b": 3}, "a: [\n  {b: 1},\n  {b: 2},\n  {b: 3}\n]"),
        ("a: {b: 1, b2: {c: 1}}", ("a", "b2", "d"), 2, "a: {b: 1, b2: {c: 1, d: 2}}"),
        ('{"a":{"b":1}}', ("a", "c"), [1, "x"], '{"a":{"b":1,"c":[1,"x"]}}'),
        ('{"a" : {"b" : 1}}', ("a", "c"), 2, '{"a" : {"b" : 1, "c": 2}}'),
        # metrics find their place in brackets too
        ("current: {A.10.1.1: 1, C.1.1.1: 2}", ("current", "A.2.1.1"), 0, "current: {A.2.1.1: 0, A.10.1.1: 1, C.1.1.1: 2}"),
        ("current: {A.1.1.1: 1, C.1.1.1: 2}", ("current", "A.2.1.1"), 0, "current: {A.1.1.1: 1, A.2.1.1: 0, C.1.1.1: 2}"),
        ("current: {C.1.1.1: 2, A.1.1.1: 1}", ("current", "A.2.1.1"), 0, "current: {C.1.1.1: 2, A.1.1.1: 1, A.2.1.1: 0}"),
        ("current: {C.1.1.1: 2, own: 1}", ("current", "A.2.1.1"), 0, "current: {C.1.1.1: 2, own: 1, A.2.1.1: 0}"),
        ("current: {\n  B.1.1.1: 1,\n  C.1.1.1: 2\n}", ("current", "A.2.1.1"), 0, "current: {\n  A.2.1.1: 0,\n  B.1.1.1: 1,\n  C.1.1.1: 2\n}"),
        ("current:\n  C.1.1.1: 2\n  A.1.1.1: 1\n", ("current", "B.1.1.1"), 0, "current:\n  C.1.1.1: 2\n  A.1.1.1: 1\n  B.1.1.1: 0\n"),
        ("current:\n  C.1.1.1: 2\n  own: 1\n", ("current", "A.1.1.1"), 0, "current:\n  C.1.1.1: 2\n  own: 1\n  A.1.1.1: 0\n"),
        # lines
        ("a:\n - x: 1\n   y: 2\n", ("a", 0), 5, "a:\n - 5\n"),
        ("a:\n  b: 1\n", ("a",), "text", "a: text\n"),
        ("- - 1\n  - 2\n- 3\n", (0,), 5, "- 5\n- 3\n"),
        ("a:\n    - b: 1\n", ("a", 1), {"b": 2}, "a:\n    - b: 1\n    - b: 2\n"),
        ("a:\n-   b: 1\n", ("a", 1), {"b": 2, "c": 3}, "a:\n-   b: 1\n-   b: 2\n    c: 3\n"),
        ("a:\n  -\n    b: 1\n", ("a", 1), {"b": 2}, "a:\n  -\n    b: 1\n  - b: 2\n"),
        ("a: 1\n\nb: 2\n", ("c",), 3, "a: 1\n\nb: 2\n\nc: 3\n"),
        ("a: 1\n# of b\nb: 2\n", ("c",), 3, "a: 1\n# of b\nb: 2\nc: 3\n"),
        ("a: 1\n\n# of b\nb: 2\n", ("c",), 3, "a: 1\n\n# of b\nb: 2\n\nc: 3\n"),
        ("x:\n      a: 1\n", ("z", "b", "c"), 1, "x:\n      a: 1\nz:\n      b: {c: 1}\n"),
        # block texts
        ("a: |+\n  one\n\n\nb: 1\n", ("c",), 2, "a: |+\n  one\n\n\nb: 1\n\nc: 2\n"),
        ("a: |\n  one", ("b",), 2, "a: |-\n  one\nb: 2"),
        ("a: |2\n   one", ("b",), 2, "a: |2-\n   one\nb: 2"),
        ("a: |-\n  one", ("b",), 2, "a: |-\n  one\nb: 2"),
        ("a: >\n  one\n", ("b",), 2, "a: >\n  one\nb: 2\n"),
        ("a: | # +\n  one\nb: 1", ("a",), "two\n", "a: | # +\n  two\nb: 1"),
        ("a: |\n\tone\n".replace("\t", "    "), ("a",), "two\nthree", "a: |-\n    two\n    three\n"),
        ("a: |\n  one\n", ("a",), "", 'a: ""\n'),
        ("a: |\n  one\n", ("a",), "x\n\n", 'a: "x\\n\\n"\n'),
        ("a: |\n  one\n", ("a",), "x\u2028y", 'a: "x\\u2028y"\n'),
    ],
)  # fmt: skip
def test_an_edit_fits_into_its_surroundings(old: str, path: Path, value: Any, new: str) -> None:
    assert edited(old, path, value) == new


@pytest.mark.parametrize(
    ("old", "path", "new"),
    [
        ("a: [1, 2, 3,]", ("a", 2), "a: [1, 2, ]"),
        ("a: [1,  2]", ("a", 0), "a: [2]"),
        ("a: [1, 2, 3, ]", ("a", 2), "a: [1, 2, ]"),
        ("a: {b: 1 , c: 2}", ("a", "b"), "a: {c: 2}"),
        ("a: {b: 1 , c: 2}", ("a", "c"), "a: {b: 1 }"),
        ("a: {b: 1 # one\n  , c: 2}", ("a", "b"), "a: {c: 2}"),
        ("a: [1,\n  2]", ("a", 1), "a: [1]"),
        ("a: [1,\t2]", ("a", 0), "a: [2]"),
        ("a: [\n  1,\n  2\n]", ("a", 0), "a: [\n  2\n]"),
        ("a: [\n  1,\n  2\n]", ("a", 1), "a: [\n  1\n]"),
        ("a: [\n  1, 2,\n  3\n]", ("a", 0), "a: [\n  2,\n  3\n]"),
        ("a: [\n  1,\n  2 # two\n]", ("a", 1), "a: [\n  1\n]"),
        ("a: {b: 1, c: 2}", ("a", "b"), "a: {c: 2}"),
        ("a: {b: 1, c: {d: 1}}", ("a", "c"), "a: {b: 1}"),
        ("a: {b: , c: 2}", ("a", "c"), "a: {b: }"),
        ("a:\n  - 1\n  # of two\n  - 2\n", ("a", 1), "a:\n  - 1\n  # of two\n"),
        ("a:\n  b: 1\n  c: 2", ("a", "c"), "a:\n  b: 1"),
        ("a: 1\r\nb: 2", ("b",), "a: 1"),
        ("a: 1\nb: 2\u2028", ("a",), "b: 2\u2028"),
        ("- a: 1\n  b: 2\n- c: 3\n", (0, "a"), "- b: 2\n- c: 3\n"),
        ("? a\n: 1\n? b\n: 2\n", ("a",), "? b\n: 2\n"),
    ],
)
def test_what_goes_takes_its_comma_and_its_line(old: str, path: Path, new: str) -> None:
    assert edited(old, path, DELETE) == new


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a\\b", "a\\b"),
        ("a\\: b", '"a\\\\: b"'),
        ("\t", '"\\t"'),
        ("\r", '"\\r"'),
        ("a\tb\r\nc", '"a\\tb\\r\\nc"'),
        ("\ufeff", '"\\ufeff"'),
        ("\x85", '"\\u0085"'),
        ("1", '"1"'), ("-1.5e3", '"-1.5e3"'), ("0x1F", '"0x1F"'), ("0o17", '"0o17"'), ("0b1", '"0b1"'), ("12:30", '"12:30"'),
        ("1:2:3.4", '"1:2:3.4"'), (".inf", '".inf"'), ("-.INF", '"-.INF"'), (".NaN", '".NaN"'), ("1_000", '"1_000"'), ("1,000", '"1,000"'),
        ("true", '"true"'), ("False", '"False"'), ("yes", '"yes"'), ("No", '"No"'), ("on", '"on"'), ("OFF", '"OFF"'), ("y", '"y"'), ("N", '"N"'),
        ("null", '"null"'), ("~", '"~"'), ("<<", '"<<"'), ("=", '"="'), ("", '""'), (" a", '" a"'), ("a ", '"a "'),
        ("2026-05-01", "2026-05-01"), ("1h", "1h"), ("yesterday", "yesterday"), ("a:b", "a:b"), ("a: b", '"a: b"'), ("a:", '"a:"'),
        ("a #b", '"a #b"'), ("a#b", "a#b"), ("- a", '"- a"'), ("-a", '"-a"'), ("?a", '"?a"'), (":a", '":a"'), (",a", '",a"'),
        ("[a", '"[a"'), ("]a", '"]a"'), ("{a", '"{a"'), ("}a", '"}a"'), ("#a", '"#a"'), ("&a", '"&a"'), ("*a", '"*a"'), ("!a", '"!a"'),
        ("|a", '"|a"'), (">a", '">a"'), ("'a", '"\'a"'), ('"a', '"\\"a"'), ("%a", '"%a"'), ("@a", '"@a"'), ("`a", '"`a"'), ("...", '"..."'),
        (True, "true"), (False, "false"), (None, "null"), (0, "0"), (-5, "-5"), (1.5, "1.5"),
    ],
)  # fmt: skip
def test_a_scalar_is_plain_where_every_reader_takes_it_for_text(value: object, text: str) -> None:
    assert format_scalar(value) == text
    assert read_document(f"a: {text}\n", "p").data["a"] == value


def test_inside_brackets_more_is_quoted() -> None:
    assert [format_scalar(word, Style(True)) for word in ("a,b", "a]b", "a[b", "a{b", "a}b", "a?b", "ab")] == [
        '"a,b"', '"a]b"', '"a[b"', '"a{b"', '"a}b"', '"a?b"', "ab",
    ]  # fmt: skip
    assert format_flow({"a": ["x", {}], "b": []}, Style(True)) == "{a: [x, {}], b: []}"
    assert format_flow({"a": "x"}, Style(True, json=True, colon=":", comma=",")) == '{"a":"x"}'
    assert format_flow(["a,b"], Style()) == '["a,b"]', "also from outside"


def test_a_quote_is_kept_where_it_can_hold_the_text() -> None:
    assert format_scalar("it's", quote="'") == "'it''s'"
    assert [format_scalar(word, quote="'") for word in ("a\nb", "a\tb", "a\u2028b")] == ['"a\\nb"', '"a\\tb"', '"a\\u2028b"']
    assert format_scalar("plain", quote='"') == '"plain"'


@pytest.mark.parametrize(
    ("value", "message", "values"),
    [
        ("x" * (MAX_SCALAR + 1), "edit.too_long", {"limit": MAX_SCALAR}),
        (float("inf"), "edit.number", {"value": "inf"}),
        (float("-inf"), "edit.number", {"value": "-inf"}),
        (float("nan"), "edit.number", {"value": "nan"}),
        (10**MAX_DIGITS, "edit.number", {"value": str(10**MAX_DIGITS)}),
        ("a\x07", "edit.forbidden_character", {"code": "U+0007"}),
    ],
)
def test_what_could_not_be_read_back_is_refused(value: Any, message: str, values: dict[str, object]) -> None:
    with pytest.raises(HrsiError) as caught:
        format_scalar(value)
    assert (caught.value.message.id, dict(caught.value.message.values)) == (message, values)
    if isinstance(value, str):
        with pytest.raises(HrsiError):
            edited("a: |\n  x\n", ("a",), value)


def test_at_the_limits_values_are_written() -> None:
    assert format_scalar("x" * MAX_SCALAR) == "x" * MAX_SCALAR
    assert format_scalar(10 ** (MAX_DIGITS - 1)) == "1" + "0" * (MAX_DIGITS - 1)
    assert format_key("k" * MAX_KEY) == "k" * MAX_KEY
    with pytest.raises(HrsiError) as caught:
        format_key("k" * (MAX_KEY + 1))
    assert dict(caught.value.message.values) == {"limit": MAX_KEY}
    with pytest.raises(TypeError, match="no scalar"):
        format_scalar(b"bytes")


def test_the_place_of_a_refused_edit_is_named() -> None:
    with pytest.raises(HrsiError) as caught:
        edit_text("a: 1\npair: [x: 1]\n", [Edit(("pair", 0, "y"), 1)])
    assert (caught.value.message.values["where"], caught.value.hint and caught.value.hint.id) == (
        "pair[1].y",
        "edit.hint_by_hand",
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a: 1\t \nb: 2  \n\n\n\nc: 3", "a: 1\nb: 2\n\nc: 3\n"),
        ("\n\n# head\n\na: 1\n\n\n", "# head\n\na: 1\n"),
        ("a: 1\r\n\r\n\r\nb: 2", "a: 1\r\n\r\nb: 2\r\n"),
        ("a: |\n  x  \n\n\n  y\n\n\nb: 1\n", "a: |\n  x  \n\n\n  y\n\nb: 1\n"),
        ("a: |-\n  x", "a: |-\n  x"),
        ("a: |-\n  x\n\n  ", "a: |-\n  x\n"),
        ("a: | # -\n  x", "a: | # -\n  x"),
        ("a: |\n  x\n", "a: |\n  x\n"),
        ("a: |\n  x\n\n\n", "a: |\n  x\n"),
        ("a: |+\n  x\n\n", "a: |+\n  x\n\n"),
        ("a: | # +\n  x\n\n\n", "a: | # +\n  x\n"),
        ("a: 'x\n\n\n  y'  \nb: 1\n", "a: 'x\n\n\n  y'\nb: 1\n"),
        ("current: {C.1.1.1: 1, A.1.1.1: 2}\n", "current: {A.1.1.1: 2, C.1.1.1: 1}\n"),
        ("current: { # c\n  C.1.1.1: 1, A.1.1.1: 2}\n", "current: { # c\n  C.1.1.1: 1, A.1.1.1: 2}\n"),
        ("current: {C.1.1.1: 1, own: 2, A.1.1.1: 3}\n", "current: {C.1.1.1: 1, own: 2, A.1.1.1: 3}\n"),
        ("current:\n  # of C\n  C.1.1.1: 1\n    # of C too\n  # of A\n\n  # also\n  A.1.1.1: 2\n", "current:\n  # also\n  A.1.1.1: 2\n  # of A\n\n  # of C\n  C.1.1.1: 1\n    # of C too\n"),
        ("current: 5\n", "current: 5\n"),
        ("current: {}\n", "current: {}\n"),
    ],
)  # fmt: skip
def test_tidying(old: str, new: str) -> None:
    assert format_plan(old) == new


@pytest.mark.parametrize(("length", "lines"), [(77, 1), (78, 3)])
def test_a_new_entry_stays_on_a_line_of_a_hundred_characters(length: int, lines: int) -> None:
    """``  key: {a: xxx, b: {c: 1}}`` up to 100 characters, then one line for each of its entries."""
    new = edited("m:\n  k: 1\n", ("m", "new"), {"a": "x" * length, "b": {"c": 1}})
    added = new.removeprefix("m:\n  k: 1\n").rstrip("\n").split("\n")
    assert len(added) == lines
    assert max(map(len, added)) <= 100
    if lines == 1:
        assert len(added[0]) == 100


@pytest.mark.parametrize(("length", "lines"), [(85, 1), (86, 2)])
def test_a_new_item_too(length: int, lines: int) -> None:
    new = edited("m:\n", ("m", 0), {"a": "x" * length, "b": 1})
    added = new.removeprefix("m:\n").rstrip("\n").split("\n")
    assert (len(added), max(map(len, added)) <= 100) == (lines, True)
    if lines == 1:
        assert len(added[0]) == 100


@pytest.mark.parametrize(
    ("value", "new"),
    [
        ({"a": {"b": {"c": 1}}}, "m:\n  k: 1\n  o:\n    a: {b: {c: 1}}\n"),
        ({"a": [[1], 2]}, "m:\n  k: 1\n  o:\n    a:\n      - [1]\n      - 2\n"),
        ({"a": [1, 2], "b": {}}, "m:\n  k: 1\n  o: {a: [1, 2], b: {}}\n"),
        ([1, [2]], "m:\n  k: 1\n  o:\n    - 1\n    - [2]\n"),
        ([1, []], "m:\n  k: 1\n  o: [1, []]\n"),
        ({"A.2.1.1": 1}, "m:\n  k: 1\n  o:\n    A.2.1.1: 1\n"),
        ([], "m:\n  k: 1\n  o: []\n"),
    ],
)
def test_collections_of_collections_get_lines_of_their_own(value: Any, new: str) -> None:
    assert edited("m:\n  k: 1\n", ("m", "o"), value) == new


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("a: [b: 1]\n", ("a", 0, "c"), 2),
        ("a: [b: 1]\n", ("a", 0, "b"), DELETE),
        ("? a\n  b\n: 1\nc: 2\n", ("a b",), DELETE),
        ("? a\n  b\n:\n", ("a b",), 1),
    ],
)
def test_what_this_editor_does_not_handle_is_refused_and_not_spoilt(text: str, path: Path, value: Any) -> None:
    try:
        new = edited(text, path, value)
    except HrsiError as refused:
        assert refused.message.id == "edit.not_verified"
    else:
        assert read_document(new, "p").data != read_document(text, "p").data


def test_more_surroundings_with_line_ends() -> None:
    assert edited("a: 1\r", ("b",), 2) == "a: 1\rb: 2\r"
    assert edited("a: 1", ("b",), 2) == "a: 1\nb: 2"
    assert edited("a: 1\r\nb: 2", ("c",), 3) == "a: 1\r\nb: 2\r\nc: 3"
    assert edited("a: |\n   one\n\n   two\n", ("a",), "x\ny\n") == "a: |\n   x\n   y\n"
    assert edited("a: |2-\n   one", ("b",), 1) == "a: |2-\n   one\nb: 1"
