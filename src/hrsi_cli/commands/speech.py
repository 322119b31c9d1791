"""The catalogue of this run, for help texts that Typer wants when a command module is imported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from hrsi_cli.domain.catalogue import Catalogue

if TYPE_CHECKING:
    from hrsi_cli.domain.text import Text

_current: Catalogue | None = None


def speak(catalogue: Catalogue) -> None:
    """Set the language of the run, before any command module is imported."""
    global _current
    _current = catalogue


def name_models(names: Mapping[int, Text]) -> None:
    """From now on call model systems what the organisation's overlay calls them."""
    speak(replace(catalogue(), model_names=names))


def catalogue() -> Catalogue:
    """The catalogue of this run."""
    assert _current is not None, "the language is set before commands are imported"
    return _current


def help_text(id: str, **values: object) -> str:
    """A help sentence in the language of the run."""
    return catalogue().say(f"help.{id}", **values)
