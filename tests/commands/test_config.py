"""The configuration: where it is found, what it refuses, and how its origin is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import ROOT, invoke

NO_LANGUAGE = {"HRSI_LANG": "", "LC_ALL": "C", "HRSI_CONFIG": ""}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a folder inside, in which the run starts."""
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "repo" / "plans" / "deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "repo" / "plans" / "deep")
    monkeypatch.delenv("HRSI_CONFIG", raising=False)
    return tmp_path / "repo"


def _settings(*argv: str) -> dict[str, dict[str, object]]:
    run = invoke("config", "show", "--format", "json", *argv, env=NO_LANGUAGE)
    assert run.code == 0, run.err
    return {setting["key"]: setting for setting in run.json["settings"]}


def test_without_a_file_every_value_is_the_default(repository: Path) -> None:
    assert {setting["origin"] for key, setting in _settings().items() if key != "lang"} == {"default"}


@pytest.mark.parametrize("name", ["hrsi.toml", ".hrsi.toml", "pyproject.toml"])
def test_each_name_is_found_upward(repository: Path, name: str) -> None:
    head = "[tool.hrsi]\n" if name == "pyproject.toml" else ""
    (repository / "plans" / name).write_text(f'{head}fail_on = "note"\n', encoding="utf-8")
    setting = _settings()["fail_on"]
    assert (setting["value"], setting["origin"], setting["line"]) == ("note", f"../{name}", 2 if head else 1)


def test_the_nearest_file_wins_alone(repository: Path) -> None:
    (repository / "hrsi.toml").write_text("fail_under = 50\n", encoding="utf-8")
    (repository / "plans" / "hrsi.toml").write_text('fail_on = "note"\n', encoding="utf-8")
    settings = _settings()
    assert settings["fail_on"]["value"] == "note"
    assert settings["fail_under"]["value"] is None


def test_a_pyproject_of_another_tool_is_passed_over(repository: Path) -> None:
    (repository / "plans" / "pyproject.toml").write_text('[project]\nname = "hrsi-user"\n', encoding="utf-8")
    (repository / "hrsi.toml").write_text("min_model = 2\n", encoding="utf-8")
    assert _settings()["min_model"]["value"] == 2


def test_nothing_is_read_above_the_repository(repository: Path) -> None:
    (repository.parent / "hrsi.toml").write_text("min_model = 2\n", encoding="utf-8")
    assert _settings()["min_model"]["origin"] == "default"


def test_the_flag_beats_the_variable_beats_the_nearest(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, number in (("hrsi.toml", 1), ("variable.toml", 2), ("flag.toml", 3)):
        (repository / name).write_text(f"min_model = {number}\n", encoding="utf-8")
    assert _settings()["min_model"]["value"] == 1
    variable = {**NO_LANGUAGE, "HRSI_CONFIG": str(repository / "variable.toml")}
    assert '"value": 2' in invoke("config", "show", "-f", "json", env=variable).out
    flagged = ["--config", str(repository / "flag.toml")]
    assert '"value": 3' in invoke("config", "show", "-f", "json", *flagged, env=variable).out
    assert '"value": 3' in invoke(*flagged, "config", "show", "-f", "json", env=variable).out


def test_the_configured_language_beats_the_locale(repository: Path) -> None:
    (repository / "hrsi.toml").write_text('lang = "ja"\n', encoding="utf-8")
    assert "モデルシステム" in invoke("model", "show", "1", env={**NO_LANGUAGE, "LC_ALL": "C.UTF-8"}).out
    assert "model system" in invoke("model", "show", "1", env={**NO_LANGUAGE, "HRSI_LANG": "en"}).out


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ('fail_onn = "note"', ":1:1:", "did you mean fail_on?"),
        ('\nfail_on = "fatal"', ":2:1:", "fail_on"),
        ('[rules]\nHRSI101 = "off"', ":2:1:", "reason"),
        ('[rules]\nHRSI999 = "note"', ":2:1:", "HRSI999"),
        ('[metrics]\n"A.9.9.9" = "note"', ":2:1:", "A.9.9.9"),
        ('[waivers]\nnever = ["A.2.1.9"]', ":2:1:", "did you mean A.2.1."),
        ('[floors.order-core]\n"A.2.1.1" = 5', ":2:1:", "A.2.1.1"),
        ("[waivers]\nwarn_day = 3", ":2:1:", "did you mean warn_days?"),
        ('\n[rules]\nHRSI101 = {severity = "off", reson = "x"}', ":3:1:", "did you mean reason?"),
        ("lang = ", ":1:8:", "TOML"),
    ],
)
def test_a_faulty_file_is_exit_2_with_its_place(repository: Path, text: str, place: str, words: str) -> None:
    (repository / "hrsi.toml").write_text(text + "\n", encoding="utf-8")
    run = invoke("config", "show")
    assert run.code == 2
    assert f"hrsi.toml{place}" in run.err
    assert words in run.err


