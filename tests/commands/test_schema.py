"""``hrsi schema``: every output fits its schema, and the plan's schema refuses what the program refuses."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic_core import PydanticCustomError
from tests.conftest import AS_OF, ROOT, invoke

from hrsi_cli.domain.quantity import Distance, Duration, Quantity, Rate, Share, Volume
from hrsi_cli.renderers.records.registry import RECORDS, record_of, schema_names
from hrsi_cli.renderers.records.schema import record_schema

EXAMPLE = ROOT / "examples" / "order-system.hrsi.yaml"
GOOD = [
    EXAMPLE,
    *sorted((ROOT / "tests" / "examples" / "positive").glob("*.yaml")),
]
HEAD = "hrsi: 1\nsystem: {id: core}\ntarget: {model: 3}\n"
SIGNED = "reason: a, owner: b, approved_by: c, created: 2026-01-01, expires: 2026-02-01"
BAD = {
    "no-target": "hrsi: 1\nsystem: {id: core}\n",
    "version": HEAD.replace("hrsi: 1", "hrsi: 2"),
    "model": HEAD.replace("model: 3", "model: 5"),
    "id": HEAD.replace("core", "9-core"),
    "unknown-key": HEAD + "systems: []\n",
    "unknown-inner-key": HEAD.replace("{id: core}", "{id: core, priority: 1}"),
    "unknown-metric": HEAD + "current: {A.9.9.9: 1}\n",
    "metric-like-key": HEAD + "current: {B: 1}\n",
    "level-outside-scale": HEAD + "current: {A.2.1.1: 5}\n",
    "level-as-text": HEAD + 'current: {A.2.1.1: "1"}\n',
    "level-misspelt": HEAD + "current: {A.2.1.1: unkown}\n",
    "evidence-of-unknown": HEAD + "current: {A.2.1.1: {level: unknown, evidence: {kind: claim}}}\n",
    "no-reason": HEAD + "current: {A.2.1.1: {not_applicable: ''}}\n",
    "adjustment-without-reason": HEAD.replace("{model: 3}", "{model: 3, adjustments: {A.2.1.1: {level: 1}}}"),
    "adjusted-unknown": HEAD.replace("{model: 3}", "{model: 3, adjustments: {A.9.9.9: {level: 1, reason: x}}}"),
    "business-day": HEAD + "objectives: {failure: {rto: 1営業日}}\n",
    "number-without-unit": HEAD + "objectives: {failure: {rto: 2}}\n",
    "date-as-duration": HEAD + "objectives: {failure: {rto: 2026-05-01}}\n",
    "within": HEAD + "objectives: {disaster: {restart: 2週間以内}}\n",
    "rate": HEAD + "measures: {backups: [{name: a, link: 100}]}\n",
    "volume": HEAD + "measures: {backups: [{name: a, volume: 2 TBit}]}\n",
    "share": HEAD + "measures: {backups: [{name: a, growth_per_year: 0.2}]}\n",
    "distance": HEAD + "measures: {sites: [{id: a, role: main, distance: far}]}\n",
    "role": HEAD + "measures: {sites: [{id: a, role: primary}]}\n",
    "truth": HEAD + "measures: {sites: [{id: a, role: main, cloud: yes}]}\n",
    "efficiency": HEAD + "measures: {backups: [{name: a, efficiency: 70}]}\n",
    "waiver-of-two": HEAD + "waivers: [{metric: A.2.1.1, current: 0, target: 2, rule: HRSI101, " + SIGNED + "}]\n",
    "waiver-of-nothing": HEAD + "waivers: [{" + SIGNED + "}]\n",
    "waiver-unbound": HEAD + "waivers: [{metric: A.2.1.1, " + SIGNED + "}]\n",
    "waiver-without-owner": HEAD + "waivers: [{rule: HRSI101, " + SIGNED.replace("owner: b, ", "") + "}]\n",
    "waiver-of-unknown-rule": HEAD + "waivers: [{rule: HRSI999, " + SIGNED + "}]\n",
    "waiver-date": HEAD + "waivers: [{rule: HRSI101, " + SIGNED.replace("2026-02-01", "soon") + "}]\n",
    "cost-key": HEAD + "costs: {unit: 万円, steps: {A.2.1.1: {x: 1}}}\n",
}


@pytest.fixture(autouse=True)
def _no_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HRSI_CONFIG", raising=False)


def test_every_schema_is_sound_and_has_a_name_of_its_own() -> None:
    seen = set()
    for name in schema_names():
        schema = json.loads(invoke("schema", name).out)
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["$id"] == f"urn:hrsi:schema:{name.replace('_', '-')}:1"
        seen.add(schema["$id"])
    assert len(seen) == len(schema_names())
    assert invoke("schema", "--list").out.split() == schema_names()


def test_a_schema_is_the_same_in_both_languages() -> None:
    for name in ("plan", "gap", "config"):
        assert invoke("schema", name, lang="ja").out == invoke("schema", name, lang="en").out


def test_an_unknown_name_gets_a_suggestion() -> None:
    run = invoke("schema", "plann")
    assert run.code == 2
    assert "did you mean plan" in run.err
    assert invoke("schema", "hrsi.gap").code == 0


def test_every_record_in_the_program_has_a_schema() -> None:
    named = set()
    for path in (ROOT / "src" / "hrsi_cli" / "renderers").rglob("*.py"):
        named |= set(re.findall(r'Literal\["hrsi\.([a-z_]+)"\]', path.read_text(encoding="utf-8")))
    assert named <= set(RECORDS)


def test_every_output_names_the_knowledge_that_it_was_made_with() -> None:
    silent = [name for name in RECORDS if '"knowledge_version"' not in json.dumps(record_schema(name, record_of(name)))]
    assert silent == []
    version = invoke("kb", "about", "-f", "json").json["knowledge_version"]
    for argv in (("config", "show"), ("plan", "fmt", str(EXAMPLE), "--check"), ("schema", "--list")):
        assert invoke(*argv, "-f", "json").json["knowledge_version"] == version
    signed = ("--reason", "a", "--owner", "b", "--approved-by", "c", "--expires", "2027-03-31", "--as-of", AS_OF)
    edit = invoke("waiver", "add", str(EXAMPLE), "A.1.3.2", *signed, "--dry-run", "-f", "json")
    assert edit.json["knowledge_version"] == version


SETTINGS = """fail_under = 100
min_model = 4
[rules]
HRSI206 = {severity = "off", reason = "x"}
"""
OUTPUTS = {
    "case": ["case", "show", "4-1"],
    "compare": ["compare", "--case", "4-1"],
    "compare_model": ["compare", "--model", "3"],
    "config_show": ["config", "show"],
    "gap": ["gap", str(EXAMPLE), "--as-of", AS_OF],
    "kb_check": ["kb", "check"],
    "model": ["model", "show", "3"],
    "requirement": ["requirement", "show", "A.2.1.1"],
    "select": ["select", "--rto-failure", "2h", "--rto-disaster", "7d", "--rpo", "1d", "--budget", "high"],
    "waivers": ["waiver", "list", str(EXAMPLE), "--as-of", AS_OF],
}


@pytest.mark.parametrize("name", sorted(OUTPUTS))
def test_outputs_fit_their_schemas_and_hold_no_other_key(name: str) -> None:
    run = invoke(*OUTPUTS[name], "--format", "json")
    assert run.code in (0, 1), run.err
    jsonschema.Draft202012Validator(record_schema(name, record_of(name), closed=True)).validate(run.json)


def test_a_judgement_with_everything_in_it_fits_its_schema(tmp_path: Path) -> None:
    Path("hrsi.toml").write_text(SETTINGS, encoding="utf-8")
    Path("broken.hrsi.yaml").write_text("hrsi: 2\n", encoding="utf-8")
    assert invoke("gap", EXAMPLE, "--write-baseline", "b.json", "--as-of", AS_OF).code == 1
    baseline = Path("b.json").read_text(encoding="utf-8").replace("C.5.8.2", "A.1.2.3")
    baseline = baseline.replace('"order-core", "id": "A.2.1.1"', '"x", "id": "A.2.1.1"')
    Path("b.json").write_text(baseline, encoding="utf-8")
    jsonschema.Draft202012Validator(record_schema("baseline", record_of("baseline"), closed=True)).validate(json.loads(baseline))
    flags = ["--baseline", "b.json", "--as-of", "2027-04-01"]
    run = invoke("gap", EXAMPLE, "broken.hrsi.yaml", *flags, "-f", "json-v1")
    plan = run.json["plans"][0]
    assert plan["breaches"]
    assert plan["turned_off"]
    assert plan["fixed"]
    assert run.json["stale"]
    assert run.json["errors"]
    jsonschema.Draft202012Validator(record_schema("gap", record_of("gap"), closed=True)).validate(run.json)
    line = jsonschema.Draft202012Validator(record_schema("gap_line", record_of("gap_line"), closed=True))
    for text in invoke("gap", EXAMPLE, "broken.hrsi.yaml", *flags, "-f", "ndjson").out.splitlines():
        line.validate(json.loads(text))


def test_a_waiver_edit_fits_its_schema() -> None:
    Path("p.yaml").write_bytes(EXAMPLE.read_bytes())
    run = invoke("waiver", "renew", "p.yaml", "C.3.4.1", "--expires", "2027-09-30", "--as-of", AS_OF, "-f", "json")
    jsonschema.Draft202012Validator(record_schema("waiver_edit", record_of("waiver_edit"), closed=True)).validate(run.json)


def _check(schema: Path, *files: Path) -> dict[str, bool]:
    """Which files check-jsonschema accepts."""
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema), "-o", "json", *map(str, files)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    report = json.loads(done.stdout)
    assert not report.get("parse_errors"), report["parse_errors"]
    refused = {error["filename"] for error in report.get("errors", [])}
    return {file.name: str(file) not in refused for file in files}


def test_an_editor_refuses_what_the_program_refuses(tmp_path: Path) -> None:
    schema = tmp_path / "plan.schema.json"
    assert invoke("schema", "plan", "-o", schema).code == 0
    bad = []
    for name, text in BAD.items():
        file = tmp_path / f"{name}.yaml"
        file.write_text(text, encoding="utf-8")
        assert invoke("gap", file).code == 2, name
        bad.append(file)
    assert not [name for name, accepted in _check(schema, *bad).items() if accepted]
    assert not [name for name, accepted in _check(schema, *GOOD).items() if not accepted]


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (
            Duration,
            [
                "30m",
                "2h",
                "1h30m",
                "1d 2h",
                "3d",
                "2w",
                "6mo",
                "1y",
                "0",
                "2時間",
                "３日",
                "1週間",
                "6か月",
                "6ヶ月",
                "90秒",
                "5ms",
                "P3D",
                "PT2H30M",
                "P1Y2M",
                "１．５ｈ",
                "1.5 h",
            ],
        ),
        (Volume, ["2 TB", "500GiB", "1.5 PB", "１００ＧＢ", "7 B"]),
        (
            Rate,
            [
                "100 Mbps",
                "1Gbps",
                "200 MB/s",
                "10 Mb/s",
                "1 Gbit/s",
                "100Ｍｂｐｓ",
                "0.5 Gbps",
                "０．０１ Gbps",
                "010 kbps",
                "10.0 Mbps",
            ],
        ),
        (Distance, ["400 km", "30m", "400キロ", "1.5km", "400㎞"]),
        (Share, ["20%", "２０％", "2.5 %", "100%"]),
    ],
)
def test_the_patterns_accept_what_the_program_reads(kind: type[Quantity], texts: list[str]) -> None:
    from hrsi_cli.renderers.plan_schema import _tidied

    schema = _tidied(kind.json_schema())
    for text in texts:
        kind.parse(text)
        assert jsonschema.Draft202012Validator(schema).is_valid(text), text


@pytest.mark.parametrize("text", ["0 Mbps", "0.0 Gbps", "００ bps", "０ MB/s"])
def test_no_speed_is_zero(text: str) -> None:
    from hrsi_cli.renderers.plan_schema import _tidied

    with pytest.raises(PydanticCustomError):
        Rate.parse(text)
    assert not jsonschema.Draft202012Validator(_tidied(Rate.json_schema())).is_valid(text)


def test_the_configuration_has_a_schema(tmp_path: Path) -> None:
    schema = tmp_path / "config.schema.json"
    invoke("schema", "config", "-o", schema)
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(f'lang = "ja"\n{SETTINGS}HRSI103 = "error"\n', encoding="utf-8")
    bad.write_text('[rules]\nHRSI212 = {severity = "off"}\n', encoding="utf-8")
    assert invoke("config", "show", "--config", good).code == 0
    assert invoke("config", "show", "--config", bad).code == 2
    assert _check(schema, good, bad) == {"good.toml": True, "bad.toml": False}


def test_the_committed_schemas_are_current() -> None:
    for name in schema_names():
        committed = ROOT / "schema" / f"{name}.schema.json"
        assert committed.read_text(encoding="utf-8") == invoke("schema", name).out, f"run make schemas: {name}"


def test_levels_say_what_they_mean_in_both_languages() -> None:
    schema = json.loads(invoke("schema", "plan").out)
    assert "冗長化" in schema["properties"]["current"]["properties"]["A.2.1.1"]["description"]
    meanings = [level["description"] for level in schema["$defs"]["level-A.2.1.1"]["oneOf"]]
    assert all(re.search(r"[\u3040-\u9fff].* / .*[a-z]", meaning) for meaning in meanings)


def _keys(schema: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key that a user may write, with its schema; conditions on keys are left out."""
    if isinstance(schema, list):
        for item in schema:
            yield from _keys(item, place)
    elif isinstance(schema, dict):
        if schema.get("additionalProperties") is False:
            yield from ((f"{place}.{name}", inner) for name, inner in schema.get("properties", {}).items())
        for name, inner in schema.items():
            yield from _keys(inner, f"{place}.{name}")


@pytest.mark.parametrize("name", ["plan", "config"])
def test_every_key_says_what_it_means_in_both_languages(name: str) -> None:
    keys = list(_keys(json.loads(invoke("schema", name).out)))
    silent = [place for place, schema in keys if not re.search(r"[\u3040-\u9fff].* / .*[A-Za-z]", schema.get("description", ""))]
    assert len(keys) > 25
    assert silent == []
