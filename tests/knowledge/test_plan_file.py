"""Plan files: every fault placed, worded, and reported together."""

from __future__ import annotations

import pytest

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.problem import InputError, Problem
from hrsi_cli.knowledge.plan_file import parse_plan
from hrsi_cli.knowledge.text_file import decode
from hrsi_cli.knowledge.validation import _MESSAGES

HEAD = "hrsi: 1\nsystem: {id: a}\ntarget: {model: 3}\n"


def problems(text: str, knowledge: KnowledgeBase) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        parse_plan(text, "plan.yaml", knowledge, frozenset(knowledge.rules))
    return caught.value.problems


@pytest.mark.parametrize(
    ("text", "message", "hint", "place"),
    [
        (HEAD + "curent: {}\n", "input.unknown_key", "input.hint_near", (4, 1)),
        (HEAD + "current:\n  A.2.1.9: 1\n", "input.unknown_metric", "input.hint_near", (5, 3)),
        (HEAD + "current:\n  A.2.1.1: 3\n", "input.level_outside_scale", None, (5, 12)),
        (HEAD + "current:\n  A.2.1.1: yes\n", "input.want_level_or_unknown", None, (5, 12)),
        (HEAD + "current:\n  A.2.1.1: {level: 1, evidence: {kind: rumour}}\n", "input.want_one_of", None, (5, 40)),
        (HEAD + "objectives: {failure: {rto: 1営業日}}\n", "input.bad_duration", "input.hint_business_day", (4, 29)),
        (HEAD + "objectives: {failure: {rto: 2026-05-01}}\n", "input.bad_duration", "input.hint_date_as_duration", (4, 29)),
        (HEAD + "objectives: {failure: {rto: 2}}\n", "input.bad_duration", "input.hint_unit", (4, 29)),
        (HEAD + "objectives: {failure: {rto: 半日}}\n", "input.bad_duration", "input.hint_half_day", (4, 29)),
        (HEAD + "objectives: {failure: {rto: 2週間以内}}\n", "input.bad_duration", "input.hint_within", (4, 29)),
        (HEAD + "objectives: {failure: {rto: 2〜3時間}}\n", "input.bad_duration", "input.hint_range", (4, 29)),
        (HEAD + "measures: {sites: [{id: x, role: main, cloud: yes}]}\n", "input.want_truth", "input.hint_truth", (4, 47)),
        (HEAD + "measures: {backups: [{name: n, site: osaka}]}\n", "input.unknown_site", "input.hint_sites", (4, 38)),
        (HEAD + "measures: {backups: [{name: n, link: 0 Mbps}]}\n", "input.bad_rate", "input.hint_zero_rate", (4, 38)),
        (HEAD + "measures: {backups: [{name: n, restore_tested: 2026-02-30}]}\n", "input.bad_date", "input.hint_no_such_day", (4, 48)),
        ("hrsi: 1\nsystem: {id: 1a}\ntarget: {model: 3}\n", "input.bad_identifier", None, (2, 14)),
        ("hrsi: 1\nsystem: {id: a}\ntarget: {model: 5}\n", "input.out_of_range", "input.hint_models", (3, 17)),
        ("hrsi: 99\nsystem: {id: a}\ntarget: {model: 3}\n", "input.want_one_of", "input.hint_newer", (1, 7)),
        ("hrsi: 1\ntarget: {model: 3}\n", "input.missing_key", None, (1, 1)),
        ("- a\n", "input.want_mapping_at_top", None, (1, 1)),
        (HEAD + "waivers:\n  - {metric: A.2.4.1, reason: r, owner: o, approved_by: b, created: 2026-01-01, expires: 2026-02-01}\n", "input.waiver_binding", None, (5, 5)),
    ],
)  # fmt: skip
def test_one_fault(
    text: str, message: str, hint: str | None, place: tuple[int, int], knowledge: KnowledgeBase, catalogue: Catalogue
) -> None:
    (found,) = problems(text, knowledge)
    assert (found.message.id, found.hint.id if found.hint else None, tuple(found.position)) == (message, hint, place)
    assert catalogue.tell(found.message)
    assert found.line_text == text.splitlines()[place[0] - 1]


def test_all_faults_of_a_file_are_reported_together(knowledge: KnowledgeBase) -> None:
    text = "hrsi: 1\nsystem: {id: a, colour: red}\ntarget: {model: 3}\nobjectives: {budget: huge}\ncurrent: {A.2.1.1: x, A.2.1.1: 1}\n"
    found = problems(text, knowledge)
    assert [problem.position.line for problem in found] == [2, 4, 5, 5]


def test_full_width_digits_are_read_in_durations_and_refused_as_levels(knowledge: KnowledgeBase) -> None:
    plan = parse_plan(HEAD + "objectives: {failure: {rto: ２時間}}\n", "p", knowledge, frozenset()).plan
    assert plan.objectives.failure.rto is not None
    assert plan.objectives.failure.rto.hours == 2
    (found,) = problems(HEAD + "current: {A.2.1.1: ２}\n", knowledge)
    assert found.message.id == "input.want_level_or_unknown"


@pytest.mark.parametrize(
    ("data", "message", "place"),
    [
        ("名前: 計画\nsystem: 大阪".encode("cp932"), "input.not_utf8", (1, 1)),
        ("ok: 1\nname: 計画".encode("cp932"), "input.not_utf8", (2, 7)),
        ("a: b".encode("utf-16"), "input.wide_encoding", (1, 1)),
        (b"PK\x03\x04rest", "input.is_excel", (1, 1)),
    ],
)
def test_other_encodings_are_named(data: bytes, message: str, place: tuple[int, int]) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, "plan.yaml")
    (found,) = caught.value.problems
    assert (found.message.id, tuple(found.position)) == (message, place)
    if message == "input.not_utf8":
        assert found.hint is not None
        assert found.hint.values["guess"] == "Shift_JIS (CP932)"


def test_bom_and_crlf_are_accepted(knowledge: KnowledgeBase) -> None:
    text = decode(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode(), "plan.yaml")
    assert parse_plan(text, "plan.yaml", knowledge, frozenset()).plan.system.id == "a"


def test_every_kind_of_schema_fault_has_words(knowledge: KnowledgeBase, catalogue: Catalogue) -> None:
    """Walk the core schema: each error type it can raise is in the table."""
    kinds: set[str] = {"missing", "extra_forbidden"}
    by_schema = {
        "int": {"int_type"},
        "float": {"float_type", "finite_number"},
        "bool": {"bool_type"},
        "str": {"string_type"},
        "tuple": {"tuple_type"},
        "dict": {"dict_type"},
        "model": {"model_type"},
        "literal": {"literal_error"},
    }
    constraints = {
        "ge": "greater_than_equal",
        "le": "less_than_equal",
        "gt": "greater_than",
        "pattern": "string_pattern_mismatch",
        "min_length": "string_too_short",
    }

    def walk(schema: object) -> None:
        if isinstance(schema, dict):
            kinds.update(by_schema.get(str(schema.get("type")), set()))
            if schema.get("type") in ("int", "float", "str"):
                kinds.update(kind for name, kind in constraints.items() if schema.get(name) is not None)
            for value in schema.values():
                walk(value)
        elif isinstance(schema, list | tuple):
            for value in schema:
                walk(value)

    walk(Plan.__pydantic_core_schema__)
    assert kinds <= set(_MESSAGES)
    for message in _MESSAGES.values():
        assert message in catalogue.sentences
