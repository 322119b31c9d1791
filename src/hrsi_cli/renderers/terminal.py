"""Blocks on a colour terminal: the lines of ``plain.py`` with styles, written by Rich.

The lines come ready-made because Rich breaks Japanese text at blanks only and cuts what is left over;
data goes in as Text alone, never as markup.
"""

from __future__ import annotations

import io

from rich.console import Console
from rich.text import Text

from hrsi_cli.renderers.blocks import Page, Tone
from hrsi_cli.renderers.options import RenderOptions
from hrsi_cli.renderers.plain import page_lines

_STYLES: dict[Tone, str] = {
    "plain": "",
    "strong": "bold",
    "muted": "dim",
    "good": "green",
    "warn": "yellow",
    "bad": "bold red",
}


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
    )
    for line in page_lines(page, options.width):
        text = Text.assemble(*((part.text, _STYLES[part.tone]) for part in line))
        text.rstrip()
        console.print(text, no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)
    return buffer.getvalue().encode()
