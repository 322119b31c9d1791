"""One plan full of text that some reader of a report might obey, through every format: all of it stays text."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.conftest import AS_OF, Run, invoke

from hrsi_cli.domain.visible import visible

FORMATS = ("text", "json", "json-v1", "ndjson", "markdown", "github", "gitlab", "junit", "sarif")

PAYLOADS = {
    "bidi": "abc\u202edef\u2066ghi\u2069",
    "invisible": "a\u200bb\u200dc\u2060d\u00ade\ufeff"[:-1],
    "line-separators": "one\u2028::error::two\u2029three\u0085::warning::four",
    "newlines": "one\n::error::two\n# three\n- four\n| five |\n=six",
    "rich": "[red]x[/red] [/] [link=https://example.org]y[/link] :bomb: C:\\[x]",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(2)>\"'><b>",
    "html-end": "</td></table></style></title><!-- --><iframe src=javascript:alert(1)>",
    "entity": "&lt;b&gt; &#x1b; &amp;",
    "markdown": "| a | ![x](https://example.org/x.png) [y](javascript:alert(1)) `z` **w** <details> @everyone #1 https://example.org",
    "github": "::error file=x,line=1::y",
    "github-stop": "::stop-commands::z",
    "github-old": "##[error]y",
    "azure": "##vso[task.setvariable variable=x]y",
    "teamcity": "##teamcity[buildStatus text='y']",
    "percent": "%0A::error::y %25 %0D",
    "cdata": "]]> <![CDATA[ <!DOCTYPE x> <?xml?>",
    "formula": "=1+1",
    "formula-plus": "+cmd|' /C calc'!A0",
    "formula-minus": "-2+3",
    "formula-at": "@SUM(1+1)",
    "formula-tab": "\t=1+1",
    "formula-full-width": "\uff1d1+1",
    "formula-link": '=HYPERLINK("https://example.org","x")',
    "uri": "javascript:alert(1) data:text/html,x file:///etc/passwd",
    "template": "{{7*7}} ${7*7} {0.__class__} %s %(x)s {plan} {level}",
    "path": "../../../../etc/passwd",
    "combining": "Z" + "\u0335" * 50,
}


def plan_with(text: str) -> dict[str, object]:
    """The payload wherever a plan takes free text, and a plan that brings most of it into the reports."""
    return {
        "hrsi": 1,
        "knowledge": text,
        "system": {
            "id": "a", "name": text, "business_functions": [text], "importance": 1, "approved_by": text, "depends_on": ["b"], "notes": text,
        },
        "target": {"model": 3, "adjustments": {"A.2.4.1": {"level": 2, "reason": text}}},
        "objectives": {"failure": {"rto": "1h", "rpo": "1h"}, "disaster": {"restart": "1d", "rpo": "1h", "assumes": [text, text + "2"]}, "budget": "low"},
        "current": {
            "A.2.1.1": {"level": 0, "note": text, "evidence": {"kind": "drill", "ref": text, "date": "2020-01-01"}},
            "A.2.5.1": {"not_applicable": text},
            "A.2.3.1": {"level": "unknown", "note": text},
            "C.5.8.2": {"level": 1, "evidence": {"kind": "claim", "ref": text}},
        },
        "measures": {
            "backups": [
                {"name": text, "mode": "asynchronous", "interval": "1d", "volume": "20 TB", "change": "9 TB", "link": "1 Mbps", "site": "o",
                 "encrypted": False, "kept": "same_room", "restore_throughput": "1 MB/s", "growth_per_year": "90%", "note": text},
            ],
            "sites": [
                {"id": "m", "role": "main", "name": text, "hazards": [text], "grid": text, "ups": "1m"},
                {"id": "o", "role": "backup", "name": text, "standby": "cold", "hazards": [text], "grid": text, "distance": "400 km",
                 "switch": "manual", "switch_time": "9h", "activated_from": ["main"], "failback": {"procedure": False}, "note": text},
            ],
            "recovery": {"detect": "1h", "decide": "9h", "runbook_copies": ["m"], "vendor": {"needed": True, "disaster_agreement": False}, "note": text},
        },
        "waivers": [
            {"metric": "A.2.1.1", "current": 0, "target": 1, "reason": text, "owner": text, "approved_by": text, "created": "2026-01-01",
             "expires": "2027-01-01"},
            {"rule": "HRSI204", "reason": text, "owner": text, "approved_by": text, "created": "2020-01-01", "expires": "2020-02-01"},
        ],
        "notes": text,
    }  # fmt: skip


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One plan a payload; JSON is YAML, and json.dumps escapes what YAML would not take raw."""
    folder = tmp_path_factory.mktemp("plans")
    for name, text in PAYLOADS.items():
        (folder / f"{name}.hrsi.yaml").write_text(json.dumps(plan_with(text)), encoding="ascii")
    return folder


def strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, str):
        yield value


def check_lines(text: str, *, commands: bool = False) -> None:
    """No invisible character, and no line that a build system obeys but those that are ours."""
    for line in text.split("\n"):
        assert visible(line.replace("\x1b[", "").replace("\t", "")) == line.replace("\x1b[", "").replace("\t", ""), line
        bare = re.sub(r"\x1b\[[0-9;]*m", "", line).lstrip()
        if commands and re.match(r"::(error|warning|notice) ", bare):
            assert bare.count("::") == 2 or not re.search(r"::[a-z-]+::", bare[2:].partition("::")[2][:0]), bare
            continue
        assert not bare.startswith("::"), line
        assert not re.search(r"##[A-Za-z]*\[", bare), line


def check_json(text: str) -> None:
    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    check_lines(text)
    json.loads(text, parse_constant=refuse)


class _Page(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            assert not name.startswith("on"), (tag, name)
            if name in ("href", "src", "action", "formaction", "data", "xlink:href"):
                self.links.append(value or "")


def check_html(text: str) -> None:
    assert "http-equiv" in text
    check_lines(text)
    page = _Page()
    page.feed(text)
    assert not set(page.tags) & {
        "script",
        "img",
        "iframe",
        "object",
        "embed",
        "form",
        "base",
        "link",
        "b",
        "details",
        "foreignobject",
    }
    assert all(link.startswith(("#", "https://www.ipa.go.jp/")) for link in page.links), page.links


def formulas(content: bytes) -> set[str]:
    """The formulas of a worksheet and its choices and conditions: the program's own, never a user's."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheets = [book.read(name).decode("utf-8") for name in book.namelist() if name.startswith("xl/worksheets/")]
    return {found for sheet in sheets for found in re.findall(r"<(?:f|formula[12]?)(?: [^>]*)?>([^<]*)", sheet)}


def check_workbook(content: bytes) -> None:
    names: list[str] = []
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for name in book.namelist():
            names.append(name)
            assert ".." not in name
            if name.endswith((".xml", ".rels")):
                part = book.read(name).decode("utf-8")
                ElementTree.fromstring(part)
                if name.startswith("xl/worksheets/"):
                    assert "<hyperlink" not in part
                assert 'TargetMode="External"' not in part
    assert "xl/vbaProject.bin" not in names
    from openpyxl import load_workbook

    for sheet in load_workbook(io.BytesIO(content)):
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    assert visible(cell.value.replace("\n", "")) == cell.value.replace("\n", "")


def check_markdown(text: str) -> None:
    check_lines(text)
    for line in text.split("\n"):
        assert not re.search(r"(?<!\\)<(?!br>|/?(?:sub|sup)>)[a-zA-Z/!]", line), line
        assert not re.search(r"(?<!\\)!?(?<!\\)\[[^\]]*(?<!\\)\]\(", line), line
        assert "@everyone" not in line.replace("\\@everyone", "")
        assert not re.search(r"(?<![a-z])https?://(?!www\.ipa\.go\.jp)", line), line


def check(format: str, run: Run) -> None:
    assert run.code in (0, 1), run.err
    match format:
        case "json" | "json-v1" | "gitlab" | "sarif":
            check_json(run.out)
        case "ndjson":
            for line in run.out.splitlines():
                check_json(line)
        case "junit":
            check_lines(run.out)
            ElementTree.fromstring(run.out)
        case "markdown":
            check_markdown(run.out)
        case "github":
            check_lines(run.out, commands=True)
            for line in run.out.splitlines():
                match_ = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line)
                assert match_ or not line.startswith("::")
        case _:
            check_lines(run.out)
            assert "\x1b[2J" not in run.out
    for line in run.err.split("\n"):
        assert visible(line) == line
        assert not line.lstrip().startswith("::")


def test_no_format_is_left_out() -> None:
    run = invoke("gap", "plan.yaml", "--format", "none")
    assert re.findall(r"[a-z][a-z0-9-]*", run.err.partition("there are ")[2]) == list(FORMATS)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_gap_in_every_format(format: str, lang: str, plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(plans)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    for name in PAYLOADS:
        run = invoke("gap", f"{name}.hrsi.yaml", "--format", format, "--as-of", AS_OF, "--verbose", lang=lang)
        check(format, run)


@pytest.mark.parametrize("width", [40, 41, 43, 47, 80, 113, 200])
@pytest.mark.parametrize("color", ["never", "always"])
def test_text_wherever_its_lines_break(width: int, color: str, plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrapping may put any piece of a value at the beginning of a line."""
    monkeypatch.chdir(plans)
    for name in ("github", "github-stop", "newlines", "line-separators", "rich", "azure"):
        check("text", invoke("gap", f"{name}.hrsi.yaml", "--color", color, "--verbose", width=width))


def test_markup_is_shown_as_it_is(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(plans)
    for color in ("never", "always"):
        out = invoke("gap", "rich.hrsi.yaml", "--color", color, width=200).out
        assert "[red]x[/red] [/] [link=https://example.org]y[/link] :bomb: C:\\[x]" in out
    assert "{0.__class__} %s %(x)s {plan} {level}" in invoke("gap", "template.hrsi.yaml", width=200).out


def test_json_keeps_every_character_of_a_value(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Escaping is only a way of writing: whoever parses the record gets what the plan says."""
    monkeypatch.chdir(plans)
    for name, text in PAYLOADS.items():
        record = invoke("gap", f"{name}.hrsi.yaml", "--format", "json").json
        assert record["plans"][0]["system"]["name"] == text


@pytest.mark.parametrize("format", ["html", "markdown", "xlsx"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_report_in_every_format(format: str, lang: str, plans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(plans)
    harmless = tmp_path / "harmless.xlsx"
    (tmp_path / "harmless.hrsi.yaml").write_text(json.dumps(plan_with("harmless")), encoding="ascii")
    assert invoke("report", tmp_path / "harmless.hrsi.yaml", "--as-of", AS_OF, "-o", harmless, lang=lang).code == 0
    for name in PAYLOADS:
        target = tmp_path / f"{name}.{'md' if format == 'markdown' else format}"
        run = invoke("report", f"{name}.hrsi.yaml", "--as-of", AS_OF, "-o", target, lang=lang)
        assert run.code in (0, 1), run.err
        content = target.read_bytes()
        if format == "html":
            check_html(content.decode("utf-8"))
        elif format == "xlsx":
            check_workbook(content)
            assert formulas(content) == formulas(harmless.read_bytes())
        else:
            check_markdown(content.decode("utf-8"))


def test_other_commands_that_show_a_plan(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(plans)
    for name in PAYLOADS:
        for format in ("text", "json", "markdown"):
            check(format, invoke("compare", "--case", "4-1", "--plan", f"{name}.hrsi.yaml", "--format", format))


@pytest.mark.parametrize("name", PAYLOADS)
def test_as_words_of_the_command_line(name: str) -> None:
    """What somebody typed, or a script passed on, comes back in errors."""
    text = PAYLOADS[name]
    for argv in (
        ("gap", text), ("gap", "x", "--format", text), ("gap", "x", "--as-of", text), ("compare", "--case", text), ("case", "show", text),
        ("gap", f"--{text}"), (text,), ("--lang", text), ("select", "--rto-failure", text), ("gap", "x", "--report", text), ("explain", text),
    ):  # fmt: skip
        run = invoke(*argv)
        assert run.code == 2, (argv, run.out)
        assert "Traceback" not in run.err
        check_lines(run.err)
