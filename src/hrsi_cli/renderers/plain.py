"""Blocks as lines of text: ASCII rules, aligned columns, nothing wider than asked.

The same lines go to pipes and files as they are, and to colour terminals through ``terminal.py``.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from hrsi_cli.renderers.blocks import Block, Bullets, Cell, Heading, Listing, Page, Paragraph, Table, Tone, facts
from hrsi_cli.renderers.layout import GAP, column_widths, longest_word, pad, wrap
from hrsi_cli.renderers.options import RenderOptions

Line = tuple[Cell, ...]
"""One line as pieces of one tone each."""


def paint_plain(page: Page, options: RenderOptions) -> bytes:
    """A page as text of at most the given width."""
    lines = ("".join(part.text for part in line).rstrip() for line in page_lines(page, options.width))
    return ("\n".join(lines) + "\n").encode()


def page_lines(page: Page, width: int) -> Iterator[Line]:
    """The lines of a page, blocks parted by an empty line."""
    for number, block in enumerate(page):
        if number:
            yield ()
        yield from _block(block, width)


def _block(block: Block, width: int) -> Iterator[Line]:
    match block:
        case Heading(text, level):
            for line in wrap(text, width):
                yield (Cell(line, "strong"),)
            yield (Cell(("=" if level == 1 else "-") * min(width, cell_len(text)), "strong"),)
        case Paragraph(text, tone, indent):
            for line in wrap(text, width - indent):
                yield (Cell(" " * indent + line, tone),)
        case Bullets(items):
            for item in items:
                first, *rest = wrap(item.text, width - 2)
                yield (Cell("- "), Cell(first, item.tone))
                for line in rest:
                    yield (Cell("  "), Cell(line, item.tone))
        case Table():
            yield from _table(block, width)
        case Listing(lines):
            for line in lines:
                yield (Cell(line),)


def _table(table: Table, width: int) -> Iterator[Line]:
    """A table as aligned lines; cells that are too wide wrap within their column."""
    titles = tuple(Cell(column.title, "strong") for column in table.columns)
    columns = list(zip(titles, *table.rows, strict=True))
    natural = [max(cell_len(part.text) for part in column) for column in columns]
    if sum(natural) + GAP * (len(natural) - 1) <= width:
        widths: list[int] | None = natural
    else:
        words = [max(longest_word(part.text) for part in column) for column in columns]
        widths = column_widths(natural, words, [column.share for column in table.columns], width)
    if widths is None:
        yield from _stacked(table, width)
        return
    if table.has_titles:
        yield from _row(titles, widths, table)
        yield (Cell("  ".join("-" * size for size in widths)),)
    for row in table.rows:
        yield from _row(row, widths, table)


def _stacked(table: Table, width: int) -> Iterator[Line]:
    """A table that no width of its columns fits: each row as names and values, one fact a line."""
    longest = min(max(cell_len(column.title) for column in table.columns), 2 * width // 5)
    for number, row in enumerate(table.rows):
        if number:
            yield ()
        for column, part in zip(table.columns, row, strict=True):
            if part.text:
                yield from _row((Cell(column.title, "muted"), part), [longest, width - longest - GAP], facts(()))


def _row(cells: tuple[Cell, ...], widths: list[int], table: Table) -> Iterator[Line]:
    columns = [wrap(part.text, size) for part, size in zip(cells, widths, strict=True)]
    tones: list[Tone] = [part.tone for part in cells]
    gap = Cell(" " * GAP)
    for number in range(max(len(lines) for lines in columns)):
        line: list[Cell] = []
        for lines, size, column, tone in zip(columns, widths, table.columns, tones, strict=True):
            text = pad(lines[number] if number < len(lines) else "", size, right=column.right)
            line += [Cell(text, tone), gap]
        yield tuple(line[:-1])
