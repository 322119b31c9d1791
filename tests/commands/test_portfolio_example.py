"""The shipped portfolio, and what holds for any: it equals the single runs and speaks plainly."""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import AS_OF, ROOT, invoke

EXAMPLE = ROOT / "examples" / "portfolio"
SALES = EXAMPLE / "sales.hrsi.yaml"
DAY = ("--as-of", AS_OF)
SEEN_TOGETHER = "HRSI117"
"""The only rule that needs the other plans."""


def _schema(name: str) -> Any:
    return json.loads((ROOT / "schema" / f"{name}.schema.json").read_text("utf-8"))


def _same_as_alone(record: Any, folder: Path) -> None:
    """Each system of a portfolio is what ``hrsi gap`` says of its plan alone, HRSI117 aside."""
    assert len(record["systems"]) == len(list(folder.glob("*.yaml")))
    for system in record["systems"]:
        (alone,) = invoke("gap", system["state"]["path"], *DAY, "--format", "json").json["plans"]
        for key in ("system", "target_model", "attained_model", "resembles_model", "attainment", "summary"):
            assert system["state"][key] == alone[key], key
        assert alone["verdict"] in ("fail", system["state"]["verdict"]), "what passes among others passes alone"
        findings = [finding for finding in alone["findings"] if finding["waiver"] is None]
        late = sum(
            problem["kind"] in ("itself_late", "circle") and alone["system"]["id"] in problem["systems"]
            for problem in record["dependencies"]
        )
        for severity in ("warning", "note"):
            assert system["findings"][severity] == sum(finding["severity"] == severity for finding in findings)
        errors = sum(finding["severity"] == "error" for finding in findings)
        assert errors <= system["findings"]["error"] <= errors + 2 * late
        if system["worst"] is not None:
            (worst,) = (metric for metric in alone["metrics"] if metric["id"] == system["worst"]["metric"])
            assert {key: worst[key] for key in ("current", "target", "status")} == {
                key: system["worst"][key] for key in ("current", "target", "status")
            }


def test_the_example_equals_its_single_runs() -> None:
    record = invoke("portfolio", EXAMPLE, *DAY, "--format", "json").json
    jsonschema.validate(record, _schema("portfolio"))
    _same_as_alone(record, EXAMPLE)


IDS = ("a", "b", "c")
METRICS = ("A.2.1.1", "A.2.3.1", "C.1.3.2", "F.4.4.4")


@st.composite
def folders(draw: st.DrawFn) -> dict[str, str]:
    """Plans as text, by the names of their files."""
    plans = {}
    for id in IDS[: draw(st.integers(1, 3))]:
        needs = draw(st.lists(st.sampled_from([name for name in (*IDS, "gone") if name != id]), max_size=2, unique=True))
        levels = draw(
            st.dictionaries(st.sampled_from(METRICS), st.sampled_from(["0", "1", "2", "unknown", "{not_applicable: r}"]))
        )
        restart = draw(st.sampled_from(["", "objectives: {disaster: {restart: 0}}\n", "objectives: {disaster: {restart: 3d}}\n"]))
        current = ", ".join(f"{metric}: {level}" for metric, level in levels.items())
        plans[f"{id}.hrsi.yaml"] = (
            f"hrsi: 1\nsystem: {{id: {id}, importance: {draw(st.integers(1, 3))}, depends_on: [{', '.join(needs)}]}}\n"
            f"target: {{model: {draw(st.integers(1, 4))}}}\n{restart}current: {{{current}}}\n"
        )
    return plans


@settings(max_examples=25, deadline=None)
@given(folders())
def test_a_portfolio_equals_its_single_runs(plans: dict[str, str]) -> None:
    with TemporaryDirectory() as name:
        for file, text in plans.items():
            Path(name, file).write_text(text, encoding="utf-8")
        run = invoke("portfolio", name, *DAY, "--format", "json")
        assert run.code == 0
        jsonschema.validate(run.json, _schema("portfolio"))
        _same_as_alone(run.json, Path(name))
        together = invoke("gap", name, *DAY, "--format", "json").json["plans"]
        assert {
            each["state"]["path"]: (each["state"]["verdict"], sum(each["findings"].values())) for each in run.json["systems"]
        } == {
            plan["path"]: (plan["verdict"], sum(finding["waiver"] is None for finding in plan["findings"])) for plan in together
        }


