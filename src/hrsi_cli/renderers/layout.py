"""Widths and line breaks for text of mixed width: Japanese signs take two columns, breaks may fall between them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.cells import cell_len

GAP = 2
"""Blank columns between two table columns."""
_NARROWEST_COLUMN = 8
"""A column of Japanese text is not made narrower than this: four signs."""
_LONGEST_WORD = 16
"""Longer words (paths, addresses) may be cut so that a table stays a table."""
_NO_LINE_START = set("、。，．,.)]}〉》」』】）・ー々:：;；!?！？%ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ")
_NO_LINE_END = set("([{〈《「『【（")
_CUT_AFTER = set("/\\-_.,=:;&?@")
"""Signs after which a word that fits no line is cut first."""


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
            size = _head(piece, width)
            lines.append(piece[:size])
            piece = piece[size:]
        line += piece
        used += cell_len(piece)
    lines.append(line.rstrip())
    return lines


_UNBROKEN = re.compile(r"[(\[][^()\[\] ]{1,7}[)\]]|[\x21-\x7e]+|.", re.DOTALL)
"""Short brackets such as ``(推定)`` and runs of ASCII stay whole."""
_WORD = re.compile(r"[\x21-\x7e]+")
_HIDDEN_FILE = re.compile(r"\.\w")
"""A word such as ``.hrsi.toml`` begins with a point that closes nothing."""


def _pieces(text: str) -> list[str]:
    """The parts between which a line may break; signs that must not begin or end a line stay attached."""
    pieces: list[str] = []
    for match in _UNBROKEN.finditer(text):
        part = match[0]
        previous = pieces[-1] if pieces else ""
        closing = part[0] in _NO_LINE_START and not _HIDDEN_FILE.match(part)
        if previous and (closing or part == " " or previous[-1] in _NO_LINE_END):
            pieces[-1] += part
        else:
            pieces.append(part)
    return pieces


def _head(text: str, width: int) -> int:
    """How much of a word that fits no line goes on one: up to a sign such as ``/``, and with no closing sign left over."""
    size = used = 0
    for sign in text:
        used += cell_len(sign)
        if used > width:
            break
        size += 1
    for end in range(size, size // 3, -1):
        if text[end - 1] in _CUT_AFTER and text[end] not in _NO_LINE_START:
            return end
    while size > 1 and (text[size] in _NO_LINE_START or text[size - 1] in _NO_LINE_END):
        size -= 1
    return max(size, 1)


def longest_word(text: str) -> int:
    """Columns of the longest part of a text that is not broken unless it must be."""
    return max(map(len, _WORD.findall(text)), default=0)


def column_widths(natural: Sequence[int], words: Sequence[int], shares: Sequence[int], width: int) -> list[int] | None:
    """Widths of the columns of a table; None when it cannot be set in ``width``.

    Columns without a share keep their width, the others share what is left, none wider than its text nor
    narrower than its longest word. Where that does not fit, the columns without a share give way too, and
    at last words beyond a sensible length are cut.
    """
    room = width - GAP * (len(natural) - 1)
    if sum(natural) <= room:
        return list(natural)
    whole = [min(size, max(word, _NARROWEST_COLUMN)) for size, word in zip(natural, words, strict=True)]
    cut = [min(size, max(_LONGEST_WORD, _NARROWEST_COLUMN)) for size in whole]
    flexible = [size if not share else least for size, least, share in zip(natural, whole, shares, strict=True)]
    for least in (flexible, whole, cut):
        if sum(least) <= room:
            return _shared(natural, least, [share or 1 for share in shares], room)
    return None


def _shared(natural: Sequence[int], least: Sequence[int], shares: Sequence[int], room: int) -> list[int]:
    """Share out a room by shares, each part between a least and a natural width."""
    widths = list(least)
    open_ = {index for index in range(len(widths)) if least[index] < natural[index]}
    room -= sum(size for index, size in enumerate(widths) if index not in open_)
    while open_:
        total = sum(shares[index] for index in open_)
        part = {index: room * shares[index] // total for index in open_}
        low = {index for index in open_ if part[index] < least[index]}
        high = {index for index in open_ if part[index] >= natural[index]}
        missing = sum(least[index] - part[index] for index in low)
        spare = sum(part[index] - natural[index] for index in high)
        if not low and not high:
            for index in open_:
                widths[index] = part[index]
            break
        settled, sizes = (low, least) if missing > spare else (high or low, natural if high else least)
        for index in settled:
            widths[index] = sizes[index]
            room -= sizes[index]
        open_ -= settled
    return widths
