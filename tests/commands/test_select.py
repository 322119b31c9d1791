"""``hrsi select`` without a person: one screen, conflicts, several systems, and the files it writes."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from tests.conftest import invoke

FITS = ("--rto-failure", "2h", "--rto-disaster", "7d", "--rpo", "1d", "--budget", "high")
CONFLICT = (*FITS[:-1], "medium")
MANY = """\
budget: high
systems:
  - {id: mail, rto_failure: 3d, rto_disaster: 6か月, rpo: 1か月}
  - {id: web, name: "予約[/x] <b>", rto_failure: 2h, rto_disaster: 2h, rpo: 0, importance: 2}
  - {id: erp, rto_failure: 0, rto_disaster: 1h, rpo: 0, importance: 1}
"""


@pytest.fixture
def many(tmp_path: Path) -> Path:
    path = tmp_path / "systems.yaml"
    path.write_text(MANY, encoding="utf-8")
    return path


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("model", [1, 2, 3, 4])
def test_fits_on_one_screen(lang: str, model: int) -> None:
    asked = {
        1: ("3d", "6mo", "30d", "low"),
        2: ("1d", "6mo", "7d", "medium"),
        3: ("2h", "7d", "1d", "high"),
        4: ("2h", "2h", "0", "high"),
    }[model]
    flags = [word for pair in zip(("--rto-failure", "--rto-disaster", "--rpo", "--budget"), asked, strict=True) for word in pair]
    run = invoke("select", *flags, lang=lang)
    assert run.code == 0
    assert len(run.out.splitlines()) <= 48
    assert max(len(line) for line in run.out.splitlines()) <= 80


def test_says_what_the_answer_rests_on() -> None:
    record = invoke("select", *FITS, "--format", "json").json
    assert record["recommended"] == 3
    assert record["cost"] == {"investment": "high", "next_down": 2, "next_down_investment": "medium"}
    assert [case["id"] for case in record["road"]] == ["3-1", "3-2"]
    assert all(case["points"] and case["points"][0]["source"] for case in record["road"])
    assert record["cloud"]
    assert record["conflicts"] == []
    text = " ".join(invoke("select", *FITS, lang="en").out.split())
    for part in ("names no price", "3-2, ", "section 4.1", "hrsi plan assess", "must be less than 7 d (down to 2 h)"):
        assert part in text


def test_verbose_adds_and_quiet_leaves_out() -> None:
    normal = invoke("select", *FITS).out
    assert len(invoke("select", *FITS, "-v").out) > len(normal) > len(invoke("select", *FITS, "-q").out)
    assert "fit" in invoke("select", *FITS, "-v").out


def test_conflict_names_the_answers_and_each_way_out_works() -> None:
    run = invoke("select", *CONFLICT, "--format", "json")
    record = run.json
    assert run.code == 1
    assert record["conflicts"] == [
        {"criteria": [{"criterion": "rto_disaster", "met_by": [3, 4]}, {"criterion": "budget", "met_by": [1, 2]}]},
        {"criteria": [{"criterion": "rpo", "met_by": [3, 4]}, {"criterion": "budget", "met_by": [1, 2]}]},
    ]
    assert record["road"] == [] and record["cloud"] == [] and record["cost"] is None
    for relaxation in record["relaxations"]:
        changes = [word for name, value in relaxation["changes"].items() for word in (f"--{name.replace('_', '-')}", value)]
        again = invoke("select", *CONFLICT, *changes, "--format", "json")
        assert again.json["recommended"] == relaxation["model"]


def test_switch_points_hold_when_tried() -> None:
    record = invoke("select", *FITS, "--format", "json").json
    assert record["switch_points"]
    for point in record["switch_points"]:
        again = invoke("select", *FITS, f"--{point['criterion'].replace('_', '-')}", point["to"], "--format", "json").json
        assert again["recommended"] == point["model"]


def test_a_shorter_time_is_named_by_the_value_where_the_choice_turns() -> None:
    asked = ("select", "--rto-failure", "2h", "--rto-disaster", "7d", "--rpo", "8h", "--budget", "high")
    point = invoke(*asked, "--format", "json").json["switch_points"][0]
    assert point == {"criterion": "rto_disaster", "to": "2h", "model": 4, "below": "7d"}
    assert invoke(*asked, "--rto-disaster", "6d", "--format", "json").json["recommended"] == 4
    assert "if restart time in a disaster must be less than 7 d (down to 2 h): model 4" in invoke(*asked, width=120).out
    assert "災害時の再開時間を7日より短く(2時間まで)するなら、モデル4" in invoke(*asked, lang="ja", width=120).out
    assert "must be less than 8 h: model 4" in invoke(*asked, width=120).out


def test_that_no_single_answer_leads_elsewhere_does_not_hide_that_none_may_fit() -> None:
    asked = ("select", "--rto-failure", "2h", "--rto-disaster", "6mo", "--rpo", "7d", "--budget", "medium")
    assert invoke(*asked, "--format", "json").json["switch_points"] == []
    assert invoke(*asked, "--rpo", "1d", "--format", "json").json["recommended"] is None
    assert "no single answer leads to another model (a tighter one may leave none that fits)" in invoke(*asked, width=120).out
    assert "厳しくすると、合うモデルがなくなることはある" in invoke(*asked, lang="ja", width=160).out


def test_an_answer_that_no_model_meets_is_a_conflict_of_its_own() -> None:
    run = invoke("select", "--rto-failure", "1m", "--rto-disaster", "1m", "--rpo", "0", "--budget", "high", lang="en")
    assert run.code == 1
    assert "1 min is met by no model" in run.out


def test_several_systems_come_in_the_order_of_recovery(many: Path) -> None:
    run = invoke("select", "--answers", many, "--format", "json")
    assert run.code == 1
    assert run.json["schema"] == "hrsi.select_many"
    assert [system["id"] for system in run.json["systems"]] == ["erp", "web", "mail"]
    assert [system["selection"]["recommended"] for system in run.json["systems"]] == [None, 4, 1]
    text = invoke("select", "--answers", many, lang="ja").out
    assert "予約[/x]" in text.replace("\n", "")
    assert "importance のないシステム: mail" in text


def test_one_of_several_systems_gets_its_plan(many: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    assert invoke("select", "--answers", many, "--system", "web", "-o", plan).code == 0
    text = plan.read_text(encoding="utf-8")
    assert 'name: "予約[/x] <b>"' in text and "importance: 2" in text
    assert invoke("plan", "validate", plan).code == 0


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("--system", "wep"), "did you mean web?"),
        (("-o", "x.yaml"), "--system ID"),
        (("--save-answers", "x.yaml"), "--system ID"),
    ],
)
def test_misuse_of_several_systems(many: Path, argv: tuple[str, str], said: str) -> None:
    run = invoke("select", "--answers", many, *argv)
    assert run.code == 2
    assert said in run.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("systems: [{id: a, rto_failure: 2h}]\n", "answers are missing for system a"),
        ("systems: [{id: a}, {id: a}]\n", "a stands twice"),
        ("systems: [{id: 販売}]\n", "cannot be a name here"),
        ("rto_failure: 半日\n", "12h or 4h"),
        ("rto: 2h\n", "there are rto_failure, rto_disaster"),
        ("budget: 多い\n", "none of low, medium, high"),
    ],
)
def test_faults_of_an_answers_file(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    run = invoke("select", "--answers", path)
    assert run.code == 2
    assert said in run.err


@pytest.mark.parametrize("name", ["page.html", "selection.JSON", "report.md"])
def test_a_starter_plan_does_not_take_the_name_of_a_report(name: str, tmp_path: Path) -> None:
    run = invoke("select", *FITS, "-o", tmp_path / name)
    assert (run.code, run.out, "standard output" in run.err) == (2, "", True)
    assert list(tmp_path.iterdir()) == []


def test_starter_is_never_overwritten_unasked(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text("mine", encoding="utf-8")
    refused = invoke("select", *FITS, "-o", plan)
    assert refused.code == 2 and refused.out == ""
    assert plan.read_text(encoding="utf-8") == "mine"
    assert invoke("select", *FITS, "-o", plan, "--force").code == 0
    assert plan.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=")


def test_tighter_answers_never_lower_the_recommendation() -> None:
    recommended = []
    for time in ("6mo", "1mo", "7d", "2h", "1m"):
        record = invoke(
            "select", "--rto-failure", "3d", "--rto-disaster", time, "--rpo", "30d", "--budget", "high", "--format", "json"
        ).json
        recommended.append(record["recommended"] or 5)
    assert all(earlier <= later for earlier, later in pairwise(recommended))


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_next_steps_start_from_the_file_that_was_written(lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = ("select", "--rto-failure", "2h", "--rto-disaster", "7d", "--rpo", "1d", "--budget", "high")
    written = invoke(*words, "-o", "sel.yaml", lang=lang, width=200).out
    assert "hrsi plan assess sel.yaml" in written
    assert "hrsi gap sel.yaml" in written
    assert "plan.yaml" not in written
    assert "--output plan.yaml" in invoke(*words, lang=lang, width=200).out
    assert invoke(*words, "-o", "sel.yaml", "--force", "-q").err == ""
