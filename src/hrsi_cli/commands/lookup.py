"""Looking up ids that a user typed, with a suggestion when there is no such thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from hrsi_cli.domain.browsing import Condition
from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.domain.quantity import fold
from hrsi_cli.domain.visible import echo

if TYPE_CHECKING:
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.domain.text import Text


_CONDITION = re.compile(r"(?P<metric>[^<>=!≧≦≥≤≠\s]+)\s*(?P<sign>>=|<=|!=|==|[<>=≧≦≥≤≠])\s*(?P<level>[0-9]{1,2})")
_SIGNS = {"==": "=", "≧": ">=", "≥": ">=", "≦": "<=", "≤": "<=", "≠": "!="}


def known_case(id: str, knowledge: KnowledgeBase) -> str:
    """A case id as the knowledge base spells it."""
    return _known(fold(id), knowledge.outlines, "show.unknown_case")


def known_metric(id: str, knowledge: KnowledgeBase) -> str:
    """A metric id as the knowledge base spells it."""
    return _known(fold(id).upper(), knowledge.requirements, "show.unknown_metric")


def known_rule(id: str, knowledge: KnowledgeBase) -> str:
    """A rule id as the knowledge base spells it."""
    folded = fold(id).upper()
    if folded in knowledge.rules:
        return folded
    from hrsi_cli.knowledge.near import nearest_hint

    raise HrsiError(Message("input.unknown_rule", {"value": echo(id)}), nearest_hint(folded, knowledge.rules))


def known_model(id: str, knowledge: KnowledgeBase) -> int:
    """The number of a model system."""
    return int(_known(fold(id), [str(number) for number in knowledge.model_systems], "show.unknown_model"))


def known_industry(word: str, industries: Mapping[str, Text]) -> str:
    """The key of an industry, from its key or its label in either language."""
    typed = fold(word).casefold()
    for key, label in industries.items():
        if typed in (key, label.ja.casefold(), label.en.casefold()):
            return key
    from hrsi_cli.knowledge.near import nearest_hint

    raise HrsiError(Message("browse.unknown_industry", {"value": echo(word)}), nearest_hint(typed, industries))


def level_condition(text: str, knowledge: KnowledgeBase) -> Condition:
    """A condition such as ``A.3.2.2>=2``; raises HrsiError with what may be written."""
    match = _CONDITION.fullmatch(fold(text))
    if match is None:
        raise HrsiError(Message("browse.bad_condition", {"value": echo(text)}), Message("browse.condition_hint"))
    metric = known_metric(match["metric"], knowledge)
    level, highest = int(match["level"]), knowledge.requirements[metric].highest
    if level > highest:
        raise HrsiError(
            Message("browse.level_outside", {"metric": metric, "level": level}),
            Message("browse.scale_hint", {"metric": metric, "highest": highest}),
        )
    return Condition(metric, _SIGNS.get(match["sign"], match["sign"]), level)


def _known(id: str, known: Iterable[str], message: str) -> str:
    choices = list(known)
    if id in choices:
        return id
    from hrsi_cli.knowledge.near import nearest_hint

    raise HrsiError(Message(message, {"id": echo(id)}), nearest_hint(id, choices))
