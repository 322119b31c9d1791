"""``whatif``, ``path``, ``plan diff``, ``history``, ``portfolio`` and ``gap --at`` as commands."""

from __future__ import annotations

import importlib.util
import io
import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.conftest import AS_OF, invoke

from hrsi_cli.renderers.records.registry import record_of
from hrsi_cli.renderers.records.schema import record_schema

DAY = ("--as-of", AS_OF)

PHASED = """\
hrsi: 1
system: {id: phased, name: "段階 <b>|計画"}
target: {model: 1}
current: {A.2.1.1: 0, A.2.3.1: 0}
costs:
  unit: 万円
  steps: {A.2.3.1: {1: 5}, A.3.1.1: {1: 7}}
  packages: [{id: move, name: 移転, cost: 100, levels: {A.2.3.1: 2, A.3.1.1: 3}}]
phases:
  - {id: first, by: 2027-03-31, levels: {A.2.3.1: 1, A.2.1.1: 1}}
"""


def _validated(name: str, record: Any) -> Any:
    jsonschema.validate(record, record_schema(name, record_of(name)))
    return record


@pytest.mark.parametrize(("lang", "undecided"), [("en", "undecided (unchanged)"), ("ja", "判断できない(変わらない)")])
def test_a_model_that_nobody_can_decide_on_is_not_none(lang: str, undecided: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("hrsi: 1\nsystem: {id: x}\ntarget: {model: 1}\n", encoding="utf-8")
    assert undecided in invoke("whatif", path, "--set", "A.2.1.1=1", lang=lang).out


@pytest.fixture
def phased(tmp_path: Path) -> Path:
    path = tmp_path / "phased.hrsi.yaml"
    path.write_text(PHASED, encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path, example_plan: Path) -> Path:
    plans = tmp_path / "plans"
    plans.mkdir()
    (plans / "order.hrsi.yaml").write_bytes(example_plan.read_bytes())
    (plans / "net.hrsi.yaml").write_text(
        "hrsi: 1\nsystem: {id: network-core, importance: 3, depends_on: [order-core]}\ntarget: {model: 3}\n"
        "measures: {sites: [{id: tokyo, role: main, hazards: [kanto-quake]}]}\n",
        encoding="utf-8",
    )
    return plans


@pytest.mark.parametrize(("lang", "named"), [("en", "depends on the combination: attainment."), ("ja", "変わるもの: 充足率。")])
def test_whatif_names_what_does_not_add_up(lang: str, named: str, tmp_path: Path) -> None:
    path = tmp_path / "u.yaml"
    levels = "{A.2.1.1: 1, A.2.1.2: {not_applicable: none}, C.2.5.1: 2}"
    path.write_text(f"hrsi: 1\nsystem: {{id: u}}\ntarget: {{model: 2}}\ncurrent: {levels}\n", encoding="utf-8")
    sets = ("--set", "A.2.1.2=1", "--set", "A.2.3.1=1")
    assert named in invoke("whatif", path, *sets, *DAY, lang=lang).out
    record = _validated("whatif", invoke("whatif", path, *sets, *DAY, "--format", "json").json)
    assert (record["additive"], record["not_additive_in"]) == (False, ["attainment"])


@pytest.mark.parametrize(("lang", "said"), [("en", "cannot be told"), ("ja", "足し合わせになるかはわからない")])
def test_whatif_says_when_a_change_is_no_plan_alone(lang: str, said: str, example_plan: Path) -> None:
    sets = ("--set", "measures.backups[+]={name: new}", "--set", "measures.backups[new].interval=1h")
    assert said in invoke("whatif", example_plan, *sets, *DAY, lang=lang, width=200).out


def test_whatif_tells_what_closes_and_writes_nothing(example_plan: Path) -> None:
    before = example_plan.read_bytes()
    sets = ("--set", "A.2.1.1=2", "--set", "measures.backups[nightly].interval=1h")
    run = invoke("whatif", example_plan, *sets, *DAY, "--format", "json")
    assert run.code == 0
    record = _validated("whatif", run.json)
    assert record["closes"] == ["A.2.1.1"]
    assert [finding["rule"] for finding in record["findings"]["came"]] == ["HRSI102"]
    assert {finding["rule"] for finding in record["findings"]["went"]} == {"HRSI101"}
    assert record["after"]["attainment"] > record["before"]["attainment"]
    assert record["alone"][1]["attainment"] == 0
    assert example_plan.read_bytes() == before
    gap = invoke("gap", example_plan, *DAY, "--format", "json").json["plans"][0]
    assert record["before"]["attainment"] == gap["attainment"]
    closing = {metric["id"]: metric["closing"] for metric in gap["metrics"]}
    assert record["after"]["attainment"] == pytest.approx(gap["attainment"] + closing["A.2.1.1"]["attainment"], abs=2e-4)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_report_is_readable_in_both_languages(example_plan: Path, phased: Path, folder: Path, lang: str) -> None:
    for argv in (
        ("whatif", example_plan, "--set", "A.2.1.1=2", "--set", "A.3.1.1=4"),
        ("path", phased, "--to", "3"),
        ("path", example_plan, "--to", "target", "-v"),
        ("plan", "diff", example_plan, phased),
        ("portfolio", folder, "--staff", "1", "--at-site", "tokyo=1"),
    ):
        for format in ("text", "markdown"):
            run = invoke(*argv, *DAY, "--format", format, lang=lang)
            assert run.code == 0, run.err
            assert "\x1b" not in run.out
            assert "{" not in run.out.replace("{...}", "")


@pytest.mark.parametrize(
    "argv",
    [
        ("whatif", "{plan}"),
        ("whatif", "{plan}", "--set", "A.2.1.1"),
        ("whatif", "{plan}", "--set", "A.2.1.1=9"),
        ("whatif", "{plan}", "--set", "measures.backups[none].interval=1h"),
        ("whatif", "nowhere.yaml", "--set", "A.2.1.1=1"),
        ("path", "{plan}", "--to", "5"),
        ("path", "{plan}", "--costs", "nowhere.yaml"),
        ("plan", "diff", "{plan}", "nowhere.yaml"),
        ("plan", "diff", "no-such-revision:plan.yaml", "{plan}"),
        ("plan", "diff", "{plan}", "{plan}", "--output", "{plan}"),
        ("history", "-"),
        ("portfolio", "nowhere"),
        ("portfolio", "{plan}", "--format", "xlsx"),
        ("portfolio", "{plan}", "--at-site", "tokyo"),
        ("portfolio", "{plan}", "--at-site", "nowhere=1"),
        ("portfolio", "{plan}", "--export", "csv"),
        ("gap", "{plan}", "--at", "soon"),
    ],
)
def test_mistakes_exit_with_2_and_a_sentence(argv: tuple[str, ...], example_plan: Path) -> None:
    before = example_plan.read_bytes()
    run = invoke(*[word.replace("{plan}", str(example_plan)) for word in argv])
    assert run.code == 2
    assert run.out == ""
    assert "error" in run.err
    assert "fault of the program" not in run.err
    assert example_plan.read_bytes() == before


def test_path_takes_costs_of_a_file_and_names_what_has_no_price(phased: Path, tmp_path: Path) -> None:
    costs = tmp_path / "costs.yaml"
    costs.write_text("unit: kEUR\nsteps: {A.2.3.1: {1: 5}}\n", encoding="utf-8")
    record = _validated("path", invoke("path", phased, "--to", "1", "--costs", costs, *DAY, "--format", "json").json)
    (route,) = record["routes"]
    assert (record["unit"], route["cost"], route["complete_cost"]) == ("kEUR", 5.0, False)
    assert {"metric": "A.3.1.1", "level": 1} in route["unpriced"]
    assert record["phases"][0]["closes"] == ["A.2.3.1"]
    costs.write_text("unit: x\nsteps: {A.9.9.9: {1: 5}, A.2.3.1: {3: 1}}\n", encoding="utf-8")
    run = invoke("path", phased, "--costs", costs)
    assert run.code == 2
    assert "costs.yaml:2:" in run.err


def test_path_that_is_walked_with_whatif_reaches_the_model(example_plan: Path) -> None:
    route = invoke("path", example_plan, "--to", "3", *DAY, "--format", "json").json["routes"][0]
    sets = [word for metric, level in route["levels"].items() for word in ("--set", f"{metric}={level}")]
    after = invoke("whatif", example_plan, *sets, *DAY, "--format", "json").json["after"]
    assert after["attained_model"] == 3
    assert after["attainment"] == route["moves"][-1]["attainment"]


def test_gap_at_a_day_counts_the_phases_until_then(phased: Path) -> None:
    now, then = (
        invoke("gap", phased, *words, "--format", "json").json["plans"][0]["attainment"]
        for words in (DAY, ("--at", "2027-03-31"))
    )
    assert then > now


def test_diff_finds_a_regression_and_fails_when_asked(example_plan: Path, tmp_path: Path) -> None:
    worse = tmp_path / "worse.yaml"
    worse.write_text(example_plan.read_text("utf-8").replace("A.2.5.2: 2", "A.2.5.2: 1"), encoding="utf-8")
    run = invoke("plan", "diff", example_plan, worse, *DAY, "--format", "json", "--fail-on-regression")
    assert run.code == 1
    record = _validated("plan_diff", run.json)
    assert record["regressions"] == ["A.2.5.2"]
    assert record["exit_code"] == 1
    assert invoke("plan", "diff", example_plan, worse, *DAY).code == 0
    assert invoke("plan", "diff", worse, example_plan, *DAY, "--fail-on-regression").code == 0
    same = invoke("plan", "diff", worse, worse, *DAY, "--format", "json", "--fail-on-regression")
    assert (same.code, same.json["empty"]) == (0, True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a plan that was renamed, broken, mended and then changed without a commit."""
    home = tmp_path / "repository"
    home.mkdir()
    for name, value in {
        "GIT_AUTHOR_NAME": "a",
        "GIT_AUTHOR_EMAIL": "a@b",
        "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@b",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    monkeypatch.chdir(home)

    def commit(text: str, day: int, message: str) -> None:
        (home / "docs" / "計画.yaml").write_text(text, encoding="utf-8")
        _git("add", "-A")
        monkeypatch.setenv("GIT_COMMITTER_DATE", f"2026-0{day}-01T12:00:00Z")
        _git("commit", "-q", "-m", message, "--date", f"2026-0{day}-01T12:00:00Z")

    _git("init", "-q", "-b", "main")
    (home / "docs").mkdir()
    (home / "old.yaml").write_text(PHASED, encoding="utf-8")
    _git("add", "-A")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-01-01T12:00:00Z")
    _git("commit", "-q", "-m", "first")
    _git("mv", "old.yaml", "docs/計画.yaml")
    commit(PHASED, 2, "moved")
    commit(PHASED.replace("A.2.3.1: 0", "A.2.3.1: 9"), 3, "broken")
    commit(PHASED.replace("A.2.3.1: 0", "A.2.3.1: 1"), 4, "better ::error:: \x1b[31m")
    (home / "docs" / "計画.yaml").write_text(PHASED.replace("A.2.3.1: 0", "A.2.3.1: 2"), encoding="utf-8")
    return home


def _git(*words: str) -> None:
    subprocess.run(["git", *words], check=True, capture_output=True)


def test_history_follows_the_file_through_git(repository: Path) -> None:
    run = invoke("history", "docs/計画.yaml", *DAY, "--format", "json")
    record = _validated("history", run.json)
    assert [revision["subject"].split(" ")[0] for revision in record["revisions"]] == ["first", "moved", "broken", "better", ""]
    assert [revision["state"] is None for revision in record["revisions"]] == [False, False, True, False, False]
    assert record["revisions"][0]["date"] == "2026-01-01"
    assert record["revisions"][-1]["commit"] is None
    shares = [revision["state"]["attainment"] for revision in record["revisions"] if revision["state"]]
    assert shares == sorted(shares)
    text = invoke("history", "docs/計画.yaml", *DAY)
    assert "\x1b" not in text.out
    broken = record["revisions"][2]
    (row,) = (line for line in text.out.splitlines() if line.startswith(broken["commit"][:10]))
    assert row.split() == [broken["commit"][:10], "2026-03-01", "?", "?", "?", "?", "broken"]
    assert f"- {broken['commit'][:10]} could not be judged: {broken['error'].split(' ')[0]}" in text.out
    few = invoke("history", "docs/計画.yaml", *DAY, "--limit", "1", "--format", "json").json
    assert (len(few["revisions"]), few["left_out"]) == (2, 3)


def test_diff_reads_revisions_from_the_top_and_from_this_folder(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    argv = ("HEAD:docs/計画.yaml", "docs/計画.yaml")
    assert invoke("plan", "diff", *argv, *DAY, "--format", "json").json["metrics"][0]["kinds"] == ["improved"]
    monkeypatch.chdir(repository / "docs")
    assert invoke("plan", "diff", "HEAD:計画.yaml", "計画.yaml", *DAY, "--format", "json").json["metrics"][0]["id"] == "A.2.3.1"
    for argument in ("HEAD:nothing.yaml", "nothing:計画.yaml", "--output=x:計画.yaml"):
        run = invoke("plan", "diff", "--", argument, "計画.yaml")
        assert run.code == 2
        assert "fault of the program" not in run.err
    assert not (repository / "docs" / "x").exists()


def test_history_outside_of_git_says_so(phased: Path) -> None:
    run = invoke("history", phased)
    assert run.code == 2
    assert "git" in run.err


def test_portfolio_equals_the_single_runs(folder: Path) -> None:
    record = _validated("portfolio", invoke("portfolio", folder, *DAY, "--format", "json").json)
    judged = {plan["system"]["id"]: plan for plan in invoke("gap", folder, *DAY, "--format", "json").json["plans"]}
    assert [each["state"]["system"]["id"] for each in record["systems"]] == ["network-core", "order-core"]
    for each in record["systems"]:
        plan = judged[each["state"]["system"]["id"]]
        assert {name: plan[name] for name in each["state"] if name in plan} == {
            name: each["state"][name] for name in each["state"] if name in plan
        }
        assert sum(each["findings"].values()) == sum(finding["waiver"] is None for finding in plan["findings"])
    assert [problem["kind"] for problem in record["dependencies"]] == ["circle"]
    assert record["hazards"][0]["struck"] == ["network-core", "order-core"]


def test_portfolio_lines_and_rows_are_whole_records(folder: Path) -> None:
    lines = [json.loads(line) for line in invoke("portfolio", folder, *DAY, "--format", "ndjson").out.splitlines()]
    for line in lines:
        _validated("portfolio_line", line)
    assert [line["type"] for line in lines] == ["run", "system", "system", "dependency", "slot", "slot", "hazard"]
    rows = [json.loads(line) for line in invoke("portfolio", folder, *DAY, "--export", "ndjson").out.splitlines()]
    for row in rows:
        _validated("portfolio_row", row)
    assert sum(row["kind"] == "metric" for row in rows) == 2 * 37
    gap = invoke("gap", folder, *DAY, "--format", "json").json["plans"]
    assert sum(row["status"] == "gap" for row in rows) == sum(plan["summary"]["gap"] for plan in gap)


def test_a_broken_plan_keeps_none_of_the_others_from_being_shown(folder: Path) -> None:
    (folder / "plan.yaml").write_text("hrsi: 2\n", encoding="utf-8")
    run = invoke("portfolio", folder, *DAY, "--format", "json")
    assert run.code == 2
    assert len(run.json["systems"]) == 2
    assert run.json["errors"]
    assert "plan.yaml" in run.err


def test_portfolio_as_html_and_workbook(folder: Path, tmp_path: Path, phased: Path) -> None:
    (folder / "phased.hrsi.yaml").write_bytes(phased.read_bytes())
    html, book = tmp_path / "out.html", tmp_path / "out.xlsx"
    assert invoke("portfolio", folder, *DAY, "--format", "html", "-o", html).code == 0
    assert "<script" not in html.read_text("utf-8")
    assert "order-core" in html.read_text("utf-8")
    assert invoke("portfolio", folder, *DAY, "--format", "xlsx", "-o", book, lang="ja").code == 0
    with zipfile.ZipFile(io.BytesIO(book.read_bytes())) as archive:
        assert "xl/workbook.xml" in archive.namelist()


@pytest.mark.skipif(importlib.util.find_spec("pyarrow") is not None, reason="says what to do only where pyarrow is missing")
def test_parquet_without_its_library_says_what_to_do(folder: Path, tmp_path: Path) -> None:
    run = invoke("portfolio", folder, "--export", "parquet", "-o", tmp_path / "x.parquet")
    assert run.code == 2
    assert "pyarrow" in run.err
    assert not (tmp_path / "x.parquet").exists()


@pytest.mark.skipif(importlib.util.find_spec("pyarrow") is None, reason="pyarrow is an extra that need not be installed")
def test_parquet_holds_the_same_rows(folder: Path, tmp_path: Path) -> None:
    from pyarrow import parquet

    path = tmp_path / "x.parquet"
    assert invoke("portfolio", folder, *DAY, "--export", "parquet", "-o", path).code == 0
    rows = [json.loads(line) for line in invoke("portfolio", folder, *DAY, "--export", "ndjson").out.splitlines()]
    assert parquet.read_table(path).to_pylist() == rows
