"""Waivers: their states, the limits of the policy, and the commands that edit them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import AS_OF, ROOT, Run, invoke

EXAMPLE = (ROOT / "examples" / "order-system.hrsi.yaml").read_text(encoding="utf-8")
PLAN = "p.hrsi.yaml"


@pytest.fixture(autouse=True)
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HRSI_CONFIG", raising=False)
    path = tmp_path / PLAN
    path.write_text(EXAMPLE, encoding="utf-8")
    return path


def _states(*argv: str, day: str = AS_OF) -> dict[str, tuple[str, str | None]]:
    run = invoke("waiver", "list", PLAN, "--as-of", day, "-f", "json", *argv)
    assert run.code == 0, run.err
    return {waiver["metric"] or waiver["rule"]: (waiver["state"], waiver["why"]) for waiver in run.json["plans"][0]["waivers"]}


def _add(subject: str, *argv: str, expires: str = "2027-03-31", approver: str = "CIO") -> Run:
    fixed = ["--reason", "planned: 2027", "--owner", "ops", "--approved-by", approver, "--expires", expires, "--as-of", AS_OF]
    return invoke("waiver", "add", PLAN, subject, *fixed, *argv)


def _status(metric: str, *argv: str, day: str = AS_OF) -> str:
    run = invoke("gap", PLAN, "-f", "json", "--as-of", day, *argv)
    return next(found["status"] for found in run.json["plans"][0]["metrics"] if found["id"] == metric)


@pytest.mark.parametrize(
    ("day", "state", "status"),
    [
        ("2027-02-28", "active", "waived"),
        ("2027-03-01", "expiring", "waived"),
        ("2027-03-31", "expiring", "waived"),
        ("2027-04-01", "expired", "gap"),
    ],
)
def test_a_waiver_holds_through_its_last_day(day: str, state: str, status: str) -> None:
    assert _states(day=day)["C.3.4.1"][0] == state
    assert _status("C.3.4.1", day=day) == status


def test_warn_days_can_be_chosen() -> None:
    assert _states("--warn-days", "0")["C.3.4.1"][0] == "active"
    assert _states("--warn-days", "365")["C.3.4.1"][0] == "expiring"


@pytest.mark.parametrize(
    ("old", "new", "state", "words"),
    [
        ("  C.3.4.1: 1\n", "  C.3.4.1: 0\n", "void", "approve again"),
        ("  C.3.4.1: 1\n", "  C.3.4.1: unknown\n", "void", "approve again"),
        ("  C.3.4.1: 1\n", "  C.3.4.1: 2\n", "unused", "it can go"),
        ("    target: 2\n", "    target: 1\n", "void", "approve again"),
    ],
)
def test_a_waiver_is_bound_to_what_was_accepted(plan: Path, old: str, new: str, state: str, words: str) -> None:
    plan.write_text(EXAMPLE.replace(old, new), encoding="utf-8")
    found, why = _states()["C.3.4.1"]
    assert found == state
    assert words in (why or "")
    assert _status("C.3.4.1") != "waived"


def test_no_waivers_shows_what_hides() -> None:
    assert _status("C.3.4.1") == "waived"
    assert _status("C.3.4.1", "--no-waivers") == "gap"
    (told,) = invoke("gap", PLAN, "-f", "json", "--as-of", AS_OF, "--no-waivers").json["plans"][0]["waivers"]
    assert (told["metric"], told["state"], told["severity"], told["why"]) == (
        "C.3.4.1", "unused", None, "left out on request (--no-waivers)",
    )  # fmt: skip
    assert "C.3.4.1 left out on request (--no-waivers): 機器更改" in invoke("gap", PLAN, "--no-waivers", width=200).out


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        ('never = ["C.3.4.1"]', "nobody waive"),
        ("longest_days = 90", "longer than the 90"),
        ("most_active = 0", "only 0"),
    ],
)
def test_outside_the_limits_a_waiver_is_void_and_fails(limit: str, words: str) -> None:
    Path("hrsi.toml").write_text(f"[waivers]\n{limit}\n", encoding="utf-8")
    state, why = _states()["C.3.4.1"]
    assert state == "void"
    assert words in (why or "")
    assert invoke("waiver", "check", PLAN, "--as-of", AS_OF).code == 1


def test_nobody_approves_for_themselves(plan: Path) -> None:
    Path("hrsi.toml").write_text("[waivers]\napprover_differs_from_owner = true\n", encoding="utf-8")
    assert _states()["C.3.4.1"][0] == "active"
    assert _add("A.2.1.1", approver=" OPS").code == 2
    plan.write_text(EXAMPLE.replace("approved_by: 管理本部長", "approved_by: 情報システム課"), encoding="utf-8")
    assert _states()["C.3.4.1"][0] == "void"


def test_a_second_waiver_of_the_same_thing_is_unused(plan: Path) -> None:
    entry = EXAMPLE[EXAMPLE.index("  - metric: C.3.4.1") :]
    plan.write_text(EXAMPLE + entry, encoding="utf-8")
    run = invoke("waiver", "list", PLAN, "--as-of", AS_OF, "-f", "json")
    assert [waiver["state"] for waiver in run.json["plans"][0]["waivers"]] == ["active", "unused"]
    line = run.json["plans"][0]["waivers"][0]["line"]
    reason = "機器更改(2027年3月)まで専用部品の契約を結ばない"
    said = f"{reason} (waiver number 1 (line {line}) covers C.3.4.1 already)"
    assert said in invoke("gap", PLAN, "--as-of", AS_OF, width=200).out
    said = f"{reason} (C.3.4.1 は 1 番目の適用除外({line} 行目)がすでに除外している)"
    for format in ("text", "markdown"):
        out = invoke("gap", PLAN, "--as-of", AS_OF, "-f", format, lang="ja", width=200).out
        assert said in out.replace("\\", "")  # Markdown escapes brackets


def test_check_fails_on_expired_and_reports_the_rest() -> None:
    assert invoke("waiver", "check", PLAN, "--as-of", AS_OF).code == 0
    assert invoke("waiver", "check", PLAN, "--as-of", "2027-03-31").code == 0
    assert invoke("waiver", "check", PLAN, "--as-of", "2027-03-31", "--fail-on", "note").code == 1
    late = invoke("waiver", "check", PLAN, "--as-of", "2027-04-01", lang="ja")
    assert late.code == 1
    assert "期限切れ" in late.out


def test_check_shows_all_waivers_when_asked_to() -> None:
    assert "C.3.4.1" not in invoke("waiver", "check", PLAN, "--as-of", AS_OF).out
    assert "C.3.4.1" in invoke("waiver", "check", PLAN, "--as-of", AS_OF, "-v").out


def test_add_binds_to_today_and_keeps_the_rest(plan: Path) -> None:
    run = _add("a.2.1.1")
    assert run.code == 0, run.err
    assert "+  - metric: A.2.1.1" in run.out
    text = plan.read_text(encoding="utf-8")
    assert text.startswith(EXAMPLE.rstrip("\n"))
    assert _status("A.2.1.1") == "waived"
    assert _add("A.2.1.1").code == 2


def test_add_waives_a_rule(plan: Path) -> None:
    assert _add("HRSI215").code == 2
    assert _add("HRSI214").code == 0
    run = invoke("gap", PLAN, "-f", "json", "--as-of", AS_OF)
    assert all(finding["waiver"] for finding in run.json["plans"][0]["findings"] if finding["rule"] == "HRSI214")


@pytest.mark.parametrize(
    ("subject", "expires", "words"),
    [
        ("A.2.1.2", "2027-03-31", "nothing to waive"),
        ("A.9.9.9", "2027-03-31", "A.9.9.9"),
        ("A.2.1.1", "2026-11-22", "--expires 2026-11-22 is before today (2026-11-23); nothing was written"),
        ("A.2.1.1", "soon", "--expires: soon is not a date"),
        ("A.2.1.2", "2026-11-22", "--expires 2026-11-22"),
        ("C.3.4.1", "2027-03-31", "already"),
    ],
)
def test_add_refuses_what_would_not_hold(plan: Path, subject: str, expires: str, words: str) -> None:
    run = _add(subject, expires=expires)
    assert run.code == 2
    assert words in run.err
    assert plan.read_text(encoding="utf-8") == EXAMPLE


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("option", ["--reason", "--owner", "--approved-by", "--expires"])
def test_a_bad_option_is_named_and_not_a_line_that_nobody_wrote(option: str, lang: str, plan: Path) -> None:
    given = {"--reason": "r", "--owner": "o", "--approved-by": "p", "--expires": "2027-03-31", option: " "}
    options = [word for pair in given.items() for word in pair]
    nothing = "何も書いていない" if lang == "ja" else "nothing was written"
    for action, subject in (("add", "A.2.1.1"), ("add", "A.2.1.2"), ("renew", "C.3.4.1")):
        run = invoke("waiver", action, PLAN, subject, *options, "--as-of", AS_OF, lang=lang)
        assert (run.code, run.out) == (2, "")
        assert option in run.err and nothing in run.err
        assert f"{PLAN}:" not in run.err
    past = invoke("waiver", "renew", PLAN, "C.3.4.1", "--expires", "2026-11-22", "--as-of", AS_OF, lang=lang)
    assert past.code == 2 and "--expires" in past.err and nothing in past.err
    assert invoke("waiver", "renew", PLAN, "C.3.4.1", "--expires", AS_OF, "--as-of", AS_OF).code == 0


@pytest.mark.parametrize(
    ("day", "lang", "once"),
    [
        ("2027-04-01", "ja", "期限切れ"),
        ("2027-04-01", "en", "expired"),
        ("2027-03-20", "ja", "まもなく期限"),
        ("2027-03-20", "en", "expiring"),
    ],
)
def test_a_list_says_the_state_and_the_day_of_a_waiver_once(day: str, lang: str, once: str) -> None:
    """In the plain table, in Markdown (``check`` too), and in the report's table of waivers."""
    for argv in (("list", PLAN), ("list", PLAN, "-f", "markdown"), ("check", PLAN)):
        shown = invoke("waiver", *argv, "--as-of", day, lang=lang, width=200).out
        assert (shown.count(once), shown.count("2027-03-31")) == (1, 1)
    if day == "2027-03-20":
        assert ("あと11日" if lang == "ja" else "days left: 11") in shown
    report = invoke("report", PLAN, "--as-of", day, "-f", "markdown", lang=lang).out
    assert f"{once}: {once}" not in report


