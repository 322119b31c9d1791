"""``hrsi.waivers`` and ``hrsi.waiver_edit``: the state of waivers, and a change to one."""

from __future__ import annotations

import difflib
from typing import Literal, TypedDict

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.judgement import Judgement
from hrsi_cli.domain.visible import visible
from hrsi_cli.renderers.json_format import paint_json
from hrsi_cli.renderers.records.errors import ErrorRecord, error_record
from hrsi_cli.renderers.records.judgement import SystemRecord, WaiverRecord, waiver_record


class PlanWaiversRecord(TypedDict):
    path: str
    system: SystemRecord
    waivers: list[WaiverRecord]


class WaiversRecord(TypedDict):
    schema: Literal["hrsi.waivers"]
    schema_version: Literal[1]
    knowledge_version: str
    as_of: str
    plans: list[PlanWaiversRecord]
    errors: list[ErrorRecord]
    exit_code: int


class WaiverEditRecord(TypedDict):
    """A change to a plan's waivers; ``diff`` is a unified diff of the file."""

    schema: Literal["hrsi.waiver_edit"]
    schema_version: Literal[1]
    knowledge_version: str
    path: str
    action: Literal["add", "renew"]
    subject: str
    written: bool
    diff: str


def waivers_record(judgement: Judgement, as_of: str, exit_code: int, words: Catalogue) -> WaiversRecord:
    """Every waiver of every plan."""
    return {
        "schema": "hrsi.waivers",
        "schema_version": 1,
        "knowledge_version": judgement.knowledge_version,
        "as_of": as_of,
        "plans": [
            {
                "path": plan.path,
                "system": {"id": plan.system_id, "name": plan.system_name},
                "waivers": [waiver_record(waiver, words) for waiver in plan.waivers],
            }
            for plan in judgement.plans
        ],
        "errors": [error_record(error, words) for error in judgement.errors],
        "exit_code": exit_code,
    }


def paint_waiver_edit(
    path: str,
    action: Literal["add", "renew"],
    subject: str,
    old: str,
    new: str,
    version: str,
    words: Catalogue,
    *,
    written: bool,
    format: str,
) -> bytes:
    """What an edit did: the record, or the diff with one sentence."""
    changes = difflib.unified_diff(old.splitlines(), new.splitlines(), path, path, lineterm="", n=2)
    diff = "\n".join(visible(line) for line in changes)
    if format == "json":
        record: WaiverEditRecord = {
            "schema": "hrsi.waiver_edit",
            "schema_version": 1,
            "knowledge_version": version,
            "path": path,
            "action": action,
            "subject": subject,
            "written": written and old != new,
            "diff": diff,
        }
        return paint_json(record)
    state = "waiver.unchanged" if old == new else "waiver.written" if written else "waiver.not_written"
    return "\n".join([*([diff] if diff else []), words.say(state, path=path, subject=subject), ""]).encode()
