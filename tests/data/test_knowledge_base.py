"""The shipped knowledge base: complete, sound, and compiled faithfully."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import ROOT, invoke

from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.engine.case_plan import case_plan, case_plan_content, case_plan_facts
from hrsi_cli.engine.levels import known_levels
from hrsi_cli.engine.resemblance import resembled_model
from hrsi_cli.knowledge.compiled import compiled as _compiled
from hrsi_cli.knowledge.compiled import data_folder
from hrsi_cli.knowledge.compiler import Sources, compile_knowledge, compile_messages

CASES = ["1-1", "1-2", "1-3", "2-1", "2-2", "3-1", "3-2", "4-1", "4-2", "4-3"]


def test_all_370_cells_are_read(knowledge: KnowledgeBase) -> None:
    assert list(knowledge.cases) == CASES
    assert sum(len(case.readings) for case in knowledge.cases.values()) == 370
    for case in knowledge.cases.values():
        assert set(case.readings) == set(knowledge.requirements)
        for metric, reading in case.readings.items():
            assert reading.summary.ja
            assert reading.summary.en
            assert reading.source.endswith(f", {metric}")


def test_open_readings_say_why(knowledge: KnowledgeBase) -> None:
    for case in knowledge.cases.values():
        for reading in case.readings.values():
            if reading.level_range is not None or reading.status == "ungradable":
                assert reading.reading is not None


@pytest.mark.parametrize("id", CASES)
def test_each_case_as_a_plan_resembles_the_model_it_was_put_under(knowledge: KnowledgeBase, id: str) -> None:
    plan = case_plan(knowledge.cases[id], knowledge.version)
    assert resembled_model(plan, known_levels(plan)) == knowledge.cases[id].model


@pytest.mark.parametrize("id", CASES)
def test_each_case_as_a_plan_is_a_valid_plan_file(knowledge: KnowledgeBase, id: str, tmp_path: Path) -> None:
    printed = invoke("case", "show", id, "--as-plan", lang="ja")
    assert printed.code == 0
    file = tmp_path / "plan.yaml"
    file.write_text(printed.out, encoding="utf-8")
    judged = invoke("gap", file, "--format", "json", "--as-of", "2026-11-23")
    plan = judged.json["plans"][0]
    assert judged.json["errors"] == []
    assert plan["target_model"] == plan["resembles_model"] == knowledge.cases[id].model


def test_no_case_id_stands_in_the_code() -> None:
    for path in (ROOT / "src").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for id in CASES:
            assert f'"{id}"' not in text, f"{path} names case {id}"


def test_compiled_files_equal_the_yaml() -> None:
    for group, files in (("knowledge", compile_knowledge(data_folder())), ("messages", compile_messages(data_folder()))):
        for name, content in files.items():
            assert json.loads(_compiled(group, name)) == json.loads(content)


def copy_of_data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(data_folder(), folder)
    return folder


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("cases/1-1.yaml", "  A.1.2.3:", "  A.1.2.4:", "A.1.2.3"),
        ("cases/4-1.yaml", 'source: "table 3.3.4-1, A.1.4.1"', 'source: ""', "targets[6].source"),
        ("cases/4-1.yaml", 'source: "table 3.3.4-1, A.1.4.1"', 'source: "somewhere"', "somewhere"),
        ("cases/4-1.yaml", "industry: services", "industry: circus", "circus"),
        ("models.yaml", 'metric: "A.2.1.1"\n        level: 0', 'metric: "A.2.1.1"\n        level: 5', "A.2.1.1"),
        ("models.yaml", 'metric: "A.2.1.1"', 'metric: "A.2.1.9"', "A.2.1.1, A.2.1.9"),
        (
            "requirements.yaml",
            "{level: 1, label: {ja: 単一障害では停止させない",
            "{level: 3, label: {ja: 単一障害では停止させない",
            "A.1.2.3",
        ),
        ("rules/lessons.yaml", 'cases: ["1-1"]', 'cases: ["9-9"]', "9-9"),
        ("rules/lessons.yaml", "metrics: [A.2.6.1]", "metrics: [A.9.9.9]", "A.9.9.9"),
        ("rules/lessons.yaml", '"measures.backups[].restore_tested"', '"measures.backups[].tasted"', "tasted"),
        ("glossary.yaml", "see: [model_system,", "see: [model_sistem,", "model_sistem"),
        ("dependencies.yaml", "metric: A.3.2.2", "metric: F.9.9.9", "F.9.9.9"),
        ("dependencies.yaml", "needs: {A.3.1.1: 3", "needs: {A.9.9.9: 3", "A.9.9.9"),
        ("dependencies.yaml", 'exceptions: ["1-2"', 'exceptions: ["8-8"', "8-8"),
        ("models.yaml", 'constraints: ["C02"', 'constraints: ["C99"', "C99"),
        ("guide.yaml", "answered_by: [system.name]", "answered_by: [system.nonsense]", "system.nonsense"),
    ],
    ids=[
        "missing cell",
        "no provenance",
        "no such place",
        "vocabulary",
        "level outside scale",
        "unknown metric",
        "hole in scale",
        "case of a rule",
        "metric of a rule",
        "input of a rule",
        "term beside a term",
        "metric of a dependency",
        "need of a dependency",
        "exception of a dependency",
        "ground of a preset",
        "key of a plan",
    ],
)
def test_kb_check_refuses_an_unsound_base(tmp_path: Path, file: str, old: str, new: str, expected: str) -> None:
    folder = copy_of_data(tmp_path)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    run = invoke("kb", "check", folder)
    assert run.code == 2
    assert f"data/{file}" in run.err
    assert expected in run.err


def test_kb_check_looks_at_the_examples_of_the_rules(tmp_path: Path) -> None:
    folder = copy_of_data(tmp_path)
    assert invoke("kb", "check", folder).code == 0, "knowledge alone has no examples"
    examples = tmp_path / "tests" / "examples"
    shutil.copytree(ROOT / "tests" / "examples", examples)
    (examples / "positive" / "HRSI216.yaml").unlink()
    told = (examples / "negative" / "HRSI101.yaml").read_text(encoding="utf-8").replace(" / ", " ", 1)
    (examples / "negative" / "HRSI101.yaml").write_text(told, encoding="utf-8")
    run = invoke("kb", "check", folder)
    assert run.code == 2
    assert "HRSI216.yaml" in run.err
    assert "tests/examples/negative/HRSI101.yaml" in run.err


def test_kb_check_passes_and_counts() -> None:
    run = invoke("kb", "check")
    assert run.code == 0
    assert "readings 370" in run.out
    record = invoke("kb", "check", "--format", "json").json
    assert record["sound"] is True
    assert record["counts"]["presets"] == 108


def test_every_file_is_read_without_problems() -> None:
    assert Sources(data_folder()).read().problems == []


TRIVIAL = frozenset({"id", "name", "note", "notes"})
"""Names, and our own words on what stands beside them."""


def leaves(value: Any, path: str = "") -> Iterator[str]:
    """The keys of all values of a plan, as facts write them: ``measures.backups[nightly].interval``."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list | tuple) and value and isinstance(value[0], dict):
        for inner in value:
            yield from leaves(inner, f"{path}[{inner.get('id') or inner.get('name')}]")
    else:
        yield path


