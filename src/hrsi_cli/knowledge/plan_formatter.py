"""A conservative formatter: blanks, blank lines, the last line ending, and the order of ``current``.

It never touches a line inside a text that runs over several lines, where blanks may be content.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import takewhile

from hrsi_cli.knowledge.layout import BREAK, COMMENT, Layout, Place, is_collection
from hrsi_cli.knowledge.rendering import metric_order
from hrsi_cli.knowledge.yaml_reader import Document, read_document

_ORDERED = "current"


def format_text(document: Document) -> str:
    """The tidied text; the caller verifies that it holds the same data."""
    text = _tidy_lines(document)
    return _order_levels(read_document(text, document.path))


def _tidy_lines(document: Document) -> str:
    layout = Layout(document)
    untouched = _lines_of_long_texts(layout)
    lines: list[str] = []
    blank = True  # none at the beginning
    last = len(layout.starts) - 1
    for number, start in enumerate(layout.starts):
        line = layout.text[start : layout.line_end(start)]
        ending = layout.text[layout.line_end(start) : layout.next_line(start)]
        if number in untouched:
            lines.append(line + ending)
            blank = False
            continue
        line = line.rstrip(" \t")
        if line or not blank:
            lines.append(line + ending)
        blank = not line
    while lines and last not in untouched and not lines[-1].strip("\r\n\x85\u2028\u2029"):
        lines.pop()
    text = "".join(lines)
    if text and not BREAK.search(text[-1]) and last not in untouched:
        text += layout.ending(len(layout.text))
    return text


def _lines_of_long_texts(layout: Layout) -> set[int]:
    """Numbers of the lines that texts of several lines cover; blank lines that a text keeps are among them."""
    numbers: dict[int, int] = {start: number for number, start in enumerate(layout.starts)}
    found: set[int] = set()

    def visit(place: Place) -> None:
        if is_collection(place.data):
            for child in layout.children(place):
                visit(child)
            return
        start, end = int(place.node.start.index), layout.end(place)
        first, last = numbers[layout.line_start(start)], numbers[layout.line_start(end)]
        if layout.block_scalar(place):
            first += 1  # blanks after the header mean nothing
            keeps = "+" in layout.text[start : layout.line_end(start)].split("#")[0]
            if keeps and place.node.end.index == len(layout.text):
                last = len(layout.starts)
            found.update(range(first, last + 1))
        else:
            found.update(range(first, last))  # blanks behind its end are outside

    visit(layout.root)
    return found


def _order_levels(document: Document) -> str:
    layout = Layout(document)
    if not isinstance(document.data, dict) or not document.data.get(_ORDERED):
        return document.text
    place = layout.child(layout.root, _ORDERED)
    if not isinstance(place.data, dict):
        return document.text
    entries = layout.children(place)
    metrics = [(found, number) for number, entry in enumerate(entries) if (found := metric_order(entry.key)) is not None]
    order = [entries[number] for _, number in sorted(metrics)]
    if len(metrics) < len(entries) or order == entries:
        return document.text
    if layout.is_flow(place):
        spans = {entry.key: (layout.entry_start(entry), layout.end(entry)) for entry in entries}
        if "#" in layout.text[place.node.start.index : place.node.end.index]:
            return document.text  # comments between brackets belong to nobody in particular
    else:
        column = layout.column(int(place.node.start.index))
        spans = {entry.key: (_first_comment(layout, entry, column), layout.tail(entry, column)) for entry in entries}
    text = document.text
    for number in reversed(range(len(entries))):
        start, end = spans[entries[number].key]
        text = text[:start] + document.text[slice(*spans[order[number].key])] + text[end:]
    return text


def _first_comment(layout: Layout, entry: Place, column: int) -> int:
    """Where the comments directly above an entry begin; the entry itself without any."""

    def belongs(line: int) -> bool:
        comment = COMMENT.match(layout.text, line)
        return comment is not None and comment.end() <= line + column + 1  # a deeper one is part of the entry before

    start = layout.line_start(layout.entry_start(entry))
    above = (layout.starts[number] for number in range(bisect_left(layout.starts, start) - 1, -1, -1))
    return min(takewhile(belongs, above), default=start)
