"""The documentation names only what exists, and what it takes from the program is current."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.command_lines import command_tree
from tests.conftest import ROOT, invoke, spawn

from hrsi_cli.domain.policy import THRESHOLDS_OF, Thresholds

DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").rglob("*.md"))]
PATH = re.compile(r"`((?:data|docs|src|tests|tools|examples|benchmarks|schema|templates|\.ci)/[A-Za-z0-9_./-]*)`")
COMMAND = re.compile(r"`(hrsi(?: [a-z][a-z-]+){1,2})")
OF_THE_PARSER = {"--help"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_named_exists(document: Path) -> None:
    for name in PATH.findall(document.read_text(encoding="utf-8")):
        assert (ROOT / name).exists(), f"{document.name} names {name}"


def test_every_command_named_exists() -> None:
    named = {match for document in DOCUMENTS for match in COMMAND.findall(document.read_text(encoding="utf-8"))}
    known = _commands()
    for command in sorted(named):
        words = command.split()[1:]
        assert words[0] in known, f"the documentation names {command}"
        if known[words[0]] and len(words) > 1:
            assert words[1] in known[words[0]], f"the documentation names {command}"


def _commands() -> dict[str, list[str]]:
    """The command tree as its help shows it."""
    top = _listed(spawn("--help").out)
    return {name: _listed(spawn(name, "--help").out) for name in top}


def _listed(help_text: str) -> list[str]:
    _, _, listing = help_text.partition("Commands:\n")
    return [line.split()[0] for line in listing.splitlines() if re.match(r"  [a-z]", line)]


def test_generated_parts_are_current() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "write_docs.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_readme_shows_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make demo" in text
    assert "make test" in text


def test_every_option_of_every_command_is_described() -> None:
    text = "\n".join(document.read_text(encoding="utf-8") for document in DOCUMENTS if document.name != "CHANGELOG.md")
    described = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", text))
    for command in ["", *sorted(command_tree())]:
        options = re.findall(r"^  (?:-\w, )?(--[a-z][a-z-]*)", invoke(*command.split(), "--help", width=200).out, re.MULTILINE)
        assert options, command
        assert set(options) - OF_THE_PARSER <= described, command


def test_every_variable_of_the_environment_is_described() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    page = (ROOT / "docs" / "usage.md").read_text(encoding="utf-8")
    read = set(re.findall(r"""environ(?:\.get\(|\[)["']([A-Z][A-Z_]+)["']""", code)) | set(re.findall(r'"(HRSI_[A-Z_]+)"', code))
    assert "HRSI_LANG" in read
    assert not [name for name in sorted(read) if f"`{name}`" not in page]


def test_every_threshold_is_described_with_its_default_and_its_rules() -> None:
    page = (ROOT / "docs" / "usage.md").read_text(encoding="utf-8")
    for name in Thresholds.model_fields:
        (row,) = re.findall(rf"^\| `{name}` \|.*$", page, re.MULTILINE)
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert float(cells[1]) == getattr(Thresholds(), name)
        assert re.findall(r"HRSI\d+", cells[4]) == [rule for rule, names in THRESHOLDS_OF.items() if name in names]
