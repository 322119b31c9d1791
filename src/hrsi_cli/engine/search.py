"""Search over the knowledge base, in Japanese and English at once.

Text is folded before it is compared: widths (NFKC), case, katakana and hiragana, the long-vowel mark at
the end of a word, commas and 万 in numbers, and blanks between a number and its unit. A word that begins with a
Latin letter must begin a word, and a number must be a whole number: 30 is not found in 130.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hrsi_cli.domain.browsing import Found, Hit, MatchKind, Passage
from hrsi_cli.domain.language import Language

MATCH_WEIGHT: dict[MatchKind, float] = {"phrase": 100.0, "all_words": 50.0, "some_words": 10.0}
"""A whole phrase outweighs any field, all words outweigh some."""
LONGEST_QUERY = 200
"""Characters of a query; more is no question."""
_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_LONG_VOWEL = re.compile("(?<=[ぁ-ゖ])ー(?![ぁ-ゖー])")
_COMMA = re.compile(r"(?<=\d),(?=\d{3})")
_NUMBER_BLANK = re.compile(r"(?<=\d)\s+(?=[^\W\d]|%)")
_MYRIAD = re.compile(r"(\d+(?:\.\d+)?)(万|億)")
_MYRIADS = {"万": 10_000, "億": 100_000_000}
_UNITS = {
    "てらばいと": "tb",
    "ぎがばいと": "gb",
    "めがばいと": "mb",
    "きろめーとる": "km",
    "ぱーせんと": "%",
    "箇所": "か所",
    "ゖ所": "か所",
    "ゕ所": "か所",
    "箇月": "か月",
    "ゖ月": "か月",
    "ゕ月": "か月",
}
"""Units in their other spellings, as they read after kana are folded."""
_PEOPLE = re.compile(r"(?<=\d)名")
_WIDE_BLANK = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_BLANKS = re.compile(r"\s+")
_HYPHEN = re.compile("(?<=[a-z])-(?=[a-z])")
_RUNS = re.compile(
    r"[0-9.]+(?:[a-z%]+|か[月所]|[\u4e00-\u9fff]{1,2})?|[a-z][a-z0-9\-]*|[\u4e00-\u9fff々]+|[ァ-ヺー]+|[ぁ-ゖー]{3,}"
)
"""Parts of a word written without blanks: numbers with their unit, Latin words, kanji, katakana, longer hiragana."""


def fold(text: str) -> str:
    """A text as it is compared."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_TO_HIRAGANA)
    folded = _HYPHEN.sub(" ", _COMMA.sub("", folded))
    folded = _NUMBER_BLANK.sub("", _BLANKS.sub(" ", folded))
    for spelled, sign in _UNITS.items():
        folded = folded.replace(spelled, sign)
    folded = _MYRIAD.sub(lambda match: f"{float(match[1]) * _MYRIADS[match[2]]:.15g}", folded)
    folded = _PEOPLE.sub("人", folded)
    folded = _LONG_VOWEL.sub("", folded)
    return _WIDE_BLANK.sub("", folded).strip()


def search(
    query: str,
    passages: Iterable[Passage],
    *,
    language: Language,
    synonyms: Iterable[Iterable[str]] = (),
) -> tuple[Found, ...]:
    """What the query finds, grouped by owner, the best first; ``language`` is the reader's own.

    ``synonyms`` are groups of spellings of one term. Passages that hold only some of the words are given
    only when none holds them all.
    """
    question = _Question(query, synonyms)
    if not question.words:
        return ()
    hits = [hit for passage in passages if (hit := question.ask(passage, language)) is not None]
    whole = [hit for hit in hits if hit.match != "some_words"]
    return tuple(sorted(_grouped(whole or hits, len(question.words)), key=lambda item: (-item.score, item.owner)))


