"""What the parsers say and the sentence it becomes; the line to look at where the parser points at a later one."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import yaml

from hrsi_cli.domain.problem import InputError, Message, Position, Problem
from hrsi_cli.knowledge.syntax import lacks_blank, slip_hint, syntax_problem
from hrsi_cli.knowledge.yaml_reader import read_document

SAID = {
    "no_colon": ["could not find expected ':'"],
    "second_colon": ["mapping values are not allowed in this context", "mapping values are not allowed here"],
    "colon_in_brackets": ["found unexpected ':'"],
    "open_braces": ["did not find expected ',' or '}'", "expected ',' or '}', but got '<stream end>'"],
    "open_brackets": ["did not find expected ',' or ']'", "expected ',' or ']', but got ':'"],
    "indent": ["did not find expected key", "expected <block end>, but found '<block mapping start>'"],
    "indent_of_list": ["did not find expected '-' indicator"],
    "no_value": ["did not find expected node content", "expected the node content, but found '-'"],
    "list_not_here": ["block sequence entries are not allowed in this context", "sequence entries are not allowed here"],
    "key_not_here": ["mapping keys are not allowed in this context", "mapping keys are not allowed here"],
    "bad_start": [
        "found character that cannot start any token",
        "found character '@' that cannot start any token",
        "did not find expected alphabetic or numeric character",
        "expected alphabetic or numeric character, but found '!'",
    ],
    "open_quote": [
        "found unexpected end of stream",
        "found unexpected document indicator",
        "found unexpected document separator",
    ],
    "bad_escape": [
        "found unknown escape character",
        "found unknown escape character 'q'",
        "did not find expected hexdecimal number",
        "expected escape sequence of 2 hexadecimal numbers, but found 'Z'",
        "found invalid Unicode character escape code",
    ],
    "tab": ["found a tab character where an indentation space is expected", "found a tab character that violates indentation"],
    "after_the_end": ["did not find expected <document start>", "expected '<document start>', but found '<scalar>'"],
    "after_block_sign": [
        "did not find expected comment or line break",
        "expected a comment or a line break, but found 'x'",
        "found an indentation indicator equal to 0",
        "expected indentation indicator in the range 1-9, but found 0",
        "expected chomping or indentation indicators, but found 'x'",
    ],
    "tag": ["found undefined tag handle", "found undefined tag handle '!x!'", "did not find expected tag URI"],
    "directive": [
        "found unknown directive name",
        "could not find expected directive name",
        "found duplicate %YAML directive",
        "found duplicate YAML directive",
        "did not find expected version number",
        "found extremely long version number",
        "found incompatible YAML document",
        "found incompatible YAML document (version 1.* is required)",
    ],
}
"""Sentences of libyaml and of the parser in Python, as they stand in their sources."""


def mark(line: int, column: int) -> yaml.Mark:
    return yaml.Mark("plan.yaml", 0, line, column, "", 0)


@pytest.mark.parametrize(("id", "sentences"), SAID.items())
def test_every_sentence_of_both_parsers_is_understood(id: str, sentences: list[str]) -> None:
    for sentence in sentences:
        found = syntax_problem("p", "a: 1\n", yaml.MarkedYAMLError(problem=sentence, problem_mark=mark(0, 0)), None)
        assert found.message.values["words"] == Message(f"yaml.{id}", {"line": 1}), sentence


def problem(text: str) -> Problem:
    with pytest.raises(InputError) as caught:
        read_document(text, "plan.yaml")
    return caught.value.problems[0]


def seen(found: Problem) -> tuple[object, ...]:
    """What is wrong, where, in which line; where it began; and the hint."""
    words = found.message.values["words"]
    assert isinstance(words, Message)
    hint = found.hint.id.removeprefix("input.") if found.hint else None
    return words.id.removeprefix("yaml."), tuple(found.position), found.line_text, words.values["line"], hint


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # a key without its colon, in the line above the one that the parser stops at
        ("a:\n  key\n  b: 2\n", ("no_colon", (2, 3), "  key", 2, None)),
        ("a:\n  key # b\n  b: 2\n", ("no_colon", (2, 3), "  key # b", 1, None)),
        ("a:\n  key\n\n  # c\n  b: 2\n", ("no_colon", (2, 3), "  key", 1, None)),
        ("key\n  b: 2\n", ("no_colon", (1, 1), "key", 1, None)),
        ("  key:1\n  b: 2\n", ("no_colon", (1, 3), "  key:1", 1, "hint_blank")),
        ("  key:1 # x: y\n  b: 2\n", ("after_the_end", (2, 3), "  b: 2", 2, None)),
        ("- key:1\n  b: 2\n", ("no_colon", (1, 1), "- key:1", 1, "hint_blank")),
        ("a: x\n- key:1\n  b: 2\n", ("indent", (2, 1), "- key:1", 1, "hint_line_above")),
        ("a:\n  - b: 1\n    key\n    c: 1\n", ("no_colon", (3, 5), "    key", 3, None)),
        ("a:\n  'x': 1\n  key: 'y'\n  c\n  d: 'z'\n", ("no_colon", (4, 3), "  c", 4, None)),
        ("a: 1\n鍵\n b: 2\n", ("no_colon", (2, 1), "鍵", 2, None)),
        # the line above is sound, so it is the line itself
        ("a: x\n  b: 2\n", ("second_colon", (2, 4), "  b: 2", 2, "hint_second_colon")),
        ("a: 'x'\n  b: 2\n", ("indent", (2, 3), "  b: 2", 1, "hint_line_above")),
        ("l:\n- item\nb: c: d\n", ("second_colon", (3, 5), "b: c: d", 3, "hint_second_colon")),
        ("a:\n  key\n\n  b: 2\n", ("no_colon", (2, 3), "  key", 2, None)),
        ("a:\n  key\n# c\n  b: 2\n", ("no_colon", (2, 3), "  key", 1, None)),
        ("a: b: c: d\n", ("second_colon", (1, 5), "a: b: c: d", 1, "hint_second_colon")),
        ("key\nb: c: d\n", ("no_colon", (1, 1), "key", 1, None)),
        ("key:\nb: c: d\n", ("second_colon", (2, 5), "b: c: d", 2, "hint_second_colon")),
        ("a:\n  - 1\n  b: 2\n", ("indent_of_list", (3, 3), "  b: 2", 2, None)),
        ("a:\n    b: 1\n  c:2\n", ("indent", (3, 3), "  c:2", 1, "hint_line_above")),
        ("a:\n  'x'\n  b: 2\n", ("indent", (3, 3), "  b: 2", 1, "hint_line_above")),
        ("a:\n  'x' # c: d\n  b: 2\n", ("indent", (3, 3), "  b: 2", 1, "hint_line_above")),
        ("a:\n  b:\n    c: 'x'\n   key: 1\n", ("indent", (4, 4), "   key: 1", 2, "hint_line_above")),
        ("a: {b:1, c: 2}}\n", ("indent", (1, 15), "a: {b:1, c: 2}}", 1, "hint_line_above")),
        ("a: [b, c]]\nd: 1\n", ("indent", (1, 10), "a: [b, c]]", 1, "hint_line_above")),
        ("a: 'b' c\n", ("indent", (1, 8), "a: 'b' c", 1, "hint_line_above")),
        # quotes and brackets that are never closed
        ("a: 1\nb: \"x\nc: 2\n", ("open_quote", (2, 4), 'b: "x', 2, None)),
        ("a:\n  - {b: 1\n  - c\n", ("open_braces", (3, 6), "  - c", 2, None)),
        ("a: [1,\n  2\n", ("open_brackets", (2, 4), "  2", 1, None)),
        ("a: {b: 1,\n", ("no_value", (1, 10), "a: {b: 1,", 2, None)),
        # a sign that only looks right, in the line itself or the one above
        ("a: 1\nb：2\nc: 3\n", ("no_colon", (2, 1), "b：2", 2, "hint_colon")),
        ("a:\n　b: 1\n  c: 2\n", ("second_colon", (3, 4), "  c: 2", 3, "hint_space")),
        ("a: ｛b: 1｝\n", ("second_colon", (1, 6), "a: ｛b: 1｝", 1, "hint_bracket")),
        ("a: 1\n... x\n", ("after_the_end", (2, 5), "... x", 2, None)),
        ("a: 1\n...\nx\n", ("after_the_end", (3, 1), "x", 3, None)),
        ("<<<<<<< HEAD\na: 1\n", ("second_colon", (1, 1), "<<<<<<< HEAD", 1, "hint_conflict")),
    ],
)  # fmt: skip
def test_the_line_to_look_at(text: str, found: tuple[object, ...]) -> None:
    assert seen(problem(text)) == found


@pytest.mark.parametrize(
    ("text", "error", "place", "line"),
    [
        ("a: 1\nb: 2\n", yaml.MarkedYAMLError(context_mark=mark(0, 2), problem="novel", problem_mark=mark(1, 1)), (2, 2), "b: 2"),
        ("a: 1\nb: 2\n", yaml.MarkedYAMLError(context_mark=mark(0, 2), problem="novel"), (1, 3), "a: 1"),
        ("a: 1\nb: 2\n", yaml.MarkedYAMLError(context_mark=mark(0, 2), problem="could not find expected ':'", problem_mark=mark(1, 1)), (1, 3), "a: 1"),
        ("a: 1\nb: 2\n", yaml.MarkedYAMLError(problem="could not find expected ':'", problem_mark=mark(1, 1)), (2, 2), "b: 2"),
        ("a: 1\nb: 2", yaml.MarkedYAMLError(problem="novel", problem_mark=mark(2, 0)), (2, 5), "b: 2"),
        ("a: 1\nb: 2", yaml.MarkedYAMLError(problem="novel"), (2, 5), "b: 2"),
        ("a: 1\nb: 2", None, (2, 5), "b: 2"),
        ("", None, (1, 1), ""),
    ],
)  # fmt: skip
def test_the_place_is_within_the_file(text: str, error: yaml.MarkedYAMLError | None, place: tuple[int, int], line: str) -> None:
    found = syntax_problem("p", text, error, None)
    assert (found.path, found.message.id, found.position, found.line_text) == ("p", "input.syntax", Position(*place), line)


def test_what_was_read_last_is_the_place_only_where_the_parser_names_none() -> None:
    last = SimpleNamespace(line=0, column=3)
    assert tuple(syntax_problem("p", "a: 1\nb: 2\n", yaml.MarkedYAMLError(problem="novel"), last).position) == (1, 4)
    told = yaml.MarkedYAMLError(problem="novel", problem_mark=mark(1, 0))
    assert tuple(syntax_problem("p", "a: 1\nb: 2\n", told, last).position) == (2, 1)
    assert syntax_problem("p", "a: 1\n", yaml.MarkedYAMLError(), last).message.values["words"] == Message("yaml.other")


SIGNS = {
    "：": "colon", "\u3000": "space", "\u00a0": "space", "\t": "tab", "－": "hyphen", "｛": "bracket", "｝": "bracket", "［": "bracket",
    "］": "bracket", "＃": "hash", "\u201c": "quote", "\u201d": "quote", "，": "comma",
}  # fmt: skip
"""Signs that look right and are not, wherever they stand in a line."""


def test_every_sign_that_only_looks_right_has_its_hint_outside_of_comments() -> None:
    for sign, hint in SIGNS.items():
        assert slip_hint(f"a: [b, c]{sign} # x") == f"input.hint_{hint}", sign
        assert slip_hint(f"a: [b, c] # x{sign}") == "", sign


def test_signs_that_are_slips_only_in_their_place() -> None:
    for sign in "ー\u2212\u2010\u2013\u2014\u2015":
        assert (slip_hint(f"  {sign} a"), slip_hint(f"a {sign} b")) == ("input.hint_hyphen", ""), sign
    assert [slip_hint(line) for line in ("a: [b、c]", "a: {b: 1、", "a: b、c", "a: [b, c] 、", "、[")] == [
        "input.hint_comma", "input.hint_comma", "", "input.hint_comma", "",
    ]  # fmt: skip


def test_of_several_slips_in_a_line_the_first_of_the_list_is_named() -> None:
    assert slip_hint("a：\t［") == "input.hint_colon"
    assert slip_hint("\ta［") == "input.hint_tab"
    assert slip_hint("a: ［“x”，") == "input.hint_bracket"
    assert slip_hint("PK\x03\x04：") == "input.hint_excel"
    assert slip_hint("======= ：") == "input.hint_conflict"
    assert slip_hint("X a") == slip_hint("Xａ: 1") == ""
    assert slip_hint(" =======") == slip_hint("======") == slip_hint("<<<<<< x") == slip_hint(" PK") == ""


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("_a:1", True), ("Z9.b_c-d:計画", True), ("  model:3", True), ("-  model:3", True), ("- a:'x'", True),
        ("a:/path", False), ("a:/", False), ("a: b", False), ("a:", False), ("9a:b", False), ("a b:c", False), ("-model:3", False),
        ("計画:x", False), ("a:b\nc", False), ("", False),
    ],
)  # fmt: skip
def test_a_key_and_a_value_without_the_blank(text: str, lacks: bool) -> None:
    assert lacks_blank(text) is lacks
