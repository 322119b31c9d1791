"""Coverage-guided fuzzing of the plan reader with atheris. ``docs/robustness.md`` has the recipe.

    python tests/fuzz/fuzz_reader.py -runs=1000000 -max_len=4096 -dict=tests/fuzz/plan.dict FOLDER tests/hostile/corpus

atheris is not in the lock: it has no builds for every platform, and a run by hand or by night is where it belongs.
Anything but a plan or an InputError ends the run and leaves the input in a file.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["hrsi_cli", "yaml"]):
    from hrsi_cli.domain.problem import InputError
    from hrsi_cli.knowledge.plan_file import parse_plan
    from hrsi_cli.knowledge.store import load_knowledge
    from hrsi_cli.knowledge.text_file import decode

KNOWLEDGE = load_knowledge()
RULES = frozenset(KNOWLEDGE.rules)


def one_input(data: bytes) -> None:
    """Read bytes as a plan."""
    try:
        parse_plan(decode(data, "fuzz.yaml"), "fuzz.yaml", KNOWLEDGE, RULES)
    except InputError as error:
        assert error.problems
        assert all(problem.position.line >= 1 for problem in error.problems)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
