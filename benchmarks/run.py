"""Whole-process figures of hrsi beside its peers, in turn, on the same files."""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from plans import write_plans

BIN = Path(sys.executable).parent
RAW_PARSE = "import sys, yaml.cyaml\nfor p in sys.argv[1:]:\n    yaml.cyaml.CParser(open(p, encoding='utf-8').read()).raw_parse()"


def cpu_seconds(command: list[str]) -> float:
    """User and system time of one process and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def compare(title: str, ours: list[str], theirs: list[str], pairs: int) -> float:
    """Run both in turn and print medians and the median of the paired ratios."""
    cpu_seconds(ours), cpu_seconds(theirs)
    figures = [(cpu_seconds(ours), cpu_seconds(theirs)) for _ in range(pairs)]
    ratio = statistics.median(a / b for a, b in figures if b)
    left, right = (statistics.median(column) for column in zip(*figures, strict=True))
    print(f"{title:58} {left:8.3f} {right:8.3f}   {ratio:6.3f}")
    return ratio


def cold(arguments: argparse.Namespace) -> None:
    """One plan, a fresh process."""
    hrsi = str(BIN / "hrsi")
    with tempfile.TemporaryDirectory() as folder:
        (plan,) = (str(path) for path in write_plans(Path(folder), 1))
        schema = write_schema(Path(folder))
        pairs = arguments.pairs
        print(f"{'CPU seconds (median)':58} {'ours':>8} {'theirs':>8}   ratio")
        gap = [hrsi, "gap", plan]
        compare("hrsi gap / check-jsonschema", gap, [str(BIN / "check-jsonschema"), "--schemafile", schema, plan], pairs)
        if yamllint := tool(arguments.yamllint, "yamllint"):
            compare("hrsi gap / yamllint", gap, [yamllint, "-d", "relaxed", plan], pairs)
        compare("hrsi --help / python -c 'import typer'", [hrsi, "--help"], [sys.executable, "-c", "import typer"], pairs)
        compare("hrsi --version / python -c 'import typer'", [hrsi, "--version"], [sys.executable, "-c", "import typer"], pairs)
        compare("hrsi compare --case 4-1 / hrsi gap", [hrsi, "compare", "--case", "4-1"], gap, pairs)


def batch(arguments: argparse.Namespace) -> None:
    """Many plans in one call."""
    hrsi = str(BIN / "hrsi")
    with tempfile.TemporaryDirectory() as folder:
        paths = [str(path) for path in write_plans(Path(folder) / "plans", arguments.count)]
        schema = write_schema(Path(folder))
        pairs = arguments.pairs
        print(f"{f'{arguments.count} plans, CPU seconds (median)':58} {'ours':>8} {'theirs':>8}   ratio")
        gap = [hrsi, "gap", "--format", "ndjson", *paths]
        compare("hrsi gap / bare libyaml parse", gap, [sys.executable, "-c", RAW_PARSE, *paths], pairs)
        if ajv := tool(arguments.ajv, "ajv"):
            compare(
                "hrsi gap / ajv", gap, [ajv, "validate", "--spec=draft2020", "-s", schema, "-d", f"{folder}/plans/*.yaml"], pairs
            )
        slow = max(1, pairs // 3)
        compare("hrsi gap / check-jsonschema", gap, [str(BIN / "check-jsonschema"), "--schemafile", schema, *paths], slow)
        if yamllint := tool(arguments.yamllint, "yamllint"):
            compare("hrsi gap / yamllint", gap, [yamllint, "-d", "relaxed", *paths], slow)


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
    parser.add_argument("--pairs", type=int, default=9)
    parser.add_argument("--yamllint")
    parser.add_argument("--ajv")
    kinds = parser.add_subparsers(required=True)
    kinds.add_parser("cold").set_defaults(run=cold)
    many = kinds.add_parser("batch")
    many.add_argument("count", type=int)
    many.set_defaults(run=batch)
    arguments = parser.parse_args()
    os.environ.setdefault("HRSI_LANG", "en")
    arguments.run(arguments)


if __name__ == "__main__":
    main()
