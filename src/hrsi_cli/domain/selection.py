"""Choosing a model system: the answers asked for and the reasoned result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, Field

from hrsi_cli.domain.assessment import Assessment, Criterion
from hrsi_cli.domain.base import Frozen
from hrsi_cli.domain.model_system import Strength
from hrsi_cli.domain.quantity import Duration
from hrsi_cli.domain.text import Identifier, NonEmpty, SourcedText

REQUIRED: tuple[Criterion, ...] = ("rto_failure", "rto_disaster", "rpo", "budget")


def _truth(value: object) -> object:
    """``yes`` and ``no`` as people type them."""
    return {"yes": True, "no": False, "あり": True, "なし": False}.get(value, value) if isinstance(value, str) else value


def _strength(value: object) -> object:
    return {"低": "low", "中": "medium", "高": "high"}.get(value, value) if isinstance(value, str) else value


YesNo = Annotated[bool, BeforeValidator(_truth)]
Budget = Annotated[Strength, BeforeValidator(_strength)]


class GivenAnswers(Frozen):
    """Answers as far as they were given, in a file or as flags."""

    rto_failure: Duration | None = None
    rto_disaster: Duration | None = None
    rpo: Duration | None = None
    budget: Budget | None = None
    redundancy: YesNo | None = None
    backup_site: YesNo | None = None


class SystemAnswers(GivenAnswers):
    """The answers for one of several systems in a file."""

    id: Identifier
    name: NonEmpty | None = None
    importance: Annotated[int, Field(ge=1, le=999)] | None = None
    """1 is the first to recover; decided in activity 1."""


class AnswersFile(GivenAnswers):
    """An answers file: answers for one system, or several systems with answers of their own.

    Beside ``systems``, the answers at the top count for every system that does not answer itself.
    """

    systems: tuple[SystemAnswers, ...] = ()


class Answers(Frozen):
    """What the business needs and can pay; every answer given is a must-have."""

    rto_failure: Duration
    """Recovery time wanted after a failure."""
    rto_disaster: Duration
    """Restart time wanted after a large disaster."""
    rpo: Duration
    """How much data, in time, may be lost."""
    budget: Strength
    redundancy: bool | None = None
    """Whether redundant equipment is demanded; None is no demand."""
    backup_site: bool | None = None
    """Whether a backup site is demanded; None is no demand."""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Answers that would have to give; asked again with them, ``model`` is recommended."""

    changes: dict[str, str]
    model: int


@dataclass(frozen=True, slots=True)
class SwitchPoint:
    """One answer changed, and the model system that would then be recommended."""

    criterion: Criterion
    to: str
    """A value that leads to the model system; the flags accept it."""
    model: int
    below: str | None = None
    """Of a shorter time: any time under this one leads there, down to ``to``."""


@dataclass(frozen=True, slots=True)
class SimilarCase:
    """A case with needs like the answers."""

    id: str
    model: int
    similarity: float
    """0 to 1 over the prerequisite levels that both sides state."""
    matching: tuple[str, ...]
    """Prerequisite metrics on which the case and the answers are at the same level."""
    differing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know about the result."""

    id: str
    text: SourcedText


@dataclass(frozen=True, slots=True)
class Selection:
    """The result of choosing a model system."""

    answers: Answers
    recommended: int | None
    assessments: tuple[Assessment, ...]
    relaxations: tuple[Relaxation, ...]
    switch_points: tuple[SwitchPoint, ...]
    cases: tuple[SimilarCase, ...]
    notes: tuple[Note, ...]
    knowledge_version: str

    @property
    def achievable(self) -> bool:
        """Whether some model system meets every must-have."""
        return self.recommended is not None
