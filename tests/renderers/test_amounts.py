"""Shares and numbers with units as texts show them."""

from __future__ import annotations

import json

import pytest
from tests.conftest import AS_OF, ROOT, invoke

from hrsi_cli.domain.text import of_one
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
