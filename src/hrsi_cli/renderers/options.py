"""What a renderer has to know; it never looks at the terminal, the clock or the environment itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hrsi_cli.domain.catalogue import Catalogue

Detail = Literal["quiet", "normal", "verbose"]

NARROWEST, WIDEST = 40, 200
"""A terminal that claims to be narrower or wider than this is not believed."""


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """Language, width, colour and detail of one rendering."""

    catalogue: Catalogue
    width: int = 80
    color: bool = False
    detail: Detail = "normal"
