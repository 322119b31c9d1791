"""The knowledge base of this run: the shipped one, with the organisation's overlay on top where there is one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from hrsi_cli.commands.speech import help_text

if TYPE_CHECKING:
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.domain.policy import Thresholds

Kb = Annotated[str | None, typer.Option("--kb", metavar="FILE", help=help_text("kb_overlay"), show_default=False)]


def load_knowledge(kb: str | None = None) -> KnowledgeBase:
    """The knowledge base, with the overlay of ``--kb``, ``HRSI_KB`` or the configuration; the first one counts."""
    from hrsi_cli.knowledge.store import load_knowledge as load_shipped

    knowledge = load_shipped()
    path = overlay_path(kb)
    return knowledge if path is None else _with_overlay(path, knowledge)


def overlay_path(kb: str | None) -> str | None:
    """Where the overlay lies; None when there is none. An empty ``HRSI_KB`` turns a configured one off."""
    if kb is not None:
        return kb or None
    if "HRSI_KB" in os.environ:
        return os.environ["HRSI_KB"] or None
    from hrsi_cli.commands.config import current_config

    configured = current_config().knowledge
    return None if configured is None else str(configured)


def merged_thresholds(knowledge: KnowledgeBase, configured: Thresholds) -> Thresholds:
    """The numbers that rules judge by: defaults, then the overlay, then what the configuration sets itself."""
    if knowledge.overlay is None or knowledge.overlay.thresholds is None:
        return configured
    chosen = {name: getattr(configured, name) for name in configured.model_fields_set}
    return knowledge.overlay.thresholds.model_copy(update=chosen)


def _with_overlay(path: str, knowledge: KnowledgeBase) -> KnowledgeBase:
    from hrsi_cli.domain.text import Text
    from hrsi_cli.knowledge.overlay import OverlayTexts, load_overlay
    from hrsi_cli.knowledge.store import load_catalogue, load_library

    ja, en = load_catalogue("ja"), load_catalogue("en")

    def both(id: str) -> Text:
        return Text(ja=ja.say(id), en=en.say(id))

    texts = OverlayTexts(replaced=both("overlay.replaced"), not_read=both("overlay.not_read"))
    return load_overlay(path, knowledge, load_library(), texts)
