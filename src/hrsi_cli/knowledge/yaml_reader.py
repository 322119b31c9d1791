"""A strict reader of YAML 1.2 that keeps the position of every key and value.

It consumes parser events and builds plain data itself, because the shape of a plan is simple and the
rest of YAML is where files hurt their readers: anchors, aliases, merge keys and tags are refused, and
scalars follow the core schema without its surprises (no dates, no octal numbers, no ``yes``).
The events come from libyaml when it is there, which parses a plan in a fraction of a millisecond.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

try:
    from yaml.cyaml import CParser as _Parser  # type: ignore[attr-defined]  # present when built with libyaml
except ImportError:  # a PyYAML built without libyaml: fifteen times slower, and it wants quotes around ? within braces

    class _Parser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):  # type: ignore[no-redef]
        """The pure-Python parser, put together as PyYAML's own loaders do."""

        def __init__(self, text: str) -> None:
            yaml.reader.Reader.__init__(self, text)
            yaml.scanner.Scanner.__init__(self)
            yaml.parser.Parser.__init__(self)


from hrsi_cli.domain.problem import NOWHERE, InputError, Message, Position, Problem
from hrsi_cli.domain.visible import NON_CHARACTERS, echo
from hrsi_cli.knowledge.json_pairs import with_joined_pairs

MAX_BYTES = 1024 * 1024
"""A thousand measures need 100 kB; a larger file is something else."""
MAX_LINES = 100_000
"""Four times as many as values, so that only blank lines and comments can be cut off; an editor walks through all of them."""
MAX_EVENTS = 25_000
"""Bounds the time of the pure-Python parser to well under a second."""
MAX_DEPTH = 32
"""The plan format needs eight."""
MAX_SCALAR = 10_000
"""Characters in one value; a spreadsheet cell holds 32,767."""
MAX_KEY = 128
MAX_DIGITS = 18
"""More digits than a 64-bit number holds are no number that a plan needs."""
LONGEST_WORD = 40
"""Characters; a longer scalar without quotes is text, whatever it says."""

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?")
BREAK = re.compile("\r\n|[\n\r]")
"""What ends a line for editors; libyaml takes two separators of Unicode (U+2028, U+2029) for line endings besides."""
FORBIDDEN = re.compile(
    f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff{NON_CHARACTERS}"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"  # tag characters; the variation selectors between are parts of Japanese names
)
"""Characters that neither the file nor a decoded value may hold: they drive terminals or break XML and spreadsheets."""
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character: an escape that libyaml refuses, and the parser in Python lets through."""
_FORBIDDEN_IN_FILE = re.compile(f"{FORBIDDEN.pattern}|[\ufeff\x85]")
"""A byte-order mark within the text is the seam of two files; NEL is a control character that parsers take for an end of line."""
_WORDS: dict[str, object] = {"": None, "~": None, "null": None, "Null": None, "NULL": None, "true": True, "false": False}

_HINTS = {
    "input.alias": "input.hint_alias",
    "input.anchor": "input.hint_anchor",
    "input.duplicate_key": "input.hint_keep_one",
    "input.empty": "input.hint_right_file",
    "input.key_not_text": "input.hint_one_word",
    "input.key_too_long": "input.hint_long_key",
    "input.second_document": "input.hint_one_file",
    "input.tag": "input.hint_tag",
    "input.too_deep": "input.hint_too_deep",
    "input.too_many_lines": "input.hint_right_file",
    "input.too_many_values": "input.hint_right_file",
    "input.value_too_long": "input.hint_long_value",
    "input.yaml_version": "input.hint_line_out",
}
"""What to do about a fault whose message does not say it."""

Path = tuple[str | int, ...]


class Node:
    """Where one value stands: its own span, its key, and the nodes inside it."""

    __slots__ = ("_children", "end", "key", "parts", "start")

    def __init__(self, start: Any, key: Any) -> None:
        self.start = start
        self.end = start
        self.key = key
        self.parts: dict[str | int, tuple[Any, Any]] = {}
        """What the reader found inside, by key or index: the event of the key, and a node or the event of a scalar."""
        self._children: dict[str | int, Node] | None = None

    @property
    def children(self) -> dict[str | int, Node]:
        """The nodes inside, by key or index; made when first asked for, because most are never asked for."""
        if self._children is None:
            self._children = {name: _node(key, item) for name, (key, item) in self.parts.items()}
        return self._children

    @children.setter
    def children(self, nodes: dict[str | int, Node]) -> None:
        self._children = nodes


def _node(key: Any, item: Any) -> Node:
    if type(item) is Node:
        return item
    node = Node(item.start_mark, None if key is None else key.start_mark)
    node.end = item.end_mark
    return node


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: plain data (mappings, tuples, scalars) and the place of each part."""

    path: str
    text: str
    data: Any
    root: Node
    problems: tuple[Problem, ...]
    """Faults that did not keep the rest from being read."""
    separated: bool = False
    """Whether the text has separators that libyaml counts as lines."""

    def node(self, path: Path) -> Node:
        """The node of a place in the data, or of its nearest parent that exists."""
        node = self.root
        for part in path:
            node = node.children.get(part, node)
        return node

    def locate(self, path: Path, *, key: bool = False) -> Position:
        """Line and column of a value, or of its key; of the nearest parent when it is absent."""
        node = self.root
        at_key, mark = node.key, node.start
        for part in path:
            if node._children is not None:  # they have been made, and perhaps changed
                node = node._children.get(part, node)
            elif part not in node.parts:
                continue
            else:
                name, item = node.parts[part]  # asked for thousands of places, so no node is made of it
                if type(item) is not Node:
                    at_key, mark = name and name.start_mark, item.start_mark
                    break
                node = item
            at_key, mark = node.key, node.start
        if key and at_key is not None:
            mark = at_key
        if self.separated and mark is not None:
            return position_of(self.text, mark)
        return NOWHERE if mark is None else Position(mark.line + 1, mark.column + 1)

    def line(self, position: Position) -> str:
        """The text of a line, for showing it in a message."""
        return line_of(self.text, position)


