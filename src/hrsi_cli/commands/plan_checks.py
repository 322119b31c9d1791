"""What a change of a plan must stand before it is written: the plan is valid, and its evidence has happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hrsi_cli.commands.speech import catalogue
from hrsi_cli.domain.problem import HrsiError, InputError, Message, Problem
from hrsi_cli.domain.visible import echo

if TYPE_CHECKING:
    from datetime import date

    from hrsi_cli.domain.knowledge_base import KnowledgeBase


def checker(path: str, knowledge: KnowledgeBase) -> Callable[[str], None]:
    """A check that the new text of a plan is a valid plan; its problems say that nothing was written.

    A plan that was not valid before is not the fault of the change: that is said, with the problems that are left.
    """
    from hrsi_cli.commands.errors import say_error
    from hrsi_cli.knowledge.plan_file import parse_plan
    from hrsi_cli.knowledge.text_file import read_text, shown_path
    from hrsi_cli.knowledge.yaml_reader import MAX_BYTES

    def problems_of(text: str) -> tuple[Problem, ...]:
        try:
            parse_plan(text, shown_path(path), knowledge, frozenset(knowledge.rules))
        except InputError as error:
            return error.problems
        return ()

    def check(text: str) -> None:
        left = problems_of(text)
        if not left:
            return
        before = problems_of(read_text(path, MAX_BYTES))
        if not before:
            say_error(Message("change.unsound"), None, catalogue())
            raise InputError(left)
        say_error(Message("change.unsound_before"), Message("change.unsound_before_hint"), catalogue())
        raise InputError(_left_over(before, left))

    return check


def _left_over(before: tuple[Problem, ...], left: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The problems that are left, the old ones with their places in the file as it stands."""
    old, new = [problem.message for problem in before], [problem.message for problem in left]
    kept = [problem for problem in before if problem.message in new]
    return (*kept, *(problem for problem in left if problem.message not in old))


def read_proof(text: str, today: date, where: str) -> dict[str, Any]:
    """Evidence as typed, which the plan will accept; raises HrsiError for a day that is none or has not come yet."""
    from pydantic import ValidationError

    from hrsi_cli.domain.plan import Evidence
    from hrsi_cli.knowledge.hints import quantity_hint
    from hrsi_cli.knowledge.plan_changes import read_evidence

    evidence = read_evidence(text)
    try:
        day = Evidence.model_validate(evidence).date
    except ValidationError as error:
        bad = Message("input.bad_date", {"where": where, "value": echo(evidence.get("date", ""))})
        raise HrsiError(bad, quantity_hint(error.errors()[0])) from None
    if day is not None and day.date > today:
        raise HrsiError(Message("change.evidence_ahead", {"day": day.text, "today": today.isoformat()}))
    return evidence
