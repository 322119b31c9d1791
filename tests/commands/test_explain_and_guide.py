"""``hrsi explain``, ``hrsi guide`` and ``hrsi kb about``."""

from __future__ import annotations

import pathlib
import re

import pytest
from tests.conftest import AS_OF, invoke

from hrsi_cli.knowledge.store import load_knowledge

EXPLAINED = ["A.3.2.2", "A.1.3.2", "HRSI101", "model 3", "4-1", "RPO", "C06", "P1", "O12", "O01", "1.2", "A01", "K04", "K01"]
STEP_NAMES = ["1.2", "step 1.2", "手順1.2", "手順 1.2", "手順１.２"]


@pytest.mark.parametrize("id", EXPLAINED)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_everything_can_be_explained(id: str, lang: str) -> None:
    for format in ("text", "markdown", "json"):
        run = invoke("explain", *id.split(), "--format", format, lang=lang)
        assert (run.code, run.err) == (0, "")
        assert run.out.strip()
    record = invoke("explain", *id.split(), "-f", "json").json
    assert record["schema"] == "hrsi.explain"
    assert record["details"]


@pytest.mark.parametrize("name", STEP_NAMES)
def test_a_step_is_found_by_its_number_in_both_languages(name: str) -> None:
    record = invoke("explain", *name.split(), "-f", "json").json
    assert (record["kind"], record["id"]) == ("step", "1.2")


def test_a_rule_names_the_settings_that_it_judges_by() -> None:
    assert invoke("explain", "HRSI103", "-f", "json").json["details"]["thresholds"] == {"efficiency": 0.7, "first_copy_days": 30}
    assert "thresholds.first_copy_days(既定 30)" in invoke("explain", "HRSI103", lang="ja").out
    assert "thresholds.first_copy_days (default 30)" in invoke("explain", "HRSI103").out
    assert "can be configured" not in invoke("explain", "HRSI111").out


@pytest.mark.parametrize("rule", list(load_knowledge().rules))
def test_a_rule_comes_with_a_plan_that_fails_and_one_that_passes(rule: str, tmp_path: pathlib.Path) -> None:
    examples = invoke("explain", rule, "-f", "json").json["details"]["examples"]
    for kind, example in examples.items():
        folder = tmp_path / kind
        folder.mkdir()
        for number, plan in enumerate(example["plans"]):
            (folder / f"{number}.hrsi.yaml").write_text(plan, encoding="utf-8")
        first = invoke("gap", folder, "--as-of", AS_OF, "-f", "json").json["plans"][0]
        assert (rule in {finding["rule"] for finding in first["findings"]}) == (kind == "fails")


@pytest.mark.parametrize(
    ("lang", "fails", "passes"), [("ja", "指摘が出る例", "指摘が出ない例"), ("en", "that fails", "that passes")]
)
def test_the_examples_of_a_rule_are_shown_on_request(lang: str, fails: str, passes: str) -> None:
    example = invoke("explain", "HRSI105", "-f", "json").json["details"]["examples"]["fails"]
    for format, lines in (("text", example["plans"][0]), ("markdown", example["plans"][0].replace("\n", "\n    ").rstrip(" "))):
        out = invoke("explain", "HRSI105", "-v", "-f", format, lang=lang, width=80).out
        assert lines in out, "as it would stand in a file"
        assert out.index(fails) < out.index(lines) < out.index(passes)
        assert example["caption"][lang][:6] in out
    page = invoke("explain", "HRSI105", "-v", "-f", "html", lang=lang).out
    assert f"{example['plans'][0]}</pre>" in page
    for argv in (("explain", "HRSI105"), ("explain", "HRSI105", "-q")):
        assert "hrsi: 1" not in invoke(*argv, lang=lang).out
    assert ("-v" in invoke("explain", "HRSI105", lang=lang).out) and "-v" not in invoke("explain", "HRSI105", "-q", lang=lang).out


def test_a_metric_comes_with_its_cases() -> None:
    record = invoke("explain", "A.3.2.2", "-f", "json").json
    assert len(record["details"]["cases"]) == 10
    assert record["details"]["cases"]["4-1"]["summary"]["ja"]
    assert record["details"]["presets"]["3"]["basis"] == "stated"
    assert "3-2" in invoke("explain", "A.3.2.2").out


@pytest.mark.parametrize(("lang", "step", "without"), [("ja", "特定業務のみ", "未設定"), ("en", "specific business", "not set")])
def test_a_term_shows_the_scale_and_the_cases_of_its_metric_and_names_it_once(lang: str, step: str, without: str) -> None:
    out = invoke("explain", "RLO", lang=lang, width=100).out
    assert out.count("A.1.3.3") == 1
    assert re.search(rf"1 +{step}.* 2-2 3-1 4-3\n", out)
    assert f"1-2 ({without})" in out
    assert step not in invoke("explain", "RLO", "-q", lang=lang).out


