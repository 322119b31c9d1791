"""Looking up ids that a user typed, with a suggestion when there is no such thing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.domain.quantity import fold
from hrsi_cli.domain.visible import echo

if TYPE_CHECKING:
    from hrsi_cli.domain.knowledge_base import KnowledgeBase


def known_case(id: str, knowledge: KnowledgeBase) -> str:
    """A case id as the knowledge base spells it."""
    return _known(fold(id), knowledge.outlines, "show.unknown_case")


def known_metric(id: str, knowledge: KnowledgeBase) -> str:
    """A metric id as the knowledge base spells it."""
    return _known(fold(id).upper(), knowledge.requirements, "show.unknown_metric")


def known_model(id: str, knowledge: KnowledgeBase) -> int:
    """The number of a model system."""
    return int(_known(fold(id), [str(number) for number in knowledge.model_systems], "show.unknown_model"))


def _known(id: str, known: Iterable[str], message: str) -> str:
    choices = list(known)
    if id in choices:
        return id
    from hrsi_cli.knowledge.validation import nearest_hint

    raise HrsiError(Message(message, {"id": echo(id)}), nearest_hint(id, choices))
