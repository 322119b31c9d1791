"""Edits inside brackets: ``{a: 1}``, ``[x, y]`` and JSON, on one line or on many."""

from __future__ import annotations

import re
from typing import Any

from hrsi_cli.knowledge.layout import Layout, NoPlace, Place
from hrsi_cli.knowledge.rendering import predecessor
from hrsi_cli.knowledge.scalars import format_flow, format_key, format_scalar

Patch = tuple[int, int, str]
_FILLER = re.compile(r"(?:[ \t\r\n\x85\u2028\u2029]|(?<=[ \t\r\n\x85\u2028\u2029,\[{])#[^\r\n\x85\u2028\u2029]*)*")


def replacement(layout: Layout, place: Place, value: Any) -> Patch:
    """The value of an entry or item replaced on the spot."""
    start, end = int(place.node.start.index), layout.end(place)
    text = format_scalar(value, place.style, layout.quote(place)) if isinstance(value, str) else format_flow(value, place.style)
    if start < end:
        return (start, end, text)
    try:
        colon = layout.colon_end(place)
        return (colon, colon, " " + text)
    except NoPlace:  # {a} is short for {a: }
        after = layout.key_end(place)
        return (after, after, ": " + text)


def insert(layout: Layout, place: Place, key: str | int, value: Any) -> list[Patch]:
    """A new entry or item: metrics sorted, all else at the end."""
    if not layout.is_flow(place):
        raise NoPlace
    style = layout.inner_style(place)
    children = layout.children(place)
    text = (format_key(key, style) + style.colon if isinstance(key, str) else "") + format_flow(value, style)
    before = predecessor([child.key for child in children], key)
    many_lines = all(layout.starts_line(layout.entry_start(child)) for child in children)
    starts = layout.entry_start(children[max(before, 0)])
    indent = layout.text[layout.line_start(starts) : starts]
    comma = f",{layout.ending(starts)}{indent}" if many_lines else style.comma
    if before < 0:
        return [(starts, starts, text + comma)]
    end = layout.end(children[before])
    found = _comma(layout, end)
    behind = end if found is None else found + 1
    # a comment stays on its line; when the bracket closes there, the new entry comes before it
    at = layout.line_end(behind) if many_lines and layout.rest_is_blank(behind) else behind
    if found is None and at == end:
        return [(end, end, _lead(layout, end) + comma + text)]
    if found is None:
        return [(end, end, _lead(layout, end) + ","), (at, at, comma[1:] + text)]
    ends = before == len(children) - 1 and not many_lines
    return [(at, at, comma[1:] + text + ("" if ends else ","))]


def remove(layout: Layout, place: Place, parent: Place) -> list[Patch]:
    """An entry or item and its comma; its line too, where it has one of its own."""
    siblings = layout.children(parent)
    number = [sibling.key for sibling in siblings].index(place.key)
    start, end = layout.entry_start(place), layout.end(place)
    comma = _comma(layout, end)
    if comma is not None and layout.starts_line(start) and layout.rest_is_blank(comma + 1):
        return [(layout.line_start(start), layout.next_line(comma), "")]
    if comma is not None:  # one after the last item serves the one before as well
        after = comma + 1
        while layout.text[after : after + 1] in (" ", "\t"):
            after += 1
        return [(start, after, "")]
    before = _next_sign(layout, layout.end(siblings[number - 1]))  # between two items that is a comma
    if layout.starts_line(start) and layout.rest_is_blank(end):
        return [(before, before + 1, ""), (layout.line_end(layout.line_start(start) - 1), layout.line_end(end), "")]
    return [(before, end, "")]


def _comma(layout: Layout, end: int) -> int | None:
    """The comma that follows a value, behind blanks and comments."""
    at = _next_sign(layout, end)
    return at if layout.text[at : at + 1] == "," else None


def _next_sign(layout: Layout, end: int) -> int:
    match = _FILLER.match(layout.text, end)
    return match.end() if match else end


def _lead(layout: Layout, end: int) -> str:
    """A blank where a value is empty: the parser takes ``a:,`` for a name."""
    return " " if layout.text[end - 1 : end] == ":" else ""
