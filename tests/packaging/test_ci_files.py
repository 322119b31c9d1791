"""The files that bring hrsi into pipelines: valid by their schemas, and in step with the program."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from tests.conftest import ROOT, invoke


def _check(schema: str, file: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def _flags(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text))


def _known() -> set[str]:
    return _flags(invoke("gap", "--help", width=200).out) | {"--lang", "--config"}


def test_the_action_is_valid_and_uses_no_expression_in_a_script() -> None:
    file = ROOT / "action.yml"
    _check("vendor.github-actions", file)
    action = yaml.safe_load(file.read_text(encoding="utf-8"))
    for step in action["runs"]["steps"]:
        assert "${{" not in step["run"]
        assert "uses" not in step
    gap = action["runs"]["steps"][1]["run"]
    assert _flags(gap) <= _known()


@pytest.mark.parametrize("asked", ["out/hrsi.sarif", "{folder}/out/hrsi.sarif"])
def test_the_action_tells_a_later_step_where_its_report_lies(asked: str, tmp_path: Path) -> None:
    """The next step runs in the workspace, and not in ``working-directory``."""
    step = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"][1]
    folder, program = tmp_path / "plans", tmp_path / "hrsi" / "bin" / "hrsi"
    folder.mkdir()
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > "$RUNNER_TEMP/said"\nexit 1\n')
    program.chmod(0o755)
    given = {**dict.fromkeys(step["env"], ""), "INPUT_PLANS": "a.yaml\nb", "INPUT_SARIF_FILE": asked.format(folder=folder)}
    environment = {**given, "RUNNER_TEMP": str(tmp_path), "GITHUB_OUTPUT": str(tmp_path / "told"), "PATH": os.environ["PATH"]}
    done = subprocess.run(["bash", "-e", "-c", step["run"]], cwd=folder, env=environment, check=False)
    report = folder / "out" / "hrsi.sarif"
    assert done.returncode == 1
    assert (tmp_path / "told").read_text() == f"exit-code=1\nsarif-file={report}\n"
    said = (tmp_path / "said").read_text().split()
    assert said == ["gap", "--format", "github", "--report", f"sarif={report}", "--", "a.yaml", "b"]


def test_the_demo_speaks_the_language_of_the_run_and_shows_what_it_runs() -> None:
    for language, words in (("ja", "推奨"), ("en", "Recommended")):
        environment = {"HRSI_LANG": language, "PATH": os.environ["PATH"], "HOME": os.environ["HOME"]}
        command = ["sh", str(ROOT / "examples" / "demo.sh"), str(Path(sys.executable).parent / "hrsi")]
        done = subprocess.run(command, env=environment, capture_output=True, check=True, text=True, encoding="utf-8")
        assert words in done.stdout
        assert "$ hrsi gap examples/order-system.hrsi.yaml --as-of 2026-11-23\n" in done.stdout


def test_the_gitlab_component_is_valid(tmp_path: Path) -> None:
    head, _, body = (ROOT / "templates" / "gap.yml").read_text(encoding="utf-8").partition("\n---\n")
    inputs = yaml.safe_load(head)["spec"]["inputs"]
    used = set(re.findall(r"\$\[\[ inputs\.([a-z-]+) \]\]", body))
    assert used == set(inputs)
    job = tmp_path / "job.yml"
    job.write_text(re.sub(r"\$\[\[ inputs\.stage \]\]", "test", body), encoding="utf-8")
    _check("vendor.gitlab-ci", job)
    assert _flags(yaml.safe_load(body)["hrsi-gap"]["script"][0]) <= _known()


@pytest.mark.parametrize(("asked", "expected"), [("", []), ("note", ["--fail-on", "note"])])
def test_the_gitlab_component_leaves_the_policy_to_the_configuration(asked: str, expected: list[str], tmp_path: Path) -> None:
    head, _, body = (ROOT / "templates" / "gap.yml").read_text(encoding="utf-8").partition("\n---\n")
    inputs = yaml.safe_load(head)["spec"]["inputs"]
    assert inputs["fail-on"]["default"] == inputs["lang"]["default"] == ""
    (line,) = yaml.safe_load(body)["hrsi-gap"]["script"]
    shell = f'hrsi() {{ printf "%s\\n" "$@"; }}\n{line}\n'
    environment = {"HRSI_FAIL_ON": asked, "HRSI_PLANS": "a.yaml b", "PATH": os.environ["PATH"]}
    said = subprocess.run(["sh", "-c", shell], env=environment, capture_output=True, check=True, text=True).stdout.split()
    assert said[1 : 1 + len(expected)] == expected
    assert said[1 + len(expected)] == "--report"
    assert said[-3:] == ["--", "a.yaml", "b"]


@pytest.mark.parametrize(
    ("path", "matches"),
    [
        ("plan.yaml", True),
        ("plans/plan.yml", True),
        ("order.hrsi.yaml", True),
        ("a/b/order.hrsi.yml", True),
        ("myplan.yaml", False),
        ("hrsi.yaml", False),
        (".github/workflows/ci.yaml", False),
    ],
)
def test_the_hook_takes_the_files_that_a_folder_takes(path: str, matches: bool) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["entry"] == "hrsi gap"
    assert bool(re.search(hook["files"], path)) is matches


def test_the_image_does_not_run_as_root() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    last = text.rsplit("\nFROM ", 1)[1]
    assert re.search(r"^USER 10001$", last, re.MULTILINE)
    assert "PYTHONUTF8=1" in last
    assert 'ENTRYPOINT ["hrsi"]' in last


def test_the_image_speaks_japanese_unless_somebody_says_otherwise() -> None:
    """Its locale says so and not ``HRSI_LANG``, which would beat the configuration."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "LANG=ja_JP.UTF-8" in text
    assert not re.search(r"^(ENV|    )[^#]*HRSI_LANG", text, re.MULTILINE)


def test_the_image_is_built_with_the_examples_of_the_rules() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert lines.index("tests/*") < lines.index("!tests/examples"), "explain shows them, and a wheel is not built without"
    assert "tests" not in lines
