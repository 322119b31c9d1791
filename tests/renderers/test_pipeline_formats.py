"""The formats for pipelines: one set of issues in each, steady fingerprints, nothing of a plan obeyed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import junitparser
import pytest
from tests.conftest import AS_OF, ROOT, invoke

FORMATS = ("text", "json", "json-v1", "ndjson", "markdown", "github", "gitlab", "junit", "sarif")
EXAMPLE = (ROOT / "examples" / "order-system.hrsi.yaml").read_text(encoding="utf-8")
# where a developer keeps a copy of the standard's own schema; it is not ours to ship
SARIF_SCHEMA = ROOT.parent / "shared" / "source" / "real" / "sarif-schema-2.1.0.json"
HOSTILE = "::error::x ##[add-mask]y ]]> | <script>alert(1)</script> [a](https://x.example) %0A::stop-commands::z"
UNREADABLE = "\\e[31m\\u202e" + HOSTILE
"""The reader refuses control characters; the message about them must be harmless too."""
MULTITOOL = shutil.which("sarif-multitool")
WAIVED = """
  - {{rule: HRSI214, reason: "{0}", owner: "{0}", approved_by: x, created: 2026-09-01, expires: 2027-03-31}}
  - {{metric: A.2.1.2, current: 2, target: 2, reason: "{0}", owner: x, approved_by: x, created: 2026-09-01, expires: 2027-03-31}}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "plans").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HRSI_CONFIG", raising=False)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    Path("plans/order.hrsi.yaml").write_text(EXAMPLE + WAIVED.format("for now").lstrip("\n"), encoding="utf-8")
    return tmp_path


def _gap(format: str, *plans: str, lang: str = "en") -> str:
    return invoke("gap", *(plans or ("plans",)), "-f", format, "--as-of", AS_OF, lang=lang).out


def _lines(text: str) -> list[dict[str, object]]:
    return [line for each in text.splitlines() if (line := json.loads(each))["type"] == "issue"]


def _rules(format: str, text: str) -> list[str]:
    match format:
        case "ndjson":
            return [str(line["rule"]) for line in _lines(text) if line["state"] == "open"]
        case "github":
            return re.findall(r"^::(?:error|warning|notice) .*?title=(.*?)::", text, re.MULTILINE)
        case "gitlab":
            return [record["check_name"] for record in json.loads(text)]
        case "sarif":
            return [result["ruleId"] for result in json.loads(text)["runs"][0]["results"]]
        case "junit":
            root = ElementTree.fromstring(text.encode())
            texts = [found.text or "" for found in (*root.iter("failure"), *root.iter("error"))]
            return [found[1] for each in texts if (found := re.search(r": (?:error|warning|note) (hrsi/\S+)", each))]
        case _:
            record = json.loads(text)["plans"][0]
            gaps = [f"hrsi/{metric['id']}" for metric in record["metrics"] if metric["severity"] and not metric["known"]]
            findings = [f"hrsi/{finding['rule']}" for finding in record["findings"] if not finding["waiver"]]
            return gaps + findings + [f"hrsi/waiver-{waiver['state']}" for waiver in record["waivers"] if waiver["severity"]]


def test_every_format_shows_the_same_issues() -> None:
    expected = sorted(_rules("json", _gap("json")))
    assert len(expected) > 20
    for format in ("ndjson", "github", "gitlab", "sarif", "junit"):
        assert sorted(_rules(format, _gap(format))) == expected, format


def test_text_and_markdown_name_every_open_issue() -> None:
    ids = {rule.removeprefix("hrsi/") for rule in _rules("json", _gap("json")) if not rule.startswith("hrsi/waiver")}
    for format in ("text", "markdown"):
        shown = _gap(format).replace("\\", "")
        assert not {id for id in ids if id not in shown}, format


def _fingerprints() -> list[str]:
    found = [str(line["fingerprint"]) for line in _lines(_gap("ndjson"))]
    assert [record["fingerprint"] for record in json.loads(_gap("gitlab"))] == [
        result["partialFingerprints"]["hrsiFindingId/v1"] for result in json.loads(_gap("sarif"))["runs"][0]["results"]
    ]
    return sorted(found)


