"""Rules: what the findings catalogue looks for, in words and with its grounds."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from hrsi_cli.domain.base import Frozen
from hrsi_cli.domain.severity import Severity
from hrsi_cli.domain.text import NonEmpty, Text


class Rule(Frozen):
    """One rule of the findings catalogue."""

    id: Annotated[str, StringConstraints(pattern=r"^HRSI[0-9]{3}$")]
    slug: Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$")]
    severity: Severity
    title: Text
    what: Text
    """When it fires."""
    why: Text
    """What happened to those who did not heed it, or which law of nature stands behind it."""
    action: Text
    """What to do."""
    arithmetic: Text | None = None
    """The calculation in words, where there is one."""
    cases: tuple[NonEmpty, ...] = ()
    sources: tuple[NonEmpty, ...] = ()
    """Places of the guide, for example ``section 4.2.2 (1)``."""
    metrics: tuple[NonEmpty, ...] = ()
    inputs: tuple[tuple[NonEmpty, ...], ...] = ()
    """Sets of plan keys; with all keys of one set filled in the rule can run."""


class RuleExample(Frozen):
    """A plan that shows a rule at work."""

    caption: Text
    plans: tuple[NonEmpty, ...]
    """The plan as it would stand in a file; after it the other plans of the same run, if there are any."""


class RuleExamples(Frozen):
    """What a rule is raised on, and what it is not raised on."""

    fails: RuleExample
    passes: RuleExample
