"""``hrsi.config_show``: the settings that hold, for programs."""

from __future__ import annotations

from typing import Literal, TypedDict


class SettingRecord(TypedDict):
    """One setting; ``origin`` is a file, ``default``, ``locale``, or the flag or variable that set it."""

    key: str
    value: str | int | float | bool | list[str] | None
    origin: str
    line: int | None


class ConfigRecord(TypedDict):
    schema: Literal["hrsi.config_show"]
    schema_version: Literal[1]
    knowledge_version: str
    file: str | None
    chosen_by: Literal["none", "found", "flag", "environment"]
    settings: list[SettingRecord]


def config_record(
    version: str, file: str | None, chosen_by: Literal["none", "found", "flag", "environment"], settings: list[SettingRecord]
) -> ConfigRecord:
    """The configuration as a record, with the version of the knowledge that it leads to."""
    return {
        "schema": "hrsi.config_show",
        "schema_version": 1,
        "knowledge_version": version,
        "file": file,
        "chosen_by": chosen_by,
        "settings": settings,
    }
