"""Records as JSON: indented, UTF-8, keys in the order of the contract, no value that JSON does not know."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

from hrsi_cli.domain.visible import json_escaped

_INDENTED = json.JSONEncoder(ensure_ascii=False, allow_nan=False, indent=2)
_WORDS_AT_ONCE = 10_000
_LINE = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def paint_json(record: Mapping[str, object]) -> bytes:
    """A record as a JSON document; Japanese stays readable, invisible characters become escapes."""
    return b"".join((*_encoded(record), b"\n"))


def _encoded(record: Mapping[str, object]) -> Iterator[bytes]:
    """The document in pieces, because a large one as text takes several times the memory of its bytes."""
    words = _INDENTED.iterencode(record)
    while some := "".join(islice(words, _WORDS_AT_ONCE)):
        yield json_escaped(some).encode("utf-8")


def paint_json_line(record: Mapping[str, object]) -> bytes:
    """A record as one line, for streams of records."""
    return (json_escaped(_LINE.encode(record)) + "\n").encode("utf-8")


def json_pieces(
    begin: Mapping[str, object], key: str, items: Iterable[Mapping[str, object]], end: Callable[[], Mapping[str, object]]
) -> Iterator[bytes]:
    """What ``paint_json`` makes of a record, piece by piece: the items of its list ``key`` need not exist all at once.

    ``begin`` is the record as far as the list, the list empty; ``end`` tells the whole record once all items were there.
    """
    mark = f'"{key}": ['
    head, _, _ = paint_json(begin).decode().partition(mark)
    yield f"{head}{mark}".encode()
    parted = ""
    for item in items:
        text = json_escaped(_INDENTED.encode(item))
        yield (f"{parted}\n    " + text.replace("\n", "\n    ")).encode()
        parted = ","
    _, _, tail = paint_json({**end(), key: []}).decode().partition(mark)
    yield (("\n  " if parted else "") + tail).encode()
