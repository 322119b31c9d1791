"""Baselines over several plans: runs over some of them, writing again, and every command that tells a verdict."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import AS_OF, ROOT, Run, invoke

BASELINE = ".hrsi-baseline.json"
SHOP = "plans/shop.hrsi.yaml"
LATE = ["system.depends_on[identity]:disaster", "system.depends_on[sales]:disaster"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with seven plans, and the policy and baseline of today."""
    (tmp_path / ".git").mkdir()
    shutil.copytree(ROOT / "examples" / "portfolio", tmp_path / "plans")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HRSI_CONFIG", raising=False)
    assert hrsi("gate", "init", "plans").code == 0
    return tmp_path


def hrsi(*argv: str, lang: str = "en") -> Run:
    return invoke(*argv, "--as-of", AS_OF, lang=lang)


def record(*argv: str) -> Any:
    return json.loads(hrsi(*argv, "-f", "json").out)


def entries(path: str = BASELINE) -> list[dict[str, Any]]:
    return list(json.loads(Path(path).read_text(encoding="utf-8"))["entries"])


def test_what_needs_an_absent_plan_is_not_fixed() -> None:
    assert [entry["where"] for entry in entries() if entry["id"] == "HRSI117" and entry["system"] == "shop"] == LATE
    (plan,) = record("gap", SHOP)["plans"]
    assert (plan["fixed"], [entry["where"] for entry in plan["unseen"]]) == ([], LATE)
    run = hrsi("gap", SHOP)
    assert "fixed" not in run.out and "drop what is fixed" not in run.out
    assert run.out.count("not looked at") == 2
    assert hrsi("gap", SHOP, lang="ja").out.count("確かめていない") == 2


def test_an_absent_plan_hides_what_speaks_of_it_alone() -> None:
    (plan,) = (one for one in record("gap", SHOP, "plans/sales.hrsi.yaml")["plans"] if one["system"]["id"] == "shop")
    assert [entry["where"] for entry in plan["unseen"]] == LATE[:1]
    text = Path(SHOP).read_text(encoding="utf-8")
    Path(SHOP).write_text(text.replace("depends_on: [sales, identity]", "depends_on: [sales]"), encoding="utf-8")
    (plan,) = record("gap", SHOP)["plans"]
    assert [[entry["where"] for entry in plan[name]] for name in ("fixed", "unseen")] == [LATE[:1], LATE[1:]]


def test_writing_again_for_one_plan_keeps_the_others() -> None:
    before = entries()
    text = Path(SHOP).read_text(encoding="utf-8")
    Path(SHOP).write_text(text.replace("  C.4.3.1: 2\n", "  C.4.3.1: 3\n"), encoding="utf-8")
    run = hrsi("gap", SHOP, "--write-baseline", BASELINE)
    mended = [entry for entry in before if (entry["system"], entry["id"]) == ("shop", "C.4.3.1")]
    assert len(mended) == 1
    after = entries()
    assert [entry for entry in after if entry["id"] != "HRSI118"] == [
        entry for entry in before if entry not in mended and entry["id"] != "HRSI118"
    ]
    kept = sum(entry["system"] != "shop" for entry in before) + len(LATE)
    assert f"kept as they were, because they speak of plans that are not in this run: {kept}" in " ".join(run.err.split())
    assert hrsi("gap", "plans").code == 0
    again = hrsi("gap", "plans", "--write-baseline", BASELINE, lang="ja")
    assert "残した" not in again.err and again.code == 0, "a run over all of them has nothing to keep"


def test_a_system_that_is_gone_stays_until_the_file_is_written_anew() -> None:
    Path("plans/mail.hrsi.yaml").unlink()
    run = hrsi("gap", "plans", "--write-baseline", BASELINE)
    assert {entry["system"] for entry in json.loads(hrsi("gap", "plans", "-f", "json").out)["stale"]} == {"mail"}
    out = " ".join(run.out.split())
    assert "belongs to no plan of this run" in out and "delete the file" in out
    Path(BASELINE).unlink()
    assert "kept" not in hrsi("gap", "plans", "--write-baseline", BASELINE).err
    assert "mail" not in {entry["system"] for entry in entries()}


