"""What hrsi is made of, and what it may do on the machine that runs it: no network, and no process but git."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests import command_lines
from tests.conftest import AS_OF, ROOT
from tests.hostile.measuring import environment

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINS = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", LOCK, re.MULTILINE)

RUNTIME = {
    "annotated-doc", "annotated-types", "jinja2", "markdown-it-py", "markupsafe", "mdurl", "prompt-toolkit", "pydantic", "pydantic-core",
    "pygments", "python-calamine", "pyyaml", "questionary", "rich", "ruamel-yaml", "shellingham", "typer", "typing-extensions",
    "typing-inspection", "wcwidth", "xlsxwriter",
}  # fmt: skip
"""Everything that an installation brings. A package more has to be wanted enough to be written here and in docs/release.md."""
NATIVE = {"markupsafe", "pydantic-core", "python-calamine", "pyyaml", "wcwidth"}
"""Those of them that are compiled."""


def needed(**marker: str) -> set[str]:
    """The packages that hrsi needs on a platform, directly or not."""
    found: set[str] = set()
    waiting = ["hrsi-cli"]
    while waiting:
        try:
            listed = importlib.metadata.requires(waiting.pop()) or []
        except importlib.metadata.PackageNotFoundError:  # one that another platform needs
            continue
        for requirement in map(Requirement, listed):
            name = canonicalize_name(requirement.name)
            if name not in found and (requirement.marker is None or requirement.marker.evaluate({"extra": "", **marker})):
                found.add(name)
                waiting.append(name)
    return found


def test_the_packages_of_an_installation_are_those_known() -> None:
    assert needed() == RUNTIME
    assert needed(sys_platform="win32", platform_system="Windows", os_name="nt") == RUNTIME | {"colorama"}
    assert needed() <= {canonicalize_name(name) for name, _ in PINS}
    stated = (ROOT / "docs" / "release.md").read_text(encoding="utf-8")
    assert f"{len(RUNTIME)} packages" in stated
    assert f"{len(NATIVE)} of them compiled" in stated


def test_the_compiled_ones_are_those_known() -> None:
    def is_compiled(name: str) -> bool:
        files = importlib.metadata.distribution(name).files or []
        return any(str(file).endswith((".so", ".pyd", ".dylib")) for file in files)

    assert {name for name in RUNTIME if is_compiled(name)} <= NATIVE


def test_every_package_of_the_lock_has_hashes_and_none_an_address() -> None:
    blocks = re.split(r"\n(?=\S)", LOCK.strip())
    assert len(blocks) == len(PINS) == len({canonicalize_name(name) for name, _ in PINS})
    for block in blocks:
        first, *rest = block.split(" \\\n")
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+(?: ; .+)?", first), first
        assert rest
        assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}", line) for line in rest), first
    assert "://" not in LOCK
    assert " @ " not in LOCK


def test_the_lock_has_every_package_that_the_project_names() -> None:
    pinned = {canonicalize_name(name): version for name, version in PINS}
    for text in importlib.metadata.requires("hrsi-cli") or []:
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": "dev"}):
            assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), text


# the bill of materials


def checker(name: str = "check_sbom") -> Any:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def bill(count: int | None = None) -> dict[str, Any]:
    """A bill of materials as ``make sbom`` writes it."""
    hashed = [{"type": "distribution", "hashes": [{"alg": "SHA-256", "content": "0" * 64}]}]
    parts = [{"name": name, "version": version, "externalReferences": hashed} for name, version in PINS]
    return {"bomFormat": "CycloneDX", "components": parts[:count]}


def test_a_bill_of_materials_is_held_against_the_lock() -> None:
    problems = checker().problems
    assert problems(bill(), LOCK) == []
    assert problems({"bomFormat": "CycloneDX", "components": []}, LOCK)  # what a tool that skipped everything writes
    assert problems(bill(-1), LOCK)[0] == f"{len(PINS) - 1} components, {len(PINS)} packages in the lock"
    assert problems([], LOCK) == ["this is no CycloneDX document"]
    stranger = bill()
    stranger["components"] = [*bill(-1)["components"], {"name": "left-pad", "version": "1"}]
    assert len(problems(stranger, LOCK)) == 3
    assert "tools/check_sbom.py" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_the_bill_that_was_made_is_in_step() -> None:
    made = ROOT / "dist" / "sbom.json"
    if not made.exists():
        pytest.skip("make sbom has not been run here; it needs a package that is not in the lock")
    assert checker().problems(json.loads(made.read_text(encoding="utf-8")), LOCK) == []


def test_an_audit_that_skips_packages_does_not_pass() -> None:
    problems = checker("check_audit").problems
    clean = [{"name": name, "version": version, "vulns": []} for name, version in PINS]
    assert problems({"dependencies": clean}, LOCK) == []
    assert len(problems({"dependencies": []}, LOCK)) == len(
        [line for line in LOCK.splitlines() if "==" in line and " ; " not in line]
    )
    assert problems({"dependencies": [*clean[1:], {"name": PINS[0][0], "skip_reason": "unknown"}]}, LOCK)
    assert problems({"dependencies": [*clean, {"name": "x", "version": "1", "vulns": [{"id": "PYSEC-1"}]}]}, LOCK) == [
        "x: PYSEC-1"
    ]


# what a run does on the machine

_HOOK = """
import os, sys
report = os.open(sys.argv.pop(1), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
watched = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile", "pty.", "urllib.",
           "http.", "ftplib.", "smtplib.", "imaplib.", "poplib.", "nntplib.", "telnetlib.", "webbrowser.")
def hook(event, arguments):
    if event.startswith(watched):
        os.write(report, (event + " " + repr(arguments)[:200] + chr(10)).encode("utf-8", "replace"))