def test_a_faulty_file_stops_every_command_but_help(repository: Path) -> None:
    (repository / "hrsi.toml").write_text("nonsense = 1\n", encoding="utf-8")
    assert invoke("model", "show", "1").code == 2
    assert invoke("gap", "--help").code == 0


def test_outside_a_repository_the_folder_itself_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hrsi.toml").write_text("min_model = 2\n", encoding="utf-8")
    assert _settings()["min_model"]["value"] == 2


def test_the_page_is_bilingual(repository: Path) -> None:
    (repository / "hrsi.toml").write_text('[rules]\nHRSI215 = {severity = "off", reason = "no tape"}\n', encoding="utf-8")
    assert "off (no tape)" in invoke("config", "show").out
    assert "出どころ" in invoke("config", "show", lang="ja").out


def test_a_missing_file_is_exit_2(repository: Path) -> None:
    assert invoke("config", "show", "--config", "nowhere.toml").code == 2


@pytest.mark.parametrize("text", ["a = [1,\n", "a = 1\na = 2\n"])
def test_what_the_parser_says_stands_in_a_sentence_of_ours(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hrsi.toml").write_text(text, encoding="utf-8")
    assert "TOMLの書き方に合わない所があり、設定として読めない(読み取り部の原文: " in invoke("config", "show", lang="ja").err
    assert "this is not valid TOML, so it cannot be read as a configuration" in invoke("config", "show").err
    (tmp_path / "hrsi.toml").unlink()
    (tmp_path / "b.json").write_text("{a: 1}", encoding="utf-8")
    plan = ROOT / "examples" / "order-system.hrsi.yaml"
    said = invoke("gap", plan, "--baseline", "b.json", lang="ja").err
    assert "b.json:1:2: エラー: JSONの書き方に合わない所があり、基準として読めない(読み取り部の原文: " in said
    assert "\n    {a: 1}\n" in said


def test_the_variable_for_the_overlay_is_told_as_the_origin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    overlay = ROOT / "examples" / "overlay.yaml"
    (tmp_path / "hrsi.toml").write_text('knowledge = "no.yaml"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for given, value in ((str(overlay), str(overlay)), ("", None)):
        monkeypatch.setenv("HRSI_KB", given)
        setting = _settings()["knowledge"]
        assert (setting["value"], setting["origin"]) == (value, "HRSI_KB")


@pytest.mark.parametrize(
    ("argv", "variable", "value", "origin"),
    [
        (("--lang", "en"), "ja", "en", "--lang"),
        ((), "en-US", "en", "HRSI_LANG"),
        ((), "fr", "ja", "hrsi.toml"),
    ],
)
def test_the_origin_of_the_language_is_who_decided(
    argv: tuple[str, ...], variable: str, value: str, origin: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hrsi.toml").write_text('lang = "ja"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    run = invoke("config", "show", "-f", "json", *argv, env={"HRSI_LANG": variable, "LC_ALL": "C", "HRSI_CONFIG": ""})
    setting = next(one for one in run.json["settings"] if one["key"] == "lang")
    assert (setting["value"], setting["origin"]) == (value, origin)


def test_a_separator_of_unicode_is_no_end_of_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hrsi.toml").write_text("# a\u2028b\nfail_on = 3\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert "hrsi.toml:2:" in invoke("config", "show", env=NO_LANGUAGE).err
