"""A file that is no YAML: the line to look at, the sentence about it, and the hint; and limits of the reader just met."""

from __future__ import annotations

import pytest
import yaml
from tests.knowledge.pure_parser import PureParser

from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.problem import InputError, Message, Problem
from hrsi_cli.knowledge import yaml_reader
from hrsi_cli.knowledge.plan_file import parse_plan
from hrsi_cli.knowledge.syntax import lacks_blank, slip_hint, syntax_problem
from hrsi_cli.knowledge.yaml_reader import MAX_BYTES, MAX_DEPTH, MAX_DIGITS, MAX_EVENTS, MAX_KEY, MAX_SCALAR, read_document


def problem(text: str) -> Problem:
    with pytest.raises(InputError) as caught:
        raise InputError(read_document(text, "plan.yaml").problems)
    return caught.value.problems[0]


def told(text: str) -> tuple[object, tuple[int, int], str | None]:
    found = problem(text)
    words = found.message.values.get("words")
    said = words.id.removeprefix("yaml.") if isinstance(words, Message) else words
    return said, tuple(found.position), found.hint.id.removeprefix("input.") if found.hint else None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: 1\nkey\nb: 2\n", ("no_colon", (2, 1), None)),
        ("a: 1\nkey:2\nb: 2\n", ("no_colon", (2, 1), "hint_blank")),
        ("a:1\nb: 2\n", ("no_colon", (1, 1), "hint_blank")),
        ("a: 1\n# c\n\n  # d\nb:\n  c:3\n  d: 4\n", ("no_colon", (6, 3), "hint_blank")),
        ("a: b: c\n", ("second_colon", (1, 5), "hint_second_colon")),
        ("a: 1\n  b: 2\n", ("second_colon", (2, 4), "hint_second_colon")),
        ("a:\n    b: 1\n  c: 2\n", ("indent", (3, 3), "hint_line_above")),
        ("a: {b: 1, c: 2\n", ("open_braces", (1, 15), None)),
        ("a: [1, 2\nb: 3\n", ("open_brackets", (2, 2), None)),
        ("a:\n  - 1\n b: 2\n", ("indent", (3, 2), "hint_line_above")),
        ("a: - 1\n", ("list_not_here", (1, 4), None)),
        ("a: @x\n", ("bad_start", (1, 4), None)),
        ("a: %x\n", ("bad_start", (1, 4), None)),
        ("a: 1\nb: 'x\nc: 2\n", ("open_quote", (2, 4), None)),
        ('a: "\\q"\n', ("bad_escape", (1, 5), None)),
        ('a: "\\xZZ"\n', ("bad_escape", (1, 7), None)),
        ("a: |x\n  y\n", ("after_block_sign", (1, 5), None)),
        ("a:\n\t- b\n", ("bad_start", (2, 1), "hint_tab")),
        ("a： 1\nb: 2\n", ("no_colon", (1, 1), "hint_colon")),
        ("x:\n  a: b：c\n  d\n  e: f\n", ("no_colon", (3, 3), None)),
        ("%FOO bar baz\n%YAML x\n---\na: 1\n", ("directive", (1, 5), None)),
    ],
)  # fmt: skip
def test_the_line_to_look_at_and_what_is_wrong(text: str, found: tuple[object, tuple[int, int], str | None]) -> None:
    assert told(text) == found


def test_the_line_itself_and_the_one_where_it_began_are_named() -> None:
    found = problem("a: 1\nb: [1,\n  2\nc: 3\n")
    assert found.message.id == "input.syntax"
    words = found.message.values["words"]
    assert isinstance(words, Message) and (words.id, dict(words.values)) == ("yaml.open_brackets", {"line": 2})
    assert found.line_text == "c: 3"
    assert problem("a: 1\nkey:2\nb: 2\n").line_text == "key:2"


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("ok: 1\na: &x 1\n", "input.anchor", "a: &x 1"),
        ("", "input.empty", ""),
        ("# only\n", "input.empty", "# only"),
        ("null\n", "input.empty", "null"),
        ("ok: 1\na: x\x1by\n", "input.forbidden_character", "a: x\x1by"),
    ],
)
def test_a_refusal_carries_its_line(text: str, message: str, line: str) -> None:
    found = problem(text)
    assert (found.message.id, found.line_text) == (message, line)