sys.addaudithook(hook)
sys.argv[0] = "hrsi"
from hrsi_cli.main import main
main()
"""
"""Watches a whole run from before its first import."""


def watched(*argv: str, cwd: Path, **variables: str) -> tuple[int, list[str]]:
    """Run hrsi; returns its exit code and what it did that the operating system or a network would notice."""
    report = cwd.parent / "report"
    report.write_text("")
    done = subprocess.run(
        [sys.executable, "-c", _HOOK, str(report), *argv], stdin=subprocess.DEVNULL, capture_output=True, cwd=cwd, check=False,
        timeout=60, env=environment(**variables),
    )  # fmt: skip
    assert b"Traceback" not in done.stderr, done.stderr
    return done.returncode, report.read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    command_lines.prepare(folder)
    return folder


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    """A fresh copy of what the command lines name."""
    return Path(shutil.copytree(prepared, tmp_path / "folder"))


def test_no_command_is_left_out() -> None:
    assert set(command_lines.LINES) == command_lines.command_tree()


@pytest.mark.parametrize("command", command_lines.LINES)
def test_no_command_opens_a_socket_or_starts_a_process(command: str, folder: Path) -> None:
    code, seen = watched(*command_lines.argv(command), cwd=folder)
    assert code == command_lines.CODES.get(command, 0)
    if command in command_lines.STARTS_GIT:
        assert seen
        assert all(re.match(r"(subprocess\.Popen|os\.posix_spawn|os\.fork)\b.*git|os\.fork", line) for line in seen), seen
    else:
        assert seen == []


@pytest.mark.parametrize(
    "argv",
    [(), ("--help",), ("--version",), ("gap", "--help"), ("gap", "absent.yaml"), ("nonsense",), ("gap", "plan.yaml", "--format", "nonsense"),
     ("gap", "schema.yaml"), ("gap", "https://example.org/plan.yaml"), ("report", "plan.yaml", "-o", "r.xlsx"), ("report", ".", "-o", "r.html"),
     ("plan", "diff", "plan.yaml", "waived.yaml")],
    ids=lambda argv: " ".join(argv) or "nothing",
)  # fmt: skip
def test_help_errors_and_addresses_open_nothing_either(argv: tuple[str, ...], folder: Path) -> None:
    schema = "# yaml-language-server: $schema=https://example.org/s.json\n$schema: https://example.org/s.json\n"
    (folder / "schema.yaml").write_text(schema + "hrsi: 1\nsystem: {id: a}\ntarget: {model: 3}\n", encoding="utf-8")
    assert watched(*argv, cwd=folder)[1] == []


def test_completion_opens_nothing(folder: Path) -> None:
    assert watched(cwd=folder, _HRSI_COMPLETE="complete_bash", COMP_WORDS="hrsi gap ", COMP_CWORD="2")[1] == []


def test_only_a_revision_makes_plan_diff_ask_git(folder: Path) -> None:
    code, seen = watched("plan", "diff", "HEAD:plan.yaml", "waived.yaml", f"--as-of={AS_OF}", cwd=folder)
    assert code == 0
    assert [line for line in seen if line.startswith("subprocess.Popen")]
    assert not [line for line in seen if line.startswith("socket.")]


def test_asking_with_arrow_keys_opens_no_connection(folder: Path) -> None:
    """The library behind it makes a pair of sockets with itself, to be woken by; it connects to nothing."""
    report = folder.parent / "report"
    words = ["-c", _HOOK, str(report), "plan", "assess", "plan.yaml", "--brief"]
    child = pexpect.spawn(sys.executable, words, cwd=str(folder), env=environment(TERM="xterm"), timeout=30, encoding="utf-8")  # type: ignore[arg-type]
    child.expect(r"\d+/\d+")
    child.expect("skip")
    child.sendcontrol("c")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    seen = report.read_text(encoding="utf-8").splitlines()
    local = re.compile(r"socket\.__new__ \(<.*>, 1, 1, 0\)")  # family 1: within this machine
    assert seen
    assert all(local.fullmatch(line) for line in seen), seen


def test_a_hostile_repository_runs_nothing(folder: Path) -> None:
    """Settings of a repository that make git start programs of somebody else's choice."""
    script = folder / "evil.sh"
    script.write_text(f"#!/bin/sh\ntouch '{folder}/canary'\ncat\n", encoding="utf-8")
    script.chmod(0o755)
    settings = (
        "core.fsmonitor", "core.pager", "pager.log", "diff.external", "diff.evil.textconv", "diff.evil.command", "filter.evil.smudge",
        "filter.evil.clean", "gpg.program", "core.sshCommand", "core.editor", "core.askPass", "credential.helper", "alias.log", "alias.cat-file",
        "core.alternateRefsCommand", "uploadpack.packObjectsHook",
    )  # fmt: skip
    for name in settings:
        value = f"!{script}" if name.startswith("alias.") else str(script)
        subprocess.run(["git", "-C", str(folder), "config", name, value], check=True)
    subprocess.run(["git", "-C", str(folder), "config", "log.showSignature", "true"], check=True)
    subprocess.run(["git", "-C", str(folder), "config", "core.hooksPath", str(folder / "hooks")], check=True)
    (folder / "hooks").mkdir()
    for hook in ("post-checkout", "post-index-change", "fsmonitor-watchman", "reference-transaction"):
        shutil.copy(script, folder / "hooks" / hook)
    (folder / ".gitattributes").write_text("*.yaml diff=evil filter=evil\n", encoding="utf-8")
    assert watched("plan", "diff", "HEAD:plan.yaml", "waived.yaml", cwd=folder)[0] == 0
    assert watched("history", "plan.yaml", cwd=folder)[0] == 0
    assert not (folder / "canary").exists()
