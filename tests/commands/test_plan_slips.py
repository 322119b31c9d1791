"""What a plan may say beside a level, and what is said about plans and options that cannot be taken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.conftest import AS_OF, invoke

from hrsi_cli.commands.errors import say_problems
from hrsi_cli.commands.judging import PLAN_NAMES
from hrsi_cli.domain.problem import Position, problem
from hrsi_cli.knowledge.compiled import load_catalogue

NOTED = """\
hrsi: 1
system: {id: u, name: U}
target:
  model: 2
  adjustments:
    A.2.1.1: {level: 1, reason: r, note: why a}
    A.2.3.1: {level: 1, reason: r, note: why b}
current: {A.2.1.1: 1}
waivers:
  - {rule: HRSI204, reason: r, owner: o, approved_by: a, created: 2026-10-01, expires: 2027-03-31, note: see ticket}
"""


@pytest.fixture
def noted(tmp_path: Path) -> Path:
    path = tmp_path / PLAN_NAMES[0]
    path.write_text(NOTED, encoding="utf-8")
    return path


def test_notes_on_waivers_and_adjustments_go_through_the_worksheet(noted: Path, tmp_path: Path) -> None:
    sheet, again = tmp_path / "sheet.xlsx", tmp_path / "again.yaml"
    assert invoke("plan", "export", noted, "-o", sheet, "--as-of", AS_OF).code == 0
    assert invoke("plan", "import", sheet, "-o", again).code == 0
    diff = invoke("plan", "diff", noted, again, "--format", "json", "--as-of", AS_OF)
    assert diff.code == 0
    text = again.read_text(encoding="utf-8")
    assert all(f"note: {note}\n" in text for note in ("why a", "why b", "see ticket"))
    before = noted.read_text(encoding="utf-8")
    assert invoke("plan", "import", sheet, "--into", noted).code == 0
    assert noted.read_text(encoding="utf-8") == before


def test_the_note_of_an_adjustment_goes_with_the_adjustment(noted: Path, tmp_path: Path) -> None:
    import openpyxl

    sheet, again = tmp_path / "sheet.xlsx", tmp_path / "again.yaml"
    assert invoke("plan", "export", noted, "-o", sheet, "--as-of", AS_OF).code == 0
    book = openpyxl.load_workbook(sheet)
    table = book["Requirements"]
    adjusted = next(cell.column for cell in table[4] if cell.value == "Adjusted level")
    row = next(row[0].row for row in table.iter_rows() if row[0].value == "A.2.3.1")
    table.cell(row, adjusted).value = None
    book.save(sheet)
    assert invoke("plan", "import", sheet, "-o", again).code == 0
    text = again.read_text(encoding="utf-8")
    assert "why a" in text
    assert "why b" not in text


def test_a_note_stays_when_a_preset_is_adjusted_again(noted: Path) -> None:
    assert invoke("plan", "adjust", noted, "A.2.1.1=2", "--reason", "later").code == 0
    assert "A.2.1.1: {level: 2, reason: later, note: why a}" in noted.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("column", "shown"),
    [
        (0, "a" * 100 + "b" * 20 + " ..."),
        (1, "a" * 100 + "b" * 20 + " ..."),
        (61, "a" * 100 + "b" * 20 + " ..."),
        (101, "... " + "a" * 60 + "b" * 60 + " ..."),
        (301, "... " + "b" * 70 + "c" * 50),
        (351, "... " + "b" * 70 + "c" * 50),
        (999, "... " + "b" * 70 + "c" * 50),
    ],
)
def test_the_part_of_a_long_line_around_the_fault_is_shown(column: int, shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    line = "a" * 100 + "b" * 200 + "c" * 50
    say_problems([problem("p", "input.empty", Position(1, column), line=line)], load_catalogue("en"))
    assert capsys.readouterr().err.splitlines()[1] == f"    {shown}"


def test_an_indented_line_is_cut_at_the_fault_and_a_short_one_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    long = " " * 40 + "a" * 200 + "X" + "b" * 200
    say_problems(
        [
            problem("p", "input.empty", Position(1, 241), line=long),
            problem("p", "input.empty", Position(1, 300), line="x" * 120),
            problem("p", "input.empty", Position(1, 130), line="\x07" * 200),
        ],
        load_catalogue("en"),
    )
    said = capsys.readouterr().err.splitlines()
    assert said[1] == "    ... " + "a" * 60 + "X" + "b" * 59 + " ..."
    assert said[3] == "    " + "x" * 120
    assert said[5] == "    ... " + "\\x07" * 30 + " ..."


def test_a_plan_in_one_line_of_json_shows_its_fault(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    content = {"hrsi": 1, "notes": "n" * 600, "system": {"id": "a"}, "target": {"model": 7}}
    path.write_text(json.dumps(content), encoding="utf-8")
    said = invoke("plan", "validate", path).err
    assert '"target": {"model": 7}}' in said
    assert "... nnn" in said


@pytest.mark.parametrize(("lang", "empty"), [("ja", "{} の値が空である"), ("en", "{} needs a value")])
@pytest.mark.parametrize("option", ["--rto-failure", "--rpo", "--budget", "--redundancy"])
def test_an_empty_answer_is_called_empty(option: str, lang: str, empty: str) -> None:
    for value in ("", " "):
        run = invoke("select", option, value, lang=lang)
        assert run.code == 2
        assert empty.format(option) in run.err


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("gap", "plan.yaml", "--format", ""), 'format ""'),
        (("gap", ""), '"": error: there is no such file'),
        (("report", "plan.yaml", "-o", ""), '"": the format'),
        (("explain", ""), 'nothing called ""'),
    ],
)
def test_an_empty_word_leaves_no_hole(argv: tuple[str, ...], said: str, noted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(noted.parent)
    run = invoke(*argv)
    assert run.code == 2
    assert said in run.err


@pytest.mark.parametrize("group", ["case", "model", "requirement", "plan", "kb", "gate", "waiver", "config"])
def test_a_group_takes_the_language_too(group: str) -> None:
    shown = invoke(group, "--lang", "ja", "--help", lang="en")
    assert (shown.code, "使い方: " in shown.out, "--lang" in shown.out) == (0, True, True)
    assert "there is no language xx" in invoke(group, "--lang", "xx", "list", lang="en").err


def test_a_case_as_a_plan_is_yaml_or_json(tmp_path: Path) -> None:
    made = invoke("case", "show", "4-1", "--as-plan", "--format", "json")
    path = tmp_path / "case.json"
    path.write_text(made.out, encoding="utf-8")
    assert made.json["target"] == {"model": 4}
    assert invoke("plan", "validate", path).code == 0
    yaml = tmp_path / "case.yaml"
    yaml.write_text(invoke("case", "show", "4-1", "--as-plan").out, encoding="utf-8")
    assert invoke("plan", "diff", path, yaml, "--format", "json", "--as-of", AS_OF).json["facts"] == []
    for format in ("markdown", "html"):
        refused = invoke("case", "show", "4-1", "--as-plan", "--format", format)
        assert (refused.code, refused.out) == (2, "")
        assert f"a plan cannot be written as {format}" in refused.err


def test_no_starter_plan_is_written_without_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    answers = ("--rto-failure", "0", "--rto-disaster", "0", "--rpo", "0", "--budget", "low")
    run = invoke("select", *answers, "-o", "plan.yaml", "--format", "json")
    assert (run.code, run.json["recommended"]) == (1, None)
    assert "no plan was written" in run.err
    assert "hrsi plan init plan.yaml --model N --rto-failure 0" in run.err
    assert not Path("plan.yaml").exists()
    assert invoke("select", *answers).err == ""


@pytest.mark.parametrize("format", ["text", "json", "ndjson"])
def test_of_several_plans_with_one_id_the_first_counts_and_that_is_said(format: str, tmp_path: Path) -> None:
    def plan(name: str, id: str, more: str) -> Path:
        path = tmp_path / f"{name}.hrsi.yaml"
        path.write_text(f"hrsi: 1\nsystem: {{id: {id}{more}\ntarget: {{model: 1}}\n", encoding="utf-8")
        return path

    rests = plan("a", "a", ", depends_on: [b]}\nobjectives: {failure: {rto: 2h}}")
    quick = plan("quick", "b", "}\nobjectives: {failure: {rto: 1h}}")
    slow = plan("slow", "b", "}\nobjectives: {failure: {rto: 5h}}")
    good = invoke("gap", rests, quick, slow, "--format", format, "--as-of", AS_OF)
    bad = invoke("gap", rests, slow, quick, "--format", format, "--as-of", AS_OF)
    assert ("HRSI117" in good.out, "HRSI117" in bad.out) == (False, True)
    assert "2 plans have the system id b" in good.err
    assert invoke("gap", rests, quick, slow, "--format", format, "--as-of", AS_OF, "-q").err == ""
    assert invoke("gap", rests, quick, "--format", format, "--as-of", AS_OF).err == ""


def test_a_hint_never_repeats_what_no_plan_may_hold(tmp_path: Path) -> None:
    plan = tmp_path / "p.yaml"
    plan.write_text('{"hrsi": 1, "system": {"id": "a"}, "target": {"model": 3}, "waivers": "\\b"}\n', encoding="utf-8")
    run = invoke("plan", "validate", plan)
    assert (run.code, "a list is wanted" in run.err, "fault of the program" in run.err) == (2, True, False)


@pytest.mark.parametrize("typed", [".7", "-.5", "'.5'", "5/7"])
def test_a_part_of_a_number_is_no_hint(typed: str, tmp_path: Path) -> None:
    plan = tmp_path / "p.yaml"
    head = "hrsi: 1\nsystem: {id: a}\ntarget: {model: 3}\n"
    plan.write_text(f"{head}measures: {{backups: [{{name: n, efficiency: {typed}}}]}}\n", encoding="utf-8")
    run = invoke("plan", "validate", plan)
    assert (run.code, "write just" in run.err) == (2, False)


@pytest.mark.parametrize("typed", ["A.2.3.1=２", 'A.2.3.1="2"', "current.A.2.3.1=２"])
def test_a_level_is_read_alike_by_edits_and_what_if(typed: str, tmp_path: Path) -> None:
    plan = tmp_path / "p.yaml"
    plan.write_text("hrsi: 1\nsystem: {id: a}\ntarget: {model: 3}\ncurrent: {A.2.3.1: 1}\n", encoding="utf-8")
    assert invoke("whatif", plan, "--set", typed).code == 0
    assert invoke("plan", "set", plan, typed, "-q").code == 0
    assert "A.2.3.1: 2" in plan.read_text(encoding="utf-8")


@pytest.mark.parametrize(("command", "option"), [("select", "--save-answers"), ("plan init", "--save-answers")])
def test_a_dash_for_a_file_is_refused_before_anything_is_told(
    command: str, option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answers = ("--rto-failure", "2h", "--rto-disaster", "7d", "--rpo", "1d", "--budget", "high")
    run = invoke(*command.split(), *answers, option, "-")
    assert (run.code, run.out, list(tmp_path.iterdir())) == (2, "", [])
