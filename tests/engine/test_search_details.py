"""What a search goes through and how spellings fold: the words that readers type are found in the guide's figures and targets."""

from __future__ import annotations

from typing import get_args

import pytest

from hrsi_cli.domain.amount import figure_words
from hrsi_cli.domain.browsing import Passage
from hrsi_cli.domain.case import ContinuityTarget, Figure, Qualifier
from hrsi_cli.domain.guide_library import Library
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.language import LANGUAGES
from hrsi_cli.domain.text import Text
from hrsi_cli.engine.passages import case_passages, figure_text, requirement_passages
from hrsi_cli.engine.search import fold, search
from hrsi_cli.knowledge.compiled import load_catalogue
from hrsi_cli.knowledge.store import load_library

WORDS = {language: load_catalogue(language) for language in LANGUAGES}


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2億", "200,000,000"),
        ("1.5万", "15000"),
        ("５メガバイト", "5 MB"),
        ("3ギガバイト", "3GB"),
        ("400キロメートル", "400 km"),
        ("70パーセント", "70%"),
        ("2箇所", "2か所"),
        ("2カ所", "2か所"),
        ("2ヵ所", "2か所"),
        ("3箇月", "3か月"),
        ("3ヶ月", "3か月"),
        ("3カ月", "3か月"),
        ("3ヵ月", "3か月"),
        ("300名", "300人"),
        ("30 分", "30分"),
        ("ルーター", "ルータ"),
        ("ＨＯＴ－ＳＴＡＮＤＢＹ".replace("－", "-"), "hot standby"),
    ],
)
def test_more_variants_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("氏名", "氏人"), ("a-1", "a 1"), ("12,34", "1234"), ("ユーザー名", "ユーザー人")])
def test_what_only_looks_like_a_variant_stays(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def passage(owner: str, ja: str, en: str = "-", weight: float = 1.0) -> Passage:
    return Passage(owner, "statement", "recovery", Text(ja=ja, en=en), "section 1", weight)


def test_a_score_is_made_of_the_match_the_field_the_focus_and_all_words_under_one_owner() -> None:
    (found,) = search("遠隔", [passage("a", "遠隔"), passage("a", "遠隔の地"), passage("b", "なし")], language="ja")
    # a phrase 100, a plain field 10, the whole text is the question 5, all words 20, one more hit 0.1
    assert found.score == 135.1
    assert [hit.score for hit in found.hits] == [115.0, 112.5]
    (partly,) = search("遠隔 テープ", [passage("a", "遠隔の地", weight=2)], language="ja")
    # half of the words: 10 x 0.5, the field 20, 2 of 4 characters, one of two words under the owner
    assert (partly.hits[0].match, partly.hits[0].words, partly.hits[0].score) == ("some_words", ("遠隔",), 27.5)
    assert partly.score == 37.5


def test_further_hits_break_ties_up_to_a_point() -> None:
    many = [passage("many", "遠隔")] * 30 + [passage("few", "遠隔")] * 10
    assert [(item.owner, item.score) for item in search("遠隔", many, language="ja")] == [("few", 135.9), ("many", 135.9)]


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("az", "az", True),
        ("z", "az", False),
        ("a", "za", False),
        ("b", "[b]", True),
        ("5", "a5", True),
        ("5", "2.5", False),
        ("5", ".5", True),
        ("v5", "v5.5", True),
    ],
)
def test_words_and_numbers_are_whole(query: str, text: str, found: bool) -> None:
    assert bool(search(query, [passage("x", "なし", text)], language="en")) is found


def test_a_word_of_one_part_is_not_found_by_halves() -> None:
    assert search("遠隔地", [passage("a", "遠隔")], language="ja") == ()
    assert search("遠隔テープ保管", [passage("a", "遠隔")], language="ja") == (), "one part of three is less than half"
    assert search("遠隔テープ", [passage("a", "テープ")], language="ja")[0].hits[0].match == "some_words"


def test_synonyms_hold_for_a_word_among_others_and_not_for_empty_ones() -> None:
    groups = [("RTO", "目標復旧時間", ""), ("RPO", "目標復旧時点")]
    (found,) = search("rto 2時間", [passage("a", "目標復旧時間は2時間")], language="ja", synonyms=groups)
    assert found.hits[0].match == "all_words"
    assert search("rto", [passage("a", "目標復旧時点")], language="ja", synonyms=groups) == ()


def test_the_readers_language_wins_a_tie() -> None:
    both = [passage("a", "rto", "rto")]
    assert [search("rto", both, language=language)[0].hits[0].language for language in ("ja", "en")] == ["ja", "en"]


def test_figures_are_words_with_their_unit_range_and_scope(library: Library) -> None:
    employees = Figure(item="employees", value=3000, unit="people", source="s")
    assert figure_text(employees, library, WORDS).en == f"{library.figures['employees'].en} 3,000 {library.units['people'].en}"
    ranged = Figure(item="employees", value=0.5, high=12, unit="hours", scope=Text(ja="夜間", en="at night"), source="s")
    unit = library.units["hours"]
    assert figure_text(ranged, library, WORDS) == Text(
        ja=f"{library.figures['employees'].ja} 0.5{unit.ja}から12{unit.ja} / 夜間",
        en=f"{library.figures['employees'].en} 0.5 {unit.en} to 12 {unit.en} / at night",
    )
    own = Figure(item="own_item", value=1, unit="weeks", source="s")
    assert figure_text(own, library, WORDS) == Text(ja="own_item 1週間", en="own_item 1 week")


