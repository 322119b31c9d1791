"""Where the guide disagrees with itself, as blocks for whichever page uses the value."""

from __future__ import annotations

from collections.abc import Iterator

from hrsi_cli.domain.case import Contradiction
from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.renderers.blocks import Block, bullets, cell, heading
from hrsi_cli.renderers.words import place


def contradictions_about(metric: str, knowledge: KnowledgeBase) -> tuple[tuple[str, Contradiction], ...]:
    """The contradictions that touch a metric, with the case that each is found in."""
    return tuple(
        (case.id, contradiction)
        for case in knowledge.cases.values()
        for contradiction in case.contradictions
        if metric in contradiction.metrics
    )


def contradiction_blocks(metric: str, knowledge: KnowledgeBase, words: Catalogue) -> Iterator[Block]:
    """A heading and a list; nothing where the guide agrees with itself."""
    found = contradictions_about(metric, knowledge)
    if not found:
        return
    yield heading(words.say("explain.contradicted"))
    yield bullets(cell(contradiction_words(case, item, words)) for case, item in found)


def contradiction_words(case: str, contradiction: Contradiction, words: Catalogue) -> str:
    """A contradiction in one line: both sides with their places."""
    sides = " / ".join(
        words.say("compare.side", text=words.text(side), source=place(side.source, words)) for side in contradiction.sides
    )
    return words.say("explain.contradiction", case=case, topic=words.text(contradiction.topic), sides=sides)
