"""Small records that several outputs share."""

from __future__ import annotations

from typing import TypedDict, overload

from hrsi_cli.domain.text import SourcedText, Text


class TextRecord(TypedDict):
    """A text in both languages."""

    ja: str
    en: str


class SourcedTextRecord(TextRecord):
    """A text in both languages with its place in the guide."""

    source: str


class DurationRecord(TypedDict):
    """A time as typed and in ISO 8601."""

    text: str
    iso: str


def text_record(text: Text) -> TextRecord:
    """Both languages of a text."""
    return {"ja": text.ja, "en": text.en}


def optional_text(text: Text | None) -> TextRecord | None:
    """Both languages, or null."""
    return None if text is None else text_record(text)


def sourced_record(text: SourcedText) -> SourcedTextRecord:
    """Both languages of a text with its source."""
    return {"ja": text.ja, "en": text.en, "source": text.source}


@overload
def four_digits(share: float) -> float: ...
@overload
def four_digits(share: None) -> None: ...
def four_digits(share: float | None) -> float | None:
    """A share as the records have it: rounded here and nowhere before, so that texts round the exact one."""
    return None if share is None else round(share, 4)
