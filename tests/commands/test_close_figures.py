"""Findings whose two sides lie close together: every format tells the result from the limit that it misses."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import AS_OF, invoke

HEAD = "hrsi: 1\nsystem: {id: x}\ntarget: {model: 1}\n"
CLOSE = {
    # 47 h of the line at 0.7 are 1,480.5 GB
    "HRSI102": "measures:\n  backups:\n    - {name: b, interval: 47h, change: 1480.501 GB, link: 100 Mbps}\n",
    "HRSI113": "current: {F.4.4.4: 1}\nmeasures:\n  sites:\n    - {id: a, role: main, ups: 0}\n",
    "HRSI115": "objectives: {disaster: {restart: 719h}}\n",
}


@pytest.mark.parametrize(("rule", "body"), CLOSE.items(), ids=list(CLOSE))
def test_result_and_limit_differ_in_every_format(rule: str, body: str, tmp_path: Path) -> None:
    plan = tmp_path / "x.hrsi.yaml"
    plan.write_text(HEAD + body, encoding="utf-8")
    told = invoke("gap", plan, "--format", "json", "--as-of", AS_OF)
    (finding,) = [each for each in told.json["plans"][0]["findings"] if each["rule"] == rule]
    assert finding["arithmetic"]["result"]["value"] != finding["arithmetic"]["limit"]["value"]
    report = invoke("report", plan, "--format", "markdown", "--as-of", AS_OF).out
    section = report[report.index(f"### {rule}") :].split("\n### ")[0]
    rows = [line.split("|") for line in section.splitlines() if line.startswith("|")]
    result, limit = (next(row for row in rows if row[4].strip() == role) for role in ("result", "limit"))
    assert result[2] != limit[2]
    assert finding["message"] in section.replace("\\", "")


@pytest.mark.parametrize(
    ("rule", "ja", "en"),
    [
        ("HRSI102", "= 47.00003 時間 が間隔 47.00000 時間 に", "= 47.00003 h, longer than the interval of 47.00000 h"),
        ("HRSI113", "0.0 時間(0.01 秒) の電源が要るが、a は UPS 0.0 時間(0 秒)", "for 0.0 h (0.01 s), but a has UPS 0.0 h (0 s)"),
    ],
)
def test_words_tell_close_times_apart(rule: str, ja: str, en: str, tmp_path: Path) -> None:
    plan = tmp_path / "x.hrsi.yaml"
    plan.write_text(HEAD + CLOSE[rule], encoding="utf-8")
    for lang, words in (("ja", ja), ("en", en)):
        told = invoke("gap", plan, "--format", "json", "--as-of", AS_OF, lang=lang)
        messages = [each["message"] for each in told.json["plans"][0]["findings"] if each["rule"] == rule]
        assert any(words in message for message in messages), messages
