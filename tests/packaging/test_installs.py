"""Wheel, sdist and editable installs find the knowledge base from outside the repository."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from tests.conftest import ROOT


def quiet(*argv: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([str(word) for word in argv], cwd=cwd, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr + done.stdout
    return done


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel built from it."""
    folder = tmp_path_factory.mktemp("dist")
    quiet(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    return folder


def fresh_environment(folder: Path) -> Path:
    """A new virtual environment that borrows this one's dependencies, but not its hrsi."""
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    site = next(folder.glob("lib/python*/site-packages"))
    # the folder is added as a path entry, so editable installs in it are not followed
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder


def check_runs(environment: Path, cwd: Path) -> None:
    python = environment / "bin" / "python"
    where = quiet(python, "-c", "import hrsi_cli; print(hrsi_cli.__file__)", cwd=cwd).stdout
    assert str(ROOT) not in where
    assert "recommended" in quiet(
        python, "-m", "hrsi_cli", "select", "--rto-failure", "2h", "--rto-disaster", "7d", "--rpo", "1d", "--budget", "high",
        "--format", "json", cwd=cwd,
    ).stdout  # fmt: skip
    assert "370" in quiet(python, "-m", "hrsi_cli", "kb", "check", cwd=cwd).stdout
    assert "4-1" in quiet(python, "-m", "hrsi_cli", "compare", "--case", "4-1", cwd=cwd).stdout


def install(environment: Path, artifact: Path) -> None:
    site = next(environment.glob("lib/python*/site-packages"))
    quiet(sys.executable, "-m", "pip", "install", "--no-deps", "--no-build-isolation", "--no-index", "--target", site, artifact)


def test_wheel(built: Path, tmp_path: Path) -> None:
    environment = fresh_environment(tmp_path / "venv")
    install(environment, next(built.glob("*.whl")))
    check_runs(environment, tmp_path)


def test_sdist(built: Path, tmp_path: Path) -> None:
    environment = fresh_environment(tmp_path / "venv")
    install(environment, next(built.glob("*.tar.gz")))
    check_runs(environment, tmp_path)


def test_editable_is_what_the_tests_run() -> None:
    where = quiet(sys.executable, "-c", "import hrsi_cli; print(hrsi_cli.__file__)", cwd=Path("/")).stdout.strip()
    assert Path(where) == ROOT / "src" / "hrsi_cli" / "__init__.py"
    assert "370" in quiet(sys.executable, "-m", "hrsi_cli", "kb", "check", cwd=Path("/")).stdout


def test_the_wheel_carries_the_compiled_knowledge_and_its_yaml(built: Path) -> None:
    names = zipfile.ZipFile(next(built.glob("*.whl"))).namelist()
    assert "hrsi_cli/_compiled/core.json" in names
    assert "hrsi_cli/_compiled/messages.ja.json" in names
    assert "hrsi_cli/data/cases/4-3.yaml" in names
    assert not any(name.startswith("tests/") for name in names)


def test_the_wheel_is_reproducible(built: Path, tmp_path: Path) -> None:
    quiet(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path, ROOT)
    again = next(tmp_path.glob("*.whl"))
    assert again.read_bytes() == next(built.glob("*.whl")).read_bytes()
