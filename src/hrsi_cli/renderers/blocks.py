"""A page as blocks: what a report says, before any format decides how it looks.

Every text that came from a file passes through ``visible`` when a cell or paragraph is made, so no
painter ever sees a control character.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from hrsi_cli.domain.visible import visible

Tone = Literal["plain", "strong", "muted", "good", "warn", "bad"]
"""How much a text matters. Tone adds colour; the words say it already."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One piece of text with its tone."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``share`` is its part of the space that the fixed columns leave (0: as wide as its text)."""

    title: str
    share: int = 0
    right: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; level 1 is the page's own."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of one tone, indented by some columns."""

    text: str
    tone: Tone = "plain"
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column titles; without titles it is a list of names and values."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def has_titles(self) -> bool:
        """Whether a header line is wanted."""
        return any(column.title for column in self.columns)


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short statements."""

    items: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """The lines of a file, which stand as they are and are not folded, so that they can be copied."""

    lines: tuple[str, ...]


Block = Heading | Paragraph | Table | Bullets | Listing
Page = tuple[Block, ...]


def cell(text: object, tone: Tone = "plain") -> Cell:
    """A cell with its text made harmless."""
    return Cell(visible(str(text)), tone)


def paragraph(text: str, tone: Tone = "plain", indent: int = 0) -> Paragraph:
    """A paragraph with its text made harmless."""
    return Paragraph(visible(text), tone, indent)


def heading(text: str, level: int = 2) -> Heading:
    """A heading with its text made harmless."""
    return Heading(visible(text), level)


def bullets(items: Iterable[Cell]) -> Bullets:
    """A list of cells."""
    return Bullets(tuple(items))


def listing(text: str) -> Listing:
    """The text of a file with every line made harmless."""
    return Listing(tuple(visible(line) for line in text.rstrip("\n").split("\n")))


def facts(pairs: Iterable[tuple[str, Cell]]) -> Table:
    """Names and values, one pair a line."""
    return Table((Column(""), Column("", share=1)), tuple((cell(name, "muted"), value) for name, value in pairs))
