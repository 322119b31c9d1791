"""Passages as a whole: what is searched, how it is named, and how much it counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hrsi_cli.domain.browsing import Passage
from hrsi_cli.domain.guide import Term
from hrsi_cli.domain.language import LANGUAGES
from hrsi_cli.domain.text import Text
from hrsi_cli.engine.passages import case_passages, requirement_passages
from hrsi_cli.knowledge.compiled import load_catalogue
from hrsi_cli.knowledge.store import load_knowledge, load_library

KNOWLEDGE, LIBRARY = load_knowledge(), load_library()
WORDS = {language: load_catalogue(language) for language in LANGUAGES}


def term(id: str, *also: str, see: tuple[str, ...] = ("A.2.4.1",), source: str | None = None) -> Term:
    name = Text(ja=f"{id}の名", en=f"{id} name")
    return Term(id=id, name=name, also=also, definition=name, see=see, source=source)


def test_a_metric_is_found_by_all_of_its_words() -> None:
    requirement = KNOWLEDGE.requirements["A.2.4.1"]
    terms = (term("one", "1st", "first", source="glossary"), term("two"), term("three", see=("A.2.1.1",)))
    library = replace(LIBRARY, terms={each.id: each for each in terms})
    id, source = requirement.id, requirement.source
    assert list(requirement_passages(requirement, library)) == [
        Passage(id, "id", "id", Text(ja=id, en=id), source, 3.0),
        Passage(id, "name", "name", requirement.name, source, 3.0),
        Passage(id, "path", "path", requirement.path, source, 1.0),
        *(Passage(id, "level", str(step.level), step.label, source, 1.5) for step in requirement.levels),
        Passage(id, "term", "one", Text(ja="oneの名 1st, first", en="one name 1st, first"), "glossary", 2.0),
        Passage(id, "term", "two", Text(ja="twoの名", en="two name"), source, 2.0),
    ]


@pytest.mark.parametrize("id", ["1-1", "4-1"])
def test_a_case_is_found_by_its_number_and_names(id: str) -> None:
    case = KNOWLEDGE.cases[id]
    found = list(case_passages(case, KNOWLEDGE, LIBRARY, WORDS))
    assert found[:5] == [
        Passage(id, "id", "id", Text(ja=f"事例{id}", en=f"case {id}"), case.source, 3.0),
        Passage(id, "label", "label", case.label, case.source, 3.0),
        Passage(id, "feature", "feature", case.feature, case.feature.source, 3.0),
        Passage(id, "business", "industry", LIBRARY.industries[case.industry], case.source, 3.0),
        Passage(id, "business", "business", case.business, case.business.source, 2.0),
    ]
    assert [passage for passage in found if passage.field == "statement"] == [
        Passage(id, "statement", statement.topic, statement, statement.source, 1.5) for statement in case.statements
    ]
    assert [passage for passage in found if passage.field == "site"] == [
        Passage(id, "site", site.role, site.name, site.source, 1.5) for site in case.sites
    ]
    readings = [passage for passage in found if passage.field == "reading"]
    assert [(passage.key, passage.source, passage.weight) for passage in readings] == [
        (metric, reading.source, 1.2) for metric, reading in case.readings.items()
    ]
    weights = {passage.field: passage.weight for passage in found if passage.field in ("figure", "target", "contradiction")}
    assert weights.items() <= {"figure": 2.5, "target": 2.0, "contradiction": 1.0}.items()


def test_an_industry_without_a_label_is_left_out() -> None:
    case = KNOWLEDGE.cases["1-1"]
    found = case_passages(case, KNOWLEDGE, replace(LIBRARY, industries={}), WORDS)
    assert [passage.key for passage in found if passage.field == "business"] == ["business"]
