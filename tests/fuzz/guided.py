"""Coverage-guided fuzzing with atheris: of the reader, of durations and sizes, of the choice of a model system.

    python tests/fuzz/guided.py reader -max_total_time=3600 -max_len=4096 -dict=tests/fuzz/plan.dict FOLDER tests/hostile/corpus
    python tests/fuzz/guided.py quantities -max_total_time=600 -max_len=60 FOLDER
    python tests/fuzz/guided.py selector -max_total_time=600 -max_len=120 FOLDER

``docs/robustness.md`` has the recipe. atheris is not in the lock: it has no builds for every platform, and a run by
hand or by night is where it belongs. What should not happen ends the run and leaves the input in a file.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["hrsi_cli", "yaml"]):
    from pydantic_core import PydanticCustomError

    from hrsi_cli.domain.problem import InputError
    from hrsi_cli.domain.quantity import Day, Distance, Duration, Rate, Share, Volume
    from hrsi_cli.domain.selection import Answers
    from hrsi_cli.engine.selection import select_model
    from hrsi_cli.knowledge.plan_file import parse_plan
    from hrsi_cli.knowledge.store import load_knowledge
    from hrsi_cli.knowledge.text_file import decode

KNOWLEDGE = load_knowledge()
RULES = frozenset(KNOWLEDGE.rules)
UNITS = ("m", "h", "d", "w", "mo", "y", "s", "時間", "")
KINDS = (Duration, Volume, Rate, Distance, Share, Day)


def read_plan(data: bytes) -> None:
    """Bytes are a plan, or are refused with places."""
    try:
        parse_plan(decode(data, "fuzz.yaml"), "fuzz.yaml", KNOWLEDGE, RULES)
    except InputError as error:
        assert error.problems
        assert all(problem.position.line >= 1 for problem in error.problems)


def read_quantity(data: bytes) -> None:
    """A text is a quantity that reads back as itself, or is refused."""
    text = data[1:].decode("utf-8", "replace")
    kind = KINDS[data[0] % len(KINDS)] if data else Duration
    try:
        found = kind.parse(text)
    except PydanticCustomError:
        return
    assert found.text == text
    if isinstance(found, Duration):
        assert 0 <= found.seconds < float("inf")
        assert Duration.parse(found.plain).seconds == found.seconds


def choose(data: bytes) -> None:
    """Whatever can be asked is answered: a model system that meets everything, or ways out that do."""
    given = atheris.FuzzedDataProvider(data)
    try:
        spans = [f"{given.ConsumeIntInRange(0, 10**6)}{UNITS[given.ConsumeIntInRange(0, len(UNITS) - 1)]}" for _ in range(3)]
        times = [Duration.parse(span) for span in spans]
    except PydanticCustomError:
        return
    truths = (None, True, False)
    answers = Answers(
        rto_failure=times[0],
        rto_disaster=times[1],
        rpo=times[2],
        budget=("low", "medium", "high")[given.ConsumeIntInRange(0, 2)],
        redundancy=truths[given.ConsumeIntInRange(0, 2)],
        backup_site=truths[given.ConsumeIntInRange(0, 2)],
    )
    selection = select_model(answers, KNOWLEDGE)
    assert all(0 <= one.fit <= 100 for one in selection.assessments)
    assert selection.achievable == any(one.meets_all for one in selection.assessments)
    assert not (selection.achievable and selection.relaxations)


TARGETS = {"reader": read_plan, "quantities": read_quantity, "selector": choose}

if __name__ == "__main__":
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()
