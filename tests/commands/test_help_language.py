"""Help and usage errors are wholly in the reader's language."""

from __future__ import annotations

import re

import pytest
import typer
from tests.conftest import ROOT, spawn

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


@pytest.fixture(scope="module")
def helps() -> dict[tuple[str, ...], str]:
    """The Japanese help of every command, made in one process."""
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
    env = {**os.environ, "HRSI_LANG": "ja", "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1", "COLUMNS": "100"}
    done = subprocess.run(
        [sys.executable, "-c", script], input=json.dumps(paths).encode(), capture_output=True, env=env, check=True, timeout=120
    )
    return {tuple(name.split()): text for name, text in json.loads(done.stdout).items()}


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
        (("case", "list", "--color", "blue"), "'--color' に 'blue' は書けない"),
        (("compare", "--model", "x"), "'--model' には整数を書く"),
    ],
)
def test_usage_errors_in_japanese(argv: tuple[str, ...], ja: str) -> None:
    run = spawn(*argv, lang="ja")
    assert run.code == 2
    assert ja in run.err
