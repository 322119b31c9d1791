"""Mutation score: how many small faults, put into the code one at a time, make a test fail.

    python tools/mutation_score.py MODULE... [--sample N] [--seed N] [--budget SECONDS] [--results FILE] [--tests PATH...]

A MODULE is a name such as ``hrsi_cli.engine.gap`` or a package, which stands for all its modules.
The tests are collected once and run once under coverage. Then each fault is put into a fork of this
process, and the tests that reach its line run until one fails. Tests that start programs are left
out: those would not see the fault. What no test found within the budget counts as missed.

Needs ``coverage`` beside the development tools, and a system with ``fork``.
"""

from __future__ import annotations

import argparse
import ast
import gc
import importlib
import json
import os
import pickle
import pkgutil
import random
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

try:
    import coverage
except ModuleNotFoundError:
    sys.exit("mutation_score.py needs coverage: docs/robustness.md tells how to install it in an environment of its own")
import hypothesis
import pytest
from _pytest.runner import runtestprotocol
from mutation_faults import Fault, faults_of, put_in

TIMEOUT = 40
"""Seconds for one fault; a test that hangs has noticed it too."""
BUDGET = 3.0
"""Seconds of tests, as they take without a fault, that one fault is given; what no test found by then counts as missed."""
SLOW = 0.3
"""Seconds; slower tests come after all others."""
LONGEST_TEST = 3.0
"""Seconds; slower tests are left out."""


class Judge:
    """Takes the place of pytest's loop over the tests."""

    def __init__(self, modules: list[ModuleType], options: argparse.Namespace) -> None:
        self.modules = modules
        self.options = options
        self.killers: dict[str, Counter[str]] = defaultdict(Counter)
        self.results: list[tuple[Fault, str, str]] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise session.Failed("errors while the tests were collected")
        items = session.items
        begin = time.monotonic()
        reached, seconds = self._reach(items)
        print(f"measured in {time.monotonic() - begin:.0f} s", flush=True)
        functions: dict[tuple[str, str, int], list[FunctionType]] = defaultdict(list)
        for function in gc.get_objects():
            if isinstance(function, FunctionType):
                code = function.__code__
                functions[code.co_filename, code.co_qualname, code.co_firstlineno].append(function)
        chosen = self._chosen()
        print(f"{len(chosen)} faults, {len(items)} tests", flush=True)
        gc.freeze()
        for fault in chosen:
            lines = range(fault.lines[0], fault.lines[1] + 1)
            tests = {test for line in lines for test in reached.get((fault.file, line), ())}
            start = time.monotonic()
            if not tests and self._at_import(fault):  # only importing runs the line: any test of the module may notice
                tests = set(reached.get((fault.file, 0), ()))
            order = self._order(tests, fault.module, items, seconds)
            outcome, killer = self._try(fault, functions, order, items)
            self.killers[fault.module][killer] += outcome == "killed"
            self.results.append((fault, outcome, killer))
            with open(self.options.results, "a", encoding="utf-8") as out:
                record = {
                    "module": fault.module, "line": fault.line, "column": fault.column, "what": fault.what, "outcome": outcome,
                    "by": killer, "seconds": round(time.monotonic() - start, 2), "tests": len(tests),
                }  # fmt: skip
                out.write(json.dumps(record, ensure_ascii=False) + "\n")
        return True

    def _order(self, tests: set[int], module: str, items: list[pytest.Item], seconds: list[float]) -> list[int]:
        """Those that noticed most in this module first, then those named after it; quick ones before slow ones, within the budget."""
        room = module.split(".")[1]
        noticed = self.killers[module]

        leaf = module.rsplit(".", 1)[-1]

        def rank(test: int) -> tuple[int, bool, bool, bool, float]:
            file, took = items[test].nodeid.partition("::")[0], seconds[test]
            return -noticed[items[test].nodeid], took > SLOW, leaf not in file, not file.startswith(f"tests/{room}/"), took

        chosen, spent = [], 0.0
        for test in sorted(tests, key=rank):
            spent += seconds[test]
            if spent > self.options.budget and chosen:
                break
            chosen.append(test)
        return chosen

    def _chosen(self) -> list[Fault]:
        missed: set[tuple[object, ...]] = set()
        if self.options.again:
            for line in Path(self.options.again).read_text(encoding="utf-8").splitlines():
                record = json.loads(line)
                if record["outcome"] in ("survived", "no test"):
                    missed.add((record["module"], record["line"], record["column"], record["what"]))
        chosen: list[Fault] = []
        for module in self.modules:
            faults = faults_of(module)
            if self.options.again:
                faults = [fault for fault in faults if (fault.module, fault.line, fault.column, fault.what) in missed]
            if self.options.sample and len(faults) > self.options.sample:
                faults = random.Random(f"{self.options.seed} {module.__name__}").sample(  # noqa: S311  # no secret
                    faults, self.options.sample
                )
            chosen += sorted(faults, key=lambda fault: (fault.line, fault.column, fault.variant))
        return chosen

    def _reach(self, items: list[pytest.Item]) -> tuple[dict[tuple[str, int], list[int]], list[float]]:
        """Which tests reach which line, and how long each takes; found in a fork, so that this process stays fresh."""
        handle, path = tempfile.mkstemp()
        os.close(handle)
        child = os.fork()
        if child == 0:
            try:
                Path(path).write_bytes(pickle.dumps(self._measured(items)))
                os._exit(0)
            except BaseException as error:
                print(f"measuring failed: {error!r}", flush=True)
                os._exit(1)
        _, status = os.waitpid(child, 0)
        if status:
            sys.exit("the tests must pass before faults are put in")
        found: tuple[dict[tuple[str, int], list[int]], list[float]] = pickle.loads(Path(path).read_bytes())  # noqa: S301  # written by our own fork
        os.unlink(path)
        return found

    def _measured(self, items: list[pytest.Item]) -> tuple[dict[tuple[str, int], list[int]], list[float]]:
        files = [str(module.__file__) for module in self.modules]
        started: list[str] = []

        def refuse(event: str, args: tuple[Any, ...]) -> None:
            if event in ("subprocess.Popen", "os.posix_spawn", "pty.spawn"):
                started.append(event)
                raise RuntimeError("this test starts a program")

        sys.addaudithook(refuse)
        reached: dict[tuple[str, int], list[int]] = defaultdict(list)
        seconds: list[float] = []
        for number, item in enumerate(items):
            started.clear()
            tracer = coverage.Coverage(data_file=None, include=files)
            tracer.start()
            begin = time.monotonic()
            reports = runtestprotocol(item, nextitem=None, log=False)
            seconds.append(time.monotonic() - begin)
            tracer.stop()
            if started or seconds[-1] > LONGEST_TEST:
                continue
            if any(report.failed for report in reports):
                print(next(str(report.longrepr) for report in reports if report.failed)[-2000:])
                print(f"left out, fails without any fault: {item.nodeid}", flush=True)
                continue
            data = tracer.get_data()
            for file in files:
                lines = data.lines(file) or ()
                for line in (0, *lines) if lines else ():
                    reached[file, line].append(number)
        return dict(reached), seconds

    def _try(
        self, fault: Fault, functions: dict[Any, list[FunctionType]], tests: list[int], items: list[pytest.Item]
    ) -> tuple[str, str]:
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            os._exit(self._in_child(fault, functions, tests, items, write))
        os.close(write)
        deadline = time.monotonic() + TIMEOUT
        done, status = 0, 0
        while not done and time.monotonic() < deadline:
            done, status = os.waitpid(child, os.WNOHANG)
            time.sleep(0.002)
        if not done:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        with os.fdopen(read, encoding="utf-8") as pipe:
            said = pipe.read()
        if not done:
            return "killed", "timeout"
        code = os.waitstatus_to_exitcode(status)
        return {0: "survived", 1: "killed", 3: "not possible", 4: "no test"}.get(code, "killed"), said

    def _in_child(
        self, fault: Fault, functions: dict[Any, list[FunctionType]], tests: list[int], items: list[pytest.Item], write: int
    ) -> int:
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in (1, 2):
            os.dup2(null, descriptor)
        try:
            if not put_in(fault, functions):
                return 3
        except Exception as error:  # a fault that cannot even be compiled or evaluated is no fault
            os.write(write, repr(error).encode())
            return 3
        if not tests:
            return 4
        for test in tests:
            if any(report.failed for report in runtestprotocol(items[test], nextitem=None, log=False)):
                os.write(write, items[test].nodeid.encode())
                return 1
        return 0

    def _at_import(self, fault: Fault) -> bool:
        tree = ast.parse(Path(fault.file).read_text(encoding="utf-8"))
        return not any(
            isinstance(node, ast.FunctionDef) and node.body[0].lineno <= fault.line <= (node.end_lineno or 0)
            for node in ast.walk(tree)
        )