@pytest.mark.parametrize(
    ("text", "message", "values"),
    [
        ("a: !x 1\n", "input.tag", {"tag": "!x"}),
        ("a: !!int 1\n", "input.tag", {"tag": "!!int"}),
        ("a: !<tag:x> 1\n", "input.tag", {"tag": "!<tag:x>"}),
        ("a: &x 1\n", "input.anchor", {"tag": "x"}),
        ("%TAG ! tag:x,2026:\n---\na: 1\n", "input.tag", {"tag": "%TAG"}),
        ("a: 1\nb: 2\na: 3\n", "input.duplicate_key", {"key": "a", "first": 1}),
        ("a: " + "x" * (MAX_SCALAR + 1), "input.value_too_long", {"limit": MAX_SCALAR}),
        ("k" * (MAX_KEY + 1) + ": 1", "input.key_too_long", {"limit": MAX_KEY}),
        ('"' + "k" * (MAX_KEY + 1) + '": 1', "input.key_too_long", {"limit": MAX_KEY}),
        ("a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH, "input.too_deep", {"limit": MAX_DEPTH}),
        ("[" + "a," * MAX_EVENTS + "]", "input.too_many_values", {"limit": MAX_EVENTS}),
        ('a: "\\x07"\n', "input.forbidden_character", {"code": "U+0007"}),
        ('"\\x07": 1\n', "input.forbidden_character", {"code": "U+0007"}),
        ('a: "\\u202E\\x07"\n', "input.forbidden_character", {"code": "U+0007"}),
        ("a: \x07\n", "input.forbidden_character", {"code": "U+0007"}),
        ("a: \ufeff\n", "input.forbidden_character", {"code": "U+FEFF"}),
        ("a: \uffff\n", "input.forbidden_character", {"code": "U+FFFF"}),
        ("a: \U0010fffe\n", "input.forbidden_character", {"code": "U+10FFFE"}),
        ("a: \ufdd0\n", "input.forbidden_character", {"code": "U+FDD0"}),
        ("a: \U000e0041\n", "input.forbidden_character", {"code": "U+E0041"}),
    ],
    ids=range(20),
)
def test_refusals_name_what_they_refuse(text: str, message: str, values: dict[str, object]) -> None:
    found = problem(text)
    assert (found.message.id, dict(found.message.values)) == (message, values)


def test_at_the_limits_a_file_is_read() -> None:
    assert MAX_BYTES == 1_048_576
    assert read_document("a: 123456789012345678\nb: 1234567890123456789\n", "p").data == {
        "a": 123456789012345678,
        "b": "1234567890123456789",
    }
    assert read_document("a: " + "x" * MAX_SCALAR, "p").data == {"a": "x" * MAX_SCALAR}
    assert read_document("k" * MAX_KEY + ": 1", "p").data == {"k" * MAX_KEY: 1}
    assert not read_document("a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1), "p").problems
    number = "1" + "0" * (MAX_DIGITS - 1)
    assert read_document(f"a: {number}\nb: {number}0\n", "p").data == {"a": int(number), "b": number + "0"}
    fitting = (MAX_EVENTS - 6) // 1
    assert len(read_document("[" + "a," * fitting + "]", "p").data) == fitting


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("Null", None),
        ("NULL", None),
        ("null", None),
        ("~", None),
        ("", None),
        ("false", False),
        ("False", "False"),
        ("-0", 0),
        ("0", 0),
        ("00", "00"),
        ("1e3", 1000.0),
        ("1E-2", 0.01),
        ("1.", "1."),
        (".5", ".5"),
        ("+1", "+1"),
        ("-1e999", "-1e999"),
    ],
)
def test_more_scalars_of_the_core_schema(written: str, value: object) -> None:
    read = read_document(f"key: {written}\n", "plan.yaml").data["key"]
    assert read == value and type(read) is type(value)


