"""Workbooks: the requirements worksheet of a plan, and pages as sheets.

No text of a plan is ever a formula, a link or a number; the only formulas are our own, over levels. The bytes depend on
nothing but the content.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # the library ships no types
from rich.cells import cell_len
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.guide_library import Library
from hrsi_cli.domain.judgement import Judgement
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.report import PlanReport
from hrsi_cli.renderers.blocks import (
    Block,
    Bullets,
    Column,
    Heading,
    Listing,
    Page,
    Paragraph,
    Table,
    Tone,
    cell,
    heading,
    paragraph,
)
from hrsi_cli.renderers.options import RenderOptions
from hrsi_cli.renderers.pages.judgement import judgement_page
from hrsi_cli.renderers.words import basis_words, place

_COLORS: dict[Tone, dict[str, Any]] = {
    "plain": {},
    "strong": {"bold": True},
    "muted": {"font_color": "#595959"},
    "good": {"font_color": "#1B5E20"},
    "warn": {"font_color": "#7A4F00"},
    "bad": {"font_color": "#9B1C1C", "bold": True},
}
_WIDEST, _NARROWEST = 46, 8
_BEGINS_A_FORMULA = tuple("=+-@|%\t\r\uff1d\uff0b\uff0d\uff20")


class _Sheet(Worksheet):  # type: ignore[misc]  # the library ships no types
    """A sheet whose texts stay texts when somebody opens a cell and presses Enter, by the mark that an apostrophe leaves."""

    book: Book

    def write_string(self, row: int, column: int, text: str, look: Any = None) -> Any:
        """Write a text cell."""
        marked = self.book.as_text(look) if text.startswith(_BEGINS_A_FORMULA) else look
        return super().write_string(row, column, text, marked)


class Book:
    """A workbook being written, with its formats."""

    def __init__(self, words: Catalogue, day: date, title: str) -> None:
        self.buffer = io.BytesIO()
        self.words = words
        self.book = xlsxwriter.Workbook(
            self.buffer,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        # the time of writing would make every file different
        self.book.set_properties({"title": title, "created": datetime(day.year, day.month, day.day)})
        self.font = "Yu Gothic" if words.language == "ja" else "Calibri"
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._looks: dict[int, dict[str, Any]] = {}
        """The properties of each format, by the identity of its object."""

    def format(self, **properties: Any) -> Any:
        """A format with the book's font; made once."""
        whole = {"font_name": self.font, "font_size": 10, "valign": "top"} | properties
        key = tuple(sorted(whole.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(whole)
            self._looks[id(self._formats[key])] = whole
        return self._formats[key]

    def as_text(self, look: Any) -> Any:
        """A format with the mark that its text is no formula."""
        return self.format(**self._looks.get(id(look), {}), quote_prefix=True)

    def header(self, **properties: Any) -> Any:
        """The format of a table's header."""
        look = {"bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF", "border": 1, "text_wrap": True}
        return self.format(**(look | {"valign": "vcenter"} | properties))

    def sheet(self, name: str, *, landscape: bool = True) -> Any:
        """A sheet that prints on A4, one page wide, with page numbers."""
        sheet = self.book.add_worksheet(name, _Sheet)
        sheet.book = self
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.set_footer("&L&A&R&P / &N")
        sheet.hide_gridlines(1)
        return sheet

    def bytes(self) -> bytes:
        """The finished file."""
        self.book.close()
        return self.buffer.getvalue()


def paint_worksheet(source: PlanReport, knowledge: KnowledgeBase, library: Library, options: RenderOptions) -> bytes:
    """The requirements worksheet of one plan."""
    from hrsi_cli.renderers.worksheet import write_cases, write_data, write_lists, write_requirements

    words = options.catalogue
    book = Book(words, source.day, words.say("workbook.title", system=source.plan.system.id))
    write_requirements(book, source, knowledge)
    write_cases(book, source, knowledge)
    judgement = Judgement((source.result,), (), knowledge.version)
    page = judgement_page(judgement, knowledge, RenderOptions(words, detail="verbose"))
    write_page(book, words.say("workbook.sheet.gaps"), page)
    write_data(book, source)
    write_page(book, words.say("workbook.sheet.sources"), sources_page(source, knowledge, library, words))
    write_lists(book, knowledge)
    return book.bytes()


def paint_pages(pages: Mapping[str, Page], words: Catalogue, day: date, title: str) -> bytes:
    """Pages as sheets, by the names that the sheets shall have."""
    book = Book(words, day, title)
    for name, page in pages.items():
        write_page(book, name, page)
    return book.bytes()


def sources_page(source: PlanReport, knowledge: KnowledgeBase, library: Library, words: Catalogue) -> Page:
    """Where the worksheet's statements come from: documents, and every preset of the target model."""
    titles = ("title", "edition", "publisher", "used_for", "terms")
    documents = Table(
        tuple(Column(words.say(f"workbook.column.{title}"), share=1) for title in titles),
        tuple(
            tuple(
                cell(text)
                for text in (
                    words.text(one.title),
                    one.edition,
                    words.text(one.publisher),
                    words.text(one.used_for),
                    words.text(one.terms),
                )
            )
            for one in library.sources
        ),
    )
    model = knowledge.model_systems[source.plan.target.model]
    presets = Table(
        tuple(
            Column(words.say(f"workbook.column.{title}"), share=1)
            for title in ("metric", "preset", "basis", "rationale", "source")
        ),
        tuple(
            (
                cell(preset.metric),
                cell(preset.level),
                cell(basis_words(preset.basis, preset.origin, words)),
                cell(words.text(preset.rationale)),
                cell(place(preset.source, words)),
            )
            for preset in model.presets
        ),
    )
    return (
        heading(words.say("workbook.sheet.sources"), 1),
        paragraph(words.say("workbook.made_with", version=knowledge.version, day=source.day.isoformat()), "muted"),
        heading(words.say("workbook.documents")),
        documents,
        heading(words.say("workbook.presets_of", model=words.say("model.name", model=model.id))),
        presets,
    )


def write_page(book: Book, name: str, page: Page) -> None:
    """A page of blocks as a sheet, one block below the other."""
    sheet = book.sheet(name)
    widths: dict[int, int] = {}
    row = 0
    for block in page:
        row = _write_block(book, sheet, row, block, widths)
    for column, width in widths.items():
        sheet.set_column(column, column, min(max(width + 2, _NARROWEST), _WIDEST))


def _write_block(book: Book, sheet: Any, row: int, block: Block, widths: dict[int, int]) -> int:
    match block:
        case Heading(text, level):
            sheet.write_string(row, 0, text, book.format(bold=True, font_size=16 if level == 1 else 12))
            return row + 1
        case Paragraph(text, tone, _):
            sheet.write_string(row, 0, text, book.format(**_COLORS[tone]))
            return row + 2
        case Bullets(items):
            for item in items:
                sheet.write_string(row, 0, f"- {item.text}", book.format(**_COLORS[item.tone]))
                row += 1
            return row + 1
        case Table():
            return _write_table(book, sheet, row, block, widths)
        case Listing(lines):
            for line in lines:
                sheet.write_string(row, 0, line, book.format(font_name="Consolas"))
                row += 1
            return row + 1


def _write_table(book: Book, sheet: Any, row: int, table: Table, widths: dict[int, int]) -> int:
    if table.has_titles:
        for index, column in enumerate(table.columns):
            sheet.write_string(row, index, column.title, book.header())
            widths[index] = max(widths.get(index, 0), cell_len(column.title))
        row += 1
    for cells in table.rows:
        lines = 1
        for index, part in enumerate(cells):
            look = {"text_wrap": True, "border": 1, "border_color": "#BFBFBF"} | _COLORS[part.tone]
            sheet.write_string(row, index, part.text, book.format(**look))
            width = cell_len(part.text)
            widths[index] = max(widths.get(index, 0), min(width, _WIDEST))
            lines = max(lines, -(-width // _WIDEST))
        sheet.set_row(row, 15 * lines)
        row += 1
    return row + 1
