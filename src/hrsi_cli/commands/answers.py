"""Collecting the answers of ``hrsi select``: flags, then a file, then questions on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from hrsi_cli.commands.speech import catalogue
from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.domain.selection import CRITERIA, REQUIRED, Answers, Criterion, GivenAnswers
from hrsi_cli.domain.visible import echo
from hrsi_cli.knowledge.text_file import read_text, shown_path
from hrsi_cli.knowledge.validation import validate
from hrsi_cli.knowledge.yaml_reader import MAX_BYTES, read_document

_CHOICES = {
    "budget": ("low", "medium", "high"),
    "redundancy": ("yes", "no"),
    "backup_site": ("yes", "no"),
}


def collect_answers(flags: Mapping[str, str | None], file: str | None) -> Answers:
    """All answers; asks for missing ones on a terminal, and elsewhere says which flags are missing."""
    given: dict[str, Any] = {}
    if file is not None:
        document = read_document(read_text(file, MAX_BYTES), shown_path(file))
        from_file = validate(document, GivenAnswers)
        given = {name: getattr(from_file, name) for name in CRITERIA}
    for name, text in flags.items():
        if text is not None:
            given[name] = read_answer(name, text, f"--{name.replace('_', '-')}")
    missing = [name for name in REQUIRED if given.get(name) is None]
    if missing and not _can_ask():
        raise _missing(missing)
    if missing:
        given |= _ask(missing + [name for name in CRITERIA if name not in REQUIRED and given.get(name) is None])
    return Answers(**given)


def read_answer(name: str, text: str, shown_as: str) -> Any:
    """One answer from its text; raises HrsiError with what may be written."""
    try:
        return getattr(GivenAnswers.model_validate({name: text}), name)
    except ValidationError as error:
        choices = _CHOICES.get(name)
        hint = Message("select.want_choice", {"choices": ", ".join(choices)}) if choices else Message("select.want_time")
        message = Message("select.bad_answer", {"name": shown_as, "value": echo(text)})
        raise HrsiError(message, hint) from error


def _missing(missing: list[Criterion]) -> HrsiError:
    names = [Message(f"criterion.{name}") for name in missing]
    flags = " ".join(f"--{name.replace('_', '-')}" for name in missing)
    return HrsiError(Message("select.missing_answers", {"names": tuple(names)}), Message("select.missing_hint", {"flags": flags}))


def _can_ask() -> bool:
    streams = (sys.stdin, sys.stdout)
    return all(stream is not None and not stream.closed and stream.isatty() for stream in streams)


def _ask(names: list[Criterion]) -> dict[str, Any]:
    """Plain questions, one line each; a required one is asked until it is answered."""
    words = catalogue()
    answers: dict[str, Any] = {}
    for number, name in enumerate(names, start=1):
        question = words.say("select.question", number=number, total=len(names), question=words.say(f"question.{name}"))
        choices = _CHOICES.get(name)
        print(question)
        for index, choice in enumerate(choices or (), start=1):
            label = words.say(f"strength.{choice}") if name == "budget" else words.say(f"common.{choice}")
            print(f"  {index}) {label}")
        answers[name] = _one_answer(name, choices)
    return answers


def _one_answer(name: Criterion, choices: tuple[str, ...] | None) -> Any:
    words = catalogue()
    while True:
        try:
            text = input("> ").strip()
        except EOFError:
            raise HrsiError(Message("select.no_answer")) from None
        if not text and name not in REQUIRED:
            return None
        if choices and text.isdecimal() and 1 <= int(text) <= len(choices):
            text = choices[int(text) - 1]
        try:
            return read_answer(name, text, words.say(f"criterion.{name}"))
        except HrsiError as error:
            print(words.tell(error.message))
            if error.hint:
                print(words.tell(error.hint))
