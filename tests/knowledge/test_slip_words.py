"""Japanese words for the values of closed lists, and other slips where a level or a number belongs."""

from __future__ import annotations

import pytest

from hrsi_cli.knowledge.slips import choice_slip, number_slip

WORDS = {
    "low": "低 小",
    "medium": "中",
    "high": "高 大",
    "synchronous": "同期",
    "asynchronous": "非同期",
    "disk": "ディスク",
    "tape": "テープ",
    "cloud": "クラウド",
    "full": "フル 全量",
    "incremental": "増分 差分",
    "all": "全て 全業務",
    "specific": "特定 特定業務",
    "system": "システム",
    "main": "メイン メインサイト 本番",
    "backup": "バックアップ バックアップサイト",
    "storage": "保管",
    "manual": "手動",
    "automatic": "自動",
    "claim": "申告",
    "document": "文書",
    "drill": "訓練 演習",
    "event": "実績",
    "line": "回線",
    "road": "陸送",
    "same_room": "同室",
    "same_building": "同じ建物",
    "elsewhere": "別の場所 遠隔地",
}


@pytest.mark.parametrize(("value", "words"), WORDS.items())
def test_the_japanese_word_leads_to_the_value(value: str, words: str) -> None:
    for word in words.split():
        hint = choice_slip(word, [value, "other"])
        assert hint is not None and hint.values["near"] == value
        assert choice_slip(word, ["other"]) is None, "only where the list has it"


def test_full_width_letters_lead_to_the_value_and_other_things_nowhere() -> None:
    hint = choice_slip("ｌｏｗ", ["low"])
    assert hint is not None and hint.values["near"] == "low"
    assert choice_slip(5, ["low"]) is None
    assert choice_slip("いろいろ", ["low"]) is None


@pytest.mark.parametrize("word", ["該当なし", "対象外", "n/a", "N/A", "-", "なし", "無し"])
def test_words_for_not_applicable(word: str) -> None:
    hint = number_slip(word, "current.A.2.1.1")
    assert hint is not None and (hint.id, hint.values["form"]) == ("input.hint_not_applicable", "{not_applicable: ...}")


@pytest.mark.parametrize("word", ["不明", "未確認", "未定", "?", "tbd", "TBD"])
def test_words_for_unknown(word: str) -> None:
    hint = number_slip(word, "current.A.2.1.1")
    assert hint is not None and hint.id == "input.hint_unknown"
    elsewhere = number_slip(word, "target.model")
    assert elsewhere is None or elsewhere.id != "input.hint_unknown"


@pytest.mark.parametrize(("word", "value"), [("２", "2"), ("レベル２", "2"), ("3です", "3")])
def test_a_number_in_words_is_named(word: str, value: str) -> None:
    hint = number_slip(word, "target.model")
    assert hint is not None and hint.values["value"] == value


@pytest.mark.parametrize("word", ["1~2", "1\u301c2", "1\uff5e2", "1\u22122"])
def test_a_range_is_no_level(word: str) -> None:
    hint = number_slip(word, "current.A.2.1.1")
    assert hint is not None and hint.id == "input.hint_one_level"


def test_what_is_no_text_or_no_slip_has_no_hint() -> None:
    assert number_slip(2, "target.model") is None
    assert number_slip("two", "target.model") is None