def test_the_example_shows_what_a_portfolio_is_for() -> None:
    record = invoke("portfolio", EXAMPLE, *DAY, "--format", "json").json
    assert [system["state"]["system"]["id"] for system in record["systems"]] == [
        "network",
        "identity",
        "sales",
        "warehouse",
        "shop",
        "accounting",
        "mail",
    ]
    assert record["systems"][0]["pulled_by"] == "sales"
    assert record["systems"][-1]["state"]["verdict"] == "pass"
    assert {(problem["kind"], *problem["systems"]) for problem in record["dependencies"]} == {("itself_late", "shop")}
    lapsing = {(lapse["kind"], lapse["days_left"] < 0) for system in record["systems"] for lapse in system["lapses"]}
    assert lapsing == {("waiver", False), ("evidence", True), ("drill", False), ("restore_test", False)}
    assert [(hazard["hazard"], hazard["no_way_out"]) for hazard in record["hazards"]] == [
        ("首都直下地震", ["accounting", "warehouse"]),
        ("荒川の氾濫", ["accounting"]),
    ]
    ends = {slot["system"]: slot["end_hours"] for slot in record["schedule"]}
    starts = {slot["system"]: slot["start_hours"] for slot in record["schedule"]}
    for system in record["systems"]:
        assert all(ends[need] <= starts[system["state"]["system"]["id"]] for need in system["depends_on"])
    alone = invoke("portfolio", EXAMPLE, "--staff", "1", *DAY, "--format", "json").json["schedule"]
    assert [(slot["system"], slot["waits_for"]) for slot in alone if slot["waits_why"] == "staff"] == [
        ("accounting", ["warehouse"])
    ]


def test_the_example_offers_a_choice_between_cost_and_steps() -> None:
    record = invoke("path", SALES, "--to", "3", *DAY, "--format", "json").json
    jsonschema.validate(record, _schema("path"))
    assert [(route["cost"], route["steps"]) for route in record["routes"]] == [(3265, 23), (3415, 14)]
    assert [phase["cost"] for phase in record["phases"]] == [1380, 1080]
    assert record["still_open"] == ["A.2.4.1"]