@pytest.mark.parametrize("id", CASES)
def test_every_value_of_a_case_as_a_plan_says_where_it_comes_from(knowledge: KnowledgeBase, id: str) -> None:
    case = knowledge.cases[id]
    content = case_plan_content(case, knowledge.version, "ja")
    keys = list(leaves({name: content[name] for name in content if name not in ("hrsi", "knowledge")}))
    facts = [fact.key for fact in case_plan_facts(case)]

    def within(key: str, fact: str) -> bool:
        return key == fact or key.startswith(f"{fact}.")

    for key in keys:
        assert key.rsplit(".", 1)[-1] in TRIVIAL or any(within(key, fact) for fact in facts), key
    for fact in facts:
        assert any(within(key, fact) for key in keys), f"{fact} stands for nothing"
    for metric, entry in case.plan.content.get("current", {}).items():
        if isinstance(entry, dict) and "evidence" in entry:
            assert f"current.{metric}.evidence" in facts
    printed = invoke("case", "show", id, "--as-plan").out
    assert all(f"\n# {fact}: " in printed for fact in facts)


def test_an_approval_or_a_date_that_the_guide_does_not_give_is_not_stated(knowledge: KnowledgeBase) -> None:
    bases = {case.id: {fact.key: fact.basis for fact in case.plan.facts} for case in knowledge.cases.values()}
    approved = {id: facts["system.approved_by"] for id, facts in bases.items() if "system.approved_by" in facts}
    assert approved == {"1-3": "stated", "2-2": "inferred", "4-3": "stated"}
    assert bases["1-2"]["current.A.2.6.1.evidence.date"] == "inferred"
    assert bases["4-1"]["current.A.1.3.2.evidence.date"] == "inferred"
