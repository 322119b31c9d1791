"""A strict reader of YAML 1.2 that keeps the position of every key and value.

It consumes parser events and builds plain data itself, because the shape of a plan is simple and the
rest of YAML is where files hurt their readers: anchors, aliases, merge keys and tags are refused, and
scalars follow the core schema without its surprises (no dates, no octal numbers, no ``yes``).
The events come from libyaml when it is there, which parses a plan in a fraction of a millisecond.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

try:
    from yaml.cyaml import CParser as _Parser  # type: ignore[attr-defined]  # present when built with libyaml
except ImportError:  # a PyYAML built without libyaml: the same events, some fifteen times slower

    class _Parser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):  # type: ignore[no-redef]
        """The pure-Python parser, put together as PyYAML's own loaders do."""

        def __init__(self, text: str) -> None:
            yaml.reader.Reader.__init__(self, text)
            yaml.scanner.Scanner.__init__(self)
            yaml.parser.Parser.__init__(self)


from hrsi_cli.domain.problem import NOWHERE, InputError, Position, Problem, problem
from hrsi_cli.domain.visible import echo, visible

MAX_BYTES = 1024 * 1024
"""A thousand measures need 100 kB; a larger file is something else."""
MAX_EVENTS = 25_000
"""Bounds the time of the pure-Python parser to well under a second."""
MAX_DEPTH = 32
"""The plan format needs eight."""
MAX_SCALAR = 10_000
"""Characters in one value; a spreadsheet cell holds 32,767."""
MAX_KEY = 128
MAX_DIGITS = 18
"""More digits than a 64-bit number holds are no number that a plan needs."""

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?")
_NON_CHARACTERS = "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
_FORBIDDEN = re.compile(
    f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef{_NON_CHARACTERS}"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"  # tag characters; the variation selectors between are parts of Japanese names
)
"""Characters that neither the file nor a decoded value may hold: they drive terminals or break XML and spreadsheets."""
_FORBIDDEN_IN_FILE = re.compile(f"{_FORBIDDEN.pattern}|\ufeff")
"""A byte-order mark within the text is the seam of two files."""
_WORDS: dict[str, object] = {"": None, "~": None, "null": None, "Null": None, "NULL": None, "true": True, "false": False}

Path = tuple[str | int, ...]


