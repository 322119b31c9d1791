"""The shipped knowledge base: complete, sound, and compiled faithfully."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.conftest import ROOT, invoke

from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.engine.case_plan import case_plan
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
    ],
    ids=[
        "missing cell",
        "no provenance",
        "no such place",
        "vocabulary",
        "level outside scale",
        "unknown metric",
        "hole in scale",
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


def test_kb_check_passes_and_counts() -> None:
    run = invoke("kb", "check")
    assert run.code == 0
    assert "370 readings" in run.out
    record = invoke("kb", "check", "--format", "json").json
    assert record["sound"] is True
    assert record["counts"]["presets"] == 108


def test_every_file_is_read_without_problems() -> None:
    assert Sources(data_folder()).read().problems == []
