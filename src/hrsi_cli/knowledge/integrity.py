"""Cross-file integrity of the knowledge base: what no single file's schema can see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from hrsi_cli.domain.case import Case, Figure
from hrsi_cli.domain.model_system import ModelSystem
from hrsi_cli.domain.outline import Grade
from hrsi_cli.domain.problem import Problem
from hrsi_cli.domain.requirement import Requirement
from hrsi_cli.knowledge.validation import reference_problem
from hrsi_cli.knowledge.yaml_reader import Document, Path

CASE_COUNT, METRIC_COUNT, PRESET_COUNT = 10, 37, 27
_PLACE = re.compile(
    r"table [1-4]\.[0-9.]+-[0-9]+(, [A-F][0-9.]+)?"
    r"|section [1-4](\.[0-9]){0,2}( \([0-9]\))?(, (?P<row>[a-z ]+))?"
)
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
    for name in ("guide.yaml", "observations.yaml"):
        problems += _check_references(documents[name], documents[name].data, (), requirements, ids)
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


def _check_references(document: Document, value: Any, path: Path, requirements: Mapping[str, object], cases: set[str]) -> _Found:
    """Metric and case ids named in the guide's own files exist."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "case" and inner not in cases:
                yield _wrong(document, (*path, key), "kb.unknown_case", value=str(inner))
            elif key == "metrics":
                for index, metric in enumerate(inner):
                    if metric not in requirements:
                        yield _wrong(document, (*path, key, index), "input.unknown_metric", value=str(metric))
            else:
                yield from _check_references(document, inner, (*path, key), requirements, cases)
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _check_references(document, inner, (*path, index), requirements, cases)
