"""The examples of the rules: a plan that a rule is raised on, and one that it is not, from ``tests/examples``.

They are tests and what ``hrsi explain`` shows. The first line of a file is a comment that says what it shows, in
Japanese and English. Other plans of the same run lie in a folder of the plan's name.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from hrsi_cli.domain.problem import InputError, Problem, problem
from hrsi_cli.domain.rule import RuleExample, RuleExamples
from hrsi_cli.domain.text import Text
from hrsi_cli.knowledge.text_file import read_text
from hrsi_cli.knowledge.yaml_reader import MAX_BYTES


def examples_beside(data: Path) -> Path:
    """Where the examples lie that go with a folder of knowledge."""
    return data.parent / "tests" / "examples"


def read_examples(data: Path, rules: Iterable[str]) -> tuple[dict[str, RuleExamples], tuple[Problem, ...]]:
    """Both examples of each rule, and what is wrong with them; none where only the knowledge itself is at hand."""
    folder = examples_beside(data)
    examples: dict[str, RuleExamples] = {}
    problems: list[Problem] = []
    for rule in rules if folder.is_dir() else ():
        try:
            examples[rule] = RuleExamples(
                fails=_example(folder / "negative", rule),
                passes=_example(folder / "positive", rule),
            )
        except InputError as error:
            problems += error.problems
    return examples, tuple(problems)


def _example(folder: Path, rule: str) -> RuleExample:
    file = folder / f"{rule}.yaml"
    first, _, plan = read_text(str(file), MAX_BYTES).partition("\n")
    ja, _, en = (part.strip() for part in first.removeprefix("# ").partition(" / "))
    if not (ja and en):
        raise InputError((problem(f"tests/examples/{folder.name}/{file.name}", "kb.no_caption"),))
    others = (read_text(str(other), MAX_BYTES).partition("\n")[2] for other in sorted((folder / rule).glob("*.yaml")))
    return RuleExample(caption=Text(ja=ja, en=en), plans=(plan, *others))
