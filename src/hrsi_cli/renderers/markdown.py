"""Blocks as Markdown for merge requests and documents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hrsi_cli.renderers.blocks import Block, Bullets, Heading, Listing, Page, Paragraph, Table
from hrsi_cli.renderers.options import RenderOptions

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>~@$^:])")
_NAMED = re.compile(r"@(?=\w)")
_LIST_START = re.compile(r"^(\d+)([.)])|^([-=])")


def escape(text: str) -> str:
    """Text that Markdown shows as it is: no markup, no HTML, no link, no mention, no table break."""
    escaped = _SPECIAL.sub(r"\\\1", text)
    # mentions and mail addresses are found in what is shown, where a backslash is gone; an empty comment parts them
    escaped = _NAMED.sub("@<!-- -->", escaped)
    escaped = _LIST_START.sub(lambda match: f"{match[1] or ''}\\{match[2] or match[3]}", escaped)
    blanks = len(escaped) - len(escaped.lstrip(" "))  # four at the beginning of a line would be a block of code
    escaped = "&#32;" * blanks + escaped[blanks:]
    return escaped.replace("\n", "<br>").replace("http", "htt&#112;").replace("www.", "www&#46;")


def paint_markdown(page: Page, options: RenderOptions) -> bytes:
    """A page as GitHub-flavoured Markdown."""
    return ("\n\n".join("\n".join(_block(block)) for block in page) + "\n").encode()


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield "#" * level + " " + escape(text)
        case Paragraph(text, tone, _):
            yield f"**{escape(text)}**" if tone in ("strong", "bad") else escape(text)
        case Bullets(items):
            for item in items:
                yield "- " + escape(item.text)
        case Table(columns, rows):
            yield "| " + " | ".join(escape(column.title) or " " for column in columns) + " |"
            yield "|" + "|".join("---:" if column.right else "---" for column in columns) + "|"
            for row in rows:
                yield "| " + " | ".join(escape(part.text) or " " for part in row) + " |"
        case Listing(lines):  # indented code: no line can end it, as one could end a fence
            yield from ("    " + line for line in lines)
