"""Plans full of text that some reader of a report might obey, through every format: all of it stays text.

Each format is judged by its own parser: an HTML reader, a Markdown reader, JSON and XML parsers, a reader of workbooks.
Control characters are missing here on purpose: no plan may hold them (``test_the_reader_refuses_control_characters``).
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from tests.conftest import AS_OF, Run, invoke, spawn

from hrsi_cli.commands import compare, history, path, plan_diff, portfolio, reports, waiver, whatif
from hrsi_cli.domain.visible import visible

PAYLOADS = {
    "bidi": "abc\u202edef\u2066ghi\u2069",
    "invisible": "a\u200bb\u200dc\u2060d\u00ade",
    "line-separators": "one\u2028::error::two\u2029three\u0085::warning::four",
    "newlines": "one\n::error::two\n# three\n- four\n| five |\n=six\r::error::seven\r\n::error::eight",
    "rich": "[red]x[/red] [/] [link=https://example.org]y[/link] :bomb: C:\\[x]",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(2)>\"'><b>",
    "html-end": "</td></table></style></title></text></svg><!-- --><iframe src=javascript:alert(1)>",
    "attribute": '" onclick="alert(1)" style="background:url(https://example.org)" x=\'',
    "entity": "&lt;b&gt; &#x1b; &amp; &#58;&colon;",
    "markdown": "| a | ![x](https://example.org/x.png) [y](javascript:alert(1)) `z` **w** <details> #1 https://example.org",
    "markdown-blocks": "# a\n> b\n- c\n1. d\n***\n```\ne\n    f\n[g]: https://example.org",
    "markdown-links": "<https://example.org> HTTPS://EXAMPLE.ORG ftp://example.org www.example.org [a][b] ![a][b] [^1] $x$ ~~y~~",
    "mention": "@everyone a@example.org mailto:a@example.org xmpp:a@example.org",
    "backslashes": "\\\\[x](y) \\<b> \\| \\",
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
    "formula-return": "\r=1+1",
    "formula-array": "{=1+1}",
    "formula-full-width": "\uff1d1+1",
    "formula-link": '=HYPERLINK("https://example.org","x")',
    "formula-service": '=WEBSERVICE("https://example.org/"&A1)',
    "workbook-escape": "_x000A__x003D_1+1",
    "uri": "javascript:alert(1) data:text/html,x file:///etc/passwd internal:Sheet1!A1 external:x.xlsx",
    "template": "{{7*7}} ${7*7} {% x %} {0.__class__} %s %(x)s {plan} {level}",
    "path": "../../../../etc/passwd",
    "combining": "Z" + "\u0335" * 50,
}
TABLE = ("a", "sub", "sup", "details", "script", "img", "iframe", "object", "embed", "form", "base", "link", "b", "foreignobject")
FILE_NAMES = [
    "two\nlines\n::error::x", "::error::x", "\r::warning::x", "##vso[task.complete]x", "[red]x[bold]", "<script>alert(1)<!", "=1+1", "+1",
    "-x", "@SUM(1)", "\t=1+1", "rtl\u202egpj", "zero\u200bwidth", "esc\x1b[2J\x07", "c1\x9b31m", "%0A::error::x", "{0.__class__}%s%n", "a|b`c*d_e[f](g)",
    "javascript:alert(1)", '"><img src=x onerror=alert(1)>', "https:example.org", "www.example.org @everyone", "\x01\ufffe", "\udcff\udcfe", "C:x\\y",
]  # fmt: skip


def plan_with(text: str, id: str = "a") -> dict[str, object]:
    """The payload wherever a plan takes free text, and a plan that brings most of it into the reports."""
    return {
        "hrsi": 1,
        "knowledge": text,
        "system": {
            "id": id, "name": text, "business_functions": [text], "importance": 1, "approved_by": text, "depends_on": ["b"], "notes": text,
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
        "costs": {"unit": text, "steps": {"A.2.3.1": {"1": 10}, "A.2.4.1": {"2": 20}}},
        "phases": [{"id": "p1", "by": "2027-03-31", "levels": {"A.2.3.1": 1}}],
        "notes": text,
    }  # fmt: skip


def with_bad_keys(text: str) -> dict[str, object]:
    """The payload as keys, and as values that are no levels, no durations and no names: all of it comes back in errors."""
    return {
        "hrsi": 1,
        "system": {"id": text, text: 1},
        "target": {"model": text, "adjustments": {text: {"level": 1, "reason": "r"}}},
        "objectives": {"failure": {"rto": text, text: 1}},
        "current": {text: 1, "A.2.1.1": text},
        "measures": {"backups": [{"name": "b", "mode": text, "interval": text, "site": text, text: 1}]},
        "waivers": [{"metric": text, "current": 0, "target": 1, "reason": "r", "owner": "o", "created": text, "expires": text}],
        text: text,
    }


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One plan a payload; JSON is YAML, and json.dumps escapes what YAML would not take raw."""
    folder = tmp_path_factory.mktemp("plans")
    for name, text in PAYLOADS.items():
        (folder / f"{name}.hrsi.yaml").write_text(json.dumps(plan_with(text, f"a-{name}")), encoding="ascii")
    changed = plan_with("harmless")
    (folder / "harmless.hrsi.yaml").write_text(json.dumps(changed), encoding="ascii")
    return folder


