"""Properties that hold for any input: of the reader, of durations and sizes, and of the choice of a model system."""

from __future__ import annotations

import json
import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError
from tests.fuzz import mutate
from tests.properties import EVERY

from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.problem import InputError
from hrsi_cli.domain.quantity import Day, Distance, Duration, Quantity, Rate, Share, Volume, iso_duration
from hrsi_cli.domain.selection import Answers
from hrsi_cli.domain.sheet import cell_text, plan_text
from hrsi_cli.domain.visible import json_escaped, visible
from hrsi_cli.engine.selection import select_model
from hrsi_cli.knowledge.plan_file import parse_plan
from hrsi_cli.knowledge.store import load_knowledge
from hrsi_cli.knowledge.text_file import decode
from hrsi_cli.knowledge.yaml_reader import read_document

KNOWLEDGE = load_knowledge()
RULES = frozenset(KNOWLEDGE.rules)
SEEDS = mutate.seeds()


def read(data: bytes) -> Plan | None:
    """The plan, or None when it was refused as it should be."""
    try:
        return parse_plan(decode(data, "fuzz.yaml"), "fuzz.yaml", KNOWLEDGE, RULES).plan
    except InputError as error:
        assert error.problems
        assert all(problem.position.line >= 1 and problem.position.column >= 1 for problem in error.problems)
        return None


@settings(EVERY, deadline=500)
@given(st.integers(min_value=0), st.sampled_from(SEEDS))
def test_mutations_of_a_plan_are_read_or_refused(seed: int, plan: bytes) -> None:
    read(mutate.mutated(plan, random.Random(seed)))


@settings(EVERY, deadline=500)
@given(st.binary(max_size=200))
def test_bytes_are_read_or_refused(data: bytes) -> None:
    read(data)


plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
trees = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4), max_leaves=20
)
places = st.sampled_from(
    ["system", "target", "objectives", "current", "measures", "waivers", "costs", "phases", "notes", "hrsi", "knowledge"]
)  # fmt: skip


@settings(EVERY, deadline=500)
@given(st.dictionaries(places, trees, max_size=4))
def test_any_tree_in_any_place_is_read_or_refused(tree: dict[str, object]) -> None:
    """Well-formed documents reach the schema, which mutations of bytes rarely do."""
    whole = {"hrsi": 1, "system": {"id": "a"}, "target": {"model": 3}} | tree
    read(json.dumps(whole).encode())


keys = sorted(
    {name for shape in (Plan, *Plan.__subclasses__()) for name in shape.model_fields}
    | {"backups", "sites", "recovery", "vendor", "evidence"}
)
shaped = st.recursive(
    plain | st.sampled_from(["1d", "2 TB", "x", "main", "A.2.1.1", "unknown", 1]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*keys, "A.2.1.1", "known", "[key]", "level"]), inner, max_size=3)
    ),
    max_leaves=15,
)


@settings(EVERY, deadline=500)
@given(places, shaped)
def test_trees_of_known_keys_in_wrong_places(place: str, tree: object) -> None:
    read(json.dumps({"hrsi": 1, "system": {"id": "a"}, "target": {"model": 3}, place: tree}).encode())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text(st.characters(min_codepoint=0x20, max_codepoint=0x2FFF, exclude_categories=("Cc", "Cs")), max_size=15),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(min_codepoint=0x61, max_codepoint=0x7A), min_size=1, max_size=6), inner, max_size=4),
    max_leaves=15,
)  # fmt: skip


def frozen(value: object) -> object:
    if isinstance(value, dict):
        return {key: frozen(inner) for key, inner in value.items()}
    return tuple(frozen(inner) for inner in value) if isinstance(value, list) else value


@settings(EVERY, deadline=500)
@given(json_values)
def test_json_is_read_as_what_it_says(value: object) -> None:
    document = read_document(json.dumps({"value": value}), "value.json")
    assert document.problems == ()
    assert document.data == {"value": frozen(value)}


near_quantities = st.text("0123456789.hdwmoyPTBbps/%GMKki 時間日分週か月年０２-+e~〜", max_size=45) | st.text(max_size=45)


@pytest.mark.parametrize("kind", [Duration, Volume, Rate, Distance, Share, Day])
@settings(EVERY, deadline=100)
@given(value=near_quantities | plain)
def test_quantities_are_read_or_refused(kind: type[Quantity], value: object) -> None:
    try:
        found = kind.parse(value)
    except PydanticCustomError:
        return
    if isinstance(found, Duration):
        assert 0 <= found.seconds < float("inf")
        # what is shown may be typed again
        again = Duration.parse(found.plain)
        assert again.seconds == found.seconds


@settings(EVERY)
@given(st.integers(min_value=0, max_value=10**9))
def test_iso_durations_read_back(seconds: int) -> None:
    assert Duration.parse(iso_duration(float(seconds))).seconds == seconds


spans = st.builds("{}{}".format, st.integers(0, 999_999), st.sampled_from(["m", "h", "d", "w", "mo", "y"])) | st.just("0")


@settings(EVERY, deadline=500)
@given(spans, spans, spans, st.sampled_from(["low", "medium", "high"]), *[st.sampled_from([None, True, False])] * 2)
def test_the_selector_answers_anything_that_can_be_asked(
    failure: str, disaster: str, rpo: str, budget: str, redundancy: bool | None, backup_site: bool | None
) -> None:
    asked = {
        "rto_failure": Duration.parse(failure), "rto_disaster": Duration.parse(disaster), "rpo": Duration.parse(rpo),
        "budget": budget, "redundancy": redundancy, "backup_site": backup_site,
    }  # fmt: skip
    selection = select_model(Answers.model_validate(asked), KNOWLEDGE)
    assert all(0 <= item.fit <= 100 for item in selection.assessments)


@settings(EVERY)
@given(st.text())
def test_visible_text_is_visible_and_stays_so(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    for sign in shown:
        assert unicodedata.category(sign) not in ("Cc", "Cs")
        assert unicodedata.bidirectional(sign) not in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    assert not any(sign in shown for sign in "\u200b\u200e\ufeff\u2028")


@settings(EVERY)
@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_escaping_json_changes_no_value(text: str) -> None:
    assert json.loads(json_escaped(json.dumps(text, ensure_ascii=False))) == text


@settings(EVERY)
@given(st.text() | st.text("\\u20ecd5C\u202e\u200b\r\n", max_size=30))
def test_a_cell_stands_for_the_text_it_was_made_from(text: str) -> None:
    shown = cell_text(text)
    assert plan_text(shown) == text
    assert not any(sign in shown for sign in "\r\x85\u202e\u2066\u200b\ufeff")
