"""The main job as a user does it: select, compare, gap, show."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len
from tests.conftest import AS_OF, invoke, spawn

ANSWERS = ("--rto-failure", "2h", "--rto-disaster", "7d", "--rpo", "1d", "--budget", "high")
CASES = ["1-1", "1-2", "1-3", "2-1", "2-2", "3-1", "3-2", "4-1", "4-2", "4-3"]
AMBIGUOUS = set("①②③④⑤○×→…─│※—–•✓✗░▒█╭╮╰╯△□■●")


def plan(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "plan.yaml"
    file.write_text(text, encoding="utf-8")
    return file


# select


def test_select_as_json_keeps_its_contract() -> None:
    run = invoke("select", *ANSWERS, "--format", "json")
    assert run.code == 0
    record = run.json
    assert record["schema"] == "hrsi.select"
    assert record["schema_version"] == 1
    assert record["recommended"] == 3
    assert record["achievable"] is True
    assert record["answers"]["rto_failure"] == {"text": "2h", "iso": "PT2H"}
    assert record["answers"]["redundancy"] is None
    assert [model["id"] for model in record["models"]] == [1, 2, 3, 4]
    for model in record["models"]:
        assert {criterion["id"] for criterion in model["criteria"]} == {
            "rto_failure", "rto_disaster", "rpo", "budget", "redundancy", "backup_site",
        }  # fmt: skip
        assert 0 <= model["fit"] <= 100
        for criterion in model["criteria"]:
            assert criterion["basis"] in ("stated", "inferred")
            assert criterion["source"]


def test_select_without_a_fitting_model_exits_1_with_ways_out() -> None:
    run = invoke("select", "--rto-failure", "2h", "--rto-disaster", "2h", "--rpo", "30d", "--budget", "low", "--format", "json")
    assert run.code == 1
    assert run.json["recommended"] is None
    assert {"budget": "high"} in [relaxation["changes"] for relaxation in run.json["relaxations"]]
    for relaxation in run.json["relaxations"]:
        flags = {"rto_failure": "2h", "rto_disaster": "2h", "rpo": "30d", "budget": "low"} | relaxation["changes"]
        words = [word for name, text in flags.items() for word in (f"--{name.replace('_', '-')}", text)]
        again = invoke("select", *words, "--format", "json")
        assert again.json["recommended"] == relaxation["model"]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_select_without_a_terminal_names_what_is_missing_and_never_waits(lang: str) -> None:
    run = spawn("select", "--rto-failure", "2h", lang=lang)
    assert run.code == 2
    assert run.out == ""
    for flag in ("--rto-disaster", "--rpo", "--budget"):
        assert flag in run.err
    assert "--rto-failure" not in run.err


def test_piped_input_never_picks_an_answer() -> None:
    run = spawn("select", stdin="2h\n7d\n1d\n3\n\n\n")
    assert run.code == 2
    assert run.out == ""


def test_answers_from_a_file_and_flags_over_it(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("rto_failure: 2時間\nrto_disaster: ７日\nrpo: 1d\nbudget: high\nredundancy: yes\n", encoding="utf-8")
    assert invoke("select", "--answers", file, "--format", "json").json["recommended"] == 3
    over = invoke("select", "--answers", file, "--rto-disaster", "2h", "--format", "json").json
    assert over["recommended"] == 4
    assert over["answers"]["redundancy"] is True


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--rpo", "soon"), "--rpo"),
        (("--budget", "lots"), "low, medium, high"),
        (("--redundancy", "maybe"), "yes, no"),
        (("--format", "pdf"), "markdown"),
        (("--lang", "de"), "de"),
    ],
)
def test_select_refuses_what_it_cannot_read(words: tuple[str, ...], expected: str) -> None:
    run = invoke("select", *ANSWERS, *words)
    assert run.code == 2
    assert expected in run.err
    assert "Traceback" not in run.err


def test_an_answers_file_with_faults_is_refused_with_places(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("rto_failure: 1営業日\nbudgt: high\n", encoding="utf-8")
    run = invoke("select", "--answers", file)
    assert run.code == 2
    assert "answers.yaml:1:14" in run.err
    assert "answers.yaml:2:1" in run.err
    assert "did you mean budget?" in run.err


def test_select_writes_a_starter_plan_once(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    assert invoke("select", *ANSWERS, "--output", file, lang="ja").code == 0
    judged = invoke("gap", file, "--format", "json", "--as-of", AS_OF).json
    assert judged["errors"] == []
    assert judged["plans"][0]["target_model"] == 3
    assert judged["plans"][0]["summary"]["unknown"] >= 27
    before = file.read_bytes()
    assert invoke("select", *ANSWERS, "--output", file).code == 2
    assert file.read_bytes() == before
    assert invoke("select", *ANSWERS, "--output", file, "--force").code == 0


# compare


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("id", CASES)
def test_compare_has_all_37_rows_and_the_caveat(id: str, lang: str) -> None:
    record = invoke("compare", "--case", id, "--format", "json", lang=lang).json
    assert record["schema"] == "hrsi.compare"
    assert len(record["rows"]) == 37
    assert record["left"] == {"kind": "model", "id": int(id[0])}
    assert record["right"] == {"kind": "case", "id": id}
    assert sum(record["summary"].values()) == 37
    assert len(record["caveats"]) >= 1
    text = invoke("compare", "--case", id, lang=lang).out
    for row in record["rows"]:
        assert row["metric"] in text
        left, right = row["left"]["level"], row["right"]["level"]
        comparable = left is not None and right is not None and not row["metric"].startswith("C.5.")
        expected = "not_comparable" if not comparable else "above" if right > left else "equal" if right == left else "below"
        assert row["relation"] == expected
        assert row["summary"]["ja"]
        assert row["summary"]["en"]
        assert row["source"]


def test_compare_any_pair() -> None:
    two = invoke("compare", "--case", "4-1", "--case", "4-2", "--format", "json").json
    assert (two["left"]["id"], two["right"]["id"]) == ("4-1", "4-2")
    other = invoke("compare", "--case", "4-1", "--model", "3", "--format", "json").json
    assert other["left"] == {"kind": "model", "id": 3}


def test_presets_are_spoken_of_only_where_a_model_is_compared(example_plan: Path) -> None:
    for words, told in (
        (("--case", "4-1", "--case", "4-2"), False),
        (("--case", "3-2", "--plan", example_plan), False),
        (("--case", "4-1"), True),
        (("--model", "3"), True),
        (("--all",), True),
    ):
        caveats = invoke("compare", *words, "--format", "json").json["caveats"]
        assert any("A.3.2.2" in caveat for caveat in caveats) is told, words
        assert ("A.3.2.2 are" in invoke("compare", *words, width=200).out) is told


def test_compare_with_a_plan(example_plan: Path) -> None:
    own = invoke("compare", "--plan", example_plan, "--format", "json").json
    assert own["left"] == {"kind": "model", "id": 3}
    assert own["right"] == {"kind": "plan", "id": "order-core"}
    case = invoke("compare", "--case", "3-2", "--plan", example_plan, "--format", "json").json
    assert case["left"] == {"kind": "case", "id": "3-2"}


def test_compare_a_model_alone_shows_all_of_its_cases() -> None:
    record = invoke("compare", "--model", "4", "--format", "json").json
    assert record["cases"] == ["4-1", "4-2", "4-3"]
    assert len(record["rows"]) == 37
    text = invoke("compare", "--model", "4", lang="ja").out
    assert all(f"事例{id}" in text for id in record["cases"])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--case", "4-9"), "4-"),
        (("--model", "7"), "1, 2, 3, 4"),
        ((), "--case"),
        (("--case", "1-1", "--case", "1-2", "--model", "2"), "two"),
        (("--plan", "nowhere.yaml"), "nowhere.yaml"),
    ],
)
def test_compare_refuses_what_does_not_exist(words: tuple[str, ...], expected: str) -> None:
    run = invoke("compare", *words)
    assert run.code == 2
    assert expected in run.err


# gap


def test_gap_as_json_keeps_its_contract(example_plan: Path) -> None:
    run = invoke("gap", example_plan, "--format", "json", "--as-of", AS_OF)
    assert run.code == 1
    record = run.json
    assert (record["schema"], record["verdict"], record["exit_code"]) == ("hrsi.gap", "fail", 1)
    (result,) = record["plans"]
    assert result["system"] == {"id": "order-core", "name": "受発注システム"}
    assert result["target_model"] == 3
    assert result["attained_model"] is None
    assert result["resembles_model"] == 3
    assert len(result["metrics"]) == 37
    assert sum(result["summary"].values()) == 37
    lines = example_plan.read_text(encoding="utf-8").splitlines()
    for metric in result["metrics"]:
        assert metric["line"] > 0
        if metric["current"] is not None:
            assert metric["id"] in lines[metric["line"] - 1]
    line = next(metric for metric in result["metrics"] if metric["id"] == "A.2.4.1")
    assert (line["current"], line["target"], line["gap"], line["status"], line["basis"]) == (0, 2, 2, "gap", "plan")


def test_exit_codes(tmp_path: Path, example_plan: Path) -> None:
    assert invoke("gap", example_plan).code == 1
    assert invoke("gap", tmp_path / "absent.yaml").code == 2
    assert invoke("gap", plan(tmp_path, "hrsi: 1\n")).code == 2
    assert invoke("gap", "--no-such-flag").code == 2
    assert invoke("nonsense").code == 2


def test_several_plans_are_all_reported_and_the_worst_counts(tmp_path: Path, example_plan: Path) -> None:
    broken = plan(tmp_path, "hrsi: 1\nsystem: {id: a}\ntarget: {model: 9}\n")
    run = invoke("gap", example_plan, broken, "--format", "json", "--as-of", AS_OF)
    assert run.code == 2
    assert len(run.json["plans"]) == 1
    assert run.json["errors"][0]["line"] == 3
    assert run.json["verdict"] == "error"
    text = invoke("gap", example_plan, broken, "--as-of", AS_OF)
    assert "order-core" in text.out
    assert "plan.yaml:3:17" in text.err


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_errors_show_file_line_column_the_line_and_a_suggestion(tmp_path: Path, lang: str) -> None:
    run = invoke("gap", plan(tmp_path, "hrsi: 1\nsystem: {id: a}\ntarget: {model: 3}\ncurrent:\n  A.2.1.9: 1\n"), lang=lang)
    assert run.code == 2
    assert "plan.yaml:5:3:" in run.err
    assert "A.2.1.9: 1" in run.err
    assert "A.2.1.2" in run.err


# show


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("id", CASES)
def test_case_show(id: str, lang: str) -> None:
    record = invoke("case", "show", id, "--format", "json", lang=lang).json
    assert record["schema"] == "hrsi.case"
    assert record["id"] == id
    assert len(record["metrics"]) == 37
    text = invoke("case", "show", id, lang=lang)
    assert text.code == 0
    assert record["label"][lang] in text.out


@pytest.mark.parametrize("number", ["1", "2", "3", "4"])
def test_model_show(number: str) -> None:
    record = invoke("model", "show", number, "--format", "json").json
    assert record["schema"] == "hrsi.model"
    assert len(record["presets"]) == 27
    assert record["profile"]["rto_disaster"]["worst"]["iso"]
    assert invoke("model", "show", number, lang="ja").code == 0


def test_requirement_show(knowledge: object) -> None:
    record = invoke("requirement", "show", "A.3.2.2", "--format", "json").json
    assert record["schema"] == "hrsi.requirement"
    assert record["class"] == "main"
    assert record["presets"]["3"] == {"level": 2, "basis": "stated"}
    assert len(record["cases"]) == 10
    assert invoke("requirement", "show", "a.3.2.2").code == 0, "ids are found whatever their case"
    assert invoke("requirement", "show", "A.1.2.3", "--format", "json").json["presets"] is None
    assert invoke("requirement", "show", "A.9.9.9").code == 2


# looks


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(
    "words",
    [
        ("select", *ANSWERS),
        ("compare", "--case", "4-1"),
        ("gap", "PLAN"),
        ("case", "show", "2-2"),
        ("requirement", "show", "A.2.1.1"),
    ],
    ids=["select", "compare", "gap", "case", "requirement"],
)
def test_text_fits_80_columns_without_ambiguous_characters(words: tuple[str, ...], lang: str, example_plan: Path) -> None:
    run = invoke(*[example_plan if word == "PLAN" else word for word in words], lang=lang)
    assert run.out
    for line in run.out.splitlines():
        assert cell_len(line) <= 80, line
        assert not AMBIGUOUS & set(line), line


@pytest.mark.parametrize(
    "environment",
    [{"LC_ALL": "C"}, {"NO_COLOR": "1"}, {"PYTHONIOENCODING": "cp932"}, {"PYTHONIOENCODING": "ascii"}, {"COLUMNS": "0"}],
)
def test_the_table_survives_every_terminal(environment: dict[str, str], example_plan: Path) -> None:
    run = spawn("gap", example_plan, "--as-of", AS_OF, env=environment)
    assert run.code == 1
    assert "A.2.4.1" in run.out
    assert "\x1b" not in run.out
    assert run.err == ""


def test_colour_is_drawn_only_when_asked(example_plan: Path) -> None:
    plain = invoke("gap", example_plan, "--as-of", AS_OF)
    colored = invoke("gap", example_plan, "--as-of", AS_OF, "--color", "always")
    assert "\x1b[" not in plain.out
    assert "\x1b[" in colored.out
    assert "A.2.4.1" in colored.out


def test_markdown_is_a_table(example_plan: Path) -> None:
    run = invoke("gap", example_plan, "--format", "markdown", "--as-of", AS_OF)
    assert "| A\\.2" in run.out or "| A.2.4.1" in run.out
    assert run.out.startswith("# ")


def test_output_writes_a_file_in_utf_8(tmp_path: Path, example_plan: Path) -> None:
    file = tmp_path / "gap.json"
    run = spawn("gap", example_plan, "--format", "json", "--output", file, "--as-of", AS_OF, env={"PYTHONIOENCODING": "cp932"})
    assert run.code == 1
    assert run.out == ""
    assert "受発注" in file.read_text(encoding="utf-8")


def test_version_and_help() -> None:
    assert spawn("--version").out.startswith("hrsi ")
    japanese = spawn("--help", lang="ja")
    assert japanese.code == 0
    assert "モデルシステム" in japanese.out
    english = spawn("select", "--help", lang="en")
    assert "--rto-failure" in english.out


def test_a_comparison_without_a_case_repeats_nothing(example_plan: Path) -> None:
    alone = invoke("compare", "--plan", example_plan, width=160).out
    assert "what is done" not in alone
    line = next(line for line in alone.splitlines() if line.startswith("A.1.3.3"))
    assert line.split()[-2:] == ["unknown", "-"], "a plan does not know it yet, as hrsi gap says"
    beside = invoke("compare", "--plan", example_plan, "--case", "3-2", width=160).out
    assert "what is done (case 3-2)" in beside
