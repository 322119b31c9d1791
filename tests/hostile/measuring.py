"""Run a command line as a process and measure it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT


@dataclass(frozen=True)
class Measured:
    """What a process did, and what it took."""

    code: int
    out: bytes
    err: str
    seconds: float
    megabytes: float
    """Peak resident memory."""


def environment(**more: str) -> dict[str, str]:
    """The variables of a quiet English run, without what the machine at hand may have set."""
    dropped = ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "LANG", "LC_ALL", "LANGUAGE", "PYTHONUTF8", "PYTHONIOENCODING", "HRSI_CONFIG")
    kept = {name: value for name, value in os.environ.items() if name not in dropped and not name.startswith("GITHUB_")}
    return kept | {"HRSI_LANG": "en", "PYTHONPATH": str(ROOT / "src"), **more}


def measure(
    *argv: str | bytes | Path,
    stdin: int = subprocess.DEVNULL,
    cwd: Path | None = None,
    before: Callable[[], None] | None = None,
    limit: float = 30.0,
    **variables: str,
) -> Measured:
    """Run hrsi; ``before`` is called in the child. Fails when it takes longer than ``limit`` seconds."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "hrsi_cli", *argv],
            stdin=stdin, stdout=out, stderr=err, env=environment(**variables), cwd=cwd, preexec_fn=before,
        )  # fmt: skip
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.perf_counter() - begun > limit:
                process.kill()
                process.wait()
                raise AssertionError(f"still running after {limit} seconds: {argv!r}")
            time.sleep(0.005)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        kilo = 1024 * 1024 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
        return Measured(process.returncode, out.read(), err.read().decode("utf-8", "replace"), seconds, usage.ru_maxrss / kilo)
