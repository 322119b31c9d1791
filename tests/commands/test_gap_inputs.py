"""``hrsi gap --inputs``: what to measure next."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import AS_OF, invoke


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_keys_and_waiting_rules_are_listed(tmp_path: Path, lang: str) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text("hrsi: 1\nsystem: {id: a}\ntarget: {model: 3}\n", encoding="utf-8")
    run = invoke("gap", file, "--inputs", lang=lang)
    assert run.code == 0
    assert "objectives.failure.rto" in run.out
    assert "HRSI104" in run.out


def test_json_names_every_rule(example_plan: Path) -> None:
    record = invoke("gap", example_plan, "--inputs", "--format", "json", "--as-of", AS_OF).json
    assert record["schema"] == "hrsi.gap_inputs"
    (plan,) = record["plans"]
    assert len(plan["rules"]) == 34
    waiting = {rule["rule"]: rule["missing"] for rule in plan["rules"] if not rule["runs"]}
    assert "HRSI102" not in waiting
    assert all(missing for missing in waiting.values())


def test_filling_in_what_is_missing_lets_the_rule_run(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(
        "hrsi: 1\nsystem: {id: a}\ntarget: {model: 1}\nmeasures: {backups: [{name: n, volume: 1 TB}]}\n", encoding="utf-8"
    )
    before = invoke("gap", file, "--inputs", "--format", "json").json["plans"][0]["rules"]
    assert {rule["rule"]: rule["missing"] for rule in before}["HRSI103"] == ["measures.backups[].link"]
    file.write_text(file.read_text(encoding="utf-8").replace("1 TB}", "1 TB, link: 10 Mbps}"), encoding="utf-8")
    after = invoke("gap", file, "--inputs", "--format", "json").json["plans"][0]["rules"]
    assert {rule["rule"]: rule["runs"] for rule in after}["HRSI103"]


def test_an_unreadable_plan_is_exit_2(tmp_path: Path) -> None:
    assert invoke("gap", tmp_path / "absent.yaml", "--inputs").code == 2
    assert invoke("gap", tmp_path / "absent.yaml", "--inputs", "--format", "sarif").code == 2


def test_the_day_that_is_planned_for_counts(tmp_path: Path) -> None:
    plan = tmp_path / "p.yaml"
    plan.write_text(
        "hrsi: 1\nsystem: {id: s}\ntarget: {model: 1}\nobjectives: {failure: {rto: 8h}}\n"
        "phases: [{id: one, by: 2027-01-01, levels: {C.3.3.1: 0, C.3.3.2: 0}}]\n",
        encoding="utf-8",
    )
    wanted = {}
    for day in ("2026-12-01", "2027-02-01"):
        run = invoke("gap", plan, "--inputs", "--at", day, "-f", "json")
        assert run.json["at"] == day
        wanted[day] = [key["key"] for key in run.json["plans"][0]["keys"]]
    assert "current.C.3.3.1" in wanted["2026-12-01"]
    assert "current.C.3.3.1" not in wanted["2027-02-01"]


@pytest.mark.parametrize("option", [("--report", "json=r.json"), ("--write-baseline", "b.json"), ("--baseline", "b.json")])
def test_inputs_write_nothing_else(option: tuple[str, str], example_plan: Path) -> None:
    run = invoke("gap", example_plan, "--inputs", *option)
    assert (run.code, "--inputs" in run.err) == (2, True)
    assert not Path(option[1].partition("=")[2] or option[1]).exists()
