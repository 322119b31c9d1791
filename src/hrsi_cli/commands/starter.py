"""Writing what follows from a selection: the answers, and the starter plan."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING

from hrsi_cli.commands.answers import answers_text, answers_typed
from hrsi_cli.commands.choosing import given_answers
from hrsi_cli.commands.speech import catalogue
from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.domain.visible import visible
from hrsi_cli.knowledge.file_writer import write_new
from hrsi_cli.knowledge.plan_file import parse_plan
from hrsi_cli.knowledge.text_file import shown_path
from hrsi_cli.renderers.starter import Start, paint_starter

if TYPE_CHECKING:
    from hrsi_cli.commands.choosing import Asked
    from hrsi_cli.domain.advice import SystemSelection
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.domain.plan import Plan
    from hrsi_cli.domain.selection import Answers, GivenAnswers


def write_answers(path: str, answers: Answers | GivenAnswers, *, force: bool, quiet: bool) -> None:
    """Write the answers of a session, for ``--answers``."""
    _write(path, answers_text(answers), "select.saved", force=force, quiet=quiet, ours=True)  # a replay may be saved again


def save_given(path: str | None, answers: Answers | GivenAnswers | None, *, force: bool, quiet: bool) -> None:
    """Write the answers if a file for them is named; raises HrsiError when there are none."""
    if path is None:
        return
    if answers is None or not answers_typed(answers):
        raise HrsiError(Message("plan.no_answers"))
    write_answers(path, answers, force=force, quiet=quiet)


def no_model(plan: str, asked: Asked, saved: str | None, answers: Answers) -> HrsiError:
    """The error for answers that no model system meets, with the commands that go on from them."""
    if asked.system is not None:
        words = ["--answers", asked.file or "", "--system", asked.system]
        words += _flags({name: text for name, text in asked.flags.items() if text is not None})
    else:
        words = _flags(answers_typed(answers)) if saved is None else ["--answers", saved]
    hint = Message("plan.no_model_hint", {"answers": visible(shlex.join(words)), "plan": visible(shlex.quote(plan))})
    return HrsiError(Message("plan.no_model"), hint)


def _flags(typed: dict[str, str]) -> list[str]:
    return [word for name, text in typed.items() for word in (f"--{name.replace('_', '-')}", text)]


def start_with(model: int, asked: Asked) -> Start:
    """What a starter plan is told when its model system is decided already: the answers as far as they are given."""
    system, answers = given_answers(asked)
    if system is None:
        return Start(model, answers)
    return Start(model, answers, system.id, system.name, system.importance)


def start_of(chosen: SystemSelection) -> Start:
    """What a selection tells a starter plan."""
    assert chosen.selection.recommended is not None
    return Start(chosen.selection.recommended, chosen.selection.answers, chosen.id or None, chosen.name, chosen.importance)


def write_start(path: str, start: Start, knowledge: KnowledgeBase, *, force: bool, quiet: bool) -> Plan:
    """Write a starter plan and return it; an existing file stays unless ``force`` is given.

    What would not be a valid plan, because of an id or a name from outside, is refused as a plan would be.
    """
    content = paint_starter(start, knowledge, catalogue())
    plan = parse_plan(content.decode(), shown_path(path), knowledge, frozenset(knowledge.rules)).plan
    _write(path, content, "select.wrote", force=force, quiet=quiet)
    return plan


def _write(path: str, content: bytes, sentence: str, *, force: bool, quiet: bool, ours: bool = False) -> None:
    write_new(path, content, overwrite=force, ours=ours)
    if not quiet:
        sys.stderr.write(catalogue().say(sentence, path=visible(path)) + "\n")