@pytest.mark.parametrize("content", ["names: [a]\n", "{}", '{"schema": "hrsi.baseline", "schema_version": 2, "entries": []}'])
def test_a_file_that_is_no_baseline_is_not_replaced(content: str) -> None:
    Path("other").write_text(content, encoding="utf-8")
    run = hrsi("gap", SHOP, "--write-baseline", "other")
    assert run.code == 2 and "nothing was written" in run.err
    assert Path("other").read_text(encoding="utf-8") == content
    assert "the input" in hrsi("gap", SHOP, "--write-baseline", SHOP).err


def told(name: str) -> dict[str, str]:
    """The verdicts that a command tells, by what they are on."""
    match name:
        case "portfolio":
            return {
                state["state"]["system"]["id"]: state["state"]["verdict"] for state in record("portfolio", "plans")["systems"]
            }
        case "whatif":
            found = record("whatif", SHOP, "--set", "A.2.1.1=2")
        case _:
            found = record("plan", "diff", SHOP, SHOP)
    return {side: found[side]["verdict"] for side in ("before", "after")}


@pytest.mark.parametrize("name", ["portfolio", "whatif", "plan diff"])
def test_every_command_tells_the_verdict_of_the_gate(name: str) -> None:
    assert record("gap", "plans")["verdict"] == record("gap", SHOP)["verdict"] == "pass"
    assert set(told(name).values()) == {"pass"}
    Path(BASELINE).write_text('{"schema": "hrsi.baseline", "schema_version": 1, "entries": []}', encoding="utf-8")
    assert record("gap", "plans")["verdict"] == record("gap", SHOP)["verdict"] == "fail"
    assert "fail" in told(name).values()


def test_what_is_known_is_counted_where_it_does_not_count() -> None:
    systems = {one["state"]["system"]["id"]: one["state"]["known"] for one in record("portfolio", "plans")["systems"]}
    assert sum(systems.values()) == len(entries()) and systems["shop"] == record("plan", "diff", SHOP, SHOP)["after"]["known"] + 2
    assert (
        "52, not counted" in hrsi("portfolio", "plans").out
        and "52件(合否に数えない)" in hrsi("portfolio", "plans", lang="ja").out
    )
    whatif = hrsi("whatif", SHOP, "--set", "A.2.1.1=1")
    assert "PASS -> FAIL" in whatif.out and "short 1 (known)" in whatif.out and "HRSI118 note (known)" in whatif.out
    rows = [json.loads(line) for line in hrsi("portfolio", "plans", "--export", "ndjson").out.splitlines()]
    assert sum(row["known"] for row in rows) == len(entries())


@pytest.mark.parametrize(
    ("given", "lang", "passes", "fails", "mark"),
    [
        (SHOP, "en", "PASS:", "FAIL:", "(known)"),
        (SHOP, "ja", "合格。", "不合格。", "(基準に記録済み)"),
        ("plans", "en", "7 pass, 0 fail", "1 pass, 6 fail", "(known)"),
        ("plans", "ja", "合格 7、不合格 0", "合格 1、不合格 6", "(基準に記録済み)"),
    ],
)
def test_reports_tell_the_verdict_of_the_gate(given: str, lang: str, passes: str, fails: str, mark: str) -> None:
    def page() -> str:
        assert hrsi("report", given, "-o", "r.md", lang=lang).code == 0
        return Path("r.md").read_text(encoding="utf-8").replace("\\", "")

    text = page()
    assert passes in text and fails not in text
    assert text.count(mark) >= 2, "gaps and findings are shown, and marked"
    Path("hrsi.toml").unlink()
    text = page()
    assert fails in text and mark not in text


def test_each_state_of_the_history_has_the_verdict_of_the_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(".git")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "t")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "t@example.org")
        monkeypatch.setenv(f"GIT_{name}_DATE", f"{AS_OF}T12:00:00Z")
    for words in (["init", "-q"], ["add", SHOP], ["commit", "-q", "-m", "first"]):
        subprocess.run(["git", *words], check=True, capture_output=True)
    (state,) = (one["state"] for one in record("history", SHOP)["revisions"])
    assert (state["verdict"], state["known"] > 0) == ("pass", True)


