"""A value of an organisation's overlay is never told as the guide's, in any output."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from tests.conftest import ROOT, invoke

OVERLAY = str(ROOT / "examples" / "overlay.yaml")
"""It sets A.2.4.1 and C.2.5.1 of model system 3, its RPO, and the name of level 2 of C.2.5.1."""
SELECT = ("select", "--rto-failure", "2h", "--rto-disaster", "7d", "--rpo", "8h", "--budget", "high")
MARK = {"ja": "明記 (オーバーレイ example)", "en": "stated (overlay example)"}
LEGEND = {
    "ja": "「オーバーレイ example」は自組織の資料の値で、ガイドの記載ではない。",
    "en": "Values of overlay example are the organisation's own, not the guide's.",
}


@pytest.fixture
def plan(tmp_path: Path) -> str:
    path = tmp_path / "own.hrsi.yaml"
    path.write_text(
        "hrsi: 1\nsystem: {id: x}\ntarget: {model: 3, adjustments: {A.2.1.1: {level: 2, reason: why}}}\ncurrent: {A.2.4.1: 1}\n",
        encoding="utf-8",
    )
    return str(path)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_text_names_the_overlay_beside_the_basis(lang: str, plan: str) -> None:
    for argv in (("gap", plan), SELECT):
        out = invoke(*argv, "--kb", OVERLAY, lang=lang, width=250).out
        assert MARK[lang] in out and LEGEND[lang] in out
        assert LEGEND[lang] not in invoke(*argv, lang=lang, width=250).out
    for argv in (("model", "show", "3"), ("explain", "A.2.4.1")):
        assert MARK[lang] in invoke(*argv, "--kb", OVERLAY, lang=lang, width=250).out


def test_the_target_that_a_plan_sets_itself_is_not_the_overlays(plan: str) -> None:
    metrics = invoke("gap", plan, "--kb", OVERLAY, "-f", "json").json["plans"][0]["metrics"]
    origins = {metric["id"]: metric["origin"] for metric in metrics}
    assert (origins["A.2.4.1"], origins["A.2.4.2"], origins["A.2.1.1"]) == ("overlay:example", "shipped", None)
    assert origins["A.1.3.1"] is None, "a prerequisite without a target"
    shipped = invoke("gap", plan, "-f", "json").json["plans"][0]["metrics"]
    assert {metric["origin"] for metric in shipped} == {"shipped", None}
    both = invoke("gap", plan, str(ROOT / "examples" / "order-system.hrsi.yaml"), "--kb", OVERLAY, "-f", "json").json["plans"]
    assert [metric["origin"] for metric in both[0]["metrics"] if metric["id"] == "A.2.4.1"] == ["overlay:example"]


def test_only_shipped_presets_count_as_stated_or_inferred() -> None:
    out = invoke("model", "show", "3", "--kb", OVERLAY, width=120).out
    assert "27 presets: 1 stated by the guide, 24 inferred, 2 from overlay example" in out
    assert "27 presets: 1 stated by the guide, 26 inferred\n" in invoke("model", "show", "3", width=120).out
    counts = invoke("kb", "about", "--kb", OVERLAY, "-f", "json").json["presets"]["3"]
    assert (counts["stated"], counts["inferred"], counts["overlay"], counts["total"]) == (1, 24, 2, 27)


def test_reports_and_worksheets_name_the_overlay(plan: str, tmp_path: Path) -> None:
    for name in ("r.md", "r.html"):
        assert invoke("report", plan, "-o", str(tmp_path / name), "--kb", OVERLAY, lang="en").code == 0
        text = (tmp_path / name).read_text(encoding="utf-8").replace("\\", "")
        assert "stated (overlay example)" in text and "Values of overlay example are" in text
    openpyxl = pytest.importorskip("openpyxl")
    assert invoke("plan", "export", plan, "-o", str(tmp_path / "s.xlsx"), "--kb", OVERLAY, lang="en").code == 0
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "s.xlsx").read_bytes()))
    found = [sheet.title for sheet in book for row in sheet.values if "stated (overlay example)" in row]
    assert set(found) == {"Requirements", "Gaps and findings", "Sources"}


def test_select_tells_the_origin_of_an_offer() -> None:
    criteria = {each["id"]: each for each in invoke(*SELECT, "--kb", OVERLAY, "-f", "json").json["models"][2]["criteria"]}
    assert (criteria["rpo"]["origin"], criteria["rto_failure"]["origin"]) == ("overlay:example", "shipped")
    assert criteria["budget"]["origin"] == "shipped"


def test_compare_tells_the_origin_of_each_side() -> None:
    rows = invoke("compare", "--case", "own-1", "--kb", OVERLAY, "-f", "json").json["rows"]
    row = next(row for row in rows if row["metric"] == "A.2.4.1")
    assert (row["left"]["origin"], row["right"]["origin"]) == ("overlay:example", "overlay:example")
    row = next(row for row in rows if row["metric"] == "A.2.4.2")
    assert (row["left"]["origin"], row["right"]["origin"]) == ("shipped", "overlay:example")
    rows = invoke("compare", "--model", "3", "--kb", OVERLAY, "-f", "json").json["rows"]
    assert next(row for row in rows if row["metric"] == "A.2.4.1")["preset"]["origin"] == "overlay:example"
    mapped = invoke("compare", "--all", "--kb", OVERLAY, "-f", "json").json["rows"]
    assert next(row for row in mapped if row["metric"] == "A.2.4.1")["presets"]["3"]["origin"] == "overlay:example"
    out = invoke("compare", "--case", "3-1", "--kb", OVERLAY, width=200).out
    assert "2 all (overlay example)" in out
    assert "All shipped presets but A.3.2.2 are inferred" in out
    assert "2 all (overlay example)" in invoke("compare", "--model", "3", "--kb", OVERLAY, width=250).out


def test_an_overlay_may_infer_too(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "overlay: 1\nid: own\nversion: '1'\ntitle: t\nsource: s\n"
        "presets:\n  - {model: 3, metric: A.2.4.1, level: 2, basis: inferred}\n",
        encoding="utf-8",
    )
    assert "2 all (inferred, overlay own)" in invoke("compare", "--case", "3-1", "--kb", own, width=250).out
    assert "2 all (overlay own)*" in invoke("compare", "--model", "3", "--kb", own, width=250).out
    assert "2*+" in invoke("requirement", "list", "--kb", own).out


def test_lists_and_scales_mark_the_overlays_values() -> None:
    listed = invoke("requirement", "list", "--kb", OVERLAY).out
    assert "2+" in listed and "+ marks values of the overlay example." in listed
    assert "+" not in invoke("requirement", "list").out
    assert "within 4 h+" in invoke("model", "list", "--kb", OVERLAY, width=120).out
    shown = invoke("requirement", "show", "C.2.5.1", "--kb", OVERLAY, width=120).out
    assert "every six months (overlay example)" in shown and "model 3 (overlay example)" in shown


def test_the_basis_is_explained_only_where_it_is_told(tmp_path: Path) -> None:
    levels = {preset["metric"]: preset["level"] for preset in invoke("model", "show", "1", "-f", "json").json["presets"]}
    listed = invoke("requirement", "list", "-f", "json").json["requirements"]
    current = {each["id"]: levels.get(each["id"], 0) for each in listed}
    path = tmp_path / "met.yaml"
    path.write_text(f"hrsi: 1\nsystem: {{id: x}}\ntarget: {{model: 1}}\ncurrent: {current}\n".replace("'", ""), encoding="utf-8")
    assert "basis:" not in invoke("gap", path).out
    assert "basis:" in invoke("gap", path, "-v").out


def test_the_star_is_explained_only_where_one_stands() -> None:
    star = "* marks what this project inferred"
    assert star not in invoke("explain", "A.3.2.2").out
    assert star in invoke("explain", "A.2.4.1").out
    assert star not in invoke("requirement", "list", "--class", "prerequisite").out
    assert star in invoke("requirement", "list").out


def test_thresholds_of_an_overlay_are_told_where_they_count(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    told = invoke("explain", "HRSI201", "--kb", OVERLAY, "-f", "json").json
    assert told["details"]["thresholds"] == {"drill_months": 6}
    assert "6" in invoke("explain", "HRSI201", "--kb", OVERLAY).out.split("thresholds.drill_months")[1][:20]
    shown = invoke("config", "show", "-f", "json", env={"HRSI_KB": OVERLAY}).json
    (setting,) = (setting for setting in shown["settings"] if setting["key"] == "thresholds.drill_months")
    assert (setting["value"], setting["origin"]) == (6, "overlay:example")


@pytest.mark.parametrize(
    "words", [("whatif", "PLAN", "--set", "A.2.4.1=2"), ("path", "PLAN"), ("plan", "diff", "PLAN", "PLAN"), ("portfolio", "PLAN")]
)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_pages_of_steering_say_whose_values_they_rest_on(words: tuple[str, ...], lang: str, plan: str) -> None:
    argv = [plan if word == "PLAN" else word for word in words]
    assert LEGEND[lang] in invoke(*argv, "--kb", OVERLAY, lang=lang, width=200).out
    assert "example" not in invoke(*argv, lang=lang, width=200).out
