"""Text in the two languages of the project."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import StringConstraints

from hrsi_cli.domain.base import Frozen
from hrsi_cli.domain.language import Language

NonEmpty = Annotated[str, StringConstraints(min_length=1)]
"""A text that says something."""


Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9._-]{0,63}$")]
"""Name of a system or a site: letters, digits, dot, underscore, hyphen, starting with a letter."""


SHIPPED = "shipped"
"""Origin of the values that come with the program; an overlay names itself."""


class Text(Frozen):
    """One statement in Japanese and in English."""

    ja: NonEmpty
    en: NonEmpty

    def in_(self, language: Language) -> str:
        """The statement in the given language."""
        return self.ja if language == "ja" else self.en


class SourcedText(Text):
    """A statement with the place it was taken from."""

    source: NonEmpty
    """Place in the guide or in an organisation's own document, for example ``table 3.3.1-1``."""


NUMBER = "{value}"
"""Stands in a unit that goes around its number, such as the upper half of a seismic intensity."""

_PLURAL = re.compile(r"(ies|s)(?= a |$)")


def of_one(unit: str) -> str:
    """An English unit as it goes with the number one: ``times a month`` is ``time a month``; symbols stay."""
    if unit == "people":
        return "person"
    if not unit.islower():
        return unit.removesuffix("s") if unit == "VMs" else unit
    return _PLURAL.sub(lambda match: "y" if match[1] == "ies" else "", unit, count=1)
