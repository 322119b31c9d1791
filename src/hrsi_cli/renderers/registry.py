"""Formats of pages by name. To add one: a module, a line here, an expected file, a row in ``docs/formats.md``."""

from __future__ import annotations

from hrsi_cli.renderers.blocks import Page
from hrsi_cli.renderers.options import RenderOptions


def paint(page: Page, format: str, options: RenderOptions) -> bytes:
    """Paint a page; text is coloured by Rich where colour is wanted, and plain everywhere else."""
    if format == "markdown":
        from hrsi_cli.renderers.markdown import paint_markdown

        return paint_markdown(page, options)
    if format == "html":
        from hrsi_cli.renderers.html import paint_html

        return paint_html(page, options)
    if options.color:
        from hrsi_cli.renderers.terminal import paint_terminal

        return paint_terminal(page, options)
    from hrsi_cli.renderers.plain import paint_plain

    return paint_plain(page, options)
