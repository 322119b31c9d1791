"""Reports of browsing the knowledge base: hits of a search, near cases, progress, counted claims, explanations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from hrsi_cli.domain.guide import Observation
from hrsi_cli.domain.language import Language
from hrsi_cli.domain.text import Text

FieldKind = Literal[
    "id",
    "label",
    "feature",
    "business",
    "site",
    "statement",
    "figure",
    "target",
    "reading",
    "contradiction",
    "name",
    "path",
    "level",
    "term",
    "description",
    "profile",
    "preset",
    "note",
]
"""Which part of a record a passage is."""
MatchKind = Literal["phrase", "all_words", "some_words"]


@dataclass(frozen=True, slots=True)
class Condition:
    """A demand on the level of one metric."""

    metric: str
    sign: str
    """``>=``, ``<=``, ``>``, ``<``, ``=`` or ``!=``."""
    level: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the knowledge base that can be found."""

    owner: str
    """The case, metric or model system that it belongs to."""
    field: FieldKind
    key: str
    """Topic of a statement, item of a figure, metric of a reading, and so on."""
    text: Text
    source: str
    weight: float
    """How much a hit in this field counts; 1 is a plain statement."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers a query, and why."""

    passage: Passage
    match: MatchKind
    words: tuple[str, ...]
    """The words of the query that stand in it, as typed."""
    language: Language
    """The language whose text matched; the first of the reader's own and the other."""
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found in one case, metric or model system, the best hit first."""

    owner: str
    hits: tuple[Hit, ...]
    score: float


@dataclass(frozen=True, slots=True)
class SearchReport:
    """The answer to a query."""

    query: str
    found: tuple[Found, ...]
    knowledge_version: str


@dataclass(frozen=True, slots=True)
class NearMetric:
    """One metric that a plan and a case both have."""

    metric: str
    plan: int
    case: int
    closeness: float
    """1 for the same level, 0 for the two ends of the scale."""


@dataclass(frozen=True, slots=True)
class NearCase:
    """A case with its likeness to a plan."""

    case: str
    similarity: float
    """0-1: mean closeness over the metrics that the plan knows; one that the case lacks counts 0."""
    metrics: tuple[NearMetric, ...]
    missing: tuple[str, ...]
    """Metrics that the plan knows and the case does not."""


StepState = Literal["answered", "partly", "open", "not_judged"]


@dataclass(frozen=True, slots=True)
class StepProgress:
    """How far a plan answers one step of the guide, or one check of its cloud chapter."""

    id: str
    state: StepState
    answered: tuple[str, ...] = ()
    """Keys of the plan that are filled in."""
    missing: tuple[str, ...] = ()
    done: int | None = None
    """Of a key that holds many answers: how many there are, and of how many."""
    total: int | None = None


@dataclass(frozen=True, slots=True)
class CountedClaim:
    """An observation of the guide beside the count in our readings."""

    observation: Observation
    cases: tuple[str, ...] = ()
    """The cases for which the condition holds."""
    total: int = 0
    """The cases that were looked at."""
    holds: bool | None = None
    """None where the claim cannot be counted."""


ExplainedKind = Literal[
    "metric", "rule", "model", "case", "term", "constraint", "preset_rule", "observation", "step", "advice", "check"
]


@dataclass(frozen=True, slots=True)
class Explainable:
    """Something that ``hrsi explain`` can explain."""

    kind: ExplainedKind
    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class Explanation:
    """A subject with everything that bears on it."""

    subject: Explainable
    also: tuple[Explainable, ...] = ()
    """Other subjects of the same name."""
    related: tuple[Explainable, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """How much the knowledge base holds."""

    counts: Mapping[str, int]
    presets: Mapping[int, Mapping[str, int]]
    """Per model system: ``total``, ``stated``, ``inferred`` and ``overlay``."""