@pytest.mark.parametrize("format", ["text", "json", "markdown"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_without_prices_no_money_is_named(example_plan: Path, format: str, lang: str) -> None:
    run = invoke("path", example_plan, "--to", "4", "-v", *DAY, "--format", format, lang=lang)
    assert run.code == 0
    assert not re.search(r"[¥$€£]|万円|円|\b(yen|JPY|USD|EUR)\b", run.out)


def test_quiet_is_short_and_verbose_holds_every_way() -> None:
    quiet, normal, verbose = (invoke("path", SALES, *DAY, *words).out for words in (("-q",), (), ("-v",)))
    assert len(quiet.splitlines()) < 10
    assert normal.count("In this order") == 1
    assert verbose.count("In this order") == 2


def test_a_judgement_of_a_later_day_says_so() -> None:
    for lang, words in (("en", "not as it stands today"), ("ja", "今の計画の判定ではない")):
        assert words in invoke("gap", SALES, "--at", "2027-10-01", lang=lang).out.replace("\n", " ").replace("  ", " ")
    record = invoke("gap", SALES, "--at", "2027-10-01", "--format", "json").json
    jsonschema.validate(record, _schema("gap"))
    assert record["at"] == "2027-10-01"
    assert invoke("gap", SALES, *DAY, "--format", "json").json["at"] is None


def test_a_slip_in_an_assignment_is_not_blamed_on_the_file() -> None:
    run = invoke("whatif", SALES, "--set", "A.9.9.9=1")
    assert run.code == 2
    assert "sales.hrsi.yaml (--set):" in run.err


def test_what_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert "no such file" in invoke("history", "nowhere.yaml").err
    assert "not in a git repository" in invoke("plan", "diff", "HEAD:plan.yaml", SALES).err
    Path("costs.yaml").write_text("unit: x\nsteps: {A.2.1.1: {7: 1}}\n", encoding="utf-8")
    assert "a level is 0 to 5, not 7" in invoke("path", SALES, "--costs", "costs.yaml").err


def test_two_plans_of_one_system_are_named_with_their_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a longer path would be broken into lines
    for name in ("one", "two"):
        Path(f"{name}.hrsi.yaml").write_text("hrsi: 1\nsystem: {id: twin}\ntarget: {model: 1}\n", encoding="utf-8")
    out = invoke("portfolio", ".", *DAY, width=120).out
    assert "one.hrsi.yaml" in out
    assert "two.hrsi.yaml" in out


WARM = (
    "measures: {sites: [{id: far, role: backup, standby: warm, switch_time: %s}], recovery: {detect: 0, decide: 0, verify: 0}}\n"
)
KNOT = {
    "auth": "system: {id: auth, depends_on: [net, juki]}\n" + WARM % "1h",
    "net": "system: {id: net, depends_on: [zei]}\n" + WARM % "1h",
    "zei": "system: {id: zei, depends_on: [auth]}\n" + WARM % "1h",
    "juki": "system: {id: juki, depends_on: [auth]}\n" + WARM % "1h",
    "shop": "system: {id: shop, depends_on: [juki, gone]}\nobjectives: {disaster: {restart: 7d}}\n" + WARM % "7.3h",
    "app": "system: {id: app, depends_on: [shop]}\nobjectives: {disaster: {restart: 7d}}\n" + WARM % "1h",
    "mail": "system: {id: mail}\nobjectives: {disaster: {restart: 7d}}\n",
    "web": "system: {id: web}\nobjectives: {disaster: {restart: 1d}}\n" + WARM % "1441m",
}


@pytest.fixture
def knot(tmp_path: Path) -> Path:
    for name, text in KNOT.items():
        (tmp_path / f"{name}.hrsi.yaml").write_text(f"hrsi: 1\ntarget: {{model: 1}}\n{text}", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("lang", "late", "unknown", "circle", "waiting"),
    [
        ("en", "systems back too late", "systems with no known time", "4 systems need one another", "unknown"),
        ("ja", "再開目標に間に合わないシステム", "再開できる時刻がわからないシステム", "4 件が互いに依存", "不明"),
    ],
)
def test_what_waits_for_a_circle_is_neither_in_time_nor_late(
    lang: str, late: str, unknown: str, circle: str, waiting: str, knot: Path
) -> None:
    record = invoke("portfolio", knot, *DAY, "--format", "json").json
    jsonschema.validate(record, _schema("portfolio"))
    assert {slot["system"]: (slot["late"], slot["end_hours"] is None) for slot in record["schedule"]} == {
        "web": (True, False),
        "mail": (None, False),
        **dict.fromkeys(("auth", "net", "zei", "juki", "shop", "app"), (None, True)),
    }
    out = invoke("portfolio", knot, *DAY, lang=lang, width=200).out
    assert re.search(rf"{late} +1\n", out)
    assert re.search(rf"{unknown} +7\n", out)
    assert all(name in next(line for line in out.splitlines() if circle in line) for name in ("auth", "juki", "net", "zei"))
    assert all(re.search(rf" {name} .* {waiting}\n", out) for name in ("shop", "app", "mail"))
    assert re.search(r"24\.0[12] *(h|時間) +web .* 24 *(h|時間) ", out), "24.0 h would not be later than 24 h"


@pytest.mark.parametrize(
    ("lang", "note"), [("en", "Recoveries that take people: at most 1 at a time"), ("ja", "人手の要る復旧は同時に 1 件まで")]
)
def test_a_limit_of_staff_is_told_as_one_of_people(lang: str, note: str) -> None:
    """A site that switches by itself takes none, so more recoveries than that may run."""
    assert note in invoke("portfolio", EXAMPLE, "--staff", "1", *DAY, lang=lang, width=200).out


@pytest.mark.parametrize(
    ("lang", "target"), [("en", "disaster restart target of 168.0 h"), ("ja", "災害時の再開目標は sales が 168.0")]
)
def test_a_target_is_not_told_as_the_time_of_a_recovery(lang: str, target: str) -> None:
    assert target in invoke("portfolio", EXAMPLE, *DAY, lang=lang, width=200).out
