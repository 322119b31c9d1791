"""Where the parts of a document stand in its text, to the character.

The parser says where a value starts and ends; an editor also needs the keys, dashes, colons and lines
around it. Positions are character offsets, which is what the parser's marks count.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from hrsi_cli.knowledge.scalars import BLOCK, Style
from hrsi_cli.knowledge.yaml_reader import Document, Node, Path

_BREAKS = "\r\n\x85\u2028\u2029"
BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""Every line ending that the parser knows."""
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"' + "|'(?:[^']|'')*'", re.DOTALL)
_TO_DASH = re.compile(r"[ \t?:-]*-")
"""A line up to the dash of an item; dashes within comments and texts do not count."""
COMMENT = re.compile(r"[ \t]*#")
"""The beginning of a line that is nothing but a comment, up to its sign."""
_BLANK_OR_COMMENT = re.compile(r"[ \t]*(#.*)?", re.DOTALL)


class NoPlace(Exception):
    """The text is written in a way that this editor does not handle."""


@dataclass(frozen=True, slots=True)
class Place:
    """One value in the text: its node, its data, and what it stands in."""

    node: Node
    data: Any
    parent: Place | None
    key: str | int
    style: Style
    """The style that holds around the value, not inside it."""

    @property
    def path(self) -> Path:
        """The keys and indexes that lead here."""
        return (*self.parent.path, self.key) if self.parent else ()


