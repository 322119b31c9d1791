"""From flags, an answers file and a person's answers to a model system chosen, for select and for plan init."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hrsi_cli.commands.answers import answers_of, complete_answers, read_answers_file, read_flags, refuse_existing, system_answers
from hrsi_cli.domain.advice import SystemSelection
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.domain.selection import Answers, AnswersFile, GivenAnswers, SystemAnswers
from hrsi_cli.domain.visible import echo
from hrsi_cli.engine.advice import build_advice, by_importance
from hrsi_cli.engine.selection import select_model
from hrsi_cli.knowledge.store import load_cloud_advice


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says about the answers, and what will be written once they are complete."""

    flags: Mapping[str, str | None]
    file: str | None = None
    system: str | None = None
    """One of the systems of the file."""
    writes: tuple[str | None, ...] = ()
    """Files that will be written; an existing one is refused before anything is asked."""
    force: bool = False
    plain: bool = False
    no_input: bool = False


def choose(asked: Asked, knowledge: KnowledgeBase) -> SystemSelection | tuple[SystemSelection, ...]:
    """The selection for one system, or for every system of the answers file in the order of recovery.

    Asks for missing answers on a terminal, for one system only.
    """
    for path in asked.writes:
        refuse_existing(path, force=asked.force)
    made = read_answers_file(asked.file)[1] if asked.file is not None else AnswersFile()
    if asked.system is not None:
        return _selected(_named(asked.system, made), made, asked, knowledge)
    if made.systems:
        if any(path is not None for path in asked.writes):
            raise HrsiError(Message("select.many_no_file"))
        return by_importance(_selected(system, made, asked, knowledge) for system in made.systems)
    given = answers_of(made) | read_flags(asked.flags)
    answers = complete_answers(given, plain=asked.plain, no_input=asked.no_input)
    return _chosen("", None, None, answers, knowledge)


def given_answers(asked: Asked) -> tuple[SystemAnswers | None, GivenAnswers]:
    """The answers as far as they are given, with the system of the answers file that they are about; asks nothing."""
    for path in asked.writes:
        refuse_existing(path, force=asked.force)
    made = read_answers_file(asked.file)[1] if asked.file is not None else AnswersFile()
    system = _named(asked.system, made) if asked.system is not None else None
    if made.systems and system is None:
        raise HrsiError(Message("select.many_no_file"))
    own = answers_of(system) if system is not None else {}
    return system, GivenAnswers(**{**answers_of(made), **own, **read_flags(asked.flags)})


def _named(id: str, made: AnswersFile) -> SystemAnswers:
    for system in made.systems:
        if system.id == id:
            return system
    from hrsi_cli.knowledge.near import nearest_hint

    hint = nearest_hint(id, [system.id for system in made.systems])
    raise HrsiError(Message("select.unknown_system", {"id": echo(id)}), hint)


def _selected(system: SystemAnswers, made: AnswersFile, asked: Asked, knowledge: KnowledgeBase) -> SystemSelection:
    answers = system_answers(system, answers_of(made), read_flags(asked.flags))
    return _chosen(system.id, system.name, system.importance, answers, knowledge)


def _chosen(id: str, name: str | None, importance: int | None, answers: Answers, knowledge: KnowledgeBase) -> SystemSelection:
    selection = select_model(answers, knowledge)
    return SystemSelection(id, name, importance, selection, build_advice(selection, knowledge, load_cloud_advice()))
