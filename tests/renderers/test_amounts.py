"""Shares and numbers with units as texts show them."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from tests.conftest import AS_OF, ROOT, invoke

from hrsi_cli.domain.amount import figure_words
from hrsi_cli.domain.case import Figure, Qualifier
from hrsi_cli.domain.language import LANGUAGES
from hrsi_cli.domain.text import of_one
from hrsi_cli.knowledge.store import load_catalogue
from hrsi_cli.renderers.words import percent

SALES = str(ROOT / "examples" / "portfolio" / "sales.hrsi.yaml")


@pytest.mark.parametrize(
    ("share", "words"), [(14 / 27, "51.9%"), (1 / 16, "6.3%"), (3 / 16, "18.8%"), (13 / 27, "48.1%"), (0, "0%"), (1, "100%")]
)
def test_a_share_is_rounded_once(share: float, words: str) -> None:
    assert percent(share) == words


def test_the_share_of_a_path_is_exact_in_text_and_has_four_digits_in_json() -> None:
    argv = ("path", SALES, "--to", "3", "--as-of", AS_OF)
    assert "51.9%" in invoke(*argv).out
    assert "51.8%" not in invoke(*argv).out
    assert '"attainment": 0.5185' in json.dumps(json.loads(invoke(*argv, "--format", "json").out))


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("times a month", "time a month"),
        ("business days", "business day"),
        ("companies", "company"),
        ("people", "person"),
        ("VMs", "VM"),
        ("Mbps", "Mbps"),
        ("%", "%"),
        ("か月", "か月"),
    ],
)
def test_one_of_a_unit(many: str, one: str) -> None:
    assert of_one(many) == one


def test_one_is_singular_where_a_case_is_shown() -> None:
    shown = invoke("case", "show", "2-2", lang="en").out
    assert "1 time a month" in shown
    assert "1 times" not in shown


def test_a_waiver_names_its_coming_end_once() -> None:
    for lang, words in (("ja", "まもなく期限"), ("en", "expir")):
        shown = invoke("gap", SALES, "-v", "--as-of", AS_OF, lang=lang).out
        assert shown[shown.index("- C.3.4.1 ") :].split("\n\n")[0].count(words) == 1


@pytest.mark.parametrize(
    ("figure", "ja", "en"),
    [
        ({"value": 4, "unit": "hours", "qualifier": "within"}, "4時間以内", "within 4 hours"),
        ({"value": 24, "unit": "hours", "qualifier": "under"}, "24時間未満", "under 24 hours"),
        ({"value": 24, "unit": "hours", "qualifier": "over"}, "24時間以上", "24 hours or more"),
        ({"value": 5000, "unit": "people", "qualifier": "just_over"}, "5,000名強", "a little over 5,000 people"),
        ({"value": 300, "unit": "people", "qualifier": "just_under"}, "300名弱", "a little under 300 people"),
        ({"value": 10, "unit": "minutes", "qualifier": "about"}, "約10分", "about 10 minutes"),
        ({"value": 10, "high": 30, "unit": "minutes", "qualifier": "under"}, "10から30分未満", "10 to under 30 minutes"),
        (
            {"value": 1500000, "high": 2000000, "unit": "views_per_day"},
            "1,500,000から2,000,000PV/日",
            "1,500,000 to 2,000,000 page views a day",
        ),
        ({"value": 30, "high": 40, "unit": "machines", "qualifier": "range"}, "30から40台", "30 to 40 machines"),
        ({"value": 7, "unit": "jma_intensity", "qualifier": "equivalent"}, "震度7相当", "equivalent to JMA seismic intensity 7"),
        ({"value": 6, "unit": "intensity_lower", "qualifier": "over"}, "震度6弱以上", "JMA seismic intensity 6-lower or more"),
        ({"value": 6, "unit": "intensity_upper"}, "震度6強", "JMA seismic intensity 6-upper"),
        ({"value": 1981, "unit": "calendar_year"}, "1981年", "1981"),
        ({"value": 2000, "unit": "people", "qualifier": "about"}, "約2,000名", "about 2,000 people"),
        ({"value": 1, "unit": "months", "qualifier": "within"}, "1か月以内", "within 1 month"),
    ],
)
def test_a_number_keeps_its_unit_and_how_the_guide_takes_it(figure: dict[str, Any], ja: str, en: str) -> None:
    told = Figure(item="servers", source="section 3.3.1 (1)", **figure)
    assert (figure_words(told, load_catalogue("ja")), figure_words(told, load_catalogue("en"))) == (ja, en)


def test_every_qualifier_has_its_words() -> None:
    for lang in LANGUAGES:
        sentences = load_catalogue(lang).sentences
        assert all(f"show.{name}" in sentences for name in get_args(Qualifier) if name != "exact")


def test_a_restart_within_a_time_is_not_told_as_under_it() -> None:
    """Of the guide's targets only those with 未満 leave the number out."""
    for case, ja, en in (
        ("2-2", "1か月以内", "within 1 month"),
        ("3-1", "3日以内", "within 3 days"),
        ("2-1", "24時間未満", "under 24"),
    ):
        assert ja in invoke("case", "show", case, "-v", lang="ja").out
        assert en in invoke("case", "show", case, "-v", lang="en").out
    record = invoke("case", "show", "4-2", "--format", "json").json
    assert {item["qualifier"] for item in record["figures"] if item["item"] == "restart_target"} == {"within"}
    assert json.loads(invoke("schema", "case").out)["$defs"]["FigureRecord"]["properties"]["qualifier"]["enum"] == [
        *get_args(Qualifier)
    ]