def test_the_metrics_of_a_term_for_programs() -> None:
    record = invoke("explain", "RLO", "-f", "json").json
    (metric,) = record["details"]["metrics"]
    assert (metric["id"], len(metric["levels"])) == ("A.1.3.3", 3)
    assert [other["id"] for other in (*record["also"], *record["related"])].count("A.1.3.3") == 1
    assert invoke("explain", "preset", "-f", "json").json["details"]["metrics"] == []
    spare = invoke("explain", "redundancy", "-f", "json").json["details"]["metrics"]
    assert [metric["id"] for metric in spare] == ["A.2.1.1", "A.2.3.1", "A.2.4.1"]


def test_a_shared_name_points_to_the_others() -> None:
    record = invoke("explain", "RTO", "-f", "json").json
    assert (record["kind"], record["id"]) == ("term", "rto")
    assert record["also"][0]["id"] == "A.1.3.2"


def test_unknown_names_come_with_suggestions() -> None:
    run = invoke("explain", "hot", "standbi")
    assert run.code == 2
    assert "hot_standby" in run.err
    assert invoke("explain", "qqqqq").code == 2
    assert "\x1b" not in invoke("explain", "\x1b[31mx").err


@pytest.mark.parametrize("topic", ["", "1", "2", "3", "4", "1.2", "cloud", "observations"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_part_of_the_guide(topic: str, lang: str) -> None:
    argv = ["guide", topic] if topic else ["guide"]
    for format in ("text", "markdown", "json"):
        run = invoke(*argv, "--format", format, lang=lang)
        assert (run.code, run.err) == (0, "")
    if topic != "observations":
        assert {"ja": "2012年7月", "en": "2012-07"}[lang] in invoke(*argv, lang=lang).out


def test_steps_say_who_decides_and_which_command() -> None:
    record = invoke("guide", "-f", "json").json
    assert [activity["number"] for activity in record["activities"]] == [1, 2, 3, 4]
    for activity in record["activities"]:
        for step in activity["steps"]:
            assert step["deciders"]
            assert step["commands"]
    assert len(record["cloud_checks"]) >= 20


def test_a_plan_ticks_steps_off(example_plan: pathlib.Path) -> None:
    record = invoke("guide", "--plan", example_plan, "-f", "json").json
    states = {step["id"]: step["progress"]["state"] for activity in record["activities"] for step in activity["steps"]}
    assert states["2.3"] == "answered"
    assert states["2.4"] == "not_judged"
    assert "[x]" in invoke("guide", "2", "--plan", example_plan).out
    assert invoke("guide", "cloud", "--plan", example_plan).code == 0


@pytest.mark.parametrize("argv", [("5",), ("1.9",), ("observations", "--plan", "x"), ("--plan", "no-such-plan.yaml")])
def test_wrong_topics_and_plans(argv: tuple[str, ...]) -> None:
    run = invoke("guide", *argv)
    assert run.code == 2
    assert run.err


def test_claims_stand_beside_their_counts() -> None:
    run = invoke("guide", "observations", width=160)
    assert "does not hold, 9 of 10 cases" in run.out
    claims = {claim["id"]: claim for claim in invoke("guide", "observations", "-f", "json").json["observations"]}
    assert claims["O12"]["check"]["holds"] is False
    assert claims["O12"]["check"]["count"] == 9
    assert claims["O01"]["check"] is None


def test_about_counts_and_sources() -> None:
    record = invoke("kb", "about", "-f", "json").json
    assert record["counts"]["cases"] == 10
    assert record["counts"]["metrics"] == 37
    assert sum(preset["total"] for preset in record["presets"].values()) == 108
    assert sum(preset["stated"] for preset in record["presets"].values()) == 4
    assert all(source["terms"]["ja"] and source["published"] for source in record["sources"])
    assert "2012" in invoke("kb", "about", lang="ja").out


def test_several_things_are_explained_one_after_the_other() -> None:
    run = invoke("explain", "HRSI107", "RLO", "hot", "standby", "model", "3")
    places = [run.out.index(name) for name in ("HRSI107", "Recovery level objective", "Hot standby", "Model system 3")]
    assert (run.code, places) == (0, sorted(places))
    record = invoke("explain", "HRSI107", "RLO", "-f", "json").json
    assert record["schema"] == "hrsi.explain_many"
    assert [(subject["kind"], subject["id"]) for subject in record["subjects"]] == [("rule", "HRSI107"), ("term", "rlo")]
    assert all(subject["schema"] == "hrsi.explain" for subject in record["subjects"])
    assert invoke("explain", "hot", "standby").out == invoke("explain", "hot standby").out
    wrong = invoke("explain", "HRSI107", "RL0")
    assert (wrong.code, wrong.out) == (2, "")
    assert "there is nothing called RL0" in wrong.err
    page = invoke("explain", "HRSI107", "RLO", "-f", "html").out
    assert page.count("<html") == 1
    assert "Recovery level objective (RLO)" in page


def test_a_suggestion_is_the_term_before_the_metric_of_that_name() -> None:
    assert "did you mean: rto" in invoke("explain", "RT0").err
