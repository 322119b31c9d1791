"""Shared by the tests of files that are read and written."""

from __future__ import annotations

import pytest

from hrsi_cli.domain.language import LANGUAGES
from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.knowledge.compiled import load_catalogue


@pytest.fixture
def spoken_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put every error of these tests into words: a value that its sentence lacks fails the test."""
    catalogues = [load_catalogue(language) for language in LANGUAGES]
    construct = HrsiError.__init__

    def said(self: HrsiError, message: Message, hint: Message | None = None) -> None:
        construct(self, message, hint)
        for catalogue in catalogues:
            assert "{" not in catalogue.tell(message) + (catalogue.tell(hint) if hint else "")

    monkeypatch.setattr(HrsiError, "__init__", said)
