"""Completion of ids in the shell. The knowledge base is read only when somebody presses Tab."""

from __future__ import annotations

from collections.abc import Iterable

from hrsi_cli.commands.speech import catalogue
from hrsi_cli.domain.problem import HrsiError, InputError

Candidates = list[tuple[str, str]]
"""Ids with a few words, which zsh and fish show beside them."""


def complete_case(incomplete: str) -> Candidates:
    """Cases: ``4-1``."""
    return _starting(incomplete, "case")


def complete_model(incomplete: str) -> Candidates:
    """Model systems: ``3``."""
    return _starting(incomplete, "model")


def complete_metric(incomplete: str) -> Candidates:
    """Metrics: ``A.2.1.1``."""
    return _starting(incomplete, "metric")


def complete_id(incomplete: str) -> Candidates:
    """Whatever ``hrsi explain`` knows by an id: metrics, rules, model systems and cases."""
    return [candidate for kind in ("metric", "rule", "model", "case") for candidate in _starting(incomplete, kind)]


def complete_assignment(incomplete: str) -> Candidates:
    """Metrics with the equals sign, and their levels after it."""
    from hrsi_cli.knowledge.store import load_knowledge

    words = catalogue()
    metric, sign, level = incomplete.partition("=")
    if not sign:
        return [(f"{id}=", text) for id, text in _starting(incomplete, "metric")]
    try:
        requirement = load_knowledge().requirements.get(metric)
    except (HrsiError, InputError, OSError):  # an unsound overlay: completion is no place to say so
        return []
    steps = requirement.levels if requirement else ()
    return [(f"{metric}={step.level}", words.text(step.label)) for step in steps if str(step.level).startswith(level)]


def _starting(incomplete: str, kind: str) -> Candidates:
    try:
        found = _all(kind)
    except (HrsiError, InputError, OSError):  # an unsound overlay: completion is no place to say so
        return []
    return [(id, text) for id, text in found if id.casefold().startswith(incomplete.casefold())]


def _all(kind: str) -> Iterable[tuple[str, str]]:
    from hrsi_cli.knowledge.store import load_knowledge

    words = catalogue()
    knowledge = load_knowledge()
    match kind:
        case "case":
            return [(id, words.text(outline.label)) for id, outline in knowledge.outlines.items()]
        case "model":
            return [(str(id), words.text(model.name)) for id, model in knowledge.model_systems.items()]
        case "metric":
            return [(id, words.text(requirement.name)) for id, requirement in knowledge.requirements.items()]
        case _:
            return [(id, words.text(rule.title)) for id, rule in knowledge.rules.items()]