@pytest.mark.parametrize("qualifier", get_args(Qualifier))
def test_what_is_found_tells_a_number_as_the_case_does(qualifier: Qualifier, library: Library) -> None:
    figure = Figure(item="failback", value=2, unit="weeks", qualifier=qualifier, source="s")
    assert figure_text(figure, library, WORDS) == Text(
        ja=f"{library.figures['failback'].ja} {figure_words(figure, WORDS['ja'])}",
        en=f"{library.figures['failback'].en} {figure_words(figure, WORDS['en'])}",
    )


@pytest.mark.parametrize(
    ("measure", "event", "value", "high", "ja", "en"),
    [
        (
            "rto",
            "failure",
            "12h",
            None,
            "障害時 / RTO 目標復旧時間 / 12{hours.ja}",
            "failure / RTO recovery time objective / 12 {hours.en}",
        ),
        (
            "rpo",
            "disaster",
            "1d",
            "3d",
            "災害時 / RPO 目標復旧時点 / 1{days.ja} / 3{days.ja}",
            "disaster / RPO recovery point objective / 1 day / 3 {days.en}",
        ),
        ("rlo", "failure", "all", None, "障害時 / RLO 目標復旧レベル / all", "failure / RLO recovery level objective / all"),
        ("restart", "disaster", "2w", None, "災害時 / 再開目標 / 2{weeks.ja}", "disaster / restart target / 2 {weeks.en}"),
        ("restart", "disaster", "1.5y", None, "災害時 / 再開目標 / 1.5{years.ja}", "disaster / restart target / 1.5 {years.en}"),
        (
            "rto",
            "failure",
            "30m",
            "6mo",
            "障害時 / RTO 目標復旧時間 / 30{minutes.ja} / 6{months.ja}",
            "failure / RTO recovery time objective / 30 {minutes.en} / 6 {months.en}",
        ),
        (
            "rto",
            "failure",
            "10s",
            "5min",
            "障害時 / RTO 目標復旧時間 / 10{seconds.ja} / 5{minutes.ja}",
            "failure / RTO recovery time objective / 10 {seconds.en} / 5 {minutes.en}",
        ),
        ("rto", "failure", None, None, "障害時 / RTO 目標復旧時間", "failure / RTO recovery time objective"),
    ],
)
def test_targets_are_words_in_both_languages(
    measure: str, event: str, value: str | None, high: str | None, ja: str, en: str, knowledge: KnowledgeBase, library: Library
) -> None:
    target = ContinuityTarget.model_validate(
        {"measure": measure, "event": event, "status": "set", "value": value, "high": high, "source": "s"}
    )
    case = knowledge.cases["1-1"].model_copy(update={"targets": (target,)})
    (found,) = [item for item in case_passages(case, knowledge, library, WORDS) if item.field == "target"]
    assert found.key == f"{event}.{measure}"
    assert (found.text.ja, found.text.en) == (ja.format(**library.units), en.format(**library.units))


def test_everything_of_a_case_can_be_found_under_its_field(knowledge: KnowledgeBase, library: Library) -> None:
    case = knowledge.cases["1-1"]
    found = list(case_passages(case, knowledge, library, WORDS))
    assert {item.owner for item in found} == {"1-1"}
    fields = {(item.field, item.key) for item in found}
    assert {
        ("id", "id"),
        ("label", "label"),
        ("feature", "feature"),
        ("business", "industry"),
        ("business", "business"),
    } <= fields
    assert {("site", "main"), ("site", "storage"), ("figure", "employees"), ("reading", "A.2.5.1")} <= fields
    by_field = {field: [item for item in found if item.field == field] for field, _ in fields}
    assert len(by_field["reading"]) == 37
    assert len(by_field["statement"]) == len(case.statements)
    assert len(by_field["figure"]) == len(case.figures) + 1
    assert len(by_field["contradiction"]) == sum(len(item.sides) for item in case.contradictions)
    (industry,) = [item for item in found if item.key == "industry"]
    assert industry.text == library.industries[case.industry]
    own = case.model_copy(update={"industry": "unheard_of"})
    assert ("business", "industry") not in {(item.field, item.key) for item in case_passages(own, knowledge, library, WORDS)}
    weights = {item.field: item.weight for item in found}
    assert (
        weights["label"]
        == weights["id"]
        > weights["figure"]
        > weights["target"]
        > weights["statement"]
        > weights["reading"]
        > weights["contradiction"]
    )


def test_contradictions_are_found_by_their_metrics(knowledge: KnowledgeBase, library: Library) -> None:
    case = next(case for case in knowledge.cases.values() if any(len(item.metrics) > 1 for item in case.contradictions))
    several = next(item for item in case.contradictions if len(item.metrics) > 1)
    keys = [item.key for item in case_passages(case, knowledge, library, WORDS) if item.field == "contradiction"]
    assert " ".join(several.metrics) in keys


def test_everything_of_a_metric_can_be_found_under_its_field(knowledge: KnowledgeBase, library: Library) -> None:
    requirement = knowledge.requirements["A.1.3.2"]
    found = list(requirement_passages(requirement, library))
    assert [(item.field, item.key) for item in found if item.field != "term"] == [
        ("id", "id"), ("name", "name"), ("path", "path"), *(("level", str(step.level)) for step in requirement.levels),
    ]  # fmt: skip
    term = next(item for item in found if item.field == "term" and item.key == "rto")
    assert library.terms["rto"].name.ja in term.text.ja and all(name in term.text.en for name in library.terms["rto"].also)
    assert {item.owner for item in found} == {"A.1.3.2"}
