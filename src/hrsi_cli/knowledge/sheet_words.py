"""The words of our own worksheet: headers, statuses and levels, in either language and any width."""

from __future__ import annotations

from functools import cache
from typing import Literal

from hrsi_cli.domain.language import LANGUAGES
from hrsi_cli.domain.requirement import Level, Requirement
from hrsi_cli.knowledge.compiled import load_catalogue
from hrsi_cli.knowledge.sheet_content import level_number, words_behind
from hrsi_cli.knowledge.workbook import CellValue, plain

Answer = int | Literal["unknown", "not_applicable"]

_STATUS: dict[str, Answer] = {"unknown": "unknown", "not_applicable": "not_applicable"}
_ALSO_UNKNOWN = ("不明", "unknown")
"""What a plan file or a person calls the status 未確認."""
_AROUND = " ()[]:;,=-、。・「」"
"""Signs that may stand between a level and its words."""


def folded(value: CellValue) -> str:
    """A cell for comparing with our words: one width, no blanks, no capitals."""
    return plain(value).casefold()


@cache
def words_of(prefix: str, keys: tuple[str, ...]) -> dict[str, str]:
    """From a word in either language, as a sheet may hold it, to its key."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        words = load_catalogue(language)
        found |= {folded(words.say(f"{prefix}.{key}")): key for key in keys}
    return found


def answer_in(value: CellValue, requirement: Requirement) -> Answer | None:
    """The answer that a cell gives: a level as number or in the words of its scale, or a status; None for anything else.

    The words come before the number, because ``1日`` may be the label of level 4.
    """
    word = folded(value)
    if word in _ALSO_UNKNOWN:
        return "unknown"
    status = words_of("status", tuple(_STATUS)).get(word)
    if status is not None:
        return _STATUS[status]
    named = [step.level for step in requirement.levels if word in _labels(step)]
    if isinstance(value, str) and len(named) == 1:
        return named[0]
    level = level_number(value)
    if level is None or level > requirement.highest or not _fits(words_behind(value), requirement.levels[level]):
        return None
    return level


def _labels(step: Level) -> tuple[str, ...]:
    return tuple(folded(step.label.in_(language)) for language in LANGUAGES)


def _fits(words: str, step: Level) -> bool:
    """Whether the words behind a number, if any, begin like those of its level: ``1か月`` is not level 1."""
    rest = folded(words).strip(_AROUND)
    return not rest or any(rest.startswith(label) or label.startswith(rest) for label in _labels(step))
