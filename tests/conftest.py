"""Shared by all tests: the knowledge base, and two ways to run the command line."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from hrsi_cli.commands.speech import speak
from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.knowledge.compiled import load_catalogue
from hrsi_cli.knowledge.store import load_knowledge

settings.register_profile("nightly", max_examples=100_000, derandomize=False, print_blob=True)
# a runner in the background ignores Ctrl-C, and the programs that the tests start would inherit that
signal.signal(signal.SIGINT, signal.default_int_handler)
speak(load_catalogue("en"))  # command modules word their help when they are imported

ROOT = Path(__file__).resolve().parents[1]
AS_OF = "2026-11-23"
"""The day that every test judges by."""


@dataclass(frozen=True)
class Run:
    """What a run of the command line did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    return load_knowledge()


@pytest.fixture(scope="session", params=["ja", "en"])
def catalogue(request: pytest.FixtureRequest) -> Catalogue:
    """The program's sentences, once per language."""
    return load_catalogue(request.param)


class _Stream(io.TextIOWrapper):
    """A stand-in for stdout that is no terminal."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)

    @property
    def text(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined]


def invoke(*argv: str | Path, env: dict[str, str] | None = None, lang: str = "en", width: int = 80) -> Run:
    """Run a command line in this process: fast, for everything but streams, signals and help texts."""
    from hrsi_cli.commands.run import run

    variables = {"HRSI_LANG": lang, "COLUMNS": str(width), **(env or {})}
    before = {name: os.environ.get(name) for name in variables}
    out, err = _Stream(), _Stream()
    stdin, sys.stdin = sys.stdin, io.StringIO("")
    os.environ.update(variables)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run([str(word) for word in argv])
    finally:
        sys.stdin = stdin
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
    return Run(code, out.text, err.text)


def spawn(
    *argv: str | Path, env: dict[str, str] | None = None, lang: str = "en", stdin: str | None = None, cwd: Path | None = None
) -> Run:
    """Run a command line as a process of its own."""
    variables = {
        name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "LANG", "LC_ALL")
    }
    variables |= {"HRSI_LANG": lang, "PYTHONPATH": str(ROOT / "src"), **(env or {})}
    done = subprocess.run(
        [sys.executable, "-m", "hrsi_cli", *[str(word) for word in argv]],
        input=stdin.encode() if stdin is not None else None,
        stdin=None if stdin is not None else subprocess.DEVNULL,
        capture_output=True,
        env=variables,
        cwd=cwd,
        check=False,
        timeout=60,
    )
    return Run(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))


@pytest.fixture
def example_plan() -> Path:
    """The shipped example."""
    return ROOT / "examples" / "order-system.hrsi.yaml"
