"""Cross-file integrity of the knowledge base: what no single file's schema can see."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from typing import Any, NamedTuple

from hrsi_cli.domain.case import Case, Figure
from hrsi_cli.domain.model_system import ModelSystem
from hrsi_cli.domain.outline import Grade
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.problem import Problem
from hrsi_cli.domain.requirement import Requirement
from hrsi_cli.knowledge.shapes import shapes_at
from hrsi_cli.knowledge.validation import reference_problem
from hrsi_cli.knowledge.yaml_reader import Document, Path

RULE_FILES = ("rules/logic.yaml", "rules/lessons.yaml")
CASE_COUNT, METRIC_COUNT, PRESET_COUNT = 10, 37, 27
_PLACE = re.compile(
    r"table [1-4]\.[0-9.]+-[0-9]+(, [A-F][0-9.]+)?"
    r"|section [1-4](\.[0-9]){0,2}( \([0-9]\))?(, (?P<row>[a-z ]+))?"
)
_PLAN_KEY_PART = re.compile(r"[A-F]\.\d+\.\d+\.\d+|[^.]+")
"""A part of a dotted key; a metric id is one part although it has dots."""
_Found = Iterator[Problem]


def check_integrity(documents: Mapping[str, Document], objects: Mapping[str, Any]) -> list[Problem]:
    """Every broken reference, missing cell, level outside its scale and missing provenance."""
    requirements = {item.id: item for item in objects["requirements.yaml"].requirements}
    problems = [
        *_check_scales(documents["requirements.yaml"], tuple(requirements.values())),
        *_check_models(documents["models.yaml"], objects["models.yaml"].model_systems, requirements),
    ]
    ids: set[str] = set()
    for name, case in objects.items():
        if name.startswith("cases/"):
            problems += _check_case(documents[name], case, requirements, objects["vocabulary.yaml"], ids)
    if len(ids) < CASE_COUNT:
        problems.append(_wrong(documents["models.yaml"], (), "kb.case_count", count=len(ids), expected=CASE_COUNT))
    names = _names(objects, requirements, ids)
    for name in ("models.yaml", "guide.yaml", "observations.yaml", "glossary.yaml", "dependencies.yaml", *RULE_FILES):
        problems += _check_references(documents[name], documents[name].data, (), names)
    return problems


def _wrong(document: Document, path: Path, message: str, **values: object) -> Problem:
    return reference_problem(document, path, message, None, **values)


def _check_scales(document: Document, requirements: tuple[Requirement, ...]) -> _Found:
    if len({requirement.id for requirement in requirements}) != METRIC_COUNT:
        yield _wrong(document, ("requirements",), "kb.metric_count", count=len(requirements), expected=METRIC_COUNT)
    for index, requirement in enumerate(requirements):
        levels = [step.level for step in requirement.levels]
        if levels != list(range(len(levels))):
            yield _wrong(document, ("requirements", index, "levels"), "kb.scale_has_holes", metric=requirement.id)


def _check_models(document: Document, models: tuple[ModelSystem, ...], requirements: Mapping[str, Requirement]) -> _Found:
    main = {id for id, requirement in requirements.items() if requirement.class_ == "main"}
    for index, model in enumerate(models):
        where: Path = ("model_systems", index, "presets")
        named = [preset.metric for preset in model.presets]
        if sorted(named) != sorted(main) or len(named) != PRESET_COUNT:
            odd = ", ".join(sorted(main.symmetric_difference(named))) or str(len(named))
            yield _wrong(document, where, "kb.preset_set", model=model.id, odd=odd)
        for number, preset in enumerate(model.presets):
            requirement = requirements.get(preset.metric)
            if requirement and preset.level > requirement.highest:
                yield _outside(document, (*where, number, "level"), requirement, preset.level)
            if preset.basis == "inferred" and not preset.constraints:
                yield _wrong(document, (*where, number), "kb.no_constraint", metric=preset.metric)


def _check_case(
    document: Document, case: Case, requirements: Mapping[str, Requirement], vocabulary: Any, ids: set[str]
) -> _Found:
    if case.id in ids:
        yield _wrong(document, ("id",), "input.twice", name=case.id)
    ids.add(case.id)
    for metric in requirements:
        if metric not in case.readings:
            yield _wrong(document, ("readings",), "kb.missing_cell", case=case.id, metric=metric)
    for metric, reading in case.readings.items():
        if metric not in requirements:
            yield _wrong(document, ("readings", metric), "input.unknown_metric", value=metric)
            continue
        yield from _check_grade(document, ("readings", metric), requirements[metric], reading)
        if (reading.level_range or reading.status == "ungradable") and reading.reading is None:
            yield _wrong(document, ("readings", metric), "kb.no_reading_note", case=case.id, metric=metric)
    figures: list[tuple[Path, Figure]] = [(("employees",), case.employees)]
    figures += [(("figures", index), figure) for index, figure in enumerate(case.figures)]
    for where, figure in figures:
        if figure.item not in vocabulary.figures:
            yield _wrong(document, (*where, "item"), "kb.not_in_vocabulary", value=figure.item)
        if figure.unit not in vocabulary.units:
            yield _wrong(document, (*where, "unit"), "kb.not_in_vocabulary", value=figure.unit)
    if case.industry not in vocabulary.industries:
        yield _wrong(document, ("industry",), "kb.not_in_vocabulary", value=case.industry)
    yield from _check_places(document, document.data, (), vocabulary.rows)


def _check_grade(document: Document, where: Path, requirement: Requirement, grade: Grade) -> _Found:
    if (grade.level is not None) != (grade.status == "stated"):
        yield _wrong(document, where, "kb.level_without_statement", metric=requirement.id)
    if grade.level is not None and grade.level > requirement.highest:
        yield _outside(document, (*where, "level"), requirement, grade.level)
    if grade.level_range is not None:
        low, high = grade.level_range
        if not (low <= (low if grade.level is None else grade.level) <= high) or low == high or high > requirement.highest:
            yield _wrong(document, (*where, "level_range"), "kb.bad_range", metric=requirement.id)


def _outside(document: Document, where: Path, requirement: Requirement, level: int) -> Problem:
    scale = ", ".join(str(step.level) for step in requirement.levels)
    return _wrong(
        document, where, "input.level_outside_scale", level=level, metric=requirement.id, name=requirement.name, scale=scale
    )


def _check_places(document: Document, value: Any, path: Path, rows: Mapping[str, object]) -> _Found:
    """Every ``source`` of a case names a table or section of the guide, and a row that its form has."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "source":
                match = _PLACE.fullmatch(str(inner))
                if match is None or (match["row"] and match["row"] not in rows):
                    yield _wrong(document, (*path, key), "kb.no_such_place", value=str(inner))
            else:
                yield from _check_places(document, inner, (*path, key), rows)
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _check_places(document, inner, (*path, index), rows)