@pytest.fixture
def here(plans: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the plans, as the working directory."""
    monkeypatch.chdir(plans)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    return plans


# what each kind of reader would find


def check_lines(text: str, *, commands: bool = False, color: bool = False) -> None:
    """No invisible character, and no line that a build system obeys but, in one format, our own annotations."""
    for line in text.split("\n"):
        bare = re.sub(r"\x1b\[[0-9;]*m", "", line) if color else line
        assert visible(bare) == bare, line
        bare = bare.lstrip()
        assert not re.search(r"##[A-Za-z]*\[", bare), line
        if commands and bare.startswith("::"):
            assert re.fullmatch(r"::(error|warning|notice) file=[^,:]*,line=\d+,col=\d+,title=[^,:]*::.*", line), line
        else:
            assert not bare.startswith("::"), line


def check_json(text: str) -> None:
    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    check_lines(text)
    json.loads(text, parse_constant=refuse)


class _Page(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _ in attrs)))
        self.links += [
            value or "" for name, value in attrs if name in ("href", "src", "action", "formaction", "data", "xlink:href")
        ]

    def handle_comment(self, data: str) -> None:
        self.elements.append(("!--", ()))

    def handle_pi(self, data: str) -> None:
        self.elements.append(("?", ()))

    def unknown_decl(self, data: str) -> None:
        self.elements.append(("![", ()))


def page_of(text: str) -> _Page:
    page = _Page()
    page.feed(text)
    page.close()
    return page


def check_html(text: str, harmless: str) -> None:
    """No kind of element, attribute or link that a harmless plan would not bring; well-formed XML, and a policy without scripts."""
    assert "default-src 'none'" in text
    check_lines(text)
    page, known = page_of(text), page_of(harmless)
    assert set(page.elements) <= set(known.elements)
    assert not {tag for tag, _ in page.elements} & set(TABLE[4:])
    assert not [name for _, names in page.elements for name in names if name.startswith("on")]
    assert set(page.links) <= set(known.links)
    assert all(link.startswith(("#", "https://www.ipa.go.jp/")) for link in page.links)
    ElementTree.fromstring(text.replace("<!DOCTYPE html>", ""))


MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OWN_HTML = {"<br>", "<!-- -->"}
"""A line break within a cell, and what parts an at sign from a name."""
OWN_TOKENS = {"heading", "paragraph", "bullet_list", "list_item", "table", "thead", "tbody", "tr", "th", "td", "inline", "strong"}


def tokens(text: str) -> Iterator[tuple[str, str]]:
    """Every token of a Markdown text: its kind and what it holds."""
    for token in MARKDOWN.parse(text):
        yield re.sub(r"_(open|close)$", "", token.type), token.content
        for inner in token.children or ():
            yield re.sub(r"_(open|close)$", "", inner.type), inner.content


def check_markdown(text: str) -> None:
    """Headings, paragraphs, lists and tables of our own; no HTML, link, image, code or rule, and no mention."""
    check_lines(text)
    shown = ""
    for kind, content in tokens(text):
        if kind == "html_inline":
            assert content in OWN_HTML, content
            shown += "\n"
        elif kind in ("text", "text_special"):
            shown += content
        else:
            assert kind in OWN_TOKENS | {"softbreak"}, (kind, content)
            shown += "" if kind == "softbreak" else "\n"
    assert not re.search(r"@\w", shown)
    # a reader that makes links of bare addresses looks at the text as it is written
    assert not re.search(r"(?i)(https?|ftp|mailto|xmpp):|www\.", text)


def check_columns(text: str) -> None:
    """Each table of a Markdown text has one number of cells throughout."""
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) for row in block.splitlines()}) == 1, block


def formulas(content: bytes) -> set[str]:
    """The formulas of a worksheet and its choices and conditions."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheets = [book.read(name).decode("utf-8") for name in book.namelist() if name.startswith("xl/worksheets/")]
    return {found for sheet in sheets for found in re.findall(r"<(?:f|formula[12]?)(?: [^>]*)?>([^<]*)", sheet)}


def parts(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.namelist()


def check_workbook(content: bytes, harmless: bytes) -> None:
    """The parts and the formulas that a harmless plan brings, no link, and no text that cannot be seen."""
    assert parts(content) == parts(harmless)
    assert formulas(content) <= formulas(harmless)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for name in book.namelist():
            part = book.read(name).decode("utf-8")
            ElementTree.fromstring(part)
            assert "<hyperlink" not in part
            assert "TargetMode" not in part
    for sheet in load_workbook(io.BytesIO(content)):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert cell.value.startswith(("=IF(ISNUMBER(", "=IF(K")), cell.value
                elif isinstance(cell.value, str):
                    bare = re.sub("[\n\t]|#(?=#)", "", cell.value)  # no build system reads a workbook
                    assert visible(bare) == bare, cell.coordinate
                    assert cell.data_type == "s"
                    # the mark of an apostrophe: it stays text when somebody opens the cell and presses Enter
                    assert cell.quotePrefix or not cell.value.startswith(("=", "+", "-", "@", "|", "%", "\t", "\r", "\uff1d")), (
                        cell.coordinate
                    )


def check(format: str, run: Run, *, codes: tuple[int, ...] = (0, 1), color: bool = False) -> None:
    assert run.code in codes, run.err
    assert "Traceback" not in run.err
    check_lines(run.err)
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
            check_columns(run.out)
        case "github":
            check_lines(run.out, commands=True)
        case _:
            check_lines(run.out, color=color)


# the commands


@pytest.mark.parametrize("format", reports.FORMATS)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_gap_in_every_format(format: str, lang: str, here: Path) -> None:
    for name in PAYLOADS:
        check(format, invoke("gap", f"{name}.hrsi.yaml", "--format", format, "--as-of", AS_OF, "--verbose", lang=lang))


@pytest.mark.parametrize("format", reports.FORMATS)
def test_keys_and_bad_values_in_every_format(format: str, here: Path, tmp_path: Path) -> None:
    for name, text in PAYLOADS.items():
        plan = tmp_path / f"{name}.yaml"
        plan.write_text(json.dumps(with_bad_keys(text)), encoding="ascii")
        run = invoke("gap", plan, "--format", format, "--as-of", AS_OF)
        check(format, run, codes=(2,))
        assert f"{name}.yaml:1:" in run.err


@pytest.mark.parametrize("format", reports.FORMATS)
@pytest.mark.parametrize("bad", [False, True], ids=["good", "bad"])
def test_names_of_files_in_every_format(format: str, bad: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    content = json.dumps({"hrsi": 1} if bad else plan_with("harmless"))
    for name in FILE_NAMES:
        file = f"{name}.yaml"
        with open(os.fsencode(file), "w", encoding="ascii") as stream:
            stream.write(content)
        check(format, invoke("gap", "--format", format, "--as-of", AS_OF, "--", file), codes=(2,) if bad else (0, 1))


@pytest.mark.parametrize("width", [40, 43, 80, 113, 200])
@pytest.mark.parametrize("color", ["never", "always"])
def test_text_wherever_its_lines_break(width: int, color: str, here: Path) -> None:
    """Wrapping may put any piece of a value at the beginning of a line."""
    for name in ("github", "github-stop", "newlines", "line-separators", "rich", "azure", "teamcity", "github-old"):
        run = invoke("gap", f"{name}.hrsi.yaml", "--color", color, "--verbose", width=width)
        check("text", run, color=color == "always")


def test_markup_is_shown_as_it_is(here: Path) -> None:
    for color in ("never", "always"):
        out = invoke("gap", "rich.hrsi.yaml", "--color", color, width=200).out
        assert "[red]x[/red] [/] [link=https://example.org]y[/link] :bomb: C:\\[x]" in out
    assert "{0.__class__} %s %(x)s {plan} {level}" in invoke("gap", "template.hrsi.yaml", width=200).out


def test_json_keeps_every_character_of_a_value(here: Path) -> None:
    """Escaping is only a way of writing: whoever parses the record gets what the plan says."""
    for name, text in PAYLOADS.items():
        record = invoke("gap", f"{name}.hrsi.yaml", "--format", "json").json
        assert record["plans"][0]["system"]["name"] == text


@pytest.mark.parametrize("ending", ["html", "md", "xlsx"])
@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("whole", [False, True], ids=["plan", "folder"])
def test_report_in_every_format(ending: str, lang: str, whole: bool, here: Path, tmp_path: Path) -> None:
    known = tmp_path / f"harmless.{ending}"
    (tmp_path / "one").mkdir()
    for name in ("harmless", *PAYLOADS):
        source: Path | str = f"{name}.hrsi.yaml"
        if whole:
            (tmp_path / "one" / "plan.yaml").write_bytes((here / source).read_bytes())
            source = tmp_path / "one"
        target = tmp_path / f"{name}.{ending}"
        run = invoke("report", source, "--as-of", AS_OF, "-o", target, lang=lang)
        assert run.code in (0, 1), run.err
        check_file(target.read_bytes(), known.read_bytes(), ending)


def check_file(content: bytes, harmless: bytes, ending: str) -> None:
    if ending == "html":
        check_html(content.decode("utf-8"), harmless.decode("utf-8"))
    elif ending == "xlsx":
        check_workbook(content, harmless)
    else:
        check_markdown(content.decode("utf-8"))
        check_columns(content.decode("utf-8"))


def test_reports_in_one_go(here: Path, tmp_path: Path) -> None:
    """``gap --report`` writes what ``--format`` prints."""
    for name in ("html", "newlines", "azure", "formula-link"):
        asked = [f"--report={format}={tmp_path / format}" for format in reports.FORMATS]
        run = invoke("gap", f"{name}.hrsi.yaml", "--as-of", AS_OF, "--quiet", *asked)
        for format in reports.FORMATS:
            check(format, Run(run.code, (tmp_path / format).read_text(encoding="utf-8"), run.err))


OTHERS = [
    *[(format, ("compare", "--case", "4-1", "--plan", "{plan}")) for format in compare.FORMATS],
    *[(format, ("plan", "diff", "harmless.hrsi.yaml", "{plan}")) for format in plan_diff.FORMATS],
    *[(format, ("plan", "diff", "{plan}", "harmless.hrsi.yaml")) for format in plan_diff.FORMATS],
    *[(format, ("whatif", "{plan}", "--set", "A.2.1.1=1")) for format in whatif.FORMATS],
    *[(format, ("path", "{plan}")) for format in path.FORMATS],
    *[(format, ("waiver", "list", "{plan}")) for format in waiver.FORMATS],
    *[(format, ("portfolio", "{plan}")) for format in portfolio.FORMATS],
    *[(format, ("gap", "--inputs", "{plan}")) for format in ("text", "json", "markdown")],
    ("ndjson", ("portfolio", "{plan}", "--export", "ndjson")),
]


@pytest.mark.parametrize(("format", "argv"), OTHERS, ids=lambda value: value if isinstance(value, str) else "-".join(value[:3]))
def test_other_commands_that_show_a_plan(format: str, argv: tuple[str, ...], here: Path, tmp_path: Path) -> None:
    known = b""
    options = () if "--export" in argv else ("--format", format)
    days = () if argv[0] == "compare" else ("--as-of", AS_OF)
    for name in ("harmless", *PAYLOADS):
        words = [f"{name}.hrsi.yaml" if word == "{plan}" else word for word in argv]
        if format in ("html", "xlsx"):
            target = tmp_path / f"{name}.{format}"
            run = invoke(*words, *options, *days, "-o", target)
            assert run.code in (0, 1), run.err
            check_lines(run.err)
            known = known or target.read_bytes()
            check_file(target.read_bytes(), known, format)
        else:
            check(format, invoke(*words, *options, *days))


def test_no_format_is_left_out() -> None:
    """Every format of a command that shows a plan is one that is checked above."""
    checked = {"text", "json", "json-v1", "ndjson", "markdown", "github", "gitlab", "junit", "sarif", "html", "xlsx"}
    assert {
        format for module in (compare, history, path, plan_diff, portfolio, reports, waiver, whatif) for format in module.FORMATS
    } == checked
    run = invoke("gap", "plan.yaml", "--format", "none")
    assert re.findall(r"[a-z][a-z0-9-]*", run.err.partition("there are ")[2]) == list(reports.FORMATS)


def test_the_summary_of_a_job(here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PAYLOADS:
        summary = tmp_path / f"{name}.md"
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
        invoke("gap", f"{name}.hrsi.yaml", "--format", "github", "--as-of", AS_OF)
        check_markdown(summary.read_text(encoding="utf-8"))


def test_words_of_commits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Subjects of commits are written by whoever may commit; git lets control characters through."""
    monkeypatch.chdir(tmp_path)
    plan = tmp_path / "plan.yaml"
    subprocess.run(["git", "init", "-q"], check=True)
    for number, text in enumerate([*PAYLOADS.values(), "esc\x1b[2J\x1b]8;;https://example.org\x07", "a\x1eb\x1fc"]):
        plan.write_text(json.dumps(plan_with(f"{number}")), encoding="ascii")
        words = ["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-q", "-m", text, "--cleanup=verbatim"]
        subprocess.run(["git", "add", "plan.yaml"], check=True)
        subprocess.run(["git", *words], check=True, input=b"")
    for format in history.FORMATS:
        for color in ("never", "always"):
            run = invoke("history", "plan.yaml", "--as-of", AS_OF, "--format", format, "--color", color)
            check(format, run, color=color == "always" and format == "text")


def test_a_portfolio_of_all_of_them(here: Path, tmp_path: Path) -> None:
    for format in portfolio.FORMATS:
        if format == "xlsx":
            assert invoke("portfolio", ".", "--format", format, "--as-of", AS_OF, "-o", tmp_path / "p.xlsx").code == 0
            assert not formulas((tmp_path / "p.xlsx").read_bytes())
        else:
            run = invoke("portfolio", ".", "--format", format, "--as-of", AS_OF)
            check(format if format != "html" else "text", run)


def test_a_worksheet_brings_every_text_back(here: Path, tmp_path: Path) -> None:
    """What is escaped in the cells of a worksheet is what it was once it is read again."""
    for name, text in PAYLOADS.items():
        sheet = tmp_path / f"{name}.xlsx"
        assert invoke("plan", "export", f"{name}.hrsi.yaml", "-o", sheet, "--as-of", AS_OF).code == 0
        copy = tmp_path / f"{name}.yaml"
        copy.write_bytes((here / f"{name}.hrsi.yaml").read_bytes())
        run = invoke("plan", "import", sheet, "--into", copy)
        assert run.code == 0, run.err
        assert "unchanged" in run.out, (name, text)


@pytest.mark.parametrize("name", PAYLOADS)
def test_as_words_of_the_command_line(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody typed, or a script passed on, comes back in errors."""
    monkeypatch.chdir(tmp_path)
    text = PAYLOADS[name]
    for argv in (
        ("gap", text), ("gap", "x", "--format", text), ("gap", "x", "--as-of", text), ("compare", "--case", text), ("case", "show", text),
        ("gap", f"--{text}"), (text,), ("--lang", text), ("select", "--rto-failure", text), ("gap", "x", "--report", text), ("explain", text),
        ("report", "x", "-o", text), ("plan", "diff", text, text), ("portfolio", text), ("plan", "set", "x", text), ("--config", text, "gap", "x"),
        ("gap", "x", "--kb", text), ("gap", "x", "--baseline", text), ("schema", text),
    ):  # fmt: skip
        run = invoke(*argv)
        assert run.code == 2, (argv, run.out)
        assert "Traceback" not in run.err
        check_lines(run.err)


@pytest.mark.parametrize(
    "code", [*range(9), 11, 12, *range(14, 32), 127, *range(0x80, 0x85), *range(0x86, 0xA0), 0xFFFE, 0xFFFF, 0xFDD0, 0xE0001]
)
def test_the_reader_refuses_control_characters(code: int, tmp_path: Path) -> None:
    """What could reach a terminal, or could not be written as XML, never gets past the reader, raw or spelled out."""
    for text in (f"notes: a{chr(code)}b", f'notes: "a\\U{code:08X}b"', f'"a\\U{code:08X}b": x'):
        plan = tmp_path / "plan.yaml"
        plan.write_bytes(f"hrsi: 1\nsystem: {{id: a}}\ntarget: {{model: 3}}\n{text}\n".encode())
        run = invoke("gap", plan)
        assert run.code == 2
        assert f"U+{code:04X}" in run.err
        check_lines(run.err)


def test_as_a_process_too(here: Path) -> None:
    for name in ("github", "html", "bidi"):
        check("text", spawn("gap", f"{name}.hrsi.yaml", cwd=here))
