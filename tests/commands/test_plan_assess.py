"""``hrsi plan assess`` at a terminal: every answer is in the file before the next question."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.commands.test_interview import pexpect, terminal
from tests.conftest import invoke

from hrsi_cli.knowledge.yaml_reader import read_document

UP = "\x1b[A"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    assert invoke("plan", "init", path, "--model", "3", lang="ja").code == 0
    return path


def levels(path: Path) -> dict[str, Any]:
    data = read_document(path.read_text(encoding="utf-8"), "plan").data["current"]
    return {metric: level for metric, level in data.items() if level != "unknown"}


def finish(child: Any, code: int) -> str:
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == code
    return str(child.before)


def turn(child: Any, question: str, keys: str) -> None:
    child.expect(question)
    child.expect("\n> ")
    child.send(keys)


def test_walk_with_note_evidence_skip_back_and_stop(plan: Path) -> None:
    comments = [line.partition("#")[2] for line in plan.read_text(encoding="utf-8").splitlines()]
    child = terminal("plan", "assess", "plan.yaml", "--plain", cwd=plan.parent)
    child.expect("37項番に答える")
    child.expect(r"1/37 A\.2\.1\.1 .*主要要件")
    child.expect("目標: 2 全サーバ")
    child.expect("事例2-2、3-1")
    child.expect("\n> ")
    child.send("7\n")
    child.expect("次から選んで入力する: 0, 1, 2, s, n, q")
    child.send("1\n")
    turn(child, "メモ", "半分: # だけ\n")
    assert levels(plan)["A.2.1.1"] == 1  # saved before the note was even asked for
    turn(child, "根拠", "drill:2026-13-01\n")
    child.expect("日付として読めない")
    child.send("drill:2026-05-01:docs/d.md\n")
    turn(child, "2/37", "s\n")
    turn(child, "3/37", "n\n")
    turn(child, "なぜ該当しないか", "装置がない\n")
    turn(child, "4/37", "b\n")
    child.expect("3/37")
    child.send("q\n")
    assert "2項番に答えた。残りは35" in finish(child, 0)
    assert levels(plan) == {
        "A.2.1.1": {
            "level": 1,
            "note": "半分: # だけ",
            "evidence": {"kind": "drill", "date": "2026-05-01", "ref": "docs/d.md"},
        },
        "A.2.3.1": {"not_applicable": "装置がない"},
    }
    text = plan.read_text(encoding="utf-8")
    assert [line.partition("#")[2] for line in text.replace("半分: # だけ", "").splitlines()] == comments
    again = terminal("plan", "assess", "plan.yaml", "--plain", cwd=plan.parent)
    again.expect("35項番に答える")
    again.expect(r"1/35 A\.2\.1\.2")
    again.send("\x04")
    assert "0項番は" in finish(again, 2)


@pytest.mark.parametrize(("key", "code"), [("\x03", 130), ("\x04", 2)])
def test_leaving_keeps_what_was_answered(key: str, code: int, plan: Path) -> None:
    child = terminal("plan", "assess", "plan.yaml", "--plain", "--brief", cwd=plan.parent)
    turn(child, "1/37", "2\n")
    child.expect("2/37")
    child.expect("\n> ")
    child.send(key)
    finish(child, code)
    assert levels(plan) == {"A.2.1.1": 2}


def test_arrow_keys(plan: Path) -> None:
    child = terminal("plan", "assess", "plan.yaml", "--brief", "--metric", "A.2.1.1", "--metric", "A.2.5.1", cwd=plan.parent)
    child.expect("1/2")
    child.expect("Enter")
    child.send(UP + "\r")  # from "skip", where the cursor stands
    child.expect("2/2")
    child.expect("Enter")
    child.send(UP + UP + "\r")
    assert "2項番に答えた。残りは0" in finish(child, 0)
    assert levels(plan) == {"A.2.1.1": 2, "A.2.5.1": 1}


@pytest.mark.parametrize(
    ("keys", "level"),
    [("2\r", 2), ("２\r", 2), ("0\r", 0), ("S\r", None), ("s\r", None), ("q\r", None), ("\r", None), ("x\r", None)],
)
def test_a_menu_takes_the_keys_of_the_lines_and_enter_alone_records_nothing(keys: str, level: int | None, plan: Path) -> None:
    child = terminal("plan", "assess", "plan.yaml", "--brief", "--metric", "A.2.1.1", cwd=plan.parent)
    child.expect("s 後で答える")
    child.expect("q ここでやめる")
    child.send(keys)
    finish(child, 0)
    assert levels(plan) == ({} if level is None else {"A.2.1.1": level})


def test_the_cursor_stands_on_the_level_of_today(plan: Path) -> None:
    invoke("plan", "set", plan, "A.2.1.1=1", "--note", "kept", "--evidence", "drill:2026-05-01:x")
    before = plan.read_bytes()
    child = terminal("plan", "assess", "plan.yaml", "--brief", "--metric", "A.2.1.1", cwd=plan.parent)
    child.expect(r"> (\x1b\[[0-9;]*m)*1 特定サーバのみ")
    child.send("\r")
    finish(child, 0)
    assert plan.read_bytes() == before


def test_a_menu_speaks_the_language_of_the_run(plan: Path) -> None:
    child = terminal("plan", "assess", "plan.yaml", "--brief", "--metric", "A.2.1.1", cwd=plan.parent)
    child.expect("q ここでやめる")
    child.send("2")
    child.expect("2-2では: ")  # what a case at this level does
    child.send("\r")
    assert "Description" not in str(child.before) + finish(child, 0)


def test_a_new_level_sheds_the_evidence_of_the_old(plan: Path) -> None:
    invoke("plan", "set", plan, "A.2.1.1=1", "--note", "kept", "--evidence", "drill:2026-05-01:x")
    child = terminal("plan", "assess", "plan.yaml", "--plain", "--brief", "--metric", "A.2.1.1", cwd=plan.parent)
    turn(child, "1/1", "2\n")
    assert "前のレベルの根拠は外した" in finish(child, 0)
    assert levels(plan)["A.2.1.1"] == {"level": 2, "note": "kept"}


def test_says_when_there_is_nobody_or_nothing_to_ask(plan: Path) -> None:
    run = invoke("plan", "assess", plan)
    assert run.code == 2
    assert "hrsi plan set" in run.err
    assert invoke("plan", "assess", plan, "--class", "mian").code == 2
    assert invoke("plan", "assess", plan, "--metric", "A.2.1.9").code == 2
    invoke(
        "plan", "set", plan, *[f"{metric}=0" for metric in read_document(plan.read_text(encoding="utf-8"), "p").data["current"]]
    )
    child = terminal("plan", "assess", "plan.yaml", cwd=plan.parent)
    assert "全て答えてある" in finish(child, 0)


def say(child: Any, question: str, keys: str, flags: tuple[str, ...]) -> None:
    """Answer a prompt with either driver."""
    child.expect_exact(question)
    child.expect("\n> " if flags else r"\x1b\[\?25h|\x1b\[6n|\x1b\[0m")
    child.send(keys.replace("\n", "\n" if flags else "\r"))


@pytest.mark.parametrize("flags", [("--plain",), ()], ids=["plain", "arrows"])
@pytest.mark.parametrize(
    ("turns", "asked_next", "held"),
    [
        ((("メモ", "q\n"),), None, 1),
        ((("メモ", "ｑ\n"),), None, 1),
        ((("メモ", "s\n"),), "2/2", 1),
        ((("メモ", "b\n"),), "1/2", 1),
        ((("メモ", "n\n"), ("なぜ該当しないか", "ない\n")), "2/2", {"not_applicable": "ない"}),
        ((("メモ", "n\n"), ("なぜ該当しないか", "q\n")), None, 1),
        ((("メモ", "n\n"), ("なぜ該当しないか", "s\n")), "2/2", 1),
        ((("メモ", "half\n"), ("根拠", "q\n")), None, {"level": 1, "note": "half"}),
        ((("メモ", "half\n"), ("根拠", "s\n")), "2/2", {"level": 1, "note": "half"}),
        ((("メモ", '"q"\n'), ("根拠", "q\n")), None, {"level": 1, "note": "q"}),
        ((("メモ", "'s'\n"), ("根拠", "q\n")), None, {"level": 1, "note": "s"}),
        ((("メモ", '"as is"\n'), ("根拠", "q\n")), None, {"level": 1, "note": '"as is"'}),
    ],
)
def test_moves_hold_at_every_prompt(
    turns: tuple[tuple[str, str], ...], asked_next: str | None, held: object, flags: tuple[str, ...], plan: Path
) -> None:
    metrics = ("--metric", "A.2.1.1", "--metric", "A.2.5.1")
    child = terminal("plan", "assess", "plan.yaml", *metrics, *flags, cwd=plan.parent)
    child.expect_exact("引用符で囲む")
    say(child, "1/2", "1\n", flags)
    for question, keys in turns:
        moves = ("s) 後で答える", "b) 前に戻る") if question.startswith("なぜ") else ("s) 次の項番へ", "n) 該当なし")
        for shown in (question, *moves, "q) ここでやめる") if flags else (*moves, "q) ここでやめる", question):
            child.expect_exact(shown)
        child.expect("\n> ") if flags else None
        child.send(keys.replace("\n", "\n" if flags else "\r"))
    if asked_next is not None:
        say(child, asked_next, "q\n", flags)
    finish(child, 0)
    assert levels(plan) == {"A.2.1.1": held}


@pytest.mark.parametrize("flags", [("--plain",), ()], ids=["plain", "arrows"])
def test_evidence_of_a_day_to_come_is_asked_again(flags: tuple[str, ...], plan: Path) -> None:
    words = ("--metric", "A.2.1.1", "--as-of", "2026-05-01")
    child = terminal("plan", "assess", "plan.yaml", *words, *flags, cwd=plan.parent)
    say(child, "1/1", "1\n", flags)
    say(child, "メモ", "\n", flags)
    say(child, "根拠", "claim:2026-05-02\n", flags)
    child.expect_exact("まだ起きていない")
    child.send("drill:2026-05-01\n" if flags else "\x08" * 16 + "drill:2026-05-01\r")
    finish(child, 0)
    assert levels(plan)["A.2.1.1"]["evidence"] == {"kind": "drill", "date": "2026-05-01"}
