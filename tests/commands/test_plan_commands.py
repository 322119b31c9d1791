"""``hrsi plan init, set, adjust, validate, fmt``."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest
from tests.conftest import ROOT, Run, invoke, spawn

from hrsi_cli.knowledge.yaml_reader import read_document

ANSWERS = ("--rto-failure", "２時間", "--rto-disaster", "7d", "--rpo", "1d", "--budget", "high")


def current(path: Path, metric: str) -> object:
    return read_document(path.read_bytes().decode("utf-8-sig"), "plan").data["current"][metric]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    assert invoke("plan", "init", path, "--model", "3").code == 0
    return path


def set_values(plan: Path, *words: str, lang: str = "en") -> Run:
    return invoke("plan", "set", plan, *words, lang=lang)


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("argv", [("--model", "1"), ("--model", "4", "--id", "a.b", "--name", 'x: "y" # z'), ANSWERS])
def test_starter_validates_is_tidy_and_refers_to_its_model(argv: tuple[str, ...], lang: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    run = invoke("plan", "init", path, *argv, lang=lang)
    assert run.code == 0, run.err
    assert invoke("plan", "validate", path).code == 0
    assert invoke("plan", "fmt", "--check", path).code == 0
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=")
    data = read_document(text, "plan").data
    assert set(data["target"]) == {"model"}
    assert set(data["current"].values()) == {"unknown"} and len(data["current"]) == 37
    assert ("未確認" in text or "今のレベル" in text) == (lang == "ja")


def test_init_refuses_what_it_cannot_do(tmp_path: Path, plan: Path) -> None:
    before = plan.read_bytes()
    assert invoke("plan", "init", plan, "--model", "3").code == 2
    assert plan.read_bytes() == before
    assert invoke("plan", "init", plan, "--model", "1", "--force").code == 0
    new = tmp_path / "new.yaml"
    for argv, said in (
        (("--model", "5"), "model"),
        (("--model", "3", "--save-answers", tmp_path / "a.yaml"), "nothing for --save-answers"),
        ((), "--rto-failure"),
        ((*ANSWERS[:-1], "low"), "no plan was written"),
        (("--model", "3", "--id", "販売"), "販売"),
    ):
        run = invoke("plan", "init", new, *argv)
        assert run.code == 2
        assert said in run.err
        assert not new.exists()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_model_decided_beside_the_answers_gives_a_plan_with_both(lang: str, tmp_path: Path) -> None:
    """Answers that no model meets are no dead end: the error says the command that goes on."""
    new, kept = tmp_path / "new.yaml", tmp_path / "a.yaml"
    refused = invoke("plan", "init", new, *ANSWERS[:-1], "low", lang=lang)
    assert refused.code == 2 and not new.exists()
    typed = "--rto-failure '２時間' --rto-disaster 7d --rpo 1d --budget low"
    assert f"hrsi select {typed}" in refused.err
    assert f"hrsi plan init {new} --model N {typed}" in refused.err
    saved = invoke("plan", "init", new, *ANSWERS[:-1], "low", "--backup-site", "no", "--save-answers", kept, lang=lang)
    assert saved.code == 2 and not new.exists()
    assert f"--model N --answers {kept}" in saved.err
    assert kept.read_text(encoding="utf-8").splitlines()[-2:] == ["budget: low", "backup_site: false"]
    assert invoke("plan", "init", new, "--model", "3", "--answers", kept).code == 0
    data = read_document(new.read_text(encoding="utf-8"), "plan").data
    assert data["target"]["model"] == 3
    assert data["objectives"] == {
        "failure": {"rto": "2時間", "rpo": "1d"},
        "disaster": {"restart": "7d", "rpo": "1d"},
        "budget": "low",
    }


def test_a_model_with_some_answers_asks_for_no_more(tmp_path: Path) -> None:
    new, many = tmp_path / "new.yaml", tmp_path / "many.yaml"
    assert invoke("plan", "init", new, "--model", "2", "--rto-failure", "0", "--save-answers", tmp_path / "a.yaml").code == 0
    assert read_document(new.read_text(encoding="utf-8"), "plan").data["objectives"] == {"failure": {"rto": 0}}
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == 'rto_failure: "0"\n'
    many.write_text("budget: low\nsystems: [{id: web, name: W, importance: 2, rpo: 1d}]\n", encoding="utf-8")
    assert "--system ID" in invoke("plan", "init", new, "--model", "2", "--answers", many, "--force").err
    assert invoke("plan", "init", new, "--model", "2", "--answers", many, "--system", "web", "--force").code == 0
    data = read_document(new.read_text(encoding="utf-8"), "plan").data
    assert (data["system"]["id"], data["system"]["name"], data["system"]["importance"]) == ("web", "W", 2)
    assert data["objectives"] == {"failure": {"rpo": "1d"}, "disaster": {"rpo": "1d"}, "budget": "low"}
    whole = ("--rto-failure", "2h", "--rto-disaster", "7d")
    refused = invoke("plan", "init", tmp_path / "x.yaml", "--answers", many, "--system", "web", *whole)
    assert f"--answers {many} --system web --rto-failure 2h --rto-disaster 7d" in refused.err


def test_set_changes_one_line_and_nothing_else(plan: Path) -> None:
    before = plan.read_text(encoding="utf-8").splitlines()
    run = set_values(
        plan, "A.2.1.1=2", "--note", "全て: # 二重", "--evidence", "drill:2026-05-01:docs/drill.md", "--measured", "30m"
    )
    assert run.code == 0
    assert "A.2.1.1 Server redundancy (machines): unknown -> 2 all servers" in run.out
    after = plan.read_text(encoding="utf-8").splitlines()
    assert len(before) == len(after)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1
    assert current(plan, "A.2.1.1") == {
        "level": 2,
        "note": "全て: # 二重",
        "evidence": {"kind": "drill", "date": "2026-05-01", "ref": "docs/drill.md", "measured": "30m"},
    }


def test_set_reads_what_people_write(plan: Path) -> None:
    assert set_values(plan, "a.2.1.1=２", "A.2.3.1=unknown", "objectives.failure.rto=2h", "system.name=2024").code == 0
    assert (
        set_values(plan, "measures.backups[+]={name: nightly, interval: 1d}", "measures.backups[nightly].interval=1h").code == 0
    )
    data = read_document(plan.read_text(encoding="utf-8"), "plan").data
    assert data["current"]["A.2.1.1"] == 2
    assert data["system"]["name"] == "2024"
    assert data["measures"]["backups"] == ({"name": "nightly", "interval": "1h"},)
    assert set_values(plan, "A.2.5.1=該当なし", "--reason", "装置がない", lang="ja").code == 0
    assert current(plan, "A.2.5.1") == {"not_applicable": "装置がない"}
    assert set_values(plan, "A.2.5.1=1").code == 0
    assert current(plan, "A.2.5.1") == 1
    assert set_values(plan, "A.2.5.1=null").code == 0
    assert "A.2.5.1:" not in plan.read_text(encoding="utf-8")


def test_note_stays_and_stale_evidence_is_named(plan: Path) -> None:
    set_values(plan, "A.2.1.1=1", "--note", "half", "--evidence", "claim")
    run = set_values(plan, "A.2.1.1=2")
    assert run.code == 0
    assert "its evidence is that of the old level" in run.err
    assert current(plan, "A.2.1.1") == {"level": 2, "note": "half", "evidence": {"kind": "claim"}}
    assert "evidence" not in set_values(plan, "A.2.1.1=2", "--evidence", "event:2026-01-02").err
    assert set_values(plan, "A.2.1.1=unknown").code == 0
    assert current(plan, "A.2.1.1") == {"level": "unknown", "note": "half"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("A.2.1.1=9",), "has no level 9; there are 0, 1, 2"),
        (("A.2.1.1=3",), "has no level 3"),
        (("A.9.9.9=1",), "there is no metric A.9.9.9"),
        (("A.2.1.1",), "no equals sign"),
        (("objectives.failure.rto=半日",), "12h or 4h"),
        (("objectives.failure.rtx=1h",), "no key rtx"),
        (("A.2.5.1=not_applicable",), "give --reason"),
        (("A.2.1.1=1", "--evidence", "proof:2026-05-01:x"), "is not evidence"),
        (("A.2.1.1=1", "--evidence", "drill:2026-13-01:x"), "not a date"),
        (("A.2.1.1=1", "--measured", "30m"), "--evidence"),
        (("system.name=x", "--note", "y"), "level of a metric"),
        (("measures.backups[weekly].interval=1h",), "weekly"),
        (("waivers[+]={metric: A.2.1.1}",), "missing"),
    ],
)
def test_refused_edits_leave_the_file_as_it_was(words: tuple[str, ...], said: str, plan: Path) -> None:
    before = plan.read_bytes()
    run = set_values(plan, *words)
    assert run.code == 2
    assert said in run.err
    assert plan.read_bytes() == before


def test_what_changed_beside_a_level_is_named(plan: Path) -> None:
    set_values(plan, "A.2.1.1=2", "--evidence", "drill:2026-05-01:x")
    both = set_values(plan, "A.2.1.1=2", "--evidence", "drill:2026-06-01:x", "--note", "y", lang="ja")
    assert "2 全サーバ のまま。変わったもの: メモ、根拠" in both.out
    assert "still 2 all servers; changed: evidence" in set_values(plan, "A.2.1.1=2", "--evidence", "claim").out
    for reason in ("a", "b"):
        run = invoke("plan", "adjust", plan, "A.2.4.1=2", "--reason", reason)
        na = set_values(plan, "A.2.5.1=n/a", "--reason", reason)
    assert "still 2 all; changed: reason" in run.out
    assert "still n/a; changed: reason" in na.out


@pytest.mark.parametrize("kind", ["claim", "document", "drill", "event"])
@pytest.mark.parametrize(("lang", "said"), [("ja", "まだ起きていない"), ("en", "not happened yet")])
def test_evidence_of_a_day_to_come_is_refused(kind: str, lang: str, said: str, plan: Path) -> None:
    before = plan.read_bytes()
    words = ("A.2.1.1=2", "--evidence", f"{kind}:2026-11-24:x", "--as-of")
    run = set_values(plan, *words, "2026-11-23", lang=lang)
    assert run.code == 2
    assert said in run.err and "2026-11-24" in run.err
    assert plan.read_bytes() == before
    assert set_values(plan, *words, "2026-11-24").code == 0
    assert set_values(plan, "A.2.1.1=2", "--evidence", f"{kind}:9999-01-01:x").code == 2


def test_a_plan_that_was_not_valid_before_is_told_apart(tmp_path: Path) -> None:
    plan = tmp_path / "bad.yaml"
    plan.write_text(
        "hrsi: 1\nsystem: {id: a}\ntarget: {model: 9}\nobjectives: {budget: lots}\ncurrent: {A.2.1.1: 1}\n", encoding="utf-8"
    )
    before = plan.read_bytes()
    run = set_values(plan, "system.name=x", "A.2.1.1=9")
    assert run.code == 2
    assert "was not valid before" in run.err and "no longer" not in run.err
    for said in ("bad.yaml:3:17", "bad.yaml:4:22", "has no level 9"):
        assert said in run.err
    partly = set_values(plan, "target.model=3")
    assert "was not valid before" in partly.err and "model: 9" not in partly.err and "bad.yaml:4:22" in partly.err
    assert "書き換える前から正しくなく" in invoke("plan", "adjust", plan, "A.2.4.1=2", "--reason", "x", lang="ja").err
    assert plan.read_bytes() == before
    assert set_values(plan, "target.model=3", "objectives.budget=low").code == 0
    assert "would no longer be valid" in set_values(plan, "A.2.1.1=9").err


def test_plan_yaml_is_the_default(tmp_path: Path) -> None:
    spawn("plan", "init", "--model", "2", cwd=tmp_path)
    assert spawn("plan", "set", "A.2.1.1=1", cwd=tmp_path).code == 0
    assert spawn("plan", "adjust", "A.2.4.1=2", "--reason", "past outage", cwd=tmp_path).code == 0
    assert current(tmp_path / "plan.yaml", "A.2.1.1") == 1
    assert spawn("plan", "set", "plan.yaml", cwd=tmp_path).code == 2


def test_dry_run_shows_the_diff_and_writes_nothing(plan: Path) -> None:
    before = plan.read_bytes()
    run = set_values(plan, "A.2.1.1=2", "--dry-run")
    assert run.code == 0
    assert "-  A.2.1.1: unknown" in run.out and "+  A.2.1.1: 2" in run.out
    assert plan.read_bytes() == before
    record = invoke("plan", "set", plan, "A.2.1.1=2", "--dry-run", "--format", "json").json
    assert record["schema"] == "hrsi.plan_edit"
    assert record["changed"] is True and record["written"] is False
    assert record["changes"] == [{"path": ["current", "A.2.1.1"], "old": "unknown", "new": 2}]


def test_adjust_needs_a_reason_and_a_level_of_the_scale(plan: Path) -> None:
    before = plan.read_bytes()
    for words in (("A.2.4.1=2",), ("A.2.4.1=9", "--reason", "x"), ("system.name=x", "--reason", "x")):
        assert invoke("plan", "adjust", plan, *words).code == 2
        assert plan.read_bytes() == before
    run = invoke("plan", "adjust", plan, "A.2.4.1=2", "--reason", "過去に停止", lang="ja")
    assert run.code == 0
    adjustments = read_document(plan.read_text(encoding="utf-8"), "plan").data["target"]["adjustments"]
    assert adjustments == {"A.2.4.1": {"level": 2, "reason": "過去に停止"}}
    assert invoke("plan", "adjust", plan, "A.2.4.1=null").code == 0
    assert "過去に停止" not in plan.read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")
def test_bytes_around_an_edit_stay(tmp_path: Path) -> None:
    real = tmp_path / "real.yaml"
    text = "hrsi: 1 # one\r\nsystem: {id: 'a'}\r\ntarget: {model: 3}\r\ncurrent:\r\n  A.2.1.1: 1   # note\r\n  # end\r\n"
    real.write_bytes(b"\xef\xbb\xbf" + text.encode())
    real.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(real.name)
    assert set_values(link, "A.2.1.1=2").code == 0
    assert real.read_bytes() == b"\xef\xbb\xbf" + text.replace("A.2.1.1: 1", "A.2.1.1: 2").encode()
    assert link.is_symlink() and os.readlink(link) == real.name
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_validate_judges_the_form_only(plan: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("hrsi: 1\nsystem: {id: a}\ntarget: {model: 9}\n", encoding="utf-8")
    run = invoke("plan", "validate", plan, ROOT / "examples" / "order-system.hrsi.yaml")
    assert run.code == 0
    assert "the form is sound" in run.out
    mixed = invoke("plan", "validate", plan, bad, "--format", "json")
    assert mixed.code == 2
    record = mixed.json
    assert [entry["valid"] for entry in record["plans"]] == [True, False]
    assert record["plans"][0]["system"] == "my-system"
    assert record["errors"][0]["line"] == 3
    assert record["exit_code"] == 2
    assert "bad.yaml:3:" in mixed.err


def test_fmt_checks_tidies_and_settles(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(
        "hrsi: 1\nsystem: {id: a}   \ntarget: {model: 3}\ncurrent:\n  C.2.5.1: 1\n  A.2.1.1: 2 # two\n", encoding="utf-8"
    )
    before = path.read_bytes()
    assert invoke("plan", "fmt", "--check", path).code == 1
    assert invoke("plan", "fmt", "--dry-run", path).out.startswith("--- ")
    assert path.read_bytes() == before
    assert invoke("plan", "fmt", path).code == 0
    assert path.read_bytes() != before
    assert invoke("plan", "fmt", "--check", path).code == 0
    assert invoke("plan", "fmt", "--check", path, tmp_path / "none.yaml").code == 2
    for text, said in (("hrsi: 1\nsystem: [x\ntarget: 1\n", "open.yaml:3:"), ("a: 1\na: 2\n", "open.yaml:2:1: error:")):
        (tmp_path / "open.yaml").write_text(text, encoding="utf-8")
        for flags in ((), ("--check",)):
            run = invoke("plan", "fmt", tmp_path / "open.yaml", *flags)
            assert run.code == 2 and str(tmp_path / said) in run.err


def test_control_characters_of_a_plan_stay_visible(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text('hrsi: 1\nsystem: {id: a, name: "x\\u202ey"}\ntarget: {model: 3}\n', encoding="utf-8")
    run = set_values(path, "system.name=z")
    assert run.code == 0
    assert "\u202e" not in run.out and "\\u202e" in run.out


def test_folders_are_searched_for_plans(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for name in ("a/plan.yaml", "b.hrsi.yaml"):
        assert invoke("plan", "init", tmp_path / name, "--model", "1").code == 0
    run = invoke("plan", "validate", tmp_path, "--format", "json")
    assert run.code == 0
    assert len(run.json["plans"]) == 2
    assert invoke("plan", "fmt", "--check", tmp_path).code == 0


@pytest.mark.parametrize(
    "command", [("set", "-", "A.2.1.1=1"), ("adjust", "-", "A.2.1.1=1", "--reason", "x"), ("assess", "-"), ("fmt", "-")]
)
def test_standard_input_cannot_be_edited(command: tuple[str, ...]) -> None:
    run = invoke("plan", *command)
    assert run.code == 2
    assert "standard input cannot be edited" in run.err


@pytest.mark.parametrize(
    ("lang", "first", "second", "third"),
    [
        ("ja", "1 一部(プリセット) -> 2 全て", "2 全て -> 1 一部\n", "1 一部 -> 1 一部(プリセット)"),
        ("en", "1 partly (preset) -> 2 all", "2 all -> 1 partly\n", "1 partly -> 1 partly (preset)"),
    ],
)
def test_an_adjustment_shows_the_preset_that_it_replaces(lang: str, first: str, second: str, third: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    assert invoke("plan", "init", path, "--model", "2", lang=lang).code == 0
    assert first in invoke("plan", "adjust", path, "A.2.4.1=2", "--reason", "x", lang=lang).out
    assert second in invoke("plan", "adjust", path, "A.2.4.1=1", "--reason", "x", lang=lang).out
    assert third in invoke("plan", "adjust", path, "A.2.4.1=null", lang=lang).out
    assert "->" not in invoke("plan", "adjust", path, "A.2.4.1=null", lang=lang).out


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_no_comment_of_a_starter_plan_is_belied_by_an_adjustment(lang: str, tmp_path: Path) -> None:
    """The targets of model and adjustments are not copied into comments."""
    texts = []
    for model in ("1", "4"):
        path = tmp_path / f"{model}.yaml"
        assert invoke("plan", "init", path, "--model", model, lang=lang).code == 0
        texts.append([line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("  model: ")])
    assert texts[0] == texts[1]
