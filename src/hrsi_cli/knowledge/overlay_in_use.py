"""Which overlay lies on top of the knowledge base in this run. Every run sets this, so the module stays light."""

from __future__ import annotations

from collections.abc import Callable

_chooser: Callable[[], str | None] | None = None


def lay_overlay(chooser: Callable[[], str | None] | None) -> None:
    """From now on an organisation's overlay lies on top of the knowledge base, if the chooser names one."""
    global _chooser
    _chooser = chooser


def overlay_in_use() -> str | None:
    """The path of the overlay, if there is one."""
    return _chooser() if _chooser is not None else None
