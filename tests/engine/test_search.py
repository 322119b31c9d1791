"""Search: folding, whole words and numbers, ranking, both languages, and why something matched."""

from __future__ import annotations

import pytest

from hrsi_cli.domain.browsing import Passage
from hrsi_cli.domain.text import Text
from hrsi_cli.engine.search import fold, search


def passage(owner: str, ja: str, en: str = "nothing", weight: float = 1.0) -> Passage:
    return Passage(owner, "statement", "recovery", Text(ja=ja, en=en), "section 3.3.1 (1)", weight)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＲＰＯ", "rpo"),
        ("ﾊﾞｯｸｱｯﾌﾟ", "バックアップ"),
        ("さーば", "サーバー"),
        ("サーバー", "サーバ"),
        ("１００ Ｍｂｐｓ", "100Mbps"),
        ("1,000台", "1000 台"),
        ("500万", "5,000,000"),
        ("2ヶ所", "2か所"),
        ("100テラバイト", "100 TB"),
        ("switch-over", "Switch Over"),
        ("データ センタ", "データセンター"),
    ],
)
def test_variants_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("ハード", "ハト"), ("30分", "3分"), ("コード", "個数"), ("1.5", "15")])
def test_different_things_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("30分", "作業は30分で終えた", True),
        ("30分", "130分かかる", False),
        ("30", "300台", False),
        ("5", "1.5倍", False),
        ("vm", "150VM中", True),
    ],
)
def test_numbers_are_whole(query: str, text: str, found: bool) -> None:
    assert bool(search(query, [passage("a", text)], language="ja")) is found


@pytest.mark.parametrize(("query", "found"), [("port", True), ("rto", False), ("copy", True), ("cop", True), ("opy", False)])
def test_latin_words_begin_words(query: str, found: bool) -> None:
    assert bool(search(query, [passage("a", "なし", "a portable copy of port o")], language="en")) is found


def test_phrase_before_all_words_before_some() -> None:
    passages = [
        passage("some", "遠隔の保管"),
        passage("all", "バックアップは遠隔に置く"),
        passage("phrase", "遠隔 バックアップを取る"),
    ]
    found = search("遠隔 バックアップ", passages, language="ja")
    assert [item.owner for item in found] == ["phrase", "all"]
    assert [item.hits[0].match for item in found] == ["phrase", "all_words"]
    assert [item.owner for item in search("遠隔 テープ", passages, language="ja")] != []


def test_some_words_only_when_nothing_has_all() -> None:
    passages = [passage("one", "テープを運ぶ"), passage("two", "テープ"), passage("two", "車で運ぶ")]
    assert {item.hits[0].match for item in search("テープ 車", passages, language="ja")} == {"some_words"}
    assert search("テープ 車", passages, language="ja")[0].owner == "two", "both words under one owner count for more"


def test_weight_of_the_field_decides_between_equal_matches() -> None:
    passages = [passage("light", "切り戻し"), passage("heavy", "切り戻し", weight=3)]
    assert search("切り戻し", passages, language="ja")[0].owner == "heavy"


def test_the_other_language_is_searched_and_named() -> None:
    (found,) = search("failback", [passage("a", "切り戻しは1週間", "failback takes a week")], language="ja")
    assert (found.hits[0].language, found.hits[0].match) == ("en", "phrase")


def test_synonyms_match_as_words() -> None:
    (found,) = search(
        "フェイルバック", [passage("a", "切り戻しは1週間")], language="ja", synonyms=[("切り戻し", "フェイルバック", "failback")]
    )
    assert found.hits[0].match == "all_words"


def test_a_sentence_without_blanks_is_taken_apart() -> None:
    passages = [passage("a", "切り替えた仮想マシンは15"), passage("b", "仮想化の検討")]
    found = search("仮想マシンの切り替え", passages, language="ja")
    assert [item.owner for item in found] == ["a"]


@pytest.mark.parametrize("query", ["", "   ", "　"])
def test_nothing_asked_nothing_found(query: str) -> None:
    assert search(query, [passage("a", "本文")], language="ja") == ()


def test_order_of_passages_does_not_matter() -> None:
    passages = [passage("a", "遠隔の保管"), passage("b", "遠隔", weight=2), passage("c", "遠隔地")]
    there = [item.owner for item in search("遠隔", passages, language="ja")]
    assert there == [item.owner for item in search("遠隔", passages[::-1], language="ja")]


@pytest.mark.parametrize("query", ["(", "[a-z]+", "\\d", "*" * 500, "a" * 5000, "\x1b[31m"])
def test_hostile_queries_are_only_text(query: str) -> None:
    assert search(query, [passage("a", "本文", "text")], language="ja") == ()
