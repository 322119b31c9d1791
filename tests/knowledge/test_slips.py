"""Slips of Japanese typing: each is caught, and the hint says what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import invoke

HEAD = "hrsi: 1\nsystem: {id: a}\ntarget: {model: 3}\n"
FAILURE = HEAD + "objectives:\n  failure: {rto: %s}\n"
LEVEL = HEAD + "current:\n  A.2.1.1: %s\n"
BACKUP = HEAD + "measures:\n  backups:\n    - {name: x, %s}\n"

SLIPS = {
    "colon after a top key": ("hrsi： 1\nsystem:\n  id: a\n", "全角コロン"),
    "colon without a blank": (HEAD + "objectives:\n  failure:\n    rto：2h\n", "全角コロン"),
    "colon in braces": (HEAD + "objectives:\n  failure: {rto： 2h}\n", "全角コロン"),
    "colon after a metric": (HEAD + "current:\n  A.2.1.1：2\n", "全角コロン"),
    "blank as indent": (HEAD + "objectives:\n  failure:\n　　rto: 2h\n", "全角の空白"),
    "blank after the colon": (HEAD + "objectives:\n  failure:\n    rto:　2h\n", "全角の空白"),
    "blank in a key": (HEAD + "objectives:\n  failure:\n    rto　: 2h\n", "全角の空白"),
    "full-width level": (LEVEL % "２", "半角で 2 と書く"),
    "full-width model": ("hrsi: 1\nsystem: {id: a}\ntarget: {model: ３}\n", "半角で 3 と書く"),
    "full-width metric": (HEAD + "current:\n  Ａ.２.１.１: 2\n", "半角で A.2.1.1 と書く"),
    "a word before the number": ("hrsi: 1\nsystem: {id: a}\ntarget: {model: モデル3}\n", "3 とだけ書く"),
    "wave dash U+301C": (FAILURE % "1\u301c3日", "幅では書けない"),
    "wave dash U+FF5E": (FAILURE % "1\uff5e3日", "幅では書けない"),
    "wave dash in a level": (LEVEL % "1\uff5e2", "幅では書けない"),
    "business day": (FAILURE % "1営業日", "1営業日は24時間ではない"),
    "within": (FAILURE % "2週間以内", "以内、程度などの語は付けず"),
    "about": (FAILURE % "約1日", "以内、程度などの語は付けず"),
    "half a day": (FAILURE % "半日", "12h または 4h"),
    "several days": (FAILURE % "数日", "「数」では比べられない"),
    "at once": (FAILURE % "即時", "即時は 0 と書く"),
    "number in characters": (FAILURE % "二時間", "漢数字でなく"),
    "not applicable": (LEVEL % "該当なし", "{not_applicable: ...}"),
    "unknown": (LEVEL % "不明", "unknown と書く"),
    "budget in Japanese": (HEAD + "objectives:\n  budget: 中\n", "medium のことか"),
    "mode in Japanese": (BACKUP % "mode: 非同期", "asynchronous のことか"),
    "truth in Japanese": (BACKUP % "online: はい", "true か false"),
    "comma of lists": (HEAD + "objectives:\n  failure: {rto: 2h、rpo: 1d}\n", "全角のコンマ"),
    "full-width comma": (HEAD + "objectives:\n  failure: {rto: 2h，rpo: 1d}\n", "全角のコンマ"),
    "full-width braces": (HEAD + "objectives:\n  failure: ｛rto: 2h｝\n", "全角の括弧"),
    "full-width number sign": (LEVEL % "2 ＃ メモ", "全角の「＃」"),
    "typographic quotes": (BACKUP % "interval: “1d”", "全角の引用符"),
    "full-width hyphen": (HEAD + "measures:\n  backups:\n    － name: x\n", "全角の「－」"),
    "long vowel sign": (HEAD + "measures:\n  backups:\n    ー name: x\n", "全角の「－」"),
}


@pytest.mark.parametrize("name", SLIPS)
def test_slip_gets_its_hint(name: str, tmp_path: Path) -> None:
    text, hint = SLIPS[name]
    path = tmp_path / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    run = invoke("plan", "validate", path, lang="ja")
    assert run.code == 2
    assert hint in run.err
    assert "plan.yaml:" in run.err


@pytest.mark.parametrize("name", SLIPS)
def test_hint_is_said_in_english_too(name: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(SLIPS[name][0], encoding="utf-8")
    assert "hint: " in invoke("plan", "validate", path, lang="en").err


@pytest.mark.parametrize(("codec", "name"), [("cp932", "Shift_JIS (CP932)"), ("euc_jp", "EUC-JP")])
def test_other_encodings_are_named(codec: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes((HEAD + "notes: 業務の継続計画の本文\n").encode(codec))
    run = invoke("plan", "validate", path, lang="ja")
    assert run.code == 2
    assert f"{name} に見える。UTF-8で保存し直す" in run.err


@pytest.mark.parametrize("value", ["２時間", "2 時間", "１日", "６ヶ月", "6カ月", "1週間", "３０分", "０"])
def test_what_japanese_users_write_is_read(value: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(FAILURE % value, encoding="utf-8")
    assert invoke("plan", "validate", path).code == 0


def test_half_day_is_hinted_at_in_flags() -> None:
    run = invoke("select", "--rto-failure", "半日", "--rto-disaster", "7d", "--rpo", "1d", "--budget", "low", lang="ja")
    assert run.code == 2
    assert "12h または 4h" in run.err
