"""Every command and every piece of a plan on docs/steering.md works as it stands there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.conftest import AS_OF, ROOT, invoke

from hrsi_cli.renderers.records.portfolio import EXPORT_COLUMNS

PAGE = (ROOT / "docs" / "steering.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^hrsi (.+)$", PAGE, re.MULTILINE)
NEEDS_PYARROW = "--export parquet"


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that holds the examples and the prices of the page."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    (tmp_path / "costs.yaml").write_text(_blocks("yaml")[0], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, "/dev/null")
    who = ("-c", "user.name=a", "-c", "user.email=a@b")
    for words in (("init", "-q"), ("add", "-A"), (*who, "commit", "-q", "-m", "first")):
        subprocess.run(["git", *words], check=True, capture_output=True)
    return tmp_path


@pytest.mark.parametrize("command", [each for each in COMMANDS if NEEDS_PYARROW not in each])
def test_every_command_of_the_page_runs(command: str, copy: Path) -> None:
    words = shlex.split(command)
    before = {path: path.read_bytes() for path in copy.rglob("examples/**/*.yaml")}
    run = invoke(*words, "--as-of", AS_OF)
    assert run.code == (1 if words[0] == "gap" else 0), run.err
    assert run.out or Path(words[words.index("-o") + 1]).stat().st_size
    assert {path: path.read_bytes() for path in before} == before


def test_the_page_has_a_command_of_each_kind() -> None:
    assert {command.split()[0] for command in COMMANDS} == {"gap", "whatif", "path", "plan", "history", "portfolio"}


def test_the_phases_of_the_page_are_valid(copy: Path) -> None:
    (phases,) = (block for block in _blocks("yaml") if block.startswith("phases:"))
    (copy / "plan.yaml").write_text("hrsi: 1\nsystem: {id: any}\ntarget: {model: 3}\n" + phases, encoding="utf-8")
    assert invoke("plan", "validate", "plan.yaml").code == 0


def test_queries_name_columns_of_the_export() -> None:
    words = {"select", "count", "as", "sum", "from", "where", "and", "group", "by", "order", "desc", "limit", "not"}
    words |= {"string_agg", "distinct", "systems", "levels", "findings"}
    for query in _blocks("sql"):
        names = set(re.findall(r"[a-z_]+", re.sub(r"'[^']*'", "", query))) - words
        assert names
        assert names <= {name for name, _ in EXPORT_COLUMNS}
