"""What the searches over cases, metrics and model systems share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from hrsi_cli.commands.speech import catalogue
from hrsi_cli.domain.problem import HrsiError, Message

if TYPE_CHECKING:
    from hrsi_cli.domain.browsing import Passage, SearchReport
    from hrsi_cli.domain.guide_library import Library
    from hrsi_cli.domain.knowledge_base import KnowledgeBase


def found_by(text: list[str], knowledge: KnowledgeBase, passages: Callable[[Library], Iterable[Passage]]) -> SearchReport:
    """What a query finds in the passages, the best first; refused when it holds no word."""
    query = " ".join(text).strip()
    if not query:
        raise HrsiError(Message("browse.empty_query"))
    from hrsi_cli.domain.browsing import SearchReport
    from hrsi_cli.engine.explaining import term_groups
    from hrsi_cli.engine.search import search
    from hrsi_cli.knowledge.store import load_library

    library = load_library()
    found = search(query, passages(library), language=catalogue().language, synonyms=term_groups(library.terms))
    return SearchReport(query, found, knowledge.version)