@pytest.mark.parametrize("argv", [["portfolio", "plans"], ["report", "plans", "-o", "r.md"], ["report", SHOP, "-o", "r.md"]])
def test_a_configured_baseline_that_is_not_there_is_told(argv: list[str]) -> None:
    Path(BASELINE).unlink()
    run = hrsi(*argv)
    assert run.code == 2 and BASELINE in run.err and "take baseline out of the configuration" in " ".join(run.err.split())
    assert hrsi("path", SHOP).code == 0, "what tells no verdict needs none"


def test_the_order_of_a_list_makes_nothing_new(tmp_path: Path) -> None:
    plan = tmp_path / "p.yaml"
    head = "hrsi: 1\nsystem: {id: s}\ntarget: {model: 1}\nmeasures:\n"
    sites = "  sites:\n    - {id: m, role: main, hazards: [quake]}\n    - {id: st, role: storage, hazards: [quake]}\n  backups:\n"
    one, two = ("    - {name: one, interval: 1d, site: st}\n", "    - {name: two, interval: 1d, site: st}\n")
    plan.write_text(head + sites + one + two, encoding="utf-8")
    invoke("gap", plan, "--write-baseline", tmp_path / "b.json")
    for text in (head + sites + one + two, head + sites + two + one):
        plan.write_text(text, encoding="utf-8")
        run = invoke("gap", plan, "--baseline", tmp_path / "b.json", "-f", "json")
        assert {finding["known"] for finding in run.json["plans"][0]["findings"]} == {True}


def test_copies_that_are_equally_late_are_told_by_the_same_name(tmp_path: Path) -> None:
    plan = tmp_path / "p.yaml"
    head = "hrsi: 1\nsystem: {id: s}\ntarget: {model: 1}\nobjectives: {failure: {rpo: 1h}}\nmeasures:\n  backups:\n"
    one, two = "    - {name: one, interval: 1d}\n", "    - {name: two, interval: 1d}\n"
    keys = []
    for text in (head + one + two, head + two + one):
        plan.write_text(text, encoding="utf-8")
        invoke("gap", plan, "--write-baseline", tmp_path / "b.json")
        entries = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))["entries"]
        keys.append([entry["where"] for entry in entries if entry["id"] == "HRSI101"])
    assert keys == [["measures.backups[one].interval:failure"]] * 2


def test_each_event_is_known_by_itself(tmp_path: Path) -> None:
    plan = tmp_path / "p.yaml"
    text = (
        "hrsi: 1\nsystem: {id: s}\ntarget: {model: 1}\nobjectives: {failure: {rto: 10m}, disaster: {restart: 20m}}\n"
        "measures: {sites: [{id: m, role: main}, {id: b, role: backup, switch: manual, switch_time: 1h}]}\n"
    )
    plan.write_text(text, encoding="utf-8")
    after = tmp_path / "after.yaml"
    after.write_text(text.replace("10m", "5h"), encoding="utf-8")
    run = invoke("plan", "diff", plan, after, "-f", "json")
    gone = [finding for finding in run.json["findings"]["went"] if finding["rule"] == "HRSI110"]
    assert [finding["arithmetic"]["limit"]["name"] for finding in gone] == ["objective_rto"]
    assert "HRSI110" not in json.dumps(run.json["findings"]["changed"])


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("b.json", '{"schema": "hrsi.baseline", "x": ' + "1" * 5000 + "}", "b.json"),
        ("h.toml", "fail_under = " + "1" * 5000 + "\n", "h.toml"),
    ],
)
def test_a_number_of_thousands_of_digits_is_refused_by_name(name: str, content: str, words: str, tmp_path: Path) -> None:
    plan = tmp_path / "p.yaml"
    plan.write_text("hrsi: 1\nsystem: {id: s}\ntarget: {model: 1}\n", encoding="utf-8")
    (tmp_path / name).write_text(content, encoding="utf-8")
    option = "--baseline" if name.endswith("json") else "--config"
    run = invoke("gap", plan, option, tmp_path / name)
    assert (run.code, words in run.err, "fault of the program" in run.err) == (2, True, False)
