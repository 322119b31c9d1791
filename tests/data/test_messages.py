"""The program's sentences: every id used exists, every id is used, and both languages say the same thing."""

from __future__ import annotations

import ast
import functools
import re
import string
from collections.abc import Iterator
from pathlib import Path

from hrsi_cli.domain.text import Text
from hrsi_cli.knowledge.compiler import read_messages

ROOT = Path(__file__).resolve().parents[2]
JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uff01-\uff60\u3001-\u303f]")
ASKING = ("say", "help_text", "Message", "problem", "reference_problem", "key_problem", "_wrong", "_say")
"""Calls whose literal argument is a message id."""
SAME_IN_BOTH = re.compile(r"(\{\w*\}|[A-Za-z0-9 .,:;()\[\]/%+*<>=_|'\"#-])*")
"""A Japanese sentence of nothing but placeholders, signs and Latin letters: abbreviations, units, patterns."""
ENGLISH_WITH_JAPANESE = {"unit.", "input.", "workbook.", "help.", "starter.", "plan.", "questions.", "question."}
"""Areas whose English may quote Japanese, as what a user may type."""
COUNT = re.compile(r"\{(count|answered|left|days|offers|labels|cases|presets|plans|metrics|total)\} [a-z ]*?[a-rt-z]s\b")
"""A count that stands before a plural."""
ALWAYS_MANY = {
    *("HRSI201.old", "HRSI207.old", "HRSI213.old", "waiver.too_long"),  # what is over a limit of at least a month or a day
    *("gap.same_id", "gap.progress", "portfolio.circle", "portfolio.knot", "portfolio.same_id"),  # of one there is none
    *("gate.stale_many", "report.most_in_detail"),  # said from a fixed number on
    *("guide.observations_count", "guide.count", "inputs.title", "show.preset_counts", "show.preset_counts_own"),  # of the guide
    "select.many_title",  # the answers are those of several systems
}
VOCABULARY = ("industry.", "unit.", "figure.", "row.")
"""Labels of the vocabulary: used through the keys in the data."""


@functools.cache
def sentences() -> dict[str, Text]:
    return read_messages(ROOT / "data")


@functools.cache
def code() -> tuple[ast.AST, ...]:
    return tuple(ast.parse(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "src").rglob("*.py")))


@functools.cache
def words_in_code() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Every text in the code, and a pattern for every text that is put together and may be an id."""
    whole: set[str] = set()
    patterns: set[str] = set()
    for tree in code():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            if isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant) and str(node.left.value).endswith("."):
                patterns.add(re.escape(str(node.left.value)) + ".+")
            if isinstance(node, ast.JoinedStr):
                fixed = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
                if re.fullmatch(r"[A-Za-z0-9_-]*\.[A-Za-z0-9_.-]*", fixed) and fixed != ".":
                    parts = (re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in node.values)
                    patterns.add("".join(parts))
    return frozenset(whole), tuple(re.compile(pattern) for pattern in sorted(patterns))


def asked_for() -> Iterator[str]:
    """The ids that the code names outright."""
    for tree in code():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name not in ASKING:
                continue
            for argument in node.args[:3]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    text = argument.value
                    if name == "help_text":
                        yield f"help.{text}"
                    elif re.fullmatch(r"[a-z_]+(\.[a-z0-9_]+)+", text):
                        yield text


def test_ids_named_in_the_code_exist() -> None:
    areas = {id.split(".")[0] for id in sentences()}
    missing = sorted({id for id in asked_for() if id not in sentences() and id.split(".")[0] in areas})
    assert missing == []


def test_ids_put_together_in_the_code_lead_somewhere() -> None:
    areas = {id.split(".")[0] for id in sentences()}
    _, patterns = words_in_code()
    lost = sorted(
        pattern.pattern
        for pattern in patterns
        if re.match(r"[a-z_]+\\\.", pattern.pattern)
        and pattern.pattern.split("\\")[0] in areas
        and not any(pattern.fullmatch(id) or pattern.fullmatch(id.removeprefix("help.")) for id in sentences())
    )
    assert lost == []


def test_every_sentence_is_used() -> None:
    whole, patterns = words_in_code()

    def used(id: str) -> bool:
        names = (id, id.removeprefix("help."))
        return any(name in whole or any(pattern.fullmatch(name) for pattern in patterns) for name in names)

    assert sorted(id for id in sentences() if not id.startswith(VOCABULARY) and not used(id)) == []


def test_both_languages_take_the_same_values() -> None:
    def fields(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

    assert sorted(id for id, text in sentences().items() if fields(text.ja) != fields(text.en)) == []


def test_english_is_english() -> None:
    odd = sorted(
        id
        for id, text in sentences().items()
        if JAPANESE.search(text.en) and not any(id.startswith(area) for area in ENGLISH_WITH_JAPANESE)
    )
    assert odd == []


def test_japanese_is_japanese() -> None:
    odd = sorted(id for id, text in sentences().items() if not JAPANESE.search(text.ja) and not SAME_IN_BOTH.fullmatch(text.ja))
    assert odd == []


def test_a_longer_english_sentence_is_not_left_untranslated() -> None:
    """Words of Latin letters alone may stay as they are; a sentence of them in the Japanese column may not."""
    odd = sorted(
        id
        for id, text in sentences().items()
        if text.ja == text.en and len(re.findall(r"[a-z]{2,}", re.sub(r"\{\w*\}", "", text.ja))) > 2
    )
    assert odd == []


def test_no_count_of_one_stands_before_a_plural() -> None:
    counting = {id for id, text in sentences().items() if COUNT.search(text.en)}
    assert counting <= ALWAYS_MANY, sorted(counting - ALWAYS_MANY)
