"""A number that the guide states about a case is found by searching for it, as data and in either language."""

from __future__ import annotations

import pytest

from hrsi_cli.domain.browsing import Found
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.language import LANGUAGES
from hrsi_cli.engine.explaining import term_groups
from hrsi_cli.engine.passages import case_passages
from hrsi_cli.engine.search import search
from hrsi_cli.knowledge.compiled import load_catalogue
from hrsi_cli.knowledge.store import load_library

WORDS = {language: load_catalogue(language) for language in LANGUAGES}

NUMBERS = [
    ("1-1", "150台", "150 machines"),
    ("1-1", "3週間", "3 weeks"),
    ("1-2", "100 Mbps", "100 Mbps"),
    ("1-2", "100テラバイト", "100 TB"),
    ("1-3", "300台", "300 machines"),
    ("1-2", "震度5弱", "intensity 5-lower"),
    ("2-1", "500万PV", "5,000,000 page views"),
    ("2-1", "100人", "100 users"),
    ("2-2", "20台", "20 machines"),
    ("2-2", "50%", "50%"),
    ("3-1", "四半期", "time a quarter"),
    ("3-2", "2,400人", "2400 users"),
    ("3-2", "24台", "24 machines"),
    ("4-1", "150 VM", "150 VMs"),
    ("4-1", "15VM", "15 VMs"),
    ("4-1", "2週間", "2 weeks"),
    ("4-1", "30分", "30 minutes"),
    ("4-2", "60万件/分", "600,000 per minute"),
    ("4-2", "99.999%", "99.999 %"),
    ("4-2", "2ミリ秒", "2 milliseconds"),
    ("4-3", "40時間", "40 hours"),
    ("4-3", "50台", "50 virtual desktops"),
]


@pytest.fixture(scope="module")
def find(knowledge: KnowledgeBase):
    library = load_library()
    passages = [passage for case in knowledge.cases.values() for passage in case_passages(case, knowledge, library, WORDS)]
    groups = term_groups(library.terms)

    def ask(query: str) -> dict[str, Found]:
        return {found.owner: found for found in search(query, passages, language="ja", synonyms=groups)}

    return ask


@pytest.mark.parametrize(("case", "ja", "en"), NUMBERS)
def test_number_is_found(case: str, ja: str, en: str, find) -> None:
    for query in (ja, en):
        found = find(query)
        assert case in found, query
        assert found[case].hits[0].match != "some_words", (query, [hit.passage.text.ja for hit in found[case].hits])


def test_numbers_are_data(find) -> None:
    for query, item in (("15 VM", "switched_virtual_machines"), ("100 Mbps", "bandwidth"), ("2週間", "failback_first")):
        keys = [hit.passage.key for hit in find(query)["4-1"].hits if hit.passage.field == "figure"]
        assert item in keys
