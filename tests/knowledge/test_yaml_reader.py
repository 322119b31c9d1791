"""The strict reader: YAML 1.2 without its surprises, and a position for everything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.knowledge.pure_parser import PureParser

from hrsi_cli.domain.problem import InputError
from hrsi_cli.knowledge import yaml_reader
from hrsi_cli.knowledge.yaml_reader import read_document


def problem_of(text: str) -> tuple[str, int, int]:
    with pytest.raises(InputError) as caught:
        document = read_document(text, "plan.yaml")
        raise InputError(document.problems)
    first = caught.value.problems[0]
    return first.message.id, first.position.line, first.position.column


def test_the_c_parser_is_in_use() -> None:
    assert yaml_reader._Parser.__module__.startswith("yaml._yaml")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("True", "True"),
        ("12:30", "12:30"),
        ("010", "010"),
        ("0o10", "0o10"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1e5", 100000.0),
        ("2026-11-22", "2026-11-22"),
        ("2026-02-30", "2026-02-30"),
        (".inf", ".inf"),
        ("1e400", "1e400"),
        ("12345678901234567890", "12345678901234567890"),
        ("=", "="),
        ("4-1", "4-1"),
        ("１２", "１２"),
        ("~", None),
        ("-0.5", -0.5),
        ('"1"', "1"),
    ],
)
def test_scalars_follow_the_core_schema(written: str, value: object) -> None:
    read = read_document(f"key: {written}\n", "plan.yaml").data["key"]
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2\n", ("input.duplicate_key", 2, 1)),
        ('a: 1\n"a": 2\n', ("input.duplicate_key", 2, 1)),
        ("a: &x 1\n", ("input.anchor", 1, 4)),
        ("a: !!str 1\n", ("input.tag", 1, 4)),
        ("a: !!python/object/apply:os.system ['true']\n", ("input.tag", 1, 4)),
        ("a: *x\n", ("input.alias", 1, 4)),
        ("b: &x {c: 1}\na:\n  <<: *x\n", ("input.anchor", 1, 4)),
        ("<<: 1\n", ("input.merge_key", 1, 1)),
        ("[a, b]: 1\n", ("input.key_not_text", 1, 1)),
        ("a: 1\n---\nb: 2\n", ("input.second_document", 2, 1)),
        ("%YAML 1.1\n---\na: 1\n", ("input.yaml_version", 1, 1)),
        ("", ("input.empty", 1, 1)),
        ("# nothing\n", ("input.empty", 1, 1)),
        ("a: [1, 2\n", ("input.syntax", 1, 9)),
        ('a: "\\x1b"\n', ("input.forbidden_character", 1, 4)),
        ("ok: 1\na: x\x1by\n", ("input.forbidden_character", 2, 5)),
        ("a: " + "[" * 40 + "]" * 40, ("input.too_deep", 1, 35)),
        ("a: " + "x" * 10_001, ("input.value_too_long", 1, 4)),
        ("k" * 129 + ": 1", ("input.key_too_long", 1, 1)),
    ],
)
def test_what_hurts_readers_is_refused_at_its_place(text: str, expected: tuple[str, int, int]) -> None:
    assert problem_of(text) == expected


def test_too_many_values_are_refused_quickly() -> None:
    message, _, _ = problem_of("a: [" + "b," * 30_000 + "]")
    assert message == "input.too_many_values"


def test_positions_of_keys_values_and_absent_places() -> None:
    document = read_document("# 計画\nsystem:\n  id: a\n  functions: [受注, 出荷]\n", "plan.yaml")
    assert document.locate(("system", "id")) == (3, 7)
    assert document.locate(("system", "id"), key=True) == (3, 3)
    assert document.locate(("system", "functions", 1)) == (4, 19)
    assert document.locate(("system", "name")) == document.locate(("system",))
    assert document.locate(("absent",)) == (2, 1)


def test_json_is_read_too() -> None:
    assert read_document('{"a": [1, {"b": null}]}', "plan.json").data == {"a": (1, {"b": None})}


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_with_problems(text: str) -> None:
    try:
        read_document(text, "plan.yaml")
    except InputError as error:
        assert error.problems


def test_the_pure_parser_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: {b: [1, 'x', \"y\"]}\nc: |\n  多行\n  text\nd: 2h # no\n"
    fast = read_document(text, "plan.yaml")
    monkeypatch.setattr(yaml_reader, "_Parser", PureParser)
    slow = read_document(text, "plan.yaml")
    assert slow.data == fast.data
    for path in (("a", "b", 1), ("c",), ("d",)):
        assert slow.locate(path) == fast.locate(path)
