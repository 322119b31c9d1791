"""Writing what follows from a selection: the answers, and the starter plan."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from hrsi_cli.commands.answers import answers_text
from hrsi_cli.commands.speech import catalogue
from hrsi_cli.domain.visible import visible
from hrsi_cli.knowledge.file_writer import not_confirmed, write_new
from hrsi_cli.knowledge.plan_file import parse_plan
from hrsi_cli.knowledge.text_file import shown_path
from hrsi_cli.renderers.starter import Start, paint_starter

if TYPE_CHECKING:
    from hrsi_cli.domain.advice import SystemSelection
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.domain.selection import Answers


def write_answers(path: str, answers: Answers, *, force: bool) -> None:
    """Write the answers of a session, for ``--answers``."""
    _write(path, answers_text(answers), "select.saved", force=force)


def start_of(chosen: SystemSelection) -> Start:
    """What a selection tells a starter plan."""
    assert chosen.selection.recommended is not None
    return Start(chosen.selection.recommended, chosen.selection.answers, chosen.id or None, chosen.name, chosen.importance)


def write_start(path: str, start: Start, knowledge: KnowledgeBase, *, force: bool) -> None:
    """Write a starter plan; an existing file stays unless ``force`` is given.

    What would not be a valid plan, because of an id or a name from outside, is refused as a plan would be.
    """
    content = paint_starter(start, knowledge, catalogue())
    parse_plan(content.decode(), shown_path(path), knowledge, frozenset(knowledge.rules))
    _write(path, content, "select.wrote", force=force)


def _write(path: str, content: bytes, sentence: str, *, force: bool) -> None:
    confirmed = write_new(path, content, overwrite=force)
    sys.stderr.write(catalogue().say(sentence, path=visible(path)) + "\n")
    if not confirmed:
        sys.stderr.write(catalogue().tell(not_confirmed(path)) + "\n")
