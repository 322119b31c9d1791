"""The usual slips of Japanese typing in keys and values, and the hint for each."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from unicodedata import decimal

from hrsi_cli.domain.problem import Message
from hrsi_cli.domain.quantity import fold
from hrsi_cli.domain.visible import echo
from hrsi_cli.knowledge.syntax import lacks_blank, slip_hint
from hrsi_cli.knowledge.yaml_reader import MAX_DIGITS

_WAVES = re.compile("[~\u301c\uff5e\u2212\uff0d]")
_NUMBER = re.compile(r"[^\d.,+/-]*([0-9])[^\d.,+/-]*")
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
"""A number that is a text all the same, because quotes stand around it."""
_NOT_APPLICABLE = {"not_applicable", "該当なし", "対象外", "n/a", "N/A", "-", "―", "なし", "無し"}
_UNKNOWN = {"不明", "未確認", "未定", "?", "tbd", "TBD"}
_TRUTHS = {"yes", "no", "on", "off", "y", "n", "True", "False", "TRUE", "FALSE", "はい", "いいえ"}
_CHOICES = {
    "低": "low",
    "中": "medium",
    "高": "high",
    "小": "low",
    "大": "high",
    "同期": "synchronous",
    "非同期": "asynchronous",
    "ディスク": "disk",
    "テープ": "tape",
    "クラウド": "cloud",
    "フル": "full",
    "全量": "full",
    "増分": "incremental",
    "差分": "incremental",
    "全て": "all",
    "全業務": "all",
    "特定": "specific",
    "特定業務": "specific",
    "システム": "system",
    "メイン": "main",
    "メインサイト": "main",
    "本番": "main",
    "バックアップ": "backup",
    "バックアップサイト": "backup",
    "保管": "storage",
    "手動": "manual",
    "自動": "automatic",
    "申告": "claim",
    "文書": "document",
    "訓練": "drill",
    "演習": "drill",
    "実績": "event",
    "回線": "line",
    "陸送": "road",
    "同室": "same_room",
    "同じ建物": "same_building",
    "別の場所": "elsewhere",
    "遠隔地": "elsewhere",
}
"""Japanese words for the values of closed lists; a hint only, since the file has one language."""


def metric_slip(text: str, metrics: Iterable[str]) -> Message | None:
    """The hint for the number of a metric with its dots left out or other signs in their place, or in small letters."""
    bare = _bare(text)
    near = next((metric for metric in metrics if _bare(metric) == bare), None)
    if near is None:
        return None
    return Message("input.hint_half_width" if fold(text) == near else "input.hint_near", {"value": near, "near": near})


def _bare(text: str) -> str:
    """The letters and digits of a text alone."""
    return "".join(sign for sign in fold(text).upper() if sign.isalnum())


def key_slip(key: str) -> Message | None:
    """The hint for a key with a full-width sign in it, one typed in full width, or one that has swallowed its value."""
    if (hint := slip_hint(key)) and hint != "input.hint_tab":
        return Message(hint)
    if lacks_blank(key):
        return Message("input.hint_blank")
    folded = fold(key)
    return Message("input.hint_half_width", {"value": echo(folded)}) if folded != key.strip() and folded.isascii() else None


def needs_no_quotes(value: object) -> bool:
    """Whether a text is one only because somebody put quotes around it."""
    return isinstance(value, str) and (value in ("true", "false") or _is_number(value))


def _is_number(text: str) -> bool:
    """Whether a reader takes a text for a number; one with a zero before it, or too long, stays text without quotes too."""
    return _DIGITS.fullmatch(text) is not None and len(text) <= MAX_DIGITS and not re.match("0[0-9]", text)


def _in_ascii(digits: str) -> str:
    return "".join(str(decimal(sign, sign)) for sign in digits)


def number_slip(value: object, where: str) -> Message | None:
    """The hint for text where a number belongs; a share in per cent is no number with a slip in it."""
    if not isinstance(value, str):
        return None
    folded = fold(value)
    if folded.endswith("%"):
        return None
    level, digits = where.startswith("current."), folded.isdecimal()
    only = _NUMBER.fullmatch(folded)
    for applies, hint in (
        (level and folded in _NOT_APPLICABLE, Message("input.hint_not_applicable", {"form": "{not_applicable: ...}"})),
        (bool(slip_hint(value)), Message(slip_hint(value))),
        (_is_number(value.strip()), Message("input.hint_no_quotes", {"value": value.strip()})),
        (digits and not value.isascii(), Message("input.hint_half_width", {"value": _in_ascii(folded)})),
        (digits and len(folded) <= MAX_DIGITS, Message("input.hint_only_number", {"value": folded.lstrip("0") or "0"})),
        (level and folded in _UNKNOWN, Message("input.hint_unknown")),
        (bool(_WAVES.search(value)), Message("input.hint_one_level")),
    ):
        if applies:
            return hint
    return Message("input.hint_only_number", {"value": only[1]}) if only else None


def choice_slip(value: object, choices: Collection[str]) -> Message | None:
    """The hint for a Japanese word, or for full width, where one of a closed list belongs."""
    if not isinstance(value, str):
        return None
    if _is_number(value) and value in choices:
        return Message("input.hint_no_quotes", {"value": value})
    folded = fold(value)
    near = folded if folded in choices else _CHOICES.get(folded)
    return Message("input.hint_near", {"near": near}) if near in choices else None


def truth_slip(value: object) -> Message | None:
    """The hint for a word that means true or false and is not one of the two, or is one in quotes."""
    if value in ("true", "false"):
        return Message("input.hint_no_quotes", {"value": value})
    return Message("input.hint_truth") if isinstance(value, str) and value in _TRUTHS else None