def test_fingerprints_are_unique_and_hold_no_line_number_and_no_language() -> None:
    plan = Path("plans/order.hrsi.yaml")
    before = _fingerprints()
    assert len(set(before)) == len(before)
    plan.write_text("# one more line\n" * 10 + plan.read_text(encoding="utf-8"), encoding="utf-8")
    assert _fingerprints() == before
    site = "    - {id: vault, role: storage}\n"
    plan.write_text(plan.read_text(encoding="utf-8").replace("  sites:\n", "  sites:\n" + site), encoding="utf-8")
    assert set(_fingerprints()) >= set(before)
    assert {str(line["fingerprint"]) for line in _lines(_gap("ndjson", lang="ja"))} == set(_fingerprints())


def test_paths_are_those_of_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _fingerprints()
    monkeypatch.chdir("plans")
    assert '"uri": "plans/order.hrsi.yaml"' in _gap("sarif", "order.hrsi.yaml")
    assert "file=plans/order.hrsi.yaml," in _gap("github", "./order.hrsi.yaml")
    assert sorted(str(line["fingerprint"]) for line in _lines(_gap("ndjson", str(Path("order.hrsi.yaml").resolve())))) == whole


def test_a_path_becomes_a_valid_uri(folder: Path) -> None:
    name = "plans/計画 1%,:.hrsi.yaml"
    Path("plans/order.hrsi.yaml").rename(name)
    assert '"uri": "plans/%E8%A8%88%E7%94%BB%201%25%2C%3A.hrsi.yaml"' in _gap("sarif")
    assert "file=plans/計画 1%25%2C%3A.hrsi.yaml,line=" in _gap("github")
    assert json.loads(_gap("gitlab"))[0]["location"]["path"] == name


def test_annotations_come_worst_first() -> None:
    levels = re.findall(r"^::(error|warning|notice) ", _gap("github"), re.MULTILINE)
    assert levels == sorted(levels, key=["error", "warning", "notice"].index)
    assert set(levels) == {"error", "warning", "notice"}


def test_junit_reads_back_with_equal_counts() -> None:
    record = json.loads(_gap("json"))["plans"][0]
    waived = sum(metric["status"] == "waived" for metric in record["metrics"])
    waived += sum(bool(finding["waiver"]) for finding in record["findings"])
    suite = next(iter(junitparser.JUnitXml.fromstring(_gap("junit").encode())))
    cases = list(suite)
    metrics = [case for case in cases if re.match(r"[ACF]\.\d", case.name)]
    assert len(metrics) == 37
    assert (suite.tests, suite.failures, suite.skipped, suite.errors) == (
        len(cases),
        len(_rules("json", _gap("json"))),
        waived,
        0,
    )
    assert sum(bool(case.result) and isinstance(case.result[0], junitparser.Skipped) for case in cases) == waived
    assert len({case.name for case in cases}) == len(cases)


def test_a_plan_that_cannot_be_judged_stands_in_every_format() -> None:
    Path("plans/broken.hrsi.yaml").write_text("hrsi: 2\n", encoding="utf-8")
    assert "hrsi/plan-error" in _rules("github", _gap("github"))
    assert "hrsi/plan-error" in _rules("gitlab", _gap("gitlab"))
    assert json.loads(_gap("sarif"))["runs"][0]["invocations"][0]["executionSuccessful"] is False
    assert junitparser.JUnitXml.fromstring(_gap("junit").encode()).errors > 0
    assert json.loads(_gap("json"))["errors"]
    assert any(line["kind"] == "error" for line in _lines(_gap("ndjson")))


def test_sarif_has_what_code_scanning_asks_for() -> None:
    log = json.loads(_gap("sarif"))
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    for rule in rules:
        assert rule["help"]["text"]
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["locations"][0]["physicalLocation"]["region"]["startLine"] >= 1
        assert "primaryLocationLineHash" not in result["partialFingerprints"]
        assert "suppressions" not in result
    assert run["automationDetails"]["id"] == "hrsi/gap/order-core/"


