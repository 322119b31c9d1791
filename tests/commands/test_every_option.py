"""Every command takes ``--lang --format --output --color -q -v``, and each means what it says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typer
from tests.command_lines import CODES, LINES, argv, prepare
from tests.conftest import AS_OF, Run, invoke

from hrsi_cli.commands.app import build_app
from hrsi_cli.renderers.records.registry import record_of
from hrsi_cli.renderers.records.schema import record_schema

SHARED = {"--lang", "--format", "--output", "--color", "--quiet", "-q", "--verbose", "-v"}
WRITES_A_FORMAT = {"report", "plan export", "schema"}
"""Commands whose ``--format`` names what is written, or that write JSON anyway."""
DEEDS = {
    "plan init": ("plan_init", "wrote the starter plan"),
    "plan set": ("plan_edit", "wrote plan.yaml"),
    "plan adjust": ("plan_edit", "wrote plan.yaml"),
    "plan fmt": ("plan_fmt", "tidied"),
    "gate init": ("gate_init", "wrote the policy"),
    "waiver add": ("waiver_edit", "wrote the waiver"),
    "waiver renew": ("waiver_edit", "wrote the waiver"),
    "kb check": ("kb_check", "sound"),
}
"""Commands that do something: the record of it, and what they say to people."""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    prepare(folder)
    untidy = (folder / "plan.yaml").read_text(encoding="utf-8").replace("\nhrsi: 1\n", "\n\n\n\nhrsi:   1\n")
    (folder / "untidy.yaml").write_text(untidy, encoding="utf-8")
    return folder


@pytest.fixture
def folder(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "place"
    shutil.copytree(prepared, place)
    monkeypatch.chdir(place)
    return place


def line(command: str) -> list[str]:
    return ["plan", "fmt", "untidy.yaml"] if command == "plan fmt" else argv(command)


def fits(name: str, record: Any) -> bool:
    jsonschema.Draft202012Validator(record_schema(name, record_of(name), closed=True)).validate(record)
    return bool(record["schema"] == f"hrsi.{name}" and record["schema_version"])


def test_every_command_takes_the_options_that_all_share() -> None:
    lacking = {}

    def walk(node: Any, words: tuple[str, ...]) -> None:
        for name, inner in getattr(node, "commands", {}).items():
            walk(inner, (*words, name))
        if not hasattr(node, "commands"):
            missing = SHARED - {name for param in node.params for name in param.opts}
            lacking.update({" ".join(words): missing} if missing else {})

    walk(typer.main.get_command(build_app()), ())
    assert lacking == {}


@pytest.mark.parametrize("command", sorted(LINES))
def test_they_change_no_exit_code(command: str, folder: Path) -> None:
    run = invoke(*line(command), "-q", "-v", "--color", "always", "--lang", "ja", env={"HRSI_LANG": "en"})
    assert run.code == CODES.get(command, 0), run.err


@pytest.mark.parametrize("command", sorted(set(LINES) - WRITES_A_FORMAT - {"plan assess"}))
def test_json_is_a_record_with_a_schema(command: str, folder: Path) -> None:
    run = invoke(*line(command), "--format", "json")
    assert run.code == CODES.get(command, 0), run.err
    assert re.fullmatch(r"hrsi\.[a-z_]+", run.json["schema"])
    assert isinstance(run.json["schema_version"], int)


@pytest.mark.parametrize("command", sorted(DEEDS))
def test_a_deed_is_told_to_people_and_programs_and_not_when_quiet(
    command: str, prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema, sentence = DEEDS[command]

    def again(*words: str) -> Run:
        place = tmp_path / "-".join(("place", *words))
        shutil.copytree(prepared, place)
        monkeypatch.chdir(place)
        return invoke(*line(command), *words)

    told = again()
    assert sentence in told.out + told.err
    quiet = again("-q")
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")
    programs = again("--format", "json")
    assert fits(schema, programs.json)
    assert programs.err == ""
    if command != "gate init":  # there -o names the policy
        filed = again("-o", "told.txt")
        assert (filed.out, filed.err) == ("", "")
        assert sentence in Path("told.txt").read_text(encoding="utf-8")


def test_the_starter_plan_tells_programs_what_it_begins_with(folder: Path) -> None:
    record = invoke("plan", "init", "a.yaml", "--model", "3", "--id", "core", "-f", "json").json
    assert (record["path"], record["system"], record["model"]) == ("a.yaml", "core", 3)


@pytest.mark.parametrize("command", ["plan init", "plan set", "plan adjust", "plan fmt", "waiver add", "waiver renew"])
def test_the_report_never_replaces_the_plan(command: str, folder: Path) -> None:
    plan = next(word for word in line(command) if word.endswith(".yaml"))
    before = (folder / plan).read_bytes() if (folder / plan).exists() else None
    run = invoke(*line(command), "-o", plan)
    assert run.code == 2
    assert "is one of the input files" in run.err
    assert ((folder / plan).read_bytes() if before is not None else None) == before


def test_fmt_tells_of_each_plan(folder: Path) -> None:
    (folder / "broken.yaml").write_text("hrsi: [\n", encoding="utf-8")
    run = invoke("plan", "fmt", "untidy.yaml", "plan.yaml", "broken.yaml", "--check", "-f", "json")
    assert run.code == 2
    assert fits("plan_fmt", run.json)
    assert [(plan["path"], plan["tidy"], plan["written"]) for plan in run.json["plans"]] == [
        ("untidy.yaml", False, False),
        ("plan.yaml", True, False),
    ]
    assert run.json["plans"][0]["diff"]
    assert run.json["errors"][0]["path"] == "broken.yaml"
    assert invoke("plan", "fmt", "untidy.yaml", "-f", "json").json["plans"][0]["written"] is True


def test_the_gate_tells_programs_its_demands(folder: Path) -> None:
    record = invoke("gate", "init", "plan.yaml", f"--as-of={AS_OF}", "-f", "json").json
    assert (record["path"], record["baseline"]) == ("hrsi.toml", ".hrsi-baseline.json")
    assert record["policy"]["floors"]["order-core"]
    assert record["entries"] > 0
    run = invoke("gate", "init", "plan.yaml", f"--as-of={AS_OF}", "-f", "json", "-o", "-", "--force")
    assert run.code == 2


@pytest.mark.parametrize("words", [("-f", "json"), ("-q", "-o", "told.txt")])
def test_an_interview_is_told_when_it_ends(words: tuple[str, ...], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hrsi_cli.commands import plan_assess
    from hrsi_cli.commands.asking_plain import PlainDriver

    monkeypatch.setattr(plan_assess, "can_ask", lambda no_input: True)
    monkeypatch.setattr(plan_assess, "choose_driver", lambda plain: PlainDriver())
    monkeypatch.setattr(PlainDriver, "_line", lambda self: "0")
    run = invoke("plan", "assess", "plan.yaml", "--metric", "A.2.3.2", "--brief", *words)
    assert run.code == 0, run.err
    if "json" in words:
        assert fits("plan_edit", run.json)
        assert [change["path"] for change in run.json["changes"]] == [["current", "A.2.3.2"]]
        return
    assert run.out == ""
    assert "hrsi gap plan.yaml" not in run.err
    assert "A.2.3.2" in (folder / "told.txt").read_text(encoding="utf-8")


def test_a_report_has_the_format_that_is_named(folder: Path) -> None:
    day = f"--as-of={AS_OF}"
    by_ending = invoke("report", "plan.yaml", day, "-o", "a.md")
    assert by_ending.code == 0
    assert invoke("report", "plan.yaml", day, "-o", "a", "-f", "markdown").code == 0
    assert (folder / "a").read_bytes() == (folder / "a.md").read_bytes()
    assert invoke("report", "plan.yaml", day, "-f", "markdown").out.encode() == (folder / "a.md").read_bytes()
    assert invoke("report", ".", day, "-f", "html", "-q").out.startswith("<!DOCTYPE html>")
    assert invoke("report", "plan.yaml", day, "-o", "b.html", "-q").err == ""
    for words, says in (
        (["-o", "a.html", "-f", "markdown"], "does not end as a file of the format markdown"),
        (["-f", "xlsx"], "is written to a file"),
        (["-o", "a.pdf"], "or name the format with --format"),
        (["-o", "a.html", "-f", "pdf"], "there are html, markdown, xlsx"),
        ([], "standard output with --format"),
    ):
        run = invoke("report", "plan.yaml", day, *words)
        assert run.code == 2
        assert says in run.err
    assert not (folder / "a.html").exists()


def test_a_worksheet_may_have_any_name_when_the_format_is_named(folder: Path) -> None:
    assert invoke("plan", "export", "plan.yaml", "-o", "sheet").code == 2
    run = invoke("plan", "export", "plan.yaml", "-o", "sheet", "-f", "xlsx", "-q")
    assert (run.code, run.err) == (0, "")
    assert (folder / "sheet").read_bytes().startswith(b"PK")


def test_the_names_of_schemas_as_a_record() -> None:
    record = invoke("schema", "--list", "-f", "json").json
    assert fits("schema_list", record)
    assert record["names"] == invoke("schema", "--list").out.split()
    assert invoke("schema", "gap", "-f", "json").out == invoke("schema", "gap").out


@pytest.mark.parametrize("command", ["case list", "model list", "requirement list"])
def test_a_quiet_list_is_the_list_alone(command: str) -> None:
    whole, quiet = invoke(*command.split()).out, invoke(*command.split(), "-q").out
    assert whole.startswith(quiet)
    assert len(quiet) < len(whole)


def test_quiet_settings_are_those_that_somebody_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hrsi.toml").write_text("fail_under = 80\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    out = invoke("config", "show", "-q").out
    assert "fail_under" in out
    assert "min_model" not in out
    assert "min_model" in invoke("config", "show").out


def test_quiet_waivers_are_those_that_need_attention(folder: Path) -> None:
    plans = ["complete.yaml", "waived.yaml"]
    whole = invoke("waiver", "list", *plans, "--as-of=2027-04-01").out
    quiet = invoke("waiver", "list", *plans, "--as-of=2027-04-01", "-q").out
    assert "complete.yaml" in whole
    assert "complete.yaml" not in quiet
    assert "A.2.4.1" in quiet
    assert "expired" in quiet
