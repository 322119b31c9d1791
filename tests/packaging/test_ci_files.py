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
