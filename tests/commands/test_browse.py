"""``case``, ``model`` and ``requirement`` list and search, ``case like``, and ``--kb`` on them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.conftest import ROOT, invoke

OVERLAY = str(ROOT / "examples" / "overlay.yaml")
COMMANDS = [
    ("case", "list"),
    ("case", "search", "切り戻し"),
    ("model", "list"),
    ("model", "search", "バックアップ"),
    ("requirement", "list"),
    ("requirement", "search", "backup"),
]


@pytest.mark.parametrize("argv", COMMANDS)
@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("format", ["text", "markdown", "json"])
def test_both_languages_and_all_formats(argv: tuple[str, ...], lang: str, format: str) -> None:
    run = invoke(*argv, "--format", format, lang=lang)
    assert (run.code, run.err) == (0, "")
    if format == "json":
        assert run.json["schema"] == f"hrsi.{argv[0]}_{argv[1]}"
        assert run.json["knowledge_version"]


def test_list_filters() -> None:
    def ids(*argv: str) -> list[str]:
        return [case["id"] for case in invoke("case", "list", *argv, "-f", "json").json["cases"]]

    assert ids("--model", "4") == ["4-1", "4-2", "4-3"]
    assert ids("--industry", "製造業") == ids("--industry", "manufacturing") == ["1-1", "4-3"]
    assert ids("--metric", "A.3.2.2>=2", "--model", "4") == ["4-1", "4-2", "4-3"]
    assert ids("--metric", "Ａ.3.2.2≧2") == ids("--metric", "a.3.2.2 >= 2")
    assert ids("--metric", "A.3.2.2>=2", "--metric", "A.3.2.2<2") == []


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("--metric", "A.3.2.2"), "cannot read the condition"),
        (("--metric", "A.3.2.9>=1"), "A.3.2.9"),
        (("--metric", "A.3.2.2>=9"), "no level 9"),
        (("--industry", "manufacturin"), "manufacturing"),
        (("--model", "5"), "no model system 5"),
    ],
)
def test_wrong_filters_are_told(argv: tuple[str, str], words: str) -> None:
    run = invoke("case", "list", *argv)
    assert run.code == 2
    assert words in run.err
    assert run.out == ""


def test_nothing_found_is_no_failure() -> None:
    run = invoke("case", "search", "flux", "capacitor")
    assert run.code == 0
    assert "Nothing found" in run.out
    assert invoke("case", "list", "--model", "1", "--industry", "finance").code == 0


def test_search_says_where_and_why() -> None:
    record = invoke("case", "search", "30分", "-f", "json").json
    hit = next(found for found in record["found"] if found["id"] == "4-1")["hits"][0]
    assert hit["field"] == "figure"
    assert hit["key"] == "switch_over_actual"
    assert hit["match"] == "phrase"
    assert hit["source"].startswith("section 3.3.4 (1)")


def test_an_empty_query_is_refused() -> None:
    assert invoke("case", "search", " ").code == 2
    assert invoke("requirement", "search", "").code == 2


def test_model_search_finds_what_is_offered_presets_and_reasons() -> None:
    def hits(*argv: str) -> dict[int, list[tuple[str, str]]]:
        record = invoke("model", "search", *argv, "-f", "json").json
        return {each["id"]: [(hit["field"], hit["key"]) for hit in each["hits"]] for each in record["found"]}

    assert ("profile", "rto_disaster") in hits("7日")[3]
    assert next(iter(hits("モデルシステム4"))) == next(iter(hits("model 4"))) == 4
    assert ("preset", "A.3.2.2") in hits("remote backup")[4], "a label"
    assert ("preset", "A.2.6.1") in hits("同期")[1], "a rationale"
    assert ("note", "2") in hits("convenience")[3]
    assert ("preset", "A.2.4.1") in hits("lines to the offices", "--kb", OVERLAY)[3]
    assert "選定の目安" in invoke("model", "search", "2時間", lang="ja").out
    assert "Nothing found" in invoke("model", "search", "flux capacitor").out
    assert invoke("model", "search", "").code == 2


def test_requirement_search_uses_the_glossary() -> None:
    found = [item["id"] for item in invoke("requirement", "search", "hot standby", "-f", "json").json["found"]]
    assert "A.3.1.1" in found


def test_requirement_list_by_class() -> None:
    listed = invoke("requirement", "list", "--class", "main", "-f", "json").json["requirements"]
    assert len(listed) == 27
    assert invoke("requirement", "list", "--class", "minor").code == 2


def test_like_ranks_a_case_first_when_written_as_a_plan(tmp_path: Path) -> None:
    plan = tmp_path / "case.hrsi.yaml"
    plan.write_text(invoke("case", "show", "3-2", "--as-plan").out, encoding="utf-8")
    record = invoke("case", "like", plan, "-f", "json").json
    assert record["cases"][0]["case"] == "3-2"
    assert record["cases"][0]["similarity"] == 1
    assert "3-2" in invoke("case", "like", plan, lang="ja").out


def test_like_without_levels_cannot_judge(tmp_path: Path) -> None:
    plan = tmp_path / "bare.hrsi.yaml"
    plan.write_text("hrsi: 1\nsystem: {id: x}\ntarget: {model: 3}\n", encoding="utf-8")
    run = invoke("case", "like", plan)
    assert run.code == 2
    assert "no level is known" in run.err


def test_contradictions_stand_where_the_value_is_used() -> None:
    for argv in (("requirement", "show", "A.1.3.2"), ("explain", "A.1.3.2")):
        assert "disagrees with itself" in invoke(*argv).out
    record = invoke("requirement", "show", "A.1.3.2", "-f", "json").json
    assert {item["case"] for item in record["contradictions"]} >= {"4-1"}


@pytest.mark.parametrize(
    "argv",
    [
        ("select", "--rto-failure", "2h", "--rto-disaster", "7d", "--rpo", "4h", "--budget", "high"),
        ("compare", "--case", "3-2"),
        ("case", "list"),
        ("case", "show", "own-1"),
        ("case", "search", "45分"),
        ("model", "show", "3"),
        ("model", "list"),
        ("requirement", "show", "C.2.5.1"),
        ("requirement", "list"),
        ("explain", "A.2.4.1"),
        ("kb", "check"),
        ("kb", "about"),
        ("guide", "observations"),
    ],
)
def test_overlay_everywhere(argv: tuple[str, ...]) -> None:
    flagged = invoke(*argv, "--kb", OVERLAY, "-f", "json")
    assert flagged.code == 0, flagged.err
    assert flagged.json["knowledge_version"].endswith("+example.2026-10")
    assert invoke(*argv, "-f", "json", env={"HRSI_KB": OVERLAY}).out == flagged.out


def test_overlay_in_the_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hrsi.toml").write_text('knowledge = "own.yaml"\n', encoding="utf-8")
    (tmp_path / "own.yaml").write_bytes(Path(OVERLAY).read_bytes())
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    assert invoke("kb", "about", "-f", "json").json["overlay"]["id"] == "example"
    assert invoke("kb", "about", "-f", "json", env={"HRSI_KB": ""}).json["overlay"] is None


def test_overlay_does_not_outlive_its_run() -> None:
    invoke("kb", "about", "--kb", OVERLAY)
    assert invoke("kb", "about", "-f", "json").json["overlay"] is None


def test_gap_judges_with_the_overlay(tmp_path: Path) -> None:
    plan = tmp_path / "own.hrsi.yaml"
    plan.write_text("hrsi: 1\nsystem: {id: x}\ntarget: {model: 3}\ncurrent: {A.2.4.1: 1}\n", encoding="utf-8")

    def judged(*argv: str) -> tuple[int, str, str]:
        metrics = invoke("gap", plan, "--as-of", "2026-11-23", "-f", "json", *argv).json["plans"][0]["metrics"]
        metric = next(item for item in metrics if item["id"] == "A.2.4.1")
        return metric["target"], metric["basis"], metric["status"]

    assert judged() == (1, "inferred", "met")
    assert judged("--kb", OVERLAY) == (2, "stated", "gap")


def test_kb_check_reports_a_broken_overlay(tmp_path: Path) -> None:
    broken = tmp_path / "own.yaml"
    broken.write_text(
        "overlay: 1\nid: own\nversion: '1'\ntitle: t\nsource: s\npresets:\n  - {model: 3, metric: A.2.1.9, level: 1}\n"
    )
    run = invoke("kb", "check", "--kb", broken, "-f", "json")
    assert run.code == 2
    assert run.json["sound"] is False
    assert run.json["problems"][0]["line"] == 7
    assert "A.2.1" in run.err
    assert invoke("model", "show", "3", "--kb", broken).code == 2


def test_a_search_tells_figures_as_the_case_does_and_each_once() -> None:
    found = invoke("case", "search", "従業員数", "-f", "json", lang="ja").json["found"]
    texts = {each["id"]: [hit["text"]["ja"] for hit in each["hits"] if hit["key"] == "employees"] for each in found}
    assert all(len(figures) == 1 for figures in texts.values()), texts
    assert (texts["1-3"], texts["2-2"]) == (["従業員数 300名弱"], ["従業員数 5,000名強"])
    out = invoke("case", "search", "failback", "-v", width=120).out
    assert "about 2 weeks" in out and "about 1 week " in out and "1 weeks" not in out
    assert "サイト間距離 100km以上" in invoke("case", "search", "100 km", "-v", lang="ja", width=120).out


def test_origin_in_model_show() -> None:
    presets = invoke("model", "show", "3", "-f", "json", "--kb", OVERLAY).json["presets"]
    origins = {preset["metric"]: preset["origin"] for preset in presets}
    assert origins["A.2.4.1"] == "overlay:example"
    assert origins["A.2.4.2"] == "shipped"
    assert "overlay example" in invoke("model", "show", "3", "--kb", OVERLAY, width=160).out


def test_json_is_the_same_in_every_language() -> None:
    for argv in (("case", "list"), ("explain", "A.3.2.2"), ("guide",), ("kb", "about"), ("guide", "observations")):
        ja, en = (json.loads(invoke(*argv, "-f", "json", lang=lang).out) for lang in ("ja", "en"))
        assert ja == en


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(
    "command",
    [
        "case list",
        "case show 4-1",
        "case search UPS",
        "model list",
        "model show 3",
        "requirement list",
        "requirement show A.3.2.2",
        "explain A.3.2.2",
        "explain HRSI101",
        "guide",
    ],
)
def test_what_is_shown_can_be_a_page_of_html(command: str, lang: str) -> None:
    shown = invoke(*command.split(), "--format", "html", lang=lang)
    assert shown.code == 0
    assert shown.out.startswith("<!DOCTYPE html>")
    assert f'<html lang="{lang}">' in shown.out
    assert "<script" not in shown.out
    assert "://" not in shown.out, "it needs nothing from elsewhere"


@pytest.mark.parametrize(
    ("lang", "note"), [("ja", "選択肢で上下のない項番は同じなら1、違えば0"), ("en", "count 1 when they are the same and 0 when")]
)
def test_nearness_says_how_alternatives_count(lang: str, note: str, tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text("hrsi: 1\nsystem: {id: x}\ntarget: {model: 3}\ncurrent: {C.5.5.1: 1}\n", encoding="utf-8")
    assert note in invoke("case", "like", plan, lang=lang, width=250).out
    closeness = {
        metric["closeness"] for case in invoke("case", "like", plan, "-f", "json").json["cases"] for metric in case["metrics"]
    }
    assert closeness == {0.0, 1.0}
