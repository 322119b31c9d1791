"""``--backup``: the plan as it was, kept under its name with ``~`` behind."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.commands.test_interview import pexpect, terminal
from tests.conftest import AS_OF, invoke

WAIVER = ("--reason", "moving soon", "--owner", "ops", "--approved-by", "head", "--expires", "2027-03-31", "--as-of", AS_OF)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    assert invoke("plan", "init", path, "--model", "3").code == 0
    return path


@pytest.mark.parametrize(
    "words",
    [
        lambda plan: ("plan", "set", plan, "A.2.1.1=2"),
        lambda plan: ("plan", "adjust", plan, "A.2.4.1=2", "--reason", "a line failed before"),
        lambda plan: ("waiver", "add", plan, "A.2.1.1", *WAIVER),
        lambda plan: ("plan", "fmt", plan),
    ],
    ids=["set", "adjust", "waiver add", "fmt"],
)
def test_every_change_keeps_the_plan_as_it_was(words: Callable[[Path], tuple[str | Path, ...]], plan: Path) -> None:
    before = plan.read_bytes().replace(b"hrsi: 1\n", b"hrsi: 1   # the form\n\n\n\n")
    plan.write_bytes(before)
    copy = plan.with_name("plan.yaml~")
    assert invoke(*words(plan), "--dry-run", "--backup").code == 0
    assert not copy.exists(), "a dry run writes nothing"
    run = invoke(*words(plan), "--backup")
    assert run.code == 0, run.err
    assert copy.read_bytes() == before
    assert plan.read_bytes() != before
    assert sorted(os.listdir(plan.parent)) == ["plan.yaml", "plan.yaml~"]


def test_without_the_option_and_without_a_change_nothing_is_kept(plan: Path) -> None:
    assert invoke("plan", "set", plan, "A.2.1.1=2").code == 0
    assert invoke("plan", "set", plan, "A.2.1.1=2", "--backup").code == 0
    assert invoke("plan", "set", plan, "A.2.1.1=99", "--backup").code == 2
    assert os.listdir(plan.parent) == ["plan.yaml"]


def test_the_copy_is_of_the_last_change_and_as_private_as_the_plan(plan: Path) -> None:
    plan.chmod(0o640)
    assert invoke("plan", "set", plan, "A.2.1.1=1", "--backup").code == 0
    between = plan.read_bytes()
    assert invoke("plan", "set", plan, "A.2.1.1=2", "--backup").code == 0
    copy = plan.with_name("plan.yaml~")
    assert copy.read_bytes() == between
    assert stat.S_IMODE(copy.stat().st_mode) == 0o640


def test_what_cannot_be_kept_is_not_changed(plan: Path) -> None:
    before = plan.read_bytes()
    copy = plan.with_name("plan.yaml~")
    copy.mkdir()
    run = invoke("plan", "set", plan, "A.2.1.1=2", "--backup")
    assert run.code == 2
    assert "plan.yaml" in run.err
    assert plan.read_bytes() == before
    assert list(copy.iterdir()) == []
    assert sorted(os.listdir(plan.parent)) == ["plan.yaml", "plan.yaml~"], "no temporary file stays"


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_help_names_it(lang: str) -> None:
    for command in (
        ("plan", "set"),
        ("plan", "adjust"),
        ("plan", "fmt"),
        ("plan", "assess"),
        ("plan", "import"),
        ("waiver", "add"),
    ):
        run = invoke(*command, "--help", lang=lang, width=100)
        assert "--backup" in run.out
        assert "plan.yaml~" in run.out


def test_the_copy_of_a_walk_is_the_plan_before_its_first_answer(plan: Path) -> None:
    before = plan.read_bytes()
    child = terminal("plan", "assess", "plan.yaml", "--plain", "--brief", "--backup", cwd=plan.parent)
    for question in ("1/37", "2/37"):
        child.expect(question)
        child.expect("\n> ")
        child.send("1\n")
    child.expect("3/37")
    child.expect("\n> ")
    child.send("q\n")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert plan.with_name("plan.yaml~").read_bytes() == before
    assert plan.read_text(encoding="utf-8").count(": 1 ") >= 2


def test_the_copy_of_an_import_is_the_plan_before_the_sheet(plan: Path) -> None:
    sheet = plan.with_name("sheet.xlsx")
    assert invoke("plan", "export", plan, "--output", sheet, "--as-of", AS_OF).code == 0
    assert invoke("plan", "set", plan, "A.2.1.1=2", "system.name=changed").code == 0
    before = plan.read_bytes()
    run = invoke("plan", "import", sheet, "--into", plan, "--backup")
    assert run.code == 0, run.err
    assert plan.with_name("plan.yaml~").read_bytes() == before
    assert plan.read_bytes() != before