@lru_cache(maxsize=1)
def _lines(text: str) -> list[str]:
    """The lines of the text asked about last: thousands of problems in one file must not split it each time."""
    return BREAK.split(text)


def _has_separators(text: str) -> bool:
    return "\u2028" in text or "\u2029" in text


def position_of(text: str, mark: Any) -> Position:
    """Line and column of a mark as an editor counts them."""
    if not _has_separators(text):
        return Position(mark.line + 1, mark.column + 1)
    lines = BREAK.split(text[: mark.index])
    return Position(len(lines), len(lines[-1]) + 1)


def line_of(text: str, position: Position) -> str:
    """The line of a text that a position names."""
    lines = _lines(text)
    return lines[position.line - 1] if 0 < position.line <= len(lines) else ""


@lru_cache(maxsize=4096)
def _plain(value: str) -> object:
    """What a scalar without quotes stands for; kept, because plans say the same few words and numbers."""
    if value in _WORDS:
        return _WORDS[value]
    if value[0] in "-0123456789" and len(value) <= MAX_DIGITS:
        if _INTEGER.fullmatch(value):
            return int(value)
        if _NUMBER.fullmatch(value) and abs(number := float(value)) != float("inf"):
            return number
    return value


def _as_written(tag: str) -> str:
    """A tag as the file has it: the parser spells the short ones out."""
    short = tag.replace("tag:yaml.org,2002:", "!!", 1)
    return short if short.startswith("!") else f"!<{tag}>"


def read_document(text: str, path: str) -> Document:
    """Parse one YAML (or JSON) document; raises InputError when it is no well-formed document."""
    return _Builder(text, path).build()


