"""Plans as JSON from programs that write every character outside ASCII as an escape."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrsi_cli.domain.problem import InputError
from hrsi_cli.knowledge.json_pairs import with_joined_pairs
from hrsi_cli.knowledge.plan_editor import DELETE, Edit, edit_text
from hrsi_cli.knowledge.yaml_reader import read_document

texts = st.text(st.sampled_from("a𠮷😀\\\"' :,{}[]#u"), max_size=12)


@given(st.dictionaries(texts, texts | st.lists(texts, max_size=3).map(tuple), max_size=4))
def test_escaped_json_is_read_as_what_it_says(value: dict[str, object]) -> None:
    assert read_document(json.dumps({"value": value}), "p.json").data == {"value": value}


def test_everything_behind_a_pair_stays_in_its_place() -> None:
    text = json.dumps({"name": "𠮷野家", "𠮷": 1, "last": 2})
    document = read_document(text, "p.json")
    assert document.data == {"name": "𠮷野家", "𠮷": 1, "last": 2}
    assert document.locate(("last",)).column == text.index("2}") + 1
    assert document.locate(("last",), key=True).column == text.index('"last"') + 1
    assert len(with_joined_pairs(text)) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        'a: "\\ud842\\udfb7"',  # no JSON
        '{"a": "\\ud842"}',  # half a character
        '{"a": "\\udfb7\\ud842"}',
        '{"a": "\\ud842\\udfb7", # a comment\n"b": 1}',
    ],
)
def test_what_is_no_json_or_no_character_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_document(text, "p.yaml")
    assert caught.value.problems[0].position.line == 1


def test_a_backslash_before_an_escape_is_a_backslash() -> None:
    text = json.dumps({"a": "\\ud842\\udfb7", "b": "\\𠮷"})
    assert read_document(text, "p.json").data == {"a": "\\ud842\\udfb7", "b": "\\𠮷"}


@pytest.mark.parametrize(
    ("edit", "after"),
    [
        (Edit(("name",), "x"), '{"name": "x", "notes": "\\ud83d\\ude00", "last": 2}'),
        (Edit(("last",), 3), '{"name": "\\ud842\\udfb7", "notes": "\\ud83d\\ude00", "last": 3}'),
        (Edit(("notes",), DELETE), '{"name": "\\ud842\\udfb7", "last": 2}'),
        (Edit(("name",), DELETE), '{"notes": "\\ud83d\\ude00", "last": 2}'),
        (Edit(("more",), 1), '{"name": "\\ud842\\udfb7", "notes": "\\ud83d\\ude00", "last": 2, "more": 1}'),
    ],
)
def test_an_edit_touches_its_value_and_nothing_else(edit: Edit, after: str) -> None:
    assert edit_text(json.dumps({"name": "𠮷", "notes": "😀", "last": 2}), [edit]) == after
