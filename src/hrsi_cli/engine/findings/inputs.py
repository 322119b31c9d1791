"""Which rules can run on a plan, and which keys would let the others run: what to measure next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from hrsi_cli.domain.inputs import RuleInputs
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.rule import Rule

_PART = re.compile(r"[A-F]\.\d+\.\d+\.\d+|[^.]+")
"""A part of a dotted key; a metric id is one part although it has dots."""


def rule_inputs(plan: Plan, rules: Iterable[Rule], fired: frozenset[str]) -> tuple[RuleInputs, ...]:
    """Every rule with what it lacks; a rule that found something (``fired``) evidently runs."""
    results = []
    for rule in rules:
        gaps = [_missing(plan, keys) for keys in rule.inputs]
        fewest = min(gaps, key=len, default=())
        runs = rule.id in fired or not fewest
        results.append(RuleInputs(rule.id, runs, () if runs else fewest))
    return tuple(results)


def keys_by_use(results: Iterable[RuleInputs]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Missing keys with the rules each would help, the most useful first."""
    uses: dict[str, list[str]] = {}
    for result in results:
        for key in result.missing:
            uses.setdefault(key, []).append(result.rule)
    return tuple((key, tuple(rules)) for key, rules in sorted(uses.items(), key=lambda item: (-len(item[1]), item[0])))


def _missing(plan: Plan, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of a set that the plan lacks; keys of one list must be filled in on the same item."""
    missing: list[str] = []
    lists: dict[str, list[str]] = {}
    for key in keys:
        head, bracket, _ = key.partition("[].")
        if bracket:
            lists.setdefault(head, []).append(key)
        elif not _filled(plan, _PART.findall(key)):
            missing.append(key)
    for head, inner in lists.items():
        items = list(_items(plan, _PART.findall(head)))
        lacking: list[list[str]] = [
            [key for key in inner if not _filled(item, _PART.findall(key.partition("[].")[2]))] for item in items
        ]
        missing += sorted([*lacking, inner], key=len)[0]
    return tuple(key for key in keys if key in missing)


def _items(value: Any, parts: list[str]) -> Iterator[Any]:
    for part in parts:
        value = getattr(value, part, ())
    yield from value or ()


def _filled(value: Any, parts: list[str]) -> bool:
    """Whether a place holds something; zero and false are something, empty lists and unknown are not."""
    if value is None:
        return False
    if not parts:
        return value != () and getattr(value, "level", None) != "unknown"
    part, *rest = parts
    if isinstance(value, dict):
        inner = value.values() if part == "*" else [value.get(part)]
        return any(_filled(item, rest) for item in inner)
    return _filled(getattr(value, part, None), rest)
