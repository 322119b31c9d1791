"""One edit as a few replaced stretches of text; every other byte stays.

Nothing here is trusted: `plan_editor` reads the result again and compares the data.
"""

from __future__ import annotations

import re
from typing import Any

from hrsi_cli.knowledge import flow_splice
from hrsi_cli.knowledge.layout import BREAK, Layout, NoPlace, Place, is_collection
from hrsi_cli.knowledge.rendering import LONGEST_LINE, entry_lines, fits_one_line, item_lines, nested, predecessor, value_lines
from hrsi_cli.knowledge.scalars import format_block_text, format_flow, format_scalar
from hrsi_cli.knowledge.yaml_reader import Document, Path

Patch = tuple[int, int, str]
"""Start, end, and the text that comes there."""


def set_value(document: Document, path: Path, value: Any) -> str:
    """The text with a value at a path; missing parents are made. Raises NoPlace."""
    layout = Layout(document)
    place = layout.place(path)
    rest = path[len(place.path) :]
    if not rest:
        patches = _replace(layout, place, value)
    elif not is_collection(place.data) and place.data is not None:
        raise NoPlace
    elif not place.data:
        # null and empty collections have no style of their own to keep
        patches = _replace(layout, place, nested(rest, value))
    else:
        head = rest[0]
        if isinstance(head, str) != isinstance(place.data, dict) or (isinstance(head, int) and head != len(place.data)):
            raise NoPlace
        value = nested(rest[1:], value)
        if not layout.is_block(place):
            patches = flow_splice.insert(layout, place, head, value)
        elif isinstance(head, str):
            patches = _insert_entry(layout, place, head, value)
        else:
            patches = _append_item(layout, place, value)
    return _apply(document.text, patches)


def remove(document: Document, path: Path) -> str:
    """The text without the key or item at a path, with its lines. Raises NoPlace."""
    layout = Layout(document)
    place = layout.place(path)
    parent = place.parent
    if parent is None:
        raise NoPlace
    if len(parent.data) == 1:  # nothing would be left, and nothing reads as null
        return _apply(document.text, _replace(layout, parent, {} if isinstance(parent.data, dict) else []))
    if not layout.is_block(parent):
        return _apply(document.text, flow_splice.remove(layout, place, parent))
    return _apply(document.text, _remove_lines(layout, place, parent))


