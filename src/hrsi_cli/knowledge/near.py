"""The nearest known word to one that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from hrsi_cli.domain.problem import Message


def nearest_hint(word: str, known: Iterable[str], *, list_known: bool = True) -> Message | None:
    """ "Did you mean", when something known is near; else all that is known, if that is short and not said already."""
    choices = list(known)
    near = difflib.get_close_matches(word, choices)
    if near:
        return Message("input.hint_near", {"near": near[0]})
    return Message("input.hint_known", {"known": ", ".join(choices)}) if list_known and 0 < len(choices) <= 12 else None
