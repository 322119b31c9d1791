"""What each command loads: start-up time is made of imports, and this says which ones without a stopwatch."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = str(ROOT / "examples" / "order-system.hrsi.yaml")
HEAVY = {
    "ruamel",
    "jinja2",
    "openpyxl",
    "xlsxwriter",
    "xlrd",
    "defusedxml",
    "multiprocessing",
    "tomllib",
    "rich.console",
    "rich.table",
}
"""Nothing that only some commands need."""
SCRIPT = "import sys\nsys.argv[0] = 'hrsi'\nfrom hrsi_cli.main import main\ntry:\n    main()\nfinally:\n    sys.stderr.write('\\n'.join(sys.modules))"


def loaded(*argv: str, cwd: Path) -> set[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "HRSI_LANG": "en"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *argv], capture_output=True, env=environment, cwd=cwd, check=False, timeout=60
    )
    assert done.returncode in (0, 1), done.stderr.decode()[-500:]
    return set(done.stderr.decode().split("\n"))


def test_the_version_needs_no_library(tmp_path: Path) -> None:
    modules = loaded("--version", cwd=tmp_path)
    assert not modules & {"typer", "pydantic", "yaml", "rich", "json", "re", "hrsi_cli.commands.run"}


def test_help_needs_the_parser_alone(tmp_path: Path) -> None:
    modules = loaded("--help", cwd=tmp_path)
    assert not modules & ({"pydantic", "yaml", "rich"} | HEAVY)
    own = {name for name in modules if name.startswith("hrsi_cli.")}
    assert not {name for name in own if name.startswith(("hrsi_cli.engine", "hrsi_cli.knowledge.store"))}
    assert len(own) <= 35, sorted(own)


@pytest.mark.parametrize(
    ("argv", "most", "unneeded"),
    [
        (
            ["gap", EXAMPLE],
            100,
            {"hrsi_cli.domain.case", "hrsi_cli.domain.guide", "hrsi_cli.domain.config", "hrsi_cli.domain.overlay"},
        ),
        (["gap", EXAMPLE, "-f", "json"], 95, {"hrsi_cli.renderers.layout", "hrsi_cli.domain.case", "hrsi_cli.domain.config"}),
        (["gap", EXAMPLE, "-f", "ndjson"], 95, {"hrsi_cli.renderers.layout", "hrsi_cli.domain.case", "hrsi_cli.domain.config"}),
        (
            ["compare", "--case", "4-1"],
            75,
            {"yaml", "hrsi_cli.domain.config", "hrsi_cli.engine.findings", "hrsi_cli.domain.policy"},
        ),
        (["case", "show", "4-1"], 75, {"yaml", "hrsi_cli.engine.findings"}),
        (["model", "show", "3"], 75, {"yaml", "hrsi_cli.engine.findings"}),
    ],
    ids=lambda value: " ".join(value[:1] + value[2:]) if isinstance(value, list) else "",
)
def test_a_command_loads_what_it_uses(argv: list[str], most: int, unneeded: set[str], tmp_path: Path) -> None:
    modules = loaded(*argv, cwd=tmp_path)
    assert not modules & (HEAVY | unneeded)
    own = sorted(name for name in modules if name.startswith("hrsi_cli."))
    assert len(own) <= most, own
    others = {name.rpartition(".")[2] for name in own if name.startswith("hrsi_cli.commands.")}
    assert not others & {"select", "portfolio", "plan", "report", "kb", "waiver", "guide", "history", "processes"}, (
        "only the command that runs"
    )


def test_a_command_of_the_plan_group_loads_no_other(tmp_path: Path) -> None:
    modules = loaded("plan", "validate", EXAMPLE, cwd=tmp_path)
    assert not modules & (HEAVY | {"hrsi_cli.domain.judgement", "hrsi_cli.domain.policy", "hrsi_cli.engine"})
    others = {name.rpartition(".")[2] for name in modules if name.startswith("hrsi_cli.commands.plan_")}
    assert others == {"plan_validate"}