class Node:
    """Where one value stands: its own span, its key, and the nodes inside it."""

    __slots__ = ("children", "end", "key", "start")

    def __init__(self, start: Any, key: Any) -> None:
        self.start = start
        self.end = start
        self.key = key
        self.children: dict[str | int, Node] = {}


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: plain data (mappings, tuples, scalars) and the place of each part."""

    path: str
    text: str
    data: Any
    root: Node
    problems: tuple[Problem, ...]
    """Faults that did not keep the rest from being read."""

    def node(self, path: Path) -> Node:
        """The node of a place in the data, or of its nearest parent that exists."""
        node = self.root
        for part in path:
            child = node.children.get(part)
            if child is not None:
                node = child
        return node

    def locate(self, path: Path, *, key: bool = False) -> Position:
        """Line and column of a value, or of its key; of the nearest parent when it is absent."""
        node = self.node(path)
        mark = node.key if node.key is not None and (key or node.start is None) else node.start
        return NOWHERE if mark is None else Position(mark.line + 1, mark.column + 1)

    def line(self, position: Position) -> str:
        """The text of a line, for showing it in a message."""
        return line_of(self.text, position)


@lru_cache(maxsize=1)
def _lines(text: str) -> list[str]:
    """The lines of the text asked about last: thousands of problems in one file must not split it each time."""
    return text.splitlines()


def line_of(text: str, position: Position) -> str:
    """The line of a text that a position names."""
    lines = _lines(text)
    return lines[position.line - 1] if 0 < position.line <= len(lines) else ""


def read_document(text: str, path: str) -> Document:
    """Parse one YAML (or JSON) document; raises InputError when it is no well-formed document."""
    return _Builder(text, path).build()


class _Builder:
    """Turns parser events into data and nodes. One instance reads one document."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.problems: list[Problem] = []
        self.last: Any = None

    def build(self) -> Document:
        self._refuse_forbidden_characters()
        root = Node(None, None)
        data: Any = None
        documents = 0
        events = self._events()
        for event in events:
            kind = type(event)
            if kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._fail("input.second_document", event.start_mark)
                if event.version not in (None, (1, 2)):
                    self._fail("input.yaml_version", event.start_mark)
                if event.tags:
                    self._fail("input.tag", event.start_mark, tag="%TAG")
                data, root = self._value(next(events), events)
        if documents == 0 or data is None:
            self._fail("input.empty", None)
        return Document(self.path, self.text, data, root, tuple(self.problems))

    def _events(self) -> Iterator[Any]:
        count = 0
        try:
            parser: Any = _Parser(self.text)
            while parser.check_event():
                event = parser.get_event()
                self.last = event.start_mark
                count += 1
                if count > MAX_EVENTS:
                    self._fail("input.too_many_values", event.start_mark, limit=MAX_EVENTS)
                yield event
        except yaml.MarkedYAMLError as error:
            self._syntax(error.problem_mark or error.context_mark, error.problem or "")
        except (ValueError, AttributeError, TypeError, KeyError, IndexError, AssertionError, RecursionError, yaml.YAMLError):
            # the parser's own faults: seen with malformed directives and escapes
            self._syntax(self.last, "")

    def _value(self, first: Any, events: Iterator[Any]) -> tuple[Any, Node]:
        """Build the value that starts with an event, without recursion: depth is bounded by a count."""
        top: list[Any] = []
        root = Node(first.start_mark, None)
        stack: list[tuple[Any, Node, Any]] = []  # container, its node, pending key
        container: Any = top
        node = Node(None, None)
        key: Any = None
        event = first
        while True:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                if type(container) is dict and key is None:
                    key = event
                    if event.anchor or event.tag:
                        self._refuse_decoration(event)
                else:
                    self._place(container, node, key, self._scalar(event), Node(event.start_mark, None), event.end_mark)
                    key = None
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if type(container) is dict and key is None:
                    self._fail("input.key_not_text", event.start_mark)
                if event.anchor or event.tag:
                    self._refuse_decoration(event)
                if len(stack) >= MAX_DEPTH:
                    self._fail("input.too_deep", event.start_mark, limit=MAX_DEPTH)
                stack.append((container, node, key))
                container = {} if kind is yaml.MappingStartEvent else []
                node = Node(event.start_mark, None)
                key = None
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                value = container if type(container) is dict else tuple(container)
                child, (container, node, key) = node, stack.pop()
                self._place(container, node, key, value, child, event.end_mark)
                key = None
            elif kind is yaml.AliasEvent:
                self._fail("input.alias", event.start_mark)
            if not stack:
                break
            event = next(events)
        root = node.children[0]
        return top[0], root

    def _place(self, container: Any, parent: Node, key: Any, value: Any, node: Node, end: Any) -> None:
        node.end = end
        if type(container) is not dict:
            parent.children[len(container)] = node
            container.append(value)
            return
        node.key = key.start_mark
        name = key.value
        if not self._key_is_sound(key, container, parent):
            return
        container[name] = value
        parent.children[name] = node

    def _key_is_sound(self, key: Any, container: dict[str, Any], parent: Node) -> bool:
        name = key.value
        if name in container:
            first = parent.children[name].key
            self._add("input.duplicate_key", key.start_mark, key=echo(name), first=first.line + 1)
            return False
        if name == "<<" and not key.style:
            self._add("input.merge_key", key.start_mark)
            return False
        if len(name) > MAX_KEY:
            self._add("input.key_too_long", key.start_mark, limit=MAX_KEY)
            return False
        self._refuse_decoded(name, key.start_mark)
        return True

    def _scalar(self, event: Any) -> object:
        value: str = event.value
        if event.anchor or event.tag:
            self._refuse_decoration(event)
        if len(value) > MAX_SCALAR:
            self._add("input.value_too_long", event.start_mark, limit=MAX_SCALAR)
            return value[:MAX_SCALAR]
        if event.style:  # quoted or block: always text
            self._refuse_decoded(value, event.start_mark)
            return value
        if value in _WORDS:
            return _WORDS[value]
        if value[0] in "-0123456789" and len(value) <= MAX_DIGITS:
            if _INTEGER.fullmatch(value):
                return int(value)
            if _NUMBER.fullmatch(value) and abs(number := float(value)) != float("inf"):
                return number
        return value

    def _refuse_decoded(self, value: str, mark: Any) -> None:
        """A quoted text may spell out characters that the file itself may not hold."""
        if not value.isascii() or not value.isprintable():
            match = _FORBIDDEN.search(value)
            if match:
                self._add("input.forbidden_character", mark, code=f"U+{ord(match[0]):04X}")

    def _refuse_decoration(self, event: Any) -> None:
        self._add("input.anchor" if event.anchor else "input.tag", event.start_mark, tag=echo(event.tag or event.anchor))

    def _refuse_forbidden_characters(self) -> None:
        match = _FORBIDDEN_IN_FILE.search(self.text)
        if match:
            before = self.text[: match.start()].replace("\r\n", "\n").replace("\r", "\n")
            position = Position(before.count("\n") + 1, len(before) - before.rfind("\n"))
            self.problems.append(
                problem(
                    self.path, "input.forbidden_character", position, code=f"U+{ord(match[0]):04X}", line=self._line(position)
                )
            )
            raise InputError(tuple(self.problems))

    def _line(self, position: Position) -> str:
        return line_of(self.text, position)

    def _add(self, message: str, mark: Any, hint: str = "", **values: object) -> None:
        position = NOWHERE if mark is None else Position(mark.line + 1, mark.column + 1)
        self.problems.append(problem(self.path, message, position, hint=hint, line=self._line(position), **values))

    def _fail(self, message: str, mark: Any, hint: str = "", **values: object) -> None:
        if mark is None:
            self.problems.append(
                problem(self.path, message, Position(1, 1), hint=hint, line=self._line(Position(1, 1)), **values)
            )
        else:
            self._add(message, mark, hint, **values)
        raise InputError(tuple(self.problems))

    def _syntax(self, mark: Any, words: str) -> None:
        """Report a syntax error; the usual slips of Japanese typing get their own hint."""
        lines = self.text.splitlines() or [""]
        index = min(mark.line, len(lines) - 1) if mark is not None else len(lines) - 1
        hint = ""
        for nearby in (index, index - 1):
            hint = hint or (slip_hint(lines[nearby]) if nearby >= 0 else "")
        column = mark.column + 1 if mark is not None and mark.line == index else len(lines[index]) + 1
        position = Position(index + 1, column)
        self.problems.append(
            problem(self.path, "input.syntax", position, hint=hint, line=lines[index], words=visible(words) or "YAML")
        )
        raise InputError(tuple(self.problems))


def slip_hint(line: str) -> str:
    """The hint for a line with a character that looks right but is not: full-width signs, tabs."""
    if line.startswith("PK"):
        return "input.hint_excel"
    if line.startswith(("<<<<<<<", ">>>>>>>", "=======")):
        return "input.hint_conflict"
    before_comment = line.split("#", 1)[0]
    for sign, hint in (
        ("：", "input.hint_colon"),
        ("\u3000", "input.hint_space"),
        ("\u00a0", "input.hint_space"),
        ("\t", "input.hint_tab"),
        ("－", "input.hint_hyphen"),
        ("｛", "input.hint_bracket"),
        ("｝", "input.hint_bracket"),
        ("［", "input.hint_bracket"),
        ("］", "input.hint_bracket"),
        ("＃", "input.hint_hash"),
        ("\u201c", "input.hint_quote"),
        ("\u201d", "input.hint_quote"),
        ("，", "input.hint_comma"),
    ):
        if sign in before_comment:
            return hint
    if before_comment.lstrip()[:1] in tuple("ー\u2212\u2010\u2013\u2014\u2015"):
        return "input.hint_hyphen"
    if "、" in before_comment and re.search(r"[{\[].*、", before_comment):
        return "input.hint_comma"
    return ""
