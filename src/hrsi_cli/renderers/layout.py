"""Widths and line breaks for text of mixed width: Japanese signs take two columns, breaks may fall between them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.cells import cell_len

GAP = 2
"""Blank columns between two table columns."""
_NARROWEST_COLUMN = 6
_NO_LINE_START = set("、。，．,.)]}」』）・ー:：;；!?！？%")
_NO_LINE_END = set("([{「『（")


def pad(text: str, width: int, *, right: bool = False) -> str:
    """The text filled up to a display width."""
    blank = " " * max(0, width - cell_len(text))
    return blank + text if right else text + blank


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most ``width`` columns: at blanks, or between Japanese signs."""
    lines: list[str] = []
    for part in text.split("\n"):
        lines += _wrap_line(part, max(width, 2))
    return lines


def _wrap_line(text: str, width: int) -> list[str]:
    if cell_len(text) <= width:
        return [text.rstrip()]
    lines: list[str] = []
    line, used = "", 0
    for whole in _pieces(text):
        piece = whole
        if used + cell_len(piece.rstrip()) > width and line:
            lines.append(line.rstrip())
            line, used = "", 0
            piece = piece.lstrip()
        while cell_len(piece.rstrip()) > width:
            head = _head(piece, width)
            lines.append(head)
            piece = piece[len(head) :]
        line += piece
        used += cell_len(piece)
    lines.append(line.rstrip())
    return lines


_UNBROKEN = re.compile(r"[(\[][^()\[\] ]{1,7}[)\]]|[\x21-\x7e]+|.", re.DOTALL)
"""Short brackets such as ``(推定)`` and runs of ASCII stay whole."""


def _pieces(text: str) -> list[str]:
    """The parts between which a line may break; signs that must not begin or end a line stay attached."""
    pieces: list[str] = []
    for match in _UNBROKEN.finditer(text):
        part = match[0]
        previous = pieces[-1] if pieces else ""
        if previous and (part[0] in _NO_LINE_START or part == " " or previous[-1] in _NO_LINE_END):
            pieces[-1] += part
        else:
            pieces.append(part)
    return pieces


def _head(text: str, width: int) -> str:
    size = 0
    for index, sign in enumerate(text):
        size += cell_len(sign)
        if size > width and index:
            return text[:index]
    return text


def column_widths(natural: Sequence[int], shares: Sequence[int], width: int) -> list[int]:
    """Fixed columns keep their width; the others share what is left, none wider than its text."""
    widths = list(natural)
    flexible = {index for index, share in enumerate(shares) if share}
    room = width - GAP * (len(widths) - 1) - sum(size for index, size in enumerate(widths) if index not in flexible)
    while flexible:
        total = sum(shares[index] for index in flexible)
        part = {index: max(_NARROWEST_COLUMN, room * shares[index] // total) for index in flexible}
        satisfied = {index for index in flexible if natural[index] <= part[index]}
        if not satisfied:
            for index in flexible:
                widths[index] = part[index]
            break
        for index in satisfied:
            room -= natural[index]
        flexible -= satisfied
    return widths
