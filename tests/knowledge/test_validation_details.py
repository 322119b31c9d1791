"""What is said about a value that a schema refuses: with schemas small enough that every kind of fault is in sight."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field, StringConstraints

from hrsi_cli.domain.base import Frozen
from hrsi_cli.domain.plan import AcceptedLevel, Waiver
from hrsi_cli.domain.problem import InputError, Message, Position, Problem
from hrsi_cli.domain.quantity import Day, Distance, Duration, Rate, Share, Volume
from hrsi_cli.domain.text import Identifier, NonEmpty
from hrsi_cli.knowledge.near import nearest_hint
from hrsi_cli.knowledge.validation import key_problem, reference_problem, validate
from hrsi_cli.knowledge.yaml_reader import read_document


class Part(Frozen):
    """A part, which has a key that is no name in Python."""

    class_: Literal["x", "y"] = Field(alias="class")
    size: int = 0


class Length(Frozen):
    """The other alternative of a place."""

    length: Distance | None = None
    size: int = 0


class Whole(Frozen):
    """One key for every kind of value."""

    number: Annotated[int, Field(ge=1, le=9)] = 1
    real: Annotated[float, Field(gt=0, le=2)] = 1.0
    least: Annotated[float, Field(ge=0.5)] = 1.0
    truth: bool = True
    text: NonEmpty = "x"
    name: Identifier = "x"
    choice: Literal["low", "high"] = "low"
    version: Literal[1, 2] = 1
    letter: Literal["X", "Y"] = "X"
    duration: Duration | None = None
    volume: Volume | None = None
    rate: Rate | None = None
    distance: Distance | None = None
    share: Share | None = None
    day: Day | None = None
    waiver: Waiver | None = None
    level: AcceptedLevel | None = None
    few: Annotated[tuple[int, ...], Field(max_length=2)] = ()
    by_level: dict[Annotated[str, StringConstraints(pattern="^[0-5]$")], int] = {}
    by_name: dict[Identifier, int] = {}
    must: Part | Length | None = None
    part: Part | None = None
    parts: tuple[Part, ...] = ()
    named: dict[str, Part] = {}
    wide: Annotated[Part | None, Field(description="inside an annotation")] = None


def problems(text: str, shape: type[BaseModel] = Whole) -> tuple[Problem, ...]:
    try:
        validate(read_document(text, "file.yaml"), shape)
    except InputError as error:
        return error.problems
    return ()


def flat(message: Message | None) -> Any:
    """A message and its values, for comparing; messages inside are flattened too."""
    if message is None:
        return None
    values = {key: flat(value) if isinstance(value, Message) else value for key, value in message.values.items()}
    return message.id, values


@pytest.mark.parametrize(
    ("text", "message", "values"),
    [
        ("number: x", "input.want_integer", {"where": "number", "value": "x", "scale": ("input.any_level", {})}),
        ("number: 1.5", "input.want_integer", {"where": "number", "value": "1.5", "scale": ("input.any_level", {})}),
        ("number: 0", "input.out_of_range", {"where": "number", "value": "0", "limit": ("input.at_least", {"limit": 1})}),
        ("number: 10", "input.out_of_range", {"where": "number", "value": "10", "limit": ("input.at_most", {"limit": 9})}),
        ("real: x", "input.want_number", {"where": "real", "value": "x", "scale": ("input.any_level", {})}),
        ("real: 0", "input.out_of_range", {"where": "real", "value": "0", "limit": ("input.more_than", {"limit": 0.0})}),
        ("real: 2.5", "input.out_of_range", {"where": "real", "value": "2.5", "limit": ("input.at_most", {"limit": 2.0})}),
        ("least: 0.4", "input.out_of_range", {"where": "least", "value": "0.4", "limit": ("input.at_least", {"limit": 0.5})}),
        ("truth: maybe", "input.want_truth", {"where": "truth", "value": "maybe"}),
        ("text: 5", "input.want_text", {"where": "text", "value": "5"}),
        ("text: false", "input.want_text", {"where": "text", "value": "false"}),
        ("text: {a: 1}", "input.want_text", {"where": "text", "value": ("input.a_mapping", {})}),
        ("text: [a]", "input.want_text", {"where": "text", "value": ("input.a_list", {})}),
        ("text: ''", "input.want_some_text", {"where": "text", "value": '""'}),
        ("name: 1a", "input.bad_identifier", {"where": "name", "value": "1a"}),
        ("choice: red", "input.want_one_of", {"where": "choice", "value": "red", "choices": "low, high"}),
        ("letter: Z", "input.want_one_of", {"where": "letter", "value": "Z", "choices": "X, Y"}),
        ("version: 3", "input.want_one_of", {"where": "version", "value": "3", "choices": "1, 2"}),
        ("duration: x", "input.bad_duration", {"where": "duration", "value": "x"}),
        ("volume: x", "input.bad_volume", {"where": "volume", "value": "x"}),
        ("rate: x", "input.bad_rate", {"where": "rate", "value": "x"}),
        ("distance: x", "input.bad_distance", {"where": "distance", "value": "x"}),
        ("share: x", "input.bad_share", {"where": "share", "value": "x"}),
        ("day: x", "input.bad_date", {"where": "day", "value": "x"}),
        ("level: x", "input.want_level_or_unknown", {"where": "level", "value": "x", "scale": ("input.any_level", {})}),
        ("few: 1", "input.want_list", {"where": "few", "value": "1"}),
        ("few: [1, 2, 3]", "input.too_many_items", {"where": "few", "value": ("input.a_list", {}), "limit": 2}),
        ("by_level: 1", "input.want_mapping", {"where": "by_level", "value": "1"}),
        ("by_level: {6: 1}", "path.bad_level_key", {"where": "by_level.6", "value": "6"}),
        ("by_name: {1a: 1}", "input.bad_identifier", {"where": "by_name.1a", "value": "1a"}),
        ("by_name: {a: x}", "input.want_integer", {"where": "by_name.a", "value": "x", "scale": ("input.any_level", {})}),
        ("part: 1", "input.want_mapping", {"where": "part", "value": "1"}),
        ("part: {}", "input.missing_key", {"where": "part", "value": ("input.a_mapping", {}), "key": "class"}),
        ("parts: [{class: x}, {class: z}]", "input.want_one_of", {"where": "parts[2].class", "value": "z", "choices": "x, y"}),
        ("parts: [{class: x, sice: 1}]", "input.unknown_key", {"where": "parts[1].sice", "value": "1", "key": "sice"}),
    ],
)  # fmt: skip
def test_each_kind_of_fault_has_its_sentence_and_values(text: str, message: str, values: dict[str, object]) -> None:
    (found,) = problems(text)
    assert (flat(found.message), found.line_text, found.path) == ((message, values), text, "file.yaml")


SIGNED = "reason: r, owner: o, approved_by: b, created: 2026-01-01"


@pytest.mark.parametrize(
    ("waiver", "message", "column"),
    [
        ("expires: 2026-02-01", "input.waiver_subject", 9),
        ("rule: HRSI101, metric: A.2.4.1, current: 0, target: 1, expires: 2026-02-01", "input.waiver_subject", 9),
        ("metric: A.2.4.1, target: 1, expires: 2026-02-01", "input.waiver_binding", 9),
        ("rule: HRSI101, expires: 2025-12-31", "input.waiver_dates", 34),
    ],
)
def test_what_a_waiver_lacks_is_told_at_the_waiver(waiver: str, message: str, column: int) -> None:
    (found,) = problems(f"waiver: {{{waiver}, {SIGNED}}}")
    assert (found.message.id, found.message.values["where"], tuple(found.position), found.hint) == (
        message,
        "waiver",
        (1, column),
        None,
    )


def test_each_slip_in_a_duration_has_its_hint() -> None:
    slips = {
        "1営業日": "business_day", "半日": "half_day", "2週間以内": "within", "約1日": "within", "数日": "several", "即時": "at_once",
        "二時間": "kanji_number", "2～3h": "range", "2026-05-01": "date_as_duration", "5": "unit", "soon": None,
    }  # fmt: skip
    for text, slip in slips.items():
        (found,) = problems(f"duration: {text}")
        assert (found.message.id, found.message.values) == ("input.bad_duration", {"where": "duration", "value": text})
        values = {"examples": ("5h", "5d")} if slip == "unit" else {"value": text}
        assert found.hint == (Message(f"input.hint_{slip}", values) if slip else None)


@pytest.mark.parametrize(
    ("key", "wanted", "values"),
    [
        ("number", "wanted_integer", {}),
        ("real", "wanted_number", {}),
        ("truth", "wanted_truth", {}),
        ("text", "wanted_text", {}),
        ("choice", "wanted_choice", {"choices": "low, high"}),
        ("version", "wanted_choice", {"choices": "1, 2"}),
    ],
)
def test_nothing_written_is_told_with_what_belongs_there(key: str, wanted: str, values: dict[str, str]) -> None:
    (found,) = problems(f"{key}:\n")
    expected: dict[str, object] = {"choices": values.get("choices", ""), "scale": ("input.any_level", {})}
    assert flat(found.message) == ("input.empty_value", {"where": key, "wanted": (f"input.{wanted}", expected)})


class Bare(Frozen):
    """Quantities that must be there."""

    duration: Duration
    volume: Volume
    rate: Rate
    distance: Distance
    share: Share
    day: Day
    level: AcceptedLevel
    parts: tuple[int, ...]


def test_an_empty_quantity_is_told_with_its_kind_and_an_empty_collection_as_before() -> None:
    found = problems("duration:\nvolume:\nrate:\ndistance:\nshare:\nday:\nlevel:\nparts:\n", Bare)
    wanted = [problem.message.values.get("wanted") for problem in found]
    assert [message.id if isinstance(message, Message) else message for message in wanted] == [
        "input.wanted_duration",
        "input.wanted_volume",
        "input.wanted_rate",
        "input.wanted_distance",
        "input.wanted_share",
        "input.wanted_date",
        "input.wanted_level",
        None,
    ]
    assert found[-1].message.id == "input.want_list"
    assert [tuple(problem.position) for problem in found] == [
        (line, len(key) + 2) for line, key in enumerate(Bare.model_fields, 1)
    ]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("number: '5'", ("input.hint_no_quotes", {"value": "5"})),
        ("number: ５", ("input.hint_half_width", {"value": "5"})),
        ("number: 第5版", ("input.hint_only_number", {"value": "5"})),
        ("number: five", None),
        ("real: '0.5'", ("input.hint_no_quotes", {"value": "0.5"})),
        ("real: half", None),
        ("level: '3'", ("input.hint_no_quotes", {"value": "3"})),
        ("level: L3", ("input.hint_only_number", {"value": "3"})),
        ("version: '1'", ("input.hint_no_quotes", {"value": "1"})),
        ("version: '3'", None),
        ("truth: 'true'", ("input.hint_no_quotes", {"value": "true"})),
        ("truth: 'false'", ("input.hint_no_quotes", {"value": "false"})),
        ("truth: yes", ("input.hint_truth", {})),
        ("truth: 1", None),
        ("choice: lwo", ("input.hint_near", {"near": "low"})),
        ("choice: 低", ("input.hint_near", {"near": "low"})),
        ("choice: zzz", None),
        ("nmae: x", ("input.hint_near", {"near": "name"})),
        ("part: {class: x, klass: y}", ("input.hint_near", {"near": "class"})),
        ("part: {class: x, zzz: y}", ("input.hint_known", {"known": "class, size"})),
        ("part: {class: x, ｓｉｚｅ: 1}", ("input.hint_half_width", {"value": "size"})),
        ("parts: [{class: x, zzz: y}]", ("input.hint_known", {"known": "class, size"})),
        ("named: {own: {class: x, zzz: y}}", ("input.hint_known", {"known": "class, size"})),
        ("wide: {class: x, zzz: y}", ("input.hint_known", {"known": "class, size"})),
        ("part:\n  class:x", ("input.hint_blank", {})),
        ("by_level:\n  3:x", None),
        ("by_name:\n  a:1", ("input.hint_blank", {})),
        ("by_level: {３: 1}", ("input.hint_half_width", {"value": "3"})),
        ("by_name: {ａ: 1}", ("input.hint_half_width", {"value": "a"})),
        ("duration: 5", ("input.hint_unit", {"examples": ("5h", "5d")})),
        ("duration: '5'", ("input.hint_unit", {"examples": ("5h", "5d")})),
        ("duration: true", None),
        ("duration: 半日", ("input.hint_half_day", {"value": "半日"})),
        ("volume: 5", None),
        ("rate: 5", None),
        ("share: 5", None),
        ("day: 5", None),
        ("day: 2026-02-30", ("input.hint_no_such_day", {"value": "2026-02-30"})),
        ("rate: 0 Mbps", ("input.hint_zero_rate", {"value": "0 Mbps"})),
        ("text: [a，b]", ("input.hint_comma", {})),
        ("number: x # a：b", None),
    ],
)  # fmt: skip
def test_the_hint_says_what_to_write_instead(text: str, hint: object) -> None:
    (found,) = problems(text)
    assert flat(found.hint) == hint


def test_the_keys_of_all_alternatives_are_known_but_not_the_one_refused() -> None:
    found = problems("must: {length: 1 km, class: x, size: 1}")
    told = {(problem.message.values["key"], problem.hint.values["known"] if problem.hint else None) for problem in found}
    assert told == {("length", "class, size"), ("class", "size, length")}


class TwelveKeys(Frozen):
    """As many keys as are still listed."""

    a1: int = 0
    a2: int = 0
    a3: int = 0
    a4: int = 0
    a5: int = 0
    a6: int = 0
    a7: int = 0
    a8: int = 0
    a9: int = 0
    b1: int = 0
    b2: int = 0
    b3: int = 0


class ThirteenKeys(TwelveKeys):
    """One too many."""

    b4: int = 0


def test_twelve_known_words_are_listed_and_thirteen_are_not() -> None:
    (found,) = problems("zzzz: 1", TwelveKeys)
    assert found.hint == Message("input.hint_known", {"known": "a1, a2, a3, a4, a5, a6, a7, a8, a9, b1, b2, b3"})
    (found,) = problems("zzzz: 1", ThirteenKeys)
    assert found.hint is None


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("osaks", ["tokyo", "osaka"], Message("input.hint_near", {"near": "osaka"})),
        ("abcde", ["abcxy"], Message("input.hint_near", {"near": "abcxy"})),
        ("abcde", ["abxyz"], Message("input.hint_known", {"known": "abxyz"})),
        ("x", iter(["a", "b"]), Message("input.hint_known", {"known": "a, b"})),
        ("x", [], None),
        ("rto", ["rpo", "rto_failure", "rto_disaster"], Message("input.hint_known", {"known": "rto_failure, rto_disaster"})),
        ("run", ["runbook", "run_copies"], Message("input.hint_near", {"near": "run_copies"})),
        ("a", ["a-b", "a-c"], Message("input.hint_known", {"known": "a-b, a-c"})),
        ("A.2.1", ["A.2.1.1", "A.2.1.2", "A.2.10.1"], Message("input.hint_known", {"known": "A.2.1.1, A.2.1.2"})),
        ("", ["_a", "_b"], Message("input.hint_known", {"known": "_a, _b"})),
        ("a", [f"a.{number}" for number in range(13)], None),
    ],
)
def test_near_words(word: str, known: Any, hint: Message | None) -> None:
    assert nearest_hint(word, known) == hint


def test_all_faults_of_a_file_come_in_the_order_of_the_file() -> None:
    text = "number: x\ntruth: 5\nby_name: {1b: , a: x}\nnumber: 3\nchoice: red\nzzz: 1\n"
    assert [(tuple(found.position), found.message.id) for found in problems(text)] == [
        ((1, 9), "input.want_integer"),
        ((2, 8), "input.want_truth"),
        ((3, 11), "input.bad_identifier"),
        ((3, 20), "input.want_integer"),
        ((4, 1), "input.duplicate_key"),
        ((5, 9), "input.want_one_of"),
        ((6, 1), "input.unknown_key"),
    ]


def test_a_key_at_fault_that_has_a_value_is_told_with_it() -> None:
    assert [(tuple(found.position), found.message.id) for found in problems("by_name: {1b: x}")] == [
        ((1, 11), "input.bad_identifier"),
        ((1, 15), "input.want_integer"),
    ]


def test_what_else_is_wrong_is_asked_only_of_a_sound_file() -> None:
    asked: list[Whole] = []

    def also(made: Whole) -> list[Problem]:
        asked.append(made)
        return [reference_problem(document, ("part", "size"), "input.unknown_site", value="x")]

    document = read_document("number: x\n", "f")
    with pytest.raises(InputError):
        validate(document, Whole, also)
    assert asked == []
    document = read_document("number: 5\npart: {class: x, size: 3}\n", "f")
    with pytest.raises(InputError) as caught:
        validate(document, Whole, also)
    assert [made.number for made in asked] == [5]
    assert caught.value.problems == (
        Problem("f", Message("input.unknown_site", {"where": "part.size", "value": "x"}), Position(2, 24), None, "part: {class: x, size: 3}"),
    )  # fmt: skip
    assert validate(document, Whole).part == Part.model_validate({"class": "x", "size": 3})
    document = read_document("number: 5\nnumber: 6\npart: {class: x, size: 3}\n", "f")
    with pytest.raises(InputError) as caught:
        validate(document, Whole, also)
    assert [found.message.id for found in caught.value.problems] == ["input.duplicate_key", "input.unknown_site"]


def test_a_problem_found_later_stands_at_the_value_or_at_the_key_with_its_hint() -> None:
    document = read_document("number: 5\npart: {class: x, size: ３}\n", "f")
    hint = Message("input.hint_near", {"near": "y"})
    at_value = reference_problem(document, ("part", "class"), "input.unknown_site", hint, value="x")
    at_key = key_problem(document, ("part", "class"), "input.unknown_site", hint, value="x")
    assert (tuple(at_value.position), tuple(at_key.position)) == ((2, 15), (2, 8))
    for found in (at_value, at_key):
        assert flat(found.message) == ("input.unknown_site", {"where": "part.class", "value": "x"})
        assert (found.hint, found.line_text, found.path) == (hint, "part: {class: x, size: ３}", "f")
    assert key_problem(document, ("number",), "input.unknown_site", value="x").hint is None


@pytest.mark.parametrize("text", ["[1]\n", "5\n", "text\n"])
def test_a_file_that_is_no_mapping(text: str) -> None:
    (found,) = problems(text)
    assert (found.message, tuple(found.position), found.hint, found.line_text) == (
        Message("input.want_mapping_at_top"),
        (1, 1),
        None,
        text.rstrip(),
    )


def test_long_and_strange_values_and_keys_are_shown_short_and_visible() -> None:
    (found,) = problems("number: " + "x" * 200)
    assert found.message.values["value"] == "x" * 77 + "..."
    (found,) = problems('part: {class: x, "a\u202eb": 1}')
    assert (found.message.values["key"], found.message.values["where"]) == ("a\\u202eb", "part.a\\u202eb")
