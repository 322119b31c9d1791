"""No report takes the place of a file that it is made from, by whatever name and option the file was given."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from tests.conftest import AS_OF, ROOT, invoke

from hrsi_cli.knowledge import file_writer


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copy(ROOT / "examples" / "order-system.hrsi.yaml", tmp_path / "p.yaml")
    shutil.copy(ROOT / "examples" / "overlay.yaml", tmp_path / "kb.yaml")
    (tmp_path / "h.toml").write_text('fail_on = "error"\n', encoding="utf-8")
    (tmp_path / "a.yaml").write_text("rto_failure: 2h\nrto_disaster: 7d\nrpo: 1d\nbudget: high\n", encoding="utf-8")
    os.link(tmp_path / "p.yaml", tmp_path / "hard.yaml")
    (tmp_path / "soft.yaml").symlink_to("p.yaml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "line",
    [
        "compare --case 4-1 --plan p.yaml -o p.yaml",
        "compare --case 4-1 --plan p.yaml -o soft.yaml",
        "plan validate p.yaml -o ./p.yaml",
        "waiver list p.yaml -o p.yaml",
        "waiver check p.yaml -o hard.yaml",
        "case like p.yaml -o p.yaml",
        "gap p.yaml -o hard.yaml",
        "gap p.yaml --report json=hard.yaml",
        "whatif p.yaml --set A.2.1.1=2 -o hard.yaml",
        "plan set p.yaml A.2.1.1=2 -f json -o hard.yaml",
        "plan fmt p.yaml -o hard.yaml",
        "waiver renew p.yaml A.2.5.1 --expires 2099-01-01 -o hard.yaml",
        "portfolio p.yaml -o hard.yaml",
        "gap p.yaml --kb kb.yaml -o kb.yaml",
        "gap p.yaml --config h.toml -o h.toml",
        "kb check --kb kb.yaml -o kb.yaml",
        "explain HRSI101 --kb kb.yaml -o kb.yaml",
        "config show --config h.toml -o h.toml",
        "select --answers a.yaml -o a.yaml --force",
        "plan init a.yaml --answers a.yaml --force",
    ],
)
def test_an_input_stays_as_it_is(files: Path, line: str) -> None:
    before = {path.name: path.read_bytes() for path in files.iterdir()}
    run = invoke(*line.split())
    assert run.code == 2
    assert "is one of the input files" in run.err
    assert {path.name: path.read_bytes() for path in files.iterdir()} == before


def test_what_the_program_keeps_for_itself_may_be_written_anew(files: Path) -> None:
    assert invoke("gap", "p.yaml", "--write-baseline", "b.json").code == 0
    assert invoke("gap", "p.yaml", "--baseline", "b.json", "--write-baseline", "b.json").code == 0
    assert invoke("select", "--answers", "a.yaml", "--save-answers", "a.yaml", "--force").code == 0


def test_a_dash_is_standard_output(files: Path) -> None:
    told = invoke("gap", "p.yaml", "-f", "json", "--as-of", AS_OF)
    assert invoke("gap", "p.yaml", "-f", "json", "--as-of", AS_OF, "-o", "-").out == told.out


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "init", "-", "--model", "2"),
        ("gate", "init", "p.yaml", "--baseline", "-"),
        ("gap", "p.yaml", "--write-baseline", "-"),
        ("select", "--rto-failure", "1d", "--rto-disaster", "30d", "--rpo", "30d", "--budget", "high", "-o", "-"),
    ],
)
def test_what_must_be_a_file_takes_no_dash(words: tuple[str, ...], files: Path) -> None:
    run = invoke(*words)
    assert (run.code, "give it a name" in run.err) == (2, True)
    assert not Path("-").exists()


def test_a_second_run_of_the_same_program_knows_nothing_of_the_first(files: Path) -> None:
    assert invoke("gap", "p.yaml", "-q").code in (0, 1)
    other = files / "other.yaml"
    other.write_bytes((files / "p.yaml").read_bytes())
    assert invoke("gap", "other.yaml", "-f", "json", "-o", "p.yaml").code in (0, 1)


@pytest.mark.parametrize(
    "line",
    [
        "gap p.yaml -f json -o out.json",
        "gap p.yaml -q --write-baseline b.json",
        "report p.yaml -o r.html",
        "plan set p.yaml A.2.1.1=2",
        "plan init new.yaml --model 2",
        "waiver add p.yaml A.2.1.1 --expires 2027-03-31 --reason r --owner a --approved-by b --as-of 2026-11-23",
    ],
)
def test_what_the_disk_does_not_confirm_is_told_by_every_command(line: str, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "not confirmed" not in invoke("plan", "validate", "p.yaml").err
    (files / "hard.yaml").unlink()
    monkeypatch.setattr(file_writer, "sync_folder", lambda folder: False)
    run = invoke(*line.split())
    assert run.code in (0, 1), run.err
    assert run.err.count("not confirmed on disk") == 1
