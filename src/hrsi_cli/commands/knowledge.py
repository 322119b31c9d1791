"""The knowledge base of this run: the shipped one, with the organisation's overlay on top where there is one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from hrsi_cli.commands.speech import help_text, name_models
from hrsi_cli.knowledge.overlay_in_use import lay_overlay

if TYPE_CHECKING:
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.domain.policy import Policy

_chosen: str | None = None


def _choose(path: str | None) -> str | None:
    """Remember the option, for whoever loads the knowledge base in this run."""
    global _chosen
    _chosen = path
    return path


Kb = Annotated[
    str | None, typer.Option("--kb", metavar="FILE", help=help_text("kb_overlay"), callback=_choose, show_default=False)
]


def begin() -> None:
    """Let everything that loads the knowledge base in this run see the overlay."""
    _choose(None)
    lay_overlay(overlay_path, name_models)


def end() -> None:
    """Forget the overlay; a program may run several command lines."""
    _choose(None)
    lay_overlay(None)


def overlay_path() -> str | None:
    """Where the overlay lies: ``--kb``, ``HRSI_KB``, then the configuration. An empty one turns the later ones off."""
    if _chosen is not None:
        return _chosen or None
    if "HRSI_KB" in os.environ:
        return os.environ["HRSI_KB"] or None
    from hrsi_cli.commands.config import current_config, is_configured

    return current_config().knowledge if is_configured() else None


def with_thresholds(policy: Policy, knowledge: KnowledgeBase) -> Policy:
    """The policy with the overlay's thresholds where the configuration sets none itself."""
    configured = policy.thresholds
    own = {name: getattr(configured, name) for name in configured.model_fields_set}
    return policy.model_copy(update={"thresholds": knowledge.thresholds.model_copy(update=own)})
