"""An input that cannot be used, as a record."""

from __future__ import annotations

from typing import TypedDict

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.problem import Problem


class ErrorRecord(TypedDict):
    path: str
    line: int
    column: int
    message: str
    hint: str | None


def error_record(error: Problem, words: Catalogue) -> ErrorRecord:
    """One unusable input as a record."""
    return {
        "path": error.path,
        "line": error.position.line,
        "column": error.position.column,
        "message": words.tell(error.message),
        "hint": words.tell(error.hint) if error.hint else None,
    }
