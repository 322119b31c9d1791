"""``hrsi gap`` as a gate: policy, baseline, many plans, exit codes; and ``hrsi gate init``."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.conftest import AS_OF, ROOT, Run, invoke

from hrsi_cli.domain.knowledge_base import KnowledgeBase

EXAMPLE = (ROOT / "examples" / "order-system.hrsi.yaml").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository to run in."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HRSI_CONFIG", raising=False)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    return tmp_path


def _gap(*argv: str | Path, day: str = AS_OF) -> Run:
    return invoke("gap", *argv, "--as-of", day)


def _plan(knowledge: KnowledgeBase, name: str = "p.hrsi.yaml", *, system: str = "core", **levels: object) -> str:
    """A plan that meets every preset of model 1 and approves itself, with some levels changed."""
    current = {preset.metric: preset.level for preset in knowledge.model_systems[1].presets} | levels
    lines = ["hrsi: 1", f"system: {{id: {system}}}", "target: {model: 1}", "objectives: {disaster: {restart: 6mo}}", "current:"]
    lines += ["  A.1.4.1: 1", *[f"  {metric}: {level}" for metric, level in current.items()]]
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return name


def _issues(run: Run) -> list[dict[str, object]]:
    return [line for text in run.out.splitlines() if (line := json.loads(text))["type"] == "issue"]


def test_fail_on_chooses_the_severity(knowledge: KnowledgeBase) -> None:
    plan = _plan(knowledge)
    severities = {issue["severity"] for issue in _issues(_gap(plan, "-f", "ndjson"))}
    for fail_on, failing in (
        ("never", set()),
        ("error", {"error"}),
        ("warning", {"error", "warning"}),
        ("note", {"error", "warning", "note"}),
    ):
        assert _gap(plan, "--fail-on", fail_on).code == (1 if severities & failing else 0), (fail_on, severities)


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--fail-on", "fatal"], "fatal"),
        (["--fail-under", "101"], "101"),
        (["--min-model", "5"], "5"),
        (["--only", "inferred"], "inferred"),
        (["--warn-days", "-1"], "-1"),
        (["--report", "sarif"], "sarif"),
        (["--report", "tap=x"], "tap"),
        (["--report", "json=-"], "standard output"),
        (["--report", "json=a", "--report", "sarif=./a"], "two reports"),
        (["--report", "json=p.hrsi.yaml"], "input"),
        (["-o", "p.hrsi.yaml"], "input"),
        (["-f", "tap"], "tap"),
        (["--baseline", "nowhere.json"], "no such file"),
    ],
)
def test_flags_that_make_no_sense_are_exit_2(knowledge: KnowledgeBase, flags: list[str], words: str) -> None:
    run = _gap(_plan(knowledge), *flags)
    assert run.code == 2
    assert words in run.err
    assert run.out == ""


def test_attainment_and_model_can_be_demanded(knowledge: KnowledgeBase) -> None:
    plan = _plan(knowledge, **{"A.2.1.1": "unknown"})
    assert _gap(plan, "--fail-on", "never").code == 0
    assert _gap(plan, "--fail-on", "never", "--fail-under", "100").code == 1
    assert _gap(plan, "--fail-on", "never", "--fail-under", "50").code == 0
    run = _gap(plan, "--fail-on", "never", "--min-model", "1", "-f", "json")
    assert run.code == 1
    assert [breach["id"] for breach in run.json["plans"][0]["breaches"]] == ["min-model"]
    assert _gap(_plan(knowledge), "--fail-on", "never", "--min-model", "1").code == 0


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "open metrics with inferred presets, which do not count for the verdict: {}"),
        ("ja", "推定のプリセットに対する不足と未確認は合否に数えていない: {}件"),
    ],
)
def test_only_stated_says_how_much_it_leaves_out(lang: str, line: str, tmp_path: Path) -> None:
    plan = ROOT / "examples" / "order-system.hrsi.yaml"
    usual, stated = (invoke("gap", plan, "--as-of", AS_OF, "-f", "json", *words) for words in ((), ("--only", "stated")))
    (told,) = stated.json["plans"]
    open_ = [each for each in told["metrics"] if each["basis"] == "inferred" and each["status"] in ("gap", "unknown")]
    assert told["inferred_left_out"] == len(open_) > 0
    assert usual.json["plans"][0]["inferred_left_out"] is None
    line = line.format(len(open_))
    for format in ("text", "markdown"):
        runs = [
            invoke("gap", plan, "--as-of", AS_OF, "-f", format, *words, lang=lang, width=200)
            for words in ((), ("--only", "stated"))
        ]
        assert [line in run.out.replace("\\", "") for run in runs] == [False, True]  # Markdown escapes signs
    config = tmp_path / "hrsi.toml"
    config.write_text("only_stated = true\n", encoding="utf-8")
    for format in ("html", "markdown"):
        run = invoke("report", plan, "--as-of", AS_OF, "--config", config, "--format", format, lang=lang)
        assert line in run.out.replace("\\", ""), run.err


def test_only_stated_leaves_inferred_presets_out(knowledge: KnowledgeBase) -> None:
    preset = next(preset for preset in knowledge.model_systems[1].presets if preset.basis == "inferred")
    plan = _plan(knowledge, **{preset.metric: "unknown"})
    gaps = [issue["id"] for issue in _issues(_gap(plan, "-f", "ndjson")) if issue["kind"] == "gap"]
    stated = [issue["id"] for issue in _issues(_gap(plan, "-f", "ndjson", "--only", "stated")) if issue["kind"] == "gap"]
    assert preset.metric in gaps
    assert preset.metric not in stated


def test_exit_zero_keeps_the_verdict_and_never_hides_an_unreadable_plan(knowledge: KnowledgeBase) -> None:
    run = _gap(_plan(knowledge, **{"A.2.1.2": "unknown"}), "--fail-on", "note", "--exit-zero", "-f", "json")
    assert (run.code, run.json["verdict"], run.json["exit_code"]) == (0, "fail", 0)
    Path("broken.hrsi.yaml").write_text("hrsi: 2\n", encoding="utf-8")
    assert _gap("broken.hrsi.yaml", "--exit-zero").code == 2


def test_the_configuration_weighs_metrics_and_rules(knowledge: KnowledgeBase) -> None:
    plan = _plan(knowledge, **{"A.2.1.2": "unknown"})
    Path("hrsi.toml").write_text(
        'metrics = {"A.2.1.2" = "note"}\n[rules]\nHRSI206 = {severity = "off", reason = "kept in the wiki <b>"}\n',
        encoding="utf-8",
    )
    run = _gap(plan, "-f", "json")
    record = run.json["plans"][0]
    assert next(metric for metric in record["metrics"] if metric["id"] == "A.2.1.2")["severity"] == "note"
    assert [item["id"] for item in record["turned_off"]] == ["HRSI206"]
    assert "kept in the wiki <b>" in _gap(plan).out
    assert not [finding for finding in record["findings"] if finding["rule"] == "HRSI206"]


def test_a_baseline_excuses_what_is_known_and_nothing_worse() -> None:
    plan = Path("p.hrsi.yaml")
    plan.write_text(EXAMPLE, encoding="utf-8")
    assert _gap(plan).code == 1
    assert _gap(plan, "--write-baseline", "base.json").code == 0
    lines = Path("base.json").read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line.strip().rstrip(",")) for line in lines if line.startswith("    {")]
    assert entries == sorted(entries, key=lambda entry: (entry["system"], entry["id"], entry["where"]))
    assert not any("line" in entry for entry in entries)
    assert _gap(plan, "--baseline", "base.json").code == 0

    plan.write_text(EXAMPLE.replace("  A.2.5.3: 1\n", "  A.2.5.3: 0\n"), encoding="utf-8")
    worse = _gap(plan, "--baseline", "base.json", "-f", "ndjson")
    assert worse.code == 1
    assert [issue["id"] for issue in _issues(worse) if issue["state"] == "open" and issue["severity"] == "error"] == ["A.2.5.3"]

    plan.write_text(EXAMPLE.replace("  A.2.5.3: 1\n", "  A.2.5.3: 2\n"), encoding="utf-8")
    better = _gap(plan, "--baseline", "base.json", "-f", "json")
    assert better.code == 0
    assert [entry["id"] for entry in better.json["plans"][0]["fixed"]] == ["A.2.5.3"]
    assert "fixed: A.2.5.3" in _gap(plan, "--baseline", "base.json").out

    plan.write_text(EXAMPLE.replace("A.2.1.2: 2\n", "A.2.1.2: unknown\n"), encoding="utf-8")
    assert _gap(plan, "--baseline", "base.json").code == 1


def test_a_level_that_becomes_unknown_is_worse_than_a_known_gap() -> None:
    plan = Path("p.hrsi.yaml")
    plan.write_text(EXAMPLE, encoding="utf-8")
    _gap(plan, "--write-baseline", "base.json")
    plan.write_text(EXAMPLE.replace("  A.2.5.3: 1\n", "  A.2.5.3: unknown\n"), encoding="utf-8")
    assert _gap(plan, "--baseline", "base.json").code == 1
    plan.write_text(EXAMPLE.replace("  C.3.3.3: unknown\n", "  C.3.3.3: 0\n"), encoding="utf-8")
    assert _gap(plan, "--baseline", "base.json").code == 0


def test_stale_entries_are_reported_and_broken_baselines_refused(knowledge: KnowledgeBase) -> None:
    Path("base.json").write_text(
        json.dumps(
            {
                "schema": "hrsi.baseline",
                "schema_version": 1,
                "knowledge_version": "x",
                "entries": [{"system": "gone", "id": "A.2.1.1", "where": "", "severity": "error", "gap": 1}],
            }
        ),
        encoding="utf-8",
    )
    run = _gap(_plan(knowledge), "--baseline", "base.json", "-f", "json")
    assert [entry["system"] for entry in run.json["stale"]] == ["gone"]
    for text in (
        "{",
        "[]",
        '{"schema": "hrsi.baseline", "schema_version": 2, "entries": []}',
        '{"schema": "hrsi.baseline", "schema_version": 1, "entries": [{}]}',
    ):
        Path("base.json").write_text(text, encoding="utf-8")
        assert _gap("p.hrsi.yaml", "--baseline", "base.json").code == 2


def test_no_baseline_is_written_while_a_plan_cannot_be_judged(knowledge: KnowledgeBase) -> None:
    Path("broken.hrsi.yaml").write_text("hrsi: 2\n", encoding="utf-8")
    assert _gap(_plan(knowledge), "broken.hrsi.yaml", "--write-baseline", "base.json").code == 2
    assert not Path("base.json").exists()


def test_gate_init_writes_what_the_plan_meets_and_one_level_less_fails(knowledge: KnowledgeBase) -> None:
    plan = Path("p.hrsi.yaml")
    plan.write_text(EXAMPLE, encoding="utf-8")
    assert invoke("gate", "init", plan, "--as-of", AS_OF).code == 0
    assert _gap(plan).code == 0
    lowered = 0
    for metric, level in re.findall(
        r"^  ([ACF]\.[0-9.]+): (?:\{level: )?([1-5])", EXAMPLE.split("current:\n", 1)[1], re.MULTILINE
    ):
        before, after = EXAMPLE.split("current:\n", 1)
        worse = re.sub(rf"(  {re.escape(metric)}: (?:{{level: )?){level}", rf"\g<1>{int(level) - 1}", after, count=1)
        plan.write_text(before + "current:\n" + worse, encoding="utf-8")
        assert _gap(plan).code == 1, metric
        lowered += 1
    assert lowered > 20
    again = invoke("gate", "init", plan, "--as-of", AS_OF)
    assert again.code == 2
    assert "--force" in again.err


def test_gate_init_keeps_the_other_settings(knowledge: KnowledgeBase) -> None:
    plan = _plan(knowledge)
    Path("hrsi.toml").write_text(
        'lang = "en"\n[rules]\nHRSI206 = {severity = "off", reason = "a \\"wiki\\""}\n[waivers]\nnever = ["A.2.1.1"]\n',
        encoding="utf-8",
    )
    assert invoke("gate", "init", plan, "--as-of", AS_OF, "--force").code == 0
    shown = invoke("config", "show").out
    assert 'off (a "wiki")' in shown
    assert "hrsi.toml" in shown
    assert _gap(plan).code == 0


def test_gate_init_refuses_when_a_waiver_has_expired() -> None:
    Path("p.hrsi.yaml").write_text(EXAMPLE, encoding="utf-8")
    run = invoke("gate", "init", "p.hrsi.yaml", "--as-of", "2027-04-01")
    assert run.code == 2
    assert "waiver" in run.err


def test_folders_and_patterns_stand_for_plans(knowledge: KnowledgeBase) -> None:
    for name, system in (
        ("plans/b/plan.yaml", "b"),
        ("plans/a.hrsi.yml", "a"),
        ("plans/.hidden/plan.yaml", "h"),
        ("plans/notes.yaml", "n"),
    ):
        _plan(knowledge, name, system=system)
    run = _gap("plans", "plans/a.hrsi.yml", "-f", "json")
    assert [plan["path"] for plan in run.json["plans"]] == ["plans/a.hrsi.yml", "plans/b/plan.yaml"]
    run = _gap("plans/**/*.y*ml", "-f", "json")
    assert [plan["system"]["id"] for plan in run.json["plans"]] == ["a", "b", "n"]
    assert _gap("plans/*.json").code == 2
    Path("empty").mkdir()
    assert "no plan file" in _gap("empty").err
    run = _gap("plans", "empty", "-f", "json")
    assert (run.code, len(run.json["plans"])) == (2, 2)
    assert "empty: error: no plan file in this folder" in run.err
    run = _gap("empty", "plans/notes.yaml", "none*.yaml", "-f", "json")
    assert (run.code, [plan["system"]["id"] for plan in run.json["plans"]]) == (2, ["n"])
    assert [error["path"] for error in run.json["errors"]] == ["empty", "none*.yaml"]


def test_a_broken_plan_does_not_stop_the_others(knowledge: KnowledgeBase) -> None:
    _plan(knowledge, "plans/a.hrsi.yaml", system="a")
    Path("plans/b.hrsi.yaml").write_text("hrsi: 1\nsystem: {id: b}\n", encoding="utf-8")
    run = invoke("gap", "plans", "--as-of", AS_OF, width=160)
    assert run.code == 2
    assert "COULD NOT JUDGE" in run.out
    assert "a.hrsi.yaml" in run.out
    assert "plans/b.hrsi.yaml" in run.err


def test_two_plans_of_one_system_have_no_baseline(knowledge: KnowledgeBase) -> None:
    _plan(knowledge, "a.hrsi.yaml")
    _plan(knowledge, "b.hrsi.yaml")
    assert _gap("a.hrsi.yaml", "b.hrsi.yaml", "--write-baseline", "base.json").code == 2


def test_reports_are_written_whatever_the_verdict(knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("p.hrsi.yaml").write_text(EXAMPLE, encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    run = _gap(
        "p.hrsi.yaml",
        "--report",
        "sarif=a.sarif",
        "--report",
        "junit=a.xml",
        "--report",
        "github=a.txt",
        "--report",
        "text=a.log",
    )
    assert run.code == 1
    assert json.loads(Path("a.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert Path("a.txt").read_text(encoding="utf-8").startswith("::error ")
    assert Path("summary.md").read_text(encoding="utf-8").startswith("# ")
    assert Path("a.log").read_text(encoding="utf-8") == run.out


def test_the_summary_is_appended_and_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    from hrsi_cli.commands import reports

    Path("p.hrsi.yaml").write_text(EXAMPLE, encoding="utf-8")
    Path("summary.md").write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    monkeypatch.setattr(reports, "LONGEST_SUMMARY", 1000)
    _gap("p.hrsi.yaml", "-f", "github")
    text = Path("summary.md").read_bytes()
    assert text.startswith(b"before\n# ")
    assert len(text) <= 1007
    assert b"Cut here" in text


def test_a_failing_plan_says_what_it_fails_for(example_plan: Path) -> None:
    def told(*flags: str) -> str:
        return next((line for line in _gap(example_plan, "-q", *flags).out.splitlines() if line.startswith("fails for")), "")

    assert re.fullmatch(r"fails for +error [0-9]+", told())
    assert re.fullmatch(r"fails for +error [0-9]+, warning [0-9]+", told("--fail-on", "warning"))
    assert told("--fail-on", "never") == ""


def test_a_baseline_that_is_not_there_says_what_to_do(example_plan: Path) -> None:
    run = _gap(example_plan, "--baseline", "nowhere.json")
    assert run.code == 2
    assert "nowhere.json" in run.err
    assert "--write-baseline" in run.err and "--no-baseline" in run.err


@pytest.mark.parametrize("option", ["--output", "--baseline"])
def test_a_policy_and_its_baseline_need_names(
    option: str, example_plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = invoke("gate", "init", example_plan, option, "")
    assert (run.code, "need the name" in run.err) == (2, True)
    assert not [path for path in tmp_path.iterdir() if path.name.endswith((".json", ".toml"))]