def _apply(text: str, patches: list[Patch]) -> str:
    for start, end, new in sorted(patches, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _replace(layout: Layout, place: Place, value: Any) -> list[Patch]:
    if place.parent is None:
        raise NoPlace
    if place.style.flow:
        return [flow_splice.replacement(layout, place, value)]
    end = layout.end(place)
    room = LONGEST_LINE - layout.column(int(place.node.start.index))
    # a short form that becomes a long one stays on its line, however long: that is the smallest change
    was_scalar = place.data is not None and not is_collection(place.data)
    if not was_scalar and not fits_one_line(value, room, at_top=place.parent.parent is None):
        return _replace_by_lines(layout, place, value, end)
    if layout.is_block(place):
        return _join_lines(layout, place, format_flow(value, place.style), end)
    return [_replace_on_line(layout, place, value, end)]


def _join_lines(layout: Layout, place: Place, text: str, end: int) -> list[Patch]:
    """A collection of several lines becomes a value behind its key or dash."""
    start = int(place.node.start.index)
    if not layout.starts_line(start):  # a compact item of a list
        return [(start, end, text)]
    colon = layout.colon_end(place) if place.node.key is not None else layout.entry_start(place) + 1
    return [(colon, colon, " " + text), (layout.line_end(colon), layout.line_end(end), "")]


def _replace_on_line(layout: Layout, place: Place, value: Any, end: int) -> Patch:
    start = int(place.node.start.index)
    if isinstance(value, str) and layout.block_scalar(place):
        kept = _as_block(layout, place, value, start, end)
        if kept is not None:
            return (start, end, kept)
    text = format_scalar(value, place.style, layout.quote(place)) if isinstance(value, str) else format_flow(value, place.style)
    if start < end:
        return (start, end, text)
    # nothing stands there, so the parser's mark may be anywhere behind the colon or the dash
    at = layout.entry_start(place) + 1 if place.node.key is None else layout.colon_end(place)
    return (at, at, " " + text)


def _as_block(layout: Layout, place: Place, value: str, start: int, end: int) -> str | None:
    header = layout.text[start : layout.line_end(start)]
    lines = BREAK.split(layout.text[layout.next_line(start) : end])
    indents = [line[: len(line) - len(line.lstrip(" "))] for line in lines if line.strip(" ")]
    if not indents or "+" in header.split("#")[0]:
        return None
    return format_block_text(value, header, min(indents), layout.ending(start))


def _replace_by_lines(layout: Layout, place: Place, value: Any, end: int) -> list[Patch]:
    eol, step = layout.ending(end), layout.step()
    if place.node.key is None:
        dash = layout.entry_start(place)
        return [(dash, end, eol.join(item_lines(value, " " * layout.column(dash), " ", step)).lstrip())]
    colon = layout.colon_end(place)
    indent = " " * (layout.column(layout.entry_start(place)) + step)
    lines = "".join(eol + line for line in value_lines(value, indent, step))
    after = layout.line_end(end)
    return [(colon, end, ""), (after, after, lines)]


def _insert_entry(layout: Layout, place: Place, key: str, value: Any) -> list[Patch]:
    siblings = layout.children(place)
    column = layout.column(layout.entry_start(siblings[0]))
    lines = entry_lines(key, value, " " * column, layout.step(), at_top=place.parent is None)
    number = predecessor([sibling.key for sibling in siblings], key)
    before = siblings[max(number, 0)]
    if number < 0 and place.node.key is not None:
        return [_lines_at(layout, layout.line_end(layout.colon_end(place)), lines)]
    if place.parent is None and _blank_above(layout, before):
        lines = ["", *lines]
    return _lines_after(layout, before, column, lines)


def _append_item(layout: Layout, place: Place, value: Any) -> list[Patch]:
    last = layout.children(place)[-1]
    dash = layout.entry_start(last)
    column = layout.column(dash)
    start = int(last.node.start.index)
    gap = layout.text[dash + 1 : start]
    if set(gap) != {" "}:
        gap = " "
    in_lines = layout.is_block(last) if is_collection(last.data) and last.data else None
    lines = item_lines(value, " " * column, gap, layout.step(), in_lines=in_lines)
    return _lines_after(layout, last, column, lines)


def _lines_after(layout: Layout, place: Place, column: int, lines: list[str]) -> list[Patch]:
    at = layout.tail(place, column)
    patches = [_lines_at(layout, at, lines)]
    last = layout.last_scalar(place)
    if layout.block_scalar(last) and at == len(layout.text):
        # a block text that the end of the file cuts off has no line ending; one would become part of it
        start = int(last.node.start.index)
        if not str(last.data).endswith("\n"):
            header = layout.text[start : layout.line_end(start)]
            patches.append((start, start + len(header), re.sub(r"^([|>][0-9]*)[-+]?", r"\1-", header)))
    return patches


def _lines_at(layout: Layout, at: int, lines: list[str]) -> Patch:
    return (at, at, "".join(layout.ending(at) + line for line in lines))


def _blank_above(layout: Layout, place: Place) -> bool:
    """Whether the entries of the file are set apart by blank lines."""
    line = layout.line_start(layout.entry_start(place))
    while line:
        line = layout.line_start(line - 1)
        text = layout.text[line : layout.line_end(line)].strip()
        if not text.startswith("#"):
            return not text
    return False


def _remove_lines(layout: Layout, place: Place, parent: Place) -> list[Patch]:
    start, end = layout.entry_start(place), layout.end(place)
    if layout.starts_line(start):
        # deeper comments go with the entry: behind a block text they would become part of it
        end = layout.tail(place, layout.column(start))
        first, after = layout.line_start(start), layout.next_line(end)
        if layout.line_end(end) == len(layout.text) and not layout.block_scalar(layout.last_scalar(layout.children(parent)[-2])):
            # the last line of a file without a last line ending: the one before must not gain any, unless it is its content
            return [(layout.line_end(first - 1), after, "")]
        return [(first, after, "")]
    # the first entry of a compact item: the dash stays, the next entry moves up to it
    following = layout.entry_start(layout.children(parent)[1])
    if layout.text[end:following].strip():
        return [(start, end, "")]  # a comment stands between, so the next entry may stay on its line
    return [(start, following, "")]
