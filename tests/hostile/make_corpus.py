"""Write the corpus of hostile plans and its manifest. Run it after changing a list here.

    python tests/hostile/make_corpus.py

The expected class, message and place of each file are written by hand, from the plan format and the
YAML 1.2 specification. They are never taken from what the program says. Files that are too large to
keep, and those that are no plain files, are made by ``test_files.py``.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
CORPUS = FOLDER / "corpus"

HEAD = "hrsi: 1\nsystem: {id: a}\ntarget: {model: 3}\n"
"""The shortest plan: three lines, so what is added stands in line 4."""


@dataclass(frozen=True)
class Entry:
    """One file and what must become of it."""

    file: str
    content: bytes
    message: str = ""
    """Id of the first problem by position; empty for a file that must be accepted."""
    line: int = 0
    column: int = 0


ENTRIES: list[Entry] = []


def bad(file: str, content: str | bytes, message: str, line: int, column: int) -> None:
    """A file that must be refused at a place."""
    ENTRIES.append(Entry(file, content if isinstance(content, bytes) else content.encode(), f"input.{message}", line, column))


def good(file: str, content: str | bytes) -> None:
    """A file that looks odd and must be accepted."""
    ENTRIES.append(Entry(file, content if isinstance(content, bytes) else content.encode()))


def added(text: str) -> str:
    """The shortest plan with more behind it."""
    return HEAD + text


def encodings() -> None:
    """UTF-8 only, with or without a mark; the likely encoding of anything else is named."""
    japanese = "hrsi: 1\nsystem: {id: a, name: 販売管理}\ntarget: {model: 3}\n"
    for codec in ("cp932", "shift_jis", "euc_jp", "shift_jis_2004", "euc_jis_2004", "gb18030", "euc_kr", "big5"):
        bad(f"encodings/{codec}.yaml", japanese.replace("販売管理", "東北").encode(codec), "not_utf8", 2, 23)
    for codec in ("latin-1", "cp1252", "iso8859_15", "cp437", "mac_roman", "koi8_r"):
        word = "Привет" if codec == "koi8_r" else "é"
        bad(f"encodings/{codec}.yaml", added(f"notes: caf{word}\n").encode(codec), "not_utf8", 4, 11)
    bad("encodings/iso2022_jp.yaml", added("notes: 計画\n").encode("iso2022_jp"), "forbidden_character", 4, 8)
    good("encodings/utf7_is_only_ascii.yaml", added("notes: 計画\n").encode("utf-7"))
    for codec in ("utf-16", "utf-32"):
        bad(f"encodings/{codec}.yaml", japanese.encode(codec), "wide_encoding", 1, 1)
    bad("encodings/utf-16-be-bom.yaml", b"\xfe\xff" + japanese.encode("utf-16-be"), "wide_encoding", 1, 1)
    bad("encodings/utf-16-le-no-bom.yaml", japanese.encode("utf-16-le"), "wide_encoding", 1, 1)
    bad("encodings/utf-16-le-ascii.yaml", HEAD.encode("utf-16-le"), "wide_encoding", 1, 1)
    bad("encodings/utf-16-be-ascii.yaml", HEAD.encode("utf-16-be"), "wide_encoding", 1, 1)
    bad("encodings/bad-byte-after-cr.yaml", HEAD.replace("\n", "\r").encode() + b"notes: \xff\r", "not_utf8", 4, 8)
    bad("encodings/utf-32-be-bom.yaml", b"\x00\x00\xfe\xff" + HEAD.encode("utf-32-be"), "wide_encoding", 1, 1)
    bad("encodings/ebcdic.yaml", b"\x88\x99\xa2\x89\x7a\x40\xf1\x25", "not_utf8", 1, 1)
    good("encodings/utf-8-bom.yaml", b"\xef\xbb\xbf" + japanese.encode())
    bad("encodings/two-boms.yaml", b"\xef\xbb\xbf\xef\xbb\xbf" + HEAD.encode(), "forbidden_character", 1, 1)
    bad("encodings/bom-in-the-middle.yaml", HEAD.encode() + b"\xef\xbb\xbfnotes: x\n", "forbidden_character", 4, 1)
    bad("encodings/bom-in-a-value.yaml", added("notes: a\ufeffb\n"), "forbidden_character", 4, 9)
    bad("encodings/overlong-slash.yaml", added("notes: ").encode() + b"\xc0\xaf\n", "not_utf8", 4, 8)
    bad("encodings/overlong-nul.yaml", added("notes: ").encode() + b"\xc0\x80\n", "not_utf8", 4, 8)
    bad("encodings/surrogate-in-utf-8.yaml", added("notes: ").encode() + b"\xed\xa0\x80\n", "not_utf8", 4, 8)
    bad("encodings/cesu-8.yaml", added("notes: ").encode() + b"\xed\xa0\xbd\xed\xb8\x80\n", "not_utf8", 4, 8)
    bad("encodings/beyond-unicode.yaml", added("notes: ").encode() + b"\xf4\x90\x80\x80\n", "not_utf8", 4, 8)
    bad("encodings/cut-character.yaml", added("notes: 計").encode()[:-1], "not_utf8", 4, 8)
    bad("encodings/lone-continuation.yaml", added("notes: a").encode() + b"\x80\n", "not_utf8", 4, 9)
    bad("encodings/mixed-cp932-line.yaml", japanese.encode() + "notes: 表示\n".encode("cp932"), "not_utf8", 4, 8)
    good("encodings/four-byte-kanji.yaml", added("notes: 𠮷野家 𠮟る 👩‍👩‍👧\n"))
    good("encodings/variation-selector-kanji.yaml", added("notes: 葛\U000e0100城市と辻\U000e0100堂\n"))
    good("encodings/decomposed-kana.yaml", added("notes: ハ\u3099ックアッフ\u309a\n"))


def control_bytes() -> None:
    """Control characters, raw and spelled out, and files of other kinds."""
    for code in (0x00, 0x01, 0x07, 0x08, 0x0B, 0x0C, 0x0E, 0x1A, 0x1B, 0x1F, 0x7F, 0x80, 0x84, 0x9B, 0x9F, 0xFFFE, 0xFFFF):
        bad(f"bytes/raw-u{code:04x}.yaml", added(f"notes: a{chr(code)}b\n"), "forbidden_character", 4, 9)
        bad(f"bytes/escaped-u{code:04x}.yaml", added(f'notes: "a\\u{code:04X}b"\n'), "forbidden_character", 4, 8)
    for code in (0xFDD0, 0xFDEF, 0x1FFFE, 0x10FFFF, 0xE0001, 0xE0041):
        bad(f"bytes/raw-u{code:05x}.yaml", added(f"notes: a{chr(code)}b\n"), "forbidden_character", 4, 9)
        bad(f"bytes/escaped-u{code:05x}.yaml", added(f'notes: "a\\U{code:08X}b"\n'), "forbidden_character", 4, 8)
    bad("bytes/escaped-surrogate.yaml", added('notes: "\\uD800"\n'), "syntax", 4, 11)
    bad("bytes/escaped-surrogate-pair.yaml", added('notes: "\\uD83D\\uDE00"\n'), "syntax", 4, 11)
    bad("bytes/escaped-beyond-unicode.yaml", added('notes: "\\U00110000"\n'), "syntax", 4, 11)
    bad("bytes/escaped-unknown.yaml", added('notes: "\\q"\n'), "syntax", 4, 9)
    bad("bytes/escape-in-a-key.yaml", added('"no\\x1btes": x\n'), "forbidden_character", 4, 1)
    bad("bytes/nul-tail.yaml", HEAD.encode() + b"\x00" * 512, "forbidden_character", 4, 1)
    bad("bytes/only-nul.yaml", b"\x00" * 64, "forbidden_character", 1, 1)
    bad("bytes/esc-after-cr-lines.yaml", HEAD.replace("\n", "\r") + "notes: \x1b\r", "forbidden_character", 4, 8)
    bad("bytes/esc-after-crlf-lines.yaml", HEAD.replace("\n", "\r\n") + "notes: \x1b\r\n", "forbidden_character", 4, 8)
    bad("bytes/esc-in-a-comment.yaml", added("# \x1b[2J\n"), "forbidden_character", 4, 3)
    bad("bytes/clipboard-sequence.yaml", added("notes: \x1b]52;c;aGk=\x07\n"), "forbidden_character", 4, 8)
    bad("bytes/link-sequence.yaml", added("notes: \x1b]8;;https://example.org\x1b\\x\n"), "forbidden_character", 4, 8)
    bad("bytes/c1-sequence.yaml", added("notes: \x9b31m\n"), "forbidden_character", 4, 8)
    bad("bytes/png.yaml", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not_utf8", 1, 1)
    bad("bytes/zip.yaml", b"PK\x03\x04\x14\x00\x06\x00", "is_excel", 1, 1)
    bad("bytes/old-excel.yaml", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "not_utf8", 1, 1)
    bad("bytes/gzip.yaml", b"\x1f\x8b\x08\x00\x00\x00", "not_utf8", 1, 2)
    bad("bytes/pdf.yaml", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "not_utf8", 2, 2)
    bad("bytes/elf.yaml", b"\x7fELF\x02\x01\x01\x00", "forbidden_character", 1, 1)
    bad("bytes/html.yaml", "<!DOCTYPE html>\n<html><body><script>alert(1)</script></body></html>\n", "want_mapping_at_top", 1, 1)
    bad("bytes/random.yaml", bytes((index * 167 + 13) % 256 for index in range(300)), "not_utf8", 2, 1)


def structure() -> None:
    """Documents that are empty, several, cut, or typed with the slips of a Japanese keyboard."""
    for name, content in (
        ("nothing", ""), ("newline", "\n"), ("blanks", "   \n  \n"), ("comment", "# 計画\n"), ("null", "null\n"), ("tilde", "~\n"),
        ("marker", "---\n"), ("markers", "---\n...\n"), ("only-bom", "\ufeff"),
    ):  # fmt: skip
        bad(f"structure/empty-{name}.yaml", content, "empty", 1, 1)
    for name, content in (
        ("list", "- a\n"),
        ("number", "3\n"),
        ("text", "plan\n"),
        ("truth", "true\n"),
        ("quoted", '"x"\n'),
        ("flow", "[]\n"),
    ):
        bad(f"structure/top-{name}.yaml", content, "want_mapping_at_top", 1, 1)
    bad("structure/two-documents.yaml", HEAD + "---\n" + HEAD, "second_document", 4, 1)
    bad("structure/empty-second-document.yaml", HEAD + "---\n", "second_document", 4, 1)
    bad("structure/text-after-the-end.yaml", HEAD + "...\nnotes: x\n", "syntax", 5, 1)
    good("structure/document-markers.yaml", "---\n" + HEAD + "...\n")
    good("structure/yaml-1.2.yaml", "%YAML 1.2\n---\n" + HEAD)
    bad("structure/yaml-1.1.yaml", "%YAML 1.1\n---\n" + HEAD, "yaml_version", 1, 1)
    bad("structure/yaml-1.3.yaml", "%YAML 1.3\n---\n" + HEAD, "syntax", 1, 1)
    bad("structure/yaml-2.0.yaml", "%YAML 2.0\n---\n" + HEAD, "syntax", 1, 1)
    bad("structure/tag-directive.yaml", "%TAG !e! tag:example.org,2000:\n---\n" + HEAD, "tag", 1, 1)
    bad("structure/unknown-directive.yaml", "%FOO bar\n---\n" + HEAD, "syntax", 1, 5)
    bad("structure/lone-percent.yaml", "%\n", "syntax", 1, 2)
    bad("structure/directive-alone.yaml", "%YAML 1.2\n", "syntax", 1, 10)
    for name, ending in (("cr", "\r"), ("crlf", "\r\n")):
        good(f"structure/{name}-lines.yaml", HEAD.replace("\n", ending))
        bad(f"structure/{name}-lines-unknown-key.yaml", (HEAD + "curent: {}\n").replace("\n", ending), "unknown_key", 4, 1)
    bad("structure/mixed-line-ends.yaml", "hrsi: 1\r\nsystem: {id: a}\rtarget: {model: 3}\ncurent: {}\n", "unknown_key", 4, 1)
    good("structure/no-last-newline.yaml", HEAD.rstrip("\n"))
    good("structure/json.yaml", '{"hrsi": 1, "system": {"id": "a"}, "target": {"model": 3}}')
    bad("structure/json-cut.yaml", '{"hrsi": 1, "system": {"id": "a"}', "syntax", 1, 34)
    good("structure/json-trailing-comma.yaml", '{"hrsi": 1, "system": {"id": "a"}, "target": {"model": 3},}')
    good("structure/explicit-keys.yaml", "? hrsi\n: 1\n? system\n: {id: a}\n? target\n: {model: 3}\n")
    # the end of the text is shown as the end of its last line, because that line can be shown
    bad("structure/cut-in-a-quote.yaml", added('notes: "abc\n'), "syntax", 4, 8)
    bad("structure/cut-in-a-list.yaml", added("waivers: [\n"), "syntax", 4, 11)
    bad("structure/cut-in-a-mapping.yaml", added("current: {A.2.1.1: 1\n"), "syntax", 4, 21)
    bad("structure/wrong-bracket.yaml", added("waivers: [}\n"), "syntax", 4, 11)
    bad("structure/closing-bracket.yaml", added("]\n"), "syntax", 4, 1)
    bad("structure/tab-indent.yaml", "hrsi: 1\nsystem:\n\tid: a\ntarget: {model: 3}\n", "syntax", 3, 1)
    bad("structure/ideographic-indent.yaml", "hrsi: 1\nsystem:\n\u3000id: a\ntarget: {model: 3}\n", "want_mapping", 2, 8)
    bad("structure/nbsp-indent.yaml", "hrsi: 1\nsystem:\n\u00a0\u00a0id: a\ntarget: {model: 3}\n", "want_mapping", 2, 8)
    bad("structure/full-width-colon.yaml", "hrsi: 1\nsystem：\n  id: a\ntarget: {model: 3}\n", "syntax", 2, 1)
    bad("structure/full-width-hyphen.yaml", added("waivers:\n  － metric: A.2.1.1\n"), "want_list", 5, 3)
    bad("structure/zero-width-in-a-key.yaml", added("no\u200btes: x\n"), "unknown_key", 4, 1)
    bad("structure/cyrillic-in-a-key.yaml", added("not\u0435s: x\n"), "unknown_key", 4, 1)
    bad("structure/bad-dedent.yaml", "hrsi: 1\nsystem:\n    id: a\n  name: b\ntarget: {model: 3}\n", "syntax", 4, 3)
    bad("structure/value-on-value.yaml", added("notes: a: b\n"), "syntax", 4, 9)
    bad("structure/colon-without-key.yaml", added(": x\n"), "syntax", 4, 1)
    bad("structure/reserved-at.yaml", added("notes: @x\n"), "syntax", 4, 8)
    bad("structure/reserved-backtick.yaml", added("notes: `x`\n"), "syntax", 4, 8)
    bad("structure/conflict-ours.yaml", "<<<<<<< HEAD\n" + HEAD + "=======\n" + HEAD + ">>>>>>> other\n", "syntax", 1, 1)
    bad("structure/nel-breaks-the-line.yaml", added("notes: a\x85curent: 1\n"), "forbidden_character", 4, 9)
    bad("structure/line-separator.yaml", added("notes: a\u2028curent: 1\n"), "unknown_key", 4, 10)
    bad(
        "structure/line-separator-above.yaml",
        HEAD.replace("id: a", 'id: a, name: "a\u2028b\u2029c"') + "\ncurent: 1\n",
        "unknown_key",
        5,
        1,
    )
    good("structure/line-separator-in-quotes.yaml", added('notes: "a\u2028b"\n'))
    for name, key in (("list", "[a]"), ("mapping", "{a: 1}"), ("nested", "? [a]\n")):
        bad(f"structure/key-is-a-{name}.yaml", added(f"{key}: 1\n"), "key_not_text", 4, 3 if name == "nested" else 1)
    for name, key in (
        ("null", "null"),
        ("number", "1"),
        ("empty", '""'),
        ("dunder", "__class__"),
        ("nan", ".nan"),
        ("equals", "="),
    ):
        bad(f"structure/key-{name}.yaml", added(f"{key}: 1\n"), "unknown_key", 4, 1)
    bad("structure/duplicate-key.yaml", added("notes: a\nnotes: b\n"), "duplicate_key", 5, 1)
    bad("structure/duplicate-quoted-key.yaml", added('notes: a\n"notes": b\n'), "duplicate_key", 5, 1)
    bad("structure/duplicate-nested-key.yaml", "hrsi: 1\nsystem: {id: a, id: b}\ntarget: {model: 3}\n", "duplicate_key", 2, 17)
    bad("structure/duplicate-metric.yaml", added("current: {A.2.1.1: 1, A.2.1.1: 1}\n"), "duplicate_key", 4, 23)


def references() -> None:
    """Anchors, aliases, merge keys and tags: none is accepted, whether it could be harmful or not."""
    bad("aliases/anchor.yaml", added("notes: &a x\n"), "anchor", 4, 8)
    bad("aliases/anchor-on-a-key.yaml", added("&a notes: x\n"), "anchor", 4, 1)
    bad("aliases/anchor-on-a-mapping.yaml", added("current: &a\n  A.2.1.1: 1\n"), "anchor", 4, 10)
    bad("aliases/alias.yaml", added("notes: *a\n"), "alias", 4, 8)
    bad("aliases/alias-used.yaml", added("current: &a {A.2.1.1: 1}\nnotes: *a\n"), "anchor", 4, 10)
    bad("aliases/alias-as-a-key.yaml", added("*a : x\n"), "alias", 4, 1)
    bad("aliases/itself.yaml", "&a [*a]\n", "anchor", 1, 1)
    bad("aliases/itself-in-a-mapping.yaml", added("measures: &m {sites: *m}\n"), "anchor", 4, 11)
    laughs = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + step)}: &{chr(98 + step)} [{','.join(['*' + chr(97 + step)] * 9)}]\n" for step in range(9)
    )
    bad("aliases/laughs.yaml", laughs, "anchor", 1, 4)
    bad("aliases/laughs-in-mappings.yaml", added("current: &a {A.2.1.1: 1}\ntarget2: &b {x: *a, y: *a}\n"), "anchor", 4, 10)
    bad("aliases/merge.yaml", added("<<: {notes: x}\n"), "merge_key", 4, 1)
    bad("aliases/merge-of-itself.yaml", added("measures: &m\n  <<: *m\n"), "anchor", 4, 11)
    bad(
        "aliases/merge-chain.yaml",
        "a0: &a0 {k: 1}\n" + "".join(f"a{n}: &a{n} {{<<: *a{n - 1}}}\n" for n in range(1, 60)),
        "anchor",
        1,
        5,
    )
    bad("aliases/merge-list.yaml", added("measures:\n  <<: [{}, {}]\n"), "merge_key", 5, 3)
    bad("aliases/quoted-merge-is-a-key.yaml", added("'<<': {}\n"), "unknown_key", 4, 1)
    good("aliases/merge-as-a-value.yaml", added('notes: "<<"\n'))
    for name, tag in (
        ("python-apply", "!!python/object/apply:os.system"), ("python-name", "!!python/name:os.system"), ("python-module", "!!python/module:os"),
        ("python-tuple", "!!python/tuple"), ("binary", "!!binary"), ("int", "!!int"), ("float", "!!float"), ("bool", "!!bool"), ("str", "!!str"),
        ("timestamp", "!!timestamp"), ("null", "!!null"), ("own", "!mine"), ("verbatim", "!<tag:yaml.org,2002:str>"), ("bare", "!"),
        ("env", "!ENV"), ("include", "!include"),
    ):  # fmt: skip
        bad(f"tags/{name}.yaml", added(f"notes: {tag} x\n"), "tag", 4, 8)
    for name, text in (
        ("set", "!!set {a}"),
        ("omap", "!!omap [a: 1]"),
        ("pairs", "!!pairs [a: 1]"),
        ("map", "!!map {}"),
        ("seq", "!!seq []"),
    ):
        bad(f"tags/{name}.yaml", added(f"measures: {text}\n"), "tag", 4, 11)
    bad("tags/on-a-key.yaml", added("!!str notes: x\n"), "tag", 4, 1)
    bad("tags/on-the-document.yaml", "!!map\n" + HEAD, "tag", 1, 1)
    bad("tags/unknown-handle.yaml", added("notes: !e!x y\n"), "syntax", 4, 8)
    bad("tags/python-new.yaml", "!!python/object/new:type\nargs: [z, {}, {extend: !!python/name:exec }]\n", "tag", 1, 1)


def scalars() -> None:
    """Values that other readers turn into something else."""
    number = "system: {id: a, importance: %s}"
    for name, text in (
        ("octal", "010"), ("octal-12", "0o10"), ("hex", "0x1F"), ("binary", "0b11"), ("underscore", "1_000"), ("plus", "+3"), ("sexagesimal", "12:30"),
        ("full-width", "１２"), ("quoted", '"3"'), ("truth", "true"), ("yes", "yes"), ("empty-list", "[]"), ("long", "9" * 5000), ("spaced", "1 000"),
        ("arabic-digits", "١٢"), ("roman", "Ⅲ"), ("comma", "1,5"),
    ):  # fmt: skip
        if name != "comma":
            bad(f"scalars/importance-{name}.yaml", f"hrsi: 1\n{number % text}\ntarget: {{model: 3}}\n", "want_integer", 2, 29)
    bad("scalars/importance-comma.yaml", f"hrsi: 1\n{number % '1,5'}\ntarget: {{model: 3}}\n", "unknown_key", 2, 31)
    bad("scalars/importance-zero.yaml", f"hrsi: 1\n{number % '0'}\ntarget: {{model: 3}}\n", "out_of_range", 2, 29)
    bad("scalars/importance-negative.yaml", f"hrsi: 1\n{number % '-1'}\ntarget: {{model: 3}}\n", "out_of_range", 2, 29)
    bad(
        "scalars/importance-huge.yaml", f"hrsi: 1\n{number % '999999999999999999'}\ntarget: {{model: 3}}\n", "out_of_range", 2, 29
    )
    bad("scalars/importance-half.yaml", f"hrsi: 1\n{number % '1.5'}\ntarget: {{model: 3}}\n", "want_integer", 2, 29)
    bad("scalars/importance-exponent.yaml", f"hrsi: 1\n{number % '1e2'}\ntarget: {{model: 3}}\n", "want_integer", 2, 29)
    good("scalars/importance-null.yaml", f"hrsi: 1\n{number % '~'}\ntarget: {{model: 3}}\n")
    efficiency = "measures: {backups: [{name: n, efficiency: %s}]}\n"
    for name, text in (
        ("inf", ".inf"),
        ("nan", ".nan"),
        ("word", "inf"),
        ("overflow", "1e400"),
        ("text", "most"),
        ("percent", "70%"),
    ):
        bad(f"scalars/efficiency-{name}.yaml", added(efficiency % text), "want_number", 4, 44)
    for name, text in (("zero", "0"), ("negative", "-0.5"), ("minus-zero", "-0.0"), ("above-one", "1.01"), ("huge", "1e300")):
        bad(f"scalars/efficiency-{name}.yaml", added(efficiency % text), "out_of_range", 4, 44)
    good("scalars/efficiency-tiny.yaml", added(efficiency % "1e-300"))
    for name, word in (
        ("yes", "yes"), ("no", "no"), ("on", "on"), ("off", "off"), ("y", "y"), ("n", "n"), ("capital", "True"), ("capitals", "FALSE"), ("hai", "はい"),
        ("one", "1"), ("zero", "0"), ("quoted", "'true'"),
    ):  # fmt: skip
        bad(
            f"scalars/truth-{name}.yaml",
            added(f"measures: {{sites: [{{id: x, role: main, cloud: {word}}}]}}\n"),
            "want_truth",
            4,
            47,
        )
    for name, text in (
        ("business-day", "1営業日"), ("half-day", "半日"), ("within", "2週間以内"), ("range", "2〜3時間"), ("date", "2026-11-22"), ("negative", "-2h"),
        ("number", "24"), ("text", "soon"), ("truth", "true"), ("long", "1h" * 30), ("empty", '""'), ("iso-empty", "P"), ("iso-time-empty", "PT"),
        ("two-dots", "1..5h"), ("unit-only", "h"), ("list", "[2h]"), ("mapping", "{h: 2}"), ("exponent", "1e3h"), ("digits", "1234567890h"),
        ("superscript-word", "h²"), ("kanji-number", "二時間"),
    ):  # fmt: skip
        bad(f"scalars/duration-{name}.yaml", added(f"objectives: {{failure: {{rto: {text}}}}}\n"), "bad_duration", 4, 29)
    for name, text in (("full-width", "２４時間"), ("zero", "0"), ("iso", "P1DT12H"), ("spaced", "1h 30m"), ("kanji", "1か月")):
        good(f"scalars/duration-{name}.yaml", added(f"objectives: {{failure: {{rto: {text}}}}}\n"))
    backup = "measures: {backups: [{name: n, %s: %s}]}\n"
    for field, text, message in (
        ("volume", "2", "bad_volume"), ("volume", "2 XB", "bad_volume"), ("volume", "-2 TB", "bad_volume"), ("link", "100", "bad_rate"),
        ("link", "0 Mbps", "bad_rate"), ("link", "fast", "bad_rate"), ("growth_per_year", "0.2", "bad_share"), ("growth_per_year", "-5%", "bad_share"),
        ("restore_tested", "2026-02-30", "bad_date"), ("restore_tested", "0000-01-01", "bad_date"), ("restore_tested", "2026/05/01", "bad_date"),
        ("restore_tested", "令和8年5月1日", "bad_date"), ("restore_tested", "20260501", "bad_date"),
    ):  # fmt: skip
        name = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in text) if text.isascii() else "era"
        bad(f"scalars/{field}-{name}.yaml", added(backup % (field, text)), message, 4, 32 + len(field) + 2)


def limits() -> None:
    """Just inside and just outside of each limit that a small file can reach."""
    good("limits/value-10000.yaml", added("notes: " + "x" * 10_000 + "\n"))
    bad("limits/value-10001.yaml", added("notes: " + "x" * 10_001 + "\n"), "value_too_long", 4, 8)
    bad("limits/block-10001.yaml", added("notes: |\n  " + "x" * 10_001 + "\n"), "value_too_long", 4, 8)
    bad("limits/key-128.yaml", added("k" * 128 + ": 1\n"), "unknown_key", 4, 1)
    bad("limits/key-129.yaml", added("k" * 129 + ": 1\n"), "key_too_long", 4, 1)
    bad("limits/key-2000.yaml", added("? " + "k" * 2000 + "\n: 1\n"), "key_too_long", 4, 3)
    bad("limits/flow-lists.yaml", added("notes: " + "[" * 40 + "]" * 40 + "\n"), "too_deep", 4, 39)
    bad("limits/flow-lists-open.yaml", added("notes: " + "[" * 5000), "too_deep", 4, 39)
    bad("limits/flow-mappings-open.yaml", added("notes: " + "{a: " * 2000), "too_deep", 4, 132)
    bad("limits/block-lists.yaml", added("notes:\n" + "- " * 2000 + "x\n"), "too_deep", 5, 63)
    bad(
        "limits/block-mappings.yaml",
        added("notes:\n" + "".join(f"{' ' * (step + 1)}a:\n" for step in range(100))),
        "too_deep",
        36,
        33,
    )
    bad("limits/question-marks.yaml", added("? ? ? ? ? ? x\n"), "key_not_text", 4, 3)
    bad("limits/five-thousand-tags.yaml", added("notes: [" + "!!x 1," * 5000 + "]\n"), "want_text", 4, 8)
    bad("limits/two-thousand-unknown-keys.yaml", added("".join(f"k{number}: 1\n" for number in range(2000))), "unknown_key", 4, 1)
    bad("limits/two-thousand-repeats.yaml", added("notes: x\n" * 2000), "duplicate_key", 5, 1)
    bad(
        "limits/two-thousand-bad-sites.yaml",
        added("measures:\n  backups:\n" + "".join(f"    - {{name: n{number}, site: s{number}}}\n" for number in range(2000))),
        "unknown_site", 6, 24,
    )  # fmt: skip
    bad("limits/many-quotes.yaml", added("notes: " + "'" * 40_002 + "\n"), "value_too_long", 4, 8)
    good("limits/many-comments.yaml", HEAD + "#\n" * 20_000)
    good("limits/many-blank-lines.yaml", "\n" * 50_000 + HEAD)


def injections() -> None:
    """Text that some reader of a report might obey: it is data, so the plan is accepted as it is."""
    for name, text in (
        ("rich-markup", "[red]x[/red] [/] [link=https://example.org]y[/link] :bomb:"), ("html", "<script>alert(1)</script><img src=x onerror=alert(1)>"),
        ("svg", "<svg onload=alert(1)><foreignObject>"), ("markdown", "| a | ![x](https://example.org/x.png) `y` **z** # h"), ("entity", "&lt;b&gt; &#x1b; &amp;"),
        ("github-command", "::error file=x,line=1::y"), ("github-old", "##[error]y"), ("azure", "##vso[task.setvariable variable=x]y"),
        ("teamcity", "##teamcity[buildStatus text='y']"), ("percent", "%0A::error::y %25"), ("formula", "=1+1"), ("formula-plus", "+cmd|' /C calc'!A0"),
        ("formula-at", "@SUM(1)"), ("formula-full-width", "＝1+1"), ("cdata", "]]> <![CDATA["), ("xml-entity", "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>"),
        ("script-uri", "javascript:alert(1)"), ("data-uri", "data:text/html,<script>"), ("file-uri", "file:///etc/passwd"), ("template", "{{7*7}} ${7*7} #{7*7} {0.__class__}"),
        ("percent-format", "%s %(x)s %n"), ("path", "../../../../etc/passwd"), ("windows-name", "CON nul.txt C:\\x"), ("shell", "$(touch x); `touch x` | touch x"),
        ("bidi", "abc\u202edef\u2066ghi\u2069"), ("zero-width", "a\u200bb\u200dc\u2060d"), ("soft-hyphen", "a\u00adb"), ("combining", "Z" + "\u0335" * 200),
        ("mentions", "@everyone #1 closes #1"), ("newlines-in-quotes", "a\\n::error::b\\n# c"),
    ):  # fmt: skip
        quoted = text.replace("\\", "\\\\").replace('"', '\\"') if name != "newlines-in-quotes" else text
        good(
            f"injections/{name}.yaml",
            f'hrsi: 1\nsystem: {{id: a, name: "{quoted}", notes: "{quoted}"}}\ntarget: {{model: 3}}\nnotes: "{quoted}"\n',
        )
        key = text[:100].replace("\\", "/").replace('"', "'")
        bad(f"injections/{name}-as-a-key.yaml", added(f'"{key}": x\n'), "unknown_key", 4, 1)
    for name, text in (
        ("path", "../../etc/passwd"),
        ("dot", ".hidden"),
        ("device", "C:nul"),
        ("digit", "1a"),
        ("blank", "a b"),
        ("kanji", "販売"),
        ("markup", "<b>"),
        ("long", "a" * 65),
    ):
        bad(f"injections/id-{name}.yaml", f'hrsi: 1\nsystem: {{id: "{text}"}}\ntarget: {{model: 3}}\n', "bad_identifier", 2, 14)


def schema() -> None:
    """Well-formed YAML that is no plan."""
    bad("schema/no-version.yaml", "system: {id: a}\ntarget: {model: 3}\n", "missing_key", 1, 1)
    bad("schema/no-system.yaml", "hrsi: 1\ntarget: {model: 3}\n", "missing_key", 1, 1)
    bad("schema/no-model.yaml", "hrsi: 1\nsystem: {id: a}\ntarget: {}\n", "missing_key", 3, 9)
    for name, text in (("99", "99"), ("text", '"1"'), ("null", "null"), ("truth", "true"), ("float", "1.0")):
        message = "empty_value" if name == "null" else "want_one_of"
        bad(f"schema/version-{name}.yaml", f"hrsi: {text}\nsystem: {{id: a}}\ntarget: {{model: 3}}\n", message, 1, 7)
    for name, text in (("0", "0"), ("5", "5")):
        bad(f"schema/model-{name}.yaml", f"hrsi: 1\nsystem: {{id: a}}\ntarget: {{model: {text}}}\n", "out_of_range", 3, 17)
    bad("schema/model-text.yaml", "hrsi: 1\nsystem: {id: a}\ntarget: {model: three}\n", "want_integer", 3, 17)
    bad("schema/unknown-key.yaml", added("curent: {}\n"), "unknown_key", 4, 1)
    # pydantic marks errors about keys so
    bad("schema/key-like-a-mark.yaml", added('objectives: {"[key]": }\n'), "unknown_key", 4, 14)
    bad("schema/metric-like-a-mark.yaml", added('current: {"[key]": }\n'), "not_a_metric", 4, 11)
    bad(
        "schema/unknown-key-in-vendor.yaml",
        added("measures: {recovery: {vendor: {disaster_agrement: true}}}\n"),
        "unknown_key",
        4,
        32,
    )
    bad(
        "schema/unknown-key-in-evidence.yaml",
        added("current: {A.2.1.1: {level: 1, evidence: {kind: claim, file: x}}}\n"),
        "unknown_key",
        4,
        55,
    )
    bad(
        "schema/unknown-key-in-failback.yaml",
        added("measures: {sites: [{id: x, role: main, failback: {tme: 1d}}]}\n"),
        "unknown_key",
        4,
        51,
    )
    bad("schema/unknown-key-in-checks.yaml", added("measures: {cloud_checks: {slaa: true}}\n"), "unknown_key", 4, 27)
    bad("schema/unknown-key-in-level.yaml", added("current: {A.2.1.1: {levl: 1}}\n"), "missing_key", 4, 20)
    bad("schema/system-list.yaml", "hrsi: 1\nsystem: [a]\ntarget: {model: 3}\n", "want_mapping", 2, 9)
    bad("schema/system-null.yaml", "hrsi: 1\nsystem:\ntarget: {model: 3}\n", "want_mapping", 2, 8)
    bad(
        "schema/functions-text.yaml",
        "hrsi: 1\nsystem: {id: a, business_functions: 受注}\ntarget: {model: 3}\n",
        "want_list",
        2,
        37,
    )
    bad("schema/current-list.yaml", added("current: [1, 2]\n"), "want_mapping", 4, 10)
    bad("schema/name-empty.yaml", 'hrsi: 1\nsystem: {id: a, name: ""}\ntarget: {model: 3}\n', "want_some_text", 2, 23)
    bad("schema/name-number.yaml", "hrsi: 1\nsystem: {id: a, name: 3}\ntarget: {model: 3}\n", "want_text", 2, 23)
    bad("schema/notes-mapping.yaml", added("notes: {a: b}\n"), "want_text", 4, 8)
    bad("schema/metric-unknown.yaml", added("current: {A.9.9.9: 1}\n"), "unknown_metric", 4, 11)
    bad("schema/metric-shape.yaml", added("current: {A.2: 1}\n"), "not_a_metric", 4, 11)
    bad("schema/metric-lower-case.yaml", added("current: {a.2.1.1: 1}\n"), "not_a_metric", 4, 11)
    bad("schema/level-6.yaml", added("current: {A.2.1.1: 6}\n"), "level_outside_scale", 4, 20)
    bad("schema/level-outside-scale.yaml", added("current: {A.2.1.1: 5}\n"), "level_outside_scale", 4, 20)
    bad("schema/level-text.yaml", added("current: {A.2.1.1: high}\n"), "want_level_or_unknown", 4, 20)
    bad("schema/level-list.yaml", added("current: {A.2.1.1: [1]}\n"), "want_level_or_unknown", 4, 20)
    bad("schema/not-applicable-empty.yaml", added('current: {A.2.1.1: {not_applicable: ""}}\n'), "want_some_text", 4, 37)
    bad(
        "schema/adjustment-without-reason.yaml",
        "hrsi: 1\nsystem: {id: a}\ntarget: {model: 3, adjustments: {A.2.1.1: {level: 1}}}\n",
        "missing_key",
        3,
        43,
    )
    bad("schema/evidence-kind.yaml", added("current: {A.2.1.1: {level: 1, evidence: {kind: rumour}}}\n"), "want_one_of", 4, 48)
    bad("schema/site-unknown.yaml", added("measures: {backups: [{name: n, site: osaka}]}\n"), "unknown_site", 4, 38)
    bad(
        "schema/site-twice.yaml",
        added("measures: {sites: [{id: x, role: main}, {id: x, role: backup}]}\n"),
        "same_name_twice",
        4,
        46,
    )
    bad(
        "schema/backup-twice-named-below.yaml",
        added("measures:\n  backups:\n    - mode: synchronous\n      name: n\n    - mode: synchronous\n      name: n\n"),
        "same_name_twice",
        9,
        13,
    )
    bad(
        "schema/phase-twice.yaml",
        added("phases:\n  - {id: p, by: 2027-01-01, levels: {}}\n  - {id: p, by: 2027-02-01, levels: {}}\n"),
        "same_name_twice",
        6,
        10,
    )
    bad(
        "schema/unknown-metric-with-a-price.yaml",
        added("costs:\n  unit: x\n  steps:\n    A.9.9.9:\n      1: 5\n"),
        "unknown_metric",
        7,
        5,
    )
    bad("schema/site-role.yaml", added("measures: {sites: [{id: x, role: master}]}\n"), "want_one_of", 4, 34)
    bad(
        "schema/depends-on-itself.yaml",
        "hrsi: 1\nsystem: {id: a, depends_on: [a]}\ntarget: {model: 3}\n",
        "depends_on_itself",
        2,
        29,
    )
    waiver = "waivers:\n  - {%s, reason: r, owner: o, approved_by: b, created: 2026-01-01, expires: 2026-02-01}\n"
    bad("schema/waiver-of-nothing.yaml", added(waiver.replace("%s, ", "")), "waiver_subject", 5, 5)
    bad(
        "schema/waiver-of-both.yaml",
        added(waiver % "metric: A.2.1.1, rule: HRSI101, current: 0, target: 1"),
        "waiver_subject",
        5,
        5,
    )
    bad("schema/waiver-unbound.yaml", added(waiver % "metric: A.2.1.1"), "waiver_binding", 5, 5)
    bad("schema/waiver-of-unknown-rule.yaml", added(waiver % "rule: HRSI999"), "unknown_rule", 5, 12)
    bad(
        "schema/waiver-backwards.yaml",
        added((waiver % "rule: HRSI101").replace("2026-02-01", "2025-02-01")),
        "waiver_dates",
        5,
        88,
    )
    packages = "".join(f"    - {{id: p{number}, cost: 1, levels: {{}}}}\n" for number in range(13))
    bad("schema/thirteen-packages.yaml", added(f"costs:\n  unit: yen\n  packages:\n{packages}"), "too_many_items", 7, 5)


GROUPS: tuple[Callable[[], None], ...] = (encodings, control_bytes, structure, references, scalars, limits, injections, schema)


def entries() -> list[Entry]:
    """Every file of the corpus, in the order of the manifest."""
    if not ENTRIES:
        for group in GROUPS:
            group()
    names = [entry.file for entry in ENTRIES]
    assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)
    return sorted(ENTRIES, key=lambda entry: entry.file)


def manifest(files: list[Entry]) -> str:
    """The expectations as YAML, one line a file."""
    lines = ["# Written by make_corpus.py: the file, its class, and the first problem with its place."]
    for entry in files:
        expected = (
            f"class: refused, message: {entry.message}, line: {entry.line}, column: {entry.column}"
            if entry.message
            else "class: ok"
        )
        lines.append(f"- {{file: {entry.file}, {expected}}}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the corpus anew."""
    shutil.rmtree(CORPUS, ignore_errors=True)
    files = entries()
    for entry in files:
        path = CORPUS / entry.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(entry.content)
    (FOLDER / "manifest.yaml").write_text(manifest(files), encoding="utf-8")
    print(f"{len(files)} files, {sum(len(entry.content) for entry in files)} bytes")


if __name__ == "__main__":
    main()
