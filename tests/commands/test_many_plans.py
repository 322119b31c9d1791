"""Runs over many plans: the same words as a small run, in little memory, on every processor, and told as they come."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from benchmarks.plans import write_plans
from tests.conftest import AS_OF, ROOT, invoke, spawn

from hrsi_cli.commands import gap as gap_command
from hrsi_cli.commands import judging, processes, progress

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="measures and forks as Linux does")
ENOUGH = processes.PAYS_FROM + 30
MOST_MEMORY = 70 * 1024
"""kB"""


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four plans, one that waits for another, and one that cannot be read."""
    folder = tmp_path_factory.mktemp("few")
    write_plans(folder, 4)
    waiting = (folder / "plan-00002.hrsi.yaml").read_text(encoding="utf-8")
    waiting = waiting.replace("importance:", "depends_on: [system-1, system-2], importance:", 1)
    waiting = re.sub("rto: [^,]+,", "rto: 10m,", waiting)
    (folder / "plan-00004.hrsi.yaml").write_text(waiting.replace("id: system-2", "id: system-4"), encoding="utf-8")
    (folder / "plan-00005.hrsi.yaml").write_text("hrsi: [\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Plans enough for several processes."""
    folder = tmp_path_factory.mktemp("many")
    write_plans(folder, ENOUGH)
    (folder / "plan-00007.hrsi.yaml").write_text("hrsi: [\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("flags", [[], ["-q"], ["-v", "--exit-zero"], ["--color", "always"]], ids=" ".join)
@pytest.mark.parametrize("format", ["text", "json", "ndjson", "markdown"])
def test_a_large_run_says_what_a_small_one_says(
    few: Path, format: str, flags: list[str], lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ("gap", few, "--as-of", AS_OF, "-f", format, *flags)
    monkeypatch.setattr(gap_command, "GROWING", ())
    whole = invoke(*command, lang=lang)
    monkeypatch.undo()
    monkeypatch.setattr(gap_command, "MOST_KEPT", 0)
    monkeypatch.setattr(judging, "MOST_KEPT", 0)
    grown = invoke(*command, lang=lang)
    assert grown == whole
    assert whole.code == 2
    assert "plan-00004" in whole.out
    if "-q" not in flags:
        assert "HRSI117" in whole.out, "the waiting plan is judged in sight of the others"


def test_quiet_is_one_line_for_each_plan_and_what_it_fails_as_a_whole(few: Path) -> None:
    whole = invoke("gap", few, "--as-of", AS_OF, "-q", width=200)
    lines = [line for line in whole.out.splitlines() if line]
    assert lines[0] == f"Plans in {few}/: 6"
    assert [line.split()[0] for line in lines[4:]] == [f"plan-0000{number}.hrsi.yaml" for number in range(6)]
    one = invoke("gap", few / "plan-00000.hrsi.yaml", "--as-of", AS_OF, "-q")
    assert "attainment" in one.out and "plans" not in one.out, "one plan has its headline"
    strict = invoke("gap", few, "--as-of", AS_OF, "-q", "--fail-under", "80", width=200)
    breaches = [line for line in strict.out.splitlines() if "80" in line and "%" in line]
    assert breaches and "system-0" in strict.out and strict.code == 2


@pytest.mark.parametrize("format", ["text", "json", "ndjson", "markdown"])
def test_a_large_run_into_a_file(few: Path, tmp_path: Path, format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    command = ("gap", few, "--as-of", AS_OF, "-f", format)
    shown = invoke(*command)
    monkeypatch.setattr(gap_command, "MOST_KEPT", 0)
    written = invoke(*command, "-o", tmp_path / "report")
    assert (written.code, written.out, written.err) == (shown.code, "", shown.err)
    assert (tmp_path / "report").read_text(encoding="utf-8") == shown.out


@pytest.mark.parametrize("format", ["json", "ndjson", "sarif"])
def test_one_process_or_several_write_the_same_bytes(many: Path, format: str) -> None:
    command = ("gap", many, "--as-of", AS_OF, "-f", format)
    alone = spawn(*command, env={"HRSI_PROCESSES": "1"})
    together = spawn(*command, env={"HRSI_PROCESSES": "2"})
    assert together == alone
    assert alone.code == 2
    assert "plan-00007.hrsi.yaml:1" in alone.err


def test_several_processes_are_used_where_it_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3})
    assert processes.processes_for(processes.PAYS_FROM - 1) == 1
    assert processes.processes_for(10_000) == 4
    monkeypatch.setenv("HRSI_PROCESSES", "2")
    assert processes.processes_for(10_000) == 2
    monkeypatch.setenv("HRSI_PROCESSES", "many")
    assert processes.processes_for(10_000) == 4
    monkeypatch.setattr(sys, "platform", "darwin")
    assert processes.processes_for(10_000) == 1


def test_lines_are_written_as_soon_as_a_plan_is_judged(few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    real = judging.PlanJudge.judge_all

    def judge_all(plan_judge: judging.PlanJudge, paths: list[str]) -> Iterator[judging.Judged]:
        for path, judged in zip(paths, real(plan_judge, paths), strict=True):
            told.append(f"judged {Path(path).name}")
            yield judged

    class Watched(io.BytesIO):
        def write(self, content: Any) -> int:
            for line in bytes(content).splitlines():
                record = json.loads(line)
                if record["type"] == "plan":
                    told.append(f"wrote {Path(record['path']).name}")
            return super().write(content)

    monkeypatch.setattr(judging.PlanJudge, "judge_all", judge_all)
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(Watched(), encoding="utf-8", write_through=True))
    from hrsi_cli.commands.run import run

    assert run(["gap", str(few), "--as-of", AS_OF, "-f", "ndjson", "--lang", "en"]) == 2
    assert told[:4] == [f"{what} plan-0000{number}.hrsi.yaml" for number in (0, 1) for what in ("judged", "wrote")]


@pytest.mark.parametrize("format", ["text", "json", "ndjson"])
def test_a_large_run_needs_little_memory(many: Path, format: str) -> None:
    script = (
        "import sys\nfrom hrsi_cli.main import main\ntry:\n    main()\n"
        "finally:\n    sys.stderr.write(open('/proc/self/status').read())"  # what the system counts is what the parent used
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "HRSI_PROCESSES": "1"}
    command = [sys.executable, "-c", script, "gap", str(many), "-f", format]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, check=False, timeout=60)
    assert done.returncode == 2
    (peak,) = re.findall(rb"VmHWM:\s+(\d+) kB", done.stderr)
    assert int(peak) < MOST_MEMORY


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("lang", "words"), [("ja", "3 件のうち 2 件まで済んだ"), ("en", "2 of 3 plans done")])
def test_a_long_run_tells_how_far_it_has_come(lang: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from hrsi_cli.knowledge.compiled import load_catalogue

    monkeypatch.setattr(progress, "catalogue", lambda: load_catalogue(lang))  # type: ignore[arg-type]
    monkeypatch.setattr(progress, "_PATIENCE", -1.0)
    monkeypatch.setattr(progress, "_PACE", -1.0)
    monkeypatch.setattr(sys, "stderr", terminal := _Terminal())
    assert list(progress.with_progress("abc", 3)) == ["a", "b", "c"]
    shown = terminal.getvalue().split("\r")
    assert words in shown
    assert shown[-2].strip() == "", "it is wiped out at the end"
    assert len(shown[-2]) >= 2 * len(words)


def test_a_short_run_and_a_pipe_are_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := _Terminal())
    assert list(progress.with_progress("abc", 3)) == ["a", "b", "c"]
    monkeypatch.setattr(progress, "_PATIENCE", -1.0)
    monkeypatch.setattr(sys, "stderr", pipe := io.StringIO())
    assert list(progress.with_progress("abc", 3)) == ["a", "b", "c"]
    assert terminal.getvalue() == pipe.getvalue() == ""
