"""``hrsi.baseline``: what was open on the day it was written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Literal, TypedDict

from hrsi_cli.domain.judgement import BaselineEntry
from hrsi_cli.domain.severity import Severity
from hrsi_cli.domain.visible import json_escaped


class BaselineEntryRecord(TypedDict):
    """A gap (no ``where``) or a finding at a place of the plan."""

    system: str
    id: str
    where: str
    severity: Severity
    gap: int | None


class BaselineRecord(TypedDict):
    schema: Literal["hrsi.baseline"]
    schema_version: Literal[1]
    knowledge_version: str
    entries: list[BaselineEntryRecord]


def entry_record(entry: BaselineEntry) -> BaselineEntryRecord:
    """One entry as a record."""
    severity: Severity = entry.severity
    return {"system": entry.system, "id": entry.id, "where": entry.where, "severity": severity, "gap": entry.gap}


def paint_baseline(entries: Iterable[BaselineEntry], knowledge_version: str) -> bytes:
    """A baseline as JSON, sorted by system and metric or rule, one entry a line."""
    ordered = sorted(entries, key=lambda entry: (entry.system, entry.id, entry.where))
    lines = [json.dumps(entry_record(entry), ensure_ascii=False) for entry in ordered]
    head = f'{{\n  "schema": "hrsi.baseline",\n  "schema_version": 1,\n  "knowledge_version": {json.dumps(knowledge_version)},\n'
    body = '  "entries": [' + ("\n    " + ",\n    ".join(lines) + "\n  " if lines else "") + "]\n}\n"
    return json_escaped(head + body).encode()
