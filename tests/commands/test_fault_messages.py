"""What is said about faults in a plan: the place, the word for it in both languages, and what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import AS_OF, invoke

from hrsi_cli.knowledge import yaml_reader
from hrsi_cli.knowledge.compiled import load_catalogue

HEAD = "hrsi: 1\nsystem: {id: a}\ntarget: {model: 3}\n"
EMPTY = """\
hrsi:
system: {id: , importance: , approved_by: {name: }}
target: {model: }
current: {A.2.1.1: , A.2.1.2: {level: ~}, A.2.3.1: {level: 1, evidence: {kind: null}}}
measures:
  backups: [{name: }]
  sites: [{id: , role: }, ]
waivers: [{metric: , reason: , owner: , approved_by: , created: , expires: , current: , target: }]
phases: [{id: , by: , levels: {A.2.1.1: }}]
"""


def told(text: str, tmp_path: Path, lang: str) -> str:
    """What the validation says, with the path cut off and every line's blanks as one."""
    path = tmp_path / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    run = invoke("plan", "validate", path, lang=lang, width=200)
    assert (run.code, run.out) == (2, "")
    return run.err.replace(f"{path}:", "")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_an_empty_value_is_called_empty(lang: str, tmp_path: Path) -> None:
    said = told(EMPTY, tmp_path, lang)
    assert "None" not in said
    wanted = {
        "ja": "レベル(0, 1, 2)を書くか、分からなければ unknown と書く",
        "en": "write a level (0, 1, 2), or unknown where nobody knows",
    }
    empty = {"ja": "空である。", "en": "nothing is written here; "}
    for place in ("current.A.2.1.1", "current.A.2.1.2.level"):
        assert f"{place}: {empty[lang]}{wanted[lang]}" in said
    assert said.count(empty[lang]) >= 15


def test_a_collection_in_the_place_of_a_text_is_not_spelt_out(tmp_path: Path) -> None:
    said = told(HEAD + "notes: {a: 1, b: [true]}\n", tmp_path, "en")
    assert "notes: text is wanted, not keys with values" in said


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("A2.1.1", "A.2.1.1 のことか"),
        ("a.2.1.1", "A.2.1.1 のことか"),
        ("Ａ.2.1.1", "半角で A.2.1.1 と書く"),
        ("Ａ2.1.1", "A.2.1.1 のことか"),
        ("A-2-1-1", "A.2.1.1 のことか"),
        ("A.2.1", "A.2.1.1 のことか"),
    ],
)
def test_what_is_no_metric_number_is_told_with_the_near_one(key: str, hint: str, tmp_path: Path) -> None:
    said = told(f"{HEAD}current:\n  {key}: 1\n", tmp_path, "ja")
    assert f"5:3: エラー: current.{key}: {key} は項番ではない" in said
    assert f"ヒント: {hint}" in said
    assert f"{key} is not a metric number" in told(f"{HEAD}current:\n  {key}: 1\n", tmp_path, "en")


def test_a_waived_metric_gets_the_same_hint(tmp_path: Path) -> None:
    waiver = (
        "metric: A2.1.1, current: 0, target: 1, reason: r, owner: o, approved_by: p, created: 2026-01-01, expires: 2026-12-31"
    )
    assert "hint: did you mean A.2.1.1?" in told(f"{HEAD}waivers: [{{{waiver}}}]\n", tmp_path, "en")


@pytest.mark.parametrize(
    "text",
    [
        "current: {A.2.1.1: 9}",
        "current: {A.2.1.1: -1}",
        "current: {A.2.1.1: {level: 7}}",
        "phases: [{id: p, by: 2027-01-01, levels: {A.2.1.1: 8}}]",
        "costs: {unit: x, requires: [{metric: A.2.1.1, level: 6, needs: {A.2.1.2: 1}}]}",
        "waivers: [{metric: A.2.1.1, current: 6, target: 1, reason: r, owner: o, approved_by: p, created: 2026-01-01, expires: 2026-12-31}]",
    ],
)
def test_a_level_is_told_with_the_scale_of_its_metric_at_once(text: str, tmp_path: Path) -> None:
    assert "はない。あるのは 0, 1, 2\n" in told(f"{HEAD}{text}\n", tmp_path, "ja")
    said = told(f"{HEAD}{text}\n", tmp_path, "en")
    assert "A.2.1.1 (Server redundancy (machines)) has no level" in said
    assert "out of range" not in said


def test_what_is_no_level_at_all_is_told_with_the_scale(tmp_path: Path) -> None:
    assert "current.A.2.1.1: a level (0, 1, 2) or unknown is wanted, not two" in told(
        HEAD + "current: {A.2.1.1: two}\n", tmp_path, "en"
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("hrsi: 1\nsystem: {id: a}\ntarget: {model:3}\n", "3:10"),
        ("hrsi: 1\nsystem: {id: a}\ntarget:\n  model:3\n", "4:3"),
        (HEAD + "current: {A.2.1.1:2}\n", "4:11"),
        (HEAD + "current:\n  A.2.1.1:2\n  A.2.1.2: 2\n", "5:3"),
        ("hrsi:1\nsystem: {id: a}\n", "1:1"),
    ],
)
def test_a_colon_without_a_blank(text: str, place: str, tmp_path: Path) -> None:
    said = told(text, tmp_path, "ja")
    assert f"{place}: エラー" in said
    assert "コロンの後に空白を入れる" in said
    assert "put a blank after the colon" in told(text, tmp_path, "en")
    assert "None" not in said