@pytest.mark.skipif(not SARIF_SCHEMA.exists(), reason="the schema of the standard is not at hand")
def test_sarif_is_valid_by_the_schema_of_the_standard() -> None:
    schema = json.loads(SARIF_SCHEMA.read_text(encoding="utf-8"))
    jsonschema.validators.validator_for(schema)(schema).validate(json.loads(_gap("sarif")))


@pytest.mark.skipif(MULTITOOL is None, reason="sarif-multitool (npm) is not at hand")
@pytest.mark.parametrize("kind", ["Sarif", "Ghas"])
def test_sarif_passes_the_rules_of_code_scanning(kind: str) -> None:
    Path("a.sarif").write_text(_gap("sarif"), encoding="utf-8")
    command = [str(MULTITOOL), "validate", "a.sarif", "--rule-kind", kind]
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    # its exit code is 0 even with errors
    assert "Analysis completed successfully" in done.stdout
    assert not re.findall(r"error (?:GH|SARIF|JSON)\d+.*", done.stdout)


@pytest.mark.parametrize(("text", "code"), [(HOSTILE, 1), (UNREADABLE, 2)], ids=["readable", "unreadable"])
@pytest.mark.parametrize("format", FORMATS)
def test_hostile_text_stays_text(format: str, text: str, code: int) -> None:
    plan = EXAMPLE.replace("name: 受発注システム", f'name: "{text}"').replace("name: nightly", f'name: "{text}"')
    plan = plan.replace("reason: 機器更改(2027年3月)まで専用部品の契約を結ばない", f'reason: "{text}"')
    plan = plan.replace("hazards: [nankai-quake]", f'hazards: ["{text}", kanto-quake]')
    plan = plan.replace("assumes: [大阪の倉庫が無事であること]", f'assumes: ["{text}"]')
    Path("plans/order.hrsi.yaml").write_text(plan + WAIVED.format(text).lstrip("\n"), encoding="utf-8")
    run = invoke("gap", "plans", "-f", format, "--as-of", AS_OF)
    assert run.code == code, run.err
    text = run.out
    assert "\x1b" not in text + run.err
    assert "\u202e" not in text + run.err
    own = r"\s*::(error|warning|notice) file=" if format == "github" else r"(?!)"
    for line in text.splitlines():
        assert not line.lstrip().startswith("::") or re.match(own, line), line
        assert not line.lstrip().startswith("##[")
    if format == "text":
        assert "##[" not in text
    if format == "markdown":
        assert "<script>" not in text
        assert "](http" not in text
    if format == "sarif":
        for result in json.loads(text)["runs"][0]["results"]:
            assert not re.search(r"(?<!\\)\]\(", result["message"]["text"])
    if format == "junit":
        assert ElementTree.fromstring(text.encode()).tag == "testsuites"
        assert "<script>" not in text
    if format.startswith(("json", "gitlab", "sarif")):
        json.loads(text)


def test_a_broken_plan_of_hostile_text_gives_no_orders_on_stderr() -> None:
    Path("plans/order.hrsi.yaml").write_text("hrsi: 1\n::error::x: ##[y]\n  ::stop-commands::z: 1\n", encoding="utf-8")
    run = invoke("gap", "plans")
    assert run.code == 2
    assert "##[" not in run.err
    assert not [line for line in run.err.splitlines() if line.lstrip().startswith("::")]


WATCH = """
import sys
def hook(event, arguments):
    if event.startswith("socket.") and event not in ("socket.__new__",):
        raise SystemExit("network: " + event)
sys.addaudithook(hook)
from hrsi_cli.commands.run import run
sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_bytes_in_every_zone_locale_and_hash_order_and_no_network(format: str) -> None:
    outputs = set()
    fixed = {"HRSI_LANG": "ja", "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "100"}
    command = [sys.executable, "-c", WATCH, "gap", "plans", "-f", format, "--as-of", AS_OF]
    for zone, locale, seed in (("Asia/Tokyo", "C.UTF-8", "0"), ("America/Los_Angeles", "ja_JP.UTF-8", "1")):
        environment = {**os.environ, **fixed, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed}
        done = subprocess.run(command, capture_output=True, env=environment, check=False)
        assert done.returncode == 1, done.stderr
        outputs.add(done.stdout)
    assert len(outputs) == 1
