"""Any plan, written in any hand, takes any edit; and what the formatter may change."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.knowledge.written_styles import write_plan
from tests.properties import EVERY

from hrsi_cli.domain.problem import HrsiError, InputError
from hrsi_cli.knowledge.layout import Layout
from hrsi_cli.knowledge.plan_editor import DELETE, Edit, edit_text, format_plan, format_scalar, same_data
from hrsi_cli.knowledge.scalars import Style
from hrsi_cli.knowledge.yaml_reader import Document, read_document


@settings(EVERY, deadline=None)
@given(
    st.text(max_size=40)
    | st.text("ab0 :#,[]{}?-'\"\\\n\t!&*|>%@`.~=<\u3000\x85", max_size=9)
    | st.integers(-(10**17), 10**17)
    | st.floats(width=16, allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.none()
)
def test_a_scalar_is_read_back_as_it_was(value: Any) -> None:
    for style in (Style(), Style(True), Style(True, True)):
        for quote in ("", "'", '"'):
            try:
                text = format_scalar(value, style, quote)
            except HrsiError:
                assume(False)
            shape = f"[{text}, 1]" if style.flow else f"- {text} # c\n- 1\n"
            assert same_data(read_document(shape, "").data, (value, 1))
            if isinstance(value, str):  # and so it is by PyYAML's own scanner, which is pickier
                assert yaml.load(shape, yaml.BaseLoader)[0] == value


LOOKALIKES = [
    *("1", "-1", "1.5", "1e3", ".5", "0x1F", "0o17", "1_000", "12:30", ".inf", ".NaN", "+1", "12345678901234567890"),
    *("true", "True", "NO", "y", "null", "~", "<<", "=", "#a", "a:", "@a", "%a", "...", "---"),
]


@pytest.mark.parametrize("text", [*LOOKALIKES, "", "- a", "? a", "a: b", "a #b", " a", "a "])
def test_texts_that_another_reader_takes_for_something_else_are_quoted(text: str) -> None:
    assert format_scalar(text) == f'"{text}"'


TEXTS = st.sampled_from(
    [
        "a",
        "大阪へ日次転送",
        "yes",
        "1",
        "2026-05-01",
        "a: b",
        "x #y",
        "it's",
        'say "x"',
        "[a",
        "a, b",
        "",
        " lead",
        "a\nb",
        "a\n\nb\n",
        "𠮷😀",
        "- x",
    ]
)
METRICS = st.sampled_from([f"{a}.{b}.{c}.1" for a in "AC" for b in (1, 2, 10) for c in (1, 2, 3)])
LEVELS = st.one_of(
    st.integers(0, 5),
    st.just("unknown"),
    st.builds(lambda reason: {"not_applicable": reason}, TEXTS),
    st.builds(
        lambda level, note, ref: {"level": level, "note": note, "evidence": {"kind": "drill", "ref": ref}},
        st.integers(0, 5),
        TEXTS,
        TEXTS,
    ),
)
PLANS = st.fixed_dictionaries(
    {"hrsi": st.just(1), "system": st.fixed_dictionaries({"id": st.just("x"), "name": TEXTS}), "target": st.just({"model": 3})},
    optional={
        "current": st.dictionaries(METRICS, LEVELS, max_size=6) | st.none(),
        "waivers": st.lists(st.fixed_dictionaries({"metric": METRICS, "reason": TEXTS}), max_size=3),
        "notes": TEXTS,
    },
)
EDITS = st.one_of(
    st.builds(lambda metric, level: Edit(("current", metric), level), METRICS, LEVELS | st.just(DELETE)),
    st.builds(lambda metric, reason: Edit(("target", "adjustments", metric), {"level": 2, "reason": reason}), METRICS, TEXTS),
    st.builds(lambda text: Edit(("notes",), text), TEXTS | st.just(DELETE)),
    st.builds(lambda text: Edit(("system", "name"), text), TEXTS),
    st.builds(lambda levels: Edit(("current",), levels), st.dictionaries(METRICS, LEVELS, max_size=3)),
)


@settings(EVERY, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PLANS, st.lists(EDITS, min_size=1, max_size=3), st.integers(0, 2**32))
def test_any_plan_in_any_hand_takes_any_edit(plan: dict[str, Any], edits: list[Edit], hand: int) -> None:
    text = write_plan(plan, Random(hand))
    try:
        document = read_document(text, "")
    except InputError:
        assume(False)  # the hand wrote something that is no YAML
    new = edit_text(text, edits)  # verifies itself: nothing but the edits may differ in the data
    [single, *more] = edits
    if not more and single.value is not DELETE and not isinstance(single.value, dict) and _exists(document, single.path):
        layout = Layout(document)
        place = layout.place(single.path)
        start = place.node.start.index
        end = layout.end(place) if layout.quote(place) == '"' else place.node.end.index
        assert new.startswith(text[:start].rstrip(" ")[:start]), "what stands before the value stays"
        assert new.endswith(text[end:].lstrip(" ")), "what stands behind it stays"


def _exists(document: Document, path: tuple[str | int, ...]) -> bool:
    data = document.data
    for part in path:
        if not isinstance(data, dict) or part not in data:
            return False
        data = data[part]
    return not isinstance(data, dict | tuple) and data is not None


@settings(EVERY, deadline=None)
@given(PLANS, st.integers(0, 2**32))
def test_formatting_keeps_the_data_and_is_stable(plan: dict[str, Any], hand: int) -> None:
    text = write_plan(plan, Random(hand))
    try:
        old = read_document(text, "").data
    except InputError:
        assume(False)
    new = format_plan(text)
    assert same_data(read_document(new, "").data, old)
    assert format_plan(new) == new


def test_formatting() -> None:
    old = (
        "\ufeff\n\nhrsi: 1  \n\n\n\nnotes: |\n  kept  \n\n\n  blank lines\n\n\n\n"
        "current:\t\n  # 見出し\n\n  # two\n  A.10.1.1: 1 # c\n"
        "    # deeper\n\n  A.2.1.1:\n    level: 2\n\n\n    note: x\n# end   \n\n\n"
    )
    assert format_plan(old) == (
        "\ufeffhrsi: 1\n\nnotes: |\n  kept  \n\n\n  blank lines\n\n"
        "current:\n  # 見出し\n\n  A.2.1.1:\n    level: 2\n\n    note: x\n\n"
        "  # two\n  A.10.1.1: 1 # c\n    # deeper\n# end\n"
    )
    assert format_plan("hrsi: 1\r\ncurrent: {A.2.1.1: 1, A.1.1.1: 2}") == "hrsi: 1\r\ncurrent: {A.1.1.1: 2, A.2.1.1: 1}\r\n"
    assert format_plan("notes: |\n  cut off") == "notes: |\n  cut off"
    assert format_plan("notes: |+\n  kept\n\n\n\n") == "notes: |+\n  kept\n\n\n\n"
