"""Blocks as one self-contained HTML file: no script, nothing fetched, readable on paper and by ear.

The files are well-formed XML too, so that they can be checked and processed. Jinja escapes every text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.renderers.blocks import Block, Bullets, Heading, Listing, Page, Paragraph, Table
from hrsi_cli.renderers.options import RenderOptions

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).resolve().parent / "templates"


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing: SVG made by this program, with its title and description inside."""

    svg: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document under a title, with its drawing if it has one."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class HtmlDocument:
    """A whole document."""

    title: str
    sections: tuple[Section, ...]
    made: str = ""


def paint_html(page: Page, options: RenderOptions) -> bytes:
    """A page as an HTML file."""
    return paint_document(_document(page), options.catalogue)


def paint_document(document: HtmlDocument, words: Catalogue) -> bytes:
    """A document as an HTML file."""
    template = _environment().get_template("document.html.j2")
    return template.render(document=document, lang=words.language, say=words.say, kind=_kind).encode("utf-8")


def page_of(document: HtmlDocument) -> Page:
    """The document as one page of blocks, for the formats without drawings."""
    blocks: list[Block] = [Heading(document.title, 1)]
    for section in document.sections:
        blocks.append(Heading(section.title, 2))
        blocks += section.blocks
    if document.made:
        blocks.append(Paragraph(document.made, "muted"))
    return tuple(blocks)


def _document(page: Page) -> HtmlDocument:
    """A page cut into sections at its headings of the second level."""
    title = next((block.text for block in page if isinstance(block, Heading) and block.level == 1), "hrsi")
    sections: list[Section] = []
    name, blocks = "", list[Block]()
    for block in _without_title(page):
        if isinstance(block, Heading) and block.level <= 2:
            sections += _section(len(sections), name, blocks)
            name, blocks = block.text, []
        else:
            blocks.append(block)
    sections += _section(len(sections), name, blocks)
    return HtmlDocument(title, tuple(sections))


def _without_title(page: Page) -> Iterable[Block]:
    """The page without its own title; further titles of a page on several things stay."""
    seen = False
    for block in page:
        if isinstance(block, Heading) and block.level == 1 and not seen:
            seen = True
        else:
            yield block


def _section(number: int, name: str, blocks: Sequence[Block]) -> list[Section]:
    return [Section(f"s{number + 1}", name, tuple(blocks))] if blocks or name else []


def _kind(block: Block) -> str:
    match block:
        case Heading():
            return "heading"
        case Paragraph():
            return "paragraph"
        case Bullets():
            return "bullets"
        case Table():
            return "table" if block.has_titles else "facts"
        case Listing():
            return "listing"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
