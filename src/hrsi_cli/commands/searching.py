"""What the searches over cases, metrics and model systems share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from hrsi_cli.commands.options import View, show_report
from hrsi_cli.commands.speech import catalogue
from hrsi_cli.domain.problem import HrsiError, Message

if TYPE_CHECKING:
    from hrsi_cli.domain.browsing import Passage, SearchReport
    from hrsi_cli.domain.guide_library import Library
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.engine.passages import Catalogues
    from hrsi_cli.renderers.pages.search import Searched

    Passages = Callable[[KnowledgeBase, Library, Catalogues], Iterable[Passage]]


def show_search(
    text: list[str], searched: Searched, passages: Passages, record: Callable[[SearchReport], Mapping[str, object]], view: View
) -> None:
    """Show what a query finds in the passages, the best first; refused when it holds no word."""
    query = " ".join(text).strip()
    if not query:
        raise HrsiError(Message("browse.empty_query"))
    from hrsi_cli.domain.browsing import SearchReport
    from hrsi_cli.domain.language import LANGUAGES
    from hrsi_cli.engine.explaining import term_groups
    from hrsi_cli.engine.search import search
    from hrsi_cli.knowledge.compiled import load_catalogue
    from hrsi_cli.knowledge.store import load_knowledge, load_library
    from hrsi_cli.renderers.pages.search import search_page

    knowledge, library = load_knowledge(), load_library()
    words = {language: load_catalogue(language) for language in LANGUAGES}
    here = passages(knowledge, library, words)
    found = search(query, here, language=catalogue().language, synonyms=term_groups(library.terms))
    report = SearchReport(query, found, knowledge.version)
    show_report(view, lambda options: record(report), lambda options: search_page(report, searched, knowledge, options))
