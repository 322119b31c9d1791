"""Scores worked out by hand, and spellings at the edges of what is folded."""

from __future__ import annotations

from typing import Any

import pytest

from hrsi_cli.domain.browsing import Found, Hit, Passage
from hrsi_cli.domain.text import Text
from hrsi_cli.engine.search import fold, search


def passage(ja: str, en: str = "-", owner: str = "a", weight: float = 1.0) -> Passage:
    return Passage(owner, "statement", "recovery", Text(ja=ja, en=en), "section 1", weight)


@pytest.mark.parametrize(
    ("query", "text", "match", "score"),
    [
        # the match, 10 for the field, 5 for the part of the text that is asked for, 20 for the words that stand under the owner
        ("あ", "あ", "phrase", 100 + 10 + 5 + 20),
        ("xx yy", "xx yy", "phrase", 100 + 10 + 4 + 20),
        ("yy xx", "xx yy", "all_words", 50 + 10 + 4 + 20),
        ("ab abc", "abc", "all_words", 50 + 10 + 5 + 20),
        ("xx yy", "xx", "some_words", 5 + 10 + 5 + 10),
        ("xx yy zz", "xx 567", "some_words", round(10 / 3 + 10 + 5 / 3 + 20 / 3, 4)),
        ("xx", "xx 4567", "phrase", round(100 + 10 + 10 / 7 + 20, 4)),
        ("synonym", "other word", "all_words", 50 + 10 + 3.5 + 20),
    ],
)
def test_a_score_is_worked_out_by_hand(query: str, text: str, match: Any, score: float) -> None:
    (found,) = search(query, [passage(text)], language="ja", synonyms=[("synonym", "other word"), ("none", "xxx")])
    assert (found.hits[0].match, found.score) == (match, score)
    assert found.hits[0].score == round(found.hits[0].score, 4)


def test_what_is_found_is_told_as_a_whole() -> None:
    first, second, other = passage("xx 4567"), passage("yy xx", weight=2.0), passage("xx", owner="b")
    (found,) = search("xx yy", [first, second, other], language="ja")
    assert found == Found("a", (Hit(second, "all_words", ("xx", "yy"), "ja", 74.0),), 94.0)
    both = search("xx", [first, second, other], language="ja")
    assert [(each.owner, [hit.passage for hit in each.hits], each.score) for each in both] == [
        ("a", [second, first], 142.1),
        ("b", [other], 135.0),
    ]


def test_only_the_first_two_hundred_signs_of_a_query_count() -> None:
    word = "a" * 199
    assert [found.hits[0].match for found in search(f"{word} b", [passage(word)], language="ja")] == ["phrase"]
    assert [found.hits[0].match for found in search(f"{word[1:]} b", [passage(word[1:])], language="ja")] == ["some_words"]


@pytest.mark.parametrize(
    ("language", "text", "found"), [("ja", "word", "en"), ("en", "word", "en"), ("ja", "語", "ja"), ("en", "語", "ja")]
)
def test_the_other_language_is_searched_as_well(language: Any, text: str, found: str) -> None:
    hits = search(text, [passage("語", "word")], language=language)
    assert [each.hits[0].language for each in hits] == [found]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ァ", "ぁ"),
        ("ヶ", "ゖ"),
        ("ヷ", "ヷ"),
        ("a \t\n b", "a b"),
        (" ＡＢＣ ", "abc"),
        ("1,000", "1000"),
        ("3 億", "300000000"),
        ("3億", "300000000"),
        ("300 名", "300人"),
        ("2 か 所", "2か所"),
        ("サーバー", "さーば"),
        ("語 語", "語語"),
    ],
)
def test_a_text_is_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("30", "5 30分", True),
        ("30", "305 30", True),
        ("30", "130", False),
        ("30", "300", False),
        ("30", "0.30", False),
        ("30", ".30", True),
        ("ap", "map ap", True),
        ("ap", "map", False),
        ("地", "遠隔地", True),
    ],
)
def test_numbers_are_whole_and_latin_words_begin_words(query: str, text: str, found: bool) -> None:
    assert bool(search(query, [passage(text)], language="ja")) is found


@pytest.mark.parametrize(
    ("query", "text", "match"),
    [
        ("バックアップを遠隔地へ", "遠隔地にバックアップする", "all_words"),
        ("3日以内に再開", "再開まで3日以内", "all_words"),
        ("RTOは2時間", "2時間 RTO", "all_words"),
        ("RTOは2時間", "RTO", "some_words"),
        ("3日以内に再開", "再開まで5日以内", "some_words"),
        ("遠隔地バックアップ訓練", "遠隔地", None),
    ],
)
def test_a_sentence_is_found_by_its_parts(query: str, text: str, match: str | None) -> None:
    hits = search(query, [passage(text)], language="ja")
    assert [each.hits[0].match for each in hits] == ([match] if match else [])
