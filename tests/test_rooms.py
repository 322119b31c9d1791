"""The import contract of the rooms, and that it notices a breach."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=root,
        env={"PYTHONPATH": str(root / "src"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_rooms_keep_their_contract() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout


def test_a_breach_is_noticed(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "_compiled"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    module = tmp_path / "src" / "hrsi_cli" / "engine" / "gap.py"
    module.write_text(module.read_text(encoding="utf-8") + "\nimport hrsi_cli.renderers.words\n", encoding="utf-8")
    done = lint_imports(tmp_path)
    assert done.returncode == 1
    assert "rooms" in done.stdout


def test_no_module_holds_more_than_400_lines() -> None:
    long = {path.name: count for path in (ROOT / "src").rglob("*.py") if (count := len(path.read_text().splitlines())) > 400}
    assert long == {}