class Layout:
    """The geometry of one document."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.starts = [0, *(match.end() for match in BREAK.finditer(self.text))]
        self.root = Place(document.root, document.data, None, "", BLOCK)

    # lines

    def line_start(self, index: int) -> int:
        """Where the line of an offset begins."""
        return self.starts[bisect_right(self.starts, index) - 1]

    def next_line(self, index: int) -> int:
        """Where the line after that of an offset begins; the end of the text for the last one."""
        number = bisect_right(self.starts, index)
        return self.starts[number] if number < len(self.starts) else len(self.text)

    def line_end(self, index: int) -> int:
        """Where the line of an offset ends, before its line ending."""
        start, end = self.line_start(index), self.next_line(index)
        return start + len(self.text[start:end].rstrip(_BREAKS))

    def ending(self, index: int) -> str:
        """The line ending in use around an offset."""
        here = self.text[self.line_end(index) : self.next_line(index)]
        if here:
            return here
        before = BREAK.findall(self.text[:index])
        return before[-1] if before else "\n"

    def column(self, index: int) -> int:
        """Characters before an offset on its line."""
        return index - self.line_start(index)

    def starts_line(self, index: int) -> bool:
        """Whether only blanks stand before an offset on its line."""
        return not self.text[self.line_start(index) : index].strip()

    def rest_is_blank(self, index: int) -> bool:
        """Whether nothing but blanks or a comment follows on the line."""
        return _BLANK_OR_COMMENT.fullmatch(self.text[index : self.line_end(index)]) is not None

    def lines_after(self, index: int) -> Iterator[tuple[int, str]]:
        """Start and text of each line after that of an offset."""
        number = bisect_right(self.starts, index)
        for start, end in pairwise((*self.starts[number:], len(self.text))):
            if start < end:
                yield start, self.text[start:end].rstrip(_BREAKS)

    # values

    def place(self, path: Path) -> Place:
        """The place of a path, or of its nearest parent that exists."""
        place = self.root
        for part in path:
            if part not in place.node.children:
                break
            place = self.child(place, part)
        return place

    def child(self, parent: Place, key: str | int) -> Place:
        """A value inside a collection."""
        return Place(parent.node.children[key], parent.data[key], parent, key, self.inner_style(parent))

    def children(self, parent: Place) -> list[Place]:
        """All values of a collection, in the order of the file."""
        return [self.child(parent, key) for key in parent.node.children]

    def inner_style(self, place: Place) -> Style:
        """The style that holds inside a collection."""
        if not self.is_flow(place):
            return place.style
        children = place.node.children
        if not children or not isinstance(place.data, dict):
            return Style(True, place.style.json, place.style.colon, place.style.comma)
        first = next(iter(children.values()))
        if not self.text.startswith('"', first.key.index):
            return Style(True, place.style.json)
        tight = self.text[first.start.index - 1] == ":"
        return Style(True, True, ":", ",") if tight else Style(True, True)

    def is_flow(self, place: Place) -> bool:
        """Whether a collection is written in brackets."""
        return is_collection(place.data) and self.text[place.node.start.index : place.node.start.index + 1] in ("{", "[")

    def is_block(self, place: Place) -> bool:
        """Whether a collection is written in lines; a bare pair inside brackets is neither."""
        return is_collection(place.data) and not self.is_flow(place) and not place.style.flow

    def block_scalar(self, place: Place) -> bool:
        """Whether a text is written after ``|`` or ``>``."""
        start = place.node.start.index
        return not is_collection(place.data) and place.node.end.index > start and self.text[start] in "|>"

    def quote(self, place: Place) -> str:
        """The quotation mark of a text, if it has one."""
        start = place.node.start.index
        mark = self.text[start : start + 1]
        return mark if isinstance(place.data, str) and mark in ("'", '"') else ""

    def end(self, place: Place) -> int:
        """The offset after the last character of a value, without the line ending of its last line."""
        if is_collection(place.data) and not self.is_flow(place):
            return self.end(self.child(place, next(reversed(place.node.children))))
        end: int = place.node.end.index
        start = place.node.start.index
        if not self.block_scalar(place):
            # pairs of escapes, as JSON has them, are longer in the file than the parser saw them
            quoted = _QUOTED.match(self.text, start) if self.quote(place) == '"' else None
            return quoted.end() if quoted else end
        if "+" in self.text[start : self.line_end(start)].split("#")[0]:  # trailing blank lines are content
            breaks = [match for match in BREAK.finditer(self.text, start, end) if match.end() == end]
            return breaks[-1].start() if breaks else end
        # blanks that are content stay; those that only fill empty lines do not count
        inked = str(place.data).rstrip("\n")[-1:] not in (" ", "\t")
        return int(start) + len(self.text[start:end].rstrip(_BREAKS + (" \t" if inked else "")))

    def last_scalar(self, place: Place) -> Place:
        """The value that stands last inside a value."""
        while place.node.children:
            place = self.child(place, next(reversed(place.node.children)))
        return place

    # keys and dashes

    def entry_start(self, place: Place) -> int:
        """Where the key or the dash of a value stands; the value itself inside a flow sequence."""
        if place.parent is None:
            raise NoPlace
        if place.node.key is not None:
            start: int = place.node.key.index
            line = self.line_start(start)
            before = self.text[line:start].rstrip()
            return line + len(before) - 1 if before.endswith("?") else start
        if self.is_flow(place.parent):
            return int(place.node.start.index)
        column = self.column(place.parent.node.start.index)
        number = bisect_right(self.starts, place.node.start.index)
        lines = reversed(self.starts[:number])
        dashes = (line + column for line in lines if _TO_DASH.fullmatch(self.text, line, line + column + 1))
        return next(dashes, int(place.node.start.index))

    def key_end(self, place: Place) -> int:
        """The offset after the key of a value."""
        start = place.node.key.index
        quoted = _QUOTED.match(self.text, start)
        if quoted:
            return quoted.end()
        if not self.text.startswith(str(place.key), start):  # a plain key over several lines, after "? "
            raise NoPlace
        return int(start) + len(str(place.key))

    def colon_end(self, place: Place) -> int:
        """The offset after the colon of a value."""
        match = re.compile("[ \t]*:").match(self.text, self.key_end(place))
        if match is None:
            raise NoPlace
        return match.end()

    def tail(self, place: Place, column: int) -> int:
        """The end of the last line that belongs to a value: its own, or that of a comment deeper than ``column``."""
        last = self.end(place)
        for start, line in self.lines_after(last):
            comment = COMMENT.match(line)
            if comment is None and not line.strip():
                continue
            if comment is None or comment.end() <= column + 1:
                break
            last = start
        return self.line_end(last)

    def step(self) -> int:
        """Columns that this file indents by."""
        for place in self.children(self.root):
            if isinstance(place.data, dict) and place.data and not self.is_flow(place):
                return self.column(place.node.start.index) - self.column(self.root.node.start.index)
        return 2


def is_collection(data: object) -> bool:
    """Whether data of the reader is a mapping or a sequence."""
    return isinstance(data, dict | tuple)