class _Builder:
    """Turns parser events into data and nodes, without recursion. One instance reads one document."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.problems: list[Problem] = []
        self.separated = _has_separators(text)
        self.special = "!" in text or "&" in text or "\\" in text
        """Without these signs there is no tag, no anchor and no escape, and no event need be asked for one."""
        self.last: Any = None

    def build(self) -> Document:
        self._refuse_unfit_text()
        top = Node(None, None)
        try:
            data = self._read(_Parser(with_joined_pairs(self.text)).get_event, top)
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
        except (ValueError, AttributeError, TypeError, KeyError, IndexError, AssertionError, RecursionError, yaml.YAMLError):
            # the parser's own faults: seen with malformed directives and escapes
            self._syntax(None)
        if not data or data[0] is None:
            self._note("input.empty", Position(1, 1))
            raise InputError(tuple(self.problems))
        return Document(self.path, self.text, data[0], top.children[0], tuple(self.problems), self.separated)

    def _read(self, get_event: Callable[[], Any], top: Node) -> list[Any]:
        """Build the one value of the document; what it stands for is in a list, its node in ``top``.

        Every value of every plan passes here, so the usual case calls next to nothing of ours.
        """
        documents: list[Any] = []
        container: Any = documents
        keyed = False  # whether the container is a mapping
        node = top
        key: Any = None  # the event of a key that waits for its value
        stack: list[tuple[Any, Node, Any]] = []
        special = self.special
        for event in islice(iter(get_event, None), MAX_EVENTS):
            self.last = event
            kind = type(event)
            if kind is ScalarEvent:
                if keyed and key is None:
                    key = event
                    continue
                value = event.value
                if special or len(value) > MAX_SCALAR:
                    value = self._sound_text(event)
                if len(value) <= LONGEST_WORD and not event.style:  # what is quoted or a block is always text
                    value = _plain(value)
                item = event
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if special or len(stack) >= MAX_DEPTH or (keyed and key is None):
                    self._look_at_opening(event, depth=len(stack), as_key=keyed and key is None)
                stack.append((container, node, key))
                node = Node(event.start_mark, key and key.start_mark)
                keyed = kind is MappingStartEvent
                container = {} if keyed else []
                key = None
                continue
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                value = container if keyed else tuple(container)
                item = node
                item.end = event.end_mark
                container, node, key = stack.pop()
                keyed = key is not None
            else:
                self._look_at_rest(event, documents)
                continue
            if not keyed:
                node.parts[len(container)] = None, item
                container.append(value)
                continue
            name = key.value
            usual = not (special or name in container or len(name) > MAX_KEY or name == "<<")
            if usual or self._is_sound(key, container, node):
                node.parts[name] = key, item
                container[name] = value
            key = None
        if type(event) is not StreamEndEvent:
            self._fail("input.too_many_values", event.start_mark, limit=MAX_EVENTS)
        return documents

    def _look_at_opening(self, event: Any, *, depth: int, as_key: bool) -> None:
        """Refuse a mapping or sequence that may not begin here."""
        if as_key:
            self._fail("input.key_not_text", event.start_mark)
        if event.anchor or event.tag:
            self._refuse_decoration(event)
        if depth >= MAX_DEPTH:
            self._fail("input.too_deep", event.start_mark, limit=MAX_DEPTH)

    def _look_at_rest(self, event: Any, documents: list[Any]) -> None:
        """Refuse aliases, directives and a second document; the other events say nothing."""
        if type(event) is AliasEvent:
            self._fail("input.alias", event.start_mark)
        if type(event) is not DocumentStartEvent:
            return
        if documents:
            self._fail("input.second_document", event.start_mark)
        if event.version not in (None, (1, 2)):
            self._fail("input.yaml_version", event.start_mark)
        if event.tags:
            self._fail("input.tag", event.start_mark, tag="%TAG")

    def _is_sound(self, key: Any, container: dict[str, Any], parent: Node) -> bool:
        name = key.value
        if key.anchor or key.tag:
            self._refuse_decoration(key)
        if name in container:
            first, _ = parent.parts[name]
            self._add("input.duplicate_key", key.start_mark, key=echo(name), first=position_of(self.text, first.start_mark).line)
            return False
        if name == "<<" and not key.style:
            self._add("input.merge_key", key.start_mark)
            return False
        if len(name) > MAX_KEY:
            self._add("input.key_too_long", key.start_mark, limit=MAX_KEY)
            return False
        if key.style:
            self._refuse_decoded(name, key.start_mark)
        return True

    def _sound_text(self, event: Any) -> str:
        """A scalar's text, as long as a value may be; refuses what is longer, what stands before it, and bad escapes."""
        value: str = event.value
        if event.anchor or event.tag:
            self._refuse_decoration(event)
        if len(value) > MAX_SCALAR:
            self._add("input.value_too_long", event.start_mark, limit=MAX_SCALAR)
        if event.style:
            self._refuse_decoded(value[:MAX_SCALAR], event.start_mark)
        return value[:MAX_SCALAR]

    def _refuse_decoded(self, value: str, mark: Any) -> None:
        """A quoted text may spell out characters that the file itself may not hold."""
        if match := FORBIDDEN.search(value):
            refuse = self._fail if _SURROGATE.search(value) else self._add  # no schema can look at half a character
            refuse("input.forbidden_character", mark, code=f"U+{ord(match[0]):04X}")

    def _refuse_decoration(self, event: Any) -> None:
        shown = _as_written(event.tag) if event.tag else event.anchor
        self._add("input.anchor" if event.anchor else "input.tag", event.start_mark, tag=echo(shown))

    def _refuse_unfit_text(self) -> None:
        if max(self.text.count("\n"), self.text.count("\r")) > MAX_LINES:
            self._note("input.too_many_lines", Position(MAX_LINES + 1, 1), limit=MAX_LINES)
            raise InputError(tuple(self.problems))
        if self.text.replace("\n", "").isprintable():
            return  # the usual case: no forbidden character is printable, and this looks twenty times faster
        match = _FORBIDDEN_IN_FILE.search(self.text)
        if match:
            lines = BREAK.split(self.text[: match.start()])
            self._note("input.forbidden_character", Position(len(lines), len(lines[-1]) + 1), code=f"U+{ord(match[0]):04X}")
            raise InputError(tuple(self.problems))

    def _note(self, message: str, position: Position, **values: object) -> None:
        hint = Message(_HINTS[message]) if message in _HINTS else None
        self.problems.append(Problem(self.path, Message(message, values), position, hint, line_of(self.text, position)))

    def _add(self, message: str, mark: Any, **values: object) -> None:
        self._note(message, position_of(self.text, mark), **values)

    def _fail(self, message: str, mark: Any, **values: object) -> None:
        """Note what keeps the file from being read at all, and stop."""
        self._add(message, mark, **values)
        raise InputError(tuple(self.problems))

    def _syntax(self, error: yaml.MarkedYAMLError | None) -> None:
        from hrsi_cli.knowledge.syntax import syntax_problem

        self.problems.append(syntax_problem(self.path, self.text, error, self.last and self.last.start_mark))
        raise InputError(tuple(self.problems))