SYNTAX = {
    "key without colon, keys below": (HEAD + "current\n  A.2.1.1: 1\n", "4:1", "no colon with a blank follows this key"),
    "key without colon, key after": (HEAD + "current\n\n# note\nmeasures: {}\n", "4:1", "no colon with a blank follows this key"),
    "key without colon, last line": (HEAD + "current\n", "4:1", "no colon with a blank follows this key"),
    "metric without colon": (
        HEAD + "current:\n  A.2.1.1 1\n  # note\n  A.2.1.2: 1\n",
        "5:3",
        "no colon with a blank follows this key",
    ),
    "second colon in a line": (HEAD + "notes: a: b\n", "4:9", "a colon cannot stand here"),
    "text of two lines": (HEAD + "notes: first\n  second: x\n", "5:9", "a colon cannot stand here"),
    "braces": (HEAD + "objectives: {failure: {rto: 1h}\ncurrent: {}\n", "5:1", "in the braces that begin in line 4"),
    "brackets": (HEAD + "phases: [1, 2\nnotes: x\n", "5:6", "in the brackets that begin in line 4"),
    "indent": (
        HEAD + "objectives:\n  failure: {rto: 1h}\n   disaster: {rpo: 1h}\n",
        "6:4",
        "belong to the keys that begin in line 5",
    ),
    "item among keys": (HEAD + "notes: abc\n- d\n", "5:1", "belong to the keys that begin in line 1"),
    "key among items": (HEAD + "phases:\n  - a\n  b: 1\n", "6:3", "belong to the list that begins in line 5"),
    "sign at the start": (HEAD + "notes: @abc\n", "4:8", "a value cannot begin with this sign"),
    "quotes": (HEAD + 'notes: "abc\ncurrent: {}\n', "4:8", "the quotes that begin here are not closed"),
    "escape": (HEAD + 'notes: "\\q"\n', "4:", "has a wrong \\ in it"),
    "no value": (HEAD + "phases: [,]\n", "4:10", "a value is missing here"),
    "list after a key": (HEAD + "phases: - a\n", "4:9", "a list item (-) cannot stand here"),
}


@pytest.mark.parametrize("name", SYNTAX)
def test_what_is_no_yaml_is_said_in_the_language_of_the_run(name: str, tmp_path: Path) -> None:
    text, place, words = SYNTAX[name]
    said = told(text, tmp_path, "en")
    assert said.startswith(place)
    assert words in said
    first = told(text, tmp_path, "ja").splitlines()[0]
    assert "YAMLとして読めない: " in first
    sentence = first.partition("読めない: ")[2]
    assert sentence.isascii() is False
    assert "expected" not in first and "found" not in first and "allowed" not in first


@pytest.mark.parametrize("name", SYNTAX)
def test_the_parser_in_python_is_told_in_the_same_words(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in for libyaml words its faults differently."""
    import yaml

    class Slow(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
        def __init__(self, text: str) -> None:
            yaml.reader.Reader.__init__(self, text)
            yaml.scanner.Scanner.__init__(self)
            yaml.parser.Parser.__init__(self)

    monkeypatch.setattr(yaml_reader, "_Parser", Slow)
    first = told(SYNTAX[name][0], tmp_path, "ja").splitlines()[0]
    sentence = first.partition("読めない: ")[2]
    assert sentence.isascii() is False
    assert "expected" not in sentence and "found" not in sentence and "allowed" not in sentence


def test_words_of_the_parser_that_are_not_known_stay_in_quotes() -> None:
    import yaml

    from hrsi_cli.knowledge.syntax import syntax_problem

    error = yaml.MarkedYAMLError(problem="the moon is full", problem_mark=yaml.Mark("", 0, 0, 2, "", 0))
    found = syntax_problem("p", "hrsi: 1\n", error, None)
    assert load_catalogue("ja").tell(found.message) == 'YAMLとして読めない: "the moon is full"'
    assert found.position == (1, 3)
    assert load_catalogue("en").tell(syntax_problem("p", "", None, None).message).endswith("a fault in the way it is written")


def test_known_keys_are_named_once(tmp_path: Path) -> None:
    said = told(HEAD + "current: {A.2.1.1: {レベル: 2}}\n", tmp_path, "en")
    assert "there are level, note, evidence, not_applicable\n" in said


@pytest.mark.parametrize(("lang", "says"), [("ja", "HRSI999 という規則はない"), ("en", "there is no rule HRSI999")])
def test_a_waiver_of_an_unknown_rule_speaks_of_a_rule(lang: str, says: str, example_plan: Path) -> None:
    words = ("--reason", "x", "--owner", "x", "--approved-by", "x", "--expires", "2027-03-31", "--as-of", AS_OF)
    run = invoke("waiver", "add", example_plan, "hrsi999", *words, "--dry-run", lang=lang)
    assert run.code == 2
    assert says in run.err