def _grouped(hits: list[Hit], asked: int) -> Iterator[Found]:
    owners: dict[str, list[Hit]] = {}
    for hit in hits:
        owners.setdefault(hit.passage.owner, []).append(hit)
    for owner, own in owners.items():
        ranked = sorted(own, key=lambda hit: -hit.score)
        covered = len({word for hit in own for word in hit.words}) / asked
        # that all words stand somewhere under one owner counts; further hits only break ties
        score = ranked[0].score + 20 * covered + min(len(ranked) - 1, 9) * 0.1
        yield Found(owner, tuple(ranked), round(score, 4))


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of a query: as compared, the other spellings of the same term, and its parts."""

    folded: str
    synonyms: tuple[str, ...]
    parts: tuple[str, ...]

    def strength(self, text: str) -> float:
        """1 when the word, a synonym or all of its parts stand in the text; else the share of its parts from a half on."""
        if any(_stands_in(spelling, text) for spelling in (self.folded, *self.synonyms)):
            return 1.0
        if len(self.parts) < 2:
            return 0.0
        share = sum(_stands_in(part, text) for part in self.parts) / len(self.parts)
        return share if share >= 0.5 else 0.0


class _Question:
    """A query, folded once."""

    def __init__(self, query: str, synonyms: Iterable[Iterable[str]]) -> None:
        groups = [{fold(spelling) for spelling in group} for group in synonyms]
        self.phrase = fold(query[:LONGEST_QUERY])
        self.same = _same(self.phrase, groups)
        self.words: dict[str, _Word] = {}
        for typed in query[:LONGEST_QUERY].split():
            if folded := fold(typed):
                self.words[typed] = _Word(folded, _same(folded, groups), _parts(typed))

    def ask(self, passage: Passage, language: Language) -> Hit | None:
        """The better of the matches in the two languages; the reader's own where both are as good."""
        other: Language = "en" if language == "ja" else "ja"
        best: Hit | None = None
        for tongue in (language, other):
            hit = self._match(passage, tongue)
            if hit is not None and (best is None or hit.score > best.score):
                best = hit
        return best

    def _match(self, passage: Passage, tongue: Language) -> Hit | None:
        text = fold(passage.text.in_(tongue))
        if _stands_in(self.phrase, text):
            return self._hit(passage, "phrase", tuple(self.words), 1.0, tongue, text)
        if any(_stands_in(spelling, text) for spelling in self.same):
            return self._hit(passage, "all_words", tuple(self.words), 1.0, tongue, text)
        strengths = {typed: word.strength(text) for typed, word in self.words.items()}
        there = tuple(typed for typed, strength in strengths.items() if strength)
        if not there:
            return None
        share = sum(strengths.values()) / len(strengths)
        return self._hit(passage, "all_words" if share == 1 else "some_words", there, share, tongue, text)

    def _hit(self, passage: Passage, kind: MatchKind, there: tuple[str, ...], share: float, tongue: Language, text: str) -> Hit:
        # the part of the text that the question makes up: a short label is about it, a long text mentions it
        focus = min(1.0, sum(len(self.words[word].folded) for word in there) / max(len(text), 1))
        score = MATCH_WEIGHT[kind] * share + 10 * passage.weight + 5 * focus
        return Hit(passage, kind, there, tongue, round(score, 4))


def _same(folded: str, groups: list[set[str]]) -> tuple[str, ...]:
    """The other spellings of a term."""
    return tuple(
        sorted({spelling for group in groups if folded in group for spelling in group if spelling and spelling != folded})
    )


def _parts(typed: str) -> tuple[str, ...]:
    """The parts of a word written without blanks, cut where the script changes; particles fall out."""
    text = unicodedata.normalize("NFKC", typed).casefold()
    return () if text.isascii() else tuple(fold(part) for part in _RUNS.findall(text))


def _stands_in(word: str, text: str) -> bool:
    start = text.find(word)
    while start >= 0:
        if _is_whole(word, text, start):
            return True
        start = text.find(word, start + 1)
    return False


def _is_whole(word: str, text: str, start: int) -> bool:
    before = text[start - 1] if start else ""
    after = text[start + len(word)] if start + len(word) < len(text) else ""
    if word[0].isdecimal() and (before.isdecimal() or (before == "." and start > 1 and text[start - 2].isdecimal())):
        return False
    if _is_latin(word[0]) and _is_latin(before):
        return False
    return not (word[-1].isdecimal() and after.isdecimal())


def _is_latin(sign: str) -> bool:
    return "a" <= sign <= "z"
