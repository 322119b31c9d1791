"""Circles as they are walked."""

from __future__ import annotations

import pytest

from hrsi_cli.engine.graph import circles_and_order, is_circle, named_circle


@pytest.mark.parametrize(
    ("needs", "group", "way"),
    [
        ({"a": ["a"]}, ("a",), ("a", "a")),
        ({"b": ["a"], "a": ["b"]}, ("b", "a"), ("a", "b", "a")),
        ({"c": ["a"], "b": ["c", "a"], "a": ["b"]}, ("c", "b", "a"), ("a", "b", "a")),
        ({"a": ["c", "b"], "b": ["d"], "c": ["d"], "d": ["a"]}, ("a", "b", "c", "d"), ("a", "b", "d", "a")),
        ({"a": ["b", "x"], "b": ["a"], "x": ["a"]}, ("a", "b"), ("a", "b", "a")),
        ({"b": [], "a": []}, ("b", "a"), ("b", "a")),
    ],
)
def test_a_circle_starts_with_its_first_name_and_is_short(
    needs: dict[str, list[str]], group: tuple[str, ...], way: tuple[str, ...]
) -> None:
    assert named_circle(group, needs) == way


@pytest.mark.parametrize(
    ("needs", "groups", "circles"),
    [
        ({"a": ["b"], "b": [], "c": ["gone"]}, [("b",), ("a",), ("c",)], [False, False, False]),
        ({"a": ["b"], "b": ["a"], "c": ["a"], "d": ["d"]}, [("a", "b"), ("c",), ("d",)], [True, False, True]),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, [("d",), ("b",), ("c",), ("a",)], [False] * 4),
        ({"a": ["b"], "b": ["c"], "c": ["b", "a"], "d": ["c"]}, [("a", "b", "c"), ("d",)], [True, False]),
    ],
)
def test_groups_come_in_the_order_of_their_needs(
    needs: dict[str, list[str]], groups: list[tuple[str, ...]], circles: list[bool]
) -> None:
    found = circles_and_order(needs)
    assert found == groups
    assert [is_circle(group, needs) for group in found] == circles
