"""Completion of ids, as the shell asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import spawn


@pytest.mark.parametrize(
    ("line", "wanted", "unwanted"),
    [
        ("hrsi plan set plan.yaml A.2.1", "A.2.1.1=", "A.3.2.2="),
        ("hrsi plan init --model ", "3", "5"),
        ("hrsi plan assess plan.yaml --metric C.", "C.2.5.1", "A.2.1.1"),
        ("hrsi case show 4", "4-1", "1-1"),
        ("hrsi model show ", "3", "4-1"),
        ("hrsi requirement show A.3", "A.3.2.2", "A.2.1.1"),
        ("hrsi compare --case 4", "4-3", "3-1"),
        ("hrsi explain HRSI10", "HRSI101", "A.2.1.1"),
    ],
)
def test_ids_are_completed(line: str, wanted: str, unwanted: str) -> None:
    words = line.split(" ")
    run = spawn(env={"_HRSI_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)})
    offered = run.out.split()
    assert wanted in offered
    assert unwanted not in offered


def test_zsh_shows_names_beside_ids() -> None:
    run = spawn(env={"_HRSI_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": "hrsi plan set p A.2.1.1"}, lang="ja")
    assert "A.2.1.1=" in run.out
    assert "冗長化" in run.out


@pytest.mark.parametrize("option", ["--install-completion", "--show-completion"])
def test_setting_up_completion_succeeds(option: str, tmp_path: Path) -> None:
    # the shell is named, so that it does not matter which one runs the tests
    given = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1", "HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    run = spawn(option, "bash", env=given)
    assert (run.code, "hrsi" in run.out) == (0, True)


@pytest.mark.parametrize(("line", "code"), [("hrsi case show ", 0), ("hrsi case show 4-1 ", 1)])
def test_fish_is_told_by_the_exit_code_whether_there_is_something_to_offer(line: str, code: int) -> None:
    asked = {"_HRSI_COMPLETE": "complete_fish", "_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "is-args"}
    assert spawn(env=asked).code == code
