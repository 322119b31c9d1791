"""``hrsi report``, HTML pages, and ``hrsi compare --all``."""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from tests.conftest import AS_OF, invoke

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.renderers.blocks import Column, Table, cell, heading, paragraph
from hrsi_cli.renderers.html import paint_html
from hrsi_cli.renderers.options import RenderOptions

HOSTILE = "<script>alert(1)</script>\"'&\u202e{{7*7}}\u001b[31m</style>"
SECTIONS = ("verdict", "map", "gaps", "findings", "waivers", "near", "way", "activities", "sources")


def tree(data: bytes) -> ElementTree.Element:
    """The file as XML: every file is well-formed."""
    return ElementTree.fromstring(data.replace(b"<!DOCTYPE html>", b"", 1))


def check_page(data: bytes, lang: str) -> ElementTree.Element:
    """What holds for every HTML file."""
    text = data.decode()
    assert text.startswith("<!DOCTYPE html>")
    assert "<script" not in text.lower()
    assert not re.search(r"https?:|//[a-z]|@import|url\(|<link|<img|<iframe|<object| on[a-z]+=", text)
    page = tree(data)
    assert page.attrib["lang"] == lang
    policy = page.find(".//meta[@http-equiv='Content-Security-Policy']")
    assert policy is not None and policy.attrib["content"].startswith("default-src 'none'")
    assert page.findtext(".//title")
    ids = [element.attrib["id"] for element in page.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    for link in page.iter("a"):
        assert link.attrib["href"].removeprefix("#") in ids
    for table in page.iter("table"):
        assert table.find("caption") is not None
        assert table.findall(".//th")
        assert all(header.attrib.get("scope") in ("col", "row") for header in table.iter("th"))
    levels = [int(element.tag[1]) for element in page.iter() if element.tag in ("h1", "h2", "h3")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    return page


def report(plan: Path, output: Path, lang: str = "en") -> bytes:
    run = invoke("report", plan, "-o", output, "--as-of", AS_OF, lang=lang)
    assert (run.code, run.out) == (0, ""), run.err
    return output.read_bytes()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_report_is_one_sound_file_with_every_section(example_plan: Path, tmp_path: Path, lang: str) -> None:
    page = check_page(report(example_plan, tmp_path / "r.html", lang), lang)
    assert tuple(section.attrib["id"] for section in page.iter("section")) == SECTIONS
    drawing = page.find(".//svg")
    assert drawing is not None and drawing.attrib["role"] == "img"
    named = drawing.attrib["aria-labelledby"].split()
    assert [element.attrib.get("id") for element in list(drawing)[:2]] == named
    assert all(drawing.findtext(tag) for tag in ("title", "desc"))
    words = {text.text for text in drawing.iter("text")}
    assert {"不足", "充足"} <= words if lang == "ja" else {"short", "met"} <= words
    text = "".join(page.itertext())
    for piece in ("HRSI101", "27.8", "2027-03-31", "2026-09-01", "A.2.4.1", "order-core"):
        assert piece in text
    assert ("アクティビティ4" if lang == "ja" else "Activity 4") in text
    assert len(page.findall(".//section[@id='near']//thead//th")) == 7


@pytest.mark.parametrize(
    ("lang", "labels"),
    [
        ("ja", ["可用性 / 災害対策", "運用・保守性 /", "サポート体制", "システム環境 /", "機材設置環境条件"]),
        ("en", ["Availability /", "Fault tolerance", "Operability and", "maintainability /", "Normal operation"]),
    ],
)
def test_labels_of_the_drawing_break_between_the_items(example_plan: Path, tmp_path: Path, lang: str, labels: list[str]) -> None:
    invoke("report", example_plan, "--as-of", AS_OF, "-o", tmp_path / "r.html", lang=lang)
    drawn = re.findall(r'<text class="label"[^>]*>([^<]*)</text>', (tmp_path / "r.html").read_text(encoding="utf-8"))
    assert set(labels) <= set(drawn)


@pytest.mark.parametrize(("lang", "words"), [("en", "missing"), ("ja", "足りないもの")])
def test_what_a_plan_denies_is_not_told_as_absent(example_plan: Path, lang: str, words: str) -> None:
    """What the plan states with false is missing too; the column is called what ``hrsi guide --plan`` calls it."""
    out = invoke("report", example_plan, "--as-of", AS_OF, "-f", "markdown", lang=lang).out
    assert f" {words} |" in out
    guide = invoke("guide", "4", "--plan", example_plan, lang=lang).out
    assert f"{words}: " in guide


def test_the_report_says_the_same_bytes_twice(example_plan: Path, tmp_path: Path) -> None:
    first = report(example_plan, tmp_path / "a.html")
    assert report(example_plan, tmp_path / "b.html") == first
    assert report(example_plan, tmp_path / "a.xlsx") == report(example_plan, tmp_path / "b.xlsx")


def test_untrusted_text_stays_text(example_plan: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    text = example_plan.read_text(encoding="utf-8")
    harmless_to_yaml = HOSTILE.replace("\u001b", "").replace('"', '\\"').replace("\u202e", "\\u202E")
    for old in ("受発注システム\n", "DBサーバだけ二重化", "情報システム課"):
        assert old in text
    text = text.replace("name: 受発注システム\n", f'name: "{harmless_to_yaml}"\n')
    text = text.replace("note: DBサーバだけ二重化", f'note: "{harmless_to_yaml}"').replace(
        "owner: 情報システム課", f'owner: "{harmless_to_yaml}"'
    )
    plan.write_text(text, encoding="utf-8")
    data = report(plan, tmp_path / "r.html")
    page = check_page(data, "en")
    assert "\u202e" not in data.decode()
    shown = "".join(page.itertext())
    assert shown.count("<script>alert(1)</script>") >= 3
    assert "{{7*7}}" in shown
    markdown = report(plan, tmp_path / "r.md").decode()
    assert not re.search(r"(?<!\\)<", markdown)


def test_blocks_become_elements_and_text_is_escaped(catalogue: Catalogue) -> None:
    table = Table(
        (Column("項番"), Column(cell(HOSTILE).text, share=1), Column("n", right=True)),
        ((cell("A"), cell(HOSTILE, "bad"), cell(3)),),
    )
    data = paint_html((heading(HOSTILE, 1), heading("x"), paragraph(HOSTILE, "warn"), table), RenderOptions(catalogue))
    page = check_page(data, catalogue.language)
    part = page.find(".//tbody/tr")
    assert part is not None
    assert [element.tag for element in part] == ["th", "td", "td"]
    assert part[1].attrib["class"] == "bad"
    assert part[1].text == cell(HOSTILE).text
    assert page.findtext(".//h1") == cell(HOSTILE).text


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("words", [("--case", "4-1"), ("--model", "3"), ("--all",), ("--case", "1-1", "--case", "3-2")])
def test_comparisons_as_html(words: tuple[str, ...], lang: str) -> None:
    run = invoke("compare", *words, "--format", "html", lang=lang)
    assert run.code == 0
    page = check_page(run.out.encode(), lang)
    assert len(list(page.iter("table"))) == 3


def test_markdown_and_excel_say_what_the_page_says(example_plan: Path, tmp_path: Path) -> None:
    markdown = report(example_plan, tmp_path / "r.md").decode()
    assert markdown.startswith("# Continuity report")
    assert markdown.count("\n## ") == len(SECTIONS)
    report(example_plan, tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert len(book.sheetnames) == len(SECTIONS)
    cells = {str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None}
    assert any("HRSI101" in text for text in cells)
    assert any("Continuity report" in str(cell.value) for cell in book.worksheets[0][1])


@pytest.mark.parametrize("name", ["r.html", "r.md", "r.xlsx"])
@pytest.mark.parametrize("many", [False, True])
def test_a_report_says_what_the_plan_fails_for(
    example_plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, many: bool
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "hrsi.toml").write_text("min_model = 4\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    shutil.copy(example_plan, "p.hrsi.yaml")
    given = tmp_path if many else Path("p.hrsi.yaml")
    report(given, Path(name))
    if name == "r.xlsx":
        book = openpyxl.load_workbook(name)
        cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
        text = "\n".join(cells)
    else:
        text = Path(name).read_text(encoding="utf-8").replace("\\", "")
    told = invoke("gap", "p.hrsi.yaml", "--as-of", AS_OF, width=200).out
    counts = next(line for line in told.splitlines() if line.startswith("fails for")).removeprefix("fails for").strip()
    assert "fails for" in text and counts in text and "resembles" in text
    assert "below the 4 of the policy" in text, "and which demands of the policy are not met"


def test_a_workbook_is_not_replaced_unasked(example_plan: Path, folder: Path, tmp_path: Path) -> None:
    for source in (example_plan, folder):
        target = tmp_path / "sheet.xlsx"
        target.write_bytes(b"somebody's work")
        run = invoke("report", source, "-o", target)
        assert run.code == 2
        assert "--force" in run.err
        assert target.read_bytes() == b"somebody's work"
        assert invoke("report", source, "-o", target, "--force").code == 0
        assert target.read_bytes()[:2] == b"PK"


@pytest.fixture
def folder(example_plan: Path, tmp_path: Path) -> Path:
    plans = tmp_path / "plans"
    (plans / "sub").mkdir(parents=True)
    shutil.copy(example_plan, plans / "a.hrsi.yaml")
    for number in (1, 2):
        text = example_plan.read_text(encoding="utf-8").replace("id: order-core", "id: " + "x" * 40 + f"-{number}")
        (plans / "sub" / f"b{number}.hrsi.yaml").write_text(text.replace("importance: 1", "importance: 9"), encoding="utf-8")
    return plans


def test_a_folder_becomes_an_overview(folder: Path, tmp_path: Path) -> None:
    page = check_page(report(folder, tmp_path / "o.html"), "en")
    rows = page.findall(".//section[@id='plans']//tbody/tr")
    assert rows[0].findtext("th") == "受発注システム (order-core)"
    assert len(rows) == 3
    assert len([section for section in page.iter("section") if section.attrib["id"].startswith("plan-")]) == 3
    assert report(folder, tmp_path / "o.md").startswith(b"# Continuity plans")
    report(folder, tmp_path / "o.xlsx")
    names = openpyxl.load_workbook(tmp_path / "o.xlsx").sheetnames
    assert names[0] == "Overview"
    assert len(names) == 4
    assert all(len(name) <= 31 for name in names)


def test_a_broken_plan_is_named_and_the_rest_written(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.hrsi.yaml").write_text("hrsi: 1\n", encoding="utf-8")
    run = invoke("report", folder, "-o", tmp_path / "o.html", "--as-of", AS_OF)
    assert run.code == 2
    assert "bad.hrsi.yaml" in run.err
    page = check_page((tmp_path / "o.html").read_bytes(), "en")
    assert "bad.hrsi.yaml" in "".join(page.find(".//section[@id='unreadable']").itertext())  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("{plan}",), "name the file to write with -o"),
        (("{plan}", "-o", "{tmp}/r.pdf"), "end the name in .html, .md or .xlsx"),
        (("{tmp}/none.yaml", "-o", "{tmp}/r.html"), "no such file"),
        (("{tmp}", "-o", "{tmp}/r.html"), ""),
    ],
)
def test_mistakes_are_told(example_plan: Path, tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    run = invoke("report", *(word.format(plan=example_plan, tmp=tmp_path) for word in words))
    assert run.code == 2
    assert says in run.err
    assert not list(tmp_path.glob("r.*"))


def test_a_report_never_replaces_its_plan(example_plan: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.md"
    plan.write_bytes(example_plan.read_bytes())
    assert invoke("report", plan, "-o", plan).code == 2
    assert plan.read_bytes() == example_plan.read_bytes()


def test_the_map_of_all_cases_fits_100_columns() -> None:
    run = invoke("compare", "--all", "--color", "always", width=100)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", run.out)
    assert max(map(len, plain.splitlines())) <= 100
    rows = [line for line in plain.splitlines() if re.match(r"[A-F]\.\d", line)]
    assert len(rows) == 37
    row = next(line for line in rows if line.startswith("A.2.1.1"))
    assert row.split()[-10:] == ["0=", "1+", "1+", "1=?", "2+", "2=?", "2=?", "2=", "2=?", "2="]


def test_the_map_is_words_where_nobody_sees_colour() -> None:
    out = invoke("compare", "--all", width=100).out
    assert "\x1b" not in out
    assert re.search(r"above +equal +below +not comparable", out)
    assert "1=" not in out


def test_the_map_for_programs() -> None:
    record = invoke("compare", "--all", "--format", "json").json
    assert (record["schema"], len(record["rows"]), len(record["cases"])) == ("hrsi.compare_all", 37, 10)
    row = next(row for row in record["rows"] if row["metric"] == "A.3.2.2")
    assert row["presets"]["3"] == {"level": 2, "level_range": None, "status": "preset", "basis": "stated", "origin": "shipped"}
    assert row["cases"]["1-2"]["relation"] == "above"
    assert record["caveats"]


def test_the_map_stands_alone() -> None:
    assert invoke("compare", "--all", "--case", "4-1").code == 2


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium to look at the page in")
def test_a_browser_shows_and_prints_it_without_complaint(example_plan: Path, tmp_path: Path) -> None:
    report(example_plan, tmp_path / "r.html", "ja")
    words = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--no-pdf-header-footer"]
    done = subprocess.run(
        [*words, f"--user-data-dir={tmp_path}/profile", f"--print-to-pdf={tmp_path}/r.pdf", (tmp_path / "r.html").as_uri()],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert b"CONSOLE" not in done.stderr
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
