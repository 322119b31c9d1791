"""The nearest known word to one that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from hrsi_cli.domain.problem import Message

_MOST_LISTED = 12


def nearest_hint(word: str, known: Iterable[str], *, list_known: bool = True) -> Message | None:
    """ "Did you mean", when something known is near or begins with the word; else all that is known, if that is short."""
    choices = list(known)
    longer = [choice for choice in choices if word and choice.startswith((f"{word}_", f"{word}-", f"{word}."))]
    if 1 < len(longer) <= _MOST_LISTED:
        return Message("input.hint_known", {"known": ", ".join(longer)})
    near = longer if len(longer) == 1 else difflib.get_close_matches(word, choices)
    if near:
        return Message("input.hint_near", {"near": near[0]})
    return Message("input.hint_known", {"known": ", ".join(choices)}) if list_known and 0 < len(choices) <= _MOST_LISTED else None