def _names(objects: Mapping[str, Any], metrics: Container[object], cases: Container[object]) -> dict[str, _Names]:
    """What each key that names something may name, and how a name that it may not is told."""
    rules = {rule.id for name in RULE_FILES for rule in objects[name].rules}
    models = objects["models.yaml"]
    grounds = {ground.id for ground in (*models.constraints, *models.rules)}
    terms = {term.id for term in objects["glossary.yaml"].terms}
    of_cases, of_metrics = _Names(cases, "kb.unknown_case"), _Names(metrics, "input.unknown_metric")
    return {
        **dict.fromkeys(("case", "cases", "exceptions"), of_cases),
        **dict.fromkeys(("metric", "metrics", "needs"), of_metrics),
        "constraints": _Names(grounds, "kb.unknown_name"),
        "see": _Names(_Any((terms, metrics, rules)), "kb.unknown_name"),
        **dict.fromkeys(("answered_by", "inputs"), _Names(_PlanKeys(), "kb.no_plan_key")),
    }


def _check_references(document: Document, value: Any, path: Path, names: Mapping[str, _Names]) -> _Found:
    """What the files of the guide, the rules and the glossary name exists: cases, metrics, terms, rules, keys of a plan."""
    if not isinstance(value, dict | tuple):
        return
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        known = names.get(key) if isinstance(key, str) else None
        if known is None or (isinstance(inner, tuple) and isinstance(next(iter(inner), None), dict)):  # a list of entries
            yield from _check_references(document, inner, (*path, key), names)
            continue
        for where, name in _named(inner, (*path, key)):
            if name not in known.ids:
                yield _wrong(document, where, known.message, value=str(name))


def _named(value: Any, path: Path) -> Iterator[tuple[Path, object]]:
    """The names in a value, each with its place: one alone, the items of lists, or the keys of a mapping."""
    if isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _named(inner, (*path, index))
    elif isinstance(value, dict):
        yield from (((*path, key), key) for key in value)
    else:
        yield path, value


class _Names(NamedTuple):
    """Names that exist, and the message about one that does not."""

    ids: Container[object]
    message: str


class _Any(NamedTuple):
    """What is in one of several collections."""

    parts: tuple[Container[object], ...]

    def __contains__(self, name: object) -> bool:
        return any(name in part for part in self.parts)


class _PlanKeys:
    """The keys that a plan may have, as the rules name them: ``[]`` is any item of a list, ``*`` any metric."""

    def __contains__(self, name: object) -> bool:
        parts = _PLAN_KEY_PART.findall(str(name).replace("[]", ".0"))
        return bool(shapes_at(Plan, tuple(int(part) if part.isdecimal() else part for part in parts)))
