"""What is said about plans and configurations as a whole: scales, near metrics, and the words that all files share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.problem import InputError, Message
from hrsi_cli.knowledge.config_file import load_config
from hrsi_cli.knowledge.validation import validate
from hrsi_cli.knowledge.yaml_reader import read_document


def flat(message: Message) -> Any:
    """A message and its values, for comparing; messages inside are flattened too."""
    values = {key: flat(value) if isinstance(value, Message) else value for key, value in message.values.items()}
    return message.id, values


HEAD = "hrsi: 1\nsystem: {id: a}\ntarget: {model: 3}\n"


def test_near_metrics_are_looked_up_for_the_first_two_hundred_faults(knowledge: KnowledgeBase) -> None:
    keys = [f"A2.1.1{'_' * (number % 15)}{'-' * (number // 15)}" for number in range(202)]
    text = HEAD + "current:\n" + "".join(f"  {key}: 1\n" for key in keys)
    with pytest.raises(InputError) as caught:
        validate(read_document(text, "p"), Plan, None, knowledge.requirements)
    hints = [found.hint for found in caught.value.problems]
    assert hints[:200] == [Message("input.hint_near", {"value": "A.2.1.1", "near": "A.2.1.1"})] * 200
    assert hints[200:] == [None, None]


def test_without_the_knowledge_a_level_is_told_without_its_scale(knowledge: KnowledgeBase) -> None:
    document = read_document(HEAD + "current: {A.2.1.1: x, A.2.3.1: }\n", "p")
    with pytest.raises(InputError) as bare:
        validate(document, Plan)
    with pytest.raises(InputError) as knowing:
        validate(document, Plan, None, knowledge.requirements)
    any_level: Any = ("input.any_level", {})
    empty = {"choices": "", "scale": any_level}
    assert [flat(found.message) for found in bare.value.problems] == [
        ("input.want_integer", {"where": "current.A.2.1.1", "value": "x", "scale": any_level}),
        ("input.empty_value", {"where": "current.A.2.3.1", "wanted": ("input.wanted_level", empty)}),
    ]
    assert [flat(found.message) for found in knowing.value.problems] == [
        ("input.want_level_or_unknown", {"where": "current.A.2.1.1", "value": "x", "scale": "0, 1, 2"}),
        ("input.empty_value", {"where": "current.A.2.3.1", "wanted": ("input.wanted_level", empty | {"scale": "0, 1, 2"})}),
    ]


@pytest.mark.parametrize(
    ("text", "message", "where", "place"),
    [
        ('[rules]\nHRSI101 = "off"\n', "config.off_needs_reason", "rules.HRSI101", (2, 1)),
        ("[thresholds]\nefficiency = inf\n", "input.want_number", "thresholds.efficiency", (2, 1)),
        ("only_stated = 1\n", "input.want_truth", "only_stated", (1, 1)),
    ],
)
def test_a_configuration_is_told_in_the_same_words(
    text: str, message: str, where: str, place: tuple[int, int], tmp_path: Path
) -> None:
    path = tmp_path / "hrsi.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_config(str(path))
    (found,) = caught.value.problems
    assert (found.message.id, found.message.values["where"], tuple(found.position)) == (message, where, place)


def test_a_metric_that_is_no_text_gives_the_level_beside_it_no_scale(knowledge: KnowledgeBase) -> None:
    document = read_document(HEAD + "costs: {unit: x, requires: [{metric: {a: 1}, level: x, needs: {}}]}\n", "p")
    with pytest.raises(InputError) as caught:
        validate(document, Plan, None, knowledge.requirements)
    assert [(found.message.id, found.message.values["where"]) for found in caught.value.problems] == [
        ("input.want_text", "costs.requires[1].metric"),
        ("input.want_integer", "costs.requires[1].level"),
    ]


def test_nothing_is_refused_without_a_word() -> None:
    with pytest.raises(ValueError, match="without a problem"):
        InputError(())
