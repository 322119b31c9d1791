"""Blocks as plain text for pipes, files and dumb terminals: ASCII rules, no colour, columns aligned."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from hrsi_cli.renderers.blocks import Block, Bullets, Heading, Page, Paragraph, Table
from hrsi_cli.renderers.layout import GAP, column_widths, pad, wrap
from hrsi_cli.renderers.options import RenderOptions


def paint_plain(page: Page, options: RenderOptions) -> bytes:
    """A page as text of at most the given width."""
    lines: list[str] = []
    for block in page:
        if lines and not (isinstance(block, Table) and lines[-1] == ""):
            lines += [] if lines[-1] == "" else [""]
        lines += _block(block, options.width)
        if isinstance(block, Heading) and block.level > 1:
            continue
    return ("\n".join(_tidy(lines)) + "\n").encode()


def _tidy(lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield line.rstrip()


def _block(block: Block, width: int) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield from wrap(text, width)
            yield ("=" if level == 1 else "-") * min(width, cell_len(text))
        case Paragraph(text, _, indent):
            yield from (" " * indent + line for line in wrap(text, width - indent))
        case Bullets(items):
            for item in items:
                first, *rest = wrap(item.text, width - 2)
                yield f"- {first}"
                yield from (f"  {line}" for line in rest)
        case Table():
            yield from table_lines(block, width)


def table_lines(table: Table, width: int) -> Iterator[str]:
    """A table as aligned lines; cells that are too wide wrap within their column."""
    titles = [column.title for column in table.columns]
    natural = [max([cell_len(titles[index]), *(cell_len(row[index].text) for row in table.rows)]) for index in range(len(titles))]
    widths = column_widths(natural, [column.share for column in table.columns], width)
    if table.has_titles:
        yield from _row(titles, widths, table)
        yield "  ".join("-" * size for size in widths)
    for row in table.rows:
        yield from _row([part.text for part in row], widths, table)


def _row(texts: list[str], widths: list[int], table: Table) -> Iterator[str]:
    columns = [wrap(text, size) for text, size in zip(texts, widths, strict=True)]
    for number in range(max(len(lines) for lines in columns)):
        parts = [
            pad(lines[number] if number < len(lines) else "", size, right=column.right)
            for lines, size, column in zip(columns, widths, table.columns, strict=True)
        ]
        yield (" " * GAP).join(parts)
