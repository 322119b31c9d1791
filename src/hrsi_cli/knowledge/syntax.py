"""A file that is no YAML: which line is at fault, what is wrong there, and the hint for the usual slips.

Only files that cannot be read come here, so nothing in this module is on the path of a sound one.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from hrsi_cli.domain.problem import Message, Position, Problem, problem
from hrsi_cli.domain.visible import visible
from hrsi_cli.knowledge.yaml_reader import BREAK, position_of

_WORDS = (
    ("could not find expected ':'", "yaml.no_colon"),
    ("mapping values are not allowed", "yaml.second_colon"),
    ("found unexpected ':'", "yaml.colon_in_brackets"),
    ("expected ',' or '}'", "yaml.open_braces"),
    ("expected ',' or ']'", "yaml.open_brackets"),
    ("expected key", "yaml.indent"),
    ("expected '-' indicator", "yaml.indent_of_list"),
    ("expected <block end>", "yaml.indent"),
    ("expected node content", "yaml.no_value"),
    ("expected the node content", "yaml.no_value"),
    ("sequence entries are not allowed", "yaml.list_not_here"),
    ("mapping keys are not allowed", "yaml.key_not_here"),
    ("that cannot start any token", "yaml.bad_start"),
    ("found unexpected end of stream", "yaml.open_quote"),
    ("found unexpected document", "yaml.open_quote"),
    ("found unknown escape character", "yaml.bad_escape"),
    ("expected hexdecimal number", "yaml.bad_escape"),
    ("hexadecimal numbers", "yaml.bad_escape"),
    ("invalid Unicode character escape", "yaml.bad_escape"),
    ("found a tab character", "yaml.tab"),
    ("expected <document start>", "yaml.after_the_end"),
    ("expected '<document start>'", "yaml.after_the_end"),
    ("expected comment or line break", "yaml.after_block_sign"),
    ("expected a comment or a line break", "yaml.after_block_sign"),
    ("indentation indicator", "yaml.after_block_sign"),
    ("alphabetic or numeric character", "yaml.bad_start"),
    ("undefined tag handle", "yaml.tag"),
    ("tag URI", "yaml.tag"),
    ("directive", "yaml.directive"),
    ("version number", "yaml.directive"),
    ("incompatible YAML document", "yaml.directive"),
)
"""What the parsers say, libyaml and the one in Python, and the sentence for it; the first part that is found counts."""
_AT_THE_START = ("yaml.no_colon", "yaml.open_quote")
"""Faults that the parser notices below: what it was reading then began at the place to name."""
_NO_BLANK = re.compile(r"\s*(?:- +)?[A-Za-z_][A-Za-z0-9_.-]*:[^\s/:].*")
_BARE_KEY = re.compile(r"(\s*(?:- +)?)[^\s:#&*!|>{}\[\]'\"%@`-][^:#]*")


def syntax_problem(path: str, text: str, error: yaml.MarkedYAMLError | None, last: Any) -> Problem:
    """The problem of a text that the parser gave up on; ``last`` is the mark of what it had read, should it not say where.

    The usual slips of Japanese typing get their own hint.
    """
    lines = BREAK.split(text)
    if len(lines) > 1 and not lines[-1]:
        del lines[-1]
    words = (error and error.problem) or ""
    id = next((id for part, id in _WORDS if part in words), "")
    begun: Any = error and error.context_mark
    mark: Any = (error and (error.problem_mark or begun)) or last
    if id in _AT_THE_START and begun is not None:
        mark = begun
    at = position_of(text, mark) if mark is not None else Position(len(lines) + 1, 1)
    index = min(at.line, len(lines)) - 1
    column = at.column if at.line == index + 1 else len(lines[index]) + 1
    hint = _slip_near(lines, index)
    if id == "yaml.second_colon" and index and _wide_colon(lines[index - 1]):
        index, column, id = index - 1, _indent(lines[index - 1]) + 1, "yaml.no_colon"
    elif id in ("yaml.second_colon", "yaml.indent") and not hint:
        above = _line_above(lines, index)
        first = ": " not in lines[index][: column - 1]  # otherwise the colon before is the one of the key
        if above is not None and first and (id != "yaml.indent" or _indent(lines[above]) == _indent(lines[index])):
            index, column, id = above, _indent(lines[above]) + 1, "yaml.no_colon"
    if not hint:
        hint = _hint(id, lines[index])
    conflict = next((number for number, line in enumerate(lines[:index]) if line.startswith("<<<<<<<")), None)
    if conflict is not None:
        index, column, hint = conflict, 1, "input.hint_conflict"
    said = Message(id, {"line": position_of(text, begun).line if begun is not None else index + 1}) if id else _as_said(words)
    return problem(path, "input.syntax", Position(index + 1, column), hint=hint, line=lines[index], words=said)


def _as_said(words: str) -> Message | str:
    return f'"{visible(words)}"' if words else Message("yaml.other")


def _slip_near(lines: list[str], index: int) -> str:
    """The hint for a slip in the line at fault or in the one above it, where a full-width colon may well be part of a value."""
    if (hint := slip_hint(lines[index])) or not index:
        return hint
    above = slip_hint(lines[index - 1])
    return above if above != "input.hint_colon" or _wide_colon(lines[index - 1]) else ""


def _wide_colon(line: str) -> bool:
    """Whether a line has a full-width colon where the one behind its key belongs."""
    key, colon, _ = line.partition("#")[0].partition("：")
    return bool(colon) and ":" not in key


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _line_above(lines: list[str], index: int) -> int | None:
    """The line above that holds anything, when it looks like a key whose colon, or the blank after it, is missing."""
    for above in range(index - 1, -1, -1):
        line = lines[above].partition(" #")[0].rstrip()
        if line and not line.lstrip().startswith("#"):
            return above if _NO_BLANK.fullmatch(line) or _BARE_KEY.fullmatch(line) else None
    return None


def _hint(id: str, line: str) -> str:
    if id == "yaml.no_colon":
        return "input.hint_blank" if lacks_blank(line) else ""
    return {"yaml.second_colon": "input.hint_second_colon", "yaml.indent": "input.hint_line_above"}.get(id, "")


def lacks_blank(text: str) -> bool:
    """Whether a text is a key and a value with no blank after the colon, such as ``model:3``."""
    return _NO_BLANK.fullmatch(text) is not None


def slip_hint(line: str) -> str:
    """The hint for a line with a character that looks right but is not: full-width signs, tabs."""
    if line.startswith("PK"):
        return "input.hint_excel"
    if line.startswith(("<<<<<<<", ">>>>>>>", "=======")):
        return "input.hint_conflict"
    before_comment = line.partition("#")[0]
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
