"""Collecting the answers of ``hrsi select``: flags, then a file, then questions on a terminal."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from hrsi_cli.commands.asking import Driver, Move, Option, Prompt, can_ask, choose_driver, move
from hrsi_cli.commands.speech import catalogue
from hrsi_cli.domain.assessment import CRITERIA, Criterion
from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.domain.quantity import Duration
from hrsi_cli.domain.question import Question
from hrsi_cli.domain.selection import REQUIRED, Answers, AnswersFile, GivenAnswers, SystemAnswers
from hrsi_cli.domain.visible import echo
from hrsi_cli.knowledge.store import load_questions

if TYPE_CHECKING:
    from hrsi_cli.knowledge.yaml_reader import Document


def read_flags(flags: Mapping[str, str | None]) -> dict[str, Any]:
    """The answers given as flags, as values."""
    return {name: read_answer(name, text, f"--{name.replace('_', '-')}") for name, text in flags.items() if text is not None}


def read_answers_file(path: str) -> tuple[Document, AnswersFile]:
    """An answers file; raises InputError with everything that is wrong with it."""
    from hrsi_cli.knowledge.text_file import read_text, shown_path
    from hrsi_cli.knowledge.validation import validate
    from hrsi_cli.knowledge.yaml_reader import MAX_BYTES, read_document

    document = read_document(read_text(path, MAX_BYTES), shown_path(path))
    return document, validate(document, AnswersFile, lambda made: _same_ids(document, made))


def _same_ids(document: Document, made: AnswersFile) -> list[Any]:
    from hrsi_cli.knowledge.validation import reference_problem

    ids = [system.id for system in made.systems]
    return [
        reference_problem(document, ("systems", index, "id"), "input.twice", name=id)
        for index, id in enumerate(ids)
        if id in ids[:index]
    ]


def answers_of(given: GivenAnswers) -> dict[str, Any]:
    """The answers that stand in a file, without the unanswered ones."""
    return {name: getattr(given, name) for name in CRITERIA if getattr(given, name) is not None}


def complete_answers(given: Mapping[str, Any], *, plain: bool = False, no_input: bool = False) -> Answers:
    """The answers as far as given, and the rest asked for."""
    missing = [name for name in REQUIRED if given.get(name) is None]
    if not missing:
        return Answers(**given)
    if not can_ask(no_input=no_input):
        raise _missing(missing)
    # once there is somebody to ask, the optional questions are asked as well
    open_questions = [question for question in load_questions() if given.get(question.id) is None]
    return Answers(**{**given, **interview(open_questions, choose_driver(plain=plain))})


def interview(questions: list[Question], driver: Driver) -> dict[str, Any]:
    """Put the questions one after another; one can go back."""
    answers: dict[str, Any] = {}
    index = 0
    while index < len(questions):
        answer = driver.ask(_prompt(questions[index], index, len(questions)))
        if answer is Move.BACK:
            index -= 1
            continue
        answers[questions[index].id] = answer
        index += 1
    return answers


def _prompt(question: Question, index: int, total: int) -> Prompt:
    from hrsi_cli.renderers.words import place

    words = catalogue()
    text = words.text(question.text)
    if question.example:
        text += f" ({words.text(question.example)})"
    notes = [words.say("asking.why", why=words.text(question.why), source=place(question.source, words))]
    if not question.required:
        notes.append(words.say("asking.optional"))

    def read(text: str) -> Any:
        return read_answer(question.id, text, words.say(f"criterion.{question.id}"))

    return Prompt(
        title=words.say("select.question", number=index + 1, total=total, question=text),
        notes=tuple(notes),
        options=tuple(
            Option(str(number), read(choice.value), words.text(choice.label))
            for number, choice in enumerate(question.choices, start=1)
        ),
        moves=(move(Move.BACK),) if index else (),
        required=question.required,
        read=read,
    )


def read_answer(name: str, text: str, shown_as: str) -> Any:
    """One answer from its text; raises HrsiError with what may be written."""
    try:
        return getattr(GivenAnswers.model_validate({name: text}), name)
    except ValidationError as error:
        from hrsi_cli.knowledge.hints import quantity_hint

        question = next(question for question in load_questions() if question.id == name)
        choices = ", ".join(choice.value for choice in question.choices)
        hint = Message("select.want_choice", {"choices": choices}) if choices else quantity_hint(error.errors()[0])
        message = Message("select.bad_answer", {"name": shown_as, "value": echo(text)})
        if not text.strip():
            message = Message("select.empty_answer", {"name": shown_as})
        raise HrsiError(message, hint or Message("select.want_time")) from error


def _missing(missing: list[Criterion]) -> HrsiError:
    names = [Message(f"criterion.{name}") for name in missing]
    flags = " ".join(f"--{name.replace('_', '-')}" for name in missing)
    return HrsiError(Message("select.missing_answers", {"names": tuple(names)}), Message("select.missing_hint", {"flags": flags}))


def system_answers(system: SystemAnswers, shared: Mapping[str, Any], flags: Mapping[str, Any]) -> Answers:
    """The answers for one of several systems: its own, else those at the top of the file; flags count for all."""
    given = {**shared, **answers_of(system), **flags}
    missing = [name for name in REQUIRED if given.get(name) is None]
    if missing:
        names = tuple(Message(f"criterion.{name}") for name in missing)
        keys = ", ".join(missing)
        raise HrsiError(
            Message("select.missing_of_system", {"system": system.id, "names": names}),
            Message("select.missing_of_system_hint", {"keys": keys}),
        )
    return Answers(**given)


def answers_text(answers: Answers | GivenAnswers) -> bytes:
    """The answers as an answers file: as typed, so that a replay gives the same bytes."""
    from hrsi_cli.knowledge.plan_editor import format_scalar

    lines = []
    for name in CRITERIA:
        value = getattr(answers, name)
        if value is not None:
            text = value.text if isinstance(value, Duration) else value
            lines.append(f"{name}: {format_scalar(text)}")
    return ("\n".join(lines) + "\n").encode()


def answers_typed(answers: Answers | GivenAnswers) -> dict[str, str]:
    """The answers as their flags take them, without the unanswered ones."""
    said = {name: value for name in CRITERIA if (value := getattr(answers, name)) is not None}
    return {
        name: value.text if isinstance(value, Duration) else ("no", "yes")[value] if isinstance(value, bool) else value
        for name, value in said.items()
    }


def refuse_existing(path: str | None, *, force: bool) -> None:
    """Stop before anything is asked when a file that will be written exists already, or cannot be one."""
    if path == "-":
        raise HrsiError(Message("write.dash"))
    if path is not None and not force and os.path.lexists(path):
        from hrsi_cli.knowledge.text_file import shown_path

        raise HrsiError(Message("write.exists", {"path": shown_path(path)}), Message("write.hint_overwrite"))
