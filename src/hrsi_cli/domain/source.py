"""Sources: the documents that the knowledge rests on, and the version of the knowledge itself."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from hrsi_cli.domain.base import Frozen
from hrsi_cli.domain.quantity import Day
from hrsi_cli.domain.text import NonEmpty, Text

Month = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
"""A calendar month, for example ``2012-07``."""


class Source(Frozen):
    """A published document with its terms of use and what the knowledge takes from it."""

    id: NonEmpty
    """Lower-case key, for example ``case-volume``."""
    title: Text
    edition: NonEmpty
    published: Month
    publisher: Text
    terms: Text
    """What is known of its terms of use, and what of it may therefore stand in the knowledge."""
    used_for: Text
    url: NonEmpty | None = None


class KnowledgeVersion(Frozen):
    """Which state of the knowledge this is; a plan may pin it."""

    version: NonEmpty
    """Year and running number, for example ``2026.1``."""
    date: Day