def test_a_dry_run_writes_nothing(plan: Path) -> None:
    run = _add("A.2.1.1", "--dry-run", "-f", "json")
    assert run.json["written"] is False
    assert "+  - metric: A.2.1.1" in run.json["diff"]
    assert plan.read_text(encoding="utf-8") == EXAMPLE


def test_renew_moves_the_end_and_binds_anew(plan: Path) -> None:
    plan.write_text(EXAMPLE.replace("  C.3.4.1: 1\n", "  C.3.4.1: 0\n"), encoding="utf-8")
    run = invoke("waiver", "renew", PLAN, "C.3.4.1", "--expires", "2027-09-30", "--approved-by", "CIO", "--as-of", AS_OF)
    assert run.code == 0, run.err
    text = plan.read_text(encoding="utf-8")
    for line in ("current: 0", "approved_by: CIO", "created: 2026-11-23", "expires: 2027-09-30"):
        assert f"    {line}\n" in text + "\n"
    assert _states()["C.3.4.1"][0] == "active"
    assert invoke("waiver", "renew", PLAN, "A.2.1.1", "--expires", "2027-09-30", "--as-of", AS_OF).code == 2


def test_a_broken_waiver_stops_before_any_table(plan: Path) -> None:
    plan.write_text(EXAMPLE.replace("    owner: 情報システム課\n", ""), encoding="utf-8")
    run = invoke("gap", PLAN, "--as-of", AS_OF)
    assert (run.code, run.out) == (2, "")
    assert "owner is missing" in run.err
