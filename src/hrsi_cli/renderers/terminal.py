"""Blocks on a colour terminal, drawn by Rich. Data goes in as Text only: never as markup."""

from __future__ import annotations

import io

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from hrsi_cli.renderers.blocks import Block, Bullets, Cell, Heading, Page, Paragraph, Table, Tone
from hrsi_cli.renderers.options import RenderOptions

_STYLES: dict[Tone, str] = {
    "plain": "",
    "strong": "bold",
    "muted": "dim",
    "good": "green",
    "warn": "yellow",
    "bad": "bold red",
}
# an ASCII rule under the header: line-drawing signs take one column or two depending on the terminal
_RULE = box.Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)


def paint_terminal(page: Page, options: RenderOptions) -> bytes:
    """A page with colours, for the given width."""
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=options.width,
        force_terminal=True,
        color_system="standard",
        legacy_windows=False,
        markup=False,
        highlight=False,
        emoji=False,
        soft_wrap=False,
    )
    for number, block in enumerate(page):
        if number:
            console.print()
        console.print(_renderable(block))
    lines = (line.rstrip() for line in buffer.getvalue().split("\n"))
    return "\n".join(lines).encode()


def _renderable(block: Block) -> RenderableType:
    match block:
        case Heading(text, level):
            return Text(text, style="bold underline" if level == 1 else "bold")
        case Paragraph(text, tone, indent):
            return Padding(Text(text, style=_STYLES[tone]), (0, 0, 0, indent))
        case Bullets(items):
            table = RichTable.grid(padding=(0, 1, 0, 0))
            for item in items:
                table.add_row("-", _text(item))
            return table
        case Table():
            return _table(block)


def _table(block: Table) -> RichTable:
    table = RichTable(
        box=_RULE,
        show_edge=False,
        show_header=block.has_titles,
        pad_edge=False,
        padding=(0, 1),
        collapse_padding=True,
        header_style="bold",
    )
    for column in block.columns:
        table.add_column(
            Text(column.title),
            justify="right" if column.right else "left",
            no_wrap=not column.share,
            ratio=column.share or None,
            overflow="fold",
        )
    for row in block.rows:
        table.add_row(*(_text(part) for part in row))
    return table


def _text(part: Cell) -> Text:
    return Text(part.text, style=_STYLES[part.tone])
