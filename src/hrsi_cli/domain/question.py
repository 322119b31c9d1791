"""Questions of an interview, as data: what is asked, why, and where that comes from."""

from __future__ import annotations

from typing import Literal

from hrsi_cli.domain.assessment import Criterion
from hrsi_cli.domain.base import Frozen
from hrsi_cli.domain.text import NonEmpty, Text


class Choice(Frozen):
    """One answer that can be chosen."""

    value: NonEmpty
    """The answer as flags and answers files write it."""
    label: Text


class Question(Frozen):
    """One question of ``hrsi select``."""

    id: Criterion
    kind: Literal["time", "choice", "yesno"]
    required: bool
    """Whether no model system can be chosen without the answer."""
    text: Text
    example: Text | None = None
    why: Text
    """Why we ask: what the answer changes."""
    source: NonEmpty
    """Place in the guide that the question rests on."""
    choices: tuple[Choice, ...] = ()


class QuestionsFile(Frozen):
    """``questions.yaml``"""

    questions: tuple[Question, ...]
