"""Baseline files: JSON, sorted, one entry a line so that a change is one line in a diff."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Literal

from pydantic import Field, ValidationError

from hrsi_cli.domain.base import Frozen
from hrsi_cli.domain.judgement import BaselineEntry
from hrsi_cli.domain.problem import InputError, Message, Position, problem
from hrsi_cli.domain.text import NonEmpty
from hrsi_cli.domain.visible import echo
from hrsi_cli.knowledge.text_file import read_text, shown_path

_MAX_BYTES = 16 << 20
_VERSION = 1


class _Entry(Frozen):
    """One line of a baseline."""

    system: NonEmpty
    id: NonEmpty
    where: str = ""
    severity: Literal["error", "warning", "note"]
    gap: int | None = Field(default=None, ge=0)


def load_baseline(path: str) -> tuple[BaselineEntry, ...]:
    """Read a baseline; raises InputError when it is none."""
    shown = shown_path(path)
    try:
        text = read_text(path, _MAX_BYTES)
    except InputError as error:
        raise InputError(
            tuple(replace(one, hint=one.hint or Message("baseline.hint_missing")) for one in error.problems)
        ) from error
    try:
        data: Any = json.loads(text)
    except json.JSONDecodeError as error:
        where, line = Position(error.lineno, error.colno), error.doc.split("\n")[error.lineno - 1]
        raise InputError((problem(shown, "baseline.not_json", where, line=line, words=echo(error.msg)),)) from error
    except (RecursionError, ValueError) as error:  # too deep, or a number of thousands of digits
        raise InputError((problem(shown, "baseline.wrong_kind", hint="baseline.hint_write"),)) from error
    if not isinstance(data, dict) or data.get("schema") != "hrsi.baseline" or not isinstance(data.get("entries"), list):
        raise InputError((problem(shown, "baseline.wrong_kind", hint="baseline.hint_write"),))
    if data.get("schema_version") != _VERSION:
        raise InputError((problem(shown, "baseline.wrong_version", version=echo(data.get("schema_version"))),))
    entries, problems = [], []
    for number, item in enumerate(data["entries"], start=1):
        try:
            entry = _Entry.model_validate(item)
            entries.append(BaselineEntry(entry.system, entry.id, entry.where, entry.severity, entry.gap))
        except ValidationError:
            problems.append(problem(shown, "baseline.bad_entry", number=number))
    if problems:
        raise InputError(tuple(problems))
    return tuple(entries)
