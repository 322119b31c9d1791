"""Run a command line as a process and measure it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

_LAUNCHER = """
import os, sys
report, argv = int(sys.argv[1]), sys.argv[2:]
pid = os.fork()
if not pid:
    os.close(report)
    os.execv(argv[0], argv)
_, status, usage = os.wait4(pid, 0)
os.write(report, f"{os.waitstatus_to_exitcode(status)} {usage.ru_utime + usage.ru_stime} {usage.ru_maxrss}".encode())
"""
"""A small process in between: the peak memory of a child begins with that of the process it was forked from."""


@dataclass(frozen=True)
class Measured:
    """What a process did, and what it took."""

    code: int
    out: bytes
    err: str
    seconds: float
    """Of the processor: a busy machine does not count."""
    megabytes: float
    """Peak resident memory."""


def environment(**more: str) -> dict[str, str]:
    """The variables of a quiet English run, without what the machine at hand may have set."""
    dropped = (
        "COLUMNS",
        "NO_COLOR",
        "FORCE_COLOR",
        "LANG",
        "LC_ALL",
        "LANGUAGE",
        "PYTHONUTF8",
        "PYTHONIOENCODING",
        "HRSI_CONFIG",
    )
    kept = {name: value for name, value in os.environ.items() if name not in dropped and not name.startswith("GITHUB_")}
    return kept | {"HRSI_LANG": "en", "PYTHONPATH": str(ROOT / "src"), **more}


def measure(
    *argv: str | bytes | Path, stdin: int = subprocess.DEVNULL, cwd: Path | None = None, limit: float = 30.0, **variables: str
) -> Measured:
    """Run hrsi; fails when it takes longer than ``limit`` seconds."""
    reading, writing = os.pipe()
    command = [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(writing), sys.executable, "-m", "hrsi_cli", *argv]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, os.fdopen(reading, "rb") as report:
        try:
            subprocess.run(
                command, stdin=stdin, stdout=out, stderr=err, env=environment(**variables), cwd=cwd,
                pass_fds=(writing,), timeout=limit, check=True, process_group=0,
            )  # fmt: skip
        finally:
            os.close(writing)
        code, seconds, peak = report.read().split()
        out.seek(0)
        err.seek(0)
        unit = 1024 * 1024 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
        return Measured(int(code), out.read(), err.read().decode("utf-8", "replace"), float(seconds), int(peak) / unit)
