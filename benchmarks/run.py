"""Whole-process figures of hrsi beside its peers, in turn, on the same files."""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from plans import write_plans

BIN = Path(sys.executable).parent
RAW_PARSE = "import sys, yaml.cyaml\nfor p in sys.argv[1:]:\n    yaml.cyaml.CParser(open(p, encoding='utf-8').read()).raw_parse()"

Commands = dict[str, list[str]]


@dataclass(frozen=True)
class Cost:
    """What one run took."""

    cpu: float
    """Seconds of all processors, its own processes included."""
    wall: float
    memory: float
    """MB at its peak, of the largest process."""


def cost(command: list[str]) -> Cost:
    """Run a command as a process of its own, its output thrown away."""
    nowhere = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
    begun = time.monotonic()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=nowhere)
    _, _, usage = os.wait4(child, 0)
    return Cost(usage.ru_utime + usage.ru_stime, time.monotonic() - begun, usage.ru_maxrss / 1024)


def measure(ours: Commands, theirs: Commands, rounds: int) -> None:
    """Run everything in turn, and print medians and the medians of the ratios within a round."""
    every = ours | theirs
    costs: dict[str, list[Cost]] = {name: [] for name in every}
    for number in range(rounds + 1):
        for name, command in every.items():
            found = cost(command)
            if number:  # the first round warms the caches
                costs[name].append(found)
    width = max(map(len, every)) + 2
    print(f"{'':{width}}{'CPU s':>8}{'wall s':>8}{'MB':>6}" + "".join(f"  / {name}" for name in theirs))
    for name in every:
        cpu, wall, memory = (statistics.median(getattr(one, part) for one in costs[name]) for part in ("cpu", "wall", "memory"))
        line = f"{name:{width}}{cpu:8.3f}{wall:8.3f}{memory:6.0f}"
        for other in theirs if name in ours else ():
            ratio = statistics.median(a.cpu / b.cpu for a, b in zip(costs[name], costs[other], strict=True))
            line += f"{ratio:{len(other) + 4}.3f}"
        print(line)


@contextmanager
def working_folder() -> Iterator[Path]:
    """A folder of its own to run in: a configuration further up would be read by every run."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        yield Path(folder)
        os.chdir(before)


def cold(arguments: argparse.Namespace) -> None:
    """One plan, a fresh process."""
    hrsi = str(BIN / "hrsi")
    with working_folder() as folder:
        (plan,) = (str(path) for path in write_plans(folder, 1))
        ours = {
            "hrsi gap": [hrsi, "gap", plan],
            "hrsi compare": [hrsi, "compare", "--case", "4-1"],
            "hrsi --help": [hrsi, "--help"],
            "hrsi --version": [hrsi, "--version"],
        }
        theirs = peers(arguments, [plan], folder)
        theirs["import typer"] = [sys.executable, "-c", "import typer"]
        measure(ours, theirs, arguments.rounds)


def batch(arguments: argparse.Namespace) -> None:
    """Many plans in one call."""
    hrsi = str(BIN / "hrsi")
    os.environ["HRSI_PROCESSES"] = str(arguments.processes)
    with working_folder() as folder:
        paths = [str(path) for path in write_plans(folder / "plans", arguments.count, levels_only=arguments.levels_only)]
        ours = {
            "hrsi plan validate": [hrsi, "plan", "validate", "-q", *paths],
            "hrsi gap -q": [hrsi, "gap", "-q", *paths],
            "hrsi gap -f ndjson": [hrsi, "gap", "-f", "ndjson", *paths],
            "hrsi gap -f json": [hrsi, "gap", "-f", "json", *paths],
        }
        theirs = {"libyaml": [sys.executable, "-c", RAW_PARSE, *paths]}
        if not arguments.alone:
            theirs |= peers(arguments, paths, folder)
        measure(ours, theirs, arguments.rounds)


def peers(arguments: argparse.Namespace, paths: list[str], folder: Path) -> Commands:
    """The peers that are at hand; names those that are not."""
    schema = write_schema(folder)
    found = {"check-jsonschema": [str(BIN / "check-jsonschema"), "--schemafile", schema, *paths]}
    if yamllint := tool(arguments.yamllint, "yamllint"):
        found["yamllint"] = [yamllint, "-d", "relaxed", *paths]
    if ajv := tool(arguments.ajv, "ajv"):
        pattern = str(Path(paths[0]).parent / "*.yaml")
        found["ajv"] = [
            ajv,
            "validate",
            "--spec=draft2020",
            "--strict=false",
            "--validate-formats=false",
            "-s",
            schema,
            "-d",
            pattern,
        ]
    return found


def write_schema(folder: Path) -> str:
    """The plan schema as hrsi publishes it."""
    done = subprocess.run([str(BIN / "hrsi"), "schema", "plan"], capture_output=True, check=True)
    path = folder / "plan.schema.json"
    path.write_bytes(done.stdout)
    return str(path)


def tool(given: str | None, name: str) -> str | None:
    """A peer on the path; says so when it is not there."""
    found = given or shutil.which(name) or (str(BIN / name) if (BIN / name).exists() else None)
    if found is None:
        print(f"({name} is not at hand)")
    return found


def main() -> None:
    """Parse the command line and run one of the two."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--yamllint")
    parser.add_argument("--ajv")
    kinds = parser.add_subparsers(required=True)
    kinds.add_parser("cold").set_defaults(run=cold)
    many = kinds.add_parser("batch")
    many.add_argument("count", type=int)
    many.add_argument("--processes", type=int, default=1)
    many.add_argument("--alone", action="store_true", help="without the peers but for the bare parser")
    many.add_argument("--levels-only", action="store_true", help="plans without measures, everything on a line of its own")
    many.set_defaults(run=batch)
    arguments = parser.parse_args()
    os.environ.setdefault("HRSI_LANG", "en")
    arguments.run(arguments)


if __name__ == "__main__":
    main()
