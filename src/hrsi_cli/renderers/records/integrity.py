"""``hrsi.kb_check``: whether the knowledge base is sound, for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, TypedDict

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.problem import Problem
from hrsi_cli.renderers.records.errors import ErrorRecord, error_record


class KbCheckRecord(TypedDict):
    schema: Literal["hrsi.kb_check"]
    schema_version: Literal[1]
    knowledge_version: str
    sound: bool
    counts: dict[str, str | int]
    problems: list[ErrorRecord]


def integrity_record(problems: Iterable[Problem], counts: Mapping[str, str | int], words: Catalogue) -> KbCheckRecord:
    """The result of checking the knowledge base as a record."""
    listed = [error_record(problem, words) for problem in problems]
    return {
        "schema": "hrsi.kb_check",
        "schema_version": 1,
        "knowledge_version": str(counts["version"]),
        "sound": not listed,
        "counts": dict(counts),
        "problems": listed,
    }
