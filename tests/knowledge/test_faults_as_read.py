"""One fault after another in an otherwise sound plan, as a reviewed file: where it is said to be, in which words, with which hint."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.problem import InputError
from hrsi_cli.knowledge.compiled import load_catalogue
from hrsi_cli.knowledge.plan_file import parse_plan

EXPECTED = Path(__file__).parent / "expected_faults.txt"
HEAD = ("hrsi: 1", "system: {id: a}", "target: {model: 3}")


def blocks() -> dict[str, str]:
    """What is wrong, as it is written (a line break as ``\\n``), and below it what is said."""
    parts = EXPECTED.read_text(encoding="utf-8").strip("\n").split("\n\n")
    return {written: said for written, _, said in (part.partition("\n") for part in parts)}


def said(written: str, knowledge: KnowledgeBase, words: Catalogue) -> str:
    """The line in the place of the sound one with its key, and every problem of the plan."""
    key = written.split(":", maxsplit=1)[0]
    lines = [line for line in HEAD if not line.startswith(f"{key}:")] + written.split("\\n")
    try:
        parse_plan("\n".join(lines) + "\n", "plan.yaml", knowledge, frozenset(knowledge.rules))
    except InputError as error:
        return "\n".join(
            f"  {problem.position.line}:{problem.position.column} {words.tell(problem.message)}"
            + (f" ({words.tell(problem.hint)})" if problem.hint else "")
            for problem in error.problems
        )
    return "  nothing"


def test_the_file_is_written_anew_on_request(knowledge: KnowledgeBase) -> None:
    """Set HRSI_UPDATE_EXPECTED=1 for that, then read it."""
    words = load_catalogue("en")
    if os.environ.get("HRSI_UPDATE_EXPECTED"):
        EXPECTED.write_text(
            "\n\n".join(f"{written}\n{said(written, knowledge, words)}" for written in blocks()) + "\n", encoding="utf-8"
        )
    assert len(blocks()) > 90


@pytest.mark.parametrize("written", blocks())
def test_a_fault_reads_as_reviewed(written: str, knowledge: KnowledgeBase) -> None:
    assert said(written, knowledge, load_catalogue("en")) == blocks()[written]
