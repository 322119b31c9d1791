"""Shared by the tests of files that are read and written."""

from __future__ import annotations

from itertools import product

import pytest

from hrsi_cli.domain.language import LANGUAGES
from hrsi_cli.domain.problem import HrsiError, InputError, Message, Problem
from hrsi_cli.knowledge.compiled import load_catalogue


@pytest.fixture(autouse=True)
def spoken_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put every error of these tests into words: a value that its sentence lacks fails the test."""
    catalogues = [load_catalogue(language) for language in LANGUAGES]
    construct, construct_input = HrsiError.__init__, InputError.__init__

    def say(*messages: Message | None) -> None:
        for catalogue, message in product(catalogues, messages):
            if message is not None:  # with values, one that is missing raises KeyError
                assert catalogue.tell(message) if message.values else "{" not in catalogue.tell(message)

    def said(self: HrsiError, message: Message, hint: Message | None = None) -> None:
        construct(self, message, hint)
        say(message, hint)

    def said_of_files(self: InputError, problems: tuple[Problem, ...] = ()) -> None:
        construct_input(self, problems)
        for problem in problems[:20]:
            say(problem.message, problem.hint)

    monkeypatch.setattr(HrsiError, "__init__", said)
    monkeypatch.setattr(InputError, "__init__", said_of_files)
