"""Run the reader over the two public suites of test cases, YAML's and JSON's. Neither is part of this repository.

    python tests/fuzz/suites.py FOLDER

Below the folder: ``in.yaml`` files, each in a folder of its own, beside a file ``error`` where the case is invalid (the
data branch of yaml/yaml-test-suite), and ``y_*.json``, ``n_*.json`` and ``i_*.json`` (test_parsing of nst/JSONTestSuite).
It prints the counts, and exits with 1 when anything but a document or a refusal with a place came out.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

from hrsi_cli.domain.problem import InputError
from hrsi_cli.knowledge.text_file import decode
from hrsi_cli.knowledge.yaml_reader import read_document

SLOW = 0.5


def outcome(data: bytes) -> str:
    """What became of one case."""
    try:
        problems = read_document(decode(data, "case"), "case").problems
    except InputError as error:
        problems = error.problems
    except Exception as error:
        return f"FAILED {type(error).__name__}"
    if any(problem.position.line < 1 for problem in problems):
        return "FAILED without a place"
    return problems[0].message.id if problems else "accepted"


def main(folder: Path) -> int:
    """Count the outcomes by kind of case."""
    cases = [("valid" if not (file.parent / "error").exists() else "invalid", file) for file in folder.rglob("in.yaml")]
    cases += [(file.name[:2], file) for file in folder.rglob("[yni]_*.json")]
    counts: Counter[tuple[str, str]] = Counter()
    slowest = 0.0
    for kind, file in cases:
        begun = time.perf_counter()
        counts[kind, outcome(file.read_bytes())] += 1
        slowest = max(slowest, time.perf_counter() - begun)
    for (kind, found), count in sorted(counts.items()):
        print(f"{kind:8} {count:4} {found}")
    print(f"{len(cases)} cases, slowest {slowest:.3f} s")
    failed = slowest > SLOW or not cases or any(found.startswith("FAILED") for _, found in counts)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
