"""Every word that is known to stand for a value, at once; and numbers and truth values in quotes."""

from __future__ import annotations

import pytest
from tests.knowledge.test_slip_words import WORDS

from hrsi_cli.domain.problem import Message
from hrsi_cli.knowledge.slips import choice_slip, key_slip, metric_slip, number_slip, truth_slip


def test_every_japanese_word_leads_to_its_value_among_all_values() -> None:
    told = {word: choice_slip(word, list(WORDS)) for words in WORDS.values() for word in words.split()}
    assert told == {word: Message("input.hint_near", {"near": value}) for value, words in WORDS.items() for word in words.split()}


def test_words_for_nothing_to_measure_and_for_not_knowing() -> None:
    for word in ("該当なし", "対象外", "n/a", "N/A", "-", "―", "－", "なし", "無し", " なし "):
        assert number_slip(word, "current.A.2.1.1") == Message("input.hint_not_applicable", {"form": "{not_applicable: ...}"})
        elsewhere = number_slip(word, "target.model")
        assert elsewhere == (Message("input.hint_hyphen") if word in "―－" else None)
    for word in ("不明", "未確認", "未定", "?", "tbd", "TBD", "？"):
        assert number_slip(word, "current.A.2.1.1") == Message("input.hint_unknown")
        assert number_slip(word, "target.model") is None


def test_words_for_true_and_false() -> None:
    for word in ("yes", "no", "on", "off", "y", "n", "True", "False", "TRUE", "FALSE", "はい", "いいえ"):
        assert truth_slip(word) == Message("input.hint_truth")
    for word in ("true", "false"):
        assert truth_slip(word) == Message("input.hint_no_quotes", {"value": word})
    for value in ("Yes", "", "1", 1, 0, None, ["yes"], {"yes": 1}):
        assert truth_slip(value) is None


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("3", Message("input.hint_no_quotes", {"value": "3"})),
        ("0.75", Message("input.hint_no_quotes", {"value": "0.75"})),
        ("３", Message("input.hint_half_width", {"value": "3"})),
        (" 3", Message("input.hint_no_quotes", {"value": "3"})),
        ("010", Message("input.hint_only_number", {"value": "10"})),
        ("000", Message("input.hint_only_number", {"value": "0"})),
        ("1" * 19, None),
        ("١٠", Message("input.hint_half_width", {"value": "10"})),
        ("3：", Message("input.hint_colon")),
        ("1-2", None),
        ("1－2", Message("input.hint_hyphen")),
        ("12", Message("input.hint_no_quotes", {"value": "12"})),
        ("L12", None),
        ("レベル1", Message("input.hint_only_number", {"value": "1"})),
        ("1.5x", None),
        ("-3", None),
        ("", None),
    ],
)
def test_a_text_where_a_number_belongs(value: str, hint: Message | None) -> None:
    assert number_slip(value, "target.model") == hint


def test_a_number_in_quotes_where_a_number_is_to_be_chosen() -> None:
    assert choice_slip("1", ["1", "2"]) == Message("input.hint_no_quotes", {"value": "1"})
    assert choice_slip("3", ["1", "2"]) is None
    assert choice_slip("１", ["1", "2"]) == Message("input.hint_near", {"near": "1"})
    assert choice_slip(1, ["1"]) is None


def test_metrics_and_keys_in_another_hand() -> None:
    metrics = ["A.2.1.1", "B.1.1.1"]
    assert metric_slip("Ａ.２.１.１", metrics) == Message("input.hint_half_width", {"value": "A.2.1.1", "near": "A.2.1.1"})
    for text in ("a211", "A-2-1-1", "a2.1.1", "A．2，1_1"):
        assert metric_slip(text, metrics) == Message("input.hint_near", {"value": "A.2.1.1", "near": "A.2.1.1"})
    assert metric_slip("A.2.1", metrics) is None
    assert key_slip("model：") == Message("input.hint_colon")
    assert key_slip("model:3") == Message("input.hint_blank")
    assert key_slip("ｍｏｄｅｌ") == Message("input.hint_half_width", {"value": "model"})
    assert key_slip("model") is key_slip("モデル") is key_slip("ﾓﾃﾞﾙ") is None
