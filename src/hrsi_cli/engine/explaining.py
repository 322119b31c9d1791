"""Finding what a user means by an id or a name, and what else the knowledge base says about it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence

from hrsi_cli.domain.browsing import Explainable
from hrsi_cli.domain.guide import Term
from hrsi_cli.domain.guide_library import Library
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.text import Text
from hrsi_cli.engine.search import fold

MOST_SUGGESTIONS = 5
_BRACKETS = re.compile(r"^(?P<before>[^()]*?) ?\((?P<inside>[^()]*)\)$")


class Index:
    """Everything that can be explained, under all of its names."""

    def __init__(self, knowledge: KnowledgeBase, library: Library) -> None:
        self._by_name: dict[str, list[Explainable]] = {}
        self._ids: dict[str, Explainable] = {}
        for subject, names in _subjects(knowledge, library):
            self._ids.setdefault(_key(subject.id), subject)
            for name in (subject.id, *names):
                listed = self._by_name.setdefault(_key(name), [])
                if subject not in listed:
                    listed.append(subject)

    def find(self, words: str) -> tuple[Explainable, ...]:
        """What has this id or name: the id first, then terms, then the rest in the order of the knowledge base."""
        key = _key(words)
        exact = self._ids.get(key)
        named = sorted(self._by_name.get(key, []), key=lambda subject: subject.kind != "term")
        return tuple([exact] if exact else []) + tuple(subject for subject in named if subject is not exact)

    def find_all(self, words: Sequence[str]) -> tuple[list[tuple[Explainable, ...]], str]:
        """The subjects that words name one after the other, each with as many words as fit, and what is left unknown."""
        found: list[tuple[Explainable, ...]] = []
        longest = max(len(name.split()) for name in self._by_name)
        at = 0
        while at < len(words):
            spans = range(min(longest, len(words) - at), 0, -1)
            span = next((span for span in spans if self.find(" ".join(words[at : at + span]))), None)
            if span is None:
                return found, " ".join(words[at:])
            found.append(self.find(" ".join(words[at : at + span])))
            at += span
        return found, ""

    def near(self, words: str) -> tuple[str, ...]:
        """Ids and names that a user may have meant, the likeliest first."""
        key = _key(words)
        names = list(self._by_name)
        inside = [name for name in names if key and (name.startswith(key) or (len(key) > 1 and key in name))]
        alike = difflib.get_close_matches(key, names, n=MOST_SUGGESTIONS, cutoff=0.6)
        ids = dict.fromkeys(self.find(name)[0].id for name in (*sorted(inside, key=len), *alike))
        return tuple(ids)[:MOST_SUGGESTIONS]

    def named(self, id: str) -> Explainable | None:
        """The subject of an id that the knowledge base itself uses."""
        return self._ids.get(_key(id))


def spellings(term: Term) -> tuple[str, ...]:
    """All spellings of a term, with what stands in brackets taken apart."""
    return tuple(name for spelling in (term.name.ja, term.name.en, *term.also) for name in _apart(spelling))


def term_groups(terms: Mapping[str, Term]) -> tuple[tuple[str, ...], ...]:
    """The spellings of every term, as synonyms for a search."""
    return tuple(spellings(term) for term in terms.values())


def _key(words: str) -> str:
    return fold(words.replace("_", " "))


def _apart(name: str) -> Iterator[str]:
    yield name
    match = _BRACKETS.match(name.replace("（", "(").replace("）", ")"))
    if match:
        yield from (part for part in (match["before"], match["inside"]) if part)


def _subjects(knowledge: KnowledgeBase, library: Library) -> Iterator[tuple[Explainable, tuple[str, ...]]]:
    for requirement in knowledge.requirements.values():
        name = requirement.name
        yield Explainable("metric", requirement.id, name), (*_apart(name.ja), *_apart(name.en))
    for rule in knowledge.rules.values():
        yield Explainable("rule", rule.id, rule.title), (rule.slug, rule.title.ja, rule.title.en)
    for model in knowledge.model_systems.values():
        number = model.id
        yield Explainable("model", str(number), model.name), (f"model {number}", f"モデル{number}", model.name.ja, model.name.en)
    for outline in knowledge.outlines.values():
        names = (f"case {outline.id}", f"事例{outline.id}", outline.label.ja, outline.label.en)
        yield Explainable("case", outline.id, outline.label), names
    for term in library.terms.values():
        yield Explainable("term", term.id, term.name), spellings(term)
    yield from _numbered(library)


def _numbered(library: Library) -> Iterator[tuple[Explainable, tuple[str, ...]]]:
    """What is known by its number alone."""
    for constraint in library.constraints.values():
        yield Explainable("constraint", constraint.id, constraint.statement), ()
    for rule in library.preset_rules.values():
        yield Explainable("preset_rule", rule.id, rule.statement), ()
    for observation in library.observations.values():
        yield Explainable("observation", observation.id, _text(observation.claim)), ()
    for activity in library.guide.activities:
        for step in activity.steps:
            names = (f"step {step.id}", f"手順{step.id}", step.title.ja, step.title.en)
            yield Explainable("step", step.id, step.title), names
    for advice in library.guide.cloud_advice:
        yield Explainable("advice", advice.id, _text(advice)), ()
    for check in library.guide.cloud_checks:
        yield Explainable("check", check.id, _text(check)), ()


def _text(text: Text) -> Text:
    return Text(ja=text.ja, en=text.en)


def related(id: str, index: Index, knowledge: KnowledgeBase, library: Library) -> tuple[Explainable, ...]:
    """What this id names itself, and what names it: rules, terms, constraints, observations."""
    ids: list[str] = []
    if id in library.terms:
        ids += library.terms[id].see
    if id in knowledge.rules:
        ids += knowledge.rules[id].metrics
    ids += [rule.id for rule in knowledge.rules.values() if id in rule.metrics or id in rule.cases]
    ids += [term.id for term in library.terms.values() if id in term.see]
    ids += [constraint.id for constraint in library.constraints.values() if id in constraint.metrics]
    for observation in library.observations.values():
        if id in observation.metrics or any(example.case == id for example in observation.examples):
            ids.append(observation.id)
    subjects = [index.named(name) for name in dict.fromkeys(ids) if name != id]
    return tuple(subject for subject in subjects if subject is not None)
