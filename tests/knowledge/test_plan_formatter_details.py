"""What tidying does to blanks, blank lines, the last line, and the order of levels; and all that it leaves alone."""

from __future__ import annotations

import pytest

from hrsi_cli.domain.problem import InputError
from hrsi_cli.knowledge.plan_editor import edit_text, format_plan


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a: X \nb: X\t\n", "a: X\nb: X\n"),
        ("X", "X\n"),
        ("a: 1\n\n \n   \nb: 2\n \n", "a: 1\n\nb: 2\n"),
        ("a: 1\u2028\u2028\u2028b: 2", "a: 1\u2028\u2028b: 2\u2028"),
        ("a: 1\r\n\r\n", "a: 1\r\n"),
        ("a: 1\r\r", "a: 1\r"),
        ("a: |\n  x \n\n\n  y\n\n\n\nb: 1 \n", "a: |\n  x \n\n\n  y\n\nb: 1\n"),
        ("a: |  \n  x\nb: 1 \n", "a: |\n  x\nb: 1\n"),
        ("a:  \n  - |+ \n    x\n\n\n  - 1 \n", "a:\n  - |+\n    x\n\n\n  - 1\n"),
        ("a: |+\n  x\n\n\n", "a: |+\n  x\n\n\n"),
        ("a: |+\n  x\n\n\nb: 1", "a: |+\n  x\n\n\nb: 1\n"),
        ("a: |+ \n  x", "a: |+\n  x"),
        ('a: "x \n\n\n  y" \nb: 1 \n', 'a: "x \n\n\n  y"\nb: 1\n'),
        ("a: x \n  y \nb: 1 \n", "a: x \n  y\nb: 1\n"),
        ("# c \n# d\n\n\n# e \na: 1 # f \n", "# c\n# d\n\n# e\na: 1 # f\n"),
    ],
)  # fmt: skip
def test_blanks_and_lines(old: str, new: str) -> None:
    assert format_plan(old) == new
    assert format_plan(new) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("current:\n  B.1.1.1: 1\n  A.10.1.1: 2\n  A.2.1.1: 3\n", "current:\n  A.2.1.1: 3\n  A.10.1.1: 2\n  B.1.1.1: 1\n"),
        ("x: 1\ncurrent: {B.1.1.1: 1, A.2.1.1: {level: 2}, A.1.1.1: 3}\n", "x: 1\ncurrent: {A.1.1.1: 3, A.2.1.1: {level: 2}, B.1.1.1: 1}\n"),
        ("current:\n  B.1.1.1: 1 # b\n    # b too\n# a\n  A.1.1.1:\n    level: 2\n    # deep\n", "current:\n# a\n  A.1.1.1:\n    level: 2\n    # deep\n  B.1.1.1: 1 # b\n    # b too\n"),
        ("current:\n  # of B\n  B.1.1.1: 1\n   # deeper\n  # of A\n  # more\n  A.1.1.1: 2\nb: 1\n", "current:\n  # of A\n  # more\n  A.1.1.1: 2\n  # of B\n  B.1.1.1: 1\n   # deeper\nb: 1\n"),
        ("current:\n  B.1.1.1:\n    level: 1\n    note: |\n      x\n  A.1.1.1: 2\n", "current:\n  A.1.1.1: 2\n  B.1.1.1:\n    level: 1\n    note: |\n      x\n"),
        ("current:\n  ? B.1.1.1\n  : 1\n  ? A.1.1.1\n  : 2\n", "current:\n  ? A.1.1.1\n  : 2\n  ? B.1.1.1\n  : 1\n"),
        ("current:\n  C.1.1.1: 1\n  B.1.1.1: 2\n  A.1.1.1: 3\n  D.1.1.1: 4\n", "current:\n  A.1.1.1: 3\n  B.1.1.1: 2\n  C.1.1.1: 1\n  D.1.1.1: 4\n"),
    ],
)  # fmt: skip
def test_levels_are_put_in_the_order_of_their_metrics(old: str, new: str) -> None:
    assert format_plan(old) == new
    assert format_plan(new) == new


@pytest.mark.parametrize(
    "text",
    [
        "current:\n  B.1.1.1: 1\n  own: 2\n  A.1.1.1: 3\n",
        "current:\n  A.1.1.1: 1\n  B.1.1.1: 2\n",
        "current: {B.1.1.1: 1, # b\n  A.1.1.1: 2}\n",
        "current: [B.1.1.1, A.1.1.1]\n",
        "current: text\n",
        "current:\n",
        "- current\n",
        "target: {B.1.1.1: 1, A.1.1.1: 2}\n",
        "a:\n  current: {B.1.1.1: 1, A.1.1.1: 2}\n",
        "currents: {B.1.1.1: 1, A.1.1.1: 2}\n",
    ],
)
def test_everything_else_keeps_its_order(text: str) -> None:
    assert format_plan(text) == text


def test_a_mark_of_byte_order_stays_and_a_fault_is_told_without_a_file() -> None:
    assert format_plan("\ufeffa: 1 ") == "\ufeffa: 1\n"
    for tidy in (format_plan, lambda text: edit_text(text, [])):
        with pytest.raises(InputError) as refused:
            tidy("a: 1\na: 2\n")
        assert [(found.path, found.message.id) for found in refused.value.problems] == [("", "input.duplicate_key")]
        with pytest.raises(InputError) as refused:
            tidy("a: [\n")
        assert [(found.path, found.message.id) for found in refused.value.problems] == [("", "input.syntax")]
