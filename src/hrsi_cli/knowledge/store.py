"""Loading the knowledge base from its compiled files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.knowledge.compiled import compiled, load_catalogue
from hrsi_cli.knowledge.overlay_in_use import name_models, overlay_in_use

if TYPE_CHECKING:
    from hrsi_cli.domain.case import Case
    from hrsi_cli.domain.dependency import Dependency
    from hrsi_cli.domain.guide import CloudAdvice
    from hrsi_cli.domain.guide_library import Library
    from hrsi_cli.domain.question import Question
    from hrsi_cli.domain.rule import RuleExamples


class LazyCases(Mapping[str, "Case"]):
    """Cases by id, each read when it is first asked for."""

    def __init__(self, ids: tuple[str, ...], read: Callable[[str], bytes]) -> None:
        self._ids = ids
        self._read = read
        self._known: dict[str, Case] = {}

    def __getitem__(self, id: str) -> Case:
        if id not in self._ids:
            raise KeyError(id)
        if id not in self._known:
            from hrsi_cli.domain.case import Case

            self._known[id] = Case.model_validate_json(self._read(f"case-{id}.json"))
        return self._known[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def load_knowledge() -> KnowledgeBase:
    """The knowledge base with the overlay in use; raises InputError when either is unsound."""
    path = overlay_in_use()
    if path is None:
        return load_shipped()
    knowledge = load_overlaid(path)
    if knowledge.overlay is not None:
        name_models(knowledge.overlay.model_names)
    return knowledge


def load_overlaid(path: str) -> KnowledgeBase:
    """The shipped knowledge base with an overlay on top; raises InputError with every problem of the overlay."""
    from hrsi_cli.domain.text import Text
    from hrsi_cli.knowledge.overlay import OverlayTexts, load_overlay

    ja, en = load_catalogue("ja"), load_catalogue("en")
    texts = (Text(ja=ja.say(id), en=en.say(id)) for id in ("overlay.replaced", "overlay.not_read"))
    return load_overlay(path, load_shipped(), load_library(), OverlayTexts(*texts))


def load_shipped() -> KnowledgeBase:
    """The shipped knowledge base; raises InputError when an edited checkout is unsound."""
    return _knowledge(compiled("knowledge", "core.json"))


@lru_cache(maxsize=2)
def _knowledge(content: bytes) -> KnowledgeBase:
    """One object for one content: what the engine keeps by it must not pile up in a program that runs many command lines."""
    from hrsi_cli.knowledge.core import Core

    core = Core.model_validate_json(content)
    outlines = {outline.id: outline for outline in core.outlines}
    return KnowledgeBase(
        version=core.version,
        requirements={requirement.id: requirement for requirement in core.requirements},
        model_systems={model.id: model for model in core.model_systems},
        rules={rule.id: rule for rule in core.rules},
        outlines=outlines,
        cases=LazyCases(tuple(outlines), lambda name: compiled("knowledge", name)),
    )


def load_cloud_advice() -> tuple[CloudAdvice, ...]:
    """What the cloud chapter offers for the model systems: the one part of the library that a choice needs."""
    from hrsi_cli.domain.guide import CloudAdvice

    advice = json.loads(compiled("knowledge", "library.json"))["guide"]["cloud_advice"]
    # the JSON of a tuple is a list, which only the JSON mode of a strict schema accepts
    return tuple(CloudAdvice.model_validate_json(json.dumps(item)) for item in advice)


def load_dependencies() -> tuple[Dependency, ...]:
    """Which levels need others first, for the path to a model system."""
    from hrsi_cli.domain.dependency import DependenciesFile

    return DependenciesFile.model_validate_json(compiled("knowledge", "dependencies.json")).dependencies


def load_questions() -> tuple[Question, ...]:
    """The questions of ``hrsi select``, in the order in which they are asked."""
    from hrsi_cli.domain.question import QuestionsFile

    return QuestionsFile.model_validate_json(compiled("knowledge", "questions.json")).questions


def load_examples(rule: str) -> RuleExamples | None:
    """The examples of a rule, for explaining it; None where the knowledge was compiled without any."""
    from hrsi_cli.domain.rule import RuleExamples

    examples = json.loads(compiled("knowledge", "examples.json"))
    return RuleExamples.model_validate_json(json.dumps(examples[rule])) if rule in examples else None


def load_library() -> Library:
    """The guide's texts, terms and sources; only the commands that show them need it."""
    from hrsi_cli.domain.guide_library import Library
    from hrsi_cli.knowledge.files import LibraryFile

    file = LibraryFile.model_validate_json(compiled("knowledge", "library.json"))
    return Library(
        knowledge=file.sources.knowledge,
        guide=file.guide,
        observations={observation.id: observation for observation in file.observations.observations},
        terms={term.id: term for term in file.glossary.terms},
        sources=file.sources.sources,
        constraints={constraint.id: constraint for constraint in file.constraints},
        preset_rules={rule.id: rule for rule in file.preset_rules},
        units=file.vocabulary.units,
        figures=file.vocabulary.figures,
        industries=file.vocabulary.industries,
    )
