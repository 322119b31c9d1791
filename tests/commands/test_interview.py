"""The interview at a terminal: both drivers, leaving early, saving and replaying."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import ROOT, invoke, spawn

pexpect = pytest.importorskip("pexpect", reason="needs a pseudo-terminal")
if sys.platform == "win32":
    pytest.skip("pexpect has no spawn on Windows", allow_module_level=True)

DOWN = "\x1b[B"
PLAIN = (("1/6", "2h\n"), ("2/6", "7d\n"), ("3/6", "１日\n"), ("4/6", "3\n"), ("5/6", "\n"), ("6/6", "2\n"))
ARROWS = (
    ("1/6", "2h\r"),
    ("2/6", "7d\r"),
    ("3/6", "１日\r"),
    ("4/6.*decide|4/6.*Enter|4/6", DOWN + DOWN + "\r"),
    ("5/6", "\r"),
    ("6/6", DOWN + DOWN + "\r"),
)


def terminal(*argv: str, cwd: Path | None = None, **env: str) -> Any:
    """A run at a pseudo-terminal of 100 columns."""
    variables = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR", "LANG", "LC_ALL")}
    variables |= {"HRSI_LANG": "ja", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT / "src"), **env}
    return pexpect.spawn(
        sys.executable,
        ["-m", "hrsi_cli", *argv],
        env=variables,
        cwd=str(cwd) if cwd else None,
        encoding="utf-8",
        dimensions=(50, 100),
        timeout=20,
    )


def answered(child: Any, turns: tuple[tuple[str, str], ...]) -> str:
    """Give the answers, each when its question has been put; returns the rest of the output."""
    for question, keys in turns:
        child.expect(question)
        child.expect("> " if keys.endswith("\n") else r"\x1b\[\?25[lh]|\x1b\[6n|\x1b\[0m")
        child.send(keys)
    child.expect(pexpect.EOF)
    child.close()
    return str(child.before)


@pytest.mark.parametrize("turns", [PLAIN, ARROWS], ids=["plain", "arrows"])
def test_session_is_saved_and_replayed_byte_for_byte(turns: tuple[tuple[str, str], ...], tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    flags = ["--plain"] if turns is PLAIN else []
    # the report goes to a file: questions are put on stderr, so stdout need not be a terminal
    command = f'"{sys.executable}" -m hrsi_cli select --format json --save-answers a.yaml {" ".join(flags)} > report.json'
    variables = {"HRSI_LANG": "ja", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT / "src")}
    child = pexpect.spawn(
        "/bin/sh",
        ["-c", command],
        env={**os.environ, **variables},
        cwd=str(tmp_path),
        encoding="utf-8",
        dimensions=(50, 100),
        timeout=20,
    )
    answered(child, turns)
    assert child.exitstatus == 0
    replayed = spawn("select", "--format", "json", "--answers", "a.yaml", "--save-answers", "b.yaml", lang="ja", cwd=tmp_path)
    assert replayed.code == 0
    assert replayed.out == report.read_text(encoding="utf-8")
    assert (tmp_path / "a.yaml").read_bytes() == (tmp_path / "b.yaml").read_bytes()
    assert replayed.json["answers"]["rpo"] == {"text": "１日", "iso": "P1D"}
    assert replayed.json["answers"]["redundancy"] is None
    assert replayed.json["answers"]["backup_site"] is False


def test_plain_lines_explain_ask_again_and_go_back(tmp_path: Path) -> None:
    child = terminal("select", "--plain", "-q", cwd=tmp_path)
    child.expect("なぜ聞くか: .*表3.1-1")
    child.expect("> ")
    child.send("半日\n")
    child.expect("12h または 4h")
    child.send("2h\n")
    child.expect("2/6")
    child.send("b\n")
    child.expect("1/6")
    child.send("3d\n")
    for number, keys in (
        ("2/6", "6か月\n"),
        ("3/6", "1か月\n"),
        ("4/6", "9\n"),
        ("から選ぶ", "低\n"),
        ("5/6", "\n"),
        ("6/6", "\n"),
    ):
        child.expect(number)
        child.send(keys)
    child.expect("推奨: モデルシステム1")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_answers_that_no_model_meets_are_not_lost(tmp_path: Path) -> None:
    low = tuple((question, "1\n" if question == "4/6" else keys) for question, keys in PLAIN)
    for flags, given in (
        ((), "--rto-failure 2h --rto-disaster 7d --rpo '１日' --budget low --backup-site no"),
        (("--save-answers", "a.yaml"), "--answers a.yaml"),
    ):
        child = terminal("plan", "init", "p.yaml", "--plain", *flags, cwd=tmp_path)
        child.setwinsize(50, 400)
        said = answered(child, low)
        assert child.exitstatus == 2
        assert f"hrsi plan init p.yaml --model N {given}" in said
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]
    assert invoke("plan", "init", tmp_path / "p.yaml", "--model", "3", "--answers", tmp_path / "a.yaml").code == 0
    assert "budget: low" in (tmp_path / "p.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("flags", [("--plain",), ()], ids=["plain", "arrows"])
def test_enter_alone_makes_no_condition_in_any_driver(flags: tuple[str, ...], lang: str, tmp_path: Path) -> None:
    """As leaving the answer out does; the screen says so, and in a menu it is where the cursor stands."""
    times = ("--rto-failure", "3d", "--rto-disaster", "6mo", "--rpo", "1mo")
    child = terminal("select", *times, "--save-answers", "a.yaml", *flags, cwd=tmp_path, HRSI_LANG=lang)
    words = "Enter だけなら条件にしない" if lang == "ja" else "Enter alone: no condition"
    first = "条件にしない" if lang == "ja" else "do not make it a condition"
    for number in (1, 2, 3):
        said = [f"{number}/3"] + [words] * (number > 1)
        for text in said if flags else reversed(said):  # a menu has its notes above it
            child.expect_exact(text)
        child.expect("\n> " if flags else rf"> (\x1b\[[0-9;]*m)*{'1 ' if number == 1 else first}")
        child.send("1\n" if flags and number == 1 else "\n" if flags else "\r")
    child.expect("モデルシステム1" if lang == "ja" else "Model system 1")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8").splitlines()[3:] == ["budget: low"]
    assert invoke("select", *times, "--budget", "low", "-q").code == 0


@pytest.mark.parametrize("flags", [("--plain",), ()], ids=["plain", "arrows"])
@pytest.mark.parametrize(("key", "code"), [("\x03", 130), ("\x04", 2)], ids=["ctrl-c", "ctrl-d"])
def test_leaving_early_writes_nothing(flags: tuple[str, ...], key: str, code: int, tmp_path: Path) -> None:
    child = terminal(
        "select",
        "--rto-failure",
        "2h",
        "--rto-disaster",
        "7d",
        "--rpo",
        "1d",
        "--save-answers",
        "a",
        "-o",
        "p",
        *flags,
        cwd=tmp_path,
    )
    child.expect("1/3")
    child.expect("b\\)|> |Enter") if flags else child.expect("Enter")
    child.send(key)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == code
    assert ("入力が終わった。何も書いていない" in child.before) == (code == 2)
    assert list(tmp_path.iterdir()) == []


def test_a_dumb_terminal_gets_plain_lines() -> None:
    child = terminal("select", TERM="dumb")
    child.expect("1/6")
    child.expect("\n> ")
    child.send("\x04")
    child.expect(pexpect.EOF)
    child.close()
    assert "\x1b[" not in child.before
    assert child.exitstatus == 2


@pytest.mark.parametrize("stdin", ["2\n2\n2\n2\n", "", "\x04"])
def test_piped_input_never_answers(stdin: str) -> None:
    for flags in ((), ("--plain",)):
        run = spawn("select", *flags, stdin=stdin)
        assert run.code == 2
        assert run.out == ""
        assert "--rto-failure --rto-disaster --rpo --budget" in run.err


def test_no_input_asks_nothing_on_a_terminal() -> None:
    for argv, env in ((("select", "--no-input"), {}), (("select",), {"HRSI_NO_INPUT": "1"})):
        child = terminal(*argv, **env)
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 2
        assert "答えが足りない" in child.before


def test_existing_file_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("mine", encoding="utf-8")
    child = terminal("select", "--save-answers", "a.yaml", cwd=tmp_path)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 2
    assert "1/6" not in child.before
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == "mine"


def test_questions_are_sound(knowledge: Any) -> None:
    from hrsi_cli.domain.assessment import CRITERIA
    from hrsi_cli.domain.selection import REQUIRED
    from hrsi_cli.knowledge.store import load_questions

    questions = load_questions()
    assert tuple(question.id for question in questions) == CRITERIA
    assert tuple(question.id for question in questions if question.required) == REQUIRED
    assert all(bool(question.choices) == (question.kind != "time") for question in questions)


def test_answers_may_lie_in_flags_and_file_together(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("rto_failure: 2h\nrto_disaster: 7d\nrpo: 1d\nbudget: low\n", encoding="utf-8")
    run = invoke("select", "--answers", path, "--budget", "high", "--format", "json")
    assert run.code == 0
    assert run.json["answers"]["budget"] == "high"