def modules_of(name: str) -> list[ModuleType]:
    module = importlib.import_module(name)
    if not hasattr(module, "__path__"):
        return [module]
    names = sorted(info.name for info in pkgutil.walk_packages(module.__path__, f"{name}.") if not info.ispkg)
    return [importlib.import_module(inner) for inner in names]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("modules", nargs="+")
    parser.add_argument("--sample", type=int, default=0, help="at most so many faults of a module, chosen at random (0: all)")
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--results", default="mutation.jsonl")
    parser.add_argument("--again", default="", help="only the faults that nothing noticed in these results")
    parser.add_argument("--budget", type=float, default=BUDGET)
    parser.add_argument("--tests", nargs="*", default=["tests"])
    options = parser.parse_args()
    hypothesis.settings.register_profile(
        "mutation", database=None, derandomize=True, deadline=None, phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate]
    )
    hypothesis.settings.load_profile("mutation")
    modules = [module for name in options.modules for module in modules_of(name)]
    judge = Judge(modules, options)
    pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:xdist", *options.tests], plugins=[judge])
    tally: dict[str, Counter[str]] = defaultdict(Counter)
    for fault, outcome, _ in judge.results:
        tally[fault.module][outcome] += 1
    for name, counts in [*sorted(tally.items()), ("all", sum(tally.values(), Counter()))]:
        noticed, missed = counts["killed"], counts["survived"] + counts["no test"]
        if noticed + missed:
            print(f"{name}: {noticed} of {noticed + missed} noticed, {100 * noticed / (noticed + missed):.1f} %")
    for fault, outcome, _ in judge.results:
        if outcome in ("survived", "no test"):
            print(f"{fault.file}:{fault.line}:{fault.column + 1}: {outcome}: {fault.what}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
