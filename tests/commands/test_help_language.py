"""Help and usage errors are wholly in the reader's language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from rich.cells import cell_len
from tests.command_lines import LINES, argv, prepare
from tests.conftest import ROOT, invoke, spawn

from hrsi_cli.commands import speech
from hrsi_cli.knowledge.store import load_catalogue

ENGLISH = re.compile(r"(?<!-)\b(Usage|Options|Arguments|Commands|required|default|Show|Install|the|of|and|for)\b")


def commands(app: typer.Typer, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = [path]
    found += [(*path, str(command.name)) for command in app.registered_commands]
    for group in app.registered_groups:
        assert group.typer_instance is not None
        found += commands(group.typer_instance, (*path, str(group.name)))
    return found


def all_helps(lang: str, columns: int) -> dict[tuple[str, ...], str]:
    """The help of every command, made in one process."""
    import json

    script = (
        "import contextlib, io, json, sys\n"
        "from hrsi_cli.commands.run import run\n"
        "found = {}\n"
        "for path in json.load(sys.stdin):\n"
        "    out = io.StringIO()\n"
        "    with contextlib.redirect_stdout(out):\n"
        "        run([*path, '--help'])\n"
        "    found[' '.join(path)] = out.getvalue()\n"
        "sys.stdout.buffer.write(json.dumps(found).encode())\n"
    )
    import os
    import subprocess
    import sys

    speech.speak(load_catalogue("ja"))
    from hrsi_cli.commands.app import build_app

    paths = commands(build_app())
    env = {**os.environ, "HRSI_LANG": lang, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1", "COLUMNS": str(columns)}
    done = subprocess.run(
        [sys.executable, "-c", script], input=json.dumps(paths).encode(), capture_output=True, env=env, check=True, timeout=120
    )
    return {tuple(name.split()): text for name, text in json.loads(done.stdout).items()}


@pytest.fixture(scope="module")
def helps() -> dict[tuple[str, ...], str]:
    return all_helps("ja", 100)


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("columns", [80, 60, 40])
def test_help_fits_the_terminal(lang: str, columns: int) -> None:
    shown = all_helps(lang, columns)
    wide = [(path, line) for path, text in shown.items() for line in text.split("\n") if cell_len(line) > columns]
    assert wide == []
    assert not [(path, line) for path, text in shown.items() for line in text.split("\n") if re.match(r"\s*[)、。]", line)]


def test_help_has_no_notation_of_programmers(helps: dict[tuple[str, ...], str]) -> None:
    odd = re.compile(r"list\[|<str>|\{[A-Z]|\[\[|\.\.\.\.")
    assert not [path for path, text in helps.items() if odd.search(text)]
    assert helps["gap",].startswith("使い方: hrsi gap [OPTIONS] PLAN...\n")
    assert helps["guide",].startswith("使い方: hrsi guide [OPTIONS] [TOPIC]\n")
    assert helps["plan", "init"].startswith("使い方: hrsi plan init [OPTIONS] [PLAN]\n")
    assert helps["case", "search"].startswith("使い方: hrsi case search [OPTIONS] TEXT...\n")


def test_each_command_names_its_formats(
    helps: dict[tuple[str, ...], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    prepare(tmp_path)
    for command in sorted(LINES):
        named = re.search(r"--format FORMAT +(?:出力|書き出す)形式: ([a-z0-9 \n-]+?)(?:  \[|。)", helps[tuple(command.split())])
        assert named, command
        refused = invoke(*argv(command), "--format", "nonsense")
        assert " ".join(named[1].split()) in refused.err.replace(",", ""), command


ALL_SHOWN = {
    "compare",
    "model show",
    "case show",
    "requirement show",
    "whatif",
    "plan diff",
    "plan validate",
    "case list",
    "model list",
    "requirement list",
    "schema",
    "report",
    "kb check",
    "kb about",
    "plan init",
    "plan assess",
    "plan set",
    "plan adjust",
    "plan export",
    "plan fmt",
    "config show",
    "gate init",
    "waiver add",
    "waiver list",
    "waiver renew",
}
"""Commands with nothing to add: their help says so."""
MORE = {
    "explain": ("HRSI105",),
    "gap": (),
    "path": (str(ROOT / "examples" / "portfolio" / "sales.hrsi.yaml"), "--to=3"),  # its prices leave a choice
    "guide": (),
    "history": (),
    "select": (),
    "case like": (),
    "case search": ("system",),
    "model search": ("backup",),
    "requirement search": ("backup",),
}
"""Commands where -v shows more, with other arguments than the usual line where that shows all already."""


def test_verbose_does_what_its_help_says(
    helps: dict[tuple[str, ...], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    prepare(tmp_path)
    says_nothing = {" ".join(path) for path, text in helps.items() if "この命令では表示は変わらない" in re.sub(r"\s", "", text)}
    assert says_nothing == ALL_SHOWN
    for command in sorted(ALL_SHOWN):
        if "--dry-run" in helps[tuple(command.split())]:
            continue
        assert invoke(*argv(command)).out == invoke(*argv(command), "-v").out, command
    for command, words in MORE.items():
        line = (
            [*command.split(), *words] if words else [word for word in argv(command) if not (command == "guide" and word == "1")]
        )
        assert len(invoke(*line, "-v").out) > len(invoke(*line).out), command
    assert "充足した項番も出す" in helps["gap",]
    assert not [path for path, text in helps.items() if "充足した項番も出す" in text and path != ("gap",)]


def test_japanese_help_has_no_english_words(helps: dict[tuple[str, ...], str]) -> None:
    assert len(helps) > 20
    odd = {path: ENGLISH.findall(text) for path, text in helps.items() if ENGLISH.search(text)}
    assert odd == {}
    for path, text in helps.items():
        assert text.startswith("使い方: hrsi"), path
        assert "使い方を表示して終わる" in text, path


def test_english_help_stays_english() -> None:
    run = spawn("case", "list", "--help", lang="en")
    assert run.out.startswith("Usage: hrsi case list")
    assert "Show this message and exit." in run.out


@pytest.mark.parametrize(
    ("argv", "ja"),
    [
        (("cse",), "コマンド 'cse' はない"),
        (("case", "show"), "引数 'ID' がない"),
        (("case", "list", "--nope"), "オプション --nope はない"),
        (("case", "list", "extra"), "余分な引数 extra がある"),
        (("case", "list", "--metric"), "オプション '--metric' には値が要る"),
        (("case", "list", "--color", "blue"), "--color に blue は書けない。書けるのは auto, always, never"),
        (("gap", "x", "--fail-on", "eror"), "ヒント: error のことか"),
        (("compare", "--model", "x"), "モデルシステム x はない"),
        (("portfolio", ".", "--staff", "0"), "--staff には 1 から 999999 の数を書く(0 ではない)"),
        (("history", "x", "--limit", "9" * 5000), "--limit には 1 から 1000 の数を書く(999"),
        (("history", "x", "--limit", "1.5"), "--limit には 1 から 1000 の整数を書く(1.5 ではない)"),
        (("gap", "x", "--fail-under", "nan"), "--fail-under には 0 から 100 の数を書く(nan ではない)"),
        (("gap", "x", "--at", "soon"), "--at の soon は日付として読めない"),
        (("gap", "x", "--as-of", "soon"), "--as-of の soon は日付として読めない"),
    ],
)
def test_usage_errors_in_japanese(argv: tuple[str, ...], ja: str) -> None:
    run = spawn(*argv, lang="ja")
    assert run.code == 2
    assert ja in run.err