@pytest.mark.parametrize("sign", ["🗾", "\u3000", "葛\U000e0100", "\U0001f469\u200d\U0001f4bb"])
def test_signs_of_japanese_texts_are_read(sign: str) -> None:
    assert read_document(f'a: "x{sign}y"\n', "p").data == {"a": f"x{sign}y"}


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("PK\x03\x04", "excel"), ("<<<<<<< HEAD", "conflict"), ("=======", "conflict"), (">>>>>>> x", "conflict"),
        ("a：1", "colon"), ("a:\u30001", "space"), ("a:\u00a01", "space"), ("\ta: 1", "tab"), ("－ a", "hyphen"),
        ("a: ｛b", "bracket"), ("b｝", "bracket"), ("a: ［b", "bracket"), ("b］", "bracket"), ("a: 1 ＃ x", "hash"),
        ("a: \u201cb", "quote"), ("b\u201d", "quote"), ("a，b", "comma"), ("ー a", "hyphen"), ("\u2212 a", "hyphen"), ("  \u2010 a", "hyphen"),
        ("\u2013 a", "hyphen"), ("\u2014 a", "hyphen"), ("\u2015 a", "hyphen"), ("a: [b、c", "comma"), ("a: {b: 1、c", "comma"),
        ("a: b、c", ""), ("a: 1 # b：c", ""), ("a: 1", ""), ("a - b", ""), ("aー b", ""), ("", ""),
    ],
)  # fmt: skip
def test_signs_that_only_look_right_have_a_hint(line: str, hint: str) -> None:
    assert slip_hint(line) == (f"input.hint_{hint}" if hint else "")


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("model:3", True),
        ("- model:3", True),
        ("  a.b-c_d:x", True),
        ("model: 3", False),
        ("http://x", False),
        ("a::b", False),
        ("3:x", False),
        ("a:", False),
    ],
)
def test_a_colon_without_a_blank_is_known(text: str, lacks: bool) -> None:
    assert lacks_blank(text) is lacks


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nkey\nb: 2\n", "no_colon"),
        ("a: b: c\n", "second_colon"),
        ("a:\n    b: 1\n  c: 2\n", "indent"),
        ("a: {b: 1, c: 2\n", "open_braces"),
        ("a: [1, 2\nb: 3\n", "open_brackets"),
        ("a: - 1\n", "list_not_here"),
        ("a: ? b\n", "key_not_here"),
        ("a: @x\n", "bad_start"),
        ("a: 'x\n", "open_quote"),
        ("a: 'x\n---\ny'\n", "open_quote"),
        ('a: "\\q"\n', "bad_escape"),
        ('a: "\\xZZ"\n', "bad_escape"),
        ("a: |x\n  y\n", "after_block_sign"),
        ("a: |0\n  y\n", "after_block_sign"),
        ("%YAML 2.0\n---\na: 1\n", "directive"),
        ("a: !x!y 1\n", "tag"),
        ("a: &! 1\n", "bad_start"),
    ],
)
@pytest.mark.parametrize("parser", ["libyaml", "pure"])
def test_both_parsers_are_understood(parser: str, text: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if parser == "pure":
        monkeypatch.setattr(yaml_reader, "_Parser", PureParser)
    assert told(text)[0] == said


@pytest.mark.parametrize("place", ["system: {id: VALUE}", "system: {id: a, VALUE: 1}", "current: {VALUE: 1}", "hrsi: VALUE"])
@pytest.mark.parametrize("value", ['"\\uD800"', '"\\x01\\uDFFF"'])
def test_half_a_character_from_the_parser_in_python_is_refused_in_words(
    place: str, value: str, knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_reader, "_Parser", PureParser)
    with pytest.raises(InputError) as caught:
        parse_plan(place.replace("VALUE", value) + "\n", "p", knowledge, frozenset())
    (found,) = caught.value.problems
    assert (found.message.id, found.position.column) == ("input.forbidden_character", place.index("VALUE") + 1)


def test_what_no_table_knows_is_quoted_and_nothing_is_made_up() -> None:
    mark = yaml.Mark("p", 0, 1, 3, "", 0)
    novel = syntax_problem("p", "a: 1\nb: 2\n", yaml.MarkedYAMLError(problem="novel \x1b fault", problem_mark=mark), None)
    assert (novel.message.values["words"], tuple(novel.position), novel.line_text) == ('"novel \\x1b fault"', (2, 4), "b: 2")
    bare = syntax_problem("p", "a: 1\n", None, None)
    assert (bare.message.values["words"], tuple(bare.position)) == (Message("yaml.other"), (1, 5))
    beyond = syntax_problem("p", "", yaml.MarkedYAMLError(problem="x", problem_mark=yaml.Mark("p", 0, 9, 0, "", 0)), None)
    assert tuple(beyond.position) == (1, 1)
    last = syntax_problem("p", "a: 1\nb: 2\n", None, mark)
    assert tuple(last.position) == (2, 4)


@pytest.mark.parametrize("word", ["yes", "no", "on", "off", "y", "n", "True", "False", "TRUE", "FALSE", "はい", "いいえ"])
def test_words_for_true_and_false(word: str, knowledge: KnowledgeBase) -> None:
    text = f"hrsi: 1\nsystem: {{id: a}}\ntarget: {{model: 3}}\nmeasures: {{backups: [{{name: b, online: {word}}}]}}\n"
    with pytest.raises(InputError) as caught:
        parse_plan(text, "p", knowledge, frozenset())
    (found,) = caught.value.problems
    assert found.message.id == "input.want_truth" and found.hint is not None and found.hint.id == "input.hint_truth"


def test_the_parsers_own_faults_are_faults_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def __init__(self, text: str) -> None:
            self.left = [yaml.StreamStartEvent()]

        def get_event(self) -> object:
            if self.left:
                return self.left.pop()
            raise AssertionError("inside the parser")

    monkeypatch.setattr(yaml_reader, "_Parser", Broken)
    assert problem("a: 1\n").message.id == "input.syntax"
