"""The passages that a search goes through: cases with their numbers, metrics with their scales and terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from hrsi_cli.domain.amount import figure_words
from hrsi_cli.domain.browsing import FieldKind, Passage
from hrsi_cli.domain.case import Case, ContinuityTarget, Figure
from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.guide_library import Library
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.language import LANGUAGES, Language
from hrsi_cli.domain.requirement import Requirement
from hrsi_cli.domain.text import Text, of_one

LABEL, FIGURE, TARGET, STATEMENT, READING, SIDE = 3.0, 2.5, 2.0, 1.5, 1.2, 1.0
"""Weights of the fields of a case: names first, then numbers, then sentences."""
NAME, PATH, LEVEL, TERM = 3.0, 1.0, 1.5, 2.0
_TIME = re.compile(r"(\d+(?:\.\d+)?)(mo|[smhdwy]|min)")
_TIME_UNITS = {
    "s": "seconds",
    "m": "minutes",
    "min": "minutes",
    "h": "hours",
    "d": "days",
    "w": "weeks",
    "mo": "months",
    "y": "years",
}
_TARGETS = {
    "rto": Text(ja="RTO 目標復旧時間", en="RTO recovery time objective"),
    "rpo": Text(ja="RPO 目標復旧時点", en="RPO recovery point objective"),
    "rlo": Text(ja="RLO 目標復旧レベル", en="RLO recovery level objective"),
    "restart": Text(ja="再開目標", en="restart target"),
}
Catalogues = Mapping[Language, Catalogue]
"""The sentences in both languages: what is searched is found by the words of either."""
_EVENTS = {"failure": Text(ja="障害時", en="failure"), "disaster": Text(ja="災害時", en="disaster")}


def case_passages(case: Case, knowledge: KnowledgeBase, library: Library, catalogues: Catalogues) -> Iterator[Passage]:
    """Everything in a case that can be found."""

    def passage(field: FieldKind, key: str, text: Text, source: str, weight: float) -> Passage:
        return Passage(case.id, field, key, text, source, weight)

    yield passage("id", "id", Text(ja=f"事例{case.id}", en=f"case {case.id}"), case.source, LABEL)
    yield passage("label", "label", case.label, case.source, LABEL)
    yield passage("feature", "feature", case.feature, case.feature.source, LABEL)
    industry = library.industries.get(case.industry)
    if industry is not None:
        yield passage("business", "industry", industry, case.source, LABEL)
    yield passage("business", "business", case.business, case.business.source, TARGET)
    for site in case.sites:
        yield passage("site", site.role, site.name, site.source, STATEMENT)
    for statement in case.statements:
        yield passage("statement", statement.topic, statement, statement.source, STATEMENT)
    for figure in (case.employees, *case.figures):
        yield passage("figure", figure.item, figure_text(figure, library, catalogues), figure.source, FIGURE)
    for target in case.targets:
        yield passage("target", f"{target.event}.{target.measure}", _target_text(target, library), target.source, TARGET)
    for metric, reading in case.readings.items():
        name = knowledge.requirements[metric].name
        yield passage("reading", metric, joined(name, reading.summary, reading.reading), reading.source, READING)
    for contradiction in case.contradictions:
        for side in contradiction.sides:
            key = " ".join(contradiction.metrics)
            yield passage("contradiction", key, joined(contradiction.topic, side), side.source, SIDE)


def requirement_passages(requirement: Requirement, library: Library) -> Iterator[Passage]:
    """Everything in a metric that can be found, and the terms of the glossary that point to it."""

    def passage(field: FieldKind, key: str, text: Text, source: str, weight: float) -> Passage:
        return Passage(requirement.id, field, key, text, source, weight)

    yield passage("id", "id", Text(ja=requirement.id, en=requirement.id), requirement.source, NAME)
    yield passage("name", "name", requirement.name, requirement.source, NAME)
    yield passage("path", "path", requirement.path, requirement.source, PATH)
    for step in requirement.levels:
        yield passage("level", str(step.level), step.label, requirement.source, LEVEL)
    for term in library.terms.values():
        if requirement.id in term.see:
            spellings = ", ".join(term.also)
            text = Text(ja=f"{term.name.ja} {spellings}".strip(), en=f"{term.name.en} {spellings}".strip())
            yield passage("term", term.id, text, term.source or requirement.source, TERM)


def figure_text(figure: Figure, library: Library, catalogues: Catalogues) -> Text:
    """A number in words: what it counts, the amount as the guide takes it, and what it holds for."""
    item = _label(library.figures, figure.item)
    ja, en = (figure_words(figure, catalogues[language], unit_twice=True) for language in LANGUAGES)
    return joined(Text(ja=f"{item.ja} {ja}", en=f"{item.en} {en}"), figure.scope)


def _label(labels: Mapping[str, Text], key: str) -> Text:
    return labels.get(key) or Text(ja=key, en=key)


def _target_text(target: ContinuityTarget, library: Library) -> Text:
    parts = [_EVENTS[target.event], _TARGETS[target.measure]]
    parts += [time_text(value, library) for value in (target.value, target.high) if value is not None]
    return joined(*parts, target.scope, target.condition, target.note)


def time_text(value: str, library: Library) -> Text:
    """A time such as ``2w`` with its unit in words; what is no time stays as it is."""
    match = _TIME.fullmatch(value)
    if match is None:
        return Text(ja=value, en=value)
    unit = _label(library.units, _TIME_UNITS[match[2]])
    return Text(ja=f"{match[1]}{unit.ja}", en=f"{match[1]} {of_one(unit.en) if match[1] == '1' else unit.en}")


def joined(*texts: Text | None) -> Text:
    """The texts that are there, in one."""
    there = [text for text in texts if text is not None]
    return Text(ja=" / ".join(text.ja for text in there), en=" / ".join(text.en for text in there))
