"""Which overlay lies on top of the knowledge base in this run. Every run sets this, so the module stays light."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hrsi_cli.domain.text import Text

ModelNames = Callable[[Mapping[int, "Text"]], None]
_chooser: Callable[[], str | None] | None = None
_named: ModelNames | None = None


def lay_overlay(chooser: Callable[[], str | None] | None, named: ModelNames | None = None) -> None:
    """From now on an organisation's overlay lies on top of the knowledge base, if the chooser names one.

    ``named`` is told the names that it gives to model systems, once it is read.
    """
    global _chooser, _named
    _chooser, _named = chooser, named


def name_models(names: Mapping[int, Text]) -> None:
    """Tell who asked for it what the overlay calls model systems."""
    if _named is not None and names:
        _named(names)


def overlay_in_use() -> str | None:
    """The path of the overlay, if there is one."""
    return _chooser() if _chooser is not None else None
