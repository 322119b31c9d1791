"""What the example plans are told by the rule that they are about, as a reviewed file: place, weight, words and numbers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.judgement import ArithmeticTerm, Finding
from hrsi_cli.knowledge.compiled import load_catalogue

HERE = Path(__file__).parent
EXPECTED = HERE / "expected_findings.txt"
PLANS = sorted((HERE.parents[1] / "examples" / "negative").glob("HRSI*.yaml"))
FindIn = Callable[..., tuple[Finding, ...]]


def term(part: ArithmeticTerm, words: Catalogue) -> str:
    return f"{words.say(f'term.{part.name}')} {part.value:g} {part.unit}"


def lines_of(finding: Finding, words: Catalogue) -> Iterator[str]:
    yield f"  {finding.severity} at {'.'.join(map(str, finding.path))}, line {finding.position.line}: {words.tell(finding.message)}"
    if finding.arithmetic is not None:
        terms, result, limit = finding.arithmetic
        parts = [term(part, words) for part in terms]
        parts += [f"result {term(result, words)}", *([f"limit {term(limit, words)}"] if limit else [])]
        yield f"    {'; '.join(parts)}"


def as_read(path: Path, find_in: FindIn) -> str:
    words = load_catalogue("en")
    return "\n".join(line for finding in find_in(path) if finding.rule == path.stem[:7] for line in lines_of(finding, words))


def reviewed() -> dict[str, str]:
    parts = EXPECTED.read_text(encoding="utf-8").strip("\n").split("\n\n")
    return {name: found for name, _, found in (part.partition("\n") for part in parts)}


def test_the_file_is_about_every_example(find_in: FindIn) -> None:
    """Set HRSI_UPDATE_EXPECTED=1 to write the file anew, then read it."""
    if os.environ.get("HRSI_UPDATE_EXPECTED"):
        EXPECTED.write_text("\n\n".join(f"{path.stem}\n{as_read(path, find_in)}" for path in PLANS) + "\n", encoding="utf-8")
    assert list(reviewed()) == [path.stem for path in PLANS]


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_findings_read_as_reviewed(path: Path, find_in: FindIn) -> None:
    assert as_read(path, find_in) == reviewed()[path.stem]
